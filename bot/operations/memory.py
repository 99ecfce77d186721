"""How the process holds memory, as far as the C library (glibc) lets itself be told; elsewhere nothing happens.

By itself it keeps a heap for each thread and what was freed in the middle of them: a fifth of all that the bot takes.
"""

import ctypes
import gc

ARENA_MAX, MMAP_THRESHOLD, TRIM_THRESHOLD = -8, -3, -1
"""The names of glibc's `mallopt`."""
LARGE = 128 * 1024
"""Freed blocks of at least this many bytes go back to the system at once."""


def limit_heaps() -> None:
    """Let all threads share one heap, since only one of them runs at a time; before any is started."""
    for name, value in ((ARENA_MAX, 1), (MMAP_THRESHOLD, LARGE), (TRIM_THRESHOLD, LARGE)):
        call_c_library("mallopt", name, value)


def give_memory_back() -> None:
    """Give back what loading freed; what was loaded stays, so the collector need not look through it again."""
    call_c_library("malloc_trim", 0)
    gc.freeze()


def call_c_library(name: str, *arguments: int) -> None:
    """Call a function of the C library, if it has it."""
    function = getattr(ctypes.CDLL(None), name, None)
    if function is not None:
        function(*arguments)
