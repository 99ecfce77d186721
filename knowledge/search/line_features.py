"""The features of lines that were read before, in a file of the cache: most lines of a changed content are the same.

They hold as long as the synonyms, the courtesies and the code that reads lines are the same, which `mark` names.
"""

import contextlib
from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4
from zipfile import BadZipFile

import numpy as np

from knowledge.language_code import Language
from knowledge.learned_files import drop_unfinished
from knowledge.search.features import Features

Line = tuple[str, Language]

_KEY = 16
UNREADABLE = (OSError, ValueError, KeyError, EOFError, BadZipFile)


class LineFeatures:
    """Gives a line's features, drawn now or before; without a file every line is read."""

    def __init__(self, file: Path | None = None, mark: str = "") -> None:
        self._file = file
        self._mark = mark
        self._before = _read(file, mark) if file else {}
        self._used: dict[bytes, Features] = {}

    def of_lines(
        self, lines: Sequence[Line], draw: Callable[[Sequence[Line]], list[Features]]
    ) -> list[Features]:
        """Give the features of lines; `draw` reads those that are new."""
        names = [_name_of(line) for line in lines]
        new = {name: line for name, line in zip(names, lines, strict=True) if name not in self._before}
        known = self._before | dict(zip(new, draw(list(new.values())), strict=True))
        self._used |= {name: known[name] for name in names}
        return [known[name] for name in names]

    def keep(self) -> None:
        """Write the lines that were asked for, if some of them are new; a file that cannot be written is left."""
        if self._file is None or self._used.keys() <= self._before.keys():
            return
        with contextlib.suppress(OSError):
            _write(self._file, self._mark, self._used)


def _name_of(line: Line) -> bytes:
    text, language = line
    return blake2b(f"{language} {text}".encode(), digest_size=_KEY).digest()


def _read(file: Path, mark: str) -> dict[bytes, Features]:
    """Read the file of another run; nothing if there is none, or if it was written for other synonyms or code."""
    with contextlib.suppress(*UNREADABLE), np.load(file) as kept:
        if str(kept["mark"]) != mark:
            return {}
        ends = np.cumsum(kept["sizes"])
        parts = zip(
            kept["names"],
            np.split(kept["hashes"], ends[:-1]),
            np.split(kept["weights"], ends[:-1]),
            kept["words"].tolist(),
            strict=True,
        )
        return {name.tobytes(): Features(hashes, weights, words) for name, hashes, weights, words in parts}
    return {}


def _write(file: Path, mark: str, lines: dict[bytes, Features]) -> None:
    """Write the file as a whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}-{uuid4().hex}.unfinished")
    with unfinished.open("wb") as opened:
        np.savez(
            opened,
            mark=np.array(mark),
            names=np.frombuffer(b"".join(lines), np.uint8).reshape(-1, _KEY),
            sizes=np.array([len(each.hashes) for each in lines.values()]),
            words=np.array([each.words for each in lines.values()]),
            hashes=np.concatenate([each.hashes for each in lines.values()]),
            weights=np.concatenate([each.weights for each in lines.values()]),
        )
    unfinished.replace(file)
    drop_unfinished(file.parent, "features")
