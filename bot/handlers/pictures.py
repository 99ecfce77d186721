"""An answer as a picture: drawn once by the worker process, then sent again by the name that Telegram gave it."""

import contextlib

import structlog
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, TelegramError

from bot.context import Turn
from bot.documents import DocumentError, make
from bot.telegram.callback_data import Picture, unpack
from bot.views.pictures import PictureToDraw, picture_caption, pictures_of
from storage.sent_messages import find_picture, keep_picture

log = structlog.get_logger("pictures")


async def show_picture(turn: Turn) -> None:
    """Send the picture that belongs to an answer, in the chat's language."""
    wanted = unpack(Picture, turn.pressed)
    pictures = pictures_of(turn.context)
    if wanted is None or wanted.answer_id not in pictures:
        await turn.show(note=turn.context.say("That answer no longer exists."))
        return
    await turn.save()
    await turn.pop_up("")
    drawn = pictures[wanted.answer_id](turn.context)
    said = picture_caption(turn.context, wanted.answer_id, drawn)
    try:
        if not await send_known_picture(turn, drawn, said):
            await draw_and_send(turn, drawn, said)
    except DocumentError as error:
        log.error("picture not made", update_id=turn.update.update_id, reason=str(error))
        await turn.bot.send_message(
            turn.chat.chat_id, turn.context.say("The picture could not be made this time.")
        )


async def send_known_picture(turn: Turn, drawn: PictureToDraw, said: str) -> bool:
    """Send a picture that Telegram has; False if it has not, or no longer knows it."""
    known = await find_picture(turn.services.database, turn.bot.id, drawn.key)
    if known is None:
        return False
    try:
        await turn.bot.send_photo(turn.chat.chat_id, known, caption=said, parse_mode=ParseMode.HTML)
    except BadRequest as error:
        if "file" not in str(error).lower():
            raise
        return False
    return True


async def draw_and_send(turn: Turn, drawn: PictureToDraw, said: str) -> None:
    """Draw a picture, send it, and keep Telegram's name for it."""
    with contextlib.suppress(TelegramError):
        await turn.bot.send_chat_action(turn.chat.chat_id, ChatAction.UPLOAD_PHOTO)
    picture = await make(drawn.kind, drawn.data)
    message = await turn.bot.send_photo(
        turn.chat.chat_id, picture, caption=said, parse_mode=ParseMode.HTML, filename=f"{drawn.kind}.png"
    )
    await keep_picture(turn.services.database, turn.bot.id, drawn.key, message.photo[-1].file_id)
