"""Messages between a coordinator and a person: how they are stored, forwarded and shown; which cannot be sent."""

import datetime

from bot.context import Turn
from bot.delivery.payloads import ChatPayload
from bot.handlers.coordinators.access import unit_context
from bot.handlers.talks.message_content import LARGEST_FILE, IncomingMessage, incoming_message
from bot.views.leads import talk as talking
from bot.views.leads.card import screen_payload
from bot.views.message import length
from storage.audit import Actor
from storage.clock import stamp
from storage.database import Write
from storage.leads import Lead
from storage.questions import (
    StoredQuestion,
)
from storage.talks import (
    TalkMessage,
    UnsentMessage,
    keep_unsent,
)

TALK = datetime.timedelta(hours=48)
"""How long after its last message a talk ends by itself."""


def cannot_be_sent(turn: Turn) -> str:
    """Why a message cannot be forwarded; empty if it can."""
    context, given = unit_context(turn), incoming_message(turn)
    if given is None:
        return context.say("Only text, photos, files, voice and video can be handed on. Nothing was sent.")
    if given.size > LARGEST_FILE:
        return context.say(
            "That file is too large: {megabytes} MB at most. Nothing was sent.",
            megabytes=LARGEST_FILE // 2**20,
        )
    longest = talking.LONGEST_CAPTION if given.file else talking.MOST_CHARACTERS
    if length(given.text) > longest:
        return context.say(
            "That is too long for one message ({longest} characters). Nothing was sent; please send it in parts.",
            longest=longest,
        )
    return ""


def keep_until_confirmed(
    turn: Turn, who: Actor, subject: str, given: IncomingMessage, releases: bool = False
) -> Write:
    """Store a message until it is confirmed."""
    number = (
        turn.update.effective_message.message_id if turn.update.effective_message and not turn.pressed else 0
    )
    file = given.file.stored() if given.file else ""
    update_id, chat_id = turn.update.update_id, turn.chat.chat_id
    return keep_unsent(update_id, subject, chat_id, number, who.id, given.text, file, releases, turn.now)


def message_of(turn: Turn, who: Actor, kept: UnsentMessage, person: int, subject: str) -> TalkMessage:
    """A confirmed message, as it is forwarded."""
    return TalkMessage(
        kept.update_id,
        person,
        subject,
        "to_person",
        kept.staff_chat_id,
        kept.message_id,
        unit_context(turn).language,
        who.id,
        who.name,
        kept.text,
        kept.file,
    )


def message_here(turn: Turn, who: Actor, lead: Lead, given: IncomingMessage) -> TalkMessage:
    """The message of this turn, as it goes to an applicant."""
    number = turn.update.effective_message.message_id if turn.update.effective_message else 0
    return TalkMessage(
        turn.update.update_id,
        lead.chat_id,
        lead.reference,
        "to_person",
        turn.chat.chat_id,
        number,
        unit_context(turn).language,
        who.id,
        who.name,
        given.text,
        given.file.stored() if given.file else "",
    )


def payload_for_person(
    turn: Turn,
    message: TalkMessage,
    language: str,
    question: StoredQuestion | None = None,
    correction: bool = False,
) -> ChatPayload:
    """A message as the person gets it."""
    context = turn.context.within(language)
    below_file = bool(message.file)
    shown = screen_payload(
        talking.message_to_person(
            context, message.subject, message.text, question, correction=correction, below_file=below_file
        )
    )
    return shown | copy_of_file(message, message.staff_chat_id)


def copy_of_file(message: TalkMessage, author_chat: int) -> ChatPayload:
    """The part of a payload that copies a file to the other side; empty for a text."""
    return {"copy": {"chat_id": author_chat, "message_id": message.message_id}} if message.file else {}


def talk_about(turn: Turn, subject: str) -> dict[str, object]:
    """The screen of a person in a talk."""
    return {"name": "talk", "subject": subject, "until": stamp(turn.now + TALK)}
