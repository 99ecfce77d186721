"""The eligibility screens: one question at a time, then the verdict with its reasons and the next step."""

from collections.abc import Sequence

from bot.telegram.callback_data import EligibilityReply, Open
from bot.views.answers import question_button
from bot.views.context import ViewContext
from bot.views.menu import back_to_menu, eligibility_title, form_button
from bot.views.message import (
    Button,
    Message,
    Rows,
    bold,
    bullets,
    italic,
    paragraphs,
    plain,
    rows_of,
    shortened,
)
from bot.views.screens import view
from knowledge.content.schema import Text
from knowledge.content.wording import country, flag, number, with_capital
from knowledge.eligibility.judge import (
    Candidate,
    FactValue,
    Verdict,
    candidate_placeholders,
    country_may_apply,
    judge,
)
from knowledge.eligibility.rules import KIND, Fact
from knowledge.geo.gazetteer import StoredPlace

PLACE_LONGEST = 56
"""Characters of a place's name and region on a button; country and inhabitants have room behind them."""


@view("eligibility")
def eligibility(
    context: ViewContext,
    candidate: Candidate,
    alternatives: Sequence[StoredPlace] = (),
    apart: bool = False,
) -> Message:
    """The next thing to ask about a candidate, or the verdict if all is known."""
    verdict = judge(context.knowledge_base.content.rulebook, candidate, context.today)
    if alternatives:
        return which_place(context, candidate, alternatives)
    fact = next_fact(verdict)
    if fact is None:
        return verdict_screen(context, verdict)
    return fact_question(context, fact, candidate, apart=apart)


def next_fact(verdict: Verdict) -> str | None:
    """Name the fact to ask for; None once there is a verdict."""
    if verdict.undecided:
        return verdict.missing[0]
    return None


OVER, UP_TO, YES, NO = "over", "up_to", "yes", "no"
"""What the buttons of a number and of a yes/no fact carry."""


def fact_question(context: ViewContext, fact: str, candidate: Candidate, *, apart: bool = False) -> Message:
    """Ask for one fact, with what is known so far; `apart`: the places named lie in different countries."""
    _ = context.say
    question, hint, rows = ask_kind(context) if fact == KIND else ask_fact(context, fact)
    text = paragraphs(
        bold(eligibility_title(context)),
        known_facts(context, candidate),
        about_country(context, candidate),
        _("These places are in different countries; a group is of one country.") if apart else "",
        bold(question),
        italic(hint) if hint else "",
    )
    return Message(text, (*rows, back_to_menu(context)))


def still_asked(context: ViewContext, verdict: Verdict) -> str:
    """What is known of a candidate that no verdict can be given on yet, and what has to be told."""
    fact = verdict.missing[0]
    question, _, _ = ask_kind(context) if fact == KIND else ask_fact(context, fact)
    return paragraphs(
        known_facts(context, verdict.candidate), about_country(context, verdict.candidate), bold(question)
    )


def about_country(context: ViewContext, candidate: Candidate) -> str:
    """The yes of a country whose cities may apply, before what decides is asked; nothing after the deadline."""
    _ = context.say
    rulebook = context.knowledge_base.content.rulebook
    if not rulebook.call_open(context.today) or not country_may_apply(rulebook, candidate):
        return ""
    return _(
        "Yes: {country} is among the countries of this programme. The rest depends on each case:",
        country=plain(country(candidate.country or "", context.language)),
    )


def ask_kind(context: ViewContext) -> tuple[str, str, Rows]:
    """Who do you represent?"""
    kinds = context.knowledge_base.content.rulebook.rules.kinds
    buttons = [
        Button(kind.button.within(context.language), EligibilityReply(KIND, kind.id)) for kind in kinds
    ]
    return context.say("Who do you represent?"), sentence_hint(context), rows_of(buttons, 1)


def sentence_hint(context: ViewContext) -> str:
    """That all can be told in one sentence, by the programme's example of one."""
    example = context.knowledge_base.content.rulebook.rules.example
    if example is None:
        return context.say("Or write it in one sentence.")
    told = context.quoted(context.words.fill(example))
    return context.say("Or write it in one sentence: {example}", example=told)


