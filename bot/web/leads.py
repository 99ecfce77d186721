"""The coordinators' table: a link opens it once, then a session. Lists, one lead, its PDF, a download."""

import secrets
from collections.abc import Mapping

from tornado.web import HTTPError

from bot.documents import DocumentError, make
from bot.handlers.coordinators.finding.matching import find_leads
from bot.handlers.coordinators.finding.search import read_search
from bot.views.leads import history as histories
from bot.views.leads import table as sheet
from bot.views.leads.card import decision_reason, lead_for_reading, moment_in_words, state_label
from bot.views.leads.mail import summary_document
from bot.views.leads.search_in_words import respelt_words, search_in_words
from bot.views.leads.summary import heading, lead_summary
from bot.web import words
from bot.web.base import Page
from bot.web.table import PARTS, PER_PAGE, TableRequest, ordered, sortable_columns, table_filters, table_rows
from bot.web.visitors import Visitor
from storage.audit import Actor, histories_of_leads, history_of, record
from storage.database import Write
from storage.lead_searches import LeadSearch, LeadsFound
from storage.lead_work import list_coordinators, mark_opened
from storage.leads import LeadFile, notes_of_leads
from storage.talks import list_talk
from storage.web.links import link_was_used
from storage.web.sessions import LASTS, WebSession, begin_session, end_session

MIME = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


class LoginPage(Page):
    """The link that the bot hands out. Looking at it uses nothing up (Telegram looks too); the button does."""

    async def get(self, token: str) -> None:
        """Ask to press the button, or say that the link cannot be used."""
        context = self.stranger
        _ = context.say
        link = self.services.links.read_table_link(token)
        if link is None or await link_was_used(self.services.database, token):
            self.refuse_link()
            return
        self.show(
            "enter.html",
            context,
            _("{Unit}"),
            words=words.login_words(context),
            text=_(
                "This opens the pre-applications in this browser for {hours} hours. The link works once.",
                hours=LASTS.seconds // 3600,
            ),
        )

    async def post(self, token: str) -> None:
        """Use the link up, begin the session, and go on to the table."""
        services, link = self.services, self.services.links.read_table_link(token)
        if link is None:
            self.refuse_link()
            return
        coordinators = await list_coordinators(services.database)
        name = next((each.name for each in coordinators if each.chat_id == link.person_id), "?")
        cookie = secrets.token_urlsafe(32)
        session = WebSession(link.person_id, link.unit_chat_id, name)
        if not await begin_session(services.database, token, cookie, session, services.now()):
            self.refuse_link()
            return
        await self.services.database.run(
            record("leads", Actor(link.person_id, name), "signed_in", services.now())
        )
        self.set_cookie(
            self.cookie_name, cookie, httponly=True, secure=self.secure, samesite="Lax", path="/",
            max_age=int(LASTS.total_seconds()),
        )  # fmt: skip
        self.redirect("/desk", status=303)

    def refuse_link(self) -> None:
        """Say that a link was used, is too old, or was never ours."""
        context = self.stranger
        _ = context.say
        self.set_status(403)
        self.say(
            context,
            _("{Unit}"),
            _(
                "This link was used already, or is too old. Write /desk to the assistant in Telegram for a new one."
            ),
        )


