"""The web server of the pages: where it listens, which address reaches which page."""

import contextlib
from collections.abc import AsyncIterator

import structlog
from tornado.httpserver import HTTPServer
from tornado.web import Application

from bot.context import Services
from bot.operations.listening import listening
from bot.telegram.updates import Receiver
from bot.web.base import STYLE, TEMPLATES, NotFoundPage, StyleSheet
from bot.web.leads import Download, LeadDocument, LeadPage, LoginPage, LogoutPage, TablePage
from bot.web.mail import MailStep

LARGEST_BODY = 65_536
"""Bytes of a form; ours are far smaller."""

PATIENCE = 20
"""Seconds for the head of a request, and as many for its body: whoever is slower holds a connection no longer."""

REFERENCE = r"([A-Z][A-Z0-9]+-\d{4}-\d{1,6})"
TOKEN = r"([\w.-]{20,600})"  # noqa: S105 - a pattern

log = structlog.get_logger("web")


def application(services: Services, bot: Receiver) -> Application:
    """The pages by their addresses."""
    known = {"services": services, "bot": bot}
    return Application(
        [
            (STYLE, StyleSheet, known),
            (r"/desk/?", TablePage, known),
            (rf"/desk/enter/{TOKEN}", LoginPage, known),
            (rf"/desk/mail/{TOKEN}", MailStep, known),
            (rf"/desk/lead/{REFERENCE}", LeadPage, known),
            (rf"/desk/lead/{REFERENCE}\.pdf", LeadDocument, known),
            (r"/desk/download", Download, known),
            (r"/desk/leave", LogoutPage, known),
        ],
        default_handler_class=NotFoundPage,
        default_handler_args=known,
        template_path=str(TEMPLATES),
        log_function=lambda _handler: None,  # addresses hold secrets
    )


@contextlib.asynccontextmanager
async def pages_served(services: Services, bot: Receiver) -> AsyncIterator[None]:
    """Serve the pages within the block; does nothing if there is no address for them (PUBLIC_URL)."""
    settings, links = services.settings, services.links
    if links.address is None and not settings.simulated:
        yield
        return
    server = HTTPServer(
        application(services, bot),
        xheaders=True,
        max_body_size=LARGEST_BODY,
        idle_connection_timeout=PATIENCE,
        body_timeout=PATIENCE,
    )
    listener = listening("WEB_PORT", settings.web_listen, settings.web_port_in_use)
    if links.address is None:
        links.address = f"http://{settings.web_listen}:{listener.getsockname()[1]}"
    server.add_socket(listener)
    try:
        yield
    finally:
        server.stop()
        await server.close_all_connections()
