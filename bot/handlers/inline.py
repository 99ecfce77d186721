"""Look-ups from any chat: `@bot plazo` lists answers in the person's language. There is no chat and no state."""

import asyncio

from telegram import (
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.context import Turn
from bot.handlers.coordinators import look_up
from bot.telegram.show import with_keyboard
from bot.views import inline as view
from bot.views.inline import InlineEntry, default_order, inline_entries, matching
from knowledge.conversation.understood import Understanding
from storage.counters import count_answer, most_given_answers
from storage.questions import keep_inline_question

CACHED = 300
"""Seconds for which Telegram gives the same person the same list without asking the bot."""
CACHED_BRIEFLY = 10
"""Seconds for which Telegram keeps an empty list: the question may be answered as soon as the content is better."""


async def answer_inline_query(turn: Turn) -> None:
    """Answer a look-up; one that Telegram no longer waits for is ignored."""
    query = turn.update.inline_query
    if query is None:
        return
    if not turn.services.look_ups.count_one(query.from_user.id, turn.now.date()):
        await query.answer([], cache_time=CACHED, is_personal=True, button=enough_button(turn))
        return
    if await look_up.answer_look_up(turn):
        return
    found, carried = await results(turn, query.query.strip())
    try:
        await query.answer(
            [answer_result(entry) for entry in ([] if query.offset else found)],
            cache_time=CACHED if found else CACHED_BRIEFLY,
            is_personal=True,
            next_offset="",
            button=ask_button(turn, carried) if carried else None,
        )
    except BadRequest as error:
        if "too old" not in str(error).lower():
            raise


async def results(turn: Turn, query: str) -> tuple[list[InlineEntry], str]:
    """The answers to list, and the key of the question if it can be asked in the private chat."""
    context = turn.context
    if not query:
        return inline_entries(context, await popular(turn)), ""
    understood = await asyncio.to_thread(
        turn.knowledge_base.interpreter.understand, query, context.language, context.today
    )
    found = inline_entries(context, matching(context, understood, query))
    if not found and understood.outcome == "smalltalk":
        return inline_entries(context, await popular(turn)), ""
    if not needs_conversation(understood, found):
        return found, ""
    return found, await keep_inline_question(turn.services.database, query, turn.now)


def needs_conversation(understood: Understanding, found: list[InlineEntry]) -> bool:
    """Tell whether it needs a conversation: nothing was found, or it is about somebody's own case."""
    return not found or understood.outcome == "eligibility"


async def popular(turn: Turn) -> list[str]:
    """The answers most often given, then the rest in the order of the subjects."""
    return [
        *await most_given_answers(turn.services.database, view.MOST_ENTRIES),
        *default_order(turn.context),
    ]


def answer_result(entry: InlineEntry) -> InlineQueryResultArticle:
    """Telegram's form of a line."""
    return InlineQueryResultArticle(
        entry.answer_id,
        entry.title,
        InputTextMessageContent(
            entry.message.text,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=not entry.message.preview),
        ),
        description=entry.teaser,
        api_kwargs=with_keyboard(entry.message.rows),
    )


def ask_button(turn: Turn, key: str) -> InlineQueryResultsButton:
    """The button with which the question is asked in the private chat."""
    return InlineQueryResultsButton(
        turn.context.say("Ask this in the private chat"), start_parameter=f"ask_{key}"
    )


def enough_button(turn: Turn) -> InlineQueryResultsButton:
    """Offer the private chat to somebody who has looked up a great deal today."""
    return InlineQueryResultsButton(
        turn.context.say("Enough for today here: ask me in private"), start_parameter="faq"
    )


async def count_posted_answer(turn: Turn) -> None:
    """Count an answer that was posted."""
    result = turn.update.chosen_inline_result
    if result is not None and result.result_id in turn.knowledge_base.content.answers:
        await turn.services.database.run(count_answer(result.result_id))
