"""One of the municipalities of the group; stored by its name."""

from collections.abc import Iterator, Mapping, Sequence

from knowledge.content.schema import Language, Option, Question
from knowledge.form.draft import Value
from knowledge.form.options import member_option
from knowledge.form.replies import Accepted, Reply
from knowledge.form.steps import Step
from knowledge.form.types.base import Asked, QuestionType
from knowledge.form.types.choice import OneChoice, parse_choice


class Member(OneChoice):
    """The municipality that does something for the group."""

    name = "member"
    decides = False

    def parse(self, asked: Asked, text: str) -> Reply:
        """Read the name of a member."""
        reply = parse_choice(text, self.options(asked))
        return Accepted(self.names(asked)[reply.value]) if isinstance(reply, Accepted) else reply

    def tap(self, asked: Asked, code: str) -> Step:
        """Store the member that the button names."""
        name = self.names(asked).get(code)
        return asked.answer(name) if name else asked.refuse("old_button")

    def names(self, asked: Asked) -> dict[str, str]:
        """The members by the codes of their buttons."""
        return {member_option(name).id: name for name in member_names(asked.draft.answers)}

    def is_valid(self, asked: Asked, value: Value) -> bool:
        """A member that has not left the group."""
        return value in member_names(asked.draft.answers)

    def options(self, asked: Asked) -> tuple[Option, ...]:
        """The members."""
        return tuple(member_option(name) for name in member_names(asked.draft.answers))

    def worded(self, asked: Asked, value: Value, language: Language) -> str:  # noqa: ARG002
        """Its name."""
        return str(value)

    def mistakes(self, question: Question, options: Sequence[str]) -> Iterator[str]:
        """No options are needed."""
        yield from QuestionType.mistakes(self, question, options)


def member_names(answers: Mapping[str, Value]) -> list[str]:
    """The municipalities of the group, by name."""
    found = answers.get("members")
    return [member["name"] for member in found] if isinstance(found, list) else []
