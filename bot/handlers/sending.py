"""Sending a pre-application, once: a new lead, or the correction of one; who has it is told."""

from collections.abc import Iterable
from typing import Any

from bot import counting
from bot.callback_data import Move
from bot.context import Turn
from bot.handlers.old_button import old_button
from bot.library import Known
from bot.places import place_keys
from bot.scene import Screen
from bot.views import notices, sent
from bot.views.lead_mail import lead_deliveries
from bot.views.summary import copy_delivery
from knowledge import routing
from knowledge.models import ContactPerson
from knowledge.questionnaire import Complete, Draft, candidate
from storage.clock import stamp
from storage.conversations import Write
from storage.leads import Lead, lead_of_draft, resubmit, submit
from storage.outbox import Delivery


async def send(turn: Turn, move: Move) -> None:
    """Send the pre-application: a second tap shows the same reference; one for the same city is named first."""
    lead = await turn.services.leads.of_draft(move.draft_id)
    if lead is not None and lead.chat_id == turn.chat.chat_id:
        await turn.save(sent_screen(lead))
        await turn.show()
        return
    draft = turn.scene.draft
    ready = draft is not None and isinstance(turn.scene.form.position(draft), Complete)
    if draft is None or not ready or move.draft_id != turn.scene.draft_id:
        await old_button(turn)
        return
    if move.move == "send" and await named_same_place(turn, draft):
        return
    draft_id = turn.scene.draft_id
    writes = (counting.sent(turn), sending(turn, draft))
    await turn.save(lambda db: sent_screen(lead_of_draft(db, draft_id)), *writes)
    await turn.show()


def sent_screen(lead: Lead) -> Screen:
    """The screen after sending."""
    return Screen("sent", {"reference": lead.reference, "corrected": bool(lead.data.get("corrected"))})


async def named_same_place(turn: Turn, draft: Draft) -> bool:
    """Say that there is another pre-application for this city, if there is; tell whether that was said."""
    places = place_keys(turn.known.gazetteer, turn.scene.form.valid_answers(draft))
    found = await turn.services.leads.same_place(places, turn.scene.corrects)
    if not found:
        return False
    own = [lead.reference for lead in found if lead.chat_id == turn.chat.chat_id]
    await turn.save(Screen("form"))
    await turn.send(sent.same_place(turn.scene, own, len(found) - len(own)))
    return True


def sending(turn: Turn, draft: Draft) -> Write:
    """What sending stores: the lead, or the new version of the one that is corrected, and its deliveries."""
    scenes, language = turn.scenes(), turn.scene.language
    data = lead_data(turn, draft)
    places = place_keys(turn.known.gazetteer, data["answers"])
    draft_id, corrects = turn.scene.draft_id, turn.scene.corrects

    def fresh(lead: Lead) -> Iterable[Delivery]:
        yield from lead_deliveries(scenes, lead, takers(turn.known, lead))
        yield copy_delivery(scenes[language], lead, "sent")

    def corrected(before: Lead, lead: Lead) -> Iterable[Delivery]:
        yield from notices.corrected(scenes, before, lead, takers(turn.known, before, lead))
        yield copy_delivery(scenes[language], lead, lead.updated_at)

    if corrects is None:
        return submit(draft_id, turn.chat.chat_id, language, data, turn.now, fresh, places=places)
    data["corrected"] = stamp(turn.now)
    return resubmit(corrects, draft_id, language, data, turn.now, corrected, places=places)


def takers(known: Known, *leads: Lead) -> list[ContactPerson]:
    """Everybody in the coordination unit who takes one of these versions of a lead."""
    found: dict[str, ContactPerson] = {}
    for lead in leads:
        contacts = routing.takers(known.knowledge.contacts, lead.data["answers"])
        found |= {contact.id: contact for contact in contacts}
    return list(found.values())


def lead_data(turn: Turn, draft: Draft) -> dict[str, Any]:
    """A pre-application as it is kept and forwarded: codes and free text, the verdict, the consent."""
    scene, stored = turn.scene, turn.stored_draft
    answers = scene.form.valid_answers(draft)
    verdict = scene.form.verdict(draft)
    return {
        "answers": {key: value for key, value in answers.items() if value is not None},
        "skipped": [key for key, value in answers.items() if value is None],
        "consent": {"version": answers.get("consent"), "at": stored.consented_at if stored else None},
        "population": candidate(answers).population,
        "verdict": verdict.outcome,
        "rule": verdict.rule,
        "call_open": scene.call_open,
        "content_version": scene.known.knowledge.version,
    }
