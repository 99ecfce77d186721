"""Reminders of drafts: of those that were left, and before the deadline.

What was queued is stored (storage/scheduled.py), so that a restart, or a bot that stood still for days, loses nothing
and repeats nothing.
"""

import datetime
from collections.abc import Callable
from zoneinfo import ZoneInfo

import structlog

from bot.context import Services
from bot.delivery.hours import is_within_hours
from bot.delivery.payloads import ChatPayload, Hours
from bot.operations.knowledge_base import KnowledgeBase
from bot.views.context import ViewContext
from bot.views.preapplication.reminder import draft_reminder
from knowledge.content.schema import Call
from knowledge.form.draft import Draft
from storage.outbox import Delivery
from storage.scheduled import LeftDraft, queue_reminders

log = structlog.get_logger("jobs")

EVERY = 300.0
"""Seconds between two looks."""
LEFT_DAYS = 3
"""After this many days without a change, somebody is reminded of their draft, once."""
ANNOUNCED = {"deadline2": 2, "deadline14": 14}
"""The kinds of announcement of the deadline, and from how many days before it they are made."""
FIRST_HOUR, LAST_HOUR = 9, 19


async def remind_if_due(services: Services) -> None:
    """Queue the reminders that are due, within the hours in which they may reach people."""
    knowledge_base = services.library.knowledge_base
    if is_within_hours(hours(knowledge_base.content.programme.call), services.now()):
        await remind(services, knowledge_base)


def hours(call: Call) -> Hours:
    """When reminders may reach people, as deliveries hold it."""
    return {"zone": call.timezone, "first": FIRST_HOUR, "last": LAST_HOUR}


async def remind(services: Services, knowledge_base: KnowledgeBase) -> None:
    """Announce the deadline to those with a draft; bring drafts to mind that were left, if that was not done."""
    now, today, call = services.now(), services.today(knowledge_base), knowledge_base.content.programme.call
    queued = 0
    days_left = (call.deadline - today).days if call.deadline else None
    kind = None
    if days_left is not None:
        kind = next((kind for kind, days in ANNOUNCED.items() if 0 <= days_left <= days), None)
    if kind is not None and days_left is not None and call.is_open(today):
        begun = announcement_day(now, call.zone, ANNOUNCED[kind] - days_left)
        make = reminding(knowledge_base, today, kind, days_left)
        queued += await queue_reminders(services.database, "created_at", begun, {kind}, make, now)
    left = now - datetime.timedelta(days=LEFT_DAYS)
    make = reminding(knowledge_base, today, "left", None)
    queued += await queue_reminders(services.database, "updated_at", left, {"left", *ANNOUNCED}, make, now)
    if queued:
        log.info("reminders queued", count=queued)
        services.wake_delivery()


def announcement_day(now: datetime.datetime, zone: ZoneInfo, days_ago: int) -> datetime.datetime:
    """The first moment of the day of an announcement: a draft begun later needs none."""
    midnight = now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - datetime.timedelta(days=days_ago)


def reminding(
    knowledge_base: KnowledgeBase, today: datetime.date, kind: str, days_left: int | None
) -> Callable[[LeftDraft], Delivery]:
    """Make the reminders of a kind, each in its owner's language, once per draft."""

    def make(left: LeftDraft) -> Delivery:
        languages = knowledge_base.content.programme.languages
        language = left.language if left.language in languages else languages[0]
        draft = Draft.restored(left.answers)
        context = ViewContext(language, knowledge_base, today, draft, left.draft_id, corrects=left.corrects)
        payload: ChatPayload = {
            **draft_reminder(context, draft, left.corrects, days_left),
            "hours": hours(knowledge_base.content.programme.call),
        }
        key = f"reminder:{left.draft_id}:{kind}"
        return Delivery(key, "chat", str(left.chat_id), payload, f"draft:{left.draft_id}")

    return make
