"""Can my city take part? By taps or words, one fact at a time, with the same rules as everywhere."""

from dataclasses import replace

from bot.context import Turn
from bot.handlers import questions
from bot.handlers.old_button import old_button
from bot.replies import candidate_screen
from bot.telegram.callback_data import Judge, unpack
from bot.views.context import Screen
from bot.views.eligibility import next_fact
from knowledge.eligibility.judge import Candidate, judge
from knowledge.form.replies import Accepted, correction
from knowledge.form.types.choice import parse_choice
from knowledge.form.types.country import parse_country


async def start(turn: Turn) -> None:
    """Begin with nothing known."""
    await turn.save(Screen("eligibility", {"candidate": {}}))
    await turn.show()


async def tapped(turn: Turn) -> None:
    """Take a fact from a button."""
    reply = unpack(Judge, turn.pressed)
    if reply is None or turn.screen.name != "eligibility":
        await old_button(turn)
        return
    candidate = present(turn)
    if reply.fact == "place":
        screen = chosen_place(turn, candidate, reply.value)
    else:
        changed = with_fact(turn, candidate, reply)
        screen = candidate_screen(changed) if changed else None
    if screen is None:
        await old_button(turn)
        return
    await turn.save(screen)
    await turn.show()


def present(turn: Turn) -> Candidate:
    """What is known so far."""
    return Candidate(**turn.screen.arguments.get("candidate", {}))


def with_fact(turn: Turn, candidate: Candidate, reply: Judge) -> Candidate | None:
    """The candidate with one more fact; None for a value that no button has."""
    limit = turn.knowledge_base.content.programme.figures["min_population"]
    if reply.fact == "kind":
        kinds = {kind.id for kind in turn.knowledge_base.content.rulebook.rules.kinds}
        return replace(candidate, kind=reply.value) if reply.value in kinds else None
    if reply.fact == "country" and reply.value in turn.context.form.likely_countries():
        return replace(candidate, country=reply.value)
    if reply.fact == "population" and reply.value in ("over", "up_to"):
        over = reply.value == "over"
        return replace(candidate, population=limit, bound="over" if over else None, approximate=False)
    return None


def chosen_place(turn: Turn, candidate: Candidate, value: str) -> Screen | None:
    """The candidate with one of several places of that name."""
    places = turn.screen.arguments.get("alternatives", [])
    if value == "other":
        return candidate_screen(replace(candidate, kind=candidate.kind or "city"))
    if not value.isdigit() or int(value) >= len(places):
        return None
    found = places[int(value)]
    known = replace(
        candidate,
        kind=candidate.kind or "city",
        place=found["name"],
        country=found["country"],
        population=candidate.population or found["population"],
        approximate=candidate.population is None,
    )
    return candidate_screen(known)


async def typed(turn: Turn) -> None:
    """Take a fact from words: the one asked for, or any that a sentence tells; else it is a question."""
    candidate = present(turn)
    verdict = judge(turn.knowledge_base.content.rulebook, candidate, turn.context.today)
    fact = next_fact(verdict)
    changed = typed_fact(turn, candidate, fact)
    if changed is not None:
        await turn.save(candidate_screen(changed))
        await turn.show()
        return
    reading = turn.knowledge_base.reader.read(turn.text, turn.context.language)
    told = {key: value for key, value in vars(reading.candidate).items() if value not in (None, False)}
    if told and not ("?" in turn.text and not reading.asks):
        known = {} if fact is None or starts_afresh(reading.candidate) else vars(candidate)
        places = [city.stored(turn.context.language) for city in reading.alternatives]
        await turn.save(candidate_screen(Candidate(**{**known, **told}), places))
        await turn.show()
        return
    await questions.asked(turn)


def starts_afresh(told: Candidate) -> bool:
    """Tell whether a sentence is about another candidate: it names a place or a body with its country or size."""
    return told.place is not None or (told.kind is not None and bool(told.country or told.population))


def typed_fact(turn: Turn, candidate: Candidate, fact: str | None) -> Candidate | None:
    """Read a short reply as the fact that was asked for, or a number as a correction of the one shown."""
    number = correction(f"no {turn.text}")
    if fact in ("population", None) and number is not None and candidate.kind:
        return replace(candidate, population=number, approximate=False, bound=None)
    if fact == "country":
        reply = parse_country(turn.text, turn.knowledge_base.countries)
        return replace(candidate, country=reply.value) if isinstance(reply, Accepted) else None
    if fact == "kind" and len(turn.text) < 40:
        form = turn.context.form
        reply = parse_choice(turn.text, form.listed("kinds"))
        return replace(candidate, kind=reply.value) if isinstance(reply, Accepted) else None
    return None
