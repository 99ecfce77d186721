"""Questions in free text: answer, suggest, or say that it is not known and offer to pass the question on."""

import asyncio
import re
from dataclasses import replace

import structlog

from bot.chat_language import speaks_other_language
from bot.context import Turn
from bot.operations import quotas
from bot.operations import usage_counts as counting
from bot.replies import reply_screen
from bot.telegram.callback_data import ChooseLanguage, PassOn, Vote, unpack
from bot.views import answers, menu, render
from bot.views.context import Screen, ViewContext
from bot.views.leads.mail import question_deliveries
from bot.views.leads.notices import in_each_language
from bot.views.message import Button, Message
from knowledge.content.schema import Language
from knowledge.conversation.understood import Understanding
from knowledge.form.replies.results import Accepted, Doubtful
from knowledge.form.types.email_address import parse_email
from knowledge.routing import RoutingCase, recipients
from storage.counters import count_answer
from storage.database import Connection, Write
from storage.questions import (
    count_forwarded,
    find_question,
    forward_question,
    keep_question,
    read_question_of_update,
    vote,
)

log = structlog.get_logger("questions")


async def asked(turn: Turn) -> None:
    """Reply to a typed message, in its own language; what is not answered is stored as a gap."""
    understood = await understand_text(turn)
    turn.conversation = understood.conversation
    context = turn.context.within(understood.language)
    counted = counting.count_outcome(turn, understood.outcome, understood.language)
    given = [count_answer(answer) for answer in understood.ids if understood.outcome == "answer"]
    already = turn.screen.arguments.get("question", 0) if understood.lead or understood.passes_on else 0
    if already:
        await turn.save(reply_screen(context, understood, already), counted)
    elif understood.outcome in ("unknown", "suggest") or understood.unanswered:
        update_id = turn.update.update_id
        await turn.save(
            lambda db: reply_screen(
                context, understood, read_question_of_update(db, update_id).question_id, turn.text
            ),
            not_answered(turn, context, understood),
            counted,
            *given,
            language=written_in(turn, understood),
        )
    else:
        screen = reply_screen(context, understood, asked=turn.text)
        await turn.save(screen, counted, *given, language=written_in(turn, understood))
    await turn.answer(offering_language(turn, render(context, turn.screen), context))
    count_question(turn, understood)


def not_answered(turn: Turn, context: ViewContext, understood: Understanding) -> Write:
    """Keep a question without a sure answer, beside the answer that is nearest to it."""
    nearest = reply_screen(context, understood).arguments.get("nearest")
    before = turn.screen.arguments.get("asked") if understood.lead else None
    asked = understood.unanswered or understood.asked or before or turn.text
    outcome = "unknown" if understood.unanswered else understood.outcome
    return keep_question(
        turn.update.update_id,
        turn.chat.chat_id,
        understood.language,
        asked,
        outcome,
        nearest or next(iter(understood.suggestions), None),
        turn.now,
    )


def written_in(turn: Turn, understood: Understanding) -> Language | None:
    """The language of what is written, to be kept where neither a choice nor Telegram tells one."""
    user = turn.update.effective_user
    told = turn.chat.language or (user and user.language_code)
    return None if told else understood.language


def offering_language(turn: Turn, reply: Message, context: ViewContext) -> Message:
    """A reply in another language than the chat's, or than any of the person's, with a button to choose it."""
    if context.language != turn.context.language:
        row: tuple[Button, ...] = (
            Button(context.say("Continue in English"), ChooseLanguage(context.language)),
        )
    elif speaks_other_language(turn.chat, turn.update, context.languages):
        row = menu.language_buttons(context)
    else:
        return reply
    return replace(reply, rows=(*reply.rows, row))


def count_question(turn: Turn, understood: Understanding) -> None:
    """Count a question, and log what it was understood as."""
    turn.services.metrics.answers.labels(understood.outcome).inc()
    question = turn.screen.arguments.get("question")
    log.info("question understood", outcome=understood.outcome, answer=understood.id, question_id=question)


async def understand_text(turn: Turn) -> Understanding:
    """Understand the typed text."""
    spoken = turn.context.language
    understood = await asyncio.to_thread(
        turn.knowledge_base.interpreter.understand,
        turn.text,
        spoken,
        turn.context.today,
        turn.conversation,
    )
    # French is not Spanish: what is not understood says nothing about the language of one who speaks neither.
    strange = understood.foreign or (
        understood.outcome == "unknown"
        and speaks_other_language(turn.chat, turn.update, turn.context.languages)
    )
    return replace(understood, language=spoken) if strange else understood


async def faq(turn: Turn) -> None:
    """/faq: the subjects; /faq with words: what they find."""
    words = re.sub(r"^/\S+\s*", "", turn.text)
    if not words:
        await turn.save(answers.categories.screen())
    else:
        found = await asyncio.to_thread(
            turn.knowledge_base.search.find, words, language=turn.context.language
        )
        ids = [candidate.id for candidate in found.candidates[:5]]
        await turn.save(answers.faq_results.screen(ids, words[:200]))
    await turn.show()


