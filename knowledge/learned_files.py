"""Files of learned state in a cache folder that several programmes may share: which of them are kept."""

import contextlib
import os
import time
from pathlib import Path

KEPT = 3
"""Files of a programme that are kept: the one in service, a draft of it, the one before."""
DIED = 3600
"""Seconds after which what was left unfinished is of a process that died."""


class CannotBuildError(Exception):
    """A file of the cache folder cannot be built; the message says where, why, and what to do."""


def mark_used(file: Path) -> None:
    """Note that a file is in use now; its time of writing stays."""
    with contextlib.suppress(OSError):
        os.utime(file, ns=(time.time_ns(), file.stat().st_mtime_ns))


def drop_unused(file: Path, kind: str, programme: str) -> None:
    """Drop the programme's files of a kind that were used longest ago, and what dead processes left unfinished.

    Other programmes' files stay. Who still reads one that is dropped keeps it until the end.
    """
    mark_used(file)
    with contextlib.suppress(OSError):
        own = sorted(
            file.parent.glob(f"{kind}-{programme}-*{file.suffix}"), key=lambda each: each.stat().st_atime_ns
        )
        for other in own[:-KEPT]:
            other.unlink(missing_ok=True)
    drop_unfinished(file.parent, kind)


def drop_unfinished(folder: Path, kind: str) -> None:
    """Drop what dead processes left unfinished of a kind of files."""
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{kind}-*.unfinished"):
            if left.stat().st_mtime < time.time() - DIED:
                left.unlink(missing_ok=True)
