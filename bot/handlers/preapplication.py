"""The pre-application: begin, answer by tap or word, go back, review, send.

What a move does to a draft is in knowledge/form/moves.py.
"""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.context import Turn
from bot.handlers import questions, sending
from bot.handlers.aside import answer_aside, question_in_line
from bot.handlers.old_button import old_button
from bot.operations import usage_counts as counting
from bot.telegram.callback_data import FormReply, Move, unpack
from bot.telegram.show import contact_keyboard
from bot.views import menu
from bot.views.context import Screen, ViewContext
from bot.views.preapplication import question as preapplication
from bot.views.preapplication import wishes
from bot.views.preapplication.problems import problem_text
from knowledge.form.applicant import consent_question
from knowledge.form.draft import Draft
from knowledge.form.last_reply import LastReply, last_reply
from knowledge.form.position import Asking, Complete
from knowledge.form.steps import TICK, UNTICK, Step
from knowledge.form.types import type_of
from knowledge.reading.words import fold
from storage.database import Write
from storage.drafts import begin_draft, drop_draft, save_draft

FORM = preapplication.form.screen()
LEADING_NUMBER = re.compile(r"^\d+ (?=\D)")
TICK_COUNT = re.compile(r"\s*\(\d+\D+\d+\)$")
"""The parts around the words of a button: its number, the count of ticks in brackets."""
PROMPTS = {"change": "edit", "restart": "restart", "details": "details"}


async def start(turn: Turn) -> None:
    """Begin a pre-application with what the conversation already knows of the candidate, or continue the open one."""
    resumed = turn.context.draft is not None and turn.screen.name != "form"
    known, version = draft_from_conversation(turn), turn.knowledge_base.content.version
    begin = begin_draft(turn.chat.chat_id, version, turn.now, known.answers, known.pending)
    reached = counting.count_step(turn, turn.context.draft or known)
    # The next candidate that is spoken of shall not inherit this one's figures.
    turn.conversation = replace(turn.conversation, candidate=None, before=None)
    await turn.save(preapplication.form.screen(resumed=resumed), begin, reached)
    await turn.show()


def draft_from_conversation(turn: Turn) -> Draft:
    """A draft with what is known of the candidate: from the eligibility screen, or from any message of the day."""
    told = turn.screen.arguments.get("candidate") if turn.screen.name == "eligibility" else None
    candidate = turn.conversation.candidate if told is None else told
    return turn.context.form.begun_with(candidate) if candidate else Draft()


async def take_reply(turn: Turn) -> None:
    """Take a typed line as the reply to the question on the screen; answer a question asked instead."""
    draft = turn.context.draft
    if draft is None:
        await questions.asked(turn)
        return
    if turn.repeated:
        await turn.show()
        return
    form = turn.context.form
    if await press_typed_label(turn):
        return
    step = await asyncio.to_thread(form.typed, draft, turn.text)  # it may ask the sentence model
    understood = await question_in_line(turn, step)
    if understood is not None:
        await answer_aside(
            turn, understood, form_without_notes(turn), saving(turn, form.aside(draft, turn.text))
        )
    elif step.wish:
        await carry_out_wish(turn, draft, step.wish)
    else:
        await save_step(turn, draft, step)


async def press_typed_label(turn: Turn) -> bool:
    """Press the button on the screen whose label was typed; tell whether there is one."""
    drawn = preapplication.form(turn.context)
    wanted = fold(turn.text)
    found = [b.data for row in drawn.rows for b in row if b.data and wanted and is_label(wanted, b.label)]
    if len(found) != 1:
        return False
    data, draft = found[0], turn.context.draft
    if isinstance(data, FormReply) and draft is not None and data.value[:1] not in (TICK, UNTICK):
        await save_step(turn, draft, turn.context.form.tapped(draft, data.question, data.value))
    elif isinstance(data, Move):
        await carry_out(turn, data)
    else:
        return False
    return True


