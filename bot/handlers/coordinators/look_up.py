"""`@bot lead zaragoza`: coordinators look leads up while they type. What is posted is a command that names a lead and
nothing of it: only in the unit's chats does the bot answer it with the lead.
"""

from telegram import InlineQueryResultArticle, InputTextMessageContent

from bot.context import Turn
from bot.direction_marks import without_direction_marks
from bot.handlers.coordinators.access import works_in
from bot.handlers.coordinators.finding.matching import find_leads
from bot.handlers.coordinators.finding.search import read_search
from bot.handlers.coordinators.finding.vocabulary import words_listed
from bot.handlers.coordinators.visible import visible_in
from bot.views.leads.lists import lead_label
from knowledge.reading.words import fold
from storage.lead_work import list_coordinators
from storage.leads import Lead

MOST_RESULTS = 20


async def answer_look_up(turn: Turn) -> bool:
    """Answer a coordinator's look-up of leads; False for any other, and for anybody else's."""
    query = turn.update.inline_query
    if query is None:
        return False
    first, _space, words = query.query.strip().partition(" ")
    if fold(first) not in words_listed(turn.context, "look_up"):
        return False
    colleagues = await list_coordinators(turn.services.database)
    own = next((each for each in colleagues if each.chat_id == query.from_user.id), None)
    if own is None or not await works_in(turn.services, turn.bot, own.chat_id, own.unit_chat_id):
        return False
    context = turn.services.unit.context(own.unit_chat_id)
    search = read_search(context, words, colleagues)
    visible = await visible_in(turn.services, turn.bot, own.chat_id, own.unit_chat_id)
    found = await find_leads(context, turn.services.database, search, visible)
    leads = found.leads[:MOST_RESULTS] if not found.unknown else ()
    await query.answer([lead_result(turn, lead) for lead in leads], cache_time=0, is_personal=True)
    return True


def lead_result(turn: Turn, lead: Lead) -> InlineQueryResultArticle:
    """A line: the lead as in lists, for the coordinator's eyes; posted is the command alone."""
    context = turn.context
    return InlineQueryResultArticle(
        lead.reference,
        without_direction_marks(lead_label(context, lead, turn.now)),
        InputTextMessageContent(f"/lead {lead.reference}"),
        description=lead.reference,
    )
