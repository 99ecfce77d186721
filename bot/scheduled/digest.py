"""The figures of the week, every Monday at nine to everybody in contacts.yaml, by mail and in their chats, once."""

import datetime
from collections.abc import Sequence

from bot.context import Services
from bot.delivery.payloads import ChatFile, ChatPayload
from bot.documents import make
from bot.handlers.coordinators.periods import WEEKS
from bot.views.context import ViewContext
from bot.views.leads import statistics as view
from bot.views.leads import statistics_chart
from knowledge.content.schema import ContactPerson
from storage.counters import Figures, Period, figures_of
from storage.outbox import Delivery, add_delivery, was_stored

HOUR = datetime.time(9)
EVERY = 900.0
"""Seconds between looks at the clock."""


class Digest:
    """Queues the digest when it is due; what was missed while the bot was down is queued at its start."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def queue(self, now: datetime.datetime, contacts: Sequence[ContactPerson] | None = None) -> int:
        """Put the latest digest into the outbox for whoever was not sent it yet; say how many deliveries that is.

        For everybody in contacts.yaml unless told for whom. Does nothing where the bot was not in use before that
        Monday.
        """
        knowledge_base = self._services.library.knowledge_base
        zone = knowledge_base.content.programme.call.zone
        monday = latest_monday(now.astimezone(zone))
        due = [
            each
            for each in digest_recipients(contacts or knowledge_base.content.contacts.contacts, monday)
            if not await was_stored(self._services.database, each[0])
        ]
        if not due:
            return 0
        figures = await figures_of(self._services.database, weeks_before(monday), zone)
        if not has_figures(figures):
            return 0
        pictures: dict[str, bytes] = {}
        for key, contact, channel in due:
            in_chat = contact.chat if channel == "chat" else None
            language = self._services.unit.language(in_chat) if in_chat else contact.language
            context = ViewContext(language, knowledge_base, monday)
            if context.language not in pictures:
                pictures[context.language] = await make(
                    "chart", statistics_chart.chart_data(context, figures)
                )
            delivery = digest_delivery(
                context, figures, now, pictures[context.language], key, contact, channel
            )
            await add_delivery(self._services.database, delivery, self._services.now())
        self._services.wake_delivery()
        return len(due)


def digest_recipients(
    contacts: Sequence[ContactPerson], monday: datetime.date
) -> list[tuple[str, ContactPerson, str]]:
    """Everybody who gets the digest, by each way that reaches them, with the key of the delivery."""
    return [
        (f"digest:{monday.isoformat()}:{contact.id}:{channel}", contact, channel)
        for contact in contacts
        for channel, reached in (("mail", contact.email), ("chat", contact.chat))
        if reached
    ]


def digest_delivery(
    context: ViewContext,
    figures: Figures,
    now: datetime.datetime,
    picture: bytes,
    key: str,
    contact: ContactPerson,
    channel: str,
) -> Delivery:
    """The digest as one contact gets it."""
    if channel == "mail":
        return Delivery(key, "mail", str(contact.email), view.digest(context, figures, now, picture))
    photo: ChatFile = {"filename": view.FILE_NAME, "content_base64": view.encoded(picture)}
    payload: ChatPayload = {"text": view.chart_caption(context, figures, now), "photo": photo}
    return Delivery(key, "chat", str(contact.chat), payload)


def latest_monday(now: datetime.datetime) -> datetime.date:
    """The last Monday on which it has been nine o'clock."""
    monday = now.date() - datetime.timedelta(days=now.weekday())
    early = now.weekday() == 0 and now.time() < HOUR
    return monday - datetime.timedelta(days=7) if early else monday


def weeks_before(monday: datetime.date) -> Period:
    """The weeks that a digest tells of, which end with the Sunday before, however late it is sent."""
    return Period(monday - datetime.timedelta(weeks=WEEKS), monday - datetime.timedelta(days=1))


def has_figures(figures: Figures) -> bool:
    """Tell whether there is anything to tell."""
    return bool(figures.counted or figures.leads)
