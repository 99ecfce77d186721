"""What the search learns from, and the process that learns it.

Learning takes some seconds and 80 MB that the bot would never give back, so `python -m knowledge.search.lessons FILE`
runs as a process of its own: it reads the lessons from its standard input and writes what it learned to FILE.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from knowledge.search.archive import tables
from knowledge.search.engine import Search
from knowledge.search.ranking import Entry
from knowledge.search.synonyms import Synonyms
from knowledge.search.vectors import read_vectors

PACKAGE = Path(__file__).parents[1]
_CODE = (
    *("search/archive", "search/calibration", "search/classifier", "search/descent", "search/features"),
    "search/lessons",
    *("search/ranking", "search/nearest", "search/synonyms", "search/meaning", "search/vectors"),
    *("reading/language", "reading/spelling", "reading/text", "search/question_words"),
)
"""The modules that decide what is learned, and how it is written down."""


@dataclass(frozen=True)
class Lessons:
    """The entries and the synonyms that a search is learned from."""

    entries: Sequence[Entry]
    synonyms: Synonyms
    vectors: Path | None = None
    """The file of the lines' sentence vectors, if there is one."""

    @property
    def text(self) -> str:
        """The lessons as JSON."""
        entries = [
            [entry.id, entry.kind, dict(entry.phrasings.items()), dict(entry.own_words)]
            for entry in self.entries
        ]
        vectors = str(self.vectors.resolve()) if self.vectors else None
        return json.dumps({"entries": entries, "synonyms": tables(self.synonyms), "vectors": vectors})

    @property
    def fingerprint(self) -> str:
        """Name the state that these lessons lead to: a short hash of them and of the code that learns."""
        digest = sha256(self.text.encode() + version("pystemmer").encode())
        if self.vectors and self.vectors.is_file():
            digest.update(self.vectors.read_bytes())
        for name in _CODE:
            digest.update((PACKAGE / f"{name}.py").read_bytes())
        return digest.hexdigest()[:16]


def read_lessons(text: str) -> Lessons:
    """Read what `Lessons.text` wrote."""
    told = json.loads(text)
    vectors = Path(told["vectors"]) if told["vectors"] else None
    return Lessons([Entry(*entry) for entry in told["entries"]], Synonyms(**told["synonyms"]), vectors)


def learn(lessons: Lessons) -> Search:
    """Learn what the lessons teach, here and now."""
    vectors = read_vectors(lessons.vectors) if lessons.vectors else None
    return Search.learn(lessons.entries, lessons.synonyms, vectors=vectors)


if __name__ == "__main__":
    waiting = os.getppid()
    try:
        given = read_lessons(sys.stdin.buffer.read().decode())
    except ValueError:  # half of it: who sent it was ended
        sys.exit(1)
    dumped = learn(given).dump()
    if os.getppid() == waiting:  # who waited for it may have been ended meanwhile
        Path(sys.argv[1]).write_bytes(dumped)
