"""Sending a pre-application once: as a new lead or as a correction, with notices to the unit."""

from collections.abc import Callable, Iterable

from bot.context import Turn
from bot.handlers.coordinators.same_city import place_keys
from bot.handlers.old_button import old_button
from bot.operations import quotas
from bot.operations import usage_counts as counting
from bot.operations.knowledge_base import KnowledgeBase
from bot.telegram.callback_data import Move
from bot.views import menu
from bot.views.context import Screen, ViewContext
from bot.views.leads import notices
from bot.views.leads.mail import lead_deliveries
from bot.views.preapplication import own_leads
from bot.views.preapplication.document import copy_delivery
from bot.views.preapplication.own_leads import own_lead_screen
from bot.views.preapplication.question import form
from knowledge import routing
from knowledge.content.schema import ContactPerson
from knowledge.form.draft import Draft
from knowledge.form.position import Complete
from storage.clock import stamp
from storage.database import Connection, Write
from storage.drafts import drop_draft
from storage.leads import Lead, LeadData, find_lead_of_draft, list_leads_about, list_leads_of_chat, read_lead
from storage.outbox import Delivery
from storage.submissions import resubmit, submit


async def send_preapplication(turn: Turn, move: Move) -> None:
    """Send the pre-application: a second tap shows the same reference; one for the same city is named first."""
    lead = await find_lead_of_draft(turn.services.database, move.draft_id)
    if lead is not None and lead.chat_id == turn.chat.chat_id:
        await turn.save(sent_screen(lead))
        await turn.show()
        return
    draft = turn.context.draft
    ready = draft is not None and isinstance(turn.context.form.position(draft), Complete)
    if draft is None or not ready or move.draft_id != turn.context.draft_id:
        await old_button(turn)
        return
    if move.move == "send" and await warn_of_same_place(turn, draft):
        return
    quietly = turn.context.corrects is None and await has_reached_lead_limit(turn)
    if quietly:
        turn.notice = lead_kept_silently(turn.context)
    store = store_lead(turn, draft, announced=not quietly)
    await turn.save(
        lambda db: screen_after(db, turn.context),
        counting.count_sending(turn),
        store,
        discard_if_withdrawn(turn.context),
    )
    await turn.services.database.sync()
    await turn.show()


def screen_after(db: Connection, context: ViewContext) -> Screen:
    """The screen after sending; if the lead was withdrawn meanwhile, the screen of that lead."""
    lead = read_lead(db, "draft_id = ?", context.draft_id)
    if lead:
        return sent_screen(lead)
    withdrawn = read_corrected(db, context)
    return own_lead_screen(context, withdrawn) if withdrawn else menu.menu.screen()


def discard_if_withdrawn(context: ViewContext) -> Write:
    """Drop the correction of a lead that is withdrawn."""

    def write(db: Connection) -> None:
        lead = read_corrected(db, context)
        if lead and lead.withdrawn:
            drop_draft(context.draft_id)(db)

    return write


def read_corrected(db: Connection, context: ViewContext) -> Lead | None:
    """Read the lead that the draft corrects; None for a new pre-application, and once the lead was erased."""
    lead = read_lead(db, "reference = ?", context.corrects) if context.corrects else None
    return None if lead is None or lead.erased else lead


async def has_reached_lead_limit(turn: Turn) -> bool:
    """Tell whether this person sent as many pre-applications within a day as are announced one by one."""
    leads = await list_leads_of_chat(turn.services.database, turn.chat.chat_id)
    since = stamp(turn.now - quotas.DAY)
    return sum(lead.created_at >= since for lead in leads) >= quotas.LEADS


def lead_kept_silently(context: ViewContext) -> str:
    """Say that a pre-application is kept, but announced to nobody."""
    return context.say(
        "You have sent several pre-applications today. This one has arrived too: {unit} finds it in "
        "its list, without a message of its own."
    )


def sent_screen(lead: Lead) -> Screen:
    """The screen after sending."""
    return own_leads.sent.screen(lead.reference, corrected=bool(lead.data.get("corrected")))


