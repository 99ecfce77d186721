"""The options that one line names: «el agua y la movilidad», "1 and 3", "anything but China", "all of Asia"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.content.schema import Option
from knowledge.form.replies.figures import YEARS
from knowledge.form.replies.language import FormWords
from knowledge.form.replies.pieces import enumerated_pieces
from knowledge.form.replies.pointing import pointed_at, run_of_list
from knowledge.form.replies.results import comparable, option_names
from knowledge.form.replies.wishes import WISH_MARK
from knowledge.form.types.base import Asked
from knowledge.form.types.one_choice import by_name, options_of
from knowledge.reading.denial import denied_things, without_denial
from knowledge.reading.reading import Reading
from knowledge.reading.spans import Number
from knowledge.reading.words import TextSpan, fold, span_of, spans_of, words

PIECE_LIKENESS = 0.33
"""From this likeness to an option's examples on, a piece of a line means the option."""
LINE_LIKENESS = 0.45
"""From this likeness on a whole line that is no enumeration means the option."""
SHARE_OF_WISH_LIKENESS = 0.6
"""The least likeness to an option, as a share of the likeness to a wish."""
MOST_WORDS_OF_NAME, FEWEST_LETTERS_OF_NAME = 5, 4
"""Words of an option's name within a sentence at most, and its letters at least."""
SAYING_NOTHING = ("filler", "yes", "done", "smalltalk")
"""The wishes that are ignored within a list."""
MOST_WORDS_OF_PIECE = 12
"""Words of a piece that can name an option."""


@dataclass(frozen=True)
class NamedOptions:
    """The options that a line names, in order, and the pieces that name none."""

    codes: tuple[str, ...]
    unknown: tuple[str, ...] = ()

    @property
    def rejection_details(self) -> dict[str, str]:
        """The details of a rejection: the pieces that name no option."""
        return {"named": ", ".join(self.unknown)} if self.unknown else {}


def read_options(asked: Asked, options: Sequence[Option], text: str) -> NamedOptions:
    """Read the options that a line names, without those it denies; a run with an exclusive option is none."""
    whole = by_name(options, text)
    if whole:
        return NamedOptions((whole,))
    run = run_named(asked, options, text)
    if run is not None:
        return NamedOptions(run)
    if asked.sources.countries.codes() & {option.id for option in options}:
        found = countries_named(asked, options, text)
        if found is not None:
            return found
    return by_pieces(asked, options, text)


def run_named(asked: Asked, options: Sequence[Option], text: str) -> tuple[str, ...] | None:
    """The options of a run, «los tres primeros», or all of them, "all four"; empty if one of them is exclusive."""
    words, reading, alone = asked.sources.meanings.words, asked.sources.read(text), asked.question.exclusive
    run = run_of_list(reading, words, len(options))
    if run:
        named = tuple(option.id for option in options[run.start : run.stop])
        return () if set(named) & set(alone) else named
    if not says_all(reading, words):
        return None
    counts = [number.value for number in reading.numbers if not number.ordinal]
    several = [option for option in options if option.id not in alone]
    best = [option for option in several if option.level == "strong"]
    meant = next((each for each in (several, best) if counts in ([], [len(each)])), several)
    fits = counts in ([], [len(meant)]) and len(meant) <= (asked.question.max or len(meant))
    return tuple(option.id for option in meant) if fits else None


def says_all(reading: Reading, words: FormWords) -> bool:
    """Tell whether a line says that all are meant, or all of a number, and nothing else."""
    numbers = {
        word.folded for word in reading.words if any(n.start <= word.start < n.end for n in reading.numbers)
    }
    said = {word.folded for word in reading.words} - numbers
    small = words.sets["whole"] | words.sets["both"] | words.sets["pointing"] | words.sets["linking"]
    return bool(said & words.sets["whole"]) and said <= small


def codes_of(asked: Asked, options: Sequence[Option], piece: str) -> tuple[str, ...]:
    """The options that a piece of a line means: one, or those of a run; none if it means none clearly."""
    code = code_of(asked, options, piece)
    return (code,) if code else run_named(asked, options, piece) or ()


def by_pieces(asked: Asked, options: Sequence[Option], text: str) -> NamedOptions:
    """Read an enumeration piece by piece, else the line as a whole; «todo menos vivienda» means all the others."""
    known = asked.sources.meanings.words
    cut = named_pieces(asked, options, text)
    said = [(piece, bare_piece(asked, piece)) for piece in cut]
    coded = [
        (bare, codes_of(asked, options, bare) or codes_of(asked, options, piece)) for piece, bare in said
    ]
    meant = [(bare, codes) for bare, codes in coded if codes]
    if not meant and not (len(cut) == 1 and said[0][0] != said[0][1]):
        best = code_of(asked, options, text, LINE_LIKENESS)
        return NamedOptions((best,) if best else ())
    denied = denied_things(text, spans_of([bare for bare, _ in meant], text), known)
    alone = set(asked.question.exclusive)
    codes = [code for at, (_, each) in enumerate(meant) for code in each if at not in denied or code in alone]
    codes = [code for code in codes if code not in alone] or codes
    if denied and not codes and (best := code_of(asked, options, text)) in alone:
        return NamedOptions((best,) if best else ())
    if denied and not codes and takes_rest(text, known):
        left_out = {*(code for _, each in meant for code in each), *alone}
        return NamedOptions(tuple(option.id for option in options if option.id not in left_out))
    strange = [bare for bare, each in coded if not each and not only_filler(asked, bare)]
    return NamedOptions(tuple(dict.fromkeys(codes)), tuple(strange) if codes else ())


