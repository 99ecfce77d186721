"""Can my city take part? By taps or words, one fact at a time, with the same rules as everywhere."""

from dataclasses import replace

from bot.context import Turn
from bot.handlers import questions
from bot.handlers.old_button import old_button
from bot.telegram.callback_data import EligibilityReply, unpack
from bot.views.context import Screen
from bot.views.eligibility import NO, OVER, UP_TO, YES, eligibility, next_fact
from knowledge.eligibility.judge import Candidate, judge, with_fact
from knowledge.eligibility.rules import KIND, Fact, Rulebook
from knowledge.form.options import KINDS, likely_countries
from knowledge.form.replies.figures import corrected_inhabitants
from knowledge.form.replies.results import Accepted
from knowledge.form.types.country import parse_country
from knowledge.form.types.one_choice import parse_choice

PLACE = "place"
"""What buttons carry besides facts: one of several places."""
LONGEST_KIND = 40
"""Characters of a typed line that may name a kind of candidate."""


async def start(turn: Turn) -> None:
    """Begin with nothing known."""
    await turn.save(eligibility.screen(Candidate()))
    await turn.show()


async def take_tapped_fact(turn: Turn) -> None:
    """Take a fact from a button."""
    reply = unpack(EligibilityReply, turn.pressed)
    if reply is None or turn.screen.name != "eligibility":
        await old_button(turn)
        return
    candidate = candidate_on_screen(turn)
    if reply.fact == PLACE:
        screen = chosen_place(turn, candidate, reply.value)
    else:
        changed = with_reply(turn, candidate, reply)
        screen = eligibility.screen(changed) if changed else None
    if screen is None:
        await old_button(turn)
        return
    await turn.save(screen)
    await turn.show()


def candidate_on_screen(turn: Turn) -> Candidate:
    """What is known so far."""
    return turn.screen.arguments.get("candidate", Candidate())


def with_reply(turn: Turn, candidate: Candidate, reply: EligibilityReply) -> Candidate | None:
    """The candidate with one more fact, or with one to be asked again; None for a value that no button has."""
    rulebook = turn.knowledge_base.content.rulebook
    if reply.fact == KIND:
        kinds = {kind.id for kind in rulebook.rules.kinds}
        return replace(candidate, kind=str(reply.value)) if reply.value in kinds else None
    fact = rulebook.facts.get(reply.fact)
    if fact is None:
        return None
    if fact.type == "country":
        return with_fact(rulebook, candidate, fact.id, reply.value) if is_offered(turn, reply.value) else None
    if fact.type == "number":
        limit = rulebook.threshold(fact)
        return with_limit(rulebook, candidate, fact, limit, reply.value) if limit is not None else None
    if fact.type == "yes_no":
        return (
            with_fact(rulebook, candidate, fact.id, reply.value == YES) if reply.value in (YES, NO) else None
        )
    options = {option.id for option in fact.options}
    return with_fact(rulebook, candidate, fact.id, reply.value) if reply.value in options else None


def is_offered(turn: Turn, country: str) -> bool:
    """Tell whether a country is on a button in some language: the screen may be in another one than the chat."""
    content = turn.knowledge_base.content
    return any(country in likely_countries(content.programme, language) for language in content.languages)


def with_limit(
    rulebook: Rulebook, candidate: Candidate, fact: Fact, limit: int, side: str
) -> Candidate | None:
    """The candidate with a number above, or up to, the one that the rules compare with."""
    if side not in (OVER, UP_TO):
        return None
    if fact.field is None:
        return with_fact(rulebook, candidate, fact.id, limit + 1 if side == OVER else limit)
    changed = with_fact(rulebook, candidate, fact.id, limit)
    return replace(changed, bound="over" if side == OVER else None)


def chosen_place(turn: Turn, candidate: Candidate, value: str) -> Screen | None:
    """The candidate with one of several places of that name."""
    places = turn.screen.arguments.get("alternatives", [])
    if value == "other":
        return eligibility.screen(replace(candidate, kind=candidate.kind or single_kind(turn)))
    if not value.isdecimal() or int(value) >= len(places):
        return None
    found = places[int(value)]
    known = replace(
        candidate,
        kind=candidate.kind or single_kind(turn),
        place=found["name"],
        country=found["country"],
        population=candidate.population or found["population"],
        approximate=candidate.population is None,
    )
    return eligibility.screen(known)


async def take_typed_fact(turn: Turn) -> None:
    """Take a fact from words: the one asked for; all else is understood with what is known of the candidate."""
    candidate = candidate_on_screen(turn)
    verdict = judge(turn.knowledge_base.content.rulebook, candidate, turn.context.today)
    fact = next_fact(verdict)
    changed = typed_fact(turn, candidate, fact) if fact else None
    if changed is None:
        await questions.asked(turn)
        return
    await turn.save(eligibility.screen(changed))
    await turn.show()


def single_kind(turn: Turn) -> str | None:
    """The kind of a candidate that is one place."""
    kind = turn.knowledge_base.content.rulebook.kind_behaving("one")
    return kind.id if kind else None


def typed_fact(turn: Turn, candidate: Candidate, name: str | None) -> Candidate | None:
    """Read a short reply as the fact that was asked for, or a number as a correction of the one shown."""
    base = turn.knowledge_base
    rulebook, meanings = base.content.rulebook, base.meanings
    number = corrected_inhabitants(base.interpreter.messages.read(turn.text), meanings.words, bare=True)
    if name == KIND:
        return typed_kind(turn, candidate)
    fact = rulebook.facts.get(name or "") or (rulebook.fact_of_field("population") if name is None else None)
    if fact is None:
        return None
    if fact.type == "number" and number is not None and candidate.kind:
        return with_fact(rulebook, candidate, fact.id, number)
    if fact.type == "country" and name is not None:
        reply = parse_country(turn.text, turn.knowledge_base.countries)
        return with_fact(rulebook, candidate, fact.id, reply.value) if isinstance(reply, Accepted) else None
    if fact.type == "choice":
        reply = parse_choice(turn.text, fact.options, meanings.words)
        return with_fact(rulebook, candidate, fact.id, reply.value) if isinstance(reply, Accepted) else None
    agreed = meanings.agrees(turn.text) if fact.type == "yes_no" else None
    return None if agreed is None else with_fact(rulebook, candidate, fact.id, agreed)


def typed_kind(turn: Turn, candidate: Candidate) -> Candidate | None:
    """Read a short reply as the kind of candidate."""
    if len(turn.text) >= LONGEST_KIND:
        return None
    reply = parse_choice(turn.text, turn.context.form.listed(KINDS), turn.context.form.meanings.words)
    return replace(candidate, kind=str(reply.value)) if isinstance(reply, Accepted) else None
