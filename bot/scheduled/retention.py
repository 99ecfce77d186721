"""Erases what is too old: drafts, leads, silent chats, records. What somebody asks to have erased: erasing.py."""

import calendar
import datetime

import structlog

from bot.context import Services
from storage.outbox import delete_finished, empty_sent
from storage.people import forget_old_chats, forget_old_drafts, forget_old_leads, forget_old_records
from storage.scheduled import once_a_day

log = structlog.get_logger("jobs")

EVERY = 300.0
"""Seconds between two looks."""
FAILED_DAYS = 30
"""Updates that could not be dealt with are kept so long at most."""


async def erase_if_due(services: Services) -> None:
    """Erase, once a day, what was kept for as long as the programme says."""
    knowledge_base = services.library.knowledge_base
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
