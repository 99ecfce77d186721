"""The bot as an operator runs it, a process of its own: `run`, of which everything that it says is kept, and commands.

`cold=True` starts it as the shell does; else the process that has loaded everything (fork_server.py) forks itself.
"""

import asyncio
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import IO

from tests.bot.fork_server import ForkRequest
from tests.conftest import CACHE
from tests.person import TOKEN, Sim
from tests.waiting import PATIENCE

READY = "Stop with"
ROOT = Path(__file__).parents[2]
Completed = subprocess.CompletedProcess[str]


class ForkServer:
    """The process that has loaded everything; it ends with this one."""

    def __init__(self) -> None:
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.bot.fork_server", str(CACHE.absolute())],
                stdin=theirs.fileno(),
                cwd=ROOT,
            )
        self._one_at_a_time = threading.Lock()

    def start(self, request: ForkRequest, files: list[int]) -> int:
        """Let it fork for this request, with input, output, errors and the file for the status; gives the number."""
        with self._one_at_a_time:
            socket.send_fds(self._requests, [json.dumps(request).encode()], files)
            return int(self._requests.recv(99))

    def end(self) -> None:
        """Let it end; it counts as used by this process only then."""
        self._requests.close()
        self._process.wait(PATIENCE)


_ONE_AT_A_TIME = threading.Lock()
_started: list[ForkServer] = []


def fork_server() -> ForkServer:
    """The one of this process, started when it is first needed."""
    with _ONE_AT_A_TIME:
        if not _started:
            _started.append(ForkServer())
        return _started[0]


def end_fork_server() -> None:
    """End it, if it was needed."""
    for each in _started:
        each.end()
    _started.clear()


def fork_request(
    words: tuple[str, ...], environment: Mapping[str, str], umask: int, largest_file: int
) -> ForkRequest:
    """What a process started here would find around it."""
    return {
        "words": list(words),
        "folder": str(ROOT),
        "environment": dict(environment),
        "umask": umask,
        "limits": [
            (resource.RLIMIT_FSIZE, largest_file, largest_file),
            (resource.RLIMIT_NOFILE, *resource.getrlimit(resource.RLIMIT_NOFILE)),
        ],
    }


def run_bot(*words: str, environment: Mapping[str, str], given: str = "", cold: bool = False) -> Completed:
    """Run a command to its end."""
    if cold:
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=ROOT,
            env=environment,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
    with ExitStack() as opened:
        files = [opened.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8")) for _ in range(3)]
        files[0].write(given)
        files[0].seek(0)
        status = run_forked(fork_request(words, environment, 0o022, resource.RLIM_INFINITY), files)
        said, failed = (read_again(file) for file in files[1:])
    return Completed(words, status, said, failed)


def run_forked(request: ForkRequest, files: Sequence[IO[str]]) -> int:
    """Have an request done, with files for its input, output and errors; gives its exit status."""
    ours, theirs = os.pipe()
    with os.fdopen(ours) as status:
        fork_server().start(request, [*(file.fileno() for file in files), theirs])
        os.close(theirs)
        return int(status.read())


def read_again(file: IO[str]) -> str:
    """Read what another process has written to a file that is open here."""
    file.seek(0)
    return file.read()


class Forked:
    """A process that the server has forked, as asyncio gives one that was started."""

    def __init__(self, pid: int, stdout: asyncio.StreamReader, status: asyncio.StreamReader) -> None:
        self.pid = pid
        self.stdout = stdout
        self.returncode: int | None = None
        self._status = asyncio.create_task(self._ends(status))

    async def _ends(self, status: asyncio.StreamReader) -> int:
        self.returncode = int(await status.read())
        return self.returncode

    async def wait(self) -> int:
        return await asyncio.shield(self._status)

    def send_signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


Process = asyncio.subprocess.Process | Forked


async def forked(request: ForkRequest) -> Forked:
    """Have a process forked whose output and errors can be read as one."""
    stdout, theirs = os.pipe()
    status, written = os.pipe()
    nothing = os.open(os.devnull, os.O_RDONLY)
    pid = fork_server().start(request, [nothing, theirs, theirs, written])
    for file in (nothing, theirs, written):
        os.close(file)
    return Forked(pid, await reader(stdout), await reader(status))


async def reader(file: int) -> asyncio.StreamReader:
    """Read a pipe's end as a stream."""
    stream = asyncio.StreamReader()
    pipe = os.fdopen(file, "rb", buffering=0)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(stream), pipe)
    return stream


async def started(environment: Mapping[str, str], largest_file: int, cold: bool) -> Process:
    """Start `python -m bot run`."""
    if not cold:
        return await forked(fork_request(("run",), environment, 0o022, largest_file))
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        umask=0o022,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file)),
    )


class Bot:
    """A bot's process and all its output so far."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.said = ""
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def prints(self, words: str, seconds: float = PATIENCE) -> None:
        """Wait until it has printed these words, or has ended."""
        async with asyncio.timeout(seconds):
            while words not in self.said and not self._reading.done():
                await self._news.wait()
                self._news.clear()
        assert words in self.said, self.said

    async def ends(self, seconds: float = PATIENCE) -> int:
        """Wait for its end; gives the exit status."""
        async with asyncio.timeout(seconds):
            await self._reading
            return await self.process.wait()

    async def stops(self, seconds: float = PATIENCE) -> int:
        """Tell it to stop, and wait."""
        self.process.send_signal(signal.SIGTERM)
        return await self.ends(seconds)

    async def _read(self) -> None:
        assert self.process.stdout
        async for line in self.process.stdout:
            self.said += line.decode()
            self._news.set()
        self._news.set()


@asynccontextmanager
async def bot_process(
    home: Path,
    sim: Sim | None = None,
    *,
    largest_file: int = resource.RLIM_INFINITY,
    cold: bool = False,
    **environment: str,
) -> AsyncIterator[Bot]:
    """Start the bot at a simulator, or at its own; it is killed at the end if it has not ended.

    `largest_file`: bytes that a file may have, as on a disk that is nearly full.
    """
    at_sim = (
        {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": sim.api_url} if sim else {"SIMULATOR_PORT": "0"}
    )
    files = {"DATA_DIR": str(home), "CACHE_DIR": str(CACHE.absolute())}
    bot = Bot(await started({**os.environ, **files, **at_sim, **environment}, largest_file, cold))
    try:
        yield bot
    finally:
        if bot.process.returncode is None:
            bot.process.kill()
        await bot.ends()
        await asyncio.sleep(0)  # lets the pipes' transports close before the loop does
