"""From the unit to a person: a first message asks before it goes out, later ones can be taken back, talks are ended."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from telegram import MessageEntity
from telegram.error import TelegramError

from bot.context import Turn
from bot.handlers.coordinators.access import desk
from bot.handlers.coordinators.lists import arguments, gone
from bot.handlers.coordinators.subjects import is_lead, question_numbers, subject_replied_to
from bot.handlers.coordinators.written import SIZE, Written, written
from bot.telegram.callback_data import Unsent, unpack
from bot.views.context import ViewContext
from bot.views.leads import lists as coordinators
from bot.views.leads import talk as talking
from bot.views.leads.card import payload
from bot.views.message import Message, length, plain
from knowledge.content.schema import Text
from storage.audit import Actor, record
from storage.clock import moment, stamp
from storage.database import Write
from storage.lead_work import add_note, claim, move, release_decision
from storage.leads import Lead, LeadFile, find_lead_file
from storage.outbox import Delivery
from storage.questions import (
    StoredQuestion,
    close_questions,
    filter_open,
    find_question,
    list_answered,
)
from storage.talks import (
    TalkMessage,
    UnsentMessage,
    change_message,
    change_unsent,
    drop_unsent,
    end_talk,
    find_unsent,
    find_unsent_of_update,
    keep_unsent,
    messages_of_original,
    messages_of_update,
    only_if_owned,
    open_talk,
    pass_on,
    take_back,
    talk_is_open,
)

TALK = datetime.timedelta(hours=48)
"""How long after the last message of either side a talk is over by itself."""
TAKE_BACK = datetime.timedelta(seconds=30)
"""How long a message can be taken back."""


async def replied_to(turn: Turn, who: Actor, subject: str) -> None:
    """A coordinator's reply to a message about a lead or about questions."""
    if problem := unfit(turn):
        await turn.send(Message(plain(problem)))
    elif is_lead(subject):
        await about_lead(turn, who, subject)
    else:
        await about_questions(turn, who, question_numbers(subject))


def unfit(turn: Turn) -> str:
    """Why a message cannot be handed on; empty if it can."""
    context, given = desk(turn), written(turn)
    if given is None:
        return context.say("Only text, photos, files, voice and video can be handed on. Nothing was sent.")
    if given.size > SIZE:
        return context.say(
            "That file is too large: {megabytes} MB at most. Nothing was sent.", megabytes=SIZE // 2**20
        )
    longest = talking.LONGEST_CAPTION if given.file else talking.LONGEST
    if length(given.text) > longest:
        return context.say(
            "That is too long for one message ({longest} characters). Nothing was sent; please send it in parts.",
            longest=longest,
        )
    return ""


def mentions_somebody(turn: Turn) -> bool:
    """Tell whether a message names somebody by @: then it may be meant for a colleague."""
    message = turn.update.effective_message
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    return bool(message and (message.parse_entities(kinds) or message.parse_caption_entities(kinds)))


async def about_lead(turn: Turn, who: Actor, reference: str) -> None:
    """Write to an applicant: at once in an open talk, else when it was confirmed; a colleague's lead stays theirs."""
    file = await find_lead_file(turn.services.database, reference)
    given = written(turn)
    if file is None or given is None:
        await turn.send(Message(plain(gone(desk(turn), reference))))
    elif file.lead.withdrawn or file.lead.owner_id not in (None, who.id):
        await turn.send(Message(plain(coordinators.not_yours(desk(turn), file.lead))))
    elif mentions_somebody(turn) or not await talk_is_open(
        turn.services.database, file.lead.chat_id, reference, turn.now
    ):
        await ask_to_send(turn, who, file, given)
    else:
        await turn.save(None, *to_applicant(turn, who, file.lead, message_here(turn, who, file.lead, given)))


async def ask_to_send(
    turn: Turn, who: Actor, file: LeadFile, given: Written, *, releases: bool = False
) -> None:
    """Keep a message, and ask whether it is to be sent, to be noted, or neither."""
    await turn.save(None, keep(turn, who, file.lead.reference, given, releases))
    kept = await find_unsent_of_update(turn.services.database, turn.update.update_id)
    if kept is not None:
        await turn.send(talking.confirm(desk(turn), file.lead, kept), edit=False)


