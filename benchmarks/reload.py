"""How long a changed phrasing takes until it is in service, as `/reload` does it: `python -m benchmarks.reload`.

The programme is copied; its first answer's question is changed, and the content read again. What is told is the time by
the clock, and the processor time of this process and of the one that learns.
"""

import resource
import shutil
import tempfile
import time
from pathlib import Path

import bot  # its arithmetic runs in one thread
from bot.operations.knowledge_base import Library
from knowledge.content.folders import CONTENT

TIMES = 3


def processor_seconds() -> float:
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    used = [resource.getrusage(each) for each in who]
    return sum(each.ru_utime + each.ru_stime for each in used)


def changed(file: Path, number: int) -> None:
    """Add a word to the first question of a file of answers."""
    text = file.read_text(encoding="utf-8")
    begin = text.index('en: "', text.index("question:")) + len('en: "')
    file.write_text(f"{text[:begin]}{number} {text[begin:]}", encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        programme = Path(folder) / CONTENT.name
        shutil.copytree(CONTENT, programme)
        library = Library(programme, Path(folder) / "cache")
        for number in range(TIMES):
            changed(min((programme / "answers").glob("*.yaml")), number)
            begun, before = time.perf_counter(), processor_seconds()
            library.reload()
            print(
                f"in service after {time.perf_counter() - begun:.1f} s, "
                f"{processor_seconds() - before:.1f} s of processor time"
            )


if __name__ == "__main__":
    assert bot
    main()
