"""Documents that a delivery describes in the place of their content: bot/documents makes them right before it is sent.

So no reply waits for them. A mail goes without one that cannot be made, and says so; a message to a chat, which is
nothing without its file, is tried again.
"""

import base64
from dataclasses import replace
from html import escape

import structlog

from bot.delivery.outcome import Outcome, Service, TransientFailure
from bot.delivery.payloads import Attachment, Described, MailPayload, chat_payload, mail_payload
from bot.documents import DocumentError, make
from storage.outbox import Entry

log = structlog.get_logger("delivery")


async def encoded_document(described: Described) -> str:
    """Make a document; gives it in base64. DocumentError if it cannot be made."""
    return base64.b64encode(await make(described["kind"], described["data"])).decode()


class WithDocuments:
    """A service for chats whose deliveries may describe a document."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def send(self, entry: Entry) -> Outcome:
        """Have the document made, if one is described, and send."""
        payload = chat_payload(entry)
        document = payload.get("document")
        if not document or "described" not in document:
            return await self._service.send(entry)
        try:
            content = await encoded_document(document["described"])
        except DocumentError as error:
            return TransientFailure(
                "document", f"The document could not be made ({error}): it is tried again by itself."
            )
        payload["document"] = {"filename": document["filename"], "content_base64": content}
        return await self._service.send(replace(entry, delivery=replace(entry.delivery, payload=payload)))


async def with_attachments_made(entry: Entry) -> Entry:
    """Make the documents that a mail describes; those that fail are left out, and the mail says so."""
    payload = mail_payload(entry)
    attachments = payload.get("attachments") or []
    if not any("described" in attachment for attachment in attachments):
        return entry
    payload["attachments"] = []
    for attachment in attachments:
        made = await attachment_made(attachment, entry.id)
        if made is None:
            payload = with_missing_note(payload, attachment["missing"])
        else:
            payload["attachments"].append(made)
    return replace(entry, delivery=replace(entry.delivery, payload=payload))


async def attachment_made(attachment: Attachment, delivery: int) -> Attachment | None:
    """Give an attachment with its content; None if it could not be made."""
    if "described" not in attachment:
        return attachment
    described = attachment["described"]
    try:
        content = await encoded_document(described)
    except DocumentError as error:
        log.warning("document not made", delivery=delivery, kind=described["kind"], reason=str(error))
        return None
    return {"filename": attachment["filename"], "mime": attachment["mime"], "content_base64": content}


def with_missing_note(payload: MailPayload, missing: str) -> MailPayload:
    """The texts of a mail with a last line about what is missing."""
    html = payload.get("html") or ""
    changed: MailPayload = {**payload, "text": f"{payload['text']}\n\n{missing}"}
    if html:
        changed["html"] = html.replace("</body>", f"<p>{escape(missing)}</p></body>")
    return changed