def keep(turn: Turn, who: Actor, subject: str, given: Written, releases: bool = False) -> Write:
    """Keep what was written until it is confirmed."""
    number = (
        turn.update.effective_message.message_id if turn.update.effective_message and not turn.pressed else 0
    )
    file = given.file.stored() if given.file else ""
    update_id, chat_id = turn.update.update_id, turn.chat.chat_id
    return keep_unsent(update_id, subject, chat_id, number, who.id, given.text, file, releases, turn.now)


async def unsent_pressed(turn: Turn, who: Actor) -> None:
    """Send, note or cancel what waits; take back or end what was sent."""
    wanted = unpack(Unsent, turn.pressed)
    if wanted and wanted.step == "back":
        await taken_back(turn, who, wanted.number)
        return
    if wanted and wanted.step == "end":
        await end_of_update(turn, wanted.number)
        return
    kept = await find_unsent(turn.services.database, wanted.number) if wanted else None
    if wanted is None or kept is None:
        await turn.pop_up(desk(turn).say("That was dealt with already."), alert=True)
    elif kept.author_id != who.id and wanted.step != "cancel":
        await turn.pop_up(desk(turn).say("Only its author can send it."), alert=True)
    elif wanted.step == "cancel":
        await turn.save(None, drop_unsent(kept.unsent_id))
        await turn.send(Message(plain(desk(turn).say("Cancelled. Nothing was sent."))))
    elif is_lead(kept.subject):
        await confirmed(turn, who, kept, wanted.step)
    else:
        await answer_questions(turn, who, kept)


async def confirmed(turn: Turn, who: Actor, kept: UnsentMessage, step: str) -> None:
    """Send a message about a lead, or make it a note."""
    context, reference = desk(turn), kept.subject
    file = await find_lead_file(turn.services.database, reference)
    if file is None or file.lead.withdrawn or file.lead.owner_id not in (None, who.id):
        said = coordinators.not_yours(context, file.lead) if file else gone(context, reference)
        await turn.save(None, drop_unsent(kept.unsent_id))
        await turn.send(Message(plain(said)))
        return
    if step == "note":
        await turn.save(
            None, add_note(kept.update_id, reference, who, kept.text, turn.now), drop_unsent(kept.unsent_id)
        )
        await turn.send(Message("📝 " + plain(context.say("Noted: {reference}", reference=f"[{reference}]"))))
        return
    message = message_of(turn, who, kept, file.lead.chat_id, reference)
    shown = [release_decision(reference, who, turn.now)] if kept.releases else []
    await turn.save(None, *to_applicant(turn, who, file.lead, message), *shown, drop_unsent(kept.unsent_id))
    await turn.send(
        Message(plain(context.say("On its way to the applicant: {reference}", reference=f"[{reference}]")))
    )


def message_of(turn: Turn, who: Actor, kept: UnsentMessage, person: int, subject: str) -> TalkMessage:
    """A message that was confirmed, as it is handed on."""
    return TalkMessage(
        kept.update_id,
        person,
        subject,
        "to_person",
        kept.staff_chat_id,
        kept.message_id,
        desk(turn).language,
        who.id,
        who.name,
        kept.text,
        kept.file,
    )


def message_here(turn: Turn, who: Actor, lead: Lead, given: Written) -> TalkMessage:
    """The message of this turn as one that goes to an applicant."""
    number = turn.update.effective_message.message_id if turn.update.effective_message else 0
    return TalkMessage(
        turn.update.update_id,
        lead.chat_id,
        lead.reference,
        "to_person",
        turn.chat.chat_id,
        number,
        desk(turn).language,
        who.id,
        who.name,
        given.text,
        given.file.stored() if given.file else "",
    )


def to_applicant(turn: Turn, who: Actor, lead: Lead, message: TalkMessage) -> Sequence[Write]:
    """What a message to an applicant stores; nothing but the claim if somebody else has the lead by then."""
    contacted = [move(lead.reference, who, "contacted", turn.now)] if lead.state in ("new", "claimed") else []
    shown = delivered(turn, message, lead.language)
    return (
        claim(lead.reference, who, turn.now),
        only_if_owned(
            lead.reference,
            who.id,
            pass_on(message, shown, turn.now),
            open_talk(lead.chat_id, talk_about(turn, lead.reference)),
            record(lead.reference, who, "reply", turn.now),
            *contacted,
        ),
    )


