"""Where the call stands on a day: the one place from which every screen takes its state and the days left."""

import datetime
from dataclasses import dataclass
from typing import Literal

from knowledge.content.schema import Call

State = Literal["before", "open", "last_day", "closed"]


@dataclass(frozen=True)
class Standing:
    """The call on a day; `days_left` until the deadline is 0 on the last day, and below after it."""

    state: State
    days_left: int


def standing(call: Call, today: datetime.date) -> Standing:
    """Say where the call stands on `today`, a date in the call's time zone."""
    days_left = (call.deadline - today).days
    if days_left < 0:
        return Standing("closed", days_left)
    if not call.is_open(today):
        return Standing("before", days_left)
    return Standing("open" if days_left else "last_day", days_left)
