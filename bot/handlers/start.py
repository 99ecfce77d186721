"""The first screen, also after /cancel, and screens that only show something: help, contact."""

from collections.abc import Iterable

from bot.context import Turn
from bot.handlers import deadline, own_leads, preapplication
from bot.handlers.aside import with_buttons_of_question
from bot.telegram.callback_data import Open, unpack
from bot.views import answers, eligibility, menu, privacy, render
from bot.views.context import Screen
from knowledge.eligibility.judge import Candidate
from storage.database import Write
from storage.questions import close_as_answered


async def start(turn: Turn) -> None:
    """Show the main menu in the person's language; leaves any conversation, but a draft stays."""
    await turn.save(menu.menu.screen())
    await turn.show()


async def help_command(turn: Turn) -> None:
    """Say what the bot can do."""
    await turn.save(menu.help_screen.screen())
    await turn.show()


async def contact(turn: Turn) -> None:
    """Give the coordination unit's contact data."""
    await turn.save(menu.contact.screen())
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
        await own_leads.status(turn)
        return
    if wanted.screen == "answer" and turn.screen.name == "form":
        # A suggestion under a question asked in the middle of the form: the form goes on where it was.
        await turn.save(turn.screen)
        await turn.send(with_buttons_of_question(render(turn.context, screen_of_button(wanted))))
        return
    await turn.save(screen_of_button(wanted), *close_suggested_question(turn, wanted))
    await turn.show()


def close_suggested_question(turn: Turn, wanted: Open) -> Iterable[Write]:
    """Close the question for which a suggestion was made, once that suggestion is chosen."""
    suggested = turn.screen.arguments.get("ids", ()) if turn.screen.name == "suggest" else ()
    if wanted.screen == "answer" and wanted.argument in suggested:
        yield close_as_answered(turn.screen.arguments.get("question", 0), turn.now)


def screen_of_button(wanted: Open) -> Screen:
    """The screen behind a button."""
    if wanted.screen == "category":
        return answers.category.screen(wanted.argument)
    if wanted.screen == "answer":
        return answers.answer.screen(wanted.argument)
    if wanted.screen == "eligibility":
        return eligibility.eligibility.screen(Candidate())
    plain = (menu.help_screen, menu.contact, menu.language, privacy.privacy, answers.categories)
    screens = {view.name: view for view in (*plain, answers.leave_question)}
    return screens.get(wanted.screen, menu.menu).screen()
