"""`python -m bot leads`: list, show, export and send again the pre-applications that were sent."""

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.stored import Row, say_rows, settings, terminal_safe, with_database

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.views.context import ViewContext
    from knowledge.content.schema import Language
    from knowledge.form.applicant import Applicant
    from storage.audit import AuditEntry
    from storage.database import Database
    from storage.leads import Lead, Note
    from storage.outbox import Delivery

as_json = click.option("--json", "as_json", is_flag=True, help="print JSON instead of a table")
lang = click.option("--lang", "language", help="of the labels (default: the programme's first)")


@click.group()
def leads() -> None:
    """See, export and send again the pre-applications that were sent. Works while the bot runs."""


@leads.command("list")
@click.option("--state", help="only those in this state, for example new")
@click.option("--country", help="only those of this country (ISO code, for example ES)")
@as_json
def list_leads(state: str | None, country: str | None, as_json: bool) -> None:
    """List them, oldest first."""
    found = read_all(state, country.upper() if country else None)
    say_rows(overviews(found), as_json, "No pre-applications.")


@leads.command()
@click.argument("reference")
@lang
@as_json
def show(reference: str, language: "Language | None", as_json: bool) -> None:
    """Show everything about one, for example: leads show REFERENCE."""
    from bot.views.leads.summary import facts, further_answers, heading

    lead = read_one(reference)
    add_audit_entry(lead.reference, "seen")
    if as_json:
        click.echo(json.dumps({**overviews([lead])[0], "data": lead.data}, ensure_ascii=False, indent=2))
        return
    context = context_in(language)
    rows = [*facts(context, lead), *further_answers(context, lead)]
    lines = [heading(context, lead), "", *(f"{label}: {text}" for label, text in rows)]
    click.echo(terminal_safe("\n".join(lines)))


@leads.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--state", help="only those in this state")
@lang
def export(file: Path, state: str | None, language: "Language") -> None:
    """Write them to FILE, which ends in .xlsx, .csv or .json; it holds personal data."""
    found = read_all(state, None)
    content = exported(file.suffix.removeprefix(".").lower(), found, language)
    try:
        file.touch(mode=0o600)
        file.write_bytes(content)
    except OSError as error:
        raise click.ClickException(
            f"{file} cannot be written ({error.strerror}): name a file in a folder where this user may write."
        ) from None
    add_audit_entry("leads", "exported", str(len(found)))
    click.echo(f"{len(found)} pre-application(s) in {file}. It holds personal data: keep it safe.")


@leads.command()
@click.argument("reference")
def resend(reference: str) -> None:
    """Send one to the coordination unit once more, to everybody who takes it by today's contacts.yaml."""
    from datetime import UTC, datetime

    from storage.outbox import add_delivery

    lead, now = read_one(reference), datetime.now(UTC)
    deliveries = deliveries_again(lead, now)
    with_database(
        lambda database: asyncio.gather(*(add_delivery(database, each, now) for each in deliveries))
    )
    add_audit_entry(lead.reference, "resent")
    for delivery in deliveries:
        click.echo(f"Queued by {delivery.channel} to {delivery.recipient}.")
    click.echo("The running bot sends it within half a minute; python -m bot outbox tells what became of it.")


@leads.command()
@click.argument("reference", required=False)
@click.option("--most", type=click.IntRange(1), default=100, show_default=True, help="how many, newest first")
@as_json
def audit(reference: str | None, most: int, as_json: bool) -> None:
    """List which coordinator saw, claimed, changed or exported what, and when; of REFERENCE alone, even if erased."""
    from storage.audit import history_of, latest_entries

    async def entries(database: "Database") -> "list[AuditEntry]":
        if reference:
            return (await history_of(database, reference.upper(), most))[::-1]
        return await latest_entries(database, most)

    rows = [
        {
            "when (UTC)": entry.done_at[:19].replace("T", " "),
            "who": entry.actor,
            "user": entry.actor_id,
            "about": entry.subject,
            "did": entry.action,
            "detail": entry.detail,
        }
        for entry in with_database(entries)
    ]
    say_rows(rows, as_json, "Nothing yet.")


