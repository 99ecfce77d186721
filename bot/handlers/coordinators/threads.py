"""Threads between a coordinator and a person: each writes in their own chat, and the bot hands it on.

While a talk is open, what the person types goes to the coordinator and the automatic answers stay out. The talk
is the screen of the person's chat: opening any other screen, the button or the time-out ends it.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from telegram import Chat

from bot.context import Turn
from bot.handlers.coordinators.access import actor, authorised, desk, say_who
from bot.handlers.coordinators.lists import gone
from bot.handlers.coordinators.subjects import question_numbers, subject_replied_to, text_replied_to
from bot.telegram.callback_data import Talk, unpack
from bot.telegram.show import edited
from bot.views import render
from bot.views.context import Screen
from bot.views.leads import lists as coordinators
from bot.views.leads import talk as talking
from bot.views.leads.card import lead_message, payload
from bot.views.message import Message, plain
from storage.audit import Actor, record
from storage.clock import moment, stamp
from storage.database import Write
from storage.lead_work import claim, move
from storage.leads import LeadFile, find_lead_file
from storage.questions import StoredQuestion, close_questions, list_still_open
from storage.talks import TalkMessage, if_owned, last_message_to, open_talk, pass_on

TALK = datetime.timedelta(hours=48)
"""How long after the last message of either side a talk is over by itself."""


async def replied(turn: Turn) -> bool:
    """Hand a reply on to the other side of its thread; False if it is no such reply."""
    subject = subject_replied_to(turn)
    if subject is None:
        return False
    if text_replied_to(turn).startswith(talking.TO_PERSON):
        return await person_replied(turn, subject)
    if not authorised(turn):
        return False
    who = actor(turn)
    if who is None:
        await say_who(turn)
    elif problem := unfit(turn):
        await turn.send(Message(plain(problem)))
    elif subject.startswith("IUC-"):
        await reply_about_lead(turn, who, subject)
    else:
        await answer_questions(turn, who, question_numbers(subject))
    return True


async def written_in_group(turn: Turn) -> None:
    """In the unit's group only replies are for the bot; what coordinators say to each other is left alone."""
    await replied(turn)


def unfit(turn: Turn) -> str:
    """Why a message cannot be handed on; empty if it can."""
    context = desk(turn)
    if not turn.text:
        return context.say("Only text can be handed on. Nothing was sent.")
    if talking.too_long(turn.text):
        return context.say(
            "That is too long for one message ({longest} characters). Nothing was sent; please send it in parts.",
            longest=talking.LONGEST,
        )
    return ""


# From the coordinator to the person


async def reply_about_lead(turn: Turn, who: Actor, reference: str) -> None:
    """Write to an applicant: a lead that nobody has becomes the author's; a colleague's stays a colleague's."""
    file = await find_lead_file(turn.services.database, reference)
    if file is None:
        await turn.send(Message(plain(gone(desk(turn), reference))))
        return
    await turn.save(None, *writing_to_applicant(turn, who, file))
    now = await find_lead_file(turn.services.database, reference) or file
    if now.lead.owner_id != who.id:
        await turn.send(Message(plain(coordinators.not_yours(desk(turn), now.lead))))
    elif now.lead != file.lead:
        await redraw(turn, now)


def writing_to_applicant(turn: Turn, who: Actor, file: LeadFile) -> Sequence[Write]:
    """What a reply about a lead stores; nothing but the claim if somebody else has it by then."""
    lead = file.lead
    shown = talking.to_person(turn.context.within(lead.language), lead.reference, turn.text)
    contacted = [move(lead.reference, who, "contacted", turn.now)] if lead.state in ("new", "claimed") else []
    return (
        claim(lead.reference, who, turn.now),
        if_owned(
            lead.reference,
            who.id,
            pass_on(leg_to(turn, lead.chat_id, lead.reference), payload(shown), turn.now),
            open_talk(lead.chat_id, talk_about(turn, lead.reference)),
            record(lead.reference, who, "reply", turn.now),
            *contacted,
        ),
    )


async def redraw(turn: Turn, file: LeadFile) -> None:
    """Show the new state on the lead's message that was replied to."""
    message = turn.update.effective_message
    if text_replied_to(turn).startswith("[") and message:
        await edited(turn.bot, message.reply_to_message, lead_message(desk(turn), file))


