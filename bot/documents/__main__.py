"""The worker: `python -m bot.documents SECONDS` makes documents, and ends when none was wanted so long.

It reads an order as a line of JSON, [kind, data], and answers with a line of JSON: {"size": …} before so many bytes of
the document, or {"error": …}.
"""

import json
import os
import select
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

MAKERS: Mapping[str, str] = {
    "summary": "summary",
    "xlsx_file": "sheets",
    "csv_file": "lists",
    "chart": "chart",
    "map": "world",
    "timeline": "programme",
    "topics": "programme",
}
"""Which module makes a kind, by a function of the kind's name."""

LONGEST = 300
"""Seconds after which a worker ends by itself at a document, should the bot that started it be gone."""


def main(idle: float) -> None:
    """Make what is wanted until nothing was for so many seconds, or the bot is gone."""
    os.nice(10)
    answers = own_output()
    for order in orders(idle):
        signal.alarm(LONGEST)
        make_document(order, answers)
        signal.alarm(0)


def own_output() -> BinaryIO:
    """Give what the bot reads, for us alone: whatever a library prints goes where the errors go."""
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return output


def orders(idle: float) -> Iterator[bytes]:
    """The orders as they come; none is waiting behind another, since the bot waits for each answer."""
    orders = sys.stdin.buffer
    while select.select([orders], [], [], idle)[0] and (order := orders.readline()):
        yield order


def make_document(order: bytes, output: BinaryIO) -> None:
    """Make one document; on failure say what kind of failure it was, and where."""
    made = b""
    head: dict[str, object]
    try:
        kind, data = json.loads(order)
        made = maker(kind)(data)
        head = {"size": len(made)}
    except Exception as error:
        # The kind and the place, not the message: that may quote a person's words.
        frame = traceback.extract_tb(error.__traceback__)[-1]
        head = {"error": f"{type(error).__name__} in {Path(frame.filename).name}:{frame.lineno}"}
    output.write(json.dumps(head).encode() + b"\n" + made)
    output.flush()


def maker(kind: str) -> Callable[[Mapping[str, object]], bytes]:
    """Find the function for a kind; LookupError if there is none."""
    made: Callable[[Mapping[str, object]], bytes] = getattr(
        import_module(f"bot.documents.{MAKERS[kind]}"), kind
    )
    return made


if __name__ == "__main__":
    main(float(sys.argv[1]))
