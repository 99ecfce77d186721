"""/stats: the figures of a period as a chart with numbers, for coordinators."""

import structlog
from telegram.constants import ChatAction, ParseMode

from bot.context import Turn
from bot.documents import DocumentError, make
from bot.handlers.coordinators.access import unit_context
from bot.handlers.coordinators.lists import arguments
from bot.handlers.coordinators.periods import read_period
from bot.views.leads import statistics as view
from bot.views.leads import statistics_chart
from bot.views.message import Message, paragraphs
from storage.audit import Actor, record
from storage.counters import figures_of

log = structlog.get_logger("statistics")


async def show_statistics(turn: Turn, who: Actor) -> None:
    """Send the figures of the last twelve weeks, or of the period that stands after the command."""
    await turn.save(None, record("statistics", who, "seen", turn.now))
    zone = turn.knowledge_base.content.programme.call.zone
    context = unit_context(turn)
    understood = read_period(context, arguments(turn), turn.now.astimezone(zone).date())
    if understood.period is None:
        await turn.send(view.which_period(context, understood.unknown))
        return
    figures = await figures_of(turn.services.database, understood.period, zone)
    said = view.chart_caption(context, figures, turn.now)
    await turn.bot.send_chat_action(turn.chat.chat_id, ChatAction.UPLOAD_PHOTO)
    try:
        picture = await make("chart", statistics_chart.chart_data(context, figures))
    except DocumentError as error:
        log.error("chart not made", update_id=turn.update.update_id, reason=str(error))
        await turn.send(Message(paragraphs(said, context.say("The chart could not be made this time."))))
        return
    await turn.bot.send_photo(
        turn.chat.chat_id, picture, caption=said, parse_mode=ParseMode.HTML, filename=view.FILE_NAME
    )