def ask_fact(context: ViewContext, name: str) -> tuple[str, str, Rows]:
    """Ask for a fact in the programme's words, with the buttons that its type has."""
    fact = context.knowledge_base.content.rulebook.facts.get(name)
    if fact is None:
        return context.say("Type the name of your municipality."), "", ()
    buttons = {
        "country": country_buttons,
        "number": number_buttons,
        "choice": option_buttons,
        "yes_no": yes_no_buttons,
    }[fact.type](context, fact)
    hint = fact.hint.within(context.language) if fact.hint else ""
    question = fact.ask or fact.label
    width = 1 if fact.type == "choice" else 2
    return context.words.fill(question), hint, rows_of(buttons, width)


def country_buttons(context: ViewContext, fact: Fact) -> list[Button]:
    """The countries that are likely in this language."""
    return [
        Button(f"{flag(code)} {country(code, context.language)}", EligibilityReply(fact.id, code))
        for code in context.form.likely_countries()
    ]


def number_buttons(context: ViewContext, fact: Fact) -> list[Button]:
    """Above or below the number that the rules compare it with; none where there are several."""
    _, limit = context.say, context.knowledge_base.content.rulebook.threshold(fact)
    if limit is None:
        return []
    written = number(limit, context.language)
    return [
        Button(_("More than {limit}", limit=written), EligibilityReply(fact.id, OVER)),
        Button(_("{limit} or fewer", limit=written), EligibilityReply(fact.id, UP_TO)),
    ]


def option_buttons(context: ViewContext, fact: Fact) -> list[Button]:
    """The options of a choice."""
    return [
        Button(option.label.within(context.language), EligibilityReply(fact.id, option.id))
        for option in fact.options
    ]


def yes_no_buttons(context: ViewContext, fact: Fact) -> list[Button]:
    """Yes and no."""
    _ = context.say
    return [Button(_("Yes"), EligibilityReply(fact.id, YES)), Button(_("No"), EligibilityReply(fact.id, NO))]


def which_place(context: ViewContext, candidate: Candidate, alternatives: Sequence[StoredPlace]) -> Message:
    """Several places have that name: which one?"""
    _ = context.say
    buttons = [
        Button(place_label(context, place), EligibilityReply("place", str(i)))
        for i, place in enumerate(alternatives)
    ]
    text = paragraphs(
        bold(eligibility_title(context)),
        _(
            "There are several places called {place}. Which one do you mean?",
            place=bold(candidate.place or ""),
        ),
    )
    other = Button(_("Another one"), EligibilityReply("place", "other"))
    return Message(text, (*rows_of(buttons, 1), (other,), back_to_menu(context)))


def place_label(context: ViewContext, place: StoredPlace) -> str:
    """A place with its country and rounded size, for a button."""
    size = context.say("approx. {number}", number=number(place["population"], context.language))
    name = ", ".join(filter(None, (place["name"], place.get("region"))))
    return f"{flag(place['country'])} {shortened(name, PLACE_LONGEST)} ({size})"


def known_facts(context: ViewContext, candidate: Candidate) -> str:
    """What is known of the candidate, in one line."""
    _ = context.say
    rulebook = context.knowledge_base.content.rulebook
    parts = [
        kind_in_words(context, candidate),
        candidate.place,
        f"{flag(candidate.country)} {country(candidate.country, context.language)}"
        if candidate.country
        else None,
        population_in_words(context, candidate),
        *(
            fact_in_words(context, rulebook.facts[name], value)
            for name, value in candidate.facts.items()
            if name in rulebook.facts
        ),
    ]
    facts = " · ".join(plain(part) for part in parts if part)
    return _("Understood: {facts}", facts=facts) if facts else ""


def kind_in_words(context: ViewContext, candidate: Candidate) -> str:
    """The kind of candidate; not said of a country alone, where it is what every country's candidates are."""
    rulebook = context.knowledge_base.content.rulebook
    told = candidate.place or candidate.population is not None or candidate.facts
    if candidate.country and not told and rulebook.behaviour_of(candidate.kind) == "one":
        return ""
    kinds = rulebook.rules.kinds
    label = next((k.label.within(context.language) for k in kinds if candidate.kind in (k.id, *k.covers)), "")
    return with_capital(label)


def fact_in_words(context: ViewContext, fact: Fact, value: FactValue) -> str:
    """A fact of the programme's own, as it was told."""
    _ = context.say
    if isinstance(value, bool):
        words = _("yes") if value else _("no")
    elif fact.type == "choice":
        words = next((o.label.within(context.language) for o in fact.options if o.id == value), str(value))
    else:
        words = number(int(value), context.language)
    return f"{fact.label.within(context.language)}: {words}"


