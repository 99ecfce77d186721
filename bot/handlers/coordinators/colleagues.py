"""Assigning leads to colleagues, and notifying the former owner, the new owner or the unit."""

from collections.abc import Callable, Sequence
from html import escape

from bot.context import Turn
from bot.delivery.payloads import ChatPayload, MailPayload
from bot.handlers.coordinators.access import unit_context
from bot.handlers.coordinators.lead_messages import ask_on_card, keep_card
from bot.telegram.callback_data import LeadButton
from bot.views.context import ViewContext
from bot.views.leads import lists as lead_lists
from bot.views.leads.summary import heading
from bot.views.message import Button, Message, bold, paragraphs, plain, rows_of
from knowledge.content.schema import ContactPerson
from storage.audit import Actor
from storage.database import Connection, Write
from storage.lead_work import assign, list_coordinators
from storage.leads import Lead, LeadFile, find_lead_file
from storage.outbox import Delivery, enqueue
from storage.sent_messages import read_groups_with_card

NoticeText = Callable[[ViewContext], str]
"""Makes a text in the reader's language."""


async def choose_colleague(turn: Turn, who: Actor, file: LeadFile, _value: str) -> None:
    """Ask which colleague gets a lead."""
    context, lead = unit_context(turn), file.lead
    if lead.owner_id not in (None, who.id):
        await turn.pop_up(lead_lists.not_yours(context, lead), alert=True)
        return
    known = await list_coordinators(turn.services.database)
    others = [each for each in known if each.chat_id != lead.owner_id][:20]
    if not others:
        await turn.pop_up(context.say("Nobody else has worked on leads here yet."), alert=True)
        return
    buttons = [Button(each.name, LeadButton(lead.reference, "give", str(each.chat_id))) for each in others]
    cancel = Button(context.say("Cancel"), LeadButton(lead.reference, "card"))
    title = context.say("Who is to take care of it?")
    question = Message(
        paragraphs(bold(heading(context, lead)), plain(title)), (*rows_of(buttons, 2), (cancel,))
    )
    await ask_on_card(turn, question)


async def assign_lead(turn: Turn, who: Actor, file: LeadFile, value: str) -> None:
    """Give a lead to the colleague whose button was pressed, who is told."""
    context, lead = unit_context(turn), file.lead
    known = await list_coordinators(turn.services.database)
    colleague = next((each for each in known if str(each.chat_id) == value), None)
    if colleague is None or lead.owner_id not in (None, who.id):
        await turn.pop_up(lead_lists.not_yours(context, lead), alert=True)
        return
    others = colleague.chat_id != who.id
    told = tell_colleague(turn, lead, colleague.chat_id, colleague.name, assigned_by(who)) if others else ()
    write = assign(lead.reference, who, colleague.chat_id, colleague.name, turn.now)
    await turn.save(None, write, *told, *keep_card(turn, lead.reference))
    now = await find_lead_file(turn.services.database, lead.reference) or file
    await turn.pop_up(context.say("It belongs to {owner}.", owner=now.lead.owner or "?"))


def tell_owner(turn: Turn, who: Actor, lead: Lead) -> Sequence[Write]:
    """Tell the former owner, if there is one, that a colleague took a lead over."""
    if lead.owner_id is None:
        return ()
    return tell_colleague(turn, lead, lead.owner_id, lead.owner or "?", taken_over_by(who))


def tell_unit(turn: Turn, who: Actor, lead: Lead) -> Write:
    """Tell the unit that a lead was given back."""
    said = unit_context(turn).say("{who} has given this back: anybody can claim it.", who=who.name)
    return notice_to_groups(turn, lead, plain(said))


def taken_over_by(who: Actor) -> NoticeText:
    """Who took a lead over, for its former owner."""
    return lambda context: context.say("{who} has taken this over from you.", who=who.name)


def assigned_by(who: Actor) -> NoticeText:
    """Who gave a lead to a colleague, for the colleague."""
    return lambda context: context.say("{who} has assigned this to you.", who=who.name)


def tell_colleague(turn: Turn, lead: Lead, user_id: int, name: str, words: NoticeText) -> Sequence[Write]:
    """Tell a colleague something about a lead: in the unit's chats by name, so that Telegram rings, or by mail."""
    if contact := turn.services.unit.contact_by_mail(user_id):
        return mail_to_colleague(turn, lead, contact, words)
    mention = f'<a href="tg://user?id={user_id}">{escape(name)}</a>'
    return (notice_to_groups(turn, lead, f"{mention}: {plain(words(unit_context(turn)))}", user_id),)


def mail_to_colleague(turn: Turn, lead: Lead, contact: ContactPerson, words: NoticeText) -> Sequence[Write]:
    """Tell a contact that works by mail alone something about a lead, in its language, below the lead's own mail."""
    if contact.email is None:
        return ()
    first, context = f"lead:{lead.reference}:{contact.id}", turn.context.within(contact.language)
    letter: MailPayload = {
        "subject": heading(context, lead),
        "text": words(context),
        "language": contact.language,
        "in_reply_to": f"{first}:mail",
    }
    key = f"{first}:told:{turn.update.update_id}"
    delivery = Delivery(key, "mail", contact.email, letter, lead.reference)
    return (lambda db: enqueue(db, delivery, turn.now),)


def notice_to_groups(turn: Turn, lead: Lead, said: str, user_id: int | None = None) -> Write:
    """Queue a notice about a lead to the groups where its card stands, or to the colleague where there are none."""
    text = paragraphs(bold(heading(unit_context(turn), lead)), said)

    def write(db: Connection) -> None:
        groups = read_groups_with_card(db, lead.reference)
        for chat in groups or ([user_id] if user_id else []):
            key = f"told:{lead.reference}:{turn.update.update_id}:{chat}"
            shown: ChatPayload = {"text": text, "kept_as": "text"}
            enqueue(db, Delivery(key, "chat", str(chat), shown, lead.reference), turn.now)

    return write
