"""The file of a programme's sentence vectors: for each line, 8 bytes of its hash and 384 of its vector."""

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from uuid import uuid4

import numpy as np

from knowledge.search.features import Floats
from knowledge.search.meaning import SIZE, Bytes

FILE = "vectors.bin"
_KEY = 8
_SCALE = 127 * 4  # a component of a unit vector of 384 numbers is seldom above a quarter


Vectors = Mapping[bytes, Bytes]


def key(text: str) -> bytes:
    """Name a line."""
    return blake2b(text.encode(), digest_size=_KEY).digest()


def read_vectors(file: Path) -> Vectors:
    """Read a file of vectors; empty if there is none. ValueError if it is cut off."""
    if not file.is_file():
        return {}
    rows = np.frombuffer(file.read_bytes(), np.int8)
    if len(rows) % (_KEY + SIZE):
        raise ValueError(f"{file} is cut off: make it again with `python -m bot vectors`")
    table = rows.reshape(-1, _KEY + SIZE)
    return {row[:_KEY].tobytes(): row[_KEY:] for row in table}


def write_vectors(file: Path, texts: Iterable[str], encode: Callable[[str], Floats]) -> int:
    """Write the vectors of some texts, taking from the file what it has already; returns how many were new."""
    kept = read_vectors(file)
    wanted = dict.fromkeys(texts)
    new = {key(text): quantised(encode(text)) for text in wanted if key(text) not in kept}
    every = {**kept, **new}
    unfinished = file.with_name(f"{file.name}-{uuid4().hex}.unfinished")
    unfinished.write_bytes(b"".join(name + every[name].tobytes() for name in sorted(map(key, wanted))))
    unfinished.replace(file)
    return len(new)


def quantised(vector: Floats) -> Bytes:
    """Give a byte for each component."""
    return np.clip(np.rint(vector * _SCALE), -127, 127).astype(np.int8)


def vectors_of_lines(lines: Iterable[str], vectors: Vectors) -> Vectors:
    """Of these vectors, the ones of some lines."""
    return {name: vectors[name].copy() for name in map(key, lines) if name in vectors}
