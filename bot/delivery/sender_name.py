"""Mails come under the assistant's name: the programme's `identity.sender`, in the language of the mail."""

from collections.abc import Callable
from dataclasses import replace

from bot.delivery.outcome import Outcome, Service
from bot.delivery.payloads import MailPayload, mail_payload
from storage.outbox import Entry


class WithSenderName:
    """A service for mail whose payloads are given the name that belongs to their language."""

    def __init__(self, service: Service, name_in: Callable[[str], str]) -> None:
        self._service = service
        self._name_in = name_in

    async def send(self, entry: Entry) -> Outcome:
        """Send it with the name, unless it has one."""
        payload = mail_payload(entry)
        named: MailPayload = {"from_name": self._name_in(payload.get("language") or ""), **payload}
        return await self._service.send(replace(entry, delivery=replace(entry.delivery, payload=named)))
