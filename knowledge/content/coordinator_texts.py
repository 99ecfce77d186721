"""The shape of coordinators.yaml: saved replies, reasons for declining, and texts about decisions."""

from pydantic import Field

from knowledge.content.schema import Shape, Text


class SavedReply(Shape):
    """A reply for /reply; `text` may name {name}, {city}, {reference} and {coordinator}."""

    id: str = Field(pattern=r"^[a-z0-9_]{1,20}$")
    title: Text
    text: Text


class DeclineReason(Shape):
    """Why a pre-application is declined, in few words, and what the applicant may be told."""

    id: str = Field(pattern=r"^[a-z0-9_]{1,20}$")
    label: Text
    text: Text


class CoordinatorTexts(Shape):
    """The whole file; `accepted` and `declined` are what the applicant may be told."""

    saved_replies: tuple[SavedReply, ...] = ()
    decline_reasons: tuple[DeclineReason, ...] = ()
    accepted: Text | None = None
    declined: Text | None = None
