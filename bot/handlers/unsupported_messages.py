"""Pictures, recordings, places and the like, sent instead of words: one helpful sentence, and the present screen."""

from bot.context import Turn
from bot.handlers.preapplication import last_reply_of
from bot.views import menu
from bot.views.preapplication.question import form


async def not_text(turn: Turn) -> None:
    """Say kindly that only words are understood; an album gets one reply."""
    if is_further_picture_of_album(turn):
        return
    if turn.screen.name == "form":
        await turn.save(form.screen(sent=kind_of(turn), reply=last_reply_of(turn.screen)))
        await turn.show()
    else:
        await turn.show(menu.not_text.screen(kind_of(turn)))


def is_further_picture_of_album(turn: Turn) -> bool:
    """Tell whether the message is a further one of an album."""
    message = turn.update.effective_message
    return turn.services.albums.goes_on(turn.chat.chat_id, message.media_group_id if message else None)


def kind_of(turn: Turn) -> str:
    """Name what was sent instead of words; empty for what has no sentence of its own."""
    fields = {
        "voice": ("voice", "audio", "video_note"),
        "picture": ("photo", "video", "animation"),
        "sticker": ("sticker",),
        "document": ("document",),
        "location": ("location", "venue"),
        "poll": ("poll",),
        "contact": ("contact",),
    }
    message = turn.update.effective_message
    # An animation comes as a document too, so that pictures are looked for first.
    return next((kind for kind, names in fields.items() if any(getattr(message, n, None) for n in names)), "")
