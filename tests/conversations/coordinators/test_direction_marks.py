"""What an applicant typed cannot be made to read as something else in the unit's mails and messages."""

import pytest

from bot.operations.knowledge_base import Library
from tests.conftest import Start
from tests.conversations.lead_files import library_with_group, send_lead
from tests.person import Sim

MARKS = "\u202e\u202d\u2066\u2069\u200f\u061c"


@pytest.fixture(scope="module")
def library() -> Library:
    return library_with_group()


async def test_direction_marks_reach_neither_mails_nor_the_units_group(sim: Sim, start: Start) -> None:
    unit = sim.coordinator()
    async with start() as running:
        await send_lead(
            running,
            place={"name": f"Zara{MARKS}goza"},
            challenge=f"cod{MARKS}.exe",
            offer="שלום",
            with_deliveries=True,
        )
        card = await unit.waits_for("Zaragoza")
        mail = await sim.waits_for_mail("Zaragoza")
        for text in (card.text, mail["subject"], mail["text"]):
            assert not set(MARKS) & set(text)
        assert "cod.exe" in mail["text"]
        assert "שלום" in mail["text"]
        listed = await unit.says("/leads")
        assert any("Zaragoza" in label for label in listed.buttons)
        assert not set(MARKS) & set("".join(listed.buttons))
