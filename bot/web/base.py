"""What all pages have in common: headers that keep browsers and strangers from mischief, the visitor, the errors."""

import hashlib
from pathlib import Path
from types import TracebackType

import structlog
from telegram.error import TelegramError
from tornado.web import HTTPError, RequestHandler

from bot.context import Services
from bot.direction_marks import html_with_names_in_place
from bot.telegram.updates import Receiver
from bot.views.context import ViewContext
from bot.web.visitors import Visitor, find_visitor
from knowledge.content.schema import Colours

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
"""Nothing is run, nothing is fetched but our style sheet, no other site can frame a page or get a form of these."""
STYLE = r"/desk/style-[0-9a-f]{12}\.css"
"""The address of the style sheet, which changes with what stands in it."""

log = structlog.get_logger("web")


def style_sheet(colours: Colours) -> str:
    """The style sheet of all pages, in the programme's colours."""
    named = f":root {{ --main: {colours.main}; --accent: {colours.accent}; }}\n"
    return named + (STATIC / "pages.css").read_text("utf-8")


def address_of(sheet: str) -> str:
    """Where a style sheet is found; browsers fetch it again when it changes."""
    return f"/desk/style-{hashlib.sha256(sheet.encode()).hexdigest()[:12]}.css"


class Page(RequestHandler):
    """The base of all pages."""

    def initialize(self, services: Services, bot: Receiver) -> None:
        """Take what the server hands over for each request."""
        self.services = services
        self.bot = bot

    def set_default_headers(self) -> None:
        """Set the headers of every answer, errors included."""
        self.clear_header("Server")
        for name, value in (
            ("Content-Security-Policy", POLICY),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Robots-Tag", "noindex, nofollow"),
            ("Referrer-Policy", "no-referrer"),
            ("Cache-Control", "no-store"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ):
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse a form that another site sends in our visitor's name, or to have them signed in as somebody else."""
        sent_from = self.request.headers.get("Sec-Fetch-Site", "none")
        if self.request.method == "POST" and sent_from not in ("none", "same-origin"):
            log.warning("a form of another site was refused", page=type(self).__name__)
            raise HTTPError(403)

    @property
    def secure(self) -> bool:
        """Whether the pages are reached over https."""
        return (self.services.links.address or "").startswith("https://")

    @property
    def cookie_name(self) -> str:
        """The name of the session's cookie; browsers bind one that begins so to this host over https."""
        return "__Host-desk" if self.secure else "desk"

    @property
    def stranger(self) -> ViewContext:
        """What is said to somebody without a session, in their browser's language if we speak it."""
        context = self.services.unit.context(0)
        asked = [
            part.strip()[:2].lower() for part in self.request.headers.get("Accept-Language", "").split(",")
        ]
        return context.within(next((code for code in asked if code in context.languages), context.language))

    async def visitor(self) -> Visitor:
        """Who asks; HTTPError 401 without a session, 403 for whom the unit no longer counts among its own."""
        cookie = self.get_cookie(self.cookie_name) or ""
        try:
            found = await find_visitor(self.services, self.bot, cookie) if cookie else None
        except TelegramError as error:
            log.warning("the membership of a visitor could not be checked", error=type(error).__name__)
            raise HTTPError(503) from None
        if found is None:
            log.warning("a page was refused", path=self.request.path.split("/")[:3], signed_in=bool(cookie))
            raise HTTPError(401)
        return found

    def show(self, template: str, context: ViewContext, title: str, **parts: object) -> None:
        """Draw a page; templates escape what they are given."""
        style = address_of(style_sheet(context.colours))
        drawn = self.render_string(template, language=context.language, title=title, style=style, **parts)
        self.finish(html_with_names_in_place(drawn.decode()))

    def say(self, context: ViewContext, title: str, text: str) -> None:
        """Draw a page of a few words."""
        self.show("words.html", context, title, text=text)

    def write_error(self, status_code: int, **_kwargs: object) -> None:
        """Say what is wrong, and nothing about our insides."""
        context = self.stranger
        _ = context.say
        texts = {
            401: _(
                "Your session is over, or you are not signed in. Write /desk to the assistant in Telegram for a link."
            ),
            404: _("There is nothing here for you."),
            503: _(
                "Telegram cannot be asked just now whether you belong to {unit}. Please try again in a minute."
            ),
        }
        said = texts.get(status_code, _("This did not work. Please try again."))
        self.say(context, _("{Unit}"), said)

    def log_exception(
        self,
        typ: type[BaseException] | None,  # noqa: ARG002 - tornado's
        value: BaseException | None,
        tb: TracebackType | None,  # noqa: ARG002 - tornado's
    ) -> None:
        """Log what went wrong without the address, which may hold a secret."""
        if not isinstance(value, HTTPError):
            log.error("a page failed", page=type(self).__name__, error=type(value).__name__, exc_info=value)


class StyleSheet(Page):
    """The one thing beside the pages; it holds nothing of anybody."""

    def get(self) -> None:
        """Give it."""
        self.set_header("Content-Type", "text/css; charset=utf-8")
        self.set_header("Cache-Control", "public, max-age=86400")
        self.finish(style_sheet(self.stranger.colours))


class NotFoundPage(Page):
    """Any other address."""

    def prepare(self) -> None:
        """Refuse."""
        raise HTTPError(404)
