"""PDFs, spreadsheets and pictures, made in a worker process that ends: fpdf2, matplotlib and openpyxl are never
imported into the bot's own process, and no reply waits for them.

`make` starts `python -m bot.documents KIND`; what each kind is made from stands in shapes.py, which module makes it
in __main__.py.
"""

import asyncio
import contextlib
import json
import sys
from collections.abc import Coroutine, Mapping
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"LANG": "C.UTF-8", "MPLBACKEND": "Agg", "OPENBLAS_NUM_THREADS": "1"}
"""All that the worker gets to see of the environment: no token, no password."""


class DocumentError(Exception):
    """A document could not be made; the message says which and why, and quotes nothing of its content."""


async def make(kind: str, data: Mapping[str, object], *, timeout: float = 60) -> bytes:
    """Make a document of a kind; at most one at a time, others wait their turn.

    `timeout` is in seconds and counts from the worker's start, after which it is killed. DocumentError if it
    takes longer, if there is no such kind, or if `data` is none for it.
    """
    given = json.dumps(dict(data), ensure_ascii=False).encode(errors="replace")
    async with worker_lock(asyncio.get_running_loop()):
        starting = asyncio.ensure_future(start(kind))
        try:
            worker = await asyncio.shield(starting)
            async with asyncio.timeout(timeout):
                made, said = await worker.communicate(given)
        except TimeoutError:
            raise DocumentError(f"{kind}: not finished within {timeout:g} s") from None
        finally:
            await uninterrupted(end(starting))
    if worker.returncode != 0:
        raise DocumentError(f"{kind}: {last_error_line(said)}")
    return made


async def start(kind: str) -> asyncio.subprocess.Process:
    """Start a worker."""
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.documents", kind),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env=ENVIRONMENT,
    )


async def end(starting: "asyncio.Future[asyncio.subprocess.Process]") -> None:
    """See to it that a worker is gone and its pipes are closed, also one that is just being started."""
    worker = await starting
    with contextlib.suppress(ProcessLookupError):
        if worker.returncode is None:
            worker.kill()
    await worker.communicate()


async def uninterrupted(work: Coroutine[object, object, None]) -> None:
    """Do it to its end; who interrupts this, however often, waits for it."""
    task, interrupted = asyncio.ensure_future(work), False
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            interrupted = True
    task.result()
    if interrupted:
        raise asyncio.CancelledError


def last_error_line(said: bytes) -> str:
    """Give the last line that a worker wrote before it failed."""
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else "the worker ended without a word"


@lru_cache(maxsize=1)
def worker_lock(_loop: asyncio.AbstractEventLoop) -> asyncio.Lock:
    """Give the lock of the running loop: two workers at once would need twice the memory."""
    return asyncio.Lock()
