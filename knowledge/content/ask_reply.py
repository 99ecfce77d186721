"""What `ask --json` says it understood; a programme's own tests and our measurements compare it with the expected."""

from typing import TypedDict


class AskReply(TypedDict):
    """What was understood of a message."""

    outcome: str
    id: str | None
    ids: list[str]
    verdict: str | None
