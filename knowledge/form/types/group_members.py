"""The municipalities of a group: a list made one by one or from an enumeration, with look-up and correction.

While it is being made, `pending` holds `list`, what is looked at now (`typed` with `found`, or `ask` where the
number is missing) and `queue`, the names still to be looked at.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from knowledge.content.schema import Language, Question
from knowledge.form.draft import Half, Value, places_in
from knowledge.form.replies.denial import denied_names
from knowledge.form.replies.figures import correction, inhabitant_figures, name_and_number
from knowledge.form.replies.results import plain
from knowledge.form.replies.wishes import enumerated_pieces, pointed_at
from knowledge.form.steps import DONE, DROP, OTHER, REMOVE, Step, tag
from knowledge.form.types.base import Asked, Choice, Phrase, QuestionType, Rows, rows_of
from knowledge.form.types.municipalities import (
    Named,
    listed_in,
    listed_names,
    municipalities,
    span_or_first_word,
    without_names,
)
from knowledge.form.types.neighbours import suggested
from knowledge.form.types.number import is_within_limits
from knowledge.form.types.place import chosen, found_rows, is_like_a_name, is_sentence, picked_from
from knowledge.geo.gazetteer import StoredPlace
from knowledge.reading.reading import Reading
from knowledge.reading.words import fold

MOST_MEMBERS = 30
MOST_INHABITANTS = 40_000_000
LONGEST_LEFT_OVER = 2
"""Words of a piece of a list that is named if it was not taken; a longer one is talk beside the list."""
ADD = "add"
"""The beginning of the code of a button that adds a municipality nearby."""
REMOVING = 0.35
"""The likeness to taking away from which on a line without a number takes the one that it names off the list."""

Find = Callable[[str], Sequence[StoredPlace]]


class Members(QuestionType):
    """Municipalities, each `{name, population}` and what the gazetteer knows of it, from `min` to `max` of them."""

    name = "members"
    heeds = ("min", "max", "fills")
    can_tell = ("members",)

    def typed(self, asked: Asked, text: str) -> Step:
        """Take a line as municipalities, as what is to be done with the list, or as a wish."""
        _meanings, state = asked.sources.meanings, making(asked)
        if not looked_for(state) and is_done(asked, state, text):
            return finished_with_more(asked, state, text)
        if corrects_list(asked, state, text):
            return self.read(asked, text)
        return super().typed(asked, text)

    def is_told(self, asked: Asked, reading: Reading) -> bool:
        """Tell whether several places are named, or an enumeration is of nothing else: «pueblos: ibi y onil»."""
        if len({place.text for place in reading.places if not (place.negated or place.beside)}) > 1:
            return True
        listed = [
            each for each in municipalities(asked, reading.text) if may_be_one(asked, each, reading.text)
        ]
        return len(listed) > 1 and all(each.known for each in listed)

    def is_question(self, asked: Asked, text: str, step: Step) -> bool:
        """Take a line with a question mark for a question, whatever names could be read from it."""
        return "?" in text or super().is_question(asked, text, step)

    def read(self, asked: Asked, text: str) -> Step:
        """Add what was typed, one municipality or several; correct a number, or take one off the list."""
        meanings, state = asked.sources.meanings, making(asked)
        now = looked_for(state)
        picked = picked_from(asked, state, text)
        if picked:
            return self.tap(asked, picked + (tag(now) if picked == OTHER else ""))
        changed = corrects_list(asked, state, text)
        if changed:
            return changed
        right = bare_figure(asked, text)
        if now and right is not None:
            return added(asked, state, {"name": now, "population": right})
        if meanings.agrees(text) is not None or pointed_at(text, meanings.words, 0) or "?" in text:
            return asked.refuse("member")
        names = [each for each in municipalities(asked, text) if may_be_one(asked, each, text)]
        if not names:
            return asked.refuse("member")
        waiting = [*([now] if now else []), *state.get("queue", [])]
        step = added_all(asked, state, [*names, *map(Named, waiting)])
        return replace(step, left_over=tuple(left_over(asked, names, text)))

    def tap(self, asked: Asked, code: str) -> Step:
        """Confirm a place found, leave a name out, take a municipality off the list, or finish the list."""
        state = making(asked)
        now = looked_for(state)
        if code == DONE:
            return finished(asked, state)
        if now and code == OTHER + tag(now):
            return asked.wait({**without_question(state), "ask": now})
        if now and code == DROP + tag(now):
            return next_name(asked, state["list"], state.get("queue", []))
        if code.startswith(ADD):
            near = next((c for c in suggested(asked, state["list"]) if code == f"{ADD}{c.geonameid}"), None)
            if near is None:
                return asked.refuse("old_button")
            return added(asked, state, {**near.stored(asked.sources.language), "approximate": True})
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
        add = [
            Choice(
                f"{ADD}{city.geonameid}", Phrase("add_place", {"place": city.stored(asked.sources.language)})
            )
            for city in suggested(asked, state["list"])
        ]
        return (
            *rows_of(add, 1),
            *rows_of(remove, 2),
            *(((Choice(DONE, Phrase("all_of_them")),),) if enough else ()),
        )

    def notes(self, asked: Asked) -> tuple[Phrase, ...]:
        """The list so far, its sum, and the name that is looked at."""
        state = making(asked)
        found = [Phrase("members", {"places": state["list"]})] if state["list"] else []
        if not looked_for(state) and suggested(asked, state["list"]):
            found.append(Phrase("neighbours"))
        if "ask" in state:
            found.append(Phrase("how_many", {"name": state["ask"]}))
        if "found" in state:
            found.append(Phrase("which_member", {"name": str(state["typed"])}))
        return tuple(found)

    def is_valid(self, asked: Asked, value: Value) -> bool:
        """Municipalities with their numbers, enough of them."""
        if not isinstance(value, list) or len(value) < (asked.question.min or 1):
            return False
        return all(
            isinstance(member, Mapping) and is_within_limits(member.get("population"), 1, None)
            for member in value
        )

    def worded(self, asked: Asked, value: Value, language: Language) -> Phrase:  # noqa: ARG002
        """Names and numbers, and their sum."""
        return Phrase("members_in_line", {"places": places_in(value)})

    def mistakes(self, question: Question, options: Sequence[str]) -> Iterator[str]:
        """Limits must be there."""
        yield from super().mistakes(question, options)
        if question.min is None or question.max is None:
            yield f"{self.name} needs `min` and `max`"


def making(asked: Asked) -> Half:
    """The list being made: from what was stored if the question was gone back to."""
    if isinstance(asked.pending.get("list"), list):
        return asked.pending
    return {"list": places_in(asked.stored)}


def looked_for(state: Half) -> str | None:
    """The name that is looked at; None if none is."""
    name = state.get("ask") or state.get("typed")
    return str(name) if name else None


def looking_rows(state: Half, now: str) -> Rows:
    """The places found for the name that is looked at, and the ways past it."""
    found = found_rows(state) if "found" in state else ()
    other = [Choice(OTHER + tag(now), Phrase("none_of_these"))] if found else []
    return (*found, (*other, Choice(DROP + tag(now), Phrase("leave_out", {"name": now}))))


def is_done(asked: Asked, state: Half, text: str) -> bool:
    """Tell whether a line says that the list is complete: by its words or, where it names nothing, by its meaning."""
    meanings, reading = asked.sources.meanings, asked.sources.read(text)
    if meanings.is_wish("done", text):
        return True
    names = reading.places or reading.numbers or reading.negations or "?" in text
    return bool(state["list"]) and not names and meanings.nearest(text) == "done"


def finding(asked: Asked) -> Find:
    """Find municipalities of the group's country."""
    inside = asked.country
    return lambda name: asked.sources.places(name, inside)


