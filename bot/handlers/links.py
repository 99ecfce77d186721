"""/start with the payload of a deep link: to the screen it names, counted if it belongs to a campaign."""

from collections.abc import Awaitable, Callable

from bot.context import Turn
from bot.handlers import deadline, eligibility, language, own_leads, preapplication, privacy, questions, start
from bot.telegram.deep_links import Link, read_link
from bot.views import answers
from storage.counters import count_campaign
from storage.questions import find_inline_question


async def follow_link(turn: Turn) -> None:
    """Follow a link; a plain /start leads to the menu."""
    payload = turn.text.partition(" ")[2].strip()
    link = read_link(payload, turn.knowledge_base.content) if payload else Link()
    if link.campaign:
        turn.extra_writes = (count_campaign(link.campaign, turn.now),)
    if link.name == "ask":
        await inline_question(turn, link.argument)
    elif link.name in ("answer", "category"):
        view = answers.answer if link.name == "answer" else answers.category
        await turn.save(view.screen(link.argument))
        await turn.show()
    else:
        await SCREENS[link.name](turn)


async def inline_question(turn: Turn, key: str) -> None:
    """Reply to a question asked elsewhere; the menu if it is no longer kept."""
    question = await find_inline_question(turn.services.database, key)
    if question is None:
        await start.start(turn)
        return
    turn.given_text = question
    await questions.asked(turn)


async def show_subjects(turn: Turn) -> None:
    """Show the subjects; what follows the command is the payload, not words to look up."""
    turn.given_text = ""
    await questions.faq(turn)


SCREENS: dict[str, Callable[[Turn], Awaitable[None]]] = {
    "menu": start.start,
    "help": start.help_command,
    "faq": show_subjects,
    "contact": start.contact,
    "privacy": privacy.privacy,
    "status": own_leads.status,
    "language": language.ask_language,
    "deadline": deadline.deadline,
    "eligibility": eligibility.start,
    "apply": preapplication.start,
}
