"""Screens as pure functions of a scene: what is stored with a chat, drawn. `render` finds the view by its name."""

from collections.abc import Callable, Mapping

from bot.views import answers, deadline, eligibility, menu, privacy
from bot.views.context import Screen, ViewContext
from bot.views.leads import talk as talking
from bot.views.message import Message
from bot.views.preapplication import question as preapplication
from bot.views.preapplication import sent

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


def render(context: ViewContext, screen: Screen) -> Message:
    """Draw a stored screen; the menu where it was stored by another version and cannot be drawn any more."""
    view = SCREENS.get(screen.name)
    if view is None:
        return menu.menu(context)
    try:
        return view(context, **screen.arguments)
    except (TypeError, KeyError):
        return menu.menu(context)
