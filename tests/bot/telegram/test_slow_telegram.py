"""Slow is not lost: a Telegram that fails holds a chat up for seconds only, and nothing is repeated for ever."""

from structlog.testing import capture_logs

from tests.bot.telegram.test_updates import eventually
from tests.conftest import Start
from tests.person import Sim


async def test_a_reply_that_keeps_failing_lets_the_chat_go_on_and_comes_later(sim: Sim, start: Start) -> None:
    officer = sim.person("officer_en")
    async with start() as running:
        await officer.says("/start")
        await sim.fail("sendMessage", count=3, status=500)
        await officer.says("/contact", expects_reply=False)
        await officer.waits_for("not lost")
        assert [call["ok"] for call in await sim.calls("sendMessage")] == [True, False, False, False, True]
        assert "/faq" in (await officer.says("/help")).text
        inbox = running.services.inbox
        (waiting,) = await inbox.listing("waiting")
        await inbox._database.run(
            lambda db: db.execute(
                "UPDATE inbox SET retried_at = '2020' WHERE update_id = ?", (waiting.update_id,)
            )
        )
        await eventually(inbox, "waiting", 0)
        assert await inbox.listing("failed") == []


async def test_a_pause_of_a_minute_that_telegram_asks_for_does_not_hold_the_chat(
    sim: Sim, start: Start
) -> None:
    officer = sim.person("officer_en")
    async with start() as running:
        await officer.says("/start")
        await sim.fail("sendMessage", count=1, status=429, retry_after=60)
        await officer.says("/contact", expects_reply=False)
        await officer.says("/help", expects_reply=False)
        await eventually(running.services.inbox, "done", 1)
        assert len(await running.services.inbox.listing("failed")) == 0


async def test_a_reply_without_an_answer_is_not_sent_more_than_three_times(sim: Sim, start: Start) -> None:
    officer = sim.person("officer_en")
    with capture_logs():
        async with start() as running:
            await officer.says("/start")
            await sim.fail("sendMessage", count=9, mode="lost", chat_id=await officer.number_of_chat())
            await officer.says("/contact", expects_reply=False)
            inbox = running.services.inbox
            for _time in range(3):
                for waiting in await inbox.listing("waiting"):
                    await inbox.postpone(waiting.update_id, running.services.now().replace(year=2020))
                await officer.waits_for_news()
            await eventually(inbox, "failed", 1)
    sent = [each for each in officer.from_bot if "coordination-unit@" in each["text"]]
    assert len(sent) <= 3