async def warn_of_same_place(turn: Turn, draft: Draft) -> bool:
    """Warn of another pre-application for this place, if there is one; tell whether there is."""
    places = place_keys(
        turn.knowledge_base.gazetteer, turn.context.applicant(turn.context.form.valid_answers(draft))
    )
    found = await list_leads_about(turn.services.database, places, turn.context.corrects)
    if not found:
        return False
    own = [lead.reference for lead in found if lead.chat_id == turn.chat.chat_id]
    await turn.save(form.screen())
    await turn.send(own_leads.same_place(turn.context, own, len(found) - len(own)))
    return True


def store_lead(turn: Turn, draft: Draft, *, announced: bool = True) -> Write:
    """What sending stores: a new lead, or the new version of the one that is corrected, and its deliveries."""
    data, language = lead_data(turn, draft), turn.context.language
    places = place_keys(turn.knowledge_base.gazetteer, turn.context.applicant(data["answers"]))
    draft_id, corrects = turn.context.draft_id, turn.context.corrects
    if corrects is None:
        prefix = turn.knowledge_base.content.programme.identity.reference
        deliveries = deliveries_of_new_lead(turn, announced)
        return submit(
            draft_id, turn.chat.chat_id, language, data, turn.now, deliveries, prefix=prefix, places=places
        )
    data["corrected"] = stamp(turn.now)
    corrections = deliveries_of_correction(turn)
    return resubmit(corrects, draft_id, language, data, turn.now, corrections, places=places)


def deliveries_of_new_lead(turn: Turn, announced: bool) -> Callable[[Lead], Iterable[Delivery]]:
    """Make the deliveries of a new lead: to the unit if it is `announced`, and the applicant's copy."""
    contexts, knowledge_base, steps = turn.contexts(), turn.knowledge_base, turn.services.links.mail_steps
    context = contexts[turn.context.language]

    def deliveries(lead: Lead) -> Iterable[Delivery]:
        if announced:
            yield from lead_deliveries(contexts, lead, recipients_of_leads(knowledge_base, lead), steps)
        yield copy_delivery(context, lead, "sent")

    return deliveries


def deliveries_of_correction(turn: Turn) -> Callable[[Lead, Lead], Iterable[Delivery]]:
    """Make the deliveries of a correction: what changed to the unit, and the applicant's copy."""
    contexts, chats = turn.contexts(), turn.services.unit.chat_languages()
    knowledge_base, steps = turn.knowledge_base, turn.services.links.mail_steps
    context = contexts[turn.context.language]

    def deliveries(before: Lead, lead: Lead) -> Iterable[Delivery]:
        yield from notices.in_each_language(
            recipients_of_leads(knowledge_base, before, lead),
            chats,
            lambda contacts: notices.corrected(contexts, before, lead, contacts, steps),
        )
        yield copy_delivery(context, lead, lead.updated_at)

    return deliveries


def recipients_of_leads(knowledge_base: KnowledgeBase, *leads: Lead) -> list[ContactPerson]:
    """Everybody in the coordination unit who takes one of these versions of a lead."""
    found: dict[str, ContactPerson] = {}
    for lead in leads:
        applicant = knowledge_base.content.applicant(lead.data["answers"])
        contacts = routing.recipients_of(knowledge_base.content.contacts, applicant)
        found |= {contact.id: contact for contact in contacts}
    return list(found.values())


def lead_data(turn: Turn, draft: Draft) -> LeadData:
    """A pre-application as it is kept and forwarded: codes and free text, the verdict, the consent."""
    context, stored = turn.context, turn.stored_draft
    answers = context.form.valid_answers(draft)
    verdict = context.form.verdict(draft)
    applicant = context.applicant(answers)
    return {
        "answers": {key: value for key, value in answers.items() if value is not None},
        "skipped": [key for key, value in answers.items() if value is None],
        "consent": {"version": applicant.consent, "at": stored.consented_at if stored else None},
        "told": applicant.listed,
        "population": applicant.candidate.population,
        "verdict": verdict.outcome,
        "rule": verdict.rule,
        "call_open": context.call_open,
        "content_version": context.knowledge_base.content.version,
    }
