"""Whether a line typed at the form may be a question, and not the reply that it was taken for."""

from knowledge.form.draft import Draft
from knowledge.form.position import Asking
from knowledge.form.replies.wishes import looks_like_question
from knowledge.form.state import FormState
from knowledge.form.steps import Step
from knowledge.form.types import type_of

MOST_CHARACTERS = 200
"""A longer text is an answer of its own, even where it holds a question mark."""

ALL_OUTCOMES = ("answer", "suggest", "unknown", "eligibility", "smalltalk")
ANSWERED_OUTCOMES = ("answer", "eligibility")
ANSWER_ONLY = ("answer",)
NO_VALUE = ("option", "place", "member", "number", "country", "use_buttons")
"""The reasons for refusing a line that holds nothing of the kind that was asked for."""


def question_outcomes(form: FormState, draft: Draft, text: str, step: Step) -> tuple[str, ...]:
    """List the outcomes of `understand` that make a line a question; more of them, the less it looks like a reply."""
    if len(text) > MOST_CHARACTERS or not any(character.isalnum() for character in text):
        return ()
    if step.wish:
        return ALL_OUTCOMES if step.wish in ("question", "smalltalk") else ()
    position = form.position(draft)
    if isinstance(position, Asking) and type_of(position.question).free_text:
        return ANSWER_ONLY if looks_like_question(text, form.meanings.words) and not step.problem else ()
    if step.problem and step.problem.reason in NO_VALUE:
        return ANSWERED_OUTCOMES if looks_like_question(text, form.meanings.words) else ANSWER_ONLY
    return ()
