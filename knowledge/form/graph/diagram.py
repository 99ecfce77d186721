"""Draws the questionnaire's flow in Mermaid, from the same walk that `check` makes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from knowledge.content.schema import Language, Question
from knowledge.form.graph.flow import REVIEW, STOP, Arrow, Flow
from knowledge.form.types import type_of

Labels = Mapping[tuple[str, str], str]
"""The words for a reply, by its question and code."""

ENDS = {REVIEW: "✓", STOP: "✗"}


def mermaid(flow: Flow, language: Language, labels: Labels) -> str:
    """Draw every question with the arrows that lead on from it; `labels` are the words for the replies."""
    arrows = flow.arrows()
    lines = [
        "flowchart TD",
        f"    {REVIEW}([{quoted(ENDS[REVIEW])}])",
        f"    {STOP}([{quoted(ENDS[STOP])}])",
    ]
    lines += [f"    {node(question, language)}" for question in flow.questionnaire.questions]
    lines += [f"    {drawn}" for drawn in ways(arrows, labels)]
    return "\n".join(lines) + "\n"


def node(question: Question, language: Language) -> str:
    """A question as a box; a choice as a rhombus, an optional one with rounded corners."""
    words = quoted(question.short.within(language))
    if type_of(question).branches:
        return f"{question.id}{{{words}}}"
    return f"{question.id}[{words}]" if question.required else f"{question.id}({words})"


def ways(arrows: Sequence[Arrow], labels: Labels) -> list[str]:
    """Draw each arrow once; where a question has several, with the replies that lead along it."""
    targets: dict[str, dict[str, list[Arrow]]] = defaultdict(lambda: defaultdict(list))
    for arrow in arrows:
        targets[arrow.source][arrow.target].append(arrow)
    return [
        f"{source} -->{joined_replies(found, labels) if len(each) > 1 and target != STOP else ''} {target}"
        for source, each in targets.items()
        for target, found in each.items()
    ]


def joined_replies(arrows: Sequence[Arrow], labels: Labels) -> str:
    """The replies of several arrows between the same two questions."""
    replies = dict.fromkeys(labels.get(fact, fact[1]) for arrow in arrows for fact in arrow.facts)
    return f"|{quoted(' / '.join(replies))}|" if replies else ""


def quoted(words: str) -> str:
    """Words as a Mermaid string."""
    return '"' + words.replace('"', "'") + '"'
