"""Learning and question times on the real content, as ratios to the code of an earlier commit.

Run with `python -m benchmarks.learning COMMIT`. The other code is taken from git into a temporary folder. Both
learn their own content of that time, in processes of their own with one thread; seconds are of processor time.
"""

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
MEASURED = """
import json, resource, statistics, time
from knowledge.content.load import load
from knowledge.search.engine import Search
from knowledge.search import teaching
content = load()
entries_to_teach = getattr(teaching, "entries_to_teach", None) or teaching.entries  # the earlier name
taught, told = entries_to_teach(content), teaching.synonyms(content)
lines = [line for entry in taught for line in entry.lines()]
start = time.process_time()
search = Search.restore(Search.learn(taught, told).dump())
learned = time.process_time() - start
taken = []
for text, language in lines[::7]:
    start = time.perf_counter()
    search.find(text + " por favor", language=language)
    taken.append(1000 * (time.perf_counter() - start))
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"lines": len(lines), "learned": learned, "asked": statistics.median(taken), "MB": megabytes}))
"""


def measured(folder: Path) -> dict[str, Any]:
    """Learn and ask with the code in a folder."""
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(folder)}
    command = [sys.executable, "-c", MEASURED]
    done = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True)
    told: dict[str, object] = json.loads(done.stdout)
    return told


def earlier(commit: str, folder: Path) -> None:
    """Put the code of a commit into a folder."""
    command = [shutil.which("git") or "git", "archive", commit]
    packed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")


def main() -> None:
    commit = sys.argv[1] if len(sys.argv) > 1 else "HEAD"
    with tempfile.TemporaryDirectory() as folder:
        earlier(commit, Path(folder))
        before, now = measured(Path(folder)), measured(ROOT)
    for title, told in ((commit, before), ("now", now)):
        print(
            f"{title:>10}: {told['lines']} lines learned in {told['learned']:.2f} s, "
            f"question {told['asked']:.2f} ms, at most {told['MB']:.0f} MB"
        )
    learning, question = (now[part] / before[part] for part in ("learned", "asked"))
    print(f"     ratio: learning {learning:.2f}, question {question:.2f}")


if __name__ == "__main__":
    main()
