"""Latency, growth and memory of the search beside rapidfuzz and BM25, on made-up content.

Run with `python -m benchmarks.search [answers …]`. Each size runs in a process of its own. The MB are those
of the learned state. The made-up lines have the shape of the real ones: 8 words, 10 lines a language.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from random import Random
from statistics import median, quantiles
from typing import Any

from knowledge.content.schema import Language
from knowledge.search.calibration import Calibration
from knowledge.search.engine import Search
from knowledge.search.measuring.peers import peers
from knowledge.search.synonyms import Synonyms
from knowledge.search.word_model import Entry

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


def measure(answers: int) -> dict[str, object]:
    chance = Random(answers)
    entries = content(answers, chance)
    asked = questions(entries, chance)
    start = time.perf_counter()
    dumped = Search.learn(entries, Synonyms(), calibration=Calibration()).dump()
    learned = time.perf_counter() - start
    start = time.perf_counter()
    search = Search.restore(dumped)
    restored = time.perf_counter() - start
    figures = {"this search": milliseconds(lambda text, chat: search.find(text, language=chat), asked)}
    figures |= {name: milliseconds(peer, asked[:50]) for name, peer in peers(entries).items()}
    return {
        "answers": answers,
        "learn": learned,
        "restore": restored,
        "size": len(dumped) / 1e6,
        "figures": figures,
    }


def show(told: dict[str, Any]) -> None:
    print(
        f"{told['answers']} answers: learned in {told['learn']:.1f} s, "
        f"restored in {told['restore']:.2f} s, {told['size']:.0f} MB"
    )
    ours = told["figures"]["this search"]["median"]
    for name, taken in told["figures"].items():
        times = taken["median"] / ours
        print(f"  {name:26} median {taken['median']:8.3f} ms   p99 {taken['p99']:8.3f} ms   {times:6.1f} x")


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
