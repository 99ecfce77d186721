"""What the links in a lead's mail open: a page that asks, and the button that does it. Nobody signs in here."""

import datetime
from collections.abc import Sequence
from urllib.parse import quote, urlencode

from bot.handlers.coordinators.visible import VisibleLeads
from bot.handlers.talks.saved_replies import saved_text
from bot.unit import mail_actor
from bot.views.context import ViewContext
from bot.views.leads.card import decision_reason, state_label
from bot.views.leads.mail_steps import step_label
from bot.views.leads.summary import heading
from bot.web.base import Page
from bot.web.links import MailLink
from knowledge.content.schema import ContactPerson
from storage.audit import Actor
from storage.database import Connection, Write
from storage.lead_work import claim, move, release_decision
from storage.leads import Lead, find_lead
from storage.web.links import link_was_used, use_link

REASON_LONGEST = 300
AFTER = {"contacted": ("contacted",), "decline": ("declined",)}
"""The state of a lead with which a step was done; any other step is done with whose the lead is."""


class MailStep(Page):
    """One step with one lead, in the name of the contact whose mail it stood in."""

    async def get(self, token: str) -> None:
        """Ask; looking at it changes nothing and uses nothing up."""
        found = await self.find_usable(token)
        if found is None:
            return
        link, contact, lead = found
        self.ask(link, contact, lead)

    async def post(self, token: str) -> None:
        """Do it, once; say what came of it."""
        found = await self.find_usable(token)
        if found is None:
            return
        link, contact, lead = found
        reason = self.reason()
        if link.step == "decline" and not reason:
            self.ask(link, contact, lead, missing=True)
            return
        now, release = self.services.now(), bool(self.get_body_argument("release", ""))
        writes = step_writes(link.step, mail_actor(contact), lead, reason, now, release=release)

        def job(db: Connection) -> None:
            if use_link(db, token, now):
                for write in writes:
                    write(db)

        await self.services.database.run(job)
        self.services.wake_delivery()
        await self.show_result(link, contact, lead)

    async def find_usable(self, token: str) -> tuple[MailLink, ContactPerson, Lead] | None:
        """What a token stands for; None, and the page says so, if it cannot be used (any more)."""
        link = self.services.links.read_mail_step(token)
        contact = self.contact(link) if link else None
        lead = await find_lead(self.services.database, link.reference) if link else None
        if (
            link is None
            or contact is None
            or lead is None
            or lead.erased
            or not is_in_charge(self, contact, lead)
        ):
            self.refuse(self.stranger, None)
        elif await link_was_used(self.services.database, token):
            self.refuse(self.context_for(contact), lead)
        else:
            return link, contact, lead
        return None

    def contact(self, link: MailLink) -> ContactPerson | None:
        """The contact of a link, if contacts.yaml still has it."""
        contacts = self.services.library.knowledge_base.content.contacts.contacts
        return next((each for each in contacts if each.id == link.contact_id), None)

    def context_for(self, contact: ContactPerson) -> ViewContext:
        """The context for views, in a contact's language."""
        return self.services.unit.context(0).within(contact.language)

    def refuse(self, context: ViewContext, lead: Lead | None) -> None:
        """Say that a link was used, is too old, or was never ours; of a used one how the lead stands."""
        _ = context.say
        self.set_status(403)
        text = (
            _("This link was used already.")
            if lead
            else _(
                "This link is not valid, or not any more: it may be too old, or the pre-application was erased."
            )
        )
        self.say(
            context,
            _("{Unit}"),
            " ".join([text, *(state_sentences(context, lead) if lead else ())]),
        )

    def ask(self, link: MailLink, contact: ContactPerson, lead: Lead, *, missing: bool = False) -> None:
        """Show the lead's name, how it stands, and the button."""
        context = self.context_for(contact)
        _ = context.say
        reasons = context.knowledge_base.content.coordinator_texts.decline_reasons
        self.show(
            "mail_step.html",
            context,
            heading(context, lead),
            standing=" ".join(state_sentences(context, lead)),
            step=step_label(context, link.step).rstrip(" …"),
            reasons=[(each.id, each.label.within(context.language)) for each in reasons]
            if link.step == "decline"
            else [],
            words={
                "reason": _("For what reason?"),
                "own": _("In your own words"),
                "missing": _("Please choose or write a reason.") if missing else "",
                "release": _("The applicant may see the decision under /status"),
            },
            longest=REASON_LONGEST,
        )

    def reason(self) -> str:
        """The reason that was chosen or written; a written one counts."""
        own = self.get_body_argument("own", "")[:REASON_LONGEST].strip()
        return own or self.get_body_argument("reason", "")[:REASON_LONGEST].strip()

    async def show_result(self, link: MailLink, contact: ContactPerson, before: Lead) -> None:
        """Say how the lead stands now, and after a decision how to write to the applicant."""
        context = self.context_for(contact)
        _ = context.say
        lead = await find_lead(self.services.database, before.reference) or before
        done = lead.owner_id == mail_actor(contact).id and lead.state in AFTER.get(link.step, (lead.state,))
        text = _("Done.") if done else _("Nothing was changed.")
        address = mail_address_for(context, contact, lead) if link.step == "decline" and done else ""
        self.show(
            "mail_done.html",
            context,
            heading(context, lead),
            text=" ".join([text, *state_sentences(context, lead)]),
            address=address,
            write=_("Write to the applicant (the mail begins with the text for this reason)"),
        )


def is_in_charge(page: Page, contact: ContactPerson, lead: Lead) -> bool:
    """Tell whether a contact still receives a lead, or owns it."""
    content = page.services.library.knowledge_base.content
    return VisibleLeads(mail_actor(contact).id, [contact], content).has(lead)


def state_sentences(context: ViewContext, lead: Lead) -> Sequence[str]:
    """How a lead stands, in sentences."""
    _ = context.say
    state = _("It is {state}.", state=state_label(context, lead.state))
    owner = _("It belongs to {owner}.", owner=lead.owner) if lead.owner else ""
    reason = (
        _("Reason: {reason}", reason=decision_reason(context, lead.decision_reason))
        if lead.decision_reason
        else ""
    )
    return [part for part in (state, owner, reason) if part]


def step_writes(
    step: str, actor: Actor, lead: Lead, reason: str, now: datetime.datetime, *, release: bool
) -> list[Write]:
    """What a step stores: the lead is claimed first, which does nothing if it is somebody's already."""
    claimed = claim(lead.reference, actor, now)
    if step == "contacted":
        return [claimed, move(lead.reference, actor, "contacted", now)]
    if step == "decline":
        shown = [release_decision(lead.reference, actor, now)] if release else []
        return [claimed, move(lead.reference, actor, "declined", now, reason), *shown]
    return [claimed]


def mail_address_for(context: ViewContext, contact: ContactPerson, lead: Lead) -> str:
    """An address that begins a mail to the applicant with what the unit tells for this reason, in their language."""
    texts = context.knowledge_base.content.coordinator_texts
    text = next(
        (each.text for each in texts.decline_reasons if each.id == lead.decision_reason), texts.declined
    )
    email = context.applicant(lead.data["answers"]).contact("email")
    if not email or text is None:
        return ""
    body = saved_text(context, mail_actor(contact), lead, text).text
    values = {"subject": heading(context.within(lead.language), lead), "body": body}
    return f"mailto:{quote(email, safe='@')}?{urlencode(values, quote_via=quote)}"
