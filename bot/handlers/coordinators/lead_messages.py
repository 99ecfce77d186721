"""Messages about leads in the unit's chats, remembered so that they follow their lead and are emptied with it."""

from bot.context import Turn
from bot.handlers.coordinators.access import unit_context
from bot.views.leads import lists as lead_lists
from bot.views.leads.card import lead_message
from bot.views.message import Message
from storage.audit import Actor
from storage.database import Write
from storage.leads import LeadFile
from storage.sent_messages import Kind, mark_cards_stale, remember_lead_message


def keep_card(turn: Turn, reference: str) -> tuple[Write, ...]:
    """Remember the message whose button was pressed as a card of its lead, and have all cards drawn again."""
    query = turn.update.callback_query
    number = query.message.message_id if query and query.message else None
    kept = [remember_lead_message(turn.chat.chat_id, number, reference, "card")] if number else []
    return (*kept, mark_cards_stale(reference))


async def ask_on_card(turn: Turn, question: Message) -> None:
    """Replace the card whose button was pressed by a question; updates of the card do not overwrite it."""
    shown = await turn.send(question)
    if shown is not None:
        turn.services.unit.questions.ask(turn.chat.chat_id, shown)


def close_question(turn: Turn) -> None:
    """Bring back the card whose question was answered by this tap."""
    query = turn.update.callback_query
    if query and query.message:
        turn.services.unit.questions.close(turn.chat.chat_id, query.message.message_id)


async def show_card(turn: Turn, file: LeadFile) -> None:
    """Show a lead below."""
    await show_kept(turn, file.lead.reference, lead_message(unit_context(turn), file, turn.now), "card")


async def show_text(turn: Turn, reference: str, message: Message) -> None:
    """Show something about a lead below."""
    await show_kept(turn, reference, message, "text")


async def show_kept(turn: Turn, reference: str, message: Message, kind: Kind) -> None:
    """Show a message below and remember it."""
    shown = await turn.send(message, edit=False)
    if shown is not None:
        turn.writes_when_done.append(remember_lead_message(turn.chat.chat_id, shown, reference, kind))


async def restore_card(turn: Turn, _who: Actor, file: LeadFile, _value: str) -> None:
    """Put the card back in the place of a question about it."""
    await turn.send(lead_message(unit_context(turn), file, turn.now))


async def refuse_if_not_owner(turn: Turn, who: Actor, file: LeadFile) -> bool:
    """Refuse whoever is not the owner, and say who is."""
    if file.lead.owner_id == who.id:
        return False
    await turn.pop_up(lead_lists.not_yours(unit_context(turn), file.lead), alert=True)
    return True