def takes_rest(text: str, words: FormWords) -> bool:
    """Tell whether a line means all but what it denies: «todo menos vivienda», not "never took part in any"."""
    said = f" {fold(text)} "
    whole = [said.find(f" {word} ") for word in words.sets["whole"] if f" {word} " in said]
    denying = [said.find(f" {word} ") for word in words.sets["denying"] if f" {word} " in said]
    return bool(whole) and (min(whole) < min(denying, default=len(said)) or words.any_in("excepting", said))


def bare_piece(asked: Asked, piece: str) -> str:
    """A piece without the words that deny or grant it, unless it is an example of an option."""
    if asked.sources.meanings.is_option_example(asked.question, options_of(asked), piece):
        return piece
    return without_denial(piece, asked.sources.meanings.words) or piece


def named_pieces(asked: Asked, options: Sequence[Option], text: str) -> list[str]:
    """The pieces of an enumeration that may name an option."""
    known = asked.sources.meanings.words
    names = {comparable(name) for option in options for name in option_names(option)}
    cut = [piece for piece in enumerated_pieces(text, known, names) if any(c.isalnum() for c in piece)]
    if len(cut) == 1 and all(word.isdecimal() for word in fold(text).split()):
        cut = fold(text).split()
    return [piece for piece in cut if not only_dates(piece, known)]


def only_filler(asked: Asked, piece: str) -> bool:
    """Tell whether a piece says nothing: «etcétera», "that kind of thing"."""
    meanings = asked.sources.meanings
    return meanings.wish(piece) in SAYING_NOTHING or meanings.words.has("leads", fold(piece))


def only_dates(piece: str, known: FormWords) -> bool:
    """Tell whether a piece only says when: «desde 2011»."""
    said = fold(piece).split()
    year = any(word.isdecimal() and int(word) in YEARS for word in said)
    return year and all(
        word.isdecimal() or known.has("pointing", word) or known.has("dating", word) for word in said
    )


def code_of(asked: Asked, options: Sequence[Option], piece: str, least: float = PIECE_LIKENESS) -> str | None:
    """The option that a piece of a line means; None if it means none clearly, or is a wish."""
    meanings = asked.sources.meanings
    named = by_name(options, piece)
    if named:
        return named
    place = pointed_at(piece, meanings.words, len(options))
    if place is not None:
        return options[place - 1].id if 1 <= place <= len(options) else None
    counted = number_pointed(asked, piece)
    if counted is not None:
        return options[counted - 1].id if 1 <= counted <= len(options) else None
    if len(piece.split()) > MOST_WORDS_OF_PIECE:
        return None
    found = meanings.rank_options(asked.question, options, piece)
    named_first = [each for each in found if not each.label.startswith(WISH_MARK)]
    if not named_first or named_first[0].score < least:
        return None
    best, first = named_first[0], found[0]
    if best.words > 1 and not best.exact and len(piece.split()) == 1:
        return None
    like_a_wish = first is not best and (first.exact or best.score < SHARE_OF_WISH_LIKENESS * first.score)
    return None if like_a_wish else best.label


def number_pointed(asked: Asked, piece: str) -> int | None:
    """The option number that a piece says in words: «el siete», "number nine please"; None for others."""
    words, reading = asked.sources.meanings.words, asked.sources.read(piece)
    numbers = [number for number in reading.numbers if number.upper is None and not number.ordinal]
    left = "".join(piece[a:b] for a, b in stretches_between(numbers, len(piece)))
    if len(numbers) != 1 or any(word not in words.sets["pointing"] for word in fold(left).split()):
        return None
    return numbers[0].value


def stretches_between(spans: Sequence[Number], length: int) -> Iterator[TextSpan]:
    """The stretches of a text between some spans."""
    ends = [0, *(span.end for span in spans)]
    yield from zip(ends, [*(span.start for span in spans), length], strict=True)


def countries_named(asked: Asked, options: Sequence[Option], text: str) -> NamedOptions | None:
    """The countries that a line names, alone, by a town or a part of the world; «todos menos China» names the others.

    None for a line that names none.
    """
    offered = [option.id for option in options]
    countries = asked.sources.countries.codes()
    found = named_in_text(asked, text)
    if not found:
        return None
    denied_at = denied_things(text, [each.span for each in found], asked.sources.meanings.words)
    denied = {code for at in denied_at for code in found[at].codes}
    wanted = [each for at, each in enumerate(found) if at not in denied_at]
    named = {code for each in wanted if len(each.codes) == 1 for code in each.codes}
    wanted = [each for each in wanted if len(each.codes) == 1 or not named & set(each.codes)]
    codes = [code for each in wanted for code in each.codes if code not in denied]
    if denied and not wanted and takes_rest_of_countries(asked, text):
        codes = [code for code in offered if code in countries - denied]
    strange = [each.text for each in wanted if not set(each.codes) & set(offered)]
    others = [] if denied and not codes else unknown_names(asked, text, found)
    chosen = tuple(code for code in dict.fromkeys(codes) if code in offered)
    return NamedOptions(chosen, tuple(dict.fromkeys([*strange, *others])))


