"""Before it is sent: all answers, how the candidature stands, which answer to change, starting again."""

from bot.callback_data import Move, Open
from bot.scene import Scene
from bot.views.message import Button, Message, bold, italic, paragraphs, rows_of
from bot.views.preapplication_answers import said
from knowledge.models import LONGEST_MESSAGE, Text
from knowledge.questionnaire import Complete, Draft, applicable
from knowledge.readiness import left_out, readiness

IN_REVIEW = (160, 100, 60)
"""Characters of an answer shown in the review: as many of these as let the whole fit into one message."""

KEY_LONGEST = 80
MARKS = {"strong": "🟢", "fair": "🟡", "weak": "🔴"}


def review(scene: Scene, draft: Draft, said_before: str = "") -> Message:
    """Everything at a glance before it is sent: the answers, how the candidature stands, what happens next."""
    _ = scene.say
    send = _("Send the pre-application") if scene.call_open else _("Send our interest")
    rows = (
        (Button(send, Move(scene.draft_id, "send")),),
        (Button(_("Change an answer"), Move(scene.draft_id, "change")),),
        (
            Button(_("Start again"), Move(scene.draft_id, "restart")),
            Button(_("Leave for later"), Open("menu")),
        ),
    )
    texts = [review_text(scene, draft, said_before, longest) for longest in IN_REVIEW]
    return Message(next((text for text in texts if len(text) <= LONGEST_MESSAGE), texts[-1]), rows)


def review_text(scene: Scene, draft: Draft, said_before: str, longest: int) -> str:
    """The review with each answer cut to `longest` characters; what is sent is whole."""
    _ = scene.say
    lines = [
        said(scene, draft, question, longest)
        for question in applicable(scene.known.knowledge.questionnaire, draft.answers)
        if draft.answers.get(question.id) is not None and question.type != "consent" and not question.key
    ]
    closing = (
        _(
            "Once you send it, this goes to the IUC coordination unit, which will contact you. It is not binding."
        )
        if scene.call_open
        else _(
            "The call is closed: this is sent to the coordination unit as an expression of interest. It is not binding."
        )
    )
    title = bold(_("Review"))
    return paragraphs(
        said_before, title, correcting(scene), "\n".join(lines), standing(scene, draft), closing
    )


def correcting(scene: Scene) -> str:
    """Say that this takes the place of what was sent, if it does."""
    if not scene.corrects:
        return ""
    return italic(
        scene.say("You are correcting {reference}: this replaces what you sent.", reference=scene.corrects)
    )


def standing(scene: Scene, draft: Draft) -> str:
    """How the candidature stands on the programme's keys, each with what would strengthen it."""
    _ = scene.say
    questionnaire = scene.known.knowledge.questionnaire
    keys = readiness(questionnaire, draft.answers)
    words = {"strong": _("strong"), "fair": _("can be improved"), "weak": _("to be worked on")}
    lines = []
    for key in keys:
        lines.append(
            f"{MARKS[key.level]} {said(scene, draft, key.question, KEY_LONGEST)} · {words[key.level]}"
        )
        lines += [advised(scene, key.advice)] if key.advice else []
    if all(key.level == "strong" for key in keys):
        lines.append(_("Strong on every key."))
    left = "\n".join(advised(scene, text) for text in left_out(questionnaire, draft.answers))
    return paragraphs("\n".join([bold(_("How you stand on the programme's keys")), *lines]), left)


def advised(scene: Scene, advice: Text) -> str:
    """A piece of advice, in one line."""
    return f"→ {italic(scene.words.fill(advice))}"


def choose_edit(scene: Scene, draft: Draft) -> Message:
    """Which answer to change."""
    buttons = [
        Button(question.short.within(scene.language), Move(scene.draft_id, "edit", question.id))
        for question in applicable(scene.known.knowledge.questionnaire, draft.answers)
        if question.id in draft.answers and question.type != "consent"
    ]
    complete = isinstance(scene.form.position(draft), Complete)
    label = scene.say("Back to the review") if complete else scene.say("◀ Back")
    back = (Button(label, Move(scene.draft_id, "keep")),)
    return Message(bold(scene.say("Which answer do you want to change?")), (*rows_of(buttons, 2), back))


def restart(scene: Scene) -> Message:
    """Confirm throwing everything away."""
    _ = scene.say
    rows = (
        (Button(_("Yes, erase it and start again"), Move(scene.draft_id, "erase")),),
        (Button(_("No, keep it"), Move(scene.draft_id, "show")),),
    )
    return Message(_("Start again? Your answers so far will be erased."), rows)
