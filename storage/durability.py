"""What is on the disk for sure: syncs that are shared by all who wait for one, and files that somebody deleted.

A database file that was deleted while it is open goes on to be written, and is gone when the process ends.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from storage.connection import StorageError


class SharedSync:
    """Syncs what was written; whoever asks while one is under way shares the next with all others who do."""

    def __init__(self, written: Callable[[], int], sync: Callable[[], Awaitable[None]]) -> None:
        self._written = written
        self._sync = sync
        self._synced = -1
        self._one_at_a_time = asyncio.Lock()

    async def __call__(self) -> None:
        """Return once all that was written before this call is on the disk. Does nothing if it is there already."""
        wanted = self._written()
        async with self._one_at_a_time:
            if self._synced < wanted:
                covered = self._written()
                await self._sync()
                self._synced = covered


class OpenFiles:
    """The files of an open database, as they were when it was opened.

    The database itself is looked at by its name only: closing another descriptor of it would end SQLite's locks.
    """

    def __init__(self, database: Path, *others: Path) -> None:
        log = database.with_name(f"{database.name}-wal")
        self._log = os.open(log, os.O_CREAT | os.O_RDWR, 0o600)
        self._known = {path: inode(path) for path in (database, log, *others)}
        sync_folder(database.parent)  # so that the names of new files survive a power cut too

    def sync(self) -> None:
        """Bring the write-ahead log onto the disk; OSError if that fails, StorageError if a file was deleted."""
        os.fdatasync(self._log)
        if gone := self.deleted():
            raise StorageError(deletion(gone))

    def deleted(self) -> Path | None:
        """Name a file that is no longer the one that is open."""
        return next((path for path, known in self._known.items() if inode(path) != known), None)

    def close(self) -> None:
        """Let go of them."""
        os.close(self._log)


def deletion(path: Path) -> str:
    """Say that a file of the database is gone while it is in use."""
    return (
        f"{path} was deleted or replaced while the bot runs. The bot ends, which saves what can be saved, and has to "
        "be started again; leave the files of DATA_DIR alone, and restore a backup if anything is missing."
    )


def inode(path: Path) -> int | None:
    """The number by which the file system knows a file; None if there is none of this name."""
    try:
        return path.stat().st_ino
    except OSError:
        return None


def sync_folder(folder: Path) -> None:
    """Bring the names of a folder's files onto the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
