"""/export: leads as XLSX and CSV, all or those that the words of /leads let through."""

import structlog
from telegram.constants import ChatAction

from bot.context import Turn
from bot.documents import DocumentError, make
from bot.handlers.coordinators.access import unit_context
from bot.handlers.coordinators.finding.matching import find_leads
from bot.handlers.coordinators.finding.search import read_search
from bot.handlers.coordinators.lists import arguments
from bot.handlers.coordinators.visible import visible_leads
from bot.views.leads import table as view
from bot.views.message import Message
from storage.audit import Actor, histories_of_leads, record
from storage.lead_searches import LeadSearch
from storage.lead_work import list_coordinators
from storage.leads import notes_of_leads

log = structlog.get_logger("export")


async def export_leads(turn: Turn, who: Actor) -> None:
    """Send both tables; say so where there is nothing to export or they cannot be made."""
    context, database = unit_context(turn), turn.services.database
    search = read_search(context, arguments(turn), await list_coordinators(database))
    visible = await visible_leads(turn, who)
    found = await find_leads(context, database, search, visible)
    leads = found.leads[::-1] if search != LeadSearch() else await visible.all(database)
    await turn.save(None, record("leads", who, "exported", turn.now, str(len(leads))))
    if not leads:
        await turn.send(Message(context.say("No leads to show.")))
        return
    table = view.table(context, leads, await notes_of_leads(database), await histories_of_leads(database))
    await turn.bot.send_chat_action(turn.chat.chat_id, ChatAction.UPLOAD_DOCUMENT)
    try:
        made = [(kind, await make(f"{kind}_file", table)) for kind in view.FORMATS]
    except DocumentError as error:
        log.error("export not made", update_id=turn.update.update_id, reason=str(error))
        await turn.send(Message(context.say("The table could not be made. Please try again later.")))
        return
    for kind, content in made:
        await turn.bot.send_document(
            turn.chat.chat_id,
            content,
            filename=view.export_name(turn.context, turn.now, kind),
            caption=view.table_caption(context, leads, found.unknown),
        )
