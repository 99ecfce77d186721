"""/export: all leads as XLSX and CSV, for coordinators."""

import structlog
from telegram.constants import ChatAction

from bot.context import Turn
from bot.documents import DocumentError, make
from bot.handlers.coordinators.access import desk
from bot.views.leads import table as view
from bot.views.message import Message
from storage.audit import Actor, record
from storage.leads import list_leads

log = structlog.get_logger("export")


async def send(turn: Turn, who: Actor) -> None:
    """Send both tables; say so where there is nothing to export or they cannot be made."""
    context = desk(turn)
    leads = await list_leads(turn.services.database)
    await turn.save(None, record("leads", who, "exported", turn.now, str(len(leads))))
    if not leads:
        await turn.send(Message(context.say("There are no pre-applications yet.")))
        return
    table = view.table(context, leads)
    await turn.bot.send_chat_action(turn.chat.chat_id, ChatAction.UPLOAD_DOCUMENT)
    try:
        made = [(kind, await make(f"leads_{kind}", table)) for kind in view.FORMATS]
    except DocumentError as error:
        log.error("export not made", update_id=turn.update.update_id, reason=str(error))
        await turn.send(Message(context.say("The table could not be made. Please try again later.")))
        return
    for kind, content in made:
        await turn.bot.send_document(
            turn.chat.chat_id,
            content,
            filename=view.file_name(turn.context, turn.now, kind),
            caption=view.caption(context, leads),
        )
