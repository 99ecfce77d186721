"""Where the call stands on a day: the one place from which every screen takes its state and the days left."""

import datetime
from dataclasses import dataclass
from typing import Literal

from knowledge.content.schema import Call

State = Literal["before", "open", "last_day", "closed", "rolling"]


@dataclass(frozen=True)
class CallState:
    """The call on a day; `days_left` until the deadline is 0 on the last day, and below after it.

    A call that is open without an end is "rolling", and has no days left to count.
    """

    state: State
    days_left: int


def state_of_call(call: Call, today: datetime.date) -> CallState:
    """Say where the call stands on `today`, a date in the call's time zone."""
    if call.deadline is None:
        return CallState("rolling" if call.is_open(today) else "before", 0)
    days_left = (call.deadline - today).days
    if days_left < 0:
        return CallState("closed", days_left)
    if not call.is_open(today):
        return CallState("before", days_left)
    return CallState("open" if days_left else "last_day", days_left)
