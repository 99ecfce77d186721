"""Whether a line typed at the form may be a question, and not the reply that it was taken for."""

from knowledge.form.draft import Draft
from knowledge.form.position import Asking
from knowledge.form.replies.wishes import looks_like_question
from knowledge.form.state import FormState
from knowledge.form.steps import Step
from knowledge.form.types import type_of

LONGEST = 200
"""A longer text is an answer of its own, even where it holds a question mark."""

ANY = ("answer", "suggest", "unknown", "eligibility", "smalltalk")
UNDERSTOOD = ("answer", "eligibility")
SURE = ("answer",)
NO_VALUE = ("option", "place", "member", "number", "country", "use_buttons")
"""The reasons for refusing a line that holds nothing of the kind that was asked for."""


def question_outcomes(form: FormState, draft: Draft, text: str, step: Step) -> tuple[str, ...]:
    """List the outcomes of `understand` that make a line a question; more of them, the less it looks like a reply."""
    if len(text) > LONGEST or not any(character.isalnum() for character in text):
        return ()
    if step.wish:
        return ANY if step.wish in ("question", "smalltalk") else ()
    position = form.position(draft)
    if isinstance(position, Asking) and type_of(position.question).free_text:
        return SURE if looks_like_question(text, form.meanings.words) and not step.problem else ()
    if step.problem and step.problem.reason in NO_VALUE:
        return UNDERSTOOD if looks_like_question(text, form.meanings.words) else SURE
    return ()
