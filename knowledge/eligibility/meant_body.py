"""Which of the bodies that a message names is meant: who is put forward, not who writes, nor where or what is told."""

from collections.abc import Sequence
from typing import TypeVar

from knowledge.reading.reading import Reading
from knowledge.reading.spans import Body, Place, Span, covers

MUNICIPALITY = "municipality"
PERSON = "person"  # the class of body that is counted among a town's inhabitants
REGION = "region"  # the class of body that a region's bare name stands for
UNITING = ("association", "group_of_municipalities")
"""The classes of bodies that have municipalities as members."""
PUBLIC = (
    MUNICIPALITY,
    "group_of_municipalities",
    "metropolitan_area",
    "county",
    "provincial_council",
    "island_council",
    REGION,
)
LARGER_THAN_CITIES = ("county", "provincial_council", REGION)
"""The classes of bodies that are not named after a city."""
_OPENING_MARKS = frozenset(".!?…;:\n—–")
AnySpan = TypeVar("AnySpan", bound=Span)


def meant_body(reading: Reading) -> Body | None:
    """Choose the body that is meant: one asked about before the speaker's own, that before any other."""
    named = [body for body in reading.bodies if not (body.denied or body.beside or _counted(reading, body))]
    bodies = _without_writers(
        reading, [body for body in named if not (_locates(reading, body) or _is_found_there(reading, body))]
    )
    subject = subject_of(reading, bodies)
    own = [body for body in bodies if body.own]
    asked = [body for body in bodies if is_in_question(reading, body)]
    chosen = subject or [body for body in own if body in asked] or (asked if not own else [])
    gathered = [body for body in bodies if body.plural and body.count and body.kind == MUNICIPALITY]
    body = next(iter(chosen or own or (gathered if reading.together else []) or bodies), None)
    head = bodies[0] if bodies else None
    speaks = head is not None and head.kind in LARGER_THAN_CITIES and _opens(reading, head)
    joined = bool(body in gathered and head and not head.own)
    return (
        head if speaks and body and body.plural and not joined else body
    )  # "County council: may we apply for our towns?"


def _without_writers(reading: Reading, bodies: Sequence[Body]) -> list[Body]:
    """Leave out who only writes for another or is told of: "a nurse asks for our town"."""
    private = [body for body in bodies if body.kind not in PUBLIC]
    others = [body for body in bodies if body.kind in PUBLIC and not _are_any(body)]
    if private and not _asks_for_itself(reading, private, others):
        return [body for body in bodies if body not in private]
    return [body for body in bodies if not _is_told_of(reading, body)]


def _asks_for_itself(reading: Reading, private: Sequence[Body], others: Sequence[Body]) -> bool:
    """Tell whether a person or a company means itself, not the municipality that it names besides."""
    asking = _asking(reading)
    last_own = max((body.start for body in others if body.own and body.kind == MUNICIPALITY), default=-1)
    if any(covers([asking], body) and body.start > last_own for body in private):
        return True
    if last_own > private[-1].start:
        return False
    speaks = any(covers([asking], Span(at, at)) for at in reading.speaking)
    if speaks and not any(covers([asking], Span(at, at)) for at in reading.of_others):
        return not others or any(body.own or _is_said_of_writer(reading, body) for body in private)
    places = [place for place in reading.places if not place.beside]
    return not others and not any(covers([asking], at) or _heads(reading, at, private[0]) for at in places)


def _heads(reading: Reading, place: Place, body: Body) -> bool:
    """Tell whether a place behind a body begins a sentence or what follows a colon: "a firm asks: Sendai wants"."""
    return body.end <= place.start and reading.text[: place.start].rstrip()[-1:] in _OPENING_MARKS


def _are_any(body: Body) -> bool:
    """Tell whether municipalities are spoken of in general: "larger than many towns"."""
    return body.plural and not body.own and not body.count


def _asking(reading: Reading) -> Span:
    """Give the stretch that asks, behind a colon if there is one; the last sentence if none asks."""
    clause = next((each for each in reading.clauses if each.asks), reading.clauses[-1])
    behind = max(reading.text.rfind(mark, clause.start, clause.end - 1) for mark in [":", ";", "—", "–"]) + 1
    return Span(max(clause.start, behind), clause.end)


def _is_told_of(reading: Reading, body: Body) -> bool:
    """Tell whether a person neither writes nor is asked about."""
    told_of = body.kind == PERSON and not is_in_question(reading, body)
    return told_of and not (body.own or _is_said_of_writer(reading, body))


def _is_found_there(reading: Reading, body: Body) -> bool:
    """Tell whether a body is only something that a town has: "5,200 inhabitants, a health centre, a castle"."""
    towns = (MUNICIPALITY, *UNITING, *LARGER_THAN_CITIES, PERSON)
    counted_there = any(number.unit == "inhabitants" for number in reading.numbers)
    told_of = body.own or is_in_question(reading, body) or _opens(reading, body)
    return counted_there and body.kind not in towns and not told_of


def _is_said_of_writer(reading: Reading, body: Body) -> bool:
    """Tell whether a person writes: by several words ("in a personal capacity"), or at the head of a sentence."""
    if len(reading.text[body.start : body.end].split()) > 1:
        return True
    return _opens(reading, body)


def _opens(reading: Reading, body: Body) -> bool:
    """Tell whether a body stands at the head of a sentence, behind one word at most."""
    start = next((clause.start for clause in reading.clauses if clause.start <= body.start < clause.end), 0)
    return len(reading.words_between(start, body.start)) <= 1


def unites_municipalities(reading: Reading, body: Body) -> bool:
    """Tell whether a body is one of several municipalities: "an association of eleven Maltese towns"."""
    after = next((other for other in reading.bodies if other.start >= body.end), None)
    if body.kind not in UNITING or after is None or not (after.plural and after.kind == MUNICIPALITY):
        return False
    between = [word for word in reading.words if body.end <= word.start < after.start]
    named = (*reading.numbers, *reading.countries, *reading.regions)
    return sum(not covers(named, Span(word.start, word.end)) for word in between) == 1


def _counted(reading: Reading, body: Body) -> bool:
    """Tell whether people are named only as inhabitants: "99,000, and 12,000 more with the students"."""
    several = body.kind == PERSON and body.plural and not body.own
    return several and any(number.counts_inhabitants for number in reading.numbers)


def _locates(reading: Reading, body: Body) -> bool:
    """Tell whether a body only says where another one is: "a town in the province of Cádiz"."""
    if body.locates:
        return True
    others = (other for other in reading.bodies if other.kind != body.kind and not other.denied)
    before = (*reading.places, *others)
    return body.within and not body.own and any(other.end <= body.start for other in before)


def subject_of(reading: Reading, spans: Sequence[AnySpan]) -> list[AnySpan]:
    """Keep what an indirect question asks about: "I was told to check whether Lugo may"."""
    return [
        span
        for span in spans
        for start in reading.subjects
        if start <= span.start and len(reading.words_between(start, span.start)) <= isinstance(span, Body)
    ]


def is_in_question(reading: Reading, span: Span) -> bool:
    """Tell whether something stands in a sentence that asks."""
    return any(clause.asks and clause.start <= span.start < clause.end for clause in reading.clauses)