class TablePage(Page):
    """/desk: the leads."""

    async def get(self) -> None:
        """Show a page of them; that somebody looked is noted."""
        visitor = await self.visitor()
        context, asked = visitor.context, self.asked()
        found, search = await self.found(visitor, asked)
        leads = ordered(context, found.leads, asked.order)
        last = max(0, (len(leads) - 1) // PER_PAGE)
        page = min(asked.page, last)
        shown = leads[page * PER_PAGE : (page + 1) * PER_PAGE]
        everything = await visitor.leads.matching(self.services.database)
        await audit_view(self, visitor, "leads", "seen", str(len(leads)))
        _ = context.say
        colleagues = {each.chat_id: each.name for each in await list_coordinators(self.services.database)}
        self.show(
            "table.html",
            context,
            _("Leads"),
            words=words.table_words(context),
            visitor=visitor,
            asked=asked,
            narrowed=search_in_words(context, search, colleagues),
            unknown=", ".join(found.unknown),
            respelt=respelt_words(context, found),
            total=len(leads),
            rows=table_rows(context, shown, self.services.now()),
            columns=sortable_columns(context, asked),
            choices=table_filters(context, asked, everything),
            before=asked.address(page=page - 1) if page > 0 else "",
            after=asked.address(page=page + 1) if page < last else "",
        )

    def asked(self) -> TableRequest:
        """Read the address; what makes no sense in it is left out."""
        page = self.get_query_argument("page", "0")
        return TableRequest(
            words=self.get_query_argument("q", "")[:200],
            choices={part: tuple(self.get_query_arguments(part)[:50]) for part in PARTS},
            mine=bool(self.get_query_argument("mine", "")),
            order=self.get_query_argument("order", "")[:20],
            page=int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 0,
        )

    async def found(self, visitor: Visitor, asked: TableRequest) -> tuple[LeadsFound, LeadSearch]:
        """The visitor's leads that are asked for, and what they were narrowed to."""
        database = self.services.database
        search = read_search(visitor.context, asked.words, await list_coordinators(database))
        search = asked.narrows(search)
        return await find_leads(visitor.context, database, search, visitor.leads), search


class Download(TablePage):
    """The selection as a spreadsheet or text; without one, all that the table is narrowed to."""

    async def get(self) -> None:
        """Send the file; that it was exported is noted."""
        visitor = await self.visitor()
        found, _search = await self.found(visitor, self.asked())
        chosen = set(self.get_query_arguments("lead"))
        if chosen:
            everything = await visitor.leads.matching(self.services.database)
            leads = [lead for lead in everything if lead.reference in chosen]
        else:
            leads = list(found.leads)
        kind = self.get_query_argument("kind", "xlsx")
        if kind not in sheet.FORMATS:
            raise HTTPError(404)
        await audit_view(self, visitor, "leads", "exported", str(len(leads)))
        name = sheet.export_name(visitor.context, self.services.now(), kind)
        notes = await notes_of_leads(self.services.database)
        history = await histories_of_leads(self.services.database)
        await send_document(
            self, f"{kind}_file", sheet.table(visitor.context, leads, notes, history), kind, name
        )


class LeadPage(Page):
    """/desk/lead/REFERENCE: everything about one lead."""

    async def get(self, reference: str) -> None:
        """Show it; that somebody looked is noted."""
        visitor = await self.visitor()
        file = await self.file(visitor, reference)
        context, lead = visitor.context, lead_for_reading(file)
        database, summary = self.services.database, lead_summary(context, lead)
        entries, talk = await history_of(database, reference), await list_talk(database, reference)
        opened = mark_opened(reference, visitor.actor.name, self.services.now())
        await audit_view(self, visitor, reference, "seen", "", opened)
        self.show(
            "lead.html",
            context,
            heading(context, lead),
            words=words.lead_words(context),
            lead=lead,
            state=state_label(context, lead.state),
            reason=decision_reason(context, lead.decision_reason) if lead.decision_reason else "",
            same_place=[each for each in file.same_place if await visitor.leads.file(database, each)],
            facts=summary.facts,
            rest=summary.rest,
            notes=[(n.author, moment_in_words(context, n.written_at), n.text) for n in file.notes],
            talk=[histories.talk_line(context, each) for each in talk],
            history=histories.done_lines(context, file, entries),
        )

    async def file(self, visitor: Visitor, reference: str) -> LeadFile:
        """A lead that the visitor may see; HTTPError 404 for any other, whether or not there is one."""
        file = await visitor.leads.file(self.services.database, reference)
        if file is None:
            raise HTTPError(404)
        return file


class LeadDocument(LeadPage):
    """One lead as a PDF."""

    async def get(self, reference: str) -> None:
        """Send it; that somebody has it is noted."""
        visitor = await self.visitor()
        file = await self.file(visitor, reference)
        lead = lead_for_reading(file)
        await audit_view(self, visitor, reference, "exported", "pdf")
        data = summary_document(visitor.context, lead, lead_summary(visitor.context, lead))
        await send_document(self, "summary", data, "pdf", f"{reference}.pdf")


class LogoutPage(Page):
    """Ends the session."""

    async def post(self) -> None:
        """End it, and say so."""
        cookie, context = self.get_cookie(self.cookie_name), self.stranger
        _ = context.say
        if cookie:
            await end_session(self.services.database, cookie)
        self.clear_cookie(self.cookie_name, path="/", secure=self.secure, httponly=True, samesite="Lax")
        self.say(context, _("{Unit}"), _("You have signed out."))


async def audit_view(
    page: Page, visitor: Visitor, subject: str, action: str, detail: str, *writes: Write
) -> None:
    """Enter into the audit what a visitor saw or took."""
    entry = record(subject, visitor.actor, action, page.services.now(), detail)
    await page.services.database.run(lambda db: [write(db) for write in (entry, *writes)])


async def send_document(page: Page, kind: str, data: Mapping[str, object], ending: str, name: str) -> None:
    """Make a document and send it as a file; HTTPError 500 if it could not be made."""
    try:
        made = await make(kind, data)
    except DocumentError:
        raise HTTPError(500) from None
    page.set_header("Content-Type", MIME[ending])
    page.set_header("Content-Disposition", f'attachment; filename="{name}"')
    page.finish(made)
