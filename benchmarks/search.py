"""Latency, growth and memory of the search beside rapidfuzz and BM25, on made-up content.

Run with `python -m benchmarks.search [answers …]`. Each size runs in a process of its own, so that the
memory shown is its own. The made-up lines have the shape of the real ones (8 words, 10 a language).
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median, quantiles

from knowledge.calibration import Calibration
from knowledge.model import Entry
from knowledge.peers import peers
from knowledge.search import Search
from knowledge.synonyms import Synonyms
from knowledge.text import Language

SIZES = (50, 200, 500, 2000, 5000)
LINES = 10
ASKED = 200
CONSONANTS = ("b", "c", "ch", "d", "f", "g", "l", "m", "n", "p", "pr", "r", "s", "t", "tr", "v", "z")
VOWELS = ("a", "e", "i", "o", "u", "ia", "ue", "an", "es", "or")


def words(count: int, chance: Random) -> list[str]:
    return ["".join(_syllable(chance) for _ in range(chance.randint(2, 4))) for _ in range(count)]


def _syllable(chance: Random) -> str:
    return chance.choice(CONSONANTS) + chance.choice(VOWELS)


def content(answers: int, chance: Random) -> list[Entry]:
    """Every answer has 12 words of its own; half of each line is common vocabulary, as in real text."""
    common = words(400, chance)
    made = []
    for number in range(answers):
        own = words(12, chance)
        made.append(
            Entry(
                f"answer.{number}",
                "answer",
                {"es": _lines(own, common, chance), "en": _lines(own, common, chance)},
            )
        )
    return made


def _lines(own: list[str], common: list[str], chance: Random) -> list[str]:
    return [" ".join(chance.sample(own, 4) + chance.sample(common, 4)) for _ in range(LINES)]


def questions(entries: list[Entry], chance: Random) -> list[str]:
    asked = []
    for entry in chance.choices(entries, k=ASKED):
        typed = chance.choice(entry.phrasings["es"]).split()
        chance.shuffle(typed)
        slip = chance.randrange(len(typed))
        typed[slip] = typed[slip][1:] + typed[slip][:1]
        asked.append(" ".join(typed[:7]))
    return asked


def milliseconds(ask: Callable[[str, Language], object], asked: list[str]) -> dict[str, float]:
    taken = []
    for text in asked:
        start = time.perf_counter()
        ask(text, "es")
        taken.append(1000 * (time.perf_counter() - start))
    return {"median": median(taken), "p99": quantiles(taken, n=100)[98]}


def resident() -> float:
    """Read the process's resident memory in MB; 0 where /proc is missing."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def measure(answers: int) -> dict[str, object]:
    chance = Random(answers)
    entries = content(answers, chance)
    asked = questions(entries, chance)
    start = time.perf_counter()
    dumped = Search.learn(entries, Synonyms(), calibration=Calibration()).dump()
    learned = time.perf_counter() - start
    before = resident()
    start = time.perf_counter()
    search = Search.restore(dumped)
    restored = time.perf_counter() - start
    figures = {"this search": milliseconds(lambda text, chat: search.find(text, language=chat), asked)}
    memory = resident() - before
    figures |= {name: milliseconds(peer, asked[:50]) for name, peer in peers(entries).items()}
    return {"answers": answers, "learn": learned, "restore": restored, "memory": memory, "figures": figures}


def show(told: dict[str, object]) -> None:
    print(
        f"{told['answers']} answers: learned in {told['learn']:.1f} s, restored in {told['restore']:.2f} s, "
        f"{max(0.0, float(str(told['memory']))):.0f} MB"
    )
    figures = told["figures"]
    if not isinstance(figures, dict):
        raise TypeError("figures")
    ours = figures["this search"]["median"]
    for name, taken in figures.items():
        print(
            f"  {name:26} median {taken['median']:8.3f} ms   p99 {taken['p99']:8.3f} ms   "
            f"{taken['median'] / ours:6.1f} x"
        )


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:] if size.isdigit()] or list(SIZES)
    if "--one" in sys.argv:
        print(json.dumps(measure(sizes[0])))
        return
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.search", "--one", str(size)]
        show(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


if __name__ == "__main__":
    main()
