"""The eligibility screens: one question at a time, then the verdict with its reasons and the next step."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.telegram.callback_data import Judge, Open
from bot.views.answers import question_button
from bot.views.context import ViewContext
from bot.views.menu import back_to_menu, form_button
from bot.views.message import Button, Message, Rows, bold, bullets, italic, paragraphs, plain, rows_of
from bot.views.screens import view
from knowledge.content.wording import country, flag, number
from knowledge.eligibility.judge import Candidate, Verdict, judge, placeholders

FACTS = ("kind", "country", "population")


@view("eligibility")
def eligibility(
    context: ViewContext, candidate: Mapping[str, Any], alternatives: Sequence[Mapping[str, Any]] = ()
) -> Message:
    """The next thing to ask about a candidate, or the verdict if all is known."""
    who = Candidate(**candidate)
    verdict = judge(context.knowledge_base.content.rulebook, who, context.today)
    if alternatives:
        return which_place(context, who, alternatives)
    fact = next_fact(verdict)
    if fact is None:
        return verdict_screen(context, verdict)
    return asking(context, fact, who)


def next_fact(verdict: Verdict) -> str | None:
    """Name the fact to ask for; None once there is a verdict."""
    if verdict.outcome == "need_more":
        return next((fact for fact in FACTS if fact in verdict.missing), verdict.missing[0])
    return None


def asking(context: ViewContext, fact: str, candidate: Candidate) -> Message:
    """Ask for one fact, with what is known so far."""
    _ = context.say
    question, hint, rows = {"kind": ask_kind, "country": ask_country}.get(fact, ask_population)(context)
    text = paragraphs(
        bold(_("Can my city take part?")),
        understood(context, candidate),
        bold(question),
        italic(hint) if hint else "",
    )
    return Message(text, (*rows, back_to_menu(context)))


def ask_kind(context: ViewContext) -> tuple[str, str, Rows]:
    """Who do you represent?"""
    kinds = context.knowledge_base.content.rulebook.rules.kinds
    buttons = [Button(kind.button.within(context.language), Judge("kind", kind.id)) for kind in kinds]
    hint = context.say("Or write it in one sentence: “We are a town in Poland with 98,000 inhabitants”.")
    return context.say("Who do you represent?"), hint, rows_of(buttons, 1)


def ask_country(context: ViewContext) -> tuple[str, str, Rows]:
    """In which country?"""
    form = context.form
    buttons = [
        Button(f"{flag(code)} {country(code, context.language)}", Judge("country", code))
        for code in form.likely_countries()
    ]
    return context.say("In which country?"), context.say("Choose or type it."), rows_of(buttons, 2)


def ask_population(context: ViewContext) -> tuple[str, str, Rows]:
    """How many inhabitants?"""
    _ = context.say
    limit = context.words.figures["min_population"]
    buttons = [
        Button(_("More than {limit}", limit=limit), Judge("population", "over")),
        Button(_("{limit} or fewer", limit=limit), Judge("population", "up_to")),
    ]
    return (
        _("How many inhabitants does it have?"),
        _("Choose or type the number. For a group, the sum."),
        rows_of(buttons, 2),
    )


def which_place(
    context: ViewContext, candidate: Candidate, alternatives: Sequence[Mapping[str, Any]]
) -> Message:
    """Several places have that name: which one?"""
    _ = context.say
    buttons = [
        Button(place_label(context, place), Judge("place", str(i))) for i, place in enumerate(alternatives)
    ]
    text = paragraphs(
        bold(_("Can my city take part?")),
        _(
            "There are several places called {place}. Which one do you mean?",
            place=bold(candidate.place or ""),
        ),
    )
    other = Button(_("Another one"), Judge("place", "other"))
    return Message(text, (*rows_of(buttons, 1), (other,), back_to_menu(context)))


def place_label(context: ViewContext, place: Mapping[str, Any]) -> str:
    """A place with its country and rounded size, for a button."""
    size = context.say("approx. {number}", number=number(place["population"], context.language))
    region = f", {place['region']}" if place.get("region") else ""
    return f"{flag(place['country'])} {place['name']}{region} ({size})"


def understood(context: ViewContext, candidate: Candidate) -> str:
    """What is known of the candidate, in one line."""
    _ = context.say
    kinds = context.knowledge_base.content.rulebook.rules.kinds
    kind = next(
        (k.label.within(context.language) for k in kinds if candidate.kind in (k.id, *k.covers)), None
    )
    parts = [
        kind[:1].upper() + kind[1:] if kind else None,
        candidate.place,
        f"{flag(candidate.country)} {country(candidate.country, context.language)}"
        if candidate.country
        else None,
        inhabitants(context, candidate),
    ]
    knowledge_base = " · ".join(plain(part) for part in parts if part)
    return _("Understood: {facts}", facts=knowledge_base) if knowledge_base else ""


def inhabitants(context: ViewContext, candidate: Candidate) -> str | None:
    """The number of inhabitants, with how sure it is."""
    _ = context.say
    if candidate.population is None:
        return None
    said = placeholders(candidate, context.words)["population"]
    return (
        _("approx. {number} inhabitants", number=said)
        if candidate.approximate
        else _("{number} inhabitants", number=said)
    )


def headline(context: ViewContext, verdict: Verdict) -> str:
    """The verdict in one line; nothing is offered as open after the deadline."""
    _ = context.say
    lines = {
        "eligible": _("✅ Yes, it can be a candidate."),
        "eligible_in_group": _("👥 Not alone, but within a group of municipalities."),
        "not_eligible": _("⛔ No, it cannot be a candidate as it is."),
        "partner_city": _("🤝 Yes, as the partner city: the other half of a pair."),
        "need_more": _("❓ One more thing is needed."),
    }
    if not verdict.call_open and verdict.outcome in ("eligible", "eligible_in_group"):
        return (
            _("It meets the requirements, but the call is closed.")
            if verdict.outcome == "eligible"
            else _("Within a group it would meet the requirements, but the call is closed.")
        )
    return lines[verdict.outcome]


def verdict_text(context: ViewContext, verdict: Verdict) -> str:
    """The verdict with its reasons, what would change it and the next step."""
    _ = context.say
    values = placeholders(verdict.candidate, context.words)

    def said(texts: Sequence[Any]) -> str:
        return bullets(
            text.within(context.language).format_map({**context.words.figures, **values}) for text in texts
        )

    return paragraphs(
        bold(headline(context, verdict)),
        shown_candidate(context, verdict),
        said(verdict.reasons),
        titled(_("Your options"), said(verdict.changes)),
        titled(_("Next step"), said(verdict.next_steps)),
        italic(_("Number of inhabitants: GeoNames.")) if from_gazetteer(verdict.candidate) else "",
    )


def from_gazetteer(candidate: Candidate) -> bool:
    """Tell whether the number of inhabitants is the one that GeoNames has for a place."""
    return candidate.approximate and bool(candidate.place)


def titled(title: str, lines: str) -> str:
    """Lines under a title; nothing if there are none."""
    return f"{bold(title)}\n{lines}" if lines else ""


def shown_candidate(context: ViewContext, verdict: Verdict) -> str:
    """The facts that were judged, without those only presumed."""
    candidate = verdict.candidate
    if "country" in verdict.assumed:
        candidate = Candidate(**{**vars(candidate), "country": None})
    return understood(context, candidate)


def verdict_screen(context: ViewContext, verdict: Verdict) -> Message:
    """The verdict with buttons for what comes next."""
    _ = context.say
    start = ((form_button(context),),) if verdict.outcome in ("eligible", "eligible_in_group") else ()
    presumed = tuple(
        (Button(_("Say which country"), Judge("ask", "country")),)
        for fact in verdict.assumed
        if fact == "country"
    )
    read = tuple(question_button(context, answer_id) for answer_id in verdict.answers[:2])
    rows = (
        *start,
        *presumed,
        read,
        (Button(_("Check another case"), Open("eligibility")), *back_to_menu(context)),
    )
    return Message(verdict_text(context, verdict), tuple(row for row in rows if row))
