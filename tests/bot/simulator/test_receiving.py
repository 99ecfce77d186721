"""How updates reach the bot: long polling, its conflicts, and web hooks."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import BadRequest, Conflict
from tornado.web import Application, RequestHandler

from tests.bot.simulator.backstage import next_updates
from tests.person import Json, Sim, simulator_process
from tests.ports import served
from tests.waiting import PATIENCE


async def test_an_update_stays_until_its_number_is_confirmed(sim: Sim, bot: Bot) -> None:
    person = sim.person("officer_es")
    await person.says("one", expects_reply=False)
    await person.says("two", expects_reply=False)
    first, second = await next_updates(bot)
    assert [each.update_id for each in await next_updates(bot)] == [first.update_id, second.update_id]
    assert (await next_updates(bot, first.update_id + 1))[0].update_id == second.update_id
    assert await bot.get_updates(offset=second.update_id + 1, timeout=0) == ()


async def test_a_long_poll_returns_as_soon_as_something_happens(sim: Sim, bot: Bot) -> None:
    async with asyncio.timeout(PATIENCE):
        waiting = asyncio.create_task(bot.get_updates(timeout=30))
        await asyncio.sleep(0.1)
        await sim.person("officer_es").says("hello", expects_reply=False)
        assert len(await waiting) == 1


async def test_a_second_poll_ends_the_first_with_a_conflict(sim: Sim, bot: Bot) -> None:
    async with Bot(sim.token, base_url=f"{sim.address}/bot") as another, asyncio.timeout(PATIENCE):
        first = asyncio.create_task(bot.get_updates(timeout=30))
        await asyncio.sleep(0.1)
        second = asyncio.create_task(another.get_updates(timeout=1))
        with pytest.raises(Conflict, match=r"(?i)terminated by other getUpdates request"):
            await first
        assert await second == ()


async def test_numbers_never_fall_from_one_run_to_the_next() -> None:
    seen: list[tuple[int, int]] = []
    for _ in range(2):
        async with simulator_process() as sim:
            said = await sim.do("say", user="officer_es", text="x")
            update = (await sim.method("getUpdates"))[0]
            seen.append((update["update_id"], said["message_id"]))
    assert seen[1][0] > seen[0][0]
    assert seen[1][1] > seen[0][1]


async def test_a_repeated_update_comes_again_even_after_later_ones(sim: Sim, bot: Bot) -> None:
    person = sim.person("officer_es")
    await person.says("one", expects_reply=False)
    await person.says("two", expects_reply=False)
    first, second = await next_updates(bot)
    assert await bot.get_updates(offset=second.update_id + 1, timeout=0) == ()
    await sim.do("repeat", update_id=first.update_id)
    assert [u.update_id for u in await next_updates(bot, second.update_id + 1)] == [first.update_id]
    assert await bot.get_updates(offset=first.update_id + 1, timeout=0) == ()


async def test_raw_updates_are_passed_on_as_they_are(sim: Sim, bot: Bot) -> None:
    post = {"message_id": 0, "date": 0, "chat": {"id": -5, "type": "channel", "title": "C"}, "text": "p"}
    await sim.do("update", update={"channel_post": post})
    (update,) = await next_updates(bot)
    assert update.channel_post is not None
    assert update.channel_post.message_id == 0


async def test_only_the_kinds_that_were_asked_for_come(sim: Sim, bot: Bot) -> None:
    await bot.get_updates(allowed_updates=["edited_message"], timeout=0)
    person = sim.person("officer_es")
    await person.says("one", expects_reply=False)
    await person.edits("two", expects_reply=False)
    assert [update.edited_message is not None for update in await next_updates(bot)] == [True]


class Hook:
    """A bot's web hook that refuses the first post."""

    def __init__(self) -> None:
        self.url = ""
        self.posts: list[tuple[str, Json]] = []
        self.enough = asyncio.Event()


class HookHandler(RequestHandler):
    def initialize(self, hook: Hook) -> None:
        self.hook = hook

    def post(self) -> None:
        secret = self.request.headers["X-Telegram-Bot-Api-Secret-Token"]
        self.hook.posts.append((secret, json.loads(self.request.body)))
        self.set_status(500 if len(self.hook.posts) == 1 else 200)
        if len(self.hook.posts) == 3:
            self.hook.enough.set()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    handlers = [(r"/hook", HookHandler, {"hook": hook})]
    async with served(Application(handlers, log_function=lambda _: None)) as port:
        hook.url = f"http://127.0.0.1:{port}/hook"
        yield hook


async def test_a_web_hook_gets_updates_in_order_with_its_secret_and_again_when_it_fails(
    sim: Sim, bot: Bot, hook: Hook
) -> None:
    await bot.set_webhook(hook.url, secret_token="s3cret")
    person = sim.person("officer_es")
    await person.says("one", expects_reply=False)
    await person.says("two", expects_reply=False)
    async with asyncio.timeout(PATIENCE):
        await hook.enough.wait()
    assert [post["message"]["text"] for _, post in hook.posts] == ["one", "one", "two"]
    assert {secret for secret, _ in hook.posts} == {"s3cret"}
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500"
    with pytest.raises(Conflict, match="while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""


async def test_a_web_hook_must_be_an_address_with_a_sound_secret(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=r"(?i)invalid webhook URL"):
        await bot.set_webhook("ftp://x")
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook("http://127.0.0.1:9/", secret_token="not allowed!")
