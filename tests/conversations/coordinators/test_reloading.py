"""/reload never holds the unit's group up, and says what changed."""

import threading
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from bot.operations.knowledge_base import Library
from knowledge.content.changes import Changes, changes
from knowledge.content.folders import CONTENT
from knowledge.content.load import Content, load
from tests.conftest import Start
from tests.conversations.lead_files import library_with_group, send_lead
from tests.person import Sim


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


async def test_the_group_is_answered_while_the_content_is_read(
    sim: Sim, start: Start, monkeypatch: pytest.MonkeyPatch, library: Library
) -> None:
    unit, read, answered = sim.coordinator(), library._content_read, threading.Event()

    def slow() -> Content:
        answered.wait(30)
        return read()

    monkeypatch.setattr(library, "_content_read", slow)
    async with start() as running:
        await send_lead(running)
        await unit.waits_for("[IUC-2026-0001]")
        await unit.says("/reload", expects_reply=False)
        await unit.waits_for("Working on it …")
        assert "already" in (await unit.says("/reload")).text
        assert "[IUC-2026-0001]" in (await unit.says("/lead 1")).text
        answered.set()
        await unit.waits_for("The content was read again: 44 answers")


async def test_what_changed_is_told(
    sim: Sim, start: Start, monkeypatch: pytest.MonkeyPatch, library: Library, tmp_path: Path
) -> None:
    unit = sim.coordinator("coordinator_es")
    folder = copytree(CONTENT, tmp_path / "content")
    contacts = folder / "contacts.yaml"
    contacts.write_text(
        contacts.read_text("utf-8").replace("coordination-unit@iuc-europe", "office@iuc-europe"), "utf-8"
    )
    monkeypatch.setattr(library, "_content", folder)
    async with start():
        await unit.says("/reload")
        await unit.waits_for("Changed besides the answers")


def test_answers_are_named_that_are_new_changed_or_gone() -> None:
    before = load(CONTENT)
    first, *others = before.categories
    kept, *more = first.answers
    changed = kept.model_copy(update={"sources": ("elsewhere",)})
    fresh = more[0].model_copy(update={"id": "fresh"})
    category = first.model_copy(update={"answers": (changed, fresh, *more[1:])})
    after = replace(before, categories=(category, *others), version="another")
    assert changes(before, after) == Changes(("fresh",), (kept.id,), (more[0].id,), others=False)
    assert changes(before, before) == Changes((), (), (), others=False)
