"""How long reading a message takes and what it costs: python -m benchmarks.reading [CACHE FOLDER].

The ratio to the readers before (git ab99f76) is had by running `python -m benchmarks.cities` there: its sentences
are the same.
"""

import sys
import time
from pathlib import Path
from string import ascii_lowercase
from tempfile import gettempdir

import yaml

from benchmarks.cities import SENTENCES, names, resident
from knowledge.geo.countries import read_countries
from knowledge.geo.gazetteer import open_gazetteer
from knowledge.reading.reader import Reader
from tests.knowledge.eligibility.candidates import EU_MEMBERS, PARTNER_COUNTRIES

CASES = Path("tests/knowledge/reading/readings.yaml")
LONG = "Somos el Ayuntamiento de Alcoy, con 59.000 habitantes, y queremos ir juntos con Ibi. "
MISSPELT = "Le escribo desde {}ragozza, en Sevvilla. "


def microseconds(reader: Reader, texts: list[str]) -> list[float]:
    """Read each text; give the times in order of size."""
    spent = []
    for text in texts:
        start = time.perf_counter()
        reader.read(text)
        spent.append((time.perf_counter() - start) * 1e6)
    return sorted(spent)


def main() -> None:
    """Print the figures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else gettempdir()) / "iuc-assistant-tests"
    before = resident()
    gazetteer = open_gazetteer(folder)
    reader = Reader(gazetteer, read_countries(), EU_MEMBERS, PARTNER_COUNTRIES)
    cases = [str(case["text"]) for case in yaml.safe_load(CASES.read_text("utf-8"))]
    named = names(gazetteer)[:400]
    sentences = [SENTENCES[place % len(SENTENCES)].format(name) for place, name in enumerate(named)]
    for title, texts in (("messages", cases * 10), ("sentences with a city", sentences)):
        spent = microseconds(reader, texts)
        print(f"{title}: median {spent[len(spent) // 2]:.0f} µs, p99 {spent[int(len(spent) * 0.99)]:.0f} µs")
    misspelt = "".join(MISSPELT.format("Za" + letter) for letter in ascii_lowercase * 4)
    for title, text in (("longest message (4,000 characters)", LONG * 60), ("of misspelt names", misspelt)):
        print(f"{title}: {microseconds(reader, [text])[0] / 1000:.1f} ms")
    print(f"resident: +{resident() - before:.1f} MB")


if __name__ == "__main__":
    main()
