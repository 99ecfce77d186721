"""Leads in the store as sending a pre-application leaves them, and a library whose unit has the simulator's group."""

import copy
import datetime
from collections.abc import Collection, Mapping
from functools import cache

from bot.application import Running
from bot.operations.knowledge_base import Library
from bot.settings import SIMULATOR_GROUP
from bot.views.context import ViewContext
from bot.views.leads.mail import lead_deliveries
from storage.database import Write
from storage.leads import Lead, LeadData
from storage.outbox import Delivery
from storage.submissions import submit
from tests.conftest import CACHE
from tests.person import Screen, Sim

ANSWERS: Mapping[str, object] = {
    "kind": "city",
    "place": {"name": "Zaragoza"},
    "country": "ES",
    "population": 686986,
    "topics": ["mobility", "housing"],
    "challenge": "El casco <b>antiguo</b> pierde vecinos & comercio.",
    "offer": "Veinte años de rehabilitación.",
    "partners": ["BR"],
    "stakeholders": "committed",
    "programmes": ["urbact"],
    "strategy": "drafting",
    "staff": "unsure",
    "name": "Somebody",
    "post": "Officer",
    "organisation": "City council",
    "email": "somebody@town.example.eu",
}
OFFICER_ES, OFFICER_EN, COORDINATOR_EN = 1001, 1002, 1004


def library_with_group() -> Library:
    """What the bot knows, the unit being in the simulator's group: read once, a library of its own for each caller."""
    return copy.copy(read_with_group())


@cache
def read_with_group() -> Library:
    return Library(None, CACHE, SIMULATOR_GROUP)


async def english_lead(sim: Sim, running: Running) -> Screen:
    """The lead of an applicant who writes in English, as it arrives in the unit's group."""
    await sim.person("officer_en").says("/start")
    await send_lead(running, person=OFFICER_EN, language="en")
    return await sim.coordinator().waits_for("[IUC-2026-0001]")


async def send_lead(
    running: Running,
    draft: int = 1,
    person: int = OFFICER_ES,
    language: str = "es",
    with_deliveries: bool = True,
    recipients: Collection[str] = (),
    **changed: object,
) -> None:
    """Store a lead and its deliveries, to all contacts or those named, as sending a pre-application does."""
    services = running.services
    knowledge_base = services.library.knowledge_base
    contexts = {
        each: ViewContext(each, knowledge_base, datetime.date(2026, 11, 22))
        for each in knowledge_base.content.languages
    }
    answers = {**ANSWERS, **changed}
    applicant = knowledge_base.content.applicant(answers)
    data: LeadData = {
        "answers": answers,
        "told": applicant.listed,
        "population": applicant.candidate.population,
        "verdict": "eligible",
        "rule": "city_over",
        "call_open": True,
        "content_version": knowledge_base.content.version,
    }
    contacts = [
        each for each in knowledge_base.content.contacts.contacts if not recipients or each.id in recipients
    ]

    def deliveries(lead: Lead) -> list[Delivery]:
        return lead_deliveries(contexts, lead, contacts, services.links.mail_steps) if with_deliveries else []

    await store(running, submit(draft, person, language, data, services.now(), deliveries, prefix="IUC"))
    running.worker.wake()


async def store(running: Running, write: Write) -> None:
    """Write something behind the bot's back."""
    await running.services.database.run(write)
