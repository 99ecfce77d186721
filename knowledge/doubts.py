"""Second thoughts about a typed line: a likely slip to confirm, or a question that was the answer after all."""

from collections.abc import Mapping

from knowledge.models import Question
from knowledge.questionnaire import Draft
from knowledge.steps import Step, refused, tag


def tapped_doubt(draft: Draft, question: Question, value: str) -> Step:
    """Take what was probably meant, or what was typed after all."""
    pending = draft.pending.get(question.id)
    said = pending if isinstance(pending, Mapping) else {}
    for which in ("meant", "typed"):
        if which in said and value == which + tag(said[which]):
            return Step(draft.answered(question.id, said[which]))
    return refused(draft, "old_button")


def tapped_aside(draft: Draft, question: Question, value: str) -> Step:
    """Take the line that was answered as a question for the answer."""
    pending = draft.pending.get(question.id)
    said = pending.get("aside") if isinstance(pending, Mapping) else None
    if said is None or value != f"aside{tag(said)}":
        return refused(draft, "old_button")
    return Step(draft.answered(question.id, said))
