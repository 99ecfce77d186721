"""What `@bot words` lists in any chat: answers with title and first sentence, each posted whole with its source."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.telegram.deep_links import SCREENS, answer_payload, link
from bot.views.answers import answer_text, share_buttons
from bot.views.context import ViewContext
from bot.views.menu import source
from bot.views.message import Button, Message, bold, paragraphs, plain, shortened
from knowledge.conversation.understood import NEAR_ENOUGH, Understanding
from knowledge.reading.text import tokens

MOST_ENTRIES = 10
TEASER = 120
"""Characters of the first sentence: two lines on a phone."""


@dataclass(frozen=True)
class InlineEntry:
    """One line of the list, and the message that it posts."""

    answer_id: str
    title: str
    teaser: str
    message: Message


def inline_entries(context: ViewContext, ids: Iterable[str]) -> list[InlineEntry]:
    """The lines for these answers, each once, as many as are shown."""
    answers = context.knowledge_base.content.answers
    return [entry(context, answer_id) for answer_id in dict.fromkeys(ids) if answer_id in answers][
        :MOST_ENTRIES
    ]


def entry(context: ViewContext, answer_id: str) -> InlineEntry:
    """An answer as a line, and as the message that anybody can read: no buttons that need this bot's chat."""
    _ = context.say
    question = context.words.fill(context.knowledge_base.content.answers[answer_id].question)
    text = answer_text(context, answer_id)
    address = link(context.username, answer_payload(answer_id))
    mention = f'<a href="{address}">@{context.username}</a>'
    said = paragraphs(
        bold(question), with_command_links(context, plain(text)), source(context, answer_id), mention
    )
    rows = ((Button(_("Open in the assistant"), url=address), *share_buttons(context, answer_id)),)
    message = Message(said, rows, preview=context.knowledge_base.content.has_role(answer_id, "application"))
    return InlineEntry(answer_id, question, first_sentence(text), message)


def with_command_links(context: ViewContext, text: str) -> str:
    """Turn the commands in a text into links: posted in another chat they would reach that chat's bots."""

    def as_link(found: re.Match[str]) -> str:
        return f'<a href="{link(context.username, found[1])}">{found[0]}</a>'

    return re.sub(rf"(?<!\S)/({'|'.join(SCREENS)})\b", as_link, text)


def first_sentence(text: str) -> str:
    """The first sentence of a text, cut to two lines."""
    return shortened(re.split(r"(?<=[.!?:])\s", text.strip(), maxsplit=1)[0], TEASER)


def matching(context: ViewContext, understood: Understanding, query: str) -> list[str]:
    """The answers to a look-up, best first: what the chat would answer, titles that begin like it, suggestions.

    People look up while they type, so a title that begins with their words comes before a suggestion.
    """
    likely = [c.id for c in understood.candidates if c.score >= NEAR_ENOUGH or c.id == understood.id]
    typed = titles_beginning(context, tokens(query))
    if understood.outcome == "answer" and understood.id:
        return [*likely, *typed, *context.knowledge_base.content.answers[understood.id].related]
    if understood.outcome == "eligibility" and understood.verdict:
        return [*understood.verdict.answers, *likely, *typed]
    return [*typed, *(likely if understood.outcome == "suggest" else [])]


def titles_beginning(context: ViewContext, words: Sequence[str]) -> list[str]:
    """The answers whose title has a word that begins with each of these."""
    return [
        answer_id
        for answer_id in context.knowledge_base.content.answers
        if words and all(any(t.startswith(word) for t in title_words(context, answer_id)) for word in words)
    ]


def title_words(context: ViewContext, answer_id: str) -> tuple[str, ...]:
    """The words of an answer's titles: the one on its button and the full one."""
    answer = context.knowledge_base.content.answers[answer_id]
    return tokens(f"{answer.button.within(context.language)} {context.words.fill(answer.question)}")


def default_order(context: ViewContext) -> list[str]:
    """The order before answers were counted: the first answer of each subject, then the second, and so on."""
    categories = [[answer.id for answer in c.answers] for c in context.knowledge_base.content.categories]
    longest = max(map(len, categories))
    return [ids[place] for place in range(longest) for ids in categories if place < len(ids)]
