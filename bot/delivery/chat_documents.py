"""Has the documents made that a delivery only describes, right before it is sent: no reply waits for them.

Such a payload describes a document in the place of its content; bot/documents makes it.
"""

import base64
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.delivery.outcome import Outcome, Service, TransientFailure
from bot.delivery.payloads import chat_payload
from bot.documents import DocumentError
from storage.outbox import Entry

Make = Callable[[str, Mapping[str, object]], Awaitable[bytes]]


class WithDocuments:
    """A service whose deliveries may describe a document."""

    def __init__(self, service: Service, make: Make) -> None:
        self._service = service
        self._make = make

    async def send(self, entry: Entry) -> Outcome:
        """Have the document made, if one is described, and send."""
        document = chat_payload(entry).get("document")
        if not document or "make" not in document:
            return await self._service.send(entry)
        wanted = document["make"]
        try:
            content = await self._make(wanted["kind"], wanted["data"])
        except DocumentError as error:
            return TransientFailure(
                "document", f"The document could not be made ({error}): it is tried again by itself."
            )
        return await self._service.send(with_content(entry, document["filename"], content))


def with_content(entry: Entry, filename: str, content: bytes) -> Entry:
    """The delivery with the document that it described."""
    document = {"filename": filename, "content_base64": base64.b64encode(content).decode()}
    delivery = replace(entry.delivery, payload={**entry.delivery.payload, "document": document})
    return replace(entry, delivery=delivery)
