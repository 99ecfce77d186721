"""Which leads a coordinator sees, in Telegram and in the browser: those of their contacts, and their own."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.context import Services, Turn
from bot.handlers.coordinators.access import contacts_seen_from
from bot.handlers.talks.subjects import subject_pressed
from bot.telegram.updates import Receiver
from knowledge.content.load import Content
from knowledge.content.schema import ContactPerson
from knowledge.routing import recipients_of
from storage.audit import Actor
from storage.database import Database
from storage.leads import Filter, Lead, LeadFile, find_lead_file, list_leads, list_leads_matching


@dataclass(frozen=True)
class VisibleLeads:
    """The leads that a person sees who works for these contacts; the fallback contact's see all, erased ones too."""

    person_id: int | None
    contacts: Sequence[ContactPerson]
    content: Content

    def has(self, lead: Lead) -> bool:
        """Tell whether a lead is one of them."""
        if any(contact.fallback for contact in self.contacts):
            return True
        if lead.erased:
            return False
        taken_by = recipients_of(self.content.contacts, self.content.applicant(lead.data["answers"]))
        own = lead.owner_id is not None and lead.owner_id == self.person_id
        return own or any(contact in self.contacts for contact in taken_by)

    async def all(self, database: Database) -> list[Lead]:
        """List them in the order in which they were sent."""
        return list(filter(self.has, await list_leads(database)))

    async def matching(self, database: Database, wanted: Filter = Filter()) -> list[Lead]:  # noqa: B008 - frozen
        """List those that a filter lets through, oldest first, without erased ones."""
        return list(filter(self.has, await list_leads_matching(database, wanted)))

    async def file(self, database: Database, reference: str) -> LeadFile | None:
        """Give one with its notes; None if it is none of them, does not exist or was erased."""
        found = await find_lead_file(database, reference)
        return found if found and self.has(found.lead) else None


async def visible_in(services: Services, bot: Receiver, person_id: int, chat_id: int) -> VisibleLeads:
    """The leads that a person sees in one of the unit's chats."""
    contacts = await contacts_seen_from(services, bot, person_id, chat_id)
    return VisibleLeads(person_id, contacts, services.library.knowledge_base.content)


async def visible_leads(turn: Turn, who: Actor) -> VisibleLeads:
    """The leads that whoever acts sees in this turn's chat."""
    return await visible_in(turn.services, turn.bot, who.id or 0, turn.chat.chat_id)


async def file_named(turn: Turn, who: Actor, replied_to: str | None, typed: str | None) -> LeadFile | None:
    """The lead whose message was replied to, since it stands in this chat; else the one typed, if they see it."""
    database = turn.services.database
    if replied_to:
        return await find_lead_file(database, replied_to)
    return await (await visible_leads(turn, who)).file(database, typed) if typed else None


async def file_of_button(turn: Turn, who: Actor, reference: str) -> LeadFile | None:
    """The lead of a button: the one whose message it is under, or one that they see; buttons can be made up."""
    if subject_pressed(turn) == reference:
        return await find_lead_file(turn.services.database, reference)
    return await (await visible_leads(turn, who)).file(turn.services.database, reference)
