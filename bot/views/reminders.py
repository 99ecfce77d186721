"""A reminder of a draft: what waits, until when, one tap to go on and one to hear no more."""

from typing import Any

from bot.callback_data import Open, Privacy
from bot.scene import Scene
from bot.views.message import Button, bold, paragraphs, plain
from knowledge.questionnaire import Asking, Draft, candidate_name


def reminder(scene: Scene, draft: Draft, corrects: str | None, days_left: int | None) -> dict[str, Any]:
    """The message as the outbox keeps it; `days_left` where it announces the deadline."""
    _ = scene.say
    buttons = (
        Button(_("Continue the correction") if corrects else _("Continue the pre-application"), Open("form")),
        Button(_("No more reminders"), Privacy("quiet")),
    )
    text = paragraphs(
        deadline(scene, days_left) if days_left is not None else "",
        plain(waiting(scene, draft, corrects)),
        plain(progress(scene, draft)),
    )
    return {
        "text": text,
        "keyboard": [[{"text": b.label, "data": b.data.pack()}] for b in buttons if b.data],
    }


def deadline(scene: Scene, days_left: int) -> str:
    """How long the call is still open."""
    until = scene.words.figures["deadline"]
    if days_left == 0:
        return bold(scene.say("The call closes today, {deadline}.", deadline=until))
    left = scene.say.count("{n} day left", "{n} days left", days_left)
    return bold(scene.say("The call closes on {deadline}: {left}.", deadline=until, left=left))


def waiting(scene: Scene, draft: Draft, corrects: str | None) -> str:
    """What waits to be sent."""
    _ = scene.say
    if corrects:
        return _("Your correction of {reference} has not been sent yet.", reference=corrects)
    name = candidate_name(draft.answers)
    if name == "?":
        return _("Your pre-application is waiting for you.")
    return _("Your pre-application for {name} is waiting for you.", name=name)


def progress(scene: Scene, draft: Draft) -> str:
    """How much is left to do."""
    position = scene.form.position(draft)
    if isinstance(position, Asking):
        left = position.total - position.number + 1
        return scene.say.count("{n} question is left.", "{n} questions are left.", left)
    return scene.say("It only has to be reviewed and sent.")
