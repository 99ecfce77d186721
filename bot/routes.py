"""THE list: which update reaches which handler, in order, a line each."""

from collections.abc import Awaitable, Callable

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.callback_data import Data, Gap, Judge, Listing, Move, Open, PassOn, Reply, Speak, Talk, Vote, Work
from bot.context import Services, Turn
from bot.errors import attempt
from bot.handlers import eligibility, language, preapplication, questions, start
from bot.handlers.access import guarded, own_contact
from bot.handlers.coordinators import content, lists, threads, unanswered, work

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
        command("privacy", start.privacy),
        command("leads", guarded(lists.leads)),
        command("unclaimed", guarded(lists.unclaimed)),
        command("lead", guarded(lists.lead)),
        command("note", guarded(work.note)),
        command("unanswered", guarded(unanswered.listing)),
        command("reload", guarded(content.reload_content)),
        button(Listing, guarded(lists.listed)),
        button(Work, guarded(work.pressed)),
        button(Gap, guarded(unanswered.pressed)),
        button(Talk, threads.ended),
        button(Open, start.open_screen),
        button(Speak, language.choose),
        button(Vote, questions.voted),
        button(PassOn, questions.pass_on),
        button(Judge, eligibility.tapped),
        button(Reply, preapplication.replied),
        button(Move, preapplication.moved),
        CallbackQueryHandler(attempt(services, start.old_button)),
        message(filters.CONTACT, preapplication.contact_shared),
        message(filters.COMMAND, start.help_command),
        message(filters.REPLY, replied),
        message(filters.TEXT, typed),
        message(filters.ALL & filters.ChatType.PRIVATE, start.not_text),
    ]


async def replied(turn: Turn) -> None:
    """A reply to a message of a thread goes on to its other side; any other is just typed."""
    if await threads.replied(turn) or own_contact(turn):
        return
    await (typed(turn) if turn.text else start.not_text(turn))


async def typed(turn: Turn) -> None:
    """Typed words go to the conversation that the chat is in; without one they are a question.

    What coordinators say to each other in their group is not meant for the bot.
    """
    if own_contact(turn) and turn.chat.chat_id < 0:
        return
    threads.timed_out(turn)
    conversations: dict[str, Handler] = {
        "form": preapplication.typed,
        "eligibility": eligibility.typed,
        "pass_on": questions.address_typed,
        "leave_question": questions.left,
        "talk": threads.typed,
    }
    await conversations.get(turn.screen.name, questions.asked)(turn)
