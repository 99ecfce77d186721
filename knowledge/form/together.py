"""Several answers in one message: «Ana Pérez, técnica, Ayuntamiento de Elche, ana@…, 976 123 456»."""

import re
from collections.abc import Iterator

from knowledge.content.schema import Question
from knowledge.form.draft import Draft
from knowledge.form.replies import Accepted
from knowledge.form.types import type_of
from knowledge.form.types.base import Asked, Sources
from knowledge.form.types.one_line import OneLine
from knowledge.form.types.text import FreeText

BETWEEN = re.compile(r"[,;\n]|\s[-–|]\s")


def answered_together(before: Draft, after: Draft, question: Question, text: str, sources: Sources) -> Draft:
    """Take what a reply holds for later questions beside the answer to its own; nothing that was answered before."""
    later = [sources.questionnaire.question(each) for each in question.together]
    left = [each for each in later if each and each.id not in before.answers]
    parts = [part.strip() for part in BETWEEN.split(text) if part.strip()]
    if len(parts) < 2 or question.id not in after.answers:
        return after
    answers = dict(after.answers)
    used = {parts[0]}
    for each, part, value in [*found_whole(left, parts, after, sources)]:
        answers[each.id] = value
        used.add(part)
    words = [part for part in parts if part not in used]
    for each, part in in_words([q for q in left if q.id not in answers], words, sources):
        step = type_of(each).read(Asked(each, after, sources), part)
        if each.id in step.draft.answers:
            answers[each.id] = step.draft.answers[each.id]
    return Draft(answers, after.pending, after.at)


def found_whole(
    left: list[Question], parts: list[str], draft: Draft, sources: Sources
) -> Iterator[tuple[Question, str, object]]:
    """The answers that can be told by their form: addresses, telephones."""
    for question in left:
        kind = type_of(question)
        if not isinstance(kind, OneLine) or isinstance(kind, FreeText):
            continue
        for part in parts:
            reply = kind.parse(Asked(question, draft, sources), part)
            if isinstance(reply, Accepted):
                yield question, part, reply.value
                break


def in_words(left: list[Question], parts: list[str], sources: Sources) -> Iterator[tuple[Question, str]]:
    """The other parts: each to the question whose examples it is like, what is like none to the first one left."""
    open_questions = [question for question in left if type_of(question).free_text]
    for part in parts:
        code = sources.meanings.fields(open_questions, part) if open_questions else None
        question = next((each for each in open_questions if each.id == code), None)
        if question is None and len(parts) == len(open_questions):
            question = open_questions[0]
        if question is not None:
            open_questions.remove(question)
            yield question, part
