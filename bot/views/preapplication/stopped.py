"""The screen where the rules stop a candidate: why, and how it may go on."""

from bot.telegram.callback_data import Move, Open
from bot.views.context import ViewContext
from bot.views.eligibility import verdict_text
from bot.views.menu import back_to_menu, form_title
from bot.views.message import (
    Button,
    Message,
    paragraphs,
    plain,
    rows_of,
)
from knowledge.content.wording import number
from knowledge.eligibility.judge import Verdict
from knowledge.form.applicant import MEMBERS
from knowledge.form.draft import Draft
from knowledge.form.position import Stopped


def stopped_screen(
    context: ViewContext, draft: Draft, position: Stopped, said_before: str = "", wrong: str = ""
) -> Message:
    """The screen where the rules stop a candidate: why, and what can be done instead."""
    _ = context.say
    verdict = position.verdict
    kept = _("Your answers are kept, so that you can come back to them.")
    rows = (
        *rows_of(group_buttons(context, draft, verdict), 1),
        (Button(_("Change an answer"), Move(context.draft_id, "change")),),
        (Button(_("Leave a question for {unit}"), Open("leave_question")),),
        (Button(_("Start again"), Move(context.draft_id, "restart")), *back_to_menu(context)),
    )
    near = nearby_line(context, draft, verdict)
    text = paragraphs(form_title(context), said_before, verdict_text(context, verdict), near, kept, wrong)
    return Message(text, rows)


def nearby_line(context: ViewContext, draft: Draft, verdict: Verdict) -> str:
    """The municipalities near a group with too few inhabitants; empty without any."""
    found = context.form.nearby(draft, verdict)
    _ = context.say
    named = [
        f"{plain(city.name(context.language))} ({number(city.population, context.language)})"
        for city in found
    ]
    if not named:
        return ""
    return _(
        "Nearby, by the map: {places}. Type one of them, or any other, to add it.", places=", ".join(named)
    )


def group_buttons(context: ViewContext, draft: Draft, verdict: Verdict) -> list[Button]:
    """The button to go on as a group, or with more municipalities, where the rules allow it."""
    _ = context.say
    members = context.form.questionnaire.telling(MEMBERS)
    if members and context.form.lacks_members(draft, verdict):
        return [Button(_("Add municipalities"), Move(context.draft_id, "edit", members.id))]
    if context.form.offers_group(draft, verdict):
        return [Button(_("Go on as a group"), Move(context.draft_id, "group"))]
    return []
