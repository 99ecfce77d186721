"""THE list: which update reaches which handler, in order, a line each."""

from collections.abc import Awaitable, Callable

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.callback_data import Data, Judge, Mine, Move, Open, PassOn, Picture, Privacy, Reply, Speak, Vote
from bot.context import Services, Turn
from bot.errors import attempt
from bot.handlers import (
    eligibility,
    export,
    language,
    pictures,
    preapplication,
    privacy,
    questions,
    sent,
    start,
    statistics,
)
from bot.handlers.access import guarded

Handler = Callable[[Turn], Awaitable[None]]
Route = BaseHandler[Update, ContextTypes.DEFAULT_TYPE, object]


def routes(services: Services) -> list[Route]:
    """List the routes; the first that fits takes the update."""

    def command(name: str, handler: Handler) -> Route:
        return CommandHandler(name, attempt(services, handler), filters.UpdateType.MESSAGE)

    def button(shape: type[Data], handler: Handler) -> Route:
        return CallbackQueryHandler(attempt(services, handler), pattern=rf"^{shape.prefix}\|")

    def message(kind: filters.BaseFilter, handler: Handler) -> Route:
        return MessageHandler(filters.UpdateType.MESSAGE & kind, attempt(services, handler))

    return [
        command("start", start.start),
        command("help", start.help_command),
        command("faq", questions.faq),
        command("eligibility", eligibility.start),
        command("apply", preapplication.start),
        command("language", language.ask),
        command("cancel", start.cancel),
        command("contact", start.contact),
        command("status", sent.status),
        command("privacy", privacy.privacy),
        command("mydata", privacy.mydata),
        command("forget", privacy.forget),
        command("stats", guarded(statistics.show)),
        command("export", guarded(export.send)),
        button(Open, start.open_screen),
        button(Speak, language.choose),
        button(Vote, questions.voted),
        button(Picture, pictures.show),
        button(PassOn, questions.pass_on),
        button(Judge, eligibility.tapped),
        button(Reply, preapplication.replied),
        button(Move, preapplication.moved),
        button(Mine, sent.tapped),
        button(Privacy, privacy.tapped),
        CallbackQueryHandler(attempt(services, start.old_button)),
        message(filters.CONTACT, preapplication.contact_shared),
        message(filters.COMMAND, start.help_command),
        message(filters.TEXT, typed),
        message(filters.ALL & filters.ChatType.PRIVATE, start.not_text),
        TypeHandler(Update, attempt(services, let_be)),
    ]


async def let_be(turn: Turn) -> None:
    """What none of the above takes (an edited message, a post in a channel) is done with as it is."""


async def typed(turn: Turn) -> None:
    """Typed words go to the conversation that the chat is in; without one they are a question."""
    conversations: dict[str, Handler] = {
        "form": preapplication.typed,
        "eligibility": eligibility.typed,
        "pass_on": questions.address_typed,
        "leave_question": questions.left,
        "withdraw": sent.reason_typed,
    }
    await conversations.get(turn.screen.name, questions.asked)(turn)