async def voted(turn: Turn) -> None:
    """Count a thumb under an answer; one down is offered what was nearly answered, and to pass the question on."""
    given = unpack(Vote, turn.pressed)
    if given is None or given.answer_id not in turn.knowledge_base.content.answers:
        await turn.show(note=turn.context.say("That answer no longer exists."))
        return
    count = vote(turn.chat.chat_id, given.answer_id, bool(given.helpful), turn.now)
    gaps = unanswered_question_of_vote(turn, given)
    if gaps:
        await turn.save(lambda db: next_best(turn, db), count, *gaps)
    else:
        await turn.save(answers.answer.screen(given.answer_id, voted=True), count)
    await turn.show(note=turn.context.say("Thank you for your opinion."))


def next_best(turn: Turn, db: Connection) -> Screen:
    """The answers that were nearly given instead, and the offer to pass on the question of this update."""
    question = read_question_of_update(db, turn.update.update_id).question_id
    contact = turn.knowledge_base.content.role("contact")
    others = [one for one in turn.conversation.others if one != contact]
    return answers.suggest.screen(others, question, contact=contact)


def unanswered_question_of_vote(turn: Turn, given: Vote) -> list[Write]:
    """The question that a vote against its answer shows to be a gap in the knowledge base, to be stored."""
    asked = turn.screen.arguments.get("asked")
    if given.helpful or not asked or turn.screen.arguments.get("id") != given.answer_id:
        return []
    update_id, chat_id = turn.update.update_id, turn.chat.chat_id
    return [
        keep_question(
            update_id, chat_id, turn.context.language, asked, "voted_down", given.answer_id, turn.now
        )
    ]


async def ask_where_to_reply(turn: Turn) -> None:
    """Ask for an address, or drop the idea."""
    wanted = unpack(PassOn, turn.pressed)
    stored = await find_question(turn.services.database, wanted.question_id) if wanted else None
    if wanted is None or stored is None or stored.chat_id != turn.chat.chat_id or wanted.step == "no":
        await turn.save(menu.menu.screen())
    elif stored.forwarded_at and stored.reply_to:
        await turn.save(answers.passed_on.screen(stored.reply_to))
    else:
        await turn.save(answers.pass_on.screen(stored.question_id, stored.text))
    await turn.show()


async def question_left(turn: Turn) -> None:
    """Take a question that somebody leaves for the coordination unit, then ask for the address."""
    update_id = turn.update.update_id
    keep = keep_question(
        update_id, turn.chat.chat_id, turn.context.language, turn.text, "left", None, turn.now
    )

    def asking(db: Connection) -> Screen:
        return answers.pass_on.screen(read_question_of_update(db, update_id).question_id, turn.text)

    await turn.save(asking, keep)
    await turn.show()


async def address_typed(turn: Turn) -> None:
    """Take the address for the reply: the question goes to the coordination unit with it."""
    reply = parse_email(turn.text)
    stored = await find_question(turn.services.database, turn.screen.arguments.get("question", 0))
    if stored is None:
        await asked(turn)
        return
    if not isinstance(reply, Accepted | Doubtful):
        if "@" not in turn.text:
            await asked(turn)
            return
        await turn.show()
        return
    if isinstance(reply, Doubtful) and turn.screen.arguments.get("doubtful") != reply.value:
        doubt = answers.pass_on.screen(stored.question_id, stored.text, str(reply.value), str(reply.meant))
        await turn.save(doubt)
        await turn.show()
        return
    reply_to = str(reply.value)
    contacts = recipients(turn.knowledge_base.content.contacts, RoutingCase("questions"))
    deliveries = in_each_language(
        contacts,
        turn.services.unit.chat_languages(),
        lambda told: question_deliveries(turn.contexts(), stored, reply_to, told),
    )
    if await has_reached_question_limit(turn):
        deliveries, turn.notice = [], question_kept_silently(turn.context)
    write = forward_question(stored.question_id, reply_to, deliveries, turn.now)
    await turn.save(answers.passed_on.screen(reply_to), write)
    await turn.show()


async def has_reached_question_limit(turn: Turn) -> bool:
    """Tell whether this person had as many questions passed on within a day as go out one by one."""
    count = await count_forwarded(turn.services.database, turn.chat.chat_id, turn.now - quotas.DAY)
    return count >= quotas.QUESTIONS


def question_kept_silently(context: ViewContext) -> str:
    """Say that a question is kept, but announced to nobody."""
    return context.say(
        "You have passed on several questions today. This one is kept too: {unit} finds it, together "
        "with your others, in its list of open questions, without a message of its own."
    )
