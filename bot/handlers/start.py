"""The first screen, which /cancel leads to as well, and the plain ones around it: help, contact."""

from collections.abc import Iterable
from typing import Any

from bot.context import Turn
from bot.handlers import deadline, preapplication, sent
from bot.handlers.aside import staying
from bot.telegram.callback_data import Open, unpack
from bot.views import render
from bot.views.context import Screen
from storage.database import Write
from storage.questions import close_as_answered


async def start(turn: Turn) -> None:
    """Greet: the main menu in the person's language. Leaves whatever was begun; a draft stays."""
    await turn.save(Screen("menu"))
    await turn.show()


async def help_command(turn: Turn) -> None:
    """Say what the bot can do."""
    await turn.save(Screen("help"))
    await turn.show()


async def contact(turn: Turn) -> None:
    """Give the coordination unit's contact data."""
    await turn.save(Screen("contact"))
    await turn.show()


async def open_screen(turn: Turn) -> None:
    """Go to the screen that a button names; the menu for one that no longer exists."""
    wanted = unpack(Open, turn.pressed) or Open("menu")
    if wanted.screen == "form":
        await preapplication.start(turn)
        return
    if wanted.screen == "deadline":
        await deadline.deadline(turn)
        return
    if wanted.screen == "status":
        await sent.status(turn)
        return
    if wanted.screen == "answer" and turn.screen.name == "form":
        # A suggestion under a question asked in the middle of the form: the form goes on where it was.
        await turn.save(turn.screen)
        await turn.send(staying(render(turn.context, named(wanted))))
        return
    await turn.save(named(wanted), *settling(turn, wanted))
    await turn.show()


def settling(turn: Turn, wanted: Open) -> Iterable[Write]:
    """A suggestion that is chosen answers the question that it was made for."""
    suggested = turn.screen.arguments if turn.screen.name == "suggest" else {}
    if wanted.screen == "answer" and wanted.argument in suggested.get("ids", ()):
        yield close_as_answered(int(suggested.get("question", 0)), turn.now)


def named(wanted: Open) -> Screen:
    """The screen behind a button."""
    arguments: dict[str, dict[str, Any]] = {
        "category": {"category": wanted.argument},
        "answer": {"id": wanted.argument},
        "eligibility": {"candidate": {}},
    }
    known = ("menu", "help", "contact", "privacy", "language", "categories", "leave_question", *arguments)
    return (
        Screen(wanted.screen, arguments.get(wanted.screen, {})) if wanted.screen in known else Screen("menu")
    )


async def not_text(turn: Turn) -> None:
    """Say kindly that only words are understood, and show where the person is."""
    await turn.show(Screen("not_text", {"kind": kind_of(turn)}))


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