def may_be_one(asked: Asked, named: Named, text: str) -> bool:
    """Tell whether a municipality that the map may lack is written as one: «Peñablanca», not «en redacción»."""
    if named.known or named.population:
        return named.known or not is_sentence(asked.sources.read(named.name))
    alone = fold(text) == fold(named.name) and len(named.name.split()) == 1
    if asked.sources.meanings.wish(named.name) is not None or asked.sources.read(text).emails:
        return False
    return is_like_a_name(asked, named.name) and (named.is_capitalised or alone)


def left_over(asked: Asked, taken: Collection[Named], text: str) -> Iterator[str]:
    """The words of a list that were not taken for a municipality, and are no wish: «Alcoy, Ibi y turismo»."""
    for each in listed_in(asked, text):
        short = len(each.name.split()) <= LONGEST_LEFT_OVER
        if short and each not in taken and asked.sources.meanings.wish(each.name) is None:
            yield each.name


def bare_figure(asked: Asked, text: str) -> int | None:
    """Read a line that is nothing but a number of inhabitants, or corrects one; None for other lines."""
    words = asked.sources.meanings.words
    name, figure = name_and_number(asked.sources.read(text), words)
    right = correction(asked.sources.read(f"no, {text}"), words)
    return right if right is not None or name else figure


