"""Messages in talks between a coordinator and a person: each writes in their own chat, and the bot forwards them.

While a talk is open, what the person types goes to the coordinator and the automatic answers stay out. The talk
is the screen of the person's chat: opening any other screen, the button or the time-out ends it.
"""

from dataclasses import replace

from telegram import Chat

from bot.context import Turn
from bot.handlers.coordinators.access import actor, ask_for_own_name, authorised
from bot.handlers.talks import replies, sent
from bot.handlers.talks.message_content import incoming_message
from bot.handlers.talks.messages import cannot_be_sent, copy_of_file, talk_about
from bot.handlers.talks.subjects import question_numbers, subject_replied_to, text_replied_to
from bot.telegram.callback_data import Talk, unpack
from bot.views import render
from bot.views.context import Screen
from bot.views.leads import talk as talking
from bot.views.leads.card import screen_payload
from bot.views.message import Message, plain
from storage.clock import moment
from storage.lead_work import note_coordinator
from storage.talks import last_message_to, open_talk, queue_talk_message


async def hand_on_reply(turn: Turn) -> bool:
    """Hand a reply on to the other side of its thread; False if it is no such reply."""
    subject = subject_replied_to(turn)
    if subject is None:
        return False
    if text_replied_to(turn).startswith(talking.TO_PERSON):
        return await hand_on_person_reply(turn, subject)
    if not await authorised(turn):
        return False
    await hand_on_coordinator_reply(turn, subject)
    return True


async def hand_on_coordinator_reply(turn: Turn, subject: str) -> None:
    """A coordinator's reply; an anonymous one is asked for a name."""
    who = actor(turn)
    if who is None:
        await ask_for_own_name(turn)
        return
    if who.id is not None:
        turn.extra_writes = (
            *turn.extra_writes,
            note_coordinator(who.id, who.name, turn.chat.chat_id, turn.now),
        )
    await replies.take_coordinator_reply(turn, who, subject)


async def take_group_message(turn: Turn) -> None:
    """Take a message in the unit's group: only replies to the bot are for it."""
    await hand_on_reply(turn)


async def take_group_edit(turn: Turn) -> None:
    """Apply a coordinator's edit to the forwarded message."""
    await sent.hand_on_edit(turn)


# From the person to the coordinator


async def hand_on_person_reply(turn: Turn, label: str) -> bool:
    """Hand on a reply to a message of the unit, whether or not the talk is still open."""
    if turn.update.effective_chat is None or turn.update.effective_chat.type != Chat.PRIVATE:
        return False
    numbers = question_numbers(label)
    return await write_to_unit(turn, f"question:{numbers[0]}" if numbers else label)


async def hand_on_typed(turn: Turn) -> None:
    """Forward a message typed in a talk to the coordinator."""
    await write_to_unit(turn, turn.screen.arguments.get("subject") or "")


async def write_to_unit(turn: Turn, subject: str) -> bool:
    """Queue a person's message below the last one that a coordinator wrote; False if nobody wrote to them."""
    last = await last_message_to(turn.services.database, turn.chat.chat_id, subject)
    if last is None:
        return False
    given, problem = incoming_message(turn), cannot_be_sent(turn)
    if given is None or problem:
        await turn.send(Message(plain(problem)))
        return True
    message = replace(
        last,
        update_id=turn.update.update_id,
        direction="to_staff",
        message_id=turn.update.effective_message.message_id if turn.update.effective_message else 0,
        language=turn.context.language,
        author_id=None,
        author="",
        text=given.text,
        file=given.file.stored() if given.file else "",
    )
    shown = talking.message_to_unit(turn.services.unit.context(last.staff_chat_id), subject, given.text)
    handed_on = screen_payload(shown, last.message_id or None) | copy_of_file(message, turn.chat.chat_id)
    handed_on["kept_as"] = "file" if given.file else "text"
    talk = open_talk(turn.chat.chat_id, talk_about(turn, subject))
    await turn.save(None, queue_talk_message(message, handed_on, turn.now), talk)
    return True


def end_if_expired(turn: Turn) -> None:
    """Return the chat to the screen before a talk that has expired."""
    if turn.screen.name == "talk" and moment(turn.screen.arguments["until"]) < turn.now:
        turn.screen = screen_before_talk(turn)


def screen_before_talk(turn: Turn) -> Screen:
    """Where the chat was before the talk."""
    return Screen.restored(turn.screen.arguments.get("back") or {})


async def leave_talk(turn: Turn) -> None:
    """End the talk: the assistant answers again, and an open form is shown where it was left."""
    if unpack(Talk, turn.pressed) is None or turn.screen.name != "talk":
        await turn.pop_up(turn.context.say("I am answering you already."))
        return
    subject = turn.screen.arguments.get("subject") or ""
    await turn.save(screen_before_talk(turn))
    await turn.send(talking.talk_ended(turn.context, subject), edit=False)
    if turn.screen.name == "form":
        await turn.send(render(turn.context, turn.screen), edit=False)
