"""What became of one attempt to deliver. Reasons are sentences for an operator: the service and the remedy.

`code` is the same for logs and metrics: short, and without anything personal ("smtp-550", "telegram-429").
"""

from dataclasses import dataclass
from typing import Protocol

from storage.outbox import Entry

RETRY_COMMAND = "python -m bot outbox retry"


@dataclass(frozen=True)
class Sent:
    """The service accepted it; `receipt` is its own name for the message."""

    receipt: str


@dataclass(frozen=True)
class TransientFailure:
    """It may work later. `retry_after`: seconds in which the service wants no request at all."""

    code: str
    reason: str
    retry_after: float | None = None


@dataclass(frozen=True)
class PermanentFailure:
    """It will not work until somebody does what `reason` says."""

    code: str
    reason: str


@dataclass(frozen=True)
class RecipientMoved:
    """Nothing was sent: the recipient is now called `recipient`."""

    recipient: str
    code: str
    reason: str


Outcome = Sent | TransientFailure | PermanentFailure | RecipientMoved


def in_one_line(text: object) -> str:
    """What a service said, short enough for a reason."""
    return " ".join(str(text).split())[:200]


class Service(Protocol):
    """Whatever can deliver an entry of the outbox.

    Every failure that its service is known to have comes back as an outcome; what it raises is a mistake in
    the entry or in this program.
    """

    async def send(self, entry: Entry) -> Outcome:
        """Try once, now."""
        ...
