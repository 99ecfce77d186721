"""Makes erasure real soon after it was asked for: files, messages in the unit's chats, the write-ahead log."""

import contextlib
from pathlib import Path

import structlog
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.context import Services
from storage.outbox import ErasedCopy, list_erased_copies, note_copy_gone

log = structlog.get_logger("erasing")


async def erase_copies(services: Services, bot: Bot) -> int:
    """Delete what erased deliveries left behind: .eml files and messages in chats; say how many are gone."""
    gone = 0
    for copy in await list_erased_copies(services.database):
        if await (erase_file(services, copy) if copy.channel == "mail" else erase_message(bot, copy)):
            await note_copy_gone(services.database, copy.delivery_id)
            gone += 1
    await services.database.truncate_log()
    return gone


async def erase_file(services: Services, copy: ErasedCopy) -> bool:
    """Delete the file that a mail became, where no mail server is set."""
    path = services.settings.mail_folder / Path(copy.receipt).name
    if path.suffix == ".eml":
        path.unlink(missing_ok=True)
    return True


async def erase_message(bot: Bot, copy: ErasedCopy) -> bool:
    """Delete a message of the bot's own; one too old for that loses its words. False: to be tried again."""
    if not copy.receipt.isdecimal():
        return True
    chat, message = int(copy.recipient), int(copy.receipt)
    try:
        await bot.delete_message(chat, message)
    except BadRequest:
        return await empty_message(bot, chat, message)
    except TelegramError as error:
        log.info("message not erased yet", chat_id=chat, error=type(error).__name__)
        return False
    return True


async def empty_message(bot: Bot, chat: int, message: int) -> bool:
    """Replace the words of a message, or of a document's caption; False: to be tried again."""
    try:
        with contextlib.suppress(BadRequest):
            await bot.edit_message_text("—", chat_id=chat, message_id=message)
            return True
        with contextlib.suppress(BadRequest):
            await bot.edit_message_caption(chat, message, caption="—")
            return True
    except TelegramError:
        return False
    log.warning("message cannot be erased by the bot: delete it by hand", chat_id=chat, message_id=message)
    return True
