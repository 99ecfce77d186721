"""The municipalities of a group: a list made one by one or from an enumeration, with look-up and correction.

While the list is unfinished, `pending` holds `list`, the name asked about (`typed` with the places `found`, or
`ask` where its number is missing) and `queue`, the names that come next.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from knowledge.content.schema import Language, Question
from knowledge.form.draft import PartialAnswer, Value, places_in
from knowledge.form.replies.figures import corrected_inhabitants, inhabitant_figures, name_and_number
from knowledge.form.replies.pieces import enumerated_pieces
from knowledge.form.replies.pointing import pointed_at
from knowledge.form.steps import DONE, DROP, OTHER, REMOVE, Step, tag
from knowledge.form.types.base import Asked, ButtonRows, Phrase, QuestionType, ReplyButton, choice_rows
from knowledge.form.types.member_list import (
    add_and_finish,
    add_member,
    add_members,
    ask_next_name,
    finish_list,
    list_so_far,
    name_asked_about,
    without_name_asked_about,
)
from knowledge.form.types.municipalities import (
    NamedMunicipality,
    listed_in,
    listed_names,
    municipalities,
    without_names,
)
from knowledge.form.types.neighbours import suggested_neighbours
from knowledge.form.types.number import is_within_limits
from knowledge.form.types.place import (
    button_among_found,
    found_rows,
    found_with_id,
    is_like_a_name,
    is_sentence,
)
from knowledge.reading.denial import denied_names
from knowledge.reading.reading import Reading
from knowledge.reading.words import fold, span_or_first_word

MOST_WORDS_NOT_UNDERSTOOD = 2
"""Most words of a piece that is reported as not understood; longer ones are comments on the list."""
ADD = "add"
"""The beginning of the code of a button that adds a municipality nearby."""
REMOVAL_LIKENESS = 0.35
"""The least likeness to "remove" of a line without a number that removes the member it names."""


class MembersQuestion(QuestionType):
    """From `min` to `max` municipalities, each with `name`, `population` and what the gazetteer knows of it."""

    name = "members"
    own_keys = ("min", "max", "fills")
    can_tell = ("members",)

    def typed(self, asked: Asked, text: str) -> Step:
        """Take a line as municipalities, as a change of the list, or as a wish."""
        state = list_so_far(asked)
        if not name_asked_about(state) and is_done(asked, state, text):
            return add_and_finish(asked, state, text)
        if correct_list(asked, state, text):
            return self.read(asked, text)
        return super().typed(asked, text)

    def is_answered_too(self, asked: Asked, reading: Reading) -> bool:
        """Tell whether several places are named, or an enumeration holds only municipalities: «pueblos: ibi y onil»."""
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
        meanings, state = asked.sources.meanings, list_so_far(asked)
        now = name_asked_about(state)
        picked = button_among_found(asked, state, text)
        if picked:
            return self.tap(asked, picked + (tag(now) if picked == OTHER else ""))
        changed = correct_list(asked, state, text)
        if changed:
            return changed
        right = bare_figure(asked, text)
        if now and right is not None:
            return add_member(asked, state, {"name": now, "population": right})
        if meanings.agrees(text) is not None or pointed_at(text, meanings.words, 0) or "?" in text:
            return asked.refuse("member")
        names = [each for each in municipalities(asked, text) if may_be_one(asked, each, text)]
        if not names:
            return asked.refuse("member")
        waiting = [*([now] if now else []), *state.get("queue", [])]
        step = add_members(asked, state, [*names, *map(NamedMunicipality, waiting)])
        return replace(step, not_understood=tuple(pieces_not_taken(asked, names, text)))

    def tap(self, asked: Asked, code: str) -> Step:
        """Confirm a place found, leave a name out, take a municipality off the list, or finish the list."""
        state = list_so_far(asked)
        now = name_asked_about(state)
        if code == DONE:
            return finish_list(asked, state)
        if now and code == OTHER + tag(now):
            return asked.keep_partial({**without_name_asked_about(state), "ask": now})
        if now and code == DROP + tag(now):
            return ask_next_name(asked, state["list"], state.get("queue", []))
        if code.startswith(ADD):
            near = next(
                (c for c in suggested_neighbours(asked, state["list"]) if code == f"{ADD}{c.geonameid}"), None
            )
            if near is None:
                return asked.refuse("old_button")
            return add_member(asked, state, {**near.stored(asked.sources.language), "approximate": True})
        if code.startswith(REMOVE):
            kept = [member for member in state["list"] if REMOVE + tag(member["name"]) != code]
            return asked.keep_partial({**state, "list": kept})
        place = found_with_id(state, code)
        return add_member(asked, state, place) if place else asked.refuse("old_button")

    def buttons(self, asked: Asked) -> ButtonRows:
        """Confirm or leave out the name asked about; take municipalities off the list; finish it."""
        state = list_so_far(asked)
        now = name_asked_about(state)
        if now:
            return rows_for_name(state, now)
        remove = [
            ReplyButton(REMOVE + tag(member["name"]), Phrase("remove", {"name": member["name"]}))
            for member in state["list"]
        ]
        enough = len(state["list"]) >= (asked.question.min or 1)
        add = [
            ReplyButton(
                f"{ADD}{city.geonameid}", Phrase("add_place", {"place": city.stored(asked.sources.language)})
            )
            for city in suggested_neighbours(asked, state["list"])
        ]
        return (
            *choice_rows(add, 1),
            *choice_rows(remove, 2),
            *(((ReplyButton(DONE, Phrase("all_of_them")),),) if enough else ()),
        )

    def notes(self, asked: Asked) -> tuple[Phrase, ...]:
        """The list so far, its sum, and the name asked about."""
        state = list_so_far(asked)
        found = [Phrase("members", {"places": state["list"]})] if state["list"] else []
        if not name_asked_about(state) and suggested_neighbours(asked, state["list"]):
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


def rows_for_name(state: PartialAnswer, now: str) -> ButtonRows:
    """The places found for the name asked about, and the buttons to refuse them or leave the name out."""
    found = found_rows(state) if "found" in state else ()
    other = [ReplyButton(OTHER + tag(now), Phrase("none_of_these"))] if found else []
    return (*found, (*other, ReplyButton(DROP + tag(now), Phrase("leave_out", {"name": now}))))


def is_done(asked: Asked, state: PartialAnswer, text: str) -> bool:
    """Tell whether a line says that the list is complete, by its words or, if it names nothing, by its meaning."""
    meanings, reading = asked.sources.meanings, asked.sources.read(text)
    if meanings.is_wish("done", text):
        return True
    names = reading.places or reading.numbers or reading.negations or "?" in text
    return bool(state["list"]) and not names and meanings.nearest(text) == "done"


def may_be_one(asked: Asked, named: NamedMunicipality, text: str) -> bool:
    """Tell whether words may name a municipality that the gazetteer lacks: «Peñablanca», not «en redacción»."""
    if named.known or named.population:
        return named.known or not is_sentence(asked.sources.read(named.name))
    alone = fold(text) == fold(named.name) and len(named.name.split()) == 1
    if asked.sources.meanings.wish(named.name) is not None or asked.sources.read(text).emails:
        return False
    return is_like_a_name(asked, named.name) and (named.is_capitalised or alone)


def pieces_not_taken(asked: Asked, taken: Collection[NamedMunicipality], text: str) -> Iterator[str]:
    """The pieces of a list that are neither a municipality nor a wish: «Alcoy, Ibi y turismo»."""
    for each in listed_in(asked, text):
        short = len(each.name.split()) <= MOST_WORDS_NOT_UNDERSTOOD
        if short and each not in taken and asked.sources.meanings.wish(each.name) is None:
            yield each.name


def bare_figure(asked: Asked, text: str) -> int | None:
    """Read a line that only gives or corrects a number of inhabitants; None for other lines."""
    words = asked.sources.meanings.words
    name, figure = name_and_number(asked.sources.read(text), words)
    right = corrected_inhabitants(asked.sources.read(text), words, bare=True)
    return right if right is not None or name else figure


def correct_list(asked: Asked, state: PartialAnswer, text: str) -> Step | None:
    """Take municipalities off the list, or correct the number of one; None for a line that does neither."""
    if name_asked_about(state):
        return leave_out_name(asked, state, text)
    both = remove_and_add(asked, state, text)
    if both:
        return both
    named = listed_names([member["name"] for member in state["list"]], text)
    denied = denied_names(text, named, asked.sources.meanings.words, bare=True)
    if denied:
        return without_denied_members(asked, state, denied, text)
    numbers = new_inhabitants(asked, state, named, text)
    if not numbers and asks_to_remove(asked, named, text):
        return asked.keep_partial(without_members(state, named)) if named else None
    return change_member(asked, state, named[0], numbers, text) if len(named) == 1 else None


def leave_out_name(asked: Asked, state: PartialAnswer, text: str) -> Step | None:
    """Go on without the name asked about, or without members, where a line asks for it; None for other lines."""
    name = name_asked_about(state) or ""
    named = listed_names([member["name"] for member in state["list"]], text)
    if new_inhabitants(asked, state, named, text) or not asks_to_remove(asked, [*named, name], text):
        return None
    if f" {fold(name)} " in f" {fold(text)} ":
        return ask_next_name(asked, state["list"], state.get("queue", []))
    return asked.keep_partial(without_members(state, named)) if named else None


def change_member(
    asked: Asked, state: PartialAnswer, name: str, numbers: Sequence[int], text: str
) -> Step | None:
    """Replace a member, or correct its number; None for a line that does neither."""
    others = replacements(asked, name, text)
    if others:
        return add_members(asked, without_members(state, [name]), others)
    if len(numbers) != 1 or names_others(asked, name, text):
        return None
    member = next(member for member in state["list"] if member["name"] == name)
    return add_member(asked, state, {**member, "population": numbers[0], "approximate": False})


def new_inhabitants(asked: Asked, state: PartialAnswer, named: Sequence[str], text: str) -> list[int]:
    """The numbers of inhabitants in a line; of several beside one member, those that differ from its present one."""
    numbers = [number.value for number in inhabitant_figures(asked.sources.read(text))]
    if len(named) != 1 or len(numbers) < 2:
        return numbers
    present = next(member["population"] for member in state["list"] if member["name"] == named[0])
    return [number for number in numbers if number != present]


def without_members(state: PartialAnswer, names: Collection[str]) -> PartialAnswer:
    """The unfinished list without some members."""
    return {**state, "list": [member for member in state["list"] if member["name"] not in names]}


def without_denied_members(asked: Asked, state: PartialAnswer, out: Collection[str], text: str) -> Step:
    """Replace the members that a line denies by those it names: «no Onil, sino Castalla 10.900»."""
    after = without_members(state, out)
    names = [member["name"] for member in after["list"]]
    others = [
        each
        for each in municipalities(asked, text)
        if each.population or (each.known and not listed_names(names, each.name))
    ]
    return add_members(asked, after, others)


def remove_and_add(asked: Asked, state: PartialAnswer, text: str) -> Step | None:
    """Remove and add where a line says both: «añade Castalla con 10.500 y quita Onil»; None for other lines."""
    words, names = asked.sources.meanings.words, [member["name"] for member in state["list"]]
    said = [piece for piece in enumerated_pieces(text, words) if piece.strip()]
    removing = [
        piece for piece in said if words.any_in("removing", fold(piece)) and listed_names(names, piece)
    ]
    others = municipalities(asked, "; ".join(piece for piece in said if piece not in removing))
    added_too = [
        each for each in others if each.population or (each.known and not listed_names(names, each.name))
    ]
    if not removing or not added_too:
        return None
    out = {name for piece in removing for name in listed_names(names, piece)}
    return add_members(asked, without_members(state, out), added_too)


def replacements(asked: Asked, name: str, text: str) -> list[NamedMunicipality]:
    """The municipalities that replace a member: «cambia Ibi por Castalla»; none for other lines."""
    words = asked.sources.meanings.words
    if not words.any_in("replacing", fold(text)):
        return []
    start, end = span_or_first_word(name, text)
    sides = (words.without_opening("replacing", text[:start].strip()), text[end:])
    others = [each for side in sides for each in municipalities(asked, side)]
    return [
        each
        for each in others
        if each.known or (each.is_capitalised and not words.has("replacing", fold(each.name)))
    ]


def asks_to_remove(asked: Asked, names: Sequence[str], text: str) -> bool:
    """Tell whether a line asks to remove what it names, by a word for removing or by its likeness to such lines."""
    meanings, rest = asked.sources.meanings, without_names(names, text)
    return meanings.words.any_in("removing", fold(text)) or meanings.is_best_match(
        "remove", rest, REMOVAL_LIKENESS
    )


def names_others(asked: Asked, name: str, text: str) -> bool:
    """Tell whether a line names other municipalities besides this member."""
    others = [each for each in municipalities(asked, text) if not listed_names([name], each.name)]
    return any(each.known or each.is_capitalised for each in others[1:]) or any(e.known for e in others)
