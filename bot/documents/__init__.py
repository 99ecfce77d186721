"""PDFs, spreadsheets and pictures, made in a worker process: fpdf2, matplotlib and openpyxl are never imported
into the bot's own process, and no reply waits for them.

`make` hands the order to worker.py, which runs `python -m bot.documents`; what each kind is made from stands in
shapes.py, which module makes it in __main__.py.
"""

import asyncio
import json
from collections.abc import Coroutine, Mapping
from functools import lru_cache

from bot.documents.worker import DocumentError, Worker

__all__ = ["DocumentError", "make", "worker"]


async def make(kind: str, data: Mapping[str, object], *, timeout: float = 60) -> bytes:
    """Make a document of a kind; at most one at a time, others wait their turn.

    `timeout` is in seconds and counts from the order's start, after which the worker is killed. DocumentError if it
    takes longer, if there is no such kind, if `data` is none for it, or if no process can be started.
    """
    order = json.dumps([kind, dict(data)], ensure_ascii=False).encode(errors="replace")
    loop = asyncio.get_running_loop()
    async with worker_lock(loop):
        making = loop.run_in_executor(None, worker().make, order)
        try:
            async with asyncio.timeout(timeout):
                return await asyncio.shield(making)
        except TimeoutError:
            raise DocumentError(f"{kind}: not finished within {timeout:g} s") from None
        except DocumentError as error:
            raise DocumentError(f"{kind}: {error}") from None
        except OSError as error:
            raise DocumentError(f"{kind}: no process can be started ({error.strerror})") from None
        finally:
            await uninterrupted(broken_off(making))


async def broken_off(making: "asyncio.Future[bytes]") -> None:
    """See to it that nobody works at an order any more; does nothing if it is finished."""
    if making.done():
        return
    while not making.done():
        worker().kill()  # again and again, since it may just be starting
        await asyncio.wait([making], timeout=0.02)
    making.exception()
    worker().end()


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


@lru_cache(maxsize=1)
def worker() -> Worker:
    """Give this process's worker."""
    return Worker()


@lru_cache(maxsize=1)
def worker_lock(_loop: asyncio.AbstractEventLoop) -> asyncio.Lock:
    """Give the lock of the running loop: the worker makes one document at a time."""
    return asyncio.Lock()
