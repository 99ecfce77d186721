"""/stats: the figures of the last weeks as a chart with numbers, for coordinators."""

import datetime

import structlog
from telegram.constants import ChatAction, ParseMode

from bot.context import Turn
from bot.documents import DocumentError, make
from bot.handlers.coordinators.access import desk
from bot.views.leads import statistics as view
from bot.views.message import Message, paragraphs
from storage.audit import Actor, record
from storage.counters import figures_since

log = structlog.get_logger("statistics")

WEEKS, MOST_WEEKS = 12, 104
"""How many weeks are shown unless a number stands after the command, and how many at most."""


async def show(turn: Turn, who: Actor) -> None:
    """Send the chart of the last weeks: /stats, or /stats 4 for other than twelve."""
    await turn.save(None, record("statistics", who, "seen", turn.now))
    zone = turn.knowledge_base.content.programme.call.zone
    today, context = turn.now.astimezone(zone).date(), desk(turn)
    figures = await figures_since(turn.services.database, first_day(today, wanted_weeks(turn.text)), zone)
    said = view.caption(context, figures, today)
    await turn.bot.send_chat_action(turn.chat.chat_id, ChatAction.UPLOAD_PHOTO)
    try:
        picture = await make("chart", view.chart(context, figures, today))
    except DocumentError as error:
        log.error("chart not made", update_id=turn.update.update_id, reason=str(error))
        await turn.send(Message(paragraphs(said, context.say("The chart could not be made this time."))))
        return
    await turn.bot.send_photo(
        turn.chat.chat_id, picture, caption=said, parse_mode=ParseMode.HTML, filename=view.FILE_NAME
    )


def wanted_weeks(text: str) -> int:
    """Read the number after the command; the usual one where there is none."""
    given = text.split()[1:2]
    return min(max(int(given[0]), 1), MOST_WEEKS) if given and given[0].isdecimal() else WEEKS


def first_day(today: datetime.date, weeks: int) -> datetime.date:
    """The Monday with which so many weeks begin, the present one being the last."""
    return today - datetime.timedelta(days=today.weekday(), weeks=weeks - 1)
