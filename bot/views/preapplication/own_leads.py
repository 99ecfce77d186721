"""After sending: the reference, the person's own pre-applications, withdrawing one, another for the same city."""

from collections.abc import Sequence

from bot.telegram.callback_data import Move, Open, OwnLeadStep
from bot.views.context import Screen, ViewContext
from bot.views.dates import stored_day
from bot.views.menu import back_to_menu, form_button
from bot.views.message import Button, Message, bold, paragraphs, plain, rows_of, shortened
from bot.views.screens import view
from bot.views.stored import OwnLead
from storage.leads import Lead

PER_PAGE = 8
"""Pre-applications on one page of /status."""


def next_button(context: ViewContext) -> Button:
    """Go on with the draft that is open, or begin another pre-application."""
    if context.draft is not None:
        return form_button(context)
    return Button(context.say("Another pre-application"), Open("form"))


@view("sent")
def sent(context: ViewContext, reference: str, corrected: bool = False) -> Message:
    """The reference, and what happens next."""
    _ = context.say
    heading = sent_line(context, reference, corrected)
    then = (
        _("{Unit} receives the new version and is told what changed.")
        if corrected
        else _("{Unit} receives a summary and will contact you at the e-mail address you gave.")
    )
    address = context.words.figures.get("application_url")
    formal = (
        _("This pre-application does not replace the formal application: {url}", url=plain(address))
        if address
        else ""
    )
    deadline = context.words.figures.get("deadline", "")
    until = _("Its deadline is {deadline}.", deadline=plain(deadline)) if deadline else ""
    copy = _("Your copy follows here as a PDF.")
    text = paragraphs(
        bold(heading), then, copy, "\n".join(filter(None, (formal, until))) if context.call_open else ""
    )
    rows = (
        (Button(_("See it, correct it or withdraw it"), OwnLeadStep(reference, "see")),),
        (next_button(context),),
        back_to_menu(context),
    )
    return Message(text, rows, preview=True)


def sent_line(context: ViewContext, reference: str, corrected: bool) -> str:
    """Say what was sent, with its reference."""
    _ = context.say
    if corrected:
        return _("✅ Corrected. Your reference is still {reference}", reference=reference)
    if context.call_open:
        return _("✅ Sent. Your reference: {reference}", reference=reference)
    return _("✅ Your interest is registered. Your reference: {reference}", reference=reference)


def own_lead_screen(context: ViewContext, lead: Lead) -> Screen:
    """The screen of one's own pre-application, as it stands."""
    return own_lead.screen(own_lead_in_short(context, lead))


def own_leads_screen(context: ViewContext, leads: Sequence[Lead], page: int = 0) -> Screen:
    """The screen that lists one's own pre-applications, as they stand; pages count from 0."""
    return own_leads.screen([own_lead_in_short(context, lead) for lead in leads], page)


def own_lead_in_short(context: ViewContext, lead: Lead) -> OwnLead:
    """A pre-application as the screens store it."""
    return {
        "reference": lead.reference,
        "name": context.applicant(lead.data["answers"]).name,
        "withdrawn": lead.withdrawn,
        "sent": lead.created_at,
        "changed": lead.data.get("corrected"),
        "opened": lead.opened_at,
        "decision": lead.state if lead.released_at and lead.state in ("accepted", "declined") else None,
        "decided": lead.released_at or "",
    }