def add_audit_entry(subject: str, action: str, detail: str = "") -> None:
    """Enter into the audit what an operator did."""
    from datetime import UTC, datetime

    from storage.audit import Actor, record

    write = record(subject, Actor(None, "operator"), action, datetime.now(UTC), detail)
    with_database(lambda database: database.run(write))


def read_all(state: str | None, country: str | None) -> "tuple[Lead, ...]":
    """Read the leads."""
    from storage.leads import list_leads

    return with_database(lambda database: list_leads(database, state, country))


def read_one(reference: str) -> "Lead":
    """Read one lead that was not erased; end with a sentence if there is none."""
    from storage.leads import find_lead

    lead = with_database(lambda database: find_lead(database, reference.strip().upper()))
    if lead is None or "answers" not in lead.data:
        what = "was erased" if lead else "does not exist"
        raise click.ClickException(f"{reference} {what}. python -m bot leads list shows all references.")
    return lead


def overviews(found: "Sequence[Lead]") -> list[Row]:
    """Leads in codes, a row each."""
    from knowledge.content.load import load

    content = load(settings().programme_folder)
    return [overview(lead, content.applicant(lead.data.get("answers", {}))) for lead in found]


def overview(lead: "Lead", applicant: "Applicant") -> Row:
    """A lead in codes, in one row."""
    return {
        "reference": lead.reference,
        "sent (UTC)": lead.created_at[:16].replace("T", " "),
        "state": lead.state,
        "candidate": applicant.name if applicant.answers else None,
        "country": applicant.country,
        "inhabitants": lead.data.get("population"),
        "verdict": lead.data.get("verdict"),
        "language": lead.language,
    }


def exported(kind: str, found: "tuple[Lead, ...]", language: "Language") -> bytes:
    """The leads as a file of this kind."""
    from bot.documents import DocumentError, make
    from bot.views.leads.table import FORMATS, table

    if kind == "json":
        rows = [{**row, "data": lead.data} for row, lead in zip(overviews(found), found, strict=True)]
        return json.dumps(rows, ensure_ascii=False, indent=2).encode()
    if kind not in FORMATS:
        raise click.UsageError("the file's name must end in .xlsx, .csv or .json")
    try:
        return asyncio.run(make(f"{kind}_file", table(context_in(language), found, *notes_and_histories())))
    except DocumentError as error:
        raise click.ClickException(str(error)) from None


def notes_and_histories() -> "tuple[dict[str, list[Note]], list[AuditEntry]]":
    """What was noted about all leads, and done with them."""
    from storage.audit import histories_of_leads
    from storage.leads import notes_of_leads

    return with_database(notes_of_leads), with_database(histories_of_leads)


def deliveries_again(lead: "Lead", now: "datetime") -> "list[Delivery]":
    """The lead's deliveries under keys of their own, since each key is sent once; its mails hold new links."""
    from dataclasses import replace

    from bot.views.leads.mail import lead_deliveries
    from bot.web.links import Links
    from knowledge.routing import recipients_of
    from storage.web.links import signing_key

    context = context_in(None)
    content = context.knowledge_base.content
    contacts = recipients_of(content.contacts, content.applicant(lead.data["answers"]))
    contexts = {language: context.within(language) for language in context.languages}
    links = Links(with_database(signing_key), settings().pages_address, lambda: now)
    deliveries = lead_deliveries(contexts, lead, contacts, links.mail_steps)
    return [replace(delivery, key=f"{delivery.key}:again:{now:%Y%m%dT%H%M%S}") for delivery in deliveries]


def context_in(language: "Language | None") -> "ViewContext":
    """What labels are taken from, in one language; in the programme's first unless told."""
    from datetime import date

    from bot.operations.knowledge_base import Library
    from bot.settings import SIMULATOR_GROUP
    from bot.views.context import ViewContext

    chosen = settings()
    group = SIMULATOR_GROUP if chosen.simulated else None
    knowledge_base = Library(chosen.programme_folder, chosen.cache, group).knowledge_base
    context = ViewContext(
        knowledge_base.content.programme.languages[0], knowledge_base, chosen.today or date.today()
    )
    return context.within(language) if language else context
