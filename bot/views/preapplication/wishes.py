"""Replies to wishes: why a question is asked, how to answer it, how to reach a person."""

from bot.telegram.callback_data import Open
from bot.views.context import ViewContext
from bot.views.message import Button, Message, italic, paragraphs, plain
from knowledge.content.checks.questionnaire import why_text
from knowledge.form.draft import Draft
from knowledge.form.position import Asking


def wish_reply(context: ViewContext, draft: Draft, wish: str) -> Message:
    """The reply to a wish; the question that is due is shown again below it."""
    if wish == "human":
        return contact_reply(context)
    if wish == "smalltalk":
        return Message(context.say("Let us go on with the pre-application."))
    return explanation(context, draft)


def contact_reply(context: ViewContext) -> Message:
    """How people of the unit are reached; the draft stays."""
    _ = context.say
    text = paragraphs(
        _("Of course. {Unit}: {email}, {phone}.", **contact_details(context)),
        _("You can also leave your question here, and they will write to you. Your answers so far are kept."),
    )
    return Message(text, ((Button(_("Leave a question for {unit}"), Open("leave_question")),),))


def contact_details(context: ViewContext) -> dict[str, str]:
    """The unit's address and telephone, for a text."""
    contact = context.knowledge_base.content.programme.contact
    return {"email": plain(contact.email or ""), "phone": plain(contact.phone or "")}


def explanation(context: ViewContext, draft: Draft) -> Message:
    """Why the question that is due is asked, an example, and that any doubt can be left for the unit."""
    position = context.form.position(draft)
    if not isinstance(position, Asking):
        return Message(context.say("Please choose one of the buttons below, or ask me a question."))
    question, questionnaire = position.question, context.knowledge_base.content.questionnaire
    why = (
        context.words.fill(question.details)
        if question.details
        else why_text(context.words, questionnaire, question)
    )
    example = italic(context.words.fill(question.example)) if question.example else ""
    optional = "" if question.required else context.say("It is optional: you can skip it.")
    return Message(paragraphs(plain(why), example, optional))
