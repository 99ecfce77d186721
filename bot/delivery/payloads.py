"""What a delivery holds, by its channel: written by views and handlers, stored as JSON, read by the services here.

What is read is checked against these shapes; ValidationError (a ValueError) if it is none of them.
"""

from collections.abc import Mapping
from typing import Required

from pydantic import TypeAdapter
from typing_extensions import TypedDict

from storage.outbox import Entry


class Described(TypedDict):
    """A document that is made when it is sent, by bot/documents."""

    kind: str
    data: Mapping[str, object]


class Attachment(TypedDict, total=False):
    """A mail's file: its content, or a description of it; `missing` is what the mail says if it cannot be made."""

    filename: Required[str]
    mime: Required[str]
    content_base64: str
    described: Described
    missing: str


class MailPayload(TypedDict, total=False):
    """A mail. `in_reply_to` is the key of an earlier delivery, `reply_to` an address."""

    subject: Required[str]
    text: Required[str]
    html: str
    from_name: str
    reply_to: str | None
    language: str
    in_reply_to: str
    attachments: list[Attachment]


class KeyboardButton(TypedDict, total=False):
    """A button under a message: what it carries, or where it leads."""

    text: Required[str]
    data: str
    url: str


class ChatFile(TypedDict, total=False):
    """A message's file: its content, or a description of it."""

    filename: Required[str]
    content_base64: str
    described: Described


class CopiedMessage(TypedDict):
    """A message whose file is copied; the text is the copy's caption."""

    chat_id: int
    message_id: int


class Hours(TypedDict):
    """When a message may be sent: from the hour `first` on, before the hour `last`."""

    zone: str
    first: int
    last: int


class ChatPayload(TypedDict, total=False):
    """A message to a chat: text (Telegram's HTML; 1,024 characters with a file) and what goes with it.

    `edit_message_id` names a message to be changed, `card` a lead that is drawn in the place of a text, and
    `kept_as` what a message about a lead is remembered as (storage/sent_messages.py).
    """

    text: str
    keyboard: list[list[KeyboardButton]]
    reply_to_message_id: int | None
    copy: CopiedMessage
    edit_message_id: int
    document: ChatFile
    photo: ChatFile
    card: str
    hours: Hours
    kept_as: str | None


_CHAT: TypeAdapter[ChatPayload] = TypeAdapter(ChatPayload)
_MAIL: TypeAdapter[MailPayload] = TypeAdapter(MailPayload)


def chat_payload(entry: Entry) -> ChatPayload:
    """Read what a delivery to a chat holds."""
    return _CHAT.validate_python(dict(entry.delivery.payload))


def mail_payload(entry: Entry) -> MailPayload:
    """Read what a mail holds."""
    return _MAIL.validate_python(dict(entry.delivery.payload))
