"""How fast the gazetteer answers and what it costs: python -m benchmarks.cities [CACHE FOLDER]."""

import random
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import gettempdir

from knowledge.eligibility.candidate import CandidateReader
from knowledge.geo.gazetteer import Gazetteer, open_gazetteer
from tests.knowledge.eligibility.candidates import messages, rulebook

SENTENCES = [
    "¿Puede participar {}?",
    "Somos el Ayuntamiento de {}, ¿podemos presentarnos?",
    "Can {} apply?",
    "We are from {} and share a problem with our neighbours, about 98k people in total. Could we take part?",
]


def resident() -> float:
    """Give this process's resident memory in MB."""
    status = Path("/proc/self/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def timed(work: Callable[[str], object], inputs: Iterable[str]) -> str:
    """Run over the inputs; tell the median and the 99th percentile in milliseconds."""
    spent = []
    for text in inputs:
        start = time.perf_counter()
        work(text)
        spent.append((time.perf_counter() - start) * 1000)
    spent.sort()
    return f"median {spent[len(spent) // 2]:.2f} ms, p99 {spent[int(len(spent) * 0.99)]:.2f} ms"


def names(gazetteer: Gazetteer) -> list[str]:
    """Collect a few hundred names of all lengths."""
    seeds = [
        "Sevilla",
        "Santander",
        "San",
        "Gotemburgo",
        "Vila",
        "Castelló",
        "Villanueva",
        "Saint",
        "Bad Hom",
        "Montre",
    ]
    near = [name for seed in seeds for name in gazetteer.near_names(seed.lower())]
    return [*seeds, *near] * 20


def misspelt(name: str) -> str:
    """Drop a letter somewhere after the first."""
    place = random.randrange(1, max(2, len(name)))
    return name[:place] + name[place + 1 :]


def main() -> None:
    """Print the figures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else gettempdir()) / "iuc-assistant-tests"
    before = resident()
    start = time.perf_counter()
    gazetteer = open_gazetteer(folder)
    print(f"opened in {(time.perf_counter() - start) * 1000:.1f} ms")
    city_names = names(gazetteer)
    print("exact:    ", timed(gazetteer.find_city, city_names))
    print("misspelt: ", timed(gazetteer.find_city, map(misspelt, city_names)))
    print(f"resident:  +{resident() - before:.1f} MB")
    start = time.perf_counter()
    reader, candidates = messages(), CandidateReader(rulebook())
    print(f"reader made in {(time.perf_counter() - start) * 1000:.1f} ms")
    sentences = [random.choice(SENTENCES).format(name) for name in city_names]
    print("sentences:", timed(lambda text: candidates.describe(reader.read(text, "es")), sentences))
    print(f"resident:  +{resident() - before:.1f} MB in all")


if __name__ == "__main__":
    main()
