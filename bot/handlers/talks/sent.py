"""Messages that were sent to a person: taking them back, editing them, ending the talk."""

import datetime

from telegram.error import TelegramError

from bot.context import Turn
from bot.delivery.payloads import ChatPayload
from bot.handlers.coordinators.access import unit_context
from bot.handlers.talks.message_content import incoming_message
from bot.handlers.talks.messages import cannot_be_sent, copy_of_file
from bot.handlers.talks.subjects import question_numbers
from bot.views.leads import talk as talking
from bot.views.leads.card import screen_payload
from bot.views.message import Message, plain
from storage.audit import Actor, record
from storage.clock import moment
from storage.database import Write
from storage.leads import LeadFile, find_lead_file
from storage.outbox import Delivery
from storage.questions import find_question
from storage.talks import (
    TalkMessage,
    change_message,
    change_unsent,
    end_talk,
    messages_of_original,
    messages_of_update,
    take_back,
    talk_is_open,
)

TAKE_BACK = datetime.timedelta(seconds=30)
"""How long a message can be taken back."""


async def take_message_back(turn: Turn, who: Actor, update_id: int) -> None:
    """Take a message back from those who got it, within TAKE_BACK and by its author alone."""
    context, sent = unit_context(turn), await messages_of_update(turn.services.database, update_id)
    fresh = [
        each for each in sent if moment(each.written_at) > turn.now - TAKE_BACK and not each.taken_back_at
    ]
    if not fresh or fresh[0].message.author_id != who.id:
        late = context.say(
            "It can be taken back by its author alone, within {n} seconds.", n=TAKE_BACK.seconds
        )
        await turn.pop_up(late, alert=True)
        return
    for each in fresh:
        number = await take_back(turn.services.database, each.message, turn.now)
        if number is not None:
            await delete(turn, each.message.person_chat_id, number)
    await turn.save(None, *(record(each.message.subject, who, "taken_back", turn.now) for each in fresh))
    label = talking.subject_label(fresh[0].message.subject)
    said = context.say("Taken back. It was deleted there, but may have been read.")
    await turn.send(Message(plain(f"↶ [{label}] {said}")))


async def delete(turn: Turn, chat_id: int, number: int) -> None:
    """Delete a message in a person's chat, if it is still there."""
    try:
        await turn.bot.delete_message(chat_id, number)
    except TelegramError:
        await turn.pop_up("")


async def end_talk_about_lead(turn: Turn, _who: Actor, file: LeadFile, _value: str) -> None:
    """End the talk about a lead: the assistant answers the applicant again, and tells them."""
    await end_talk_if_open(turn, file.lead.chat_id, file.lead.reference, file.lead.language)


async def end_talks_opened_by(turn: Turn, update_id: int) -> None:
    """End the talks that a message opened which was written in this chat."""
    sent = await messages_of_update(turn.services.database, update_id)
    for each in (each for each in sent if each.message.staff_chat_id == turn.chat.chat_id):
        number = question_numbers(talking.subject_label(each.message.subject))
        question = await find_question(turn.services.database, number[0]) if number else None
        file = None if number else await find_lead_file(turn.services.database, each.message.subject)
        language = question.language if question else file.lead.language if file else ""
        await end_talk_if_open(turn, each.message.person_chat_id, each.message.subject, language)


async def end_talk_if_open(turn: Turn, person: int, subject: str, language: str) -> None:
    """End a talk, if it is open."""
    shown = screen_payload(talking.talk_ended_by_unit(turn.context.within(language), subject))
    notice = Delivery(f"ended:{turn.update.update_id}:{person}", "chat", str(person), shown, subject)
    was_open = await talk_is_open(turn.services.database, person, subject, turn.now)
    await turn.save(None, end_talk(person, subject, notice, turn.now))
    _ = unit_context(turn).say
    over = _("The conversation is over: the assistant answers the applicant again.")
    await turn.pop_up(over if was_open else _("No conversation is open."))


async def hand_on_edit(turn: Turn) -> bool:
    """Apply an edit to the forwarded message; False if the message was not forwarded."""
    message, given = turn.update.effective_message, incoming_message(turn)
    if message is None or given is None:
        return False
    handed_on = await messages_of_original(turn.services.database, turn.chat.chat_id, message.message_id)
    unsent = change_unsent(turn.chat.chat_id, message.message_id, given.text)
    if not handed_on:
        await turn.services.database.run(unsent)
        return False
    if problem := cannot_be_sent(turn):
        await turn.send(Message(plain(problem)))
        return True
    writes = list[Write]()
    for each in handed_on:
        shown = await changed_payload(turn, each.message, given.text)
        writes.append(change_message(each.message, given.text, shown, turn.update.update_id, turn.now))
    await turn.save(None, *writes)
    return True


async def changed_payload(turn: Turn, message: TalkMessage, text: str) -> ChatPayload:
    """A changed message as the other side is to see it."""
    if message.direction == "to_staff":
        context = turn.services.unit.context(message.staff_chat_id)
        return screen_payload(talking.message_to_unit(context, message.subject, text)) | copy_of_file(
            message, message.person_chat_id
        )
    numbers = question_numbers(talking.subject_label(message.subject))
    question = await find_question(turn.services.database, numbers[0]) if numbers else None
    file = None if numbers else await find_lead_file(turn.services.database, message.subject)
    context = turn.context.within(question.language if question else file.lead.language if file else "")
    return screen_payload(
        talking.message_to_person(context, message.subject, text, question, below_file=bool(message.file))
    ) | copy_of_file(message, message.staff_chat_id)
