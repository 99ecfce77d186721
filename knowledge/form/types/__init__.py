"""The kinds of question, by the name that questionnaire.yaml gives them. docs/adding-a-question-type.md adds one."""

from collections.abc import Mapping

from knowledge.content.schema import Question
from knowledge.form.types.base import QuestionType
from knowledge.form.types.consent import Consent
from knowledge.form.types.country import Country
from knowledge.form.types.email_address import EmailAddress
from knowledge.form.types.group_members import Members
from knowledge.form.types.number import WholeNumber
from knowledge.form.types.one_choice import OneChoice
from knowledge.form.types.one_member import Member
from knowledge.form.types.person_name import PersonName
from knowledge.form.types.place import Place
from knowledge.form.types.several_choices import SeveralChoices
from knowledge.form.types.telephone import Telephone
from knowledge.form.types.text import FreeText
from knowledge.form.types.verdict import VerdictGate
from knowledge.form.types.web_address import WebAddress

KINDS: tuple[QuestionType, ...] = (
    Consent(),
    OneChoice(),
    SeveralChoices(),
    FreeText(),
    PersonName(),
    WholeNumber(),
    Country(),
    Place(),
    Members(),
    Member(),
    VerdictGate(),
    WebAddress(),
    EmailAddress(),
    Telephone(),
)
TYPES: Mapping[str, QuestionType] = {kind.name: kind for kind in KINDS}


def type_of(question: Question) -> QuestionType:
    """The kind of a question; content with an unknown one is refused before (checks/questionnaire.py)."""
    return TYPES[question.type]


def exists(question: Question) -> bool:
    """Tell whether there is such a kind of question."""
    return question.type in TYPES
