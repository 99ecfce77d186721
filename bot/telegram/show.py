"""Puts a message before a person: edits the screen after a tap, sends a new one below what they typed."""

import contextlib

from telegram import (
    Bot,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)
from telegram import Message as TelegramMessage
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.direction_marks import without_direction_marks
from bot.telegram.updates import Receiver
from bot.views.message import Button, Message, Rows

Json = dict[str, object]

ShownMessageId = int | None
"""The id of the message that now shows the screen."""

UNCHANGED = "message is not modified"
NOT_EDITABLE = (
    "message to edit not found",
    "message can't be edited",
    "message is too old",
    "there is no text in the message",
)


async def show(
    bot: Receiver,
    update: Update,
    message: Message,
    *,
    note: str = "",
    edit: bool = True,
    replaces: int | None = None,
) -> ShownMessageId:
    """Show a message in the update's chat; a screen that cannot be edited any more is sent again.

    `replaces` names a message to be edited although nothing was tapped.
    """
    query, chat = update.callback_query, update.effective_chat
    if query is None:
        if replaces and chat and await replace_message(bot, chat.id, replaces, message):
            return replaces
        return await send_screen(bot, update, message)
    await answer_tap(update, note)
    if edit and query.message is not None and await edit_message(bot, query.message, message):
        return query.message.message_id
    return await send_screen(bot, update, message)


async def edit_message(bot: Bot, old: object, message: Message) -> bool:
    """Replace a screen in place; False if Telegram no longer lets us."""
    return isinstance(old, TelegramMessage) and await replace_message(
        bot, old.chat_id, old.message_id, message
    )


async def replace_message(bot: Bot, chat_id: int, message_id: int, message: Message) -> bool:
    """Replace the message of this number; False if Telegram no longer lets us."""
    try:
        await bot.edit_message_text(
            message.text,
            chat_id=chat_id,
            message_id=message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=not message.preview),
            api_kwargs=with_keyboard(message.rows),
        )
    except BadRequest as error:
        reason = str(error).lower()
        if UNCHANGED in reason:
            return True
        if any(gone in reason for gone in NOT_EDITABLE):
            return False
        raise
    return True


async def send_screen(bot: Receiver, update: Update, message: Message) -> ShownMessageId:
    """Send a screen as a new message."""
    if update.effective_chat is None:
        return None
    return await bot.send_text(
        update.effective_chat.id,
        message.text,
        link_preview_options={"is_disabled": not message.preview},
        message_thread_id=thread_id(update),
        reply_parameters=reply_parameters_for(update),
        **with_keyboard(message.rows),
    )


def thread_id(update: Update) -> int | None:
    """The topic of a forum that the update belongs to."""
    message = update.effective_message
    if isinstance(message, TelegramMessage) and message.is_topic_message:
        return message.message_thread_id
    return None


def reply_parameters_for(update: Update) -> ReplyParameters | None:
    """In a group, say whose message is answered; it may be gone, and the chat may have got another id."""
    message, chat = update.effective_message, update.effective_chat
    if message is None or chat is None or chat.type == chat.PRIVATE or update.callback_query:
        return None
    return ReplyParameters(message.message_id, allow_sending_without_reply=True)


async def answer_tap(update: Update, text: str, *, alert: bool = False) -> None:
    """Answer a tap, so that Telegram stops its spinner; a tap too old to be answered is ignored."""
    query = update.callback_query
    if query is None:
        return
    try:
        await query.answer(text or None, show_alert=alert)
    except BadRequest as error:
        if "too old" not in str(error).lower() and "query_id_invalid" not in str(error).lower():
            raise


def with_keyboard(rows: Rows) -> Json:
    """The argument of a call that puts buttons under a message, as Telegram has it.

    The library's own classes take 0.15 ms a screen to be built and taken apart again.
    """
    return (
        {"reply_markup": {"inline_keyboard": [[telegram_button(button) for button in row] for row in rows]}}
        if rows
        else {}
    )


def telegram_button(button: Button) -> Json:
    """Telegram's form of one button."""
    label = without_direction_marks(button.label)
    if button.url:
        return {"text": label, "url": button.url}
    if button.copies:
        return {"text": label, "copy_text": {"text": button.copies}}
    if button.data is None:
        raise ValueError(f"the button {button.label!r} does nothing")
    return {"text": label, "callback_data": button.data.pack()}


def contact_keyboard(label: str) -> ReplyKeyboardMarkup:
    """The button with which Telegram shares the person's own number."""
    return ReplyKeyboardMarkup(
        [[KeyboardButton(label, request_contact=True)]], resize_keyboard=True, one_time_keyboard=True
    )


async def remove_contact_keyboard(bot: Bot, chat_id: int) -> None:
    """Take the share-contact key away; Telegram does that only with a message, which is deleted at once."""
    sent = await bot.send_message(chat_id, "✓", reply_markup=ReplyKeyboardRemove(), disable_notification=True)
    with contextlib.suppress(TelegramError):
        await bot.delete_message(chat_id, sent.message_id)
