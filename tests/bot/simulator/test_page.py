"""The chat page in headless Chromium: choose a person, talk, press, see edits and the mail box."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    ReplyKeyboardMarkup,
    Update,
)

from tests.bot.simulator.backstage import PNG, answering, client
from tests.bot.simulator.test_server import put_mail
from tests.chromium import chromium, needs_chromium
from tests.person import Sim, simulator

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    needs_chromium,
]


async def tiny_bot(update: Update) -> None:
    """Echo texts with a button, change the message when it is pressed, offer one look-up."""
    if update.message and update.message.text == "/phone":
        keyboard = ReplyKeyboardMarkup(
            [[KeyboardButton("Share", request_contact=True)]], one_time_keyboard=True
        )
        await update.message.reply_text("Your number?", reply_markup=keyboard)
    elif update.message and update.message.contact:
        await update.message.reply_text(f"Thanks: {update.message.contact.phone_number}")
    elif update.message and update.message.text == "/files":
        await update.message.reply_document(b"%PDF", filename="copy.pdf")
        await update.message.reply_photo(PNG, caption="A map")
    elif update.message:
        rows = [
            [
                InlineKeyboardButton("Change", callback_data="c"),
                InlineKeyboardButton("Alert", callback_data="a"),
            ]
        ]
        await update.message.reply_html(
            f"<b>Echo</b> {update.message.text_html} <a href='https://t.me/AssistantBot?start=apply'>link</a>",
            reply_markup=InlineKeyboardMarkup(rows),
        )
    elif update.callback_query and update.callback_query.data == "c":
        await update.callback_query.answer("Changed it")
        await update.callback_query.edit_message_text("Now changed")
    elif update.callback_query:
        await update.callback_query.answer("Look here", show_alert=True)
    elif update.inline_query:
        content = InputTextMessageContent("4 March")
        await update.inline_query.answer([InlineQueryResultArticle("1", "Deadline", content)])


# One browser for all tests of this module takes one event loop for all: hence the scopes.
@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="module")
async def sim(mail_folder: Path) -> AsyncIterator[Sim]:
    async with simulator(mail_folder) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def bot(sim: Sim) -> AsyncIterator[Bot]:
    async with client(sim) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module")
async def page(sim: Sim, bot: Bot, browser: Browser) -> AsyncIterator[Page]:
    """The page, with the tiny bot behind it; errors on the page fail the test."""
    errors: list[str] = []
    async with answering(bot, tiny_bot):
        page = await browser.new_page(viewport={"width": 1280, "height": 800})
        page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(f"{sim.address}/#officer_en")
        await expect(page.get_by_role("button", name="START")).to_be_visible()
        yield page
        await page.close()
    assert errors == []


async def say(page: Page, text: str) -> None:
    await page.locator("#composer").fill(text)
    await page.keyboard.press("Enter")


async def test_a_person_types_presses_and_sees_the_edit(page: Page) -> None:
    await say(page, "hello <img src=x onerror=alert(1)>")
    log = page.get_by_role("log")
    await expect(log).to_contain_text("Echo hello <img src=x onerror=alert(1)>")
    await expect(log.locator("b", has_text="Echo")).to_be_visible()
    assert await log.locator("img").count() == 0
    await page.get_by_role("button", name="Change").click()
    await expect(page.locator("#toast")).to_have_text("Changed it")
    await expect(log).to_contain_text("Now changed")
    await expect(log).to_contain_text("edited")
    assert await page.get_by_role("button", name="Change").count() == 0


async def test_an_alert_is_a_dialog_and_a_deep_link_stays_in_the_chat(page: Page) -> None:
    await say(page, "hello")
    await page.get_by_role("button", name="Alert").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Look here")
    await page.keyboard.press("Escape")
    await page.get_by_role("link", name="link").click()
    await expect(page.get_by_role("log")).to_contain_text("/start apply")


async def test_the_language_of_the_page_follows_the_person(page: Page) -> None:
    await expect(page.get_by_role("heading", name="Who you are")).to_be_visible()
    await page.get_by_role("link", name="Personal técnico municipal").first.click()
    await expect(page.get_by_role("heading", name="Quién es usted")).to_be_visible()
    await expect(page.get_by_role("button", name="INICIAR")).to_be_visible()
    await expect(page.locator("html")).to_have_attribute("lang", "es")


async def test_every_word_of_the_page_exists_in_both_languages(page: Page) -> None:
    lost = await page.evaluate(
        """async () => {
          const source = await (await fetch("texts.js")).text();
          const [english, spanish] = source.slice(source.indexOf("en: {"), source.indexOf("let language"))
            .split("es: {").map((part) => new Set(part.match(/^    \\w+(?=: ")/gm)));
          const lacks = (some, others) => [...others].filter((key) => !some.has(key));
          return [english.size, lacks(spanish, english), lacks(english, spanish)];
        }"""
    )
    assert lost[0] > 80
    assert lost[1:] == [[], []]


async def test_the_contact_key_and_the_files_of_the_bot_are_there(page: Page) -> None:
    await say(page, "/phone")
    await page.get_by_role("button", name="Share").click()
    await expect(page.get_by_role("log")).to_contain_text("Thanks: +34600001002")
    await expect(page.locator("#keyboard")).to_be_hidden()
    await say(page, "/files")
    await expect(page.get_by_role("log").get_by_role("img", name="A map")).to_be_visible()
    await page.get_by_role("tab", name="Files").click()
    await expect(page.get_by_role("tabpanel").get_by_role("link", name="copy.pdf")).to_be_visible()


async def test_commands_are_offered_while_typing_and_chosen_by_keyboard(page: Page, bot: Bot) -> None:
    await bot.set_my_commands([("files", "Send files"), ("phone", "Ask for a number")])
    await page.locator("#composer").press_sequentially("/p")
    await expect(page.get_by_role("option")).to_have_text(["/phone Ask for a number"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("log")).to_contain_text("Your number?")


async def test_mail_calls_failures_and_look_ups_are_shown(page: Page, mail_folder: Path) -> None:
    put_mail(mail_folder, "a.eml", "IUC-1 · Málaga")
    await page.get_by_role("button", name="IUC-1 · Málaga").click()
    await expect(page.get_by_role("tabpanel")).to_contain_text("mobility@example.org")
    await expect(page.frame_locator("iframe").locator("p")).to_have_text("Población")
    await page.get_by_role("tab", name="Failures").click()
    await page.get_by_label("Which calls").select_option("sendMessage")
    await page.get_by_role("button", name="Make them fail").click()
    await expect(page.get_by_role("tabpanel")).to_contain_text("sendMessage: 1 × 500")
    await page.get_by_role("button", name="All well again").click()
    await expect(page.get_by_role("tabpanel")).to_contain_text("Nothing is set to fail")
    await page.get_by_role("tab", name="Look-up").click()
    await page.get_by_label("@AssistantBot").fill("deadline")
    await page.get_by_role("button", name="Look up").click()
    await page.get_by_role("button", name="Post it here").click()
    await expect(page.get_by_role("log")).to_contain_text("4 March")
    await page.get_by_role("tab", name="Calls").click()
    await expect(page.get_by_role("tabpanel")).to_contain_text("answerInlineQuery")


async def test_it_fits_a_phone(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await say(page, "hello")
    await expect(page.get_by_role("button", name="Change")).to_be_visible()
    for name in ("People", "Tools", "Chat"):
        await page.get_by_role("button", name=name, exact=True).click()
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await expect(page.locator("#composer")).to_be_visible()


async def test_every_control_has_a_name(page: Page) -> None:
    await say(page, "hello")
    for tab in ("Calls", "Failures", "Look-up", "Mail box"):
        await page.get_by_role("tab", name=tab).click()
        nameless = await page.evaluate(
            """() => [...document.querySelectorAll("button, input, textarea, select, a, iframe, img")]
              .filter((each) => each.checkVisibility() && !each.labels?.length && !each.textContent.trim()
                && !each.ariaLabel && !each.title && each.alt === undefined)
              .map((each) => each.outerHTML)"""
        )
        assert nameless == []
