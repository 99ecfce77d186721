"""The list of a group's municipalities while it is being made: adding, asking about a name, finishing."""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.form.draft import PartialAnswer, places_in
from knowledge.form.replies.pieces import enumerated_pieces
from knowledge.form.replies.results import comparable
from knowledge.form.steps import Step
from knowledge.form.types.base import Asked
from knowledge.form.types.municipalities import (
    NamedMunicipality,
    municipalities,
)
from knowledge.geo.gazetteer import StoredPlace
from knowledge.reading.words import fold

MOST_MEMBERS = 30
MOST_INHABITANTS = 40_000_000


def list_so_far(asked: Asked) -> PartialAnswer:
    """The unfinished list; the stored one where the applicant went back to the question."""
    if isinstance(asked.pending.get("list"), list):
        return asked.pending
    return {"list": places_in(asked.stored)}


def name_asked_about(state: PartialAnswer) -> str | None:
    """The name that the applicant is being asked about; None if there is none."""
    name = state.get("ask") or state.get("typed")
    return str(name) if name else None


def add_members(asked: Asked, state: PartialAnswer, names: Sequence[NamedMunicipality]) -> Step:
    """Put municipalities on the list in order, until the applicant has to be asked about one."""
    listed: list[StoredPlace] = list(state["list"])
    for place, named in enumerate(names):
        if named.population is None and comparable(named.name) in {
            comparable(known["name"]) for known in listed
        }:
            continue
        member = found_member(asked, named)
        if member is None:
            return ask_about_name(asked, listed, named.name, [each.name for each in names[place + 1 :]])
        problem = put_on_list(asked, listed, member)
        if problem:
            return problem
    return asked.keep_partial({"list": listed})


def found_member(asked: Asked, named: NamedMunicipality) -> StoredPlace | None:
    """A municipality with the number typed, or with GeoNames' where the name is clear; else None."""
    clear = asked.sources.clear_place(named.name, asked.country)
    name = clear["name"] if clear and fold(clear["name"]) == fold(named.name) else named.name
    if named.population is not None:
        known: StoredPlace = clear or {"name": named.name}
        return {**known, "name": name, "population": named.population}
    return {**clear, "name": name, "approximate": True} if clear else None


def ask_next_name(asked: Asked, listed: list[StoredPlace], names: Sequence[str]) -> Step:
    """Go on with the names that are still in the queue."""
    return add_members(asked, {"list": listed}, [NamedMunicipality(name) for name in names])


def ask_about_name(asked: Asked, listed: list[StoredPlace], name: str, queue: Sequence[str]) -> Step:
    """Ask which place a name means, or, where the gazetteer lacks it, how many inhabitants it has."""
    state: PartialAnswer = {"list": listed, "queue": list(queue)}
    found = asked.sources.places(name, asked.country)
    return asked.keep_partial({**state, "typed": name, "found": found} if found else {**state, "ask": name})


def add_member(asked: Asked, state: PartialAnswer, member: StoredPlace) -> Step:
    """Put a municipality on the list, or correct its number there; go on with the next name."""
    listed = list(state["list"])
    return put_on_list(asked, listed, member) or ask_next_name(asked, listed, state.get("queue", []))


def put_on_list(asked: Asked, listed: list[StoredPlace], member: StoredPlace) -> Step | None:
    """Put a municipality on a list, or correct its number there; a refusal where that is impossible, else None."""
    if not 0 < member["population"] <= MOST_INHABITANTS:
        return asked.refuse("number_range", smallest=1, largest=MOST_INHABITANTS)
    names = [comparable(known["name"]) for known in listed]
    if comparable(member["name"]) in names:
        listed[names.index(comparable(member["name"]))] = member
    elif len(listed) >= (asked.question.max or MOST_MEMBERS):
        return asked.refuse("members_full", count=len(listed))
    else:
        listed.append(member)
    return None


def without_name_asked_about(state: PartialAnswer) -> PartialAnswer:
    """The list and the queue, without the name asked about."""
    return {"list": state["list"], "queue": state.get("queue", [])}


def add_and_finish(asked: Asked, state: PartialAnswer, text: str) -> Step:
    """Add what a line names, then finish the list: «castalla y ya está»."""
    meanings = asked.sources.meanings
    said = list(enumerated_pieces(text, meanings.words))
    others = [piece for piece in said if not meanings.is_wish("done", piece)]
    names = [each for each in municipalities(asked, "; ".join(others)) if each.known]
    if not names or len(others) == len(said):
        return finish_list(asked, state)
    after = replace(asked, draft=add_members(asked, state, names).draft)
    return (
        Step(after.draft) if name_asked_about(list_so_far(after)) else finish_list(after, list_so_far(after))
    )


def finish_list(asked: Asked, state: PartialAnswer) -> Step:
    """Store the list if it is long enough."""
    if len(state["list"]) < (asked.question.min or 1):
        return asked.refuse("members_few", smallest=asked.question.min or 1)
    return asked.answer(list(state["list"]))
