"""What the bot does by the clock: reminders of drafts, and erasing what is too old.

What was done is stored with it (storage/scheduled.py), so that a
restart, or a bot that stood still for days, loses nothing and repeats nothing.
"""

import calendar
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
from storage.outbox import Delivery, delete_finished, empty_sent
from storage.people import forget_old_chats, forget_old_drafts, forget_old_leads, forget_old_records
from storage.scheduled import LeftDraft, once_a_day, queue_reminders

log = structlog.get_logger("jobs")

EVERY = 300.0
"""Seconds between two looks."""
FAILED_DAYS = 30
"""Updates that could not be dealt with are kept so long at most."""
LEFT_DAYS = 3
"""After this many days without a change, somebody is reminded of their draft, once."""
ANNOUNCED = {"deadline2": 2, "deadline14": 14}
"""The kinds of announcement of the deadline, and from how many days before it they are made."""
FIRST_HOUR, LAST_HOUR = 9, 19


async def remind_and_erase(services: Services) -> None:
    """Do what is due now."""
    knowledge_base = services.library.knowledge_base
    await forget_old(services, knowledge_base)
    if is_within_hours(hours(knowledge_base.content.programme.call), services.now()):
        await remind(services, knowledge_base)


def hours(call: Call) -> Hours:
    """When reminders may reach people, as deliveries hold it."""
    return {"zone": call.timezone, "first": FIRST_HOUR, "last": LAST_HOUR}


async def forget_old(services: Services, knowledge_base: KnowledgeBase) -> None:
    """Erase, once a day, the drafts and leads that were kept for as long as the programme says."""
    now, figures = services.now(), knowledge_base.content.programme.figures
    day = now.astimezone(knowledge_base.content.programme.call.zone).date()
    drafts = now - datetime.timedelta(days=figures["draft_days"])
    leads = months_before(now, figures["lead_months"])
    done = await once_a_day(
        services.database,
        "retention",
        day,
        forget_old_drafts(drafts),
        forget_old_leads(leads, now),
        forget_old_chats(leads),
        forget_old_records(now - datetime.timedelta(days=FAILED_DAYS), leads),
        empty_sent(drafts),
        delete_finished(leads),
    )
    if done:
        log.info("old data erased", day=day.isoformat())


def months_before(moment: datetime.datetime, months: int) -> datetime.datetime:
    """Go back by whole months; from a day that the month does not have, to its last."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


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
