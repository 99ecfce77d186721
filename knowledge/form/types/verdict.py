"""The place in the questionnaire where the rules decide whether a candidate may go on; nobody answers it."""

from knowledge.form.draft import Value
from knowledge.form.steps import Step
from knowledge.form.types.base import Asked, QuestionType


class VerdictGate(QuestionType):
    """Answered by the rules."""

    name = "verdict"
    answered_by_person = False
    in_review = False
    must_say_why = False
    branches = True

    def read(self, asked: Asked, text: str) -> Step:  # noqa: ARG002
        """Nothing is taken here."""
        return asked.refuse("use_buttons")

    def is_valid(self, asked: Asked, value: Value) -> bool:  # noqa: ARG002
        """Nothing is stored."""
        return False
