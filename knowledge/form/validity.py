"""Whether a stored answer still is one under the present content, whatever the content was when it was given."""

from collections.abc import Callable, Collection, Mapping

from knowledge.content.schema import Question
from knowledge.form.position import Value


def still_valid(
    question: Question, value: Value, options: Collection[str], answers: Mapping[str, Value], consent: str
) -> bool:
    """Judge an answer by its question's type; `options` are the codes that can be chosen today."""
    if value is None:
        return not question.required
    checks: Mapping[str, Callable[[], bool]] = {
        "consent": lambda: bool(value == consent),
        "choice": lambda: isinstance(value, str) and value in options,
        "choices": lambda: are_choices(question, value, options),
        "number": lambda: is_number(value, question.min, question.max),
        "country": lambda: isinstance(value, str) and len(value) == 2,
        "place": lambda: isinstance(value, Mapping) and bool(value.get("name")),
        "members": lambda: are_members(question, value),
        "member": lambda: value in member_names(answers),
    }
    return checks.get(question.type, lambda: is_text(question, value))()


def are_choices(question: Question, value: Value, options: Collection[str]) -> bool:
    """Codes that exist, as many as may be chosen."""
    known = isinstance(value, list) and all(isinstance(code, str) and code in options for code in value)
    return known and (question.min or 1) <= len(value) <= (question.max or len(value))


def is_number(value: Value, smallest: int | None, largest: int | None) -> bool:
    """A whole number within the question's limits."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole and (smallest is None or value >= smallest) and (largest is None or value <= largest)


def are_members(question: Question, value: Value) -> bool:
    """Municipalities with their numbers, enough of them."""
    if not isinstance(value, list) or len(value) < (question.min or 1):
        return False
    return all(
        isinstance(member, Mapping) and is_number(member.get("population"), 1, None) for member in value
    )


def member_names(answers: Mapping[str, Value]) -> list[str]:
    """The municipalities of the group, by name."""
    listed = answers.get("members")
    return [member["name"] for member in listed] if isinstance(listed, list) else []


def is_text(question: Question, value: Value) -> bool:
    """Words, no more than there is room for."""
    return isinstance(value, str) and len(value) <= (question.max_length or len(value))