def corrects_list(asked: Asked, state: Half, text: str) -> Step | None:
    """Take municipalities off the list, or put a number of one right; None for a line that does neither."""
    now = looked_for(state)
    both = None if now else removed_and_added(asked, state, text)
    if both:
        return both
    names = [member["name"] for member in state["list"]]
    meant = listed_names(names, text)
    out = denied_names(text, meant, asked.sources.meanings.words, bare=True)
    if out and not now:
        return without_denied_members(asked, state, out, text)
    numbers = inhabitant_figures(asked.sources.read(text))
    if len(meant) == 1 and len(numbers) > 1:
        known = next(member["population"] for member in state["list"] if member["name"] == meant[0])
        numbers = [number for number in numbers if number.value != known]
    if not numbers and removes(asked, [*meant, *([now] if now else [])], text):
        if now and f" {fold(now)} " in f" {fold(text)} ":
            return next_name(asked, state["list"], state.get("queue", []))
        kept = [member for member in state["list"] if member["name"] not in meant]
        return asked.wait({**state, "list": kept}) if meant else None
    others = instead_of(asked, meant[0], text) if len(meant) == 1 and not now else []
    if others:
        kept = [member for member in state["list"] if member["name"] not in meant]
        return added_all(asked, {**state, "list": kept}, others)
    if len(meant) != 1 or len(numbers) != 1 or now or names_others(asked, meant[0], text):
        return None
    member = next(member for member in state["list"] if member["name"] == meant[0])
    return added(asked, state, {**member, "population": numbers[0].value, "approximate": False})


def without_denied_members(asked: Asked, state: Half, out: Collection[str], text: str) -> Step:
    """Take off the list what a line denies, and put on it what it names instead: «no Onil, sino Castalla 10.900»."""
    kept = [member for member in state["list"] if member["name"] not in out]
    names = [member["name"] for member in kept]
    others = [
        each
        for each in municipalities(asked, text)
        if each.population or (each.known and not listed_names(names, each.name))
    ]
    return added_all(asked, {**state, "list": kept}, others)


def removed_and_added(asked: Asked, state: Half, text: str) -> Step | None:
    """Do both that a line says: «añade Castalla con 10.500 y quita Onil»; None for a line that does one thing."""
    words, names = asked.sources.meanings.words, [member["name"] for member in state["list"]]
    said = [piece for piece in enumerated_pieces(text, words) if piece.strip()]
    removing = [
        piece for piece in said if words.within("removing", fold(piece)) and listed_names(names, piece)
    ]
    others = municipalities(asked, "; ".join(piece for piece in said if piece not in removing))
    added_too = [
        each for each in others if each.population or (each.known and not listed_names(names, each.name))
    ]
    if not removing or not added_too:
        return None
    out = {name for piece in removing for name in listed_names(names, piece)}
    kept = [member for member in state["list"] if member["name"] not in out]
    return added_all(asked, {**state, "list": kept}, added_too)


def instead_of(asked: Asked, name: str, text: str) -> list[Named]:
    """The municipalities that a line puts in the place of one: «cambia Ibi por Castalla»; none of other lines."""
    words = asked.sources.meanings.words
    if not words.within("replacing", fold(text)):
        return []
    start, end = span_or_first_word(name, text)
    sides = (words.without_opening("replacing", text[:start].strip()), text[end:])
    others = [each for side in sides for each in municipalities(asked, side)]
    return [
        each
        for each in others
        if each.known or (each.is_capitalised and not words.has("replacing", fold(each.name)))
    ]


