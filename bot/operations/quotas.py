"""How much one person may have the coordination unit do in a day; what exceeds it is kept, and told kindly."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

DAY = datetime.timedelta(days=1)

QUESTIONS = 5
"""Questions of one person that go out to the unit one by one; later ones wait in its list of open questions."""

LEADS = 5
"""Pre-applications of one person that are announced one by one; later ones wait in the unit's list of leads."""

LOOK_UPS = 1000
"""Look-ups from other chats: every few letters typed are one."""


@dataclass
class DailyCounter:
    """What is counted in memory, by person, and begun again each day."""

    most: int
    _day: datetime.date | None = None
    _counts: Counter[int] = field(default_factory=Counter)

    def count_one(self, person: int, day: datetime.date) -> bool:
        """Count one; tells whether that is still within the day's limit."""
        if day != self._day:
            self._day, self._counts = day, Counter()
        self._counts[person] += 1
        return self._counts[person] <= self.most
