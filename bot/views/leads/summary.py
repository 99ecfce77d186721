"""A lead in words: its heading, the facts to decide on, and the further answers; codes become labels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.views.context import ViewContext
from bot.views.preapplication.question import answer_lines
from knowledge.content.languages import language_name
from knowledge.content.schema import Question
from knowledge.content.wording import country, flag, number, with_capital
from knowledge.eligibility.judge import candidate_placeholders
from knowledge.form.applicant import MEMBERS
from knowledge.form.readiness import strongest
from storage.leads import Lead

DOTS = {"strong": "●●●", "fair": "●●○", "weak": "●○○"}

LabelledValue = tuple[str, str]
"""A label and its value; the keys of a candidature have their strength before the value, as dots."""


@dataclass(frozen=True)
class Summary:
    """A lead in words: `facts` to decide on in half a minute; `rest` are the further answers, as they were typed."""

    heading: str
    facts: Sequence[LabelledValue]
    rest: Sequence[LabelledValue]


def lead_summary(context: ViewContext, lead: Lead) -> Summary:
    """Put a lead into words of the context's language."""
    return Summary(heading(context, lead), facts(context, lead), further_answers(context, lead))


def heading(context: ViewContext, lead: Lead) -> str:
    """Name the lead in one line: reference, candidate, country."""
    applicant = context.applicant(lead.data["answers"])
    where = f", {country(applicant.country, context.language)}" if applicant.country else ""
    return f"[{lead.reference}] {applicant.name}{where}"


def with_flag(context: ViewContext, lead: Lead) -> str:
    """The heading with the country's flag, where flags can be drawn."""
    code = context.applicant(lead.data["answers"]).country
    return heading(context, lead) + (f" {flag(code)}" if code else "")


def facts(context: ViewContext, lead: Lead) -> list[LabelledValue]:
    """What a coordinator decides on: label and value, most important first."""
    _ = context.say
    answers, lines = lead.data["answers"], answers_by_question(context, lead)
    own = {fact.id for fact in context.knowledge_base.content.rulebook.rules.facts if fact.field is None}
    chosen = [
        each
        for each in lines.values()
        if (each[0].options_from or each[0].tells in own) and not each[0].personal
    ]
    wishes = sorted(chosen, key=lambda each: each[0].tells is not None)
    contact = " · ".join(
        text for question, text in lines.values() if question.personal and answers.get(question.id)
    )
    return [
        *inhabitants_facts(context, lead),
        (
            _("Verdict"),
            " · ".join(filter(None, (verdict_label(context, lead), reason_of_verdict(context, lead)))),
        ),
        *same_place_facts(context, lead),
        *key_facts(context, lines, answers),
        *((question.short.within(context.language), text) for question, text in wishes),
        (_("Contact"), contact),
        (_("Answer in"), language_name(lead.language, context.language)),
    ]


def inhabitants_matter(context: ViewContext) -> bool:
    """Tell whether the programme's rules ask how many inhabitants a candidate has."""
    return context.knowledge_base.content.rulebook.fact_of_field("population") is not None


def inhabitants_facts(context: ViewContext, lead: Lead) -> list[LabelledValue]:
    """The fact of the candidate's inhabitants, where the programme's rules ask for them."""
    if not inhabitants_matter(context):
        return []
    return [(context.say("Inhabitants"), known_inhabitants(context, lead) or "?")]


def known_inhabitants(context: ViewContext, lead: Lead) -> str:
    """The number of inhabitants, with "approx." if GeoNames gave it; empty where there is none."""
    size = lead.data.get("population")
    if not size:
        return ""
    figure = number(size, context.language)
    looked_up = context.applicant(lead.data["answers"]).candidate.approximate
    return context.say("{figure} (approx.)", figure=figure) if looked_up else figure


def is_in_facts(question: Question) -> bool:
    """Tell whether an answer already stands in the facts or the heading."""
    tells = question.tells is not None and question.tells != MEMBERS
    return question.personal or question.options_from is not None or tells


def answers_by_question(context: ViewContext, lead: Lead) -> dict[str, tuple[Question, str]]:
    """Every question that was answered, by its id, with the answer in words."""
    return {question.id: (question, text) for question, text in answer_lines(context, lead.data["answers"])}


def same_place_facts(context: ViewContext, lead: Lead) -> list[tuple[str, str]]:
    """Name the other pre-applications for the same city, if there are any."""
    others = lead.data.get("same_place")
    return [(context.say("Also for this place"), ", ".join(others))] if others else []


def verdict_label(context: ViewContext, lead: Lead) -> str:
    """The verdict that the rules gave when it was sent."""
    _ = context.say
    outcome = context.knowledge_base.content.rulebook.outcomes.get(lead.data["verdict"])
    late = "" if lead.data.get("call_open", True) else _("sent after the deadline: expression of interest")
    label = outcome.short.within(context.language) if outcome else _("not decided")
    return " · ".join(part for part in (with_capital(label), late) if part)


def reason_of_verdict(context: ViewContext, lead: Lead) -> str:
    """The first reason of the rule that decided; empty if the rules no longer have it."""
    rules = context.knowledge_base.content.rulebook.rules.rules
    reasons = [rule.reasons[0] for rule in rules if rule.id == lead.data.get("rule") and rule.reasons]
    values = candidate_placeholders(context.applicant(lead.data["answers"]).candidate, context.words)
    return "".join(context.words.fill(text, **values) for text in reasons[:1])


def key_facts(
    context: ViewContext, lines: Mapping[str, tuple[Question, str]], answers: Mapping[str, object]
) -> list[LabelledValue]:
    """How the candidature stands on each of the programme's keys."""
    return [
        (question.short.within(context.language), f"{DOTS[level]} {text}")
        for question, text in lines.values()
        if question.key and (level := strongest(question, answers.get(question.id)))
    ]


def further_answers(context: ViewContext, lead: Lead) -> list[LabelledValue]:
    """The answers that are not among the facts, free text as it was typed."""
    return [
        (question.short.within(context.language), text)
        for question, text in answers_by_question(context, lead).values()
        if not is_in_facts(question) and not question.key
    ]