def population_in_words(context: ViewContext, candidate: Candidate) -> str | None:
    """The number of inhabitants, with how sure it is."""
    _ = context.say
    if candidate.population is None:
        return None
    said = candidate_placeholders(candidate, context.words)["population"]
    return (
        _("approx. {number} inhabitants", number=said)
        if candidate.approximate
        else _("{number} inhabitants", number=said)
    )


def headline(context: ViewContext, verdict: Verdict) -> str:
    """The verdict in one line; nothing is offered as open after the deadline."""
    outcome = context.knowledge_base.content.rulebook.outcomes.get(verdict.outcome)
    if outcome is None:
        return context.say("❓ One more thing is needed.")
    closed = outcome.closed if not verdict.call_open and verdict.may_apply != "no" else None
    return context.words.fill(
        closed or outcome.headline, **candidate_placeholders(verdict.candidate, context.words)
    )


def verdict_text(context: ViewContext, verdict: Verdict, *, short: bool = False) -> str:
    """The verdict with its reasons; unless it shall be `short`, what would change it and the next step."""
    _ = context.say
    values = candidate_placeholders(verdict.candidate, context.words)

    def said(texts: Sequence[Text]) -> str:
        return bullets(context.words.fill(text, **values) for text in texts)

    return paragraphs(
        bold(headline(context, verdict)),
        known_facts(context, verdict.candidate),
        said(verdict.reasons),
        lines_under_title(_("Your options"), said(() if short else verdict.changes)),
        lines_under_title(_("Next step"), said(() if short else verdict.next_steps)),
        italic(source_of_inhabitants(context, verdict)) if from_gazetteer(verdict.candidate) else "",
    )


def from_gazetteer(candidate: Candidate) -> bool:
    """Tell whether the number of inhabitants is the one that GeoNames has for a place."""
    return candidate.approximate and bool(candidate.place)


def source_of_inhabitants(context: ViewContext, verdict: Verdict) -> str:
    """Say whose the number is; where the verdict rests on it, also that it may be too small."""
    _ = context.say
    if not may_be_larger(context, verdict):
        return _("Number of inhabitants: GeoNames.")
    return _(
        "Number of inhabitants: GeoNames, which often counts the town and not the whole municipality. "
        "If yours has more, the answer changes."
    )


def may_be_larger(context: ViewContext, verdict: Verdict) -> bool:
    """Tell whether a number that was looked up, below the one that the rules compare with, decides."""
    rulebook = context.knowledge_base.content.rulebook
    fact = rulebook.fact_of_field("population")
    looked_up = from_gazetteer(verdict.candidate) and verdict.may_apply != "as_it_is"
    counts = any(fact and rule.id == verdict.rule and fact.id in rule.when for rule in rulebook.rules.rules)
    return looked_up and counts


def more_buttons(context: ViewContext, verdict: Verdict) -> Rows:
    """One tap for "we are more than that", where a number that was looked up decides."""
    rulebook = context.knowledge_base.content.rulebook
    fact = rulebook.fact_of_field("population")
    limit = rulebook.minimum(fact) if fact else None
    if fact is None or limit is None or not may_be_larger(context, verdict):
        return ()
    label = context.say("We are more than {limit}", limit=number(limit, context.language))
    return ((Button(label, EligibilityReply(fact.id, OVER)),),)


def lines_under_title(title: str, lines: str) -> str:
    """Lines under a title; nothing if there are none."""
    return f"{bold(title)}\n{lines}" if lines else ""


def verdict_screen(context: ViewContext, verdict: Verdict) -> Message:
    """The verdict with buttons for what comes next."""
    start = ((form_button(context),),) if verdict.may_apply != "no" else ()
    read = tuple(question_button(context, answer_id) for answer_id in verdict.answers[:2])
    rows = (
        *more_buttons(context, verdict),
        *start,
        read,
        (another_case_button(context), *back_to_menu(context)),
    )
    return Message(verdict_text(context, verdict), tuple(row for row in rows if row))


def another_case_button(context: ViewContext) -> Button:
    """Begin the check again with nothing known."""
    return Button(context.say("Check another case"), Open("eligibility"))
