"""Attachments that are made when their mail is sent, in a process of their own (bot/documents).

The attachment says what the mail says if it cannot be made.
"""

import base64
from dataclasses import replace
from html import escape

import structlog

from bot.delivery.payloads import Attachment, MailPayload, mail_payload
from bot.documents import DocumentError, make
from storage.outbox import Entry

log = structlog.get_logger("delivery")


async def with_documents(entry: Entry) -> Entry:
    """Make the documents that a mail names; the mail is sent without those that fail, and says so."""
    payload = mail_payload(entry)
    attachments = payload.get("attachments") or []
    if not any("document" in attachment for attachment in attachments):
        return entry
    payload["attachments"] = []
    for attachment in attachments:
        made = await made_now(attachment, entry.id)
        if made is None:
            payload = with_missing_note(payload, attachment["missing"])
        else:
            payload["attachments"].append(made)
    return replace(entry, delivery=replace(entry.delivery, payload=payload))


async def made_now(attachment: Attachment, delivery: int) -> Attachment | None:
    """Give an attachment with its content; None if it could not be made."""
    if "document" not in attachment:
        return attachment
    document = attachment["document"]
    try:
        content = await make(document["kind"], document["data"])
    except (DocumentError, OSError) as error:
        log.warning("document not made", delivery=delivery, kind=document["kind"], error=type(error).__name__)
        return None
    encoded = base64.b64encode(content).decode()
    return {"filename": attachment["filename"], "mime": attachment["mime"], "content_base64": encoded}


def with_missing_note(payload: MailPayload, missing: str) -> MailPayload:
    """The texts of a mail with a last line about what is missing."""
    html = payload.get("html") or ""
    changed: MailPayload = {**payload, "text": f"{payload['text']}\n\n{missing}"}
    if html:
        changed["html"] = html.replace("</body>", f"<p>{escape(missing)}</p></body>")
    return changed