def delivered(
    turn: Turn,
    message: TalkMessage,
    language: str,
    question: StoredQuestion | None = None,
    correction: bool = False,
) -> dict[str, Any]:
    """A message as the person gets it."""
    context = turn.context.within(language)
    shown = payload(
        talking.to_person(context, message.subject, message.text, question, correction=correction)
    )
    return shown | copied(message, message.staff_chat_id)


def copied(message: TalkMessage, author_chat: int) -> dict[str, Any]:
    """What has a file copied to the other side; nothing for a text."""
    return {"copy": {"chat_id": author_chat, "message_id": message.message_id}} if message.file else {}


def talk_about(turn: Turn, subject: str) -> dict[str, Any]:
    """The screen of a person in a talk."""
    return {"name": "talk", "subject": subject, "until": stamp(turn.now + TALK)}


# Questions


async def about_questions(turn: Turn, who: Actor, numbers: Sequence[int]) -> None:
    """Ask whether an answer is to go to everybody who waits for it; to those who were answered, as a correction."""
    given = written(turn)
    waiting, correction = await askers(turn, numbers)
    reachable = {question.chat_id for question in waiting if question.chat_id}
    if given is None or not reachable:
        await turn.send(Message(plain(coordinators.nobody_waits(desk(turn), waiting))))
        return
    subject = ", ".join(f"Q-{question.question_id}" for question in waiting)
    await turn.save(None, keep(turn, who, subject, given))
    kept = await find_unsent_of_update(turn.services.database, turn.update.update_id)
    if kept is not None:
        await turn.send(talking.confirm_answer(desk(turn), kept, len(reachable), correction))


async def askers(turn: Turn, numbers: Sequence[int]) -> tuple[list[StoredQuestion], bool]:
    """Who is to be answered: those who wait; if nobody does, those who were answered, to be corrected."""
    waiting = await filter_open(turn.services.database, numbers)
    answered = [] if waiting else await list_answered(turn.services.database, numbers)
    return waiting or answered, not waiting


async def answer_questions(turn: Turn, who: Actor, kept: UnsentMessage) -> None:
    """Answer everybody who asked one of these questions and can be reached."""
    waiting, correction = await askers(turn, question_numbers(kept.subject))
    people = {question.chat_id: question for question in waiting if question.chat_id}
    writes: list[Write] = [drop_unsent(kept.unsent_id)]
    for person, question in people.items():
        subject = f"question:{question.question_id}"
        message = message_of(turn, who, kept, person, subject)
        shown = delivered(turn, message, question.language, question, correction)
        writes += [pass_on(message, shown, turn.now), open_talk(person, talk_about(turn, subject))]
    numbers = [question.question_id for question in waiting]
    done = "corrected" if correction else "answered"
    entered = [record(f"question:{number}", who, done, turn.now) for number in numbers if correction]
    await turn.save(None, *writes, close_questions(numbers, who, "answered", turn.now), *entered)
    await turn.send(Message(plain(desk(turn).say("On its way: {questions}", questions=kept.subject))))


# Afterwards


async def taken_back(turn: Turn, who: Actor, update_id: int) -> None:
    """Take a message back from those who got it, within TAKE_BACK and by its author alone."""
    context, sent = desk(turn), await messages_of_update(turn.services.database, update_id)
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
    label = talking.label(fresh[0].message.subject)
    said = context.say("Taken back. It was deleted there, but may have been read.")
    await turn.send(Message(plain(f"↶ [{label}] {said}")))


async def delete(turn: Turn, chat_id: int, number: int) -> None:
    """Delete a message in a person's chat, if it is still there."""
    try:
        await turn.bot.delete_message(chat_id, number)
    except TelegramError:
        await turn.pop_up("")


async def end(turn: Turn, _who: Actor, file: LeadFile, _value: str) -> None:
    """End the talk about a lead: the assistant answers the applicant again, and tells them."""
    await end_with(turn, file.lead.chat_id, file.lead.reference, file.lead.language)


