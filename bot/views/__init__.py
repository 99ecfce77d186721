"""Screens as pure functions of a context: what is stored with a chat, drawn. `render` finds the view by its name."""

from collections.abc import Mapping

import structlog
from pydantic import ValidationError

from bot.views import answers, deadline, eligibility, menu, privacy, several
from bot.views.context import Screen, ViewContext
from bot.views.leads import talk as talking
from bot.views.message import Message
from bot.views.preapplication import own_leads
from bot.views.preapplication import question as preapplication
from bot.views.screens import View

log = structlog.get_logger("views")

SCREENS: Mapping[str, View[...]] = {
    each.name: each
    for each in (
        menu.menu,
        menu.help_screen,
        menu.language,
        menu.contact,
        privacy.privacy,
        privacy.forget,
        answers.categories,
        answers.category,
        answers.faq_results,
        answers.answer,
        several.several,
        answers.suggest,
        answers.unknown,
        answers.foreign,
        answers.smalltalk,
        menu.not_text,
        deadline.deadline_screen,
        answers.leave_question,
        answers.pass_on,
        answers.passed_on,
        eligibility.eligibility,
        preapplication.form,
        preapplication.consent_declined,
        own_leads.sent,
        own_leads.own_lead,
        own_leads.own_leads,
        own_leads.withdraw,
        talking.talk,
    )
}


def render(context: ViewContext, screen: Screen) -> Message:
    """Draw a stored screen.

    The menu instead of a screen that cannot be drawn any more: stored by another version, or with an answer that
    was removed from the content.
    """
    view = SCREENS.get(screen.name)
    try:
        return view.restored(context, screen) if view else menu.menu(context)
    except (ValidationError, KeyError):
        log.error("a screen cannot be drawn, the menu is shown", screen=screen.name, exc_info=True)
        return menu.menu(context)
