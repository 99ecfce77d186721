"""The pre-application's answers in words: labels for codes, free text as it was typed."""

from bot.views.context import ViewContext
from bot.views.message import bold, plain, shortened
from bot.views.preapplication.phrases import phrase_in_words
from knowledge.content.schema import Question
from knowledge.form.draft import Draft
from knowledge.form.types import type_of


def answer_line(context: ViewContext, draft: Draft, question: Question, longest: int) -> str:
    """An answer with its name, in one line of HTML."""
    answer = " ".join(answer_in_words(context, draft, question).split())
    name = question.short.within(context.language)
    return f"{bold(name + ':')} {plain(shortened(answer, longest))}"


def answer_in_words(context: ViewContext, draft: Draft, question: Question) -> str:
    """A stored answer in words; a number that was looked up names its source."""
    words = answer_itself(context, draft, question)
    if is_looked_up_figure(context, draft, question):
        return context.say("{figure} (approximate, by GeoNames)", figure=words)
    return words


def answer_itself(context: ViewContext, draft: Draft, question: Question) -> str:
    """A stored answer alone: labels for codes, free text as it was typed."""
    value = draft.answers.get(question.id)
    if value is None:
        return context.say("(no answer)")
    words = type_of(question).worded(context.form.asked(question, draft), value, context.language)
    return words if isinstance(words, str) else phrase_in_words(context, words)


def is_looked_up_figure(context: ViewContext, draft: Draft, question: Question) -> bool:
    """Tell whether an answer is the gazetteer's figure, which nobody has confirmed."""
    fact = context.knowledge_base.content.rulebook.fact_of_field("population")
    asks_for_it = fact is not None and question.tells == fact.id
    return asks_for_it and context.form.verdict(draft).candidate.approximate
