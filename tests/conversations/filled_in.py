"""Drafts that are filled in already, stored as the chat stores them, and a clock that tests set."""

import datetime
from dataclasses import dataclass, field

from bot.application import Running
from storage.chats import chat_and_draft
from storage.database import Database, Write
from storage.drafts import begin_draft, save_draft

SEVILLE = {"name": "Sevilla", "country": "ES", "population": 684234, "geonameid": 2510911, "region": ""}
ES, EN = 1001, 1002
"""The chats of officer_es and officer_en."""


@dataclass
class Clock:
    """A moment that stands still until it is moved on."""

    now: datetime.datetime = field(
        default_factory=lambda: datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)
    )

    def __call__(self) -> datetime.datetime:
        return self.now

    def moves(self, **by: float) -> None:
        self.now += datetime.timedelta(**by)


def answers(running: Running, **changes: object) -> dict[str, object]:
    """Everything that a city answers; `changes` replace, None leaves out."""
    version = running.services.library.knowledge_base.content.questionnaire.consent_version
    given = {
        "consent": version,
        "kind": "city",
        "place": SEVILLE,
        "country": "ES",
        "population": 684234,
        "topics": ["water", "mobility"],
        "challenge": "El río crece cada invierno",
        "offer": "Veinte años de parques inundables",
        "partners": ["BR"],
        "stakeholders": "committed",
        "stakeholder_names": "La universidad",
        "programmes": ["urbact"],
        "strategy": "drafting",
        "strategy_url": None,
        "staff": "two_three",
        "name": "Persona Solicitante",
        "post": "Técnica de proyectos",
        "organisation": "Ayuntamiento",
        "email": "persona@ayuntamiento.example",
        "phone": "+34600111222",
    }
    return {key: value for key, value in {**given, **changes}.items() if value is not None or key in given}


async def stores(running: Running, *writes: Write) -> None:
    """Write into the bot's database from outside, as another process would."""
    database = Database(running.services.settings.database)
    await database.open()
    await database.run(lambda db: [write(db) for write in writes])
    await database.close()


async def stores_draft(running: Running, chat_id: int, **changes: object) -> int:
    """Store a draft in a chat as if it had been filled in there; its id."""
    services = running.services
    version, now = services.library.knowledge_base.content.version, services.now()
    await stores(running, begin_draft(chat_id, version, now, {}))
    _, draft = chat_and_draft(services.database, chat_id)
    assert draft
    await stores(
        running,
        save_draft(draft.draft_id, version, answers(running, **changes), {}, None, now, consent="consent"),
    )
    return draft.draft_id
