"""Who looks at the pages: a coordinator with a session, asked again at each request whether they still are one."""

from dataclasses import dataclass

from bot.context import Services
from bot.handlers.coordinators.access import works_in
from bot.handlers.coordinators.visible import VisibleLeads, visible_in
from bot.telegram.updates import Receiver
from bot.views.context import ViewContext
from storage.audit import Actor
from storage.web.sessions import find_session


@dataclass(frozen=True)
class Visitor:
    """A coordinator: who they are for the audit, their language, and the leads that they see."""

    actor: Actor
    context: ViewContext
    leads: VisibleLeads


async def find_visitor(services: Services, bot: Receiver, cookie: str) -> Visitor | None:
    """Give the visitor of a cookie; None without a session, or for whom is no coordinator any more.

    TelegramError if Telegram cannot be asked just now.
    """
    session = await find_session(services.database, cookie, services.now())
    if session is None or not await works_in(services, bot, session.person_id, session.unit_chat_id):
        return None
    leads = await visible_in(services, bot, session.person_id, session.unit_chat_id)
    context = services.unit.context(session.unit_chat_id)
    return Visitor(Actor(session.person_id, session.name), context, leads)
