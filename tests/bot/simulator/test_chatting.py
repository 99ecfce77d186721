"""A bot and people talk through the simulator, each over HTTP."""

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaDocument,
    InputTextMessageContent,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.error import BadRequest

from tests.bot.simulator.backstage import PNG, answering, next_updates
from tests.person import COLLEAGUES, COORDINATORS, Sim

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes, please", callback_data="yes")]])


async def test_what_a_person_says_reaches_the_bot_with_its_command_marked(sim: Sim, bot: Bot) -> None:
    await sim.person("officer_es").says("/faq plazo 🏙 de España", expects_reply=False)
    (update,) = await next_updates(bot)
    assert update.message is not None
    assert update.message.text == "/faq plazo 🏙 de España"
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "es"
    assert [(each.type, each.offset, each.length) for each in update.message.entities] == [
        ("bot_command", 0, 4)
    ]


async def test_the_bots_answer_is_the_persons_screen(sim: Sim, bot: Bot) -> None:
    person = sim.person("officer_en")
    await person.says("/start", expects_reply=False)
    await bot.send_message(1002, "<b>Hello</b> &amp; welcome", parse_mode="HTML", reply_markup=YES)
    screen = await person.waits_for("Hello & welcome")
    assert screen.buttons == ["Yes, please"]
    assert screen.message["entities"] == [{"type": "bold", "offset": 0, "length": 5}]


async def test_a_pressed_button_shows_the_toast_and_the_edited_message(sim: Sim, bot: Bot) -> None:
    person = sim.person("officer_en")
    await person.starts(expects_reply=False)
    await bot.send_message(1002, "Shall we?", reply_markup=YES)

    async def answer(update: Update) -> None:
        if update.callback_query:
            assert update.callback_query.data == "yes"
            await update.callback_query.answer("Good", show_alert=True)
            await update.callback_query.edit_message_text("We shall")

    async with answering(bot, answer):
        await person.presses("Yes")
        assert (person.toast, person.alert) == ("Good", True)
        assert (await person.waits_for("We shall")).buttons == []


async def test_data_that_no_button_has_arrives_only_when_forged(sim: Sim, bot: Bot) -> None:
    person = sim.person("officer_en")
    await person.starts(expects_reply=False)
    message = await bot.send_message(1002, "Shall we?", reply_markup=YES)
    with pytest.raises(AssertionError, match="there is no such button"):
        await person.press_data("no", message.message_id, wait=0)
    await person.press_data("no", message.message_id, forged=True, wait=0)
    update = (await next_updates(bot))[-1]
    assert update.callback_query is not None
    assert update.callback_query.data == "no"


async def test_a_query_that_was_never_asked_or_is_too_old_cannot_be_answered(sim: Sim, bot: Bot) -> None:
    person = sim.person("officer_en")
    await person.starts(expects_reply=False)
    message = await bot.send_message(1002, "Shall we?", reply_markup=YES)
    await person.press_data("yes", message.message_id, wait=0)
    query = (await next_updates(bot))[-1].callback_query
    assert query is not None
    await sim.do("settings", query_seconds=0)
    for query_id in ("12345", query.id):
        with pytest.raises(BadRequest, match=r"Query is too old and response timeout expired or query id is"):
            await bot.answer_callback_query(query_id)


async def test_the_contact_button_of_a_reply_keyboard_shares_the_contact(sim: Sim, bot: Bot) -> None:
    person = sim.person("officer_es")
    await person.starts(expects_reply=False)
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Compartir", request_contact=True)], ["Omitir"]])
    await bot.send_message(1001, "¿Teléfono?", reply_markup=keyboard)
    await person.taps("Compartir", expects_reply=False)
    await person.taps("Omitir", expects_reply=False)
    contact, skipped = (await next_updates(bot))[-2:]
    assert contact.message is not None
    assert contact.message.contact is not None
    assert contact.message.contact.phone_number == "+34600000000"
    assert skipped.message is not None
    assert skipped.message.text == "Omitir"
    await bot.send_message(1001, "Gracias", reply_markup=ReplyKeyboardRemove())
    await person.look()
    assert person.keyboard is None