def takes_rest_of_countries(asked: Asked, text: str) -> bool:
    """Tell whether a line means all that it does not deny: «todos menos China», "anything but India"."""
    words, said = asked.sources.meanings.words, fold(text)
    return words.any_in("excepting", said) or words.any_in("whole", said)


def options_within(asked: Asked, options: Sequence[Option], sentence: str) -> tuple[str, ...]:
    """The options whose name, or an example word for word, stands in a sentence."""
    if asked.sources.countries.codes() & {option.id for option in options}:
        named = countries_named(asked, options, sentence)
        return named.codes if named else ()
    known = asked.sources.meanings.words
    said = [(word.start, word.end) for word in words(sentence)]
    found: list[tuple[TextSpan, str]] = []
    at = 0
    while at < len(said):
        runs = [(said[at][0], end) for _, end in said[at : at + MOST_WORDS_OF_NAME][::-1]]
        passed = [run for run in runs if known.has("naming_nothing", fold(sentence[run[0] : run[1]]))]
        named_here = ((run, option_word_for_word(asked, options, sentence[run[0] : run[1]])) for run in runs)
        nothing = (passed[0] if passed else said[at], None)
        run, code = nothing if passed else next(((run, code) for run, code in named_here if code), nothing)
        found += [(run, code)] if code else []
        at = next((i for i, (start, _) in enumerate(said) if start >= run[1]), len(said))
    denied = denied_things(sentence, [span for span, _ in found], known)
    return tuple(dict.fromkeys(code for i, (_, code) in enumerate(found) if i not in denied))


def option_word_for_word(asked: Asked, options: Sequence[Option], text: str) -> str | None:
    """The option that has exactly this text as name or example; a very short text names none."""
    if len(text) < FEWEST_LETTERS_OF_NAME:
        return None
    found = asked.sources.meanings.rank_options(asked.question, options, text)
    best = next(iter(found), None)
    exact = best.label if best and best.exact and not best.label.startswith(WISH_MARK) else None
    return by_name(options, text) or exact


@dataclass(frozen=True)
class CountriesInText:
    """Where a text names a country or a part of the world, with the codes of its countries."""

    text: str
    span: TextSpan
    codes: tuple[str, ...]


def named_in_text(asked: Asked, text: str) -> list[CountriesInText]:
    """The countries and parts of the world that a line names, in order; where it names none, its towns' countries."""
    sentence, known = words(text), asked.sources.meanings.words
    spans = [(sentence[m.first].start, sentence[m.last].end) for m in asked.sources.countries.find(sentence)]
    codes = [m.code for m in asked.sources.countries.find(sentence)]
    groups = [*groups_named(asked, text)]
    found = [
        CountriesInText(text[a:b], (a, b), (code,))
        for (a, b), code in zip(spans, codes, strict=True)
        if not any(group.span[0] <= a < group.span[1] for group in groups)
        and not known.has("parts_of_world", fold(text[:a].rpartition(" ")[0].rpartition(" ")[2]) if a else "")
    ]
    found += groups
    towns = [place for place in asked.sources.read(text).places if place.city and not found]
    found += [CountriesInText(t.text, (t.start, t.end), (t.city.country,)) for t in towns if t.city]
    return sorted(found, key=lambda each: each.span)


def groups_named(asked: Asked, text: str) -> Iterator[CountriesInText]:
    """The parts of the world that a line names by the programme's label, or by the first part of it."""
    for region in asked.sources.programme.country_sets:
        names = region.label.all() if region.label else ()
        labels = {part for label in names for part in (label, *first_part(label))}
        spans = [span for label in labels if (span := span_of(label, text))]
        if spans:
            start, end = max(spans, key=lambda span: span[1] - span[0])
            codes = asked.sources.programme.sets[region.id]
            yield CountriesInText(text[start:end], (start, end), tuple(codes))


def unknown_names(asked: Asked, text: str, found: Sequence[CountriesInText]) -> Iterator[str]:
    """The names in capitals of an enumeration that are no country's."""
    known = asked.sources.meanings.words
    taken = [fold(each.text) for each in found]
    for piece in enumerated_pieces(text, known, taken):
        bare = without_denial(piece, known)
        within = any(f" {name} " in f" {fold(piece)} " for name in taken)
        if (
            not within
            and bare
            and all(word[:1].isupper() for word in bare.split())
            and not only_filler(asked, bare)
        ):
            yield bare


def first_part(label: str) -> list[str]:
    """The first part of a label that joins two parts of the world: «América Latina y el Caribe»."""
    return [part for word in (" y ", " and ") for part in label.split(word)[:1] if word in label]