async def answer_questions(turn: Turn, who: Actor, numbers: Sequence[int]) -> None:
    """Answer everybody who asked one of these questions and is still waiting."""
    waiting = await list_still_open(turn.services.database, numbers)
    reachable = [question for question in waiting if question.chat_id]
    if not reachable:
        await turn.send(Message(plain(coordinators.nobody_waits(desk(turn), waiting))))
        return
    people = {question.chat_id: question for question in reachable if question.chat_id}
    writes = [write for question in people.values() for write in answering(turn, question)]
    await turn.save(
        None, *writes, close_questions([q.question_id for q in reachable], who, "answered", turn.now)
    )


def answering(turn: Turn, question: StoredQuestion) -> Sequence[Write]:
    """What an answer stores for one of those who asked."""
    person, subject = question.chat_id or 0, f"question:{question.question_id}"
    shown = talking.to_person(turn.context.within(question.language), subject, turn.text, question)
    return (
        pass_on(leg_to(turn, person, subject), payload(shown), turn.now),
        open_talk(person, talk_about(turn, subject)),
    )


def leg_to(turn: Turn, person: int, subject: str) -> TalkMessage:
    """The message of this turn as one that goes to a person."""
    number = turn.update.effective_message.message_id if turn.update.effective_message else 0
    language = desk(turn).language
    return TalkMessage(
        turn.update.update_id, person, subject, "to_person", turn.chat.chat_id, number, language
    )


def talk_about(turn: Turn, subject: str) -> Mapping[str, Any]:
    """The screen of a person in a talk."""
    return {"name": "talk", "subject": subject, "until": stamp(turn.now + TALK)}


# From the person to the coordinator


async def person_replied(turn: Turn, label: str) -> bool:
    """Hand on a reply to a message of the unit, whether or not the talk is still open."""
    if turn.update.effective_chat is None or turn.update.effective_chat.type != Chat.PRIVATE:
        return False
    numbers = question_numbers(label)
    return await write_to_staff(turn, f"question:{numbers[0]}" if numbers else label)


async def typed(turn: Turn) -> None:
    """What is typed in a talk goes to the coordinator."""
    await write_to_staff(turn, str(turn.screen.arguments.get("subject")))


async def write_to_staff(turn: Turn, subject: str) -> bool:
    """Queue a person's message below the last one that a coordinator wrote; False if nobody wrote to them."""
    last = await last_message_to(turn.services.database, turn.chat.chat_id, subject)
    if last is None:
        return False
    if problem := unfit(turn):
        await turn.send(Message(plain(problem)))
        return True
    number = turn.update.effective_message.message_id if turn.update.effective_message else 0
    leg = TalkMessage(
        turn.update.update_id,
        turn.chat.chat_id,
        subject,
        "to_staff",
        last.staff_chat_id,
        number,
        turn.context.language,
    )
    shown = talking.to_staff(turn.context.within(last.language), subject, turn.text)
    talk = open_talk(turn.chat.chat_id, talk_about(turn, subject))
    await turn.save(None, pass_on(leg, payload(shown, last.message_id), turn.now), talk)
    return True


def timed_out(turn: Turn) -> None:
    """Put a turn back to where the chat was before a talk that nobody went on with."""
    if turn.screen.name == "talk" and moment(turn.screen.arguments["until"]) < turn.now:
        turn.screen = before_talk(turn)


def before_talk(turn: Turn) -> Screen:
    """Where the chat was before the talk."""
    return Screen.restored(turn.screen.arguments.get("back") or {})


async def ended(turn: Turn) -> None:
    """Let the assistant answer again; a form that was being filled in is shown where it was left."""
    if unpack(Talk, turn.pressed) is None or turn.screen.name != "talk":
        await turn.pop_up(turn.context.say("I am answering you already."))
        return
    subject = str(turn.screen.arguments["subject"])
    await turn.save(before_talk(turn))
    await turn.send(talking.ended(turn.context, subject), edit=False)
    if turn.screen.name == "form":
        await turn.send(render(turn.context, turn.screen), edit=False)
