"""The worker: `python -m bot.documents KIND` reads JSON from stdin, writes the document to stdout, and ends."""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from importlib import import_module

MAKERS: Mapping[str, str] = {
    "summary": "summary",
    "leads_xlsx": "sheets",
    "leads_csv": "lists",
    "chart": "chart",
    "map": "world",
    "timeline": "programme",
    "topics": "programme",
}
"""Which module makes a kind, by a function of the kind's name."""

LONGEST = 300
"""Seconds after which a worker ends by itself, should the bot that started it be gone."""


def main(kind: str) -> int:
    """Make one document; on failure say on stderr what kind of failure it was, and where."""
    os.nice(10)
    signal.alarm(LONGEST)
    try:
        made = maker(kind)(json.load(sys.stdin.buffer))
    except Exception as error:
        # The kind and the place, not the message: that may quote a person's words.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        sys.stderr.write(f"{type(error).__name__} in {os.path.basename(frame.filename)}:{frame.lineno}\n")  # noqa: PTH119
        return 1
    sys.stdout.buffer.write(made)
    return 0


def maker(kind: str) -> Callable[[Mapping[str, object]], bytes]:
    """Find the function for a kind; LookupError if there is none."""
    made: Callable[[Mapping[str, object]], bytes] = getattr(
        import_module(f"bot.documents.{MAKERS[kind]}"), kind
    )
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
