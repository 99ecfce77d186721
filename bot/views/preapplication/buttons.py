"""The buttons under a question of the pre-application: those that answer it, and those that navigate."""

from bot.telegram.callback_data import FormReply, Move, MoveName
from bot.views.context import ViewContext
from bot.views.menu import language_buttons
from bot.views.message import Button, Rows, rows_of
from bot.views.preapplication.phrases import phrase_in_words
from knowledge.content.schema import Question
from knowledge.form.draft import Draft
from knowledge.form.position import Asking
from knowledge.form.steps import SKIP
from knowledge.form.types import type_of
from knowledge.form.types.base import ReplyButton


def reply_rows(context: ViewContext, draft: Draft, question: Question) -> Rows:
    """The buttons that answer a question."""

    def button(choice: ReplyButton) -> Button:
        label = choice.label if isinstance(choice.label, str) else phrase_in_words(context, choice.label)
        return Button(label, FormReply(context.draft_id, question.id, choice.code))

    rows = context.form.buttons(question, draft)
    return tuple(tuple(button(choice) for choice in row) for row in rows)


def moves(context: ViewContext, position: Asking, *, detailed: bool = False) -> Rows:
    """Back, skip or keep; why, the other language, leave."""
    _ = context.say
    question = position.question

    def move(label: str, name: MoveName) -> Button:
        return Button(label, Move(context.draft_id, name, question.id))

    # Telegram's own key for it comes once this is pressed: a key of that kind needs a message to itself.
    share = [move(_("Share my telephone number"), "share")] if type_of(question).shares_telephone else []
    others = [move(_("◀ Back"), "back")] if position.number > 1 else []
    if position.editing and type_of(question).in_review:
        others.append(move(_("Leave it as it is"), "keep"))
    elif not question.required:
        others.append(Button(_("Skip"), FormReply(context.draft_id, question.id, SKIP)))
    others += [move(_("ℹ️ Why?"), "why")] if question.why else []
    others += [move(_("ℹ️ Details"), "details")] if question.details and not detailed else []
    others += [*language_buttons(context), move(_("Leave for later"), "leave")]
    return (*rows_of(share, 1), *rows_of(others, 2))
