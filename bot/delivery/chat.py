"""Telegram messages to somebody outside the present turn, and what Telegram's refusals mean."""

import base64
from collections.abc import Sequence
from typing import TypedDict

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    Message,
    MessageId,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.outcome import (
    RETRY_COMMAND,
    Outcome,
    PermanentFailure,
    RecipientMoved,
    Sent,
    TransientFailure,
    in_one_line,
)
from bot.delivery.payloads import ChatFile, ChatPayload, KeyboardButton, chat_payload
from bot.telegram.limits import in_background, retry_after_seconds
from storage.outbox import Entry


class Below(TypedDict):
    """What every kind of message is sent with."""

    parse_mode: str
    reply_markup: InlineKeyboardMarkup | None
    reply_parameters: ReplyParameters | None


class ChatSender:
    """Sends through a bot that was initialised; the receipt is the message's id."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, entry: Entry) -> Outcome:
        """Try once, now."""
        try:
            with in_background():
                message = await self._send(chat_id(entry.delivery.recipient), chat_payload(entry))
        except TelegramError as error:
            return classify_telegram_failure(error, entry.delivery.recipient)
        return Sent(str(message.message_id))

    async def _send(self, chat: int | str, payload: ChatPayload) -> Message | MessageId:
        if payload.get("edit_message_id"):
            return await self._change(chat, payload)
        markup, reply = keyboard(payload.get("keyboard")), _reply(payload.get("reply_to_message_id"))
        below: Below = {"parse_mode": ParseMode.HTML, "reply_markup": markup, "reply_parameters": reply}
        text = payload["text"]
        if copied := payload.get("copy"):
            source = copied["chat_id"], copied["message_id"]
            return await self._bot.copy_message(chat, *source, caption=text, **below)
        if photo := payload.get("photo"):
            file = InputFile(content_of(photo), photo["filename"])
            return await self._bot.send_photo(chat, file, caption=text, **below)
        if document := payload.get("document"):
            file = InputFile(content_of(document), document["filename"])
            return await self._bot.send_document(chat, file, caption=text, **below)
        preview = LinkPreviewOptions(is_disabled=True)
        return await self._bot.send_message(chat, text, link_preview_options=preview, **below)

    async def _change(self, chat: int | str, payload: ChatPayload) -> MessageId:
        """Change a message that was sent: its text, or the caption of a copy."""
        number, markup = payload["edit_message_id"], keyboard(payload.get("keyboard"))
        if payload.get("copy"):
            await self._bot.edit_message_caption(
                chat, number, caption=payload["text"], parse_mode=ParseMode.HTML, reply_markup=markup
            )
        else:
            await self._bot.edit_message_text(
                payload["text"], chat, number, parse_mode=ParseMode.HTML, reply_markup=markup
            )
        return MessageId(number)


def content_of(file: ChatFile) -> bytes:
    """The bytes of a message's file."""
    return base64.b64decode(file["content_base64"], validate=True)


def chat_id(recipient: str) -> int | str:
    """Read a recipient: a number, or the @name of a public group or channel."""
    return recipient if recipient.startswith("@") else int(recipient)


def keyboard(rows: Sequence[Sequence[KeyboardButton]] | None) -> InlineKeyboardMarkup | None:
    """Build the buttons under a message; None where there are none."""
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(each["text"], callback_data=each.get("data"), url=each.get("url"))
                for each in row
            ]
            for row in rows
        ]
    )


def classify_telegram_failure(
    error: TelegramError, recipient: str
) -> TransientFailure | PermanentFailure | RecipientMoved:
    """Tell a failure that passes by itself from one that needs somebody, and name the remedy."""
    match error:
        case ChatMigrated(new_chat_id=new):
            return RecipientMoved(
                str(new),
                "telegram-moved",
                f"The Telegram group {recipient} has become {new}: write the new id into contacts.yaml.",
            )
        case RetryAfter():
            return _asked_to_wait(error)
        case Forbidden() | BadRequest() | InvalidToken():
            return _refused(error, recipient)
        case TimedOut():
            return TransientFailure(
                "telegram-timeout", "Telegram did not answer in time: it is tried again by itself."
            )
        case NetworkError(__cause__=None):
            said = f"({in_one_line(error)})"
            return TransientFailure(
                "telegram-5xx", f"Telegram is in trouble {said}: it is tried again by itself."
            )
        case _:
            return TransientFailure(
                "telegram-network",
                "Telegram cannot be reached: check this machine's network; it is tried again by itself.",
            )


def _asked_to_wait(error: RetryAfter) -> TransientFailure:
    seconds = retry_after_seconds(error)
    return TransientFailure(
        "telegram-429",
        f"Telegram asks for a pause of {seconds:.0f} s (429): it is tried again by itself.",
        retry_after=seconds,
    )


def _refused(error: TelegramError, recipient: str) -> PermanentFailure:
    said = in_one_line(error)
    if isinstance(error, InvalidToken):
        return PermanentFailure(
            "telegram-401",
            f"Telegram does not accept the bot's token ({said}): correct TELEGRAM_BOT_TOKEN, "
            f"then run: {RETRY_COMMAND}",
        )
    if isinstance(error, Forbidden):
        return PermanentFailure(
            "telegram-403",
            f"Telegram does not let the bot write to the chat {recipient} ({said}): the bot must be "
            f"unblocked or added there again, then run: {RETRY_COMMAND}",
        )
    if "chat not found" in said.lower():
        return PermanentFailure(
            "telegram-chat-not-found",
            f"Telegram knows no chat {recipient} for this bot: check the chat id (contacts.yaml) and add "
            f"the bot there, then run: {RETRY_COMMAND}",
        )
    return PermanentFailure(
        "telegram-400",
        f"Telegram refused the message to the chat {recipient} ({said}): the message or the bot's rights "
        f"there need a correction, then run: {RETRY_COMMAND}",
    )


def _reply(message_id: int | None) -> ReplyParameters | None:
    # The message may have been deleted since; the text matters more than the thread.
    return ReplyParameters(message_id, allow_sending_without_reply=True) if message_id else None
