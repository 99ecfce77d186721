"""Hostile and odd input over real HTTP: no exception reaches the log, nothing is damaged, the reply is sensible."""

import itertools
import json
import logging
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.application import Running
from storage.chats import chat_and_draft
from tests.conftest import Start
from tests.person import COORDINATORS, Person, Sim
from tests.waiting import until_true

TEXTS = [
    "x" * 65_536,
    "€" * 4096,
    "\u202egnirts desrever\u202c",
    "a\u200bb\u200c\u200d\ufeff",
    "👩‍👩‍👧‍👦🏳️‍🌈" * 50,
    "<b>bold</b> <script>alert(1)</script> &amp; &lt;",
    "*bold* _it_ `code` [x](tg://user?id=1)",
    "'; DROP TABLE chats; -- \" OR 1=1",
    "Subject: x\r\nBcc: everybody@example.org\r\n\r\nbody",
    "\x00\x01\x1b[31m",
    "\ud83d",
    "{0} {name} %s %(x)s ${x}",
    "١٢٣٤٥٦ ⅷ ½ ²",
    "9" * 400,
    "-1e309 NaN inf",
    "/" * 4096,
    "/start@SomeOtherBot " + "p" * 4000,
    "@AssistantBot",
    "??!!..",
    " ",
]

CALLBACKS = ["", "o", "o|", "o|menu|x|y", "e|kind|\u0000", "f|1|consent|yes", "f|999999999999999999999|kind|city",
    "f|-1|kind|city", "m|0|send", "m|1|edit|nothing", "q|99999999|yes", "q|x|yes", "v|nothing|1", "v||9",
    "l|de", "o|category|nothing", "o|answer|nothing", "e|population|over", "z|z", "|" * 64, "🏙" * 16]  # fmt: skip

SOMEBODY = {"id": 1002, "is_bot": False, "first_name": "A"}
TOO_LONG = [{"type": "bot_command", "offset": 0, "length": 99}]
HIDDEN = {"type": "hidden_user", "date": 1, "sender_user_name": "x"}

ODD: dict[str, dict[str, object]] = {
    "no name, no language": {"message": {"from": {"id": 1002, "is_bot": False, "first_name": ""}, "text": "/start"}},
    "a bot": {"message": {"from": {"id": 777, "is_bot": True, "first_name": "B"}, "text": "hello"}},
    "message 0": {"message": {"message_id": 0, "text": "/help"}},
    "date 0": {"message": {"date": 0, "text": "/help"}},
    "date in 9999": {"message": {"date": 253_402_300_799, "text": "/help"}},
    "date beyond all": {"message": {"date": 10**15, "text": "/help"}},
    "negative date": {"message": {"date": -(10**12), "text": "/help"}},
    "no text at all": {"message": {}},
    "a number too long": {"message": {"chat": {"id": 2**70, "type": "private"}, "text": "/help"}},
    "edited": {"edited_message": {"text": "/help", "edit_date": 1}},
    "a channel's post": {"channel_post": {"chat": {"id": -1009, "type": "channel", "title": "C"}, "text": "/start"}},
    "forwarded": {"message": {"forward_origin": HIDDEN, "text": "hi"}},
    "a new kind of chat": {"message": {"chat": {"id": 1002, "type": "metaverse"}, "text": "/start"}},
    "entities beyond the text": {"message": {"text": "/a", "entities": TOO_LONG}},
    "somebody else's group": {"message": {"chat": {"id": -4711, "type": "group", "title": "G"}, "text": "/start"}},
    "anonymous admin": {"message": {"chat": {"id": COORDINATORS, "type": "supergroup", "title": "G"},
        "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
        "sender_chat": {"id": COORDINATORS, "type": "supergroup", "title": "G"}, "text": "hello"}},
    "a poll": {"poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": True,
        "is_anonymous": True, "type": "regular", "allows_multiple_answers": False}},
    "a poll's answer": {"poll_answer": {"poll_id": "1", "option_ids": [0], "user": SOMEBODY}},
    "an inline query": {"inline_query": {"id": "1", "from": SOMEBODY, "query": "x" * 300, "offset": ""}},
    "a tap without message": {"callback_query": {"id": "1", "from": SOMEBODY, "chat_instance": "1", "data": "o|menu"}},
    "a tap without data": {"callback_query": {"id": "2", "from": SOMEBODY, "chat_instance": "1"}},
    "a kind of tomorrow": {"telepathy": {"text": "?"}},
    "nothing": {},
}  # fmt: skip

STOPPED = "Updater stopped unexpectedly"  # the library's word for being stopped while updates come in

numbers = itertools.count(1)


