"""All threads share one heap: a heap of its own for each would be reserved, and its pieces kept."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

PROGRAM = """
import ctypes, sys, threading
from pathlib import Path
from bot.operations.memory import limit_heaps, give_memory_back

def reserved():
    return int(Path("/proc/self/status").read_text().split("VmSize:")[1].split()[0]) // 1024

threading.stack_size(1 << 18)
if sys.argv[1] == "limited":
    limit_heaps()
before, end = reserved(), threading.Event()
allocate = ctypes.CDLL(None).malloc
threads = [threading.Thread(target=lambda: (allocate(1000), end.wait())) for _ in range(4)]
for thread in threads:
    thread.start()
print(reserved() - before)
end.set()
give_memory_back()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have another C library")
def test_threads_share_one_heap() -> None:
    grown = {
        how: int(
            subprocess.run(
                [sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, check=True
            ).stdout
        )
        for how in ("limited", "free")
    }
    assert grown["limited"] < 20 < grown["free"]
