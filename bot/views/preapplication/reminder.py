"""A reminder of a draft: what is unfinished, until when, a button to go on and one to stop reminders."""

from bot.delivery.payloads import ChatPayload
from bot.telegram.callback_data import Open, Privacy
from bot.views.context import ViewContext
from bot.views.message import Button, bold, paragraphs, plain
from knowledge.form.draft import Draft
from knowledge.form.position import Asking


def draft_reminder(
    context: ViewContext, draft: Draft, corrects: str | None, days_left: int | None
) -> ChatPayload:
    """The reminder as an outbox payload; `days_left` where it announces the deadline."""
    _ = context.say
    buttons = (
        Button(_("Continue the correction") if corrects else _("Continue the pre-application"), Open("form")),
        Button(_("No more reminders"), Privacy("quiet")),
    )
    text = paragraphs(
        days_left_line(context, days_left) if days_left is not None else "",
        plain(what_waits(context, draft, corrects)),
        plain(what_is_left(context, draft)),
    )
    return {
        "text": text,
        "keyboard": [[{"text": b.label, "data": b.data.pack()}] for b in buttons if b.data],
    }


def days_left_line(context: ViewContext, days_left: int) -> str:
    """How long the call is still open."""
    until = context.words.figures["deadline"]
    if days_left == 0:
        return bold(context.say("The call closes today, {deadline}.", deadline=until))
    left = context.say.count("{n} day left", "{n} days left", days_left)
    return bold(context.say("The call closes on {deadline}: {left}.", deadline=until, left=left))


def what_waits(context: ViewContext, draft: Draft, corrects: str | None) -> str:
    """What is not sent yet: a pre-application or a correction."""
    _ = context.say
    if corrects:
        return _("Your correction of {reference} has not been sent yet.", reference=corrects)
    name = context.applicant(draft.answers).name
    if name == "?":
        return _("Your pre-application is waiting for you.")
    return _("Your pre-application for {name} is waiting for you.", name=name)


def what_is_left(context: ViewContext, draft: Draft) -> str:
    """How much is left to do."""
    position = context.form.position(draft)
    if isinstance(position, Asking):
        left = position.total - position.number + 1
        return context.say.count("{n} question is left.", "{n} questions are left.", left)
    return context.say("It only has to be reviewed and sent.")
