"""The answer «which municipalities?»: a list made one by one or from an enumeration, with look-up and correction.

While it is being made, `pending` holds `list`, what is looked at now (`typed` with `found`, or `ask` where the
number is missing) and `queue`, the names still to be looked at.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from knowledge.content.schema import Question
from knowledge.form.place_answer import chosen, picks
from knowledge.form.position import Draft, Value
from knowledge.form.replies import agrees, command, correction, name_and_number, place_in_list, plain
from knowledge.form.steps import DONE, DROP, OTHER, REMOVE, Step, refused, tag

LONGEST_NAME = 80
MOST_INHABITANTS = 40_000_000
REMOVING = ("quitar", "quita", "quite", "eliminar", "elimine", "borrar", "borre", "remove", "delete", "drop")
_BETWEEN = re.compile(r",(?!\d{3}(?!\d))|[;\n]|\s(?:y|e|and)\s", re.IGNORECASE)

State = Mapping[str, Any]
Find = Callable[[str], Sequence[dict[str, Value]]]


def members(draft: Draft, question: Question) -> State:
    """The list being made: from what was stored if the question was gone back to."""
    pending = draft.pending.get(question.id)
    if isinstance(pending, Mapping) and isinstance(pending.get("list"), list):
        return pending
    stored = draft.answers.get(question.id)
    return {"list": list(stored) if isinstance(stored, list) else []}


def typed_member(draft: Draft, question: Question, text: str, find: Find) -> Step:
    """Add what was typed: one municipality or several, or the number of the one that is looked at."""
    state = members(draft, question)
    now = state.get("ask") or state.get("typed")
    picked = picks(state, text) or removes(state, text)
    if picked:
        return tapped_member(draft, question, picked + (tag(now) if picked == OTHER else ""), find)
    name, number = name_and_number(text)
    right = correction(f"no {text}") or (None if name else number)
    if now and right is not None:
        return added(draft, question, state, {"name": now, "population": right}, find)
    if command(text) == DONE:
        return finished(draft, question, state)
    if agrees(text) is not None or place_in_list(plain(text)):
        return refused(draft, "member")
    names = enumerated(text, find)
    if not names or "?" in text:
        return refused(draft, "member")
    left = [*names, *([now] if now else []), *state.get("queue", [])]
    return looked_at(draft, question, state["list"], left, find)


def removes(state: State, text: str) -> str:
    """Name the button that «quitar Ibi» stands for; empty for a line that takes nothing off the list."""
    verb, _, name = plain(text).partition(" ")
    now = state.get("ask") or state.get("typed")
    known = {plain(member["name"]): REMOVE + tag(member["name"]) for member in state["list"]}
    known |= {plain(now): DROP + tag(now)} if now else {}
    return known.get(name, "") if verb in REMOVING else ""


def enumerated(text: str, find: Find) -> list[str]:
    """Take «Alcoy, Ibi 23.500 y Onil» apart; a name that holds «y» stays whole if the gazetteer has it."""
    if find(name_and_number(text)[0]):
        return [text]
    names: list[str] = []
    for part in filter(None, map(str.strip, _BETWEEN.split(text))):
        if names and not name_and_number(part)[0]:
            names[-1] += f" {part}"
        elif any(character.isalpha() for character in part):
            names.append(part)
    return names


def looked_at(
    draft: Draft, question: Question, listed: list[Value], names: Sequence[str], find: Find
) -> Step:
    """Look at the next name: added if its number was typed, else offered if found, else asked about."""
    if not names:
        return Step(draft.waiting(question.id, {"list": listed}))
    text, *left = names
    name, number = name_and_number(text)
    name = name[:LONGEST_NAME]
    state: dict[str, Value] = {"list": listed, "queue": left}
    if number is not None:
        return added(draft, question, state, {"name": name, "population": number}, find)
    found = list(find(name))
    state |= {"typed": name, "found": found} if found else {"ask": name}
    return Step(draft.waiting(question.id, state))


def added(draft: Draft, question: Question, state: State, member: dict[str, Value], find: Find) -> Step:
    """Put a municipality on the list, or correct its number there; go on with the next name."""
    listed, left = list(state["list"]), state.get("queue", [])
    if not 0 < member["population"] <= MOST_INHABITANTS:
        return refused(draft, "number_range", smallest=1, largest=MOST_INHABITANTS)
    names = [plain(known["name"]) for known in listed]
    if plain(member["name"]) in names:
        listed[names.index(plain(member["name"]))] = member
    elif len(listed) >= (question.max or 30):
        return refused(draft, "members_full", count=len(listed))
    else:
        listed.append(member)
    return looked_at(draft, question, listed, left, find)


def tapped_member(draft: Draft, question: Question, value: str, find: Find) -> Step:
    """Confirm a place found, leave a name out, take a municipality off the list, or finish the list."""
    state = members(draft, question)
    now = state.get("ask") or state.get("typed")
    if value == DONE:
        return finished(draft, question, state)
    if now and value == OTHER + tag(now):
        return Step(draft.waiting(question.id, {**without_question(state), "ask": now}))
    if now and value == DROP + tag(now):
        return looked_at(draft, question, state["list"], state.get("queue", []), find)
    if value.startswith(REMOVE):
        kept = [member for member in state["list"] if REMOVE + tag(member["name"]) != value]
        return Step(draft.waiting(question.id, {**state, "list": kept}))
    place = chosen(state, value)
    return added(draft, question, state, place, find) if place else refused(draft, "old_button")


def without_question(state: State) -> dict[str, Value]:
    """The list and the queue, without the name that is looked at."""
    return {key: value for key, value in state.items() if key in ("list", "queue")}


def finished(draft: Draft, question: Question, state: State) -> Step:
    """Store the list if it is long enough; a representative who left is asked for again."""
    if len(state["list"]) < (question.min or 1):
        return refused(draft, "members_few", smallest=question.min or 1)
    return Step(draft.answered(question.id, list(state["list"])))