async def end_of_update(turn: Turn, update_id: int) -> None:
    """End the talks that a message opened."""
    for each in await messages_of_update(turn.services.database, update_id):
        number = question_numbers(talking.label(each.message.subject))
        question = await find_question(turn.services.database, number[0]) if number else None
        file = None if number else await find_lead_file(turn.services.database, each.message.subject)
        language = question.language if question else file.lead.language if file else ""
        await end_with(turn, each.message.person_chat_id, each.message.subject, language)


async def end_with(turn: Turn, person: int, subject: str, language: str) -> None:
    """End a talk, if it is open."""
    shown = payload(talking.ended_by_unit(turn.context.within(language), subject))
    notice = Delivery(f"ended:{turn.update.update_id}:{person}", "chat", str(person), shown, subject)
    was_open = await talk_is_open(turn.services.database, person, subject, turn.now)
    await turn.save(None, end_talk(person, subject, notice, turn.now))
    _ = desk(turn).say
    over = _("The conversation is over: the assistant answers the applicant again.")
    await turn.pop_up(over if was_open else _("No conversation is open."))


async def edited(turn: Turn) -> bool:
    """Carry a changed message over to the other side; False if it was not handed on."""
    message, given = turn.update.effective_message, written(turn)
    if message is None or given is None:
        return False
    handed_on = await messages_of_original(turn.services.database, turn.chat.chat_id, message.message_id)
    unsent = change_unsent(turn.chat.chat_id, message.message_id, given.text)
    if not handed_on:
        await turn.services.database.run(unsent)
        return False
    writes = list[Write]()
    for each in handed_on:
        shown = await changed_payload(turn, each.message, given.text)
        writes.append(change_message(each.message, given.text, shown, turn.update.update_id, turn.now))
    await turn.save(None, *writes)
    return True


async def changed_payload(turn: Turn, message: TalkMessage, text: str) -> dict[str, Any]:
    """A changed message as the other side is to see it."""
    if message.direction == "to_staff":
        context = turn.services.unit.context(message.staff_chat_id)
        return payload(talking.to_staff(context, message.subject, text)) | copied(
            message, message.person_chat_id
        )
    numbers = question_numbers(talking.label(message.subject))
    question = await find_question(turn.services.database, numbers[0]) if numbers else None
    file = None if numbers else await find_lead_file(turn.services.database, message.subject)
    context = turn.context.within(question.language if question else file.lead.language if file else "")
    return payload(talking.to_person(context, message.subject, text, question)) | copied(
        message, message.staff_chat_id
    )


# Saved replies


async def saved(turn: Turn, _who: Actor) -> None:
    """/reply, in reply to a lead: choose what to write; /reply and words: write those."""
    reference, context = subject_replied_to(turn), desk(turn)
    file = await find_lead_file(turn.services.database, reference or arguments(turn))
    if file is None:
        await turn.send(Message(plain(context.say("Reply to a lead with /reply."))))
        return
    await turn.send(talking.choose_saved(context, file.lead))


async def saved_chosen(turn: Turn, who: Actor, file: LeadFile, value: str) -> None:
    """Show a saved reply filled in, to be sent or not."""
    replies = turn.knowledge_base.content.coordinator_texts.saved_replies
    found = next((each for each in replies if each.id == value), None)
    if found is None or file.lead.withdrawn or file.lead.owner_id not in (None, who.id):
        said = desk(turn).say("That reply no longer exists.")
        await turn.pop_up(
            said if found is None else coordinators.not_yours(desk(turn), file.lead), alert=True
        )
        return
    await turn.pop_up("")
    await ask_to_send(turn, who, file, saved_text(turn.context, who, file.lead, found.text))


def saved_text(context: ViewContext, who: Actor, lead: Lead, text: Text) -> Written:
    """A saved text in the applicant's language, its placeholders filled in; a brace in a name stays one."""
    told = context.told(lead.data["answers"])
    values = {
        "name": told.contact("person"),
        "city": told.name,
        "reference": lead.reference,
        "coordinator": who.name,
    }
    return Written("".join(filled(text.within(lead.language), values)))


def filled(text: str, values: Mapping[str, str]) -> Iterator[str]:
    """Fill placeholders in; unknown ones stay as they are."""
    for number, part in enumerate(text.split("{")):
        name, closing, rest = part.partition("}")
        yield values[name] + rest if number and closing and name in values else ("{" if number else "") + part
