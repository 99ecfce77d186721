"""The review before sending: all answers, the readiness, changing an answer, starting again."""

from bot.telegram.callback_data import Move
from bot.views.context import ViewContext
from bot.views.message import Button, Message, bold, italic, length, paragraphs, rows_of
from bot.views.preapplication.answers import answer_line
from knowledge.content.schema import LONGEST_MESSAGE, Question, Text
from knowledge.form.draft import Draft
from knowledge.form.position import Complete, applicable
from knowledge.form.readiness import advice_on_skipped, readiness
from knowledge.form.types import type_of

IN_REVIEW = (160, 100, 60)
"""Characters of an answer shown in the review: as many of these as let the whole fit into one message."""

KEY_LONGEST = 80
MARKS = {"strong": "🟢", "fair": "🟡", "weak": "🔴"}


def review(context: ViewContext, draft: Draft, said_before: str = "", wrong: str = "") -> Message:
    """Everything at a glance before it is sent: the answers, how the candidature stands, what happens next.

    A problem (`wrong`) stands at the end, beside the buttons, and keeps its room whatever the answers' length.
    """
    _ = context.say
    send = _("Send the pre-application") if context.call_open else _("Send our interest")
    rows = (
        (Button(send, Move(context.draft_id, "send")),),
        (Button(_("Change an answer"), Move(context.draft_id, "change")),),
        *rows_of(additions(context, draft), 1),
        (
            Button(_("Start again"), Move(context.draft_id, "restart")),
            Button(_("Leave for later"), Move(context.draft_id, "leave")),
        ),
    )
    texts = [paragraphs(review_text(context, draft, said_before, n), wrong) for n in IN_REVIEW]
    return Message(next((text for text in texts if length(text) <= LONGEST_MESSAGE), texts[-1]), rows)


def review_text(context: ViewContext, draft: Draft, said_before: str, longest: int) -> str:
    """The review with each answer cut to `longest` characters; what is sent is whole."""
    _ = context.say
    lines = [
        answer_line(context, draft, question, longest)
        for question in applicable(context.form.questionnaire, draft.answers)
        if draft.answers.get(question.id) is not None and type_of(question).in_review and not question.key
    ]
    closing = (
        _("Once you send it, this goes to {unit}, which will contact you. It is not binding.")
        if context.call_open
        else _("The call is closed: this is sent to {unit} as an expression of interest. It is not binding.")
    )
    title = bold(_("Review"))
    parts = (
        correction_notice(context),
        "\n".join(lines),
        readiness_lines(context, draft),
        may_add(context, draft),
        closing,
    )
    return paragraphs(said_before, title, *parts)


def additions(context: ViewContext, draft: Draft) -> list[Button]:
    """A button for each optional question without an answer."""

    def label(question: Question) -> str:
        return context.say("Add: {name}", name=question.short.within(context.language))

    return [
        Button(label(q), Move(context.draft_id, "edit", q.id)) for q in context.form.skipped_questions(draft)
    ]


def may_add(context: ViewContext, draft: Draft) -> str:
    """Say that what is optional can be added below, or left out."""
    if not context.form.skipped_questions(draft):
        return ""
    return context.say("Nothing else is needed. What is optional can be added with the buttons below.")


def correction_notice(context: ViewContext) -> str:
    """Say that this replaces what was sent, if it is a correction."""
    if not context.corrects:
        return ""
    return italic(
        context.say(
            "You are correcting {reference}: this replaces what you sent.", reference=context.corrects
        )
    )


def readiness_lines(context: ViewContext, draft: Draft) -> str:
    """The readiness on each of the programme's keys, with what would strengthen it."""
    _ = context.say
    questionnaire = context.knowledge_base.content.questionnaire
    keys = readiness(questionnaire, draft.answers)
    if not keys:
        return ""
    words = {"strong": _("strong"), "fair": _("can be improved"), "weak": _("to be worked on")}
    lines = []
    for key in keys:
        lines.append(
            f"{MARKS[key.level]} {answer_line(context, draft, key.question, KEY_LONGEST)} · {words[key.level]}"
        )
        lines += [advice_line(context, key.advice)] if key.advice else []
    if all(key.level == "strong" for key in keys):
        lines.append(_("Strong on every key."))
    left = "\n".join(advice_line(context, text) for text in advice_on_skipped(questionnaire, draft.answers))
    return paragraphs("\n".join([bold(_("How you stand on the programme's keys")), *lines]), left)


def advice_line(context: ViewContext, advice: Text) -> str:
    """A piece of advice, in one line."""
    return f"→ {italic(context.words.fill(advice))}"


def choose_edit(context: ViewContext, draft: Draft) -> Message:
    """Which answer to change."""
    buttons = [
        Button(question.short.within(context.language), Move(context.draft_id, "edit", question.id))
        for question in applicable(context.knowledge_base.content.questionnaire, draft.answers)
        if question.id in draft.answers and type_of(question).in_review
    ]
    complete = isinstance(context.form.position(draft), Complete)
    label = context.say("Back to the review") if complete else context.say("◀ Back")
    back = (Button(label, Move(context.draft_id, "keep")),)
    return Message(bold(context.say("Which answer do you want to change?")), (*rows_of(buttons, 2), back))


def restart(context: ViewContext) -> Message:
    """Ask whether all answers are to be erased."""
    _ = context.say
    rows = (
        (Button(_("Yes, erase it and start again"), Move(context.draft_id, "erase")),),
        (Button(_("No, keep it"), Move(context.draft_id, "show")),),
    )
    return Message(_("Start again? Your answers so far will be erased."), rows)
