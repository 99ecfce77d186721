"""The answers that the form repeats: just stored, filled in from a long message, or known from the conversation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.views.context import ViewContext
from bot.views.eligibility import headline
from bot.views.message import (
    italic,
    paragraphs,
    plain,
    shortened,
)
from bot.views.preapplication.answers import answer_itself, answer_line
from knowledge.content.schema import Question
from knowledge.form.draft import Draft, Value
from knowledge.form.position import Asking, applicable
from knowledge.form.types import type_of

NOTED_LONGEST = 80

MANY_NOTED = 3
"""From this many on, answers stored at once stand in one paragraph, those about the candidate without their names,
so that the question fits the screen."""

FEW_LINES = 6
"""Answers that are shown a line each."""

IN_PARAGRAPH_LONGEST = 28
"""How much of an answer is shown where many stand in one paragraph."""


def note_of_stored(context: ViewContext, draft: Draft, noted: Sequence[str], *, pasted: bool = False) -> str:
    """The answers just stored, so that a misreading is seen at once."""
    if pasted:
        return answers_of_message(context, draft, noted)
    questionnaire = context.knowledge_base.content.questionnaire
    questions = [
        q for q in applicable(questionnaire, draft.answers) if q.id in noted and type_of(q).in_review
    ]
    judged = " ".join(judged_note(context, draft, noted))
    if len(questions) >= MANY_NOTED and context.form.judged_by(noted):
        answers = (
            shortened(answer_itself(context, draft, question), NOTED_LONGEST) for question in questions
        )
        return f"✓ {plain(' · '.join(answers))} {judged}".rstrip()
    taken = [f"✓ {answer_line(context, draft, question, NOTED_LONGEST)}" for question in questions]
    lines = ("\n" if len(taken) < MANY_NOTED else "  ").join(taken)
    return "\n".join(filter(None, (lines, judged)))


def answers_of_message(context: ViewContext, draft: Draft, noted: Sequence[str]) -> str:
    """The answers of a longer message, a line each, and how to correct them; empty at the consent."""
    position = context.form.position(draft)
    if isinstance(position, Asking) and type_of(position.question).comes_first:
        return ""
    lines = answers_known(context, draft, noted)
    correct = italic(context.say("If something is wrong, say so (“the e-mail is wrong”) or change it below."))
    judged = " ".join(judged_note(context, draft, noted))
    lead = context.say("From your message I have taken:")
    return "\n".join(filter(None, (lead, lines, correct, judged)))


def answers_known(context: ViewContext, draft: Draft, among: Sequence[str] | None = None) -> str:
    """The stored answers and the lists to confirm, a line each; only those `among` these questions.

    Many of them stand in one paragraph, so that the question fits the screen.
    """
    shown = replace(draft, answers={**draft.answers, **waiting_lists(draft)})
    questions = [
        question
        for question in applicable(context.form.questionnaire, shown.answers)
        if question.id in shown.answers
        and (among is None or question.id in among or question.id not in draft.answers)
        and type_of(question).in_review
    ]
    if len(questions) <= FEW_LINES:
        return "\n".join(answer_line(context, shown, question, NOTED_LONGEST) for question in questions)
    return " · ".join(short_answer(context, shown, question) for question in questions)


def short_answer(context: ViewContext, draft: Draft, question: Question) -> str:
    """An answer among many; without its name if it is about the candidate or the contact."""
    if question.tells or question.personal:
        return plain(shortened(answer_itself(context, draft, question), IN_PARAGRAPH_LONGEST))
    return answer_line(context, draft, question, IN_PARAGRAPH_LONGEST)


def judged_note(context: ViewContext, draft: Draft, noted: Sequence[str]) -> Iterator[str]:
    """How to correct a number that was looked up, and the verdict if it lets the candidate go on."""
    if not context.form.judged_by(noted):
        return
    verdict = context.form.verdict(draft)
    # Where the rules stop the candidate, the verdict's own text tells of the number.
    goes_on = verdict.passes or verdict.undecided
    if goes_on and verdict.candidate.approximate and not verdict.candidate.bound:
        yield italic(context.say("(GeoNames; if wrong, type “no, 57,000”)"))
    if verdict.passes:
        yield plain(headline(context, verdict))


def already_known(context: ViewContext, draft: Draft) -> str:
    """The answers known from the conversation, listed at the first question; going on confirms them."""
    lines = answers_known(context, draft)
    if not lines:
        return ""
    verdict = context.form.verdict(draft)
    known = "" if verdict.undecided else plain(headline(context, verdict))
    correct = italic(context.say("If something is wrong, you can change it later."))
    taken_over = context.say("Taken over from what you wrote:")
    return paragraphs(f"{taken_over}\n{lines}", " ".join(filter(None, (known, correct))))


def waiting_lists(draft: Draft) -> dict[str, Value]:
    """The lists that wait to be confirmed, by question."""
    halves = {key: half for key, half in draft.pending.items() if isinstance(half, Mapping)}
    return {key: half["list"] for key, half in halves.items() if half.get("list")}
