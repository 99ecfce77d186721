"""Handing leads over: to a colleague by name; and telling the other side of every change of hands."""

from collections.abc import Sequence
from html import escape

from bot.context import Turn
from bot.handlers.coordinators.access import unit_context
from bot.handlers.coordinators.shown import keep_card
from bot.telegram.callback_data import Step
from bot.views.leads import lists as coordinators
from bot.views.leads.card import heading
from bot.views.message import Button, Message, bold, paragraphs, plain, rows_of
from storage.audit import Actor
from storage.database import Connection, Write
from storage.lead_work import assign
from storage.leads import Lead, LeadFile, find_lead_file
from storage.outbox import Delivery, enqueue
from storage.sent_messages import Coordinator, list_coordinators


async def choose_colleague(turn: Turn, who: Actor, file: LeadFile, _value: str) -> None:
    """Ask to whom a lead is to be given."""
    context, lead = unit_context(turn), file.lead
    if lead.owner_id not in (None, who.id):
        await turn.pop_up(coordinators.not_yours(context, lead), alert=True)
        return
    known = await list_coordinators(turn.services.database)
    others = [each for each in known if each.chat_id != lead.owner_id][:20]
    if not others:
        await turn.pop_up(context.say("Nobody else has worked on leads here yet."), alert=True)
        return
    buttons = [Button(each.name, Step(lead.reference, "give", str(each.chat_id))) for each in others]
    cancel = Button(context.say("Cancel"), Step(lead.reference, "card"))
    title = context.say("Who is to take care of it?")
    await turn.send(
        Message(paragraphs(bold(heading(context, lead)), plain(title)), (*rows_of(buttons, 2), (cancel,)))
    )


async def assigned(turn: Turn, who: Actor, file: LeadFile, value: str) -> None:
    """Give a lead to the colleague whose button was pressed, who is told."""
    context, lead = unit_context(turn), file.lead
    known = await list_coordinators(turn.services.database)
    colleague = next((each for each in known if str(each.chat_id) == value), None)
    if colleague is None or lead.owner_id not in (None, who.id):
        await turn.pop_up(coordinators.not_yours(context, lead), alert=True)
        return
    told = (
        tell(
            turn,
            lead,
            colleague.chat_id,
            colleague.name,
            context.say("{who} has assigned this to you.", who=who.name),
        )
        if colleague.chat_id != who.id
        else ()
    )
    write = assign(lead.reference, who, colleague.chat_id, colleague.name, turn.now)
    await turn.save(None, write, *told, *keep_card(turn, lead.reference))
    now = await find_lead_file(turn.services.database, lead.reference) or file
    await turn.pop_up(context.say("It belongs to {owner}.", owner=now.lead.owner or "?"))


def tell_owner(turn: Turn, who: Actor, lead: Lead, change: str) -> Sequence[Write]:
    """Tell the former owner that a colleague took a lead over, or the unit that it was given back."""
    _ = unit_context(turn).say
    if change == "released":
        return (
            unit_told(turn, lead, plain(_("{who} has given this back: anybody can claim it.", who=who.name))),
        )
    return tell(turn, lead, lead.owner_id, lead.owner, _("{who} has taken this over from you.", who=who.name))


def tell(turn: Turn, lead: Lead, user_id: int | None, name: str | None, said: str) -> Sequence[Write]:
    """Tell a colleague something about a lead, in the unit's chats with their name so that Telegram rings."""
    if user_id is None:
        return ()
    if user_id <= 0:
        return told_by_mail(turn, lead, user_id, said)
    mention = f'<a href="tg://user?id={user_id}">{escape(name or "?")}</a>'
    return (unit_told(turn, lead, f"{mention}: {plain(said)}", user_id),)


def told_by_mail(turn: Turn, lead: Lead, actor_id: int, said: str) -> Sequence[Write]:
    """The same by mail for a contact that works by mail alone, below the lead's own mail."""
    contact = turn.services.unit.contact_by_mail(actor_id)
    if contact is None or contact.email is None:
        return ()
    first = f"lead:{lead.reference}:{contact.id}"
    letter = {
        "subject": heading(turn.context.within(contact.language), lead),
        "text": said,
        "language": unit_context(turn).language,
        "in_reply_to": f"{first}:mail",
    }
    delivery = Delivery(
        f"{first}:told:{turn.update.update_id}", "mail", contact.email, letter, lead.reference
    )
    return (lambda db: enqueue(db, delivery, turn.now),)


def unit_told(turn: Turn, lead: Lead, said: str, user_id: int | None = None) -> Write:
    """Queue a word about a lead for the groups where its card stands; for the colleague alone where there are none."""
    text = paragraphs(bold(heading(unit_context(turn), lead)), said)
    sql = "SELECT DISTINCT chat_id FROM lead_messages WHERE subject = ? AND kind = 'card' AND chat_id < 0"

    def write(db: Connection) -> None:
        chats = [row[0] for row in db.execute(sql, (lead.reference,)).fetchall()]
        for chat in chats or ([user_id] if user_id else []):
            key = f"told:{lead.reference}:{turn.update.update_id}:{chat}"
            enqueue(
                db,
                Delivery(key, "chat", str(chat), {"text": text, "kept_as": "text"}, lead.reference),
                turn.now,
            )

    return write


def by_name(colleagues: Sequence[Coordinator], words: str) -> list[Coordinator]:
    """The colleagues whose name holds these words."""
    return [each for each in colleagues if words.casefold() in each.name.casefold()]
