"""The kinds of question, by the name that questionnaire.yaml gives them. docs/adding-a-question-type.md adds one."""

from collections.abc import Mapping

from knowledge.content.schema import Question
from knowledge.form.types.base import QuestionType
from knowledge.form.types.consent import ConsentQuestion
from knowledge.form.types.country import CountryQuestion
from knowledge.form.types.email_address import EmailQuestion
from knowledge.form.types.group_members import MembersQuestion
from knowledge.form.types.number import NumberQuestion
from knowledge.form.types.one_choice import ChoiceQuestion
from knowledge.form.types.one_member import MemberQuestion
from knowledge.form.types.person_name import PersonNameQuestion
from knowledge.form.types.place import PlaceQuestion
from knowledge.form.types.several_choices import SeveralChoicesQuestion
from knowledge.form.types.telephone import TelephoneQuestion
from knowledge.form.types.text import TextQuestion
from knowledge.form.types.verdict import VerdictGate
from knowledge.form.types.web_address import WebAddressQuestion

KINDS: tuple[QuestionType, ...] = (
    ConsentQuestion(),
    ChoiceQuestion(),
    SeveralChoicesQuestion(),
    TextQuestion(),
    PersonNameQuestion(),
    NumberQuestion(),
    CountryQuestion(),
    PlaceQuestion(),
    MembersQuestion(),
    MemberQuestion(),
    VerdictGate(),
    WebAddressQuestion(),
    EmailQuestion(),
    TelephoneQuestion(),
)
TYPES: Mapping[str, QuestionType] = {kind.name: kind for kind in KINDS}


def type_of(question: Question) -> QuestionType:
    """The kind of a question; content with an unknown one is refused before (checks/questionnaire.py)."""
    return TYPES[question.type]


def exists(question: Question) -> bool:
    """Tell whether there is such a kind of question."""
    return question.type in TYPES
