"""The worker process as the bot sees it: started when a document is wanted, kept while more are, gone when idle."""

import contextlib
import json
import subprocess
import sys
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"LANG": "C.UTF-8", "MPLBACKEND": "Agg", "OPENBLAS_NUM_THREADS": "1"}
"""All that the worker gets to see of the environment: no token, no password."""
IDLE = 5.0
"""Seconds for which it waits for the next order: it takes up to 120 MB, and the documents of one pre-application follow
each other at once."""


class DocumentError(Exception):
    """A document could not be made; the message says which and why, and quotes nothing of its content."""


class Worker:
    """Hands orders to the process, one after another; only `kill` may be called meanwhile, from another thread."""

    def __init__(self) -> None:
        self.idle = IDLE
        self.process: subprocess.Popen[bytes] | None = None

    def make(self, order: bytes) -> bytes:
        """Have a document made and wait for it. DocumentError if it cannot be made, OSError if no process starts.

        `order` is a line of JSON: the kind and the data.
        """
        made = self._made(order)
        if made is None and self.end() == 0:  # it ended at this very moment, since it was idle
            made = self._made(order)
        if made is None:
            self.end()
            raise DocumentError("the worker ended without a word")
        return made

    def kill(self) -> None:
        """Break off what is being made; `make` fails then."""
        if (process := self.process) and process.returncode is None:
            process.kill()

    def _made(self, order: bytes) -> bytes | None:
        """What came for an order; None if the process ended."""
        if self.process and self.process.poll() is not None:
            self.end()
        self.process = self.process or start(self.idle)
        orders, answers = pipes_of(self.process)
        with contextlib.suppress(BrokenPipeError):
            orders.write(order + b"\n")
            orders.flush()
        head = answers.readline()
        if not head.endswith(b"\n"):
            return None
        answer = json.loads(head)
        if "error" in answer:
            raise DocumentError(answer["error"])
        made = answers.read(answer["size"])
        return made if len(made) == answer["size"] else None

    def end(self) -> int | None:
        """End the process, if it has not ended; gives its exit status, None if there is none."""
        process, self.process = self.process, None
        if process is None:
            return None
        for pipe in pipes_of(process):
            with contextlib.suppress(OSError):
                pipe.close()
        return process.wait()


def start(idle: float) -> "subprocess.Popen[bytes]":
    """Start the process, which ends after so many idle seconds.

    It has a session of its own, so that Ctrl-C does not break off what the bot wants to finish.
    """
    return subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-m", "bot.documents", str(idle)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=ENVIRONMENT,
        start_new_session=True,
    )


def pipes_of(process: "subprocess.Popen[bytes]") -> tuple[IO[bytes], IO[bytes]]:
    """Give the pipes that orders go into and answers come from."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("a worker without pipes")
    return process.stdin, process.stdout
