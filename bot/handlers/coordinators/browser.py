"""/desk: sends a coordinator the link to the table of leads in the browser, only in their private chat."""

from bot.context import Turn
from bot.handlers.coordinators.access import unit_context
from bot.views.leads.card import screen_payload
from bot.views.leads.table_link import no_address, sent_privately, table_link
from bot.web.links import TableLink
from storage.audit import Actor
from storage.outbox import Delivery, enqueue


async def send_table_link(turn: Turn, who: Actor) -> None:
    """Send the link to the private chat, since it opens the table for that person."""
    context, chat_id, person = unit_context(turn), turn.chat.chat_id, who.id or 0
    address = turn.services.links.to_table(TableLink(person, chat_id))
    if address is None:
        await turn.save(None)
        await turn.send(no_address(context))
        return
    if chat_id > 0:
        await turn.save(None)
        await turn.send(table_link(context, address))
        return
    shown = screen_payload(table_link(turn.services.unit.context(person), address))
    letter = Delivery(f"desk:{turn.update.update_id}", "chat", str(person), shown)
    chat = f"https://t.me/{turn.context.username}" if turn.context.username else ""
    await turn.save(None, lambda db: enqueue(db, letter, turn.now))
    await turn.send(sent_privately(context, chat))
