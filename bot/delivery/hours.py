"""Keeps reminders within decent hours, also when a delivery is late or tried again.

The payload of such a delivery says which hours.
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.delivery.outcome import Outcome, Service, TransientFailure
from bot.delivery.payloads import Hours, chat_payload
from storage.outbox import Entry


class WithinHours:
    """A service that leaves a delivery alone outside of its hours."""

    def __init__(self, service: Service, clock: Callable[[], datetime]) -> None:
        self._service = service
        self._clock = clock

    async def send(self, entry: Entry) -> Outcome:
        """Send if the hour is right; it is tried again later if not."""
        hours = chat_payload(entry).get("hours")
        if hours and not is_within_hours(hours, self._clock()):
            return TransientFailure(
                "quiet-hours", "It is not the time for reminders: it is tried again by itself."
            )
        return await self._service.send(entry)


def is_within_hours(hours: Hours, now: datetime) -> bool:
    """Tell whether a moment is within hours."""
    return bool(hours["first"] <= now.astimezone(ZoneInfo(hours["zone"])).hour < hours["last"])