def whole(update: dict[str, Any]) -> dict[str, Any]:
    """Give messages what every message has, unless it is the odd thing about them."""
    usual = {
        "message_id": next(numbers),
        "date": 1_790_000_000,
        "chat": {"id": 1002, "type": "private", "first_name": "City"},
        "from": {"id": 1002, "is_bot": False, "first_name": "City", "language_code": "en"},
    }
    kinds = ("message", "edited_message", "channel_post")
    return {kind: {**usual, **body} if kind in kinds else body for kind, body in update.items()}


async def inject(sim: Sim, update: dict[str, object]) -> None:
    """Hand the bot an update; half characters cannot go through the client's own JSON."""
    body, kind = json.dumps({"update": update or {"update_id": 2**50}}), {"Content-Type": "application/json"}
    answer = await sim.client.post("/sim/update", data=body, headers=kind)
    assert answer.ok, await answer.text()


async def replies_sensibly(person: Person) -> None:
    """Once all before it was dealt with, the bot answers as if nothing had been."""
    await person.says("/privacy", expects_reply=False)
    await person.waits_for("What does this assistant do with my data?")


def nothing_failed(logs: list[Any], caplog: pytest.LogCaptureFixture, allowed: tuple[str, ...] = ()) -> None:
    assert [
        each for each in logs if each["log_level"] in ("warning", "error") and each["event"] not in allowed
    ] == []
    assert [
        each.getMessage()
        for each in caplog.records
        if each.levelno >= logging.ERROR and STOPPED not in each.getMessage()
    ] == []


async def test_odd_texts_in_every_conversation_get_a_reply(
    sim: Sim, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    person = sim.person("officer_en")
    with capture_logs() as logs:
        async with start() as running:
            for opening in ("/start", "/apply", "/eligibility"):
                await person.says(opening)
                if opening == "/apply":
                    await person.presses("I agree")
                for text in TEXTS:
                    await inject(sim, whole({"message": {"text": text}}))
                await replies_sensibly(person)
            assert await running.services.inbox.listing("failed") == []
    nothing_failed(logs, caplog)


async def test_forged_taps_change_nothing(sim: Sim, start: Start, caplog: pytest.LogCaptureFixture) -> None:
    victim, forger = sim.person("officer_es"), sim.person("officer_en")
    with capture_logs() as logs:
        async with start() as running:
            await victim.says("/apply")
            await victim.presses("De acuerdo")
            _, before = chat_and_draft(running.services.database, await victim.number_of_chat())
            shown = await forger.says("/start")
            for data in CALLBACKS:
                await forger.press_data(data, shown.message["message_id"], forged=True, wait=0)
            await replies_sensibly(forger)
            _, after = chat_and_draft(running.services.database, await victim.number_of_chat())
            assert after == before
            assert await running.services.inbox.listing("failed") == []
    nothing_failed(logs, caplog, allowed=("coordinator's command refused",))


async def nothing_waits(running: Running) -> None:
    """Wait until every update is dealt with: its mark comes after its reply."""

    async def nothing_left() -> bool:
        return not await running.services.inbox.listing("waiting")

    await until_true(nothing_left, "every update to be dealt with")


async def test_odd_updates_are_borne(sim: Sim, start: Start, caplog: pytest.LogCaptureFixture) -> None:
    person = sim.person("officer_en")
    with capture_logs() as logs:
        async with start() as running:
            await person.says("/start")
            for update in ODD.values():
                await inject(sim, whole(update))
            for kind in (
                "document",
                "photo",
                "sticker",
                "voice",
                "audio",
                "video",
                "location",
                "poll",
                "dice",
            ):
                await person.sends(kind, expects_reply=False)
            await person.edits("/help", expects_reply=False)
            await nothing_waits(running)  # a tap without a message is in no chat's line
            await replies_sensibly(person)
            unreadable = {each.update_id for each in await running.services.inbox.listing("failed")}
            await nothing_waits(running)
    # What cannot be read at all is set aside with a line for the operator, and only that.
    assert len(unreadable) <= 5
    nothing_failed(logs, caplog, allowed=("update cannot be read", "coordinator's command refused"))


def any_texts() -> list[str]:
    """Three hundred texts of any characters, the same in each run."""
    found: list[str] = []

    @settings(max_examples=120)
    @given(st.text(max_size=400))
    def collect(text: str) -> None:
        found.append(text)

    collect()
    return found


async def test_any_texts_at_all_are_answered(
    sim: Sim, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    person = sim.person("officer_en")
    texts = any_texts()
    with capture_logs() as logs:
        async with start() as running:
            await person.says("/apply")
            await person.presses("I agree")
            for text in texts:
                await inject(sim, whole({"message": {"text": text}}))
            await replies_sensibly(person)
            assert await running.services.inbox.listing("failed") == []
    nothing_failed(logs, caplog)
