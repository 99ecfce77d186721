"""Runs `python -m bot …` in no time, again and again: a process that has loaded everything forks itself for each.

`python -m tests.bot.fork_server CACHE_DIR` takes requests from its standard input, a socket: a `ForkRequest` as JSON
with four open files, which are the command's input, output and errors, and where its exit status is written. It
answers with the process's number.
"""

import contextlib
import gc
import json
import os
import random
import resource
import runpy
import signal
import socket
import sys
import time
from functools import cache
from pathlib import Path
from types import FrameType
from typing import TypedDict

import bot.application
import bot.commands.ask  # noqa: F401 - loaded once for all that are forked
from bot.operations.knowledge_base import Library
from knowledge.content import yaml_file

LONGEST_REQUEST = 1 << 17


class ForkRequest(TypedDict):
    """A command to run: its words, and what it finds around it."""

    words: list[str]
    folder: str
    environment: dict[str, str]
    umask: int
    limits: list[tuple[int, int, int]]
    """Which (as in `resource`), soft, hard."""


class Commands:
    """The processes that run, and where the status of each is written at its end."""

    def __init__(self) -> None:
        self._status_of: dict[int, int] = {}
        signal.signal(signal.SIGCHLD, self._ended)

    def start(self, status: int) -> int:
        """Fork; gives the process's number, or 0 in that process itself."""
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        process = os.fork()
        if process:
            self._status_of[process] = status
        else:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for other in (*self._status_of.values(), status):
                os.close(other)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        return process

    def end(self) -> None:
        """End those that still run: nobody is there any more who waits for them."""
        for process in list(self._status_of):
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)

    def _ended(self, _number: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                status = self._status_of.pop(ended[0])
                with contextlib.suppress(BrokenPipeError):
                    os.write(status, str(os.waitstatus_to_exitcode(ended[1])).encode())
                os.close(status)


def next_command() -> None:
    """Fork for each request, until nobody can give any; returns only in the processes that are to run a command."""
    commands = Commands()
    with socket.socket(fileno=os.dup(0)) as given:
        while True:
            written, files, _, _ = socket.recv_fds(given, LONGEST_REQUEST, 4)
            if not written:
                commands.end()
                sys.exit()
            process = commands.start(files.pop())
            if not process:
                break
            given.send(str(process).encode())
            for file in files:
                os.close(file)
    take_on(json.loads(written), files)


def take_on(request: ForkRequest, files: list[int]) -> None:
    """Become what would have been started with this request."""
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    sys.stdin, sys.stdout = os.fdopen(0, encoding="utf-8"), os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = os.fdopen(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace")
    os.setsid()
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    os.umask(request["umask"])
    for which, soft, hard in request["limits"]:
        resource.setrlimit(which, (soft, hard))
    time.tzset()
    random.seed()
    sys.argv = ["bot", *request["words"]]


def load(cache_folder: Path) -> None:
    """Load what the commands need: what is computed once, and the files of content that stay as they are."""
    yaml_file.parse_yaml = cache(yaml_file.parse_yaml)
    Library(None, cache_folder)
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    load(Path(sys.argv[1]))
    next_command()
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
