"""The options that one line names: «el agua y la movilidad», "1 and 3", "anything but China", "all of Asia"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.content.schema import Option
from knowledge.form.figures import YEARS
from knowledge.form.language import FormWords
from knowledge.form.replies import option_names, plain
from knowledge.form.types.base import Asked
from knowledge.form.types.one_choice import by_name
from knowledge.form.wishes import MARK, denied_before, pieces, pointed_at, run_of_list
from knowledge.reading.words import fold, words

LIKE = 0.33
"""From this likeness to an option's examples on, a piece of a line means the option."""
WHOLE = 0.45
"""From this likeness on a whole line that is no enumeration means the option."""
BESIDE_WISHES = 0.6
"""How like an option a piece must be, as a share of how like a wish it is."""
LONGEST_PIECE = 12
"""Words of a piece that can name an option."""


@dataclass(frozen=True)
class Named:
    """The options that a line names, in its order, and the pieces that name none."""

    codes: tuple[str, ...]
    strange: tuple[str, ...] = ()

    @property
    def named(self) -> dict[str, str]:
        """What is said of the pieces that name no option."""
        return {"named": ", ".join(self.strange)} if self.strange else {}


def read_options(asked: Asked, options: Sequence[Option], text: str) -> Named:
    """Read the options that a line names; what it denies is not among them, nor a run with one that stands alone."""
    whole = by_name(options, text)
    if whole:
        return Named((whole,))
    run = run_of_list(asked.sources.read(text), asked.sources.meanings.words, len(options))
    if run:
        named = tuple(option.id for option in options[run.start : run.stop])
        return Named(() if set(named) & set(asked.question.exclusive) else named)
    if asked.sources.countries.codes() & {option.id for option in options}:
        found = countries_named(asked, options, text)
        if found is not None:
            return found
    return all_but(asked, options, text) or by_pieces(asked, options, text)


def all_but(asked: Asked, options: Sequence[Option], text: str) -> Named | None:
    """Read «todo menos vivienda» as all other options; None for a line that says nothing of the kind."""
    known = asked.sources.meanings.words
    rest = known.behind("all_but", text) if known.within("whole", fold(text)) else None
    denied = by_pieces(asked, options, rest).codes if rest else ()
    left = [each.id for each in options if each.id not in (*denied, *asked.question.exclusive)]
    return Named(tuple(left)) if denied else None


def by_pieces(asked: Asked, options: Sequence[Option], text: str) -> Named:
    """Read an enumeration piece by piece, else the line as a whole."""
    known = asked.sources.meanings.words
    names = {plain(name) for option in options for name in option_names(option)}
    cut = [piece for piece in pieces(text, known, names) if any(c.isalnum() for c in piece)]
    if len(cut) == 1 and all(word.isdecimal() for word in fold(text).split()):
        cut = fold(text).split()
    cut = [piece for piece in cut if not only_dates(piece, known)]
    coded = [(piece, code_of(asked, options, piece)) for piece in cut]
    read = [(piece, code) for piece, code in coded if code or not only_filler(asked, piece)]
    denied = {piece for piece, code in read if code not in asked.question.exclusive and denies(asked, piece)}
    codes = [code for piece, code in read if code and piece not in denied]
    strange = [piece for piece, code in read if not code]
    if ((len(cut) > 1 and not codes) or not read) and not denied:
        best = code_of(asked, options, text, WHOLE)
        return Named((best,) if best else ())
    return Named(tuple(dict.fromkeys(codes)), tuple(strange) if codes else ())


def denies(asked: Asked, piece: str) -> bool:
    """Tell whether a piece opens or ends with a word that denies it: «no turismo», "housing: no"."""
    known, said = asked.sources.meanings.words, fold(piece).split()
    numbered = len(said) > 1 and said[1].isdigit()
    ends = {said[0] if not numbered else "", said[-1]} if len(said) > 1 else set()
    return bool(ends & known.sets["denying"])


def only_filler(asked: Asked, piece: str) -> bool:
    """Tell whether a piece says nothing: «etcétera», "that kind of thing"."""
    return asked.sources.meanings.wish(piece) == "filler"


def only_dates(piece: str, known: FormWords) -> bool:
    """Tell whether a piece only says when: «desde 2011»."""
    said = fold(piece).split()
    year = any(word.isdecimal() and int(word) in YEARS for word in said)
    return year and all(word.isdecimal() or known.has("pointing", word) for word in said)


def code_of(asked: Asked, options: Sequence[Option], piece: str, least: float = LIKE) -> str | None:
    """The option that a piece of a line means; None if it means none clearly, or is a wish."""
    meanings = asked.sources.meanings
    named = by_name(options, piece)
    if named:
        return named
    place = pointed_at(piece, meanings.words, len(options))
    if place is not None:
        return options[place - 1].id if 1 <= place <= len(options) else None
    if len(piece.split()) > LONGEST_PIECE:
        return None
    found = meanings.of_question(asked.question, options, piece)
    named_first = [each for each in found if not each.label.startswith(MARK)]
    if not named_first or named_first[0].score < least:
        return None
    best, first = named_first[0], found[0]
    if best.words > 1 and not best.exact and len(piece.split()) == 1:
        return None
    like_a_wish = first is not best and (first.exact or best.score < BESIDE_WISHES * first.score)
    return None if like_a_wish else best.label


def countries_named(asked: Asked, options: Sequence[Option], text: str) -> Named | None:
    """The countries that a line names, alone or by their part of the world; all but some, if it says so.

    None of a line that names none.
    """
    offered = [option.id for option in options]
    known, sentence = asked.sources.meanings.words, words(text)
    mentions = asked.sources.countries.find(sentence)
    denied = {m.code for m in mentions if denied_before(text, sentence[m.first].start, known)}
    wanted = [m.code for m in mentions if m.code not in denied]
    groups = [code for group in groups_named(asked, text) for code in group]
    if not mentions and not groups:
        return None
    if denied and not wanted and not groups and known.within("all_but", fold(text)):
        groups = [code for code in offered if asked.sources.countries.codes() & {code}]
    codes = [code for code in dict.fromkeys([*wanted, *groups]) if code in offered and code not in denied]
    strange = [
        text[sentence[m.first].start : sentence[m.last].end]
        for m in mentions
        if m.code in wanted and m.code not in offered
    ]
    return Named(tuple(codes), tuple(dict.fromkeys(strange)))


def groups_named(asked: Asked, text: str) -> Iterator[tuple[str, ...]]:
    """The parts of the world that a line names by the programme's label, or by the end of it."""
    said = f" {fold(text)} "
    for region in asked.sources.programme.country_sets:
        names = region.label.all() if region.label else ()
        labels = {fold(part) for label in names for part in (label, *first_part(label))}
        if any(f" {label} " in said for label in labels):
            yield region.countries


def first_part(label: str) -> list[str]:
    """The first of the parts of the world that a label joins: «América Latina y el Caribe»."""
    return [part for word in (" y ", " and ") for part in label.split(word)[:1] if word in label]