def removes(asked: Asked, names: Sequence[str], text: str) -> bool:
    """Tell whether a line takes away what it names: by a word that says so, or like the lines that do."""
    meanings, rest = asked.sources.meanings, without_names(names, text)
    return meanings.words.within("removing", fold(text)) or meanings.is_most("remove", rest, REMOVING)


def names_others(asked: Asked, name: str, text: str) -> bool:
    """Tell whether a line names more municipalities than one of the list."""
    others = [each for each in municipalities(asked, text) if not listed_names([name], each.name)]
    return any(each.known or each.is_capitalised for each in others[1:]) or any(e.known for e in others)


def added_all(asked: Asked, state: Half, names: Sequence[Named]) -> Step:
    """Put municipalities on the list one after another, until one of them needs a word of the applicant."""
    listed: list[StoredPlace] = list(state["list"])
    for place, named in enumerate(names):
        if named.population is None and plain(named.name) in {plain(known["name"]) for known in listed}:
            continue
        member = found_member(asked, named)
        if member is None:
            return looked_at(asked, listed, named.name, [each.name for each in names[place + 1 :]])
        problem = put(asked, listed, member)
        if problem:
            return problem
    return asked.wait({"list": listed})


def found_member(asked: Asked, named: Named) -> StoredPlace | None:
    """A municipality with the number typed, or with GeoNames' where it is clear which place it is; else None."""
    clear = asked.sources.clear_place(named.name, asked.country)
    name = clear["name"] if clear and fold(clear["name"]) == fold(named.name) else named.name
    if named.population is not None:
        known: StoredPlace = clear or {"name": named.name}
        return {**known, "name": name, "population": named.population}
    return {**clear, "name": name, "approximate": True} if clear else None


def next_name(asked: Asked, listed: list[StoredPlace], names: Sequence[str]) -> Step:
    """Go on with the names that are still to be looked at."""
    return added_all(asked, {"list": listed}, [Named(name) for name in names])


def looked_at(asked: Asked, listed: list[StoredPlace], name: str, queue: Sequence[str]) -> Step:
    """Ask which place a name means, or how many inhabitants it has where the gazetteer lacks it."""
    state: Half = {"list": listed, "queue": list(queue)}
    found = list(finding(asked)(name))
    return asked.wait({**state, "typed": name, "found": found} if found else {**state, "ask": name})


def added(asked: Asked, state: Half, member: StoredPlace) -> Step:
    """Put a municipality on the list, or correct its number there; go on with the next name."""
    listed = list(state["list"])
    return put(asked, listed, member) or next_name(asked, listed, state.get("queue", []))


def put(asked: Asked, listed: list[StoredPlace], member: StoredPlace) -> Step | None:
    """Put a municipality on a list, or correct its number there; the reason why not where that cannot be."""
    if not 0 < member["population"] <= MOST_INHABITANTS:
        return asked.refuse("number_range", smallest=1, largest=MOST_INHABITANTS)
    names = [plain(known["name"]) for known in listed]
    if plain(member["name"]) in names:
        listed[names.index(plain(member["name"]))] = member
    elif len(listed) >= (asked.question.max or MOST_MEMBERS):
        return asked.refuse("members_full", count=len(listed))
    else:
        listed.append(member)
    return None


def without_question(state: Half) -> Half:
    """The list and the queue, without the name that is looked at."""
    return {"list": state["list"], "queue": state.get("queue", [])}


def finished_with_more(asked: Asked, state: Half, text: str) -> Step:
    """Finish the list with what the same line still adds: «castalla y ya está»."""
    meanings = asked.sources.meanings
    said = list(enumerated_pieces(text, meanings.words))
    others = [piece for piece in said if not meanings.is_wish("done", piece)]
    names = [each for each in municipalities(asked, "; ".join(others)) if each.known]
    if not names or len(others) == len(said):
        return finished(asked, state)
    after = replace(asked, draft=added_all(asked, state, names).draft)
    return Step(after.draft) if looked_for(making(after)) else finished(after, making(after))


def finished(asked: Asked, state: Half) -> Step:
    """Store the list if it is long enough; a representative who left is asked for again."""
    if len(state["list"]) < (asked.question.min or 1):
        return asked.refuse("members_few", smallest=asked.question.min or 1)
    return asked.answer(list(state["list"]))
