"""The answers to several questions of one message: each short, one below the other."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.views.answers import answer_text, opening_text, question_button
from bot.views.context import ViewContext
from bot.views.eligibility import verdict_text
from bot.views.menu import back_to_menu
from bot.views.message import Message, bold, length, paragraphs, plain, rows_of
from bot.views.screens import view
from knowledge.content.schema import LONGEST_MESSAGE
from knowledge.eligibility.judge import Candidate, judge


@view("answers")
def several(context: ViewContext, parts: Sequence[Mapping[str, Any]], asked: str = "") -> Message:  # noqa: ARG001 - stored
    """Draw each stored part, an answer or a candidate; one whose answer no longer exists is left out."""
    answers = context.knowledge_base.content.answers
    texts = [part_text(context, part) for part in parts if "candidate" in part or part.get("id") in answers]
    buttons = [question_button(context, part["id"]) for part in parts if part.get("id") in answers]
    return Message(joined(texts), (*rows_of(buttons, 2), back_to_menu(context)))


def part_text(context: ViewContext, part: Mapping[str, Any]) -> str:
    """One of the answers under its question, or the verdict on a candidate."""
    if "candidate" in part:
        rulebook = context.knowledge_base.content.rulebook
        return verdict_text(context, judge(rulebook, Candidate(**part["candidate"]), context.today))
    answer = context.knowledge_base.content.answers[part["id"]]
    said = plain(answer_text(context, answer.id))
    opening = opening_text(context, answer.id, part.get("opening"))
    return "\n".join(filter(None, (bold(context.words.fill(answer.question)), opening, said)))


def joined(texts: Sequence[str]) -> str:
    """Join texts; only the first paragraph of each where one message does not hold them all."""
    whole = paragraphs(*texts)
    return (
        whole if length(whole) <= LONGEST_MESSAGE else paragraphs(*(text.split("\n\n")[0] for text in texts))
    )