def is_label(typed: str, label: str) -> bool:
    """Tell whether folded words are a label as people type it: with or without its number, or its count of ticks."""
    return typed in (fold(label), LEADING_NUMBER.sub("", fold(label)), fold(TICK_COUNT.sub("", label)))


async def carry_out_wish(turn: Turn, draft: Draft, wish: str) -> None:
    """Carry out a wish: help, back, leave and the like."""
    if wish == "leave":
        await leave(turn)
    elif wish == "restart":
        await ask_to_confirm(turn, "restart")
    elif wish == "send" and isinstance(turn.context.form.position(draft), Complete):
        await sending.send_preapplication(turn, Move(turn.context.draft_id, "send"))
    else:
        await turn.save(form_without_notes(turn))
        await turn.answer(wishes.wish_reply(turn.context, draft, wish))
        await turn.show()


async def leave(turn: Turn) -> None:
    """Go to the menu; what was answered is kept, and that is said."""
    turn.notice = turn.context.say("Your answers so far are kept. /apply goes on where you left off.")
    await turn.save(menu.menu.screen())
    await turn.show()


async def take_shared_contact(turn: Turn) -> bool:
    """Take the telephone number that Telegram shares; tell whether one was being asked for."""
    message, draft = turn.update.effective_message, turn.context.draft
    contact = message.contact if message else None
    if (
        turn.screen.name != "form"
        or draft is None
        or contact is None
        or not asks_for_telephone(turn.context, draft)
    ):
        return False
    if turn.repeated:
        await turn.show()
        return True
    number = contact.phone_number if contact.phone_number.startswith("+") else f"+{contact.phone_number}"
    await save_step(turn, draft, turn.context.form.typed(draft, number))
    return True


async def take_tap(turn: Turn) -> None:
    """Take a tap on a button of a question."""
    reply, draft = unpack(FormReply, turn.pressed), turn.context.draft
    if turn.repeated:
        await turn.show()
    elif reply is None or draft is None or reply.draft_id != turn.context.draft_id:
        await old_button(turn)
    else:
        await save_step(turn, draft, turn.context.form.tapped(draft, reply.question, reply.value))


async def save_step(turn: Turn, draft: Draft, step: Step, reply: LastReply | None = None) -> None:
    """Store a step and show what is due next, or say why the reply was not taken.

    `reply` is what was typed, where that is not simply the present message.
    """
    if step.problem and step.problem.reason == "consent_declined":
        await decline_consent(turn)
        return
    reached = counting.count_step(turn, step.draft)
    pops_up = step.problem if turn.update.callback_query else None
    screen = preapplication.form.screen(
        problem=None if pops_up else step.problem,
        noted=changed_questions(draft, step.draft),
        not_understood=step.not_understood,
        pasted=step.pasted,
        contact_key=contact_key_is_out(turn) and asks_for_telephone(turn.context, step.draft),
        reply=reply or last_typed_reply(turn, draft, step.draft),
    )
    await turn.save(screen, saving(turn, step.draft), reached)
    await turn.show(note=problem_text(turn.context, pops_up) if pops_up else "")


def last_typed_reply(turn: Turn, before: Draft, after: Draft) -> LastReply | None:
    """The last typed reply: the present message, or the one before the present tap."""
    message = turn.update.message
    if message is None:
        return last_reply_of(turn.screen)
    return last_reply(turn.context.form, before, after, message.message_id)


def last_reply_of(screen: Screen) -> LastReply | None:
    """The last typed reply, as the screen keeps it."""
    return screen.arguments.get("reply")


def form_without_notes(turn: Turn) -> Screen:
    """The form without notes on the last reply."""
    out = contact_key_is_out(turn)
    return preapplication.form.screen(contact_key=out, reply=last_reply_of(turn.screen))


def contact_key_is_out(turn: Turn) -> bool:
    """Tell whether Telegram's key for sharing one's number lies below the chat."""
    return bool(turn.screen.arguments.get("contact_key"))


