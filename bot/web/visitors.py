"""Who looks at the pages: a coordinator with a session, asked anew at each request whether they still are one."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.context import Services
from bot.handlers.coordinators.access import contacts_seen_from, works_in
from bot.telegram.updates import Receiver
from bot.views.context import ViewContext
from knowledge.content.schema import ContactPerson
from knowledge.routing import recipients_of
from storage.audit import Actor
from storage.leads import Lead
from storage.web.sessions import find_session


@dataclass(frozen=True)
class Visitor:
    """A coordinator: who they are for the audit, their language, and as which contacts they see leads."""

    actor: Actor
    context: ViewContext
    contacts: Sequence[ContactPerson]

    def sees(self, lead: Lead) -> bool:
        """Tell whether a lead is one of theirs: the fallback contact sees all, others what they take."""
        if lead.erased:
            return False
        if any(contact.fallback for contact in self.contacts):
            return True
        content = self.context.knowledge_base.content
        own = {contact.id for contact in self.contacts}
        return any(
            contact.id in own
            for contact in recipients_of(content.contacts, content.told(lead.data["answers"]))
        )


async def find_visitor(services: Services, bot: Receiver, cookie: str) -> Visitor | None:
    """Give the visitor of a cookie; None without a session, or for whom is no coordinator any more.

    TelegramError if Telegram cannot be asked just now.
    """
    session = await find_session(services.database, cookie, services.now())
    if session is None or not await works_in(services, bot, session.person_id, session.unit_chat_id):
        return None
    contacts = await contacts_seen_from(services, bot, session.person_id, session.unit_chat_id)
    context = services.unit.context(session.unit_chat_id)
    return Visitor(Actor(session.person_id, session.name), context, contacts)
