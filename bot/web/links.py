"""Addresses of our pages that nobody can make up: signed, valid for a while, each used once (storage/web/links.py)."""

import datetime
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer

from bot.views.leads.mail_steps import STEPS

TABLE_VALID = datetime.timedelta(hours=1)
MAIL_VALID = datetime.timedelta(days=30)


@dataclass(frozen=True)
class TableLink:
    """To whom the table is opened: a person, and the unit's chat in which they asked."""

    person_id: int
    unit_chat_id: int


@dataclass(frozen=True)
class MailLink:
    """What a link in a mail to a contact does with a lead: claim, contacted or decline."""

    step: str
    reference: str
    contact_id: str


class Links:
    """Makes and reads signed addresses. `address` is where the pages are reached; None where they are not."""

    def __init__(self, key: str, address: str | None, now: Callable[[], datetime.datetime]) -> None:
        self.address = address.rstrip("/") if address else None
        self._key = key
        self._now = now

    def to_table(self, link: TableLink) -> str | None:
        """The address that opens the table, for an hour; None where there are no pages."""
        nonce = secrets.token_urlsafe(8)
        return self._signed("desk", TABLE_VALID, [link.person_id, link.unit_chat_id, nonce], "enter")

    def to_mail_step(self, link: MailLink) -> str | None:
        """The address in a mail that does a step, for thirty days; None where there are no pages."""
        return self._signed("mail", MAIL_VALID, [link.step, link.reference, link.contact_id], "mail")

    def mail_steps(self, reference: str, contact_id: str) -> dict[str, str]:
        """The address of each step that a contact can do with a lead; none where there are no pages."""
        found = {step: self.to_mail_step(MailLink(step, reference, contact_id)) for step in STEPS}
        return {step: address for step, address in found.items() if address}

    def read_table_link(self, token: str) -> TableLink | None:
        """Read a token of `to_desk`; None if it was made up or its time is over."""
        found = self._read("desk", token)
        return TableLink(int(found[0]), int(found[1])) if found else None

    def read_mail_step(self, token: str) -> MailLink | None:
        """Read a token of `to_mail_step`; None if it was made up or its time is over."""
        found = self._read("mail", token)
        return MailLink(*map(str, found[:3])) if found else None

    def _signed(
        self, purpose: str, valid: datetime.timedelta, parts: Sequence[str | int], page: str
    ) -> str | None:
        if self.address is None:
            return None
        until = int((self._now() + valid).timestamp())
        token = URLSafeSerializer(self._key, salt=purpose).dumps([*parts, until])
        return f"{self.address}/desk/{page}/{token}"

    def _read(self, purpose: str, token: str) -> list[str | int] | None:
        serializer = URLSafeSerializer(self._key, salt=purpose)
        try:
            *parts, until = serializer.loads(token)
        except (BadData, UnicodeError):
            return None
        if serializer.dumps([*parts, until]) != token:  # base64 has several spellings: each would work once
            return None
        return parts if until >= self._now().timestamp() else None