async def ask_to_confirm(turn: Turn, prompt: str) -> None:
    """Ask first: which answer to change, or whether to start again."""
    await turn.save(preapplication.form.screen(prompt=prompt, reply=last_reply_of(turn.screen)))
    await turn.show()


async def decline_consent(turn: Turn) -> None:
    """Without consent nothing is kept; a draft that had it is erased only once that is confirmed."""
    draft = turn.context.draft
    if draft is not None and turn.context.applicant(draft.answers).consent:
        await ask_to_confirm(turn, "restart")
        return
    await turn.save(preapplication.consent_declined.screen(), drop_draft(turn.context.draft_id))
    await turn.show()


def changed_questions(before: Draft, after: Draft) -> list[str]:
    """The questions whose answers a step stored."""
    return [key for key, value in after.answers.items() if before.answers.get(key, ...) != value]


def saving(turn: Turn, draft: Draft) -> Write:
    """Store a draft."""
    content = turn.knowledge_base.content
    draft_id, consent = turn.context.draft_id, consent_question(content.questionnaire).id
    return save_draft(
        draft_id, content.version, draft.answers, draft.pending, draft.at, turn.now, consent=consent
    )


def asks_for_telephone(context: ViewContext, draft: Draft) -> bool:
    """Tell whether the telephone is being asked for."""
    position = context.form.position(draft)
    return isinstance(position, Asking) and type_of(position.question).shares_telephone


async def offer_contact_key(turn: Turn) -> None:
    """Show Telegram's key for sharing one's number; it disappears once the telephone is answered."""
    await turn.save(preapplication.form.screen(contact_key=True, reply=last_reply_of(turn.screen)))
    await turn.pop_up("")
    await turn.bot.send_message(
        turn.chat.chat_id,
        turn.context.say("Press the key below: Telegram then shares the number of this account with me."),
        reply_markup=contact_keyboard(turn.context.say("Share my telephone number")),
    )


async def press_move_button(turn: Turn) -> None:
    """Press a button that answers nothing: back, edit, send and the like."""
    await carry_out(turn, unpack(Move, turn.pressed))


async def carry_out(turn: Turn, move: Move | None) -> None:
    """Carry out a move, tapped or typed."""
    draft = turn.context.draft
    if move is not None and move.move in ("send", "send_anyway"):
        await sending.send_preapplication(turn, move)
    elif turn.repeated:
        await turn.show()
    elif move is None or draft is None or move.draft_id != turn.context.draft_id:
        await old_button(turn)
    elif move.move == "why":
        question = turn.knowledge_base.content.questionnaire.question(move.question)
        await turn.pop_up(
            preapplication.why_it_is_asked(turn.context, question) if question else "", alert=True
        )
    elif move.move == "share" and asks_for_telephone(turn.context, draft):
        await offer_contact_key(turn)
    elif move.move in PROMPTS:
        await ask_to_confirm(turn, PROMPTS[move.move])
    elif move.move == "leave":
        await leave(turn)
    elif move.move == "erase":
        await start_over(turn)
    else:
        await go_to_question(turn, draft, move)


async def start_over(turn: Turn) -> None:
    """Throw the draft away and begin a new one."""
    version = turn.knowledge_base.content.version
    begin = begin_draft(turn.chat.chat_id, version, turn.now, {})
    await turn.save(FORM, drop_draft(turn.context.draft_id), begin)
    await turn.show()


async def go_to_question(turn: Turn, draft: Draft, move: Move) -> None:
    """Go to another question; a second tap on Back or Keep finds another question on the screen and does nothing."""
    form = turn.context.form
    if move.move in ("back", "keep") and move.question and move.question != form.current(draft):
        await old_button(turn)
        return
    moves: Mapping[str, Callable[[], Draft]] = {
        "back": lambda: form.back(draft),
        "keep": lambda: form.keep(draft),
        "edit": lambda: form.edit(draft, move.question),
        "group": lambda: form.as_group(draft),
    }
    await save_step(turn, draft, Step(moves.get(move.move, lambda: draft)()))
