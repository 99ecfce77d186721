"""What `ask --json` says that was understood: own tests and measurements compare it with what was expected."""

from typing import TypedDict


class AskReply(TypedDict):
    """What was understood of a message."""

    outcome: str
    id: str | None
    ids: list[str]
    verdict: str | None
