"""The municipalities of a group: a list made one by one or from an enumeration, with look-up and correction.

While it is being made, `pending` holds `list`, what is looked at now (`typed` with `found`, or `ask` where the
number is missing) and `queue`, the names still to be looked at.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from knowledge.content.schema import Language, Question
from knowledge.content.wording import number
from knowledge.form.draft import Value
from knowledge.form.replies import correction, name_and_number, place_in_list, plain
from knowledge.form.steps import DONE, DROP, OTHER, REMOVE, Step, tag
from knowledge.form.types.base import Asked, Choice, Phrase, QuestionType, Rows, rows_of
from knowledge.form.types.number import is_number
from knowledge.form.types.one_line import agrees
from knowledge.form.types.place import chosen, found_rows, picked_from
from knowledge.form.wishes import denied_before, joined_by_words
from knowledge.reading.numbers import quantities
from knowledge.reading.words import fold

LONGEST_NAME = 80
MOST_MEMBERS = 30
MOST_INHABITANTS = 40_000_000
LONGEST_NAME_WORDS = 8
_BETWEEN = re.compile(r",(?!\d{3}(?!\d))|[;\n/]")

State = Mapping[str, Value]
Find = Callable[[str], Sequence[dict[str, Value]]]


class Members(QuestionType):
    """Municipalities, each `{name, population}` and what the gazetteer knows of it, from `min` to `max` of them."""

    name = "members"

    def typed(self, asked: Asked, text: str) -> Step:
        """Take a line as municipalities, as what is to be done with the list, or as a wish."""
        meanings, state = asked.sources.meanings, making(asked)
        if meanings.is_wish("done", text) and not looked_for(state):
            return finished(asked, state)
        if corrects_list(asked, state, text):
            return self.read(asked, text)
        return super().typed(asked, text)

    def is_question(self, asked: Asked, text: str, step: Step) -> bool:
        """Take a line with a question mark for a question, whatever names could be read from it."""
        return "?" in text or super().is_question(asked, text, step)

    def read(self, asked: Asked, text: str) -> Step:
        """Add what was typed, one municipality or several; correct a number, or take one off the list."""
        state = making(asked)
        now = looked_for(state)
        picked = picked_from(asked, state, text)
        if picked:
            return self.tap(asked, picked + (tag(now) if picked == OTHER else ""))
        changed = corrects_list(asked, state, text)
        if changed:
            return changed
        name, figure = name_and_number(text)
        right = correction(f"no {text}") or (None if name else figure)
        if now and right is not None:
            return added(asked, state, {"name": now, "population": right})
        if agrees(asked.sources.meanings, text) is not None or place_in_list(plain(text)) or "?" in text:
            return asked.refuse("member")
        names = enumerated(asked, text)
        if not names or any(len(name.split()) > LONGEST_NAME_WORDS for name in names):
            return asked.refuse("member")
        left = [*names, *([now] if now else []), *state.get("queue", [])]
        return looked_at(asked, state["list"], left)

    def tap(self, asked: Asked, code: str) -> Step:
        """Confirm a place found, leave a name out, take a municipality off the list, or finish the list."""
        state = making(asked)
        now = looked_for(state)
        if code == DONE:
            return finished(asked, state)
        if now and code == OTHER + tag(now):
            return asked.wait({**without_question(state), "ask": now})
        if now and code == DROP + tag(now):
            return looked_at(asked, state["list"], state.get("queue", []))
        if code.startswith(REMOVE):
            kept = [member for member in state["list"] if REMOVE + tag(member["name"]) != code]
            return asked.wait({**state, "list": kept})
        place = chosen(state, code)
        return added(asked, state, place) if place else asked.refuse("old_button")

    def buttons(self, asked: Asked) -> Rows:
        """Confirm the place that is looked at or leave it out; take municipalities off the list; finish it."""
        state = making(asked)
        now = looked_for(state)
        if now:
            return looking_rows(state, now)
        remove = [
            Choice(REMOVE + tag(member["name"]), Phrase("remove", {"name": member["name"]}))
            for member in state["list"]
        ]
        enough = len(state["list"]) >= (asked.question.min or 1)
        return (*rows_of(remove, 2), *(((Choice(DONE, Phrase("all_of_them")),),) if enough else ()))

    def notes(self, asked: Asked) -> tuple[Phrase, ...]:
        """The list so far, its sum, and the name that is looked at."""
        state = making(asked)
        found = [Phrase("members", {"list": state["list"]})] if state["list"] else []
        if "ask" in state:
            found.append(Phrase("how_many", {"name": state["ask"]}))
        if "found" in state:
            found.append(Phrase("which_member", {"name": state["typed"]}))
        return tuple(found)

    def is_valid(self, asked: Asked, value: Value) -> bool:
        """Municipalities with their numbers, enough of them."""
        if not isinstance(value, list) or len(value) < (asked.question.min or 1):
            return False
        return all(
            isinstance(member, Mapping) and is_number(member.get("population"), 1, None) for member in value
        )

    def worded(self, asked: Asked, value: Value, language: Language) -> str:  # noqa: ARG002
        """Names and numbers, and their sum."""
        total = number(sum(member["population"] for member in value), language)
        return "; ".join(f"{m['name']} ({number(m['population'], language)})" for m in value) + f" = {total}"

    def mistakes(self, question: Question, options: Sequence[str]) -> Iterator[str]:
        """Limits must be there."""
        yield from super().mistakes(question, options)
        if question.min is None or question.max is None:
            yield f"{self.name} needs `min` and `max`"


def making(asked: Asked) -> State:
    """The list being made: from what was stored if the question was gone back to."""
    if isinstance(asked.pending.get("list"), list):
        return asked.pending
    return {"list": list(asked.stored) if isinstance(asked.stored, list) else []}


def looked_for(state: State) -> str | None:
    """The name that is looked at; None if none is."""
    name: str | None = state.get("ask") or state.get("typed")
    return name


def looking_rows(state: State, now: str) -> Rows:
    """The places found for the name that is looked at, and the ways past it."""
    found = found_rows(state) if "found" in state else ()
    other = [Choice(OTHER + tag(now), Phrase("none_of_these"))] if found else []
    return (*found, (*other, Choice(DROP + tag(now), Phrase("leave_out", {"name": now}))))


def finding(asked: Asked) -> Find:
    """Find municipalities of the group's country."""
    inside = asked.country
    return lambda name: asked.sources.places(name, inside)