async def test_an_edited_message_arrives_as_edited(sim: Sim, bot: Bot) -> None:
    person = sim.person("officer_es")
    await person.says("¿Cuánto drua?", expects_reply=False)
    await person.edits("¿Cuánto dura?", expects_reply=False)
    said, edited = await next_updates(bot)
    assert said.message is not None
    assert edited.edited_message is not None
    assert edited.edited_message.text == "¿Cuánto dura?"
    assert edited.edited_message.message_id == said.message.message_id


async def test_documents_and_photos_arrive_and_can_be_downloaded_and_sent_again(sim: Sim, bot: Bot) -> None:
    person = sim.person("officer_es")
    await person.starts(expects_reply=False)
    sent = await bot.send_document(1001, b"%PDF-1.7 summary", filename="resumen.pdf", caption="<i>Copia</i>")
    document = await person.waits_for_document("resumen")
    assert document["mime_type"] == "application/pdf"
    assert await person.downloads(document) == b"%PDF-1.7 summary"
    assert sent.document is not None
    again = await bot.send_document(1001, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_name == "resumen.pdf"
    photo = await bot.send_photo(1001, PNG)
    assert (photo.photo[-1].width, photo.photo[-1].height) == (1, 1)
    assert await (await bot.get_file(photo.photo[-1].file_id)).download_as_bytearray() == PNG
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_photo(1001, "AgADunknown")


async def test_media_groups_and_replaced_media_keep_their_captions(sim: Sim, bot: Bot) -> None:
    await sim.person("officer_es").starts(expects_reply=False)
    pair = [
        InputMediaDocument(b"a", filename="a.csv"),
        InputMediaDocument(b"b", filename="b.csv", caption="B"),
    ]
    first, second = await bot.send_media_group(1001, pair)
    assert first.media_group_id == second.media_group_id
    assert second.caption == "B"
    changed = await bot.edit_message_media(
        InputMediaDocument(b"c", filename="c.csv", caption="C"), chat_id=1001, message_id=first.message_id
    )
    assert not isinstance(changed, bool)
    assert changed.document is not None
    assert (changed.document.file_name, changed.caption) == ("c.csv", "C")


async def test_a_deep_link_opens_with_its_payload_and_refuses_a_bad_one(sim: Sim, bot: Bot) -> None:
    person = await sim.add_person("newcomer", language_code="de", first_name="New")
    await person.starts("faq_call-deadline", expects_reply=False)
    (update,) = await next_updates(bot)
    assert update.message is not None
    assert update.message.text == "/start faq_call-deadline"
    with pytest.raises(AssertionError, match="64 characters"):
        await person.starts("faq.call", expects_reply=False)


async def test_a_button_that_is_a_deep_link_leads_from_the_group_to_the_private_chat(
    sim: Sim, bot: Bot
) -> None:
    link = InlineKeyboardButton("Go on in private", url="https://t.me/AssistantBot?start=apply")
    await bot.send_message(COORDINATORS, "Not here", reply_markup=InlineKeyboardMarkup([[link]]))
    await sim.coordinator().opens("in private", expects_reply=False)
    (update,) = await next_updates(bot)
    assert update.message is not None
    assert (update.message.chat.id, update.message.text) == (1004, "/start apply")


async def test_everything_a_person_can_send_is_read_by_the_bots_library(sim: Sim, bot: Bot) -> None:
    person = sim.person("officer_en")
    kinds = ["document", "photo", "sticker", "voice", "audio", "video", "location", "poll", "dice"]
    for kind in kinds:
        await person.sends(kind, expects_reply=False)
    for kind, update in zip(kinds, await next_updates(bot), strict=True):
        assert update.message is not None
        assert getattr(update.message, kind), kind


async def test_members_of_a_group_talk_reply_and_the_bot_comes_and_goes(sim: Sim, bot: Bot) -> None:
    coordinator = sim.coordinator()
    lead = await bot.send_message(COORDINATORS, "New lead IUC-7")
    await coordinator.says("I take it", reply_to=lead.message_id, expects_reply=False)
    await sim.do("membership", user="coordinator_en", chat_id=COORDINATORS, status="left")
    reply, gone = await next_updates(bot)
    assert reply.message is not None
    assert reply.message.reply_to_message is not None
    assert reply.message.reply_to_message.message_id == lead.message_id
    assert gone.my_chat_member is not None
    assert gone.my_chat_member.new_chat_member.status == "left"
    with pytest.raises(AssertionError, match="not in that chat"):
        await sim.person("officer_en", COORDINATORS).says("Let me in", expects_reply=False)


async def test_a_migrated_group_says_where_it_went(sim: Sim, bot: Bot) -> None:
    new = await sim.do("migrate", user="coordinator_en", chat_id=COORDINATORS)
    moved, arrived = await next_updates(bot)
    assert moved.message is not None
    assert moved.message.migrate_to_chat_id == new["id"]
    assert arrived.message is not None
    assert arrived.message.migrate_from_chat_id == COORDINATORS
    answer = await sim.client.post(
        f"/bot{sim.token}/sendMessage", json={"chat_id": COORDINATORS, "text": "x"}
    )
    assert (await answer.json())["parameters"] == {"migrate_to_chat_id": new["id"]}


async def test_privacy_mode_hides_what_is_not_meant_for_the_bot(sim: Sim, bot: Bot) -> None:
    await sim.do("settings", privacy_mode=True)
    coordinator = sim.coordinator()
    for text in ("lunch?", "/leads", "@AssistantBot plazo"):
        await coordinator.says(text, expects_reply=False)
    assert [u.message.text for u in await next_updates(bot) if u.message] == [
        "/leads",
        "@AssistantBot plazo",
    ]


async def test_an_inline_look_up_is_answered_chosen_and_posted_elsewhere(sim: Sim, bot: Bot) -> None:
    person = sim.person("officer_es")

    async def answer(update: Update) -> None:
        if update.inline_query:
            content = InputTextMessageContent(
                f"<b>{update.inline_query.query}</b>: 4 de marzo", parse_mode="HTML"
            )
            await update.inline_query.answer(
                [InlineQueryResultArticle("a1", "Plazo", content, reply_markup=YES)]
            )
        if update.chosen_inline_result:
            await bot.edit_message_text("Ya", inline_message_id=update.chosen_inline_result.inline_message_id)

    async with answering(bot, answer):
        found = await person.looks_up("plazo")
        assert [result["title"] for result in found["results"]] == ["Plazo"]
        posted = await person.chooses(found, "a1", COLLEAGUES)
        assert (posted["text"], posted["via_bot"]["username"]) == ("plazo: 4 de marzo", "AssistantBot")
        colleague = sim.person("officer_es", COLLEAGUES)
        await colleague.until(lambda: "Ya" in [m["text"] for m in colleague.messages.values()], "the edit")


async def test_copies_and_forwards_carry_the_text_without_the_buttons(sim: Sim, bot: Bot) -> None:
    await sim.person("officer_es").starts(expects_reply=False)
    original = await bot.send_message(COORDINATORS, "<b>Hi</b>", parse_mode="HTML", reply_markup=YES)
    await bot.copy_message(1001, COORDINATORS, original.message_id)
    forwarded = await bot.forward_message(1001, COORDINATORS, original.message_id)
    assert forwarded.forward_origin is not None
    copied, again = (await sim.read("messages", chat_id=1001))["messages"][-2:]
    assert copied["text"] == again["text"] == "Hi"
    assert "reply_markup" not in copied


async def test_a_waiting_test_that_fails_shows_the_chat(sim: Sim, bot: Bot) -> None:
    person = sim.person("officer_es")
    person.timeout = 0.2
    await person.starts(expects_reply=False)
    await bot.send_message(1001, "Something else", reply_markup=YES)
    with pytest.raises(AssertionError, match=r"waited 0.2 s for 'Plazo'[\s\S]*bot \| Something else"):
        await person.waits_for("Plazo")