@view("own_leads")
def own_leads(context: ViewContext, leads: Sequence[OwnLead], page: int = 0) -> Message:
    """All that the person has sent, newest first, and the draft if there is one."""
    _ = context.say
    if not leads:
        text = _("You have not sent any pre-application yet.")
        return Message(text, ((form_button(context),), back_to_menu(context)))
    last = max(0, (len(leads) - 1) // PER_PAGE)
    page = min(max(page, 0), last)
    total, leads = len(leads), leads[page * PER_PAGE : (page + 1) * PER_PAGE]
    entries = [own_lead_paragraph(context, lead) for lead in leads]
    buttons = [
        Button(f"{lead['reference']} · {shortened(lead['name'], 30)}", OwnLeadStep(lead["reference"], "see"))
        for lead in leads
    ]
    back = [Button(_("◀ Back"), OwnLeadStep("", "page", str(page - 1)))] if page else []
    on = [Button(_("More ▶"), OwnLeadStep("", "page", str(page + 1)))] if page < last else []
    title = bold(_("Your pre-applications")) + (f" · {total}" if last else "")
    text = paragraphs(title, *entries)
    return Message(
        text,
        (*rows_of(buttons, 1), *rows_of([*back, *on], 2), (next_button(context),), back_to_menu(context)),
    )


def own_lead_paragraph(context: ViewContext, lead: OwnLead) -> str:
    """One pre-application: what it is about, where it stands, since when."""
    _ = context.say
    lines = [
        bold(f"{lead['reference']} · {shortened(lead['name'], 60)}"),
        plain(state_in_words(context, lead)),
        _("Sent on {date}", date=stored_day(context, lead["sent"])),
    ]
    if lead["changed"]:
        lines.append(_("Corrected on {date}", date=stored_day(context, lead["changed"])))
    return "\n".join(lines)


def state_in_words(context: ViewContext, lead: OwnLead) -> str:
    """Where it stands, in the applicant's terms."""
    _ = context.say
    if lead["withdrawn"]:
        return _("Withdrawn")
    if lead["decision"] == "accepted":
        return _("Accepted by {unit} on {date}", date=stored_day(context, lead["decided"]))
    if lead["decision"] == "declined":
        return _("Not selected by {unit}, {date}", date=stored_day(context, lead["decided"]))
    if lead["opened"]:
        return _("Received by {unit} on {date}", date=stored_day(context, lead["opened"]))
    return _("Sent; {unit} has not opened it yet")


@view("own_lead")
def own_lead(context: ViewContext, lead: OwnLead) -> Message:
    """One pre-application and what can be done with it."""
    _ = context.say
    reference = lead["reference"]
    rows: list[tuple[Button, ...]] = [(Button(_("Send me the PDF again"), OwnLeadStep(reference, "copy")),)]
    if context.corrects == reference:
        rows.append((Button(_("Continue the correction"), Open("form")),))
        rows.append((Button(_("Discard the correction"), OwnLeadStep(reference, "discard")),))
    elif not lead["withdrawn"]:
        rows.append((Button(_("Correct it"), OwnLeadStep(reference, "correct")),))
    if not lead["withdrawn"]:
        rows.append((Button(_("Withdraw it"), OwnLeadStep(reference, "withdraw")),))
    rows += [(Button(_("My pre-applications"), Open("status")),), back_to_menu(context)]
    return Message(own_lead_paragraph(context, lead), tuple(rows))


def reasons(context: ViewContext) -> dict[str, str]:
    """The reasons for withdrawing that have a button, by code."""
    _ = context.say
    return {
        "another": _("We take part in another candidature"),
        "later": _("Not in this call"),
        "mistake": _("It was sent by mistake"),
        "unsaid": _("I would rather not say"),
    }


@view("withdraw")
def withdraw(context: ViewContext, reference: str, reason: str = "") -> Message:
    """Ask why, then ask to confirm."""
    _ = context.say
    no = (Button(_("No, leave it as it is"), OwnLeadStep(reference, "see")),)
    if not reason:
        because = [
            Button(text, OwnLeadStep(reference, "because", code)) for code, text in reasons(context).items()
        ]
        text = paragraphs(
            bold(_("Withdraw {reference}", reference=reference)),
            _("Why? Choose, or write the reason in your own words. {Unit} will read it."),
        )
        return Message(text, (*rows_of(because, 1), no))
    text = paragraphs(
        bold(_("Withdraw {reference}?", reference=reference)),
        _("Reason: {reason}", reason=plain(reason_text(context, reason))),
        _("{Unit} will be told. This cannot be undone, but you can send another one."),
    )
    return Message(text, ((Button(_("Yes, withdraw it"), OwnLeadStep(reference, "confirm")),), no))


def reason_text(context: ViewContext, reason: str | None) -> str:
    """A stored reason in words: the label of a code, else as it was typed."""
    return reasons(context).get(reason or "unsaid", reason or "")


def same_place(context: ViewContext, own: Sequence[str], others: int) -> Message:
    """Say before sending that there is a pre-application for this place already, but not whose."""
    _ = context.say
    mine = _("You have sent one already: {references}.", references=", ".join(own)) if own else ""
    theirs = (
        context.say.count("Somebody else has sent one for it.", "Others have sent {n} for it.", others)
        if others
        else ""
    )
    text = paragraphs(
        bold(_("There is a pre-application for this place already")),
        paragraphs(mine, theirs),
        _("You can send yours all the same: {unit} will see that they belong together."),
    )
    rows = [(Button(_("Send it all the same"), Move(context.draft_id, "send_anyway")),)]
    rows += [(Button(_("See {reference}", reference=own[0]), OwnLeadStep(own[0], "see")),)] if own else []
    rows.append((Button(_("Back to the review"), Move(context.draft_id, "keep")),))
    return Message(text, tuple(rows))
