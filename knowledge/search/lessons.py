"""What the search learns from, and the process that learns it.

Learning takes some seconds and 80 MB that the bot would never give back, so
`python -m knowledge.search.lessons FILE PARENT` runs as a process of its own: it reads the lessons from its
standard input and writes what it learned to FILE, unless the process PARENT that waits for it has ended meanwhile.
"""

import contextlib
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.search.archive import tables
from knowledge.search.encoder import Encoder, installed
from knowledge.search.engine import Search
from knowledge.search.line_features import LineFeatures
from knowledge.search.synonyms import Synonyms
from knowledge.search.vectors import Vectors, key, read_vectors, write_vectors
from knowledge.search.word_model import Entry

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

MOST_MADE = 1_000  # lines: half a minute
PATIENCE = 20.0  # seconds that the model may take for one of them
PACKAGE = Path(__file__).parents[1]
_CODE = (
    *("search/archive", "search/calibration", "search/classifier", "search/descent", "search/features"),
    *("search/lessons", "search/line_features", "search/features_of_lines", "search/table", "search/arrays"),
    *("search/word_model", "search/nearest", "search/synonyms", "search/meaning", "search/vectors"),
    *("reading/language", "reading/spelling", "reading/text", "reading/words", "search/question_words"),
)
"""The modules that decide what is learned, and how it is written down."""
_READING = (
    *("search/features", "search/line_features", "search/features_of_lines", "search/question_words"),
    "search/synonyms",
    *("reading/text", "reading/words"),
)
"""The modules that decide what a line's features are."""


@dataclass(frozen=True)
class Lessons:
    """The entries and the synonyms that a search is learned from.

    `vectors` are files of the lines' sentence vectors, those that are there; in `made` those of a few lines that they
    do not have are kept, which takes some seconds; None makes none. `read` keeps the features of the lines.
    """

    entries: Sequence[Entry]
    synonyms: Synonyms
    vectors: Sequence[Path] = ()
    made: Path | None = None
    read: Path | None = None

    @property
    def text(self) -> str:
        """The lessons as JSON, with the files that belong to them."""
        files = {
            "vectors": [str(file.resolve()) for file in self.vectors],
            "made": str(self.made.resolve()) if self.made else None,
            "read": str(self.read.resolve()) if self.read else None,
        }
        return json.dumps({**self.taught, **files})

    @property
    def taught(self) -> dict[str, object]:
        """The entries and the synonyms, wherever their files are."""
        entries = [
            [entry.id, entry.kind, dict(entry.phrasings.items()), dict(entry.own_words)]
            for entry in self.entries
        ]
        return {"entries": entries, "synonyms": tables(self.synonyms)}

    @property
    def fingerprint(self) -> str:
        """Name the state that these lessons lead to: a short hash of them and of the code that learns.

        It is the same in every folder: a copy of the content is not learned again.
        """
        told = json.dumps([self.taught, self.made is not None])
        digest = sha256(told.encode() + version("pystemmer").encode())
        for file in self.vectors:
            if file.is_file():
                digest.update(file.read_bytes())
        _update_with_code(digest, _CODE)
        return digest.hexdigest()[:16]

    @property
    def reading(self) -> str:
        """Name what decides how a line is read: a hash of the synonyms, the courtesies and the code that reads."""
        courtesies = [dict(entry.phrasings.items()) for entry in self.entries if entry.kind == "smalltalk"]
        told = json.dumps([tables(self.synonyms), courtesies])
        digest = sha256(told.encode() + version("pystemmer").encode())
        _update_with_code(digest, _READING)
        return digest.hexdigest()


def _update_with_code(digest: "Hash", modules: Sequence[str]) -> None:
    for name in modules:
        digest.update((PACKAGE / f"{name}.py").read_bytes())


def read_lessons(text: str) -> Lessons:
    """Read what `Lessons.text` wrote."""
    told = json.loads(text)
    entries = [Entry(*entry) for entry in told["entries"]]
    made, read = (Path(told[name]) if told[name] else None for name in ("made", "read"))
    return Lessons(
        entries, Synonyms(**told["synonyms"]), [Path(name) for name in told["vectors"]], made, read
    )


def learn(lessons: Lessons) -> Search:
    """Learn what the lessons teach, here and now."""
    known = {name: vector for file in lessons.vectors for name, vector in read_vectors(file).items()}
    if lessons.made:
        lines = [text for entry in lessons.entries for text, _ in entry.lines()]
        known |= made_vectors(lessons.made, [text for text in lines if key(text) not in known])
    features = LineFeatures(lessons.read, lessons.reading)
    search = Search.learn(lessons.entries, lessons.synonyms, vectors=known, known=features)
    features.keep()
    return search


def made_vectors(file: Path, texts: Sequence[str]) -> Vectors:
    """Give the vectors of lines that no file has, from those that were made before, or made now and kept.

    Makes none where there is no model, and only those kept where the lines are too many: `python -m bot vectors` is for
    them.
    """
    if not installed():
        return {}
    with contextlib.suppress(OSError, ValueError):
        kept = read_vectors(file)
        if sum(key(text) not in kept for text in texts) > MOST_MADE:
            return kept
    file.parent.mkdir(parents=True, exist_ok=True)
    encoder = Encoder(PATIENCE)
    try:
        write_vectors(file, texts, encoder.required)
    finally:
        encoder.close()
    return read_vectors(file)


if __name__ == "__main__":
    target, waiting = Path(sys.argv[1]), int(sys.argv[2])
    try:
        given = read_lessons(sys.stdin.buffer.read().decode())
    except ValueError:  # half of it: who sent it was ended
        sys.exit(1)
    dumped = learn(given).dump()
    if os.getppid() == waiting:  # else who waited for it was ended meanwhile
        target.write_bytes(dumped)
