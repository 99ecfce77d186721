"""The arguments of all stored screens, by name and type; each view takes those it has parameters for."""

from collections.abc import Mapping, Sequence

from typing_extensions import TypedDict

from knowledge.eligibility.judge import Candidate
from knowledge.form.last_reply import LastReply
from knowledge.form.replies.results import Rejected
from knowledge.geo.gazetteer import StoredPlace


class StoredPart(TypedDict, total=False):
    """A stored reply to one of several questions: an answer, a candidate, or what was asked without either."""

    id: str
    opening: int | None
    candidate: Candidate
    asked: str
    subject: str | None


class OwnLead(TypedDict):
    """What the screens show of a pre-application that somebody sent; moments as they are stored."""

    reference: str
    name: str
    withdrawn: bool
    sent: str
    changed: str | None
    opened: str | None
    decision: str | None
    decided: str


class ScreenArguments(TypedDict, total=False):
    """Arguments of views; what they mean stands with the views. A test holds that every parameter is here."""

    alternatives: Sequence[StoredPlace]
    apart: bool
    asked: str
    candidate: Candidate
    category: str
    contact: str | None
    contact_key: bool
    corrected: bool
    doubtful: str
    id: str | None
    ids: list[str]
    introduction: str | None
    kind: str
    lead: OwnLead
    leads: Sequence[OwnLead]
    not_understood: Sequence[str]
    meant: str
    nearest: str | None
    noted: Sequence[str]
    opening: int | None
    page: int
    parts: Sequence[StoredPart]
    pasted: bool
    problem: Rejected | None
    prompt: str
    question: int
    reason: str
    reference: str
    references: Sequence[str]
    reply: LastReply | None
    reply_to: str
    resumed: bool
    sent: str | None
    subject: str | None
    text: str
    voted: bool
    words: str
    written_in: str

    back: Mapping[str, object]
    """The screen before a talk."""
    until: str
    """The moment at which a talk ends by itself."""