def corrects_list(asked: Asked, state: State, text: str) -> Step | None:
    """Take municipalities off the list, or put a number of one right; None for a line that does neither."""
    words, said = asked.sources.meanings.words, f" {fold(text)} "
    listed = [member for member in state["list"] if named_in(member["name"], said)]
    if words.within("removing", fold(text)):
        now = looked_for(state)
        if now and f" {fold(now)} " in said:
            return looked_at(asked, state["list"], state.get("queue", []))
        kept = [member for member in state["list"] if member not in listed]
        return asked.wait({**state, "list": kept}) if listed else None
    numbers = [q for q in quantities(text) if not denied_before(text, q.start, words)]
    if len(listed) != 1 or len(numbers) != 1 or looked_for(state) or len(enumerated(asked, text)) > 1:
        return None
    return added(asked, state, {**listed[0], "population": numbers[0].value, "approximate": False})


def named_in(name: str, said: str) -> bool:
    """Tell whether folded words name a municipality, by its whole name or by the first word of a longer one."""
    folded = fold(name)
    first = folded.split()[0] if folded.split() else ""
    return f" {folded} " in said or (len(first) > 3 and f" {first} " in said)


def enumerated(asked: Asked, text: str) -> list[str]:
    """Take «Alcoy, Ibi 23.500 y Onil» apart; a name that holds «y» stays whole if the gazetteer has it."""
    names: list[str] = []
    for part in filter(None, map(str.strip, _BETWEEN.split(text))):
        whole = named(asked, name_and_number(part)[0])
        for piece in [part] if whole else joined_by_words(part, asked.sources.meanings.words):
            name = name_and_number(piece)[0]
            if names and not name and piece:
                names[-1] += f" {piece}"
            elif any(character.isalpha() for character in piece):
                names.append(piece)
    return names


def named(asked: Asked, name: str) -> bool:
    """Tell whether there is a place of exactly this name in the group's country."""
    inside = asked.country
    cities = asked.sources.gazetteer.named([fold(name)]).get(fold(name), ())
    return any(inside in (None, city.country) for city in cities)


def looked_at(asked: Asked, listed: list[Value], names: Sequence[str]) -> Step:
    """Look at the next name: added if its number was typed, else offered if found, else asked about."""
    if not names:
        return asked.wait({"list": listed})
    text, *left = names
    name, figure = name_and_number(text)
    name = bare(asked, name)[:LONGEST_NAME]
    state: dict[str, Value] = {"list": listed, "queue": left}
    if figure is not None:
        return added(asked, state, {"name": name, "population": figure})
    clear = asked.sources.clear_place(name, asked.country)
    if clear:
        return added(asked, state, {**clear, "name": name, "approximate": True})
    found = list(finding(asked)(name))
    return asked.wait(state | ({"typed": name, "found": found} if found else {"ask": name}))


def bare(asked: Asked, name: str) -> str:
    """A name without the words that stand before it, or between it and its number."""
    words = asked.sources.meanings.words
    said = words.without_opening("openings", name).split()
    while len(said) > 1 and fold(said[-1]) in words.sets["beside_numbers"]:
        said.pop()
    return " ".join(said).strip(" :,.-–")


def added(asked: Asked, state: State, member: dict[str, Value]) -> Step:
    """Put a municipality on the list, or correct its number there; go on with the next name."""
    listed, left = list(state["list"]), state.get("queue", [])
    if not 0 < member["population"] <= MOST_INHABITANTS:
        return asked.refuse("number_range", smallest=1, largest=MOST_INHABITANTS)
    names = [plain(known["name"]) for known in listed]
    if plain(member["name"]) in names:
        listed[names.index(plain(member["name"]))] = member
    elif len(listed) >= (asked.question.max or MOST_MEMBERS):
        return asked.refuse("members_full", count=len(listed))
    else:
        listed.append(member)
    return looked_at(asked, listed, left)


def without_question(state: State) -> dict[str, Value]:
    """The list and the queue, without the name that is looked at."""
    return {key: value for key, value in state.items() if key in ("list", "queue")}


def finished(asked: Asked, state: State) -> Step:
    """Store the list if it is long enough; a representative who left is asked for again."""
    if len(state["list"]) < (asked.question.min or 1):
        return asked.refuse("members_few", smallest=asked.question.min or 1)
    return asked.answer(list(state["list"]))
