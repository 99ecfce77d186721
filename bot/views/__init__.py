"""Screens as pure functions of a scene: what is stored with a chat, drawn. `render` finds the view by its name."""

from collections.abc import Callable, Mapping

from bot.scene import Scene, Screen
from bot.views import answers, deadline, eligibility, menu, preapplication, privacy, sent, talking
from bot.views.message import Message

SCREENS: Mapping[str, Callable[..., Message]] = {
    "menu": menu.menu,
    "help": menu.help_screen,
    "language": menu.language,
    "contact": menu.contact,
    "privacy": privacy.privacy,
    "forget": privacy.forget,
    "categories": answers.categories,
    "category": answers.category,
    "faq": answers.faq_results,
    "answer": answers.answer,
    "suggest": answers.suggest,
    "unknown": answers.unknown,
    "smalltalk": answers.smalltalk,
    "not_text": menu.not_text,
    "deadline": deadline.deadline_screen,
    "leave_question": answers.leave_question,
    "pass_on": answers.pass_on,
    "passed_on": answers.passed_on,
    "eligibility": eligibility.eligibility,
    "form": preapplication.form,
    "declined": preapplication.declined,
    "sent": sent.sent,
    "own_lead": sent.own_lead,
    "own_leads": sent.own_leads,
    "withdraw": sent.withdraw,
    "talk": talking.talk,
}


def render(scene: Scene, screen: Screen) -> Message:
    """Draw a stored screen; the menu where it was stored by another version and cannot be drawn any more."""
    view = SCREENS.get(screen.name)
    if view is None:
        return menu.menu(scene)
    try:
        return view(scene, **screen.arguments)
    except (TypeError, KeyError):
        return menu.menu(scene)
