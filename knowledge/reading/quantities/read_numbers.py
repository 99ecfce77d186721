"""The numbers of a message: figures and numerals, what bounds them and what they count."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from knowledge.reading.phrases import Terms, one_meaning, plain_terms
from knowledge.reading.quantities.numerals import Numeral, numbers_in
from knowledge.reading.quantities.related_numbers import with_unit_of_the_last, without_shortfalls
from knowledge.reading.sentence import Sentence
from knowledge.reading.spans import Number, Span, Unit
from knowledge.reading.vocabulary import NumberWords, merged_terms
from knowledge.reading.words import fold

_GROUPED = r"\d{1,3}(?:(?:\.\d{3})+|(?:,\d{3})+|(?:['’]\d{3})+|(?:[ \u00a0\u202f]\d{3})+)(?![\d])"
_FIGURES = re.compile(
    rf"(?<![\w@/])(?P<grouped>{_GROUPED})|(?<![\w@/])(?P<plain>\d{{1,15}}(?:[.,]\d{{1,6}})?)(?![\d/])"
)
_ATTACHED = re.compile(r"\s?([kK]|M)\b|\s?([^\W\d_]+)")
_WITHIN = re.compile(r"[.,'’]?\d")  # after the first digits of a number: it is not over
_BEHIND = re.compile(r"\s(\d{1,3})(?=\s?[^\W\d])")
_DASH = re.compile(r"\s?[-–]\s?")
_SIGNS = re.compile(r"\s*([%€$£º°ª]|k2)")
_BEFORE_SIGNS = re.compile(r"([€$£~≈+])\s?$")
_PERSONS = ("inhabitants", "people", "students", "staff")
_YEARS = range(1900, 2101)
_LARGEST = 10**15
_REACH = {
    "total": 6,
    "correction": 4,
    "of_one": 3,
}  # words before a number among which one of these is looked for
_SUPPOSED = 8  # words before a number among which "say" or "imagine" makes it a supposition

# Roles that a language need not have.
_NO_WORDS: Mapping[str, list[str]] = {"missing": [], "supposed": [], "supposing": [], "of_one": []}


class NumberReader:
    """Reads numbers with the words of one or more languages."""

    def __init__(self, languages: Mapping[str, NumberWords]) -> None:
        """Prepare the terms; text2num reads the numerals of the languages that it knows."""
        own = list(languages.values())
        self._languages = tuple(languages)
        self._spelling = {key: value for each in own for key, value in each.spelling.items()}
        self._alone = {code: frozenset(map(fold, each.never_alone)) for code, each in languages.items()}
        self._alone[""] = frozenset(word for alone in self._alone.values() for word in alone)
        self._scales = {word: value for each in own for word, value in each.scales.items()}
        self._fractions = Terms({word: value for each in own for word, value in each.fractions.items()})
        self._half = plain_terms(term for each in own for term in each.and_a_half)
        self._vague = plain_terms(term for each in own for term in each.vague)
        self._articles = plain_terms(term for each in own for term in each.articles)
        self._opens = plain_terms(term for each in own for term in each.range_opens)
        self._joins = frozenset(fold(word) for each in own for word in each.range_joins)
        self._either = frozenset(fold(word) for each in own for word in each.range_either)
        before, after = (
            merged_terms([each.before for each in own]),
            merged_terms([each.after for each in own]),
        )
        # A language need not have words for every role.
        self._before = {role: plain_terms(terms) for role, terms in {**_NO_WORDS, **before}.items()}
        self._after = {role: plain_terms(terms) for role, terms in {"filler": [], **after}.items()}
        self._short_of = frozenset(fold(term) for each in own for term in each.short_of)
        self._units: Terms[Unit] = Terms(one_meaning({unit: after.get(unit, []) for unit in get_args(Unit)}))
        self._ordinals = {fold(word): value for each in own for word, value in each.ordinals.items()}
        self._before_ordinal = plain_terms(term for each in own for term in each.before_an_ordinal)
        self._after_ordinal = plain_terms(term for each in own for term in each.after_an_ordinal)

    def read(self, sentence: Sentence, free: Sequence[bool]) -> tuple[Number, ...]:
        """Read the numbers at words that are free, in order."""
        raw = {number.start: number for number in self._ordinal(sentence, free)}
        for number in self._figures(sentence):
            raw.setdefault(number.start, number)
        for number in self._numerals(sentence, raw.values()):
            raw.setdefault(number.start, number)
        ordered = [raw[start] for start in sorted(raw) if self._is_free(sentence, raw[start], free)]
        described = [self._described(sentence, number) for number in self._ranges(sentence, ordered)]
        counted = list(without_shortfalls(sentence, described, self._short_of))
        return with_unit_of_the_last(sentence, counted, self._joins)

    def without_units(
        self, sentence: Sentence, numbers: Sequence[Number], free: Sequence[bool]
    ) -> list[bool]:
        """Say which words are free besides those that only tell what a number counts ("60,000 students")."""
        left = list(free)
        for number in numbers:
            after = covered_words(sentence, number)[-1] + 1
            if number.unit in _PERSONS and after < len(left):
                left[after] = False
        return left

    def small(self, word: str, spoken: str) -> int | None:
        """Read one folded numeral of a message, such as "tres" or "five"; None for all other words."""
        if not word.isalpha() or word in self._alone[spoken]:
            return None
        for language in (each for each in self._languages if word not in self._alone[each]):
            for _, _, value in numbers_in([Numeral(self._spelling.get(word, word), False, False)], language):
                return round(value)
        return None

    @staticmethod
    def _is_free(sentence: Sentence, number: Number, free: Sequence[bool]) -> bool:
        return all(free[at] for at in covered_words(sentence, number))

    def _figures(self, sentence: Sentence) -> Iterable[Number]:
        end = 0
        for match in _FIGURES.finditer(sentence.text):
            if match.start() < end:
                continue
            digits = match["grouped"] or match["plain"]
            value = _digits(match["grouped"], match["plain"])
            if value > _LARGEST:  # a pasted row of digits may be larger than any number that can be rounded
                continue
            number = Number(match.start(), match.end(), round(value), amount=bool(match["grouped"]))
            number = self._scaled(sentence, number, value)
            if number.value <= _LARGEST and digits:
                end = number.end
                yield number

    def _scaled(
        self, sentence: Sentence, number: Number, value: float, below: float = float("inf")
    ) -> Number:
        """Take in the scales that follow, if they are below a limit: 120 mil, 1,2 millones, 85k, 2 millones 300 mil."""
        match = _ATTACHED.match(sentence.text, self._vague_end(sentence, number))
        word = (match[1] or match[2]) if match else ""
        scale = self._scales.get(word if word == "M" else fold(word), 1) if word else 1
        if match and word == "m" and self._counts_people(sentence, match.end()):
            scale = self._scales["M"]
        if not match or scale == 1 or scale >= below:
            return number
        scaled = Number(number.start, match.end(), round(value * scale), amount=True)
        after = next_word(sentence, match.end())
        half = self._half.at(sentence.folded, after) if after is not None else None
        if half and after is not None:
            end = sentence.words[after + half[0] - 1].end
            return replace(scaled, value=scaled.value + scale // 2, end=end)
        return self._with_thousands(sentence, scaled, scale)

    def _counts_people(self, sentence: Sentence, end: int) -> bool:
        """Tell whether people are named behind a place of the text, so that "m" stands for millions: "1.2m people"."""
        after = next_word(sentence, end)
        found = self._units.at(sentence.folded, after) if after is not None else None
        return bool(found and found[1] in ("inhabitants", "people"))

    def _with_thousands(self, sentence: Sentence, millions: Number, scale: int) -> Number:
        """Take in the thousands behind millions: "1 millón 200 mil"."""
        following = _BEHIND.match(sentence.text, millions.end) if scale >= 10**6 else None
        if following is None:
            return millions
        thousands = Number(following.start(1), following.end(), int(following[1]))
        rest = self._scaled(sentence, thousands, thousands.value, below=scale)
        if not 1000 <= rest.value < scale:
            return millions
        return replace(millions, value=millions.value + rest.value, end=rest.end)

    def _vague_end(self, sentence: Sentence, number: Number) -> int:
        """Give where a number ends, with the words that leave it open before its scale: "80 y pico mil"."""
        after = covered_words(sentence, number)[-1] + 1
        found = self._vague.at(sentence.folded, after)
        scaled = found and after + found[0] < len(sentence.folded)
        if not found or not scaled or sentence.folded[after + found[0]] not in self._scales:
            return number.end
        return sentence.words[after + found[0] - 1].end

    def _numerals(self, sentence: Sentence, taken: Iterable[Number]) -> Iterable[Number]:
        covered = {at for number in taken for at in covered_words(sentence, number)}
        for first, length, value in self._fraction_words(sentence):
            covered.update(range(first, first + length))
            span = sentence.span(first, first + length - 1)
            yield Number(span.start, span.end, value, amount=True)
        for each in sorted(self._languages, key=lambda each: each != sentence.language):
            for first, last, value in self._spoken(sentence, each, covered):
                covered.update(range(first, last + 1))
                span = sentence.span(first, last)
                yield Number(span.start, span.end, value, amount=value >= 100)

    def _fraction_words(self, sentence: Sentence) -> Iterable[tuple[int, int, int]]:
        for place in range(len(sentence.folded)):
            found = self._fractions.at(sentence.folded, place)
            if found:
                yield place, found[0], found[1]

    def _spoken(self, sentence: Sentence, language: str, covered: set[int]) -> Iterable[tuple[int, int, int]]:
        """Find the numerals of one language: "once" in English is none, whatever it is in Spanish."""
        never = self._alone[sentence.language] | self._alone[language]
        tokens, places = [], []
        open_words = self._left_open(sentence)
        for at, word in enumerate(sentence.words):
            if at in open_words:
                continue
            parted = at in sentence.ends or at in sentence.commas or self._ends_number(sentence, at)
            for piece in self._spelling.get(word.folded, word.text.lower()).split():
                tokens.append(Numeral(piece, at in covered or piece.isdigit(), parted))
                places.append(at)
        for found in numbers_in(tokens, language):
            first, last = places[found[0]], places[found[1] - 1]
            alone = first == last and sentence.folded[first] in never
            if not alone and found[2] == round(found[2]) and 0 <= found[2] <= _LARGEST:
                yield first, last, round(found[2])

    def _ends_number(self, sentence: Sentence, at: int) -> bool:
        """Tell whether another number of the same scale is joined to one: "treinta mil y veinticinco mil"."""
        scale, joined = sentence.folded[at], sentence.folded[at + 1 : at + 2]
        return (
            scale in self._scales
            and bool(joined)
            and joined[0] in self._joins
            and scale in sentence.folded[at + 3 : at + 6]
        )

    def _left_open(self, sentence: Sentence) -> set[int]:
        """Find the words that leave a numeral open before its scale: "cuarenta y pico mil"."""
        skipped: set[int] = set()
        for at in range(len(sentence.folded)):
            found = self._vague.at(sentence.folded, at)
            after = at + found[0] if found else len(sentence.folded)
            if found and after < len(sentence.folded) and sentence.folded[after] in self._scales:
                skipped.update(range(at, after))
        return skipped

    def _ordinal(self, sentence: Sentence, free: Sequence[bool]) -> Iterable[Number]:
        """Find "la 3", "the second", "primera opción": places in a list."""
        for at, word in enumerate(sentence.folded):
            value = self._ordinals.get(word)
            small = int(word) if word.isdecimal() and len(word) < 3 else value
            if small is None or not free[at] or _WITHIN.match(sentence.text, sentence.words[at].end):
                continue
            led = self._before_ordinal.before(sentence.folded, at)
            followed = self._after_ordinal.at(sentence.folded, at + 1)
            last = len(sentence.folded) == at + 1 or at in sentence.ends or at in sentence.commas
            if (
                led and (last or value is None or followed) and not self._units.at(sentence.folded, at + 1)
            ) or (value is not None and (followed or len(sentence.folded) == 1)):
                span = sentence.span(at, at)
                yield Number(span.start, span.end, small, ordinal=True)

    def _ranges(self, sentence: Sentence, found: Sequence[Number]) -> list[Number]:
        """Join "entre 90 y 110 mil" and "90-110 mil" into one number that has an upper end."""
        joined: list[Number] = []
        for number in found:
            low = joined[-1] if joined else None
            if low and self._is_range(sentence, low, number):
                factor = 1
                if low.value < 1_000 <= number.value:
                    factor = 1_000_000 if number.value >= 1_000_000 and low.value < 100 else 1_000
                joined[-1] = replace(
                    low, end=number.end, value=low.value * factor, upper=number.value, amount=number.amount
                )
            else:
                joined.append(number)
        return joined

    def _is_range(self, sentence: Sentence, low: Number, high: Number) -> bool:
        between = sentence.text[low.end : high.start]
        if low.upper or low.ordinal or len(between) > 12:
            return False
        dashed = bool(_DASH.fullmatch(between))
        rest = [word for word in fold(between).split() if not self._articles.at((word,), 0)]
        if not dashed and not (len(rest) == 1 and rest[0] in self._joins):
            return False
        first = covered_words(sentence, low)[0]
        opened = bool(self._opens.before(sentence.folded, self._without_articles(sentence, first)))
        scaled = low.value * (1_000 if low.value < 1_000 <= high.value else 1)
        either = bool(rest) and rest[0] in self._either and low.value < scaled and high.value <= 2 * scaled
        return scaled < high.value and (dashed or opened or either)

    def _without_articles(self, sentence: Sentence, place: int) -> int:
        """Step back over articles: "más de los 100.000"."""
        found = self._articles.before(sentence.folded, place)
        return place - found[0] if found else place

    def _described(self, sentence: Sentence, number: Number) -> Number:
        covered = covered_words(sentence, number)
        first, after = covered[0], covered[-1] + 1
        unit, rest = self._unit(sentence, number, first, after)
        back = self._without_articles(sentence, first)
        year = number.value in _YEARS and not number.amount and unit in (None, "time")
        roles = {role for role in self._before if self._stands_before(sentence, role, first, back)}
        roles |= {
            role
            for role in ("over", "under", "about", "total", "each")
            if self._stands_after(sentence, role, after, rest)
        }
        if (
            "over" in roles
            and back != first
            and self._before["missing"].before(sentence.folded, back) is None
        ):
            roles.discard("missing")
        if "missing" in roles and sentence.within(self._before["supposing"], first, _SUPPOSED):
            roles.add("supposed")
        if "total" in roles and self._stands_after(sentence, "each", after, rest):
            roles.discard("total")  # "30,000 each, together"
        if self._last_before(sentence, "of_one", first) > self._last_before(sentence, "total", first):
            roles -= {"total", "missing"}  # "together: mine has 78,000, the other 41,000"
        if year and unit is None:
            unit = "date"
        return replace(
            number,
            unit=unit,
            year=year,
            bound="under" if "under" in roles else "over" if "over" in roles else None,
            approximate=bool({"about", "over", "under"} & roles) or number.upper is not None,
            share="total" if "total" in roles else "each" if "each" in roles else None,
            corrects="correction" in roles,
            missing="missing" in roles
            and not roles & {"about", "supposed"}
            and unit in (None, "inhabitants", "people"),
        )

    def _unit(self, sentence: Sentence, number: Number, first: int, after: int) -> tuple[Unit | None, int]:
        """Tell what a number counts, and at which word the sentence goes on after that."""
        sign = _SIGNS.match(sentence.text, number.end)
        if sign:
            return ("money" if sign[1] in "€$£" else "other"), after
        money = _BEFORE_SIGNS.search(sentence.text, max(0, number.start - 2), number.start)
        if money and money[1] in "€$£":
            return "money", after
        for skipped in range(3):
            found = self._units.at(sentence.folded, after + skipped)
            if found:
                return found[1], after + skipped + found[0]
            filler = after + skipped
            if filler - 1 in sentence.ends or not self._after["filler"].at(sentence.folded, filler):
                break
        return self._unit_before(sentence, number, first), after

    def _unit_before(self, sentence: Sentence, number: Number, first: int) -> Unit | None:
        if first - 1 in sentence.ends:
            return None
        back = self._without_articles(sentence, first)
        units: tuple[Unit, ...] = ("inhabitants", "money", "time", "other")
        for unit in units:
            if unit == "time" and (number.amount or number.value not in _YEARS):
                continue
            if unit == "other" and (number.amount or number.value >= 10**6):
                continue
            if self._before.get(unit) and any(
                self._before[unit].before(sentence.folded, at) for at in {first, back}
            ):
                return "date" if unit == "time" else unit
        return None

    def _stands_before(self, sentence: Sentence, role: str, first: int, back: int) -> bool:
        terms = self._before[role]
        reach = _REACH.get(role, 1)
        start = sentence.part(first, reach)
        if reach > 1:
            return any(terms.before(sentence.folded, at) for at in range(start + 1, first + 1))
        return first - 1 not in sentence.ends and any(
            terms.before(sentence.folded, at) for at in {first, back}
        )

    def _last_before(self, sentence: Sentence, role: str, first: int) -> int:
        """Find where the last term of a role ends among the words before a number; 0 if none stands there."""
        terms = self._before.get(role)
        if terms is None:
            return 0
        start = sentence.part(first, _REACH[role])
        return max((at for at in range(start + 1, first + 1) if terms.before(sentence.folded, at)), default=0)

    def _stands_after(self, sentence: Sentence, role: str, after: int, rest: int) -> bool:
        terms = self._after.get(role)
        if terms is None or after - 1 in sentence.ends:
            return False
        places = {after, rest, rest + 1} if role in ("total", "each") else {after, rest}
        return any(terms.at(sentence.folded, at) for at in places)


def _digits(grouped: str | None, plain: str | None) -> float:
    if grouped:
        return float(re.sub(r"\D", "", grouped))
    return float((plain or "0").replace(",", "."))


def next_word(sentence: Sentence, position: int) -> int | None:
    """Give the first word that begins at a position of the text or behind it; None if there is none."""
    at = bisect_left(sentence.words, position, key=lambda word: word.start)
    return at if at < len(sentence.words) else None


def covered_words(sentence: Sentence, number: Span) -> list[int]:
    """List the words that a span lies on; the nearest word where it lies on none; none of a text without words."""
    if not sentence.words:
        return []
    low, high = 0, len(sentence.words)
    while low < high:
        middle = (low + high) // 2
        if sentence.words[middle].end <= number.start:
            low = middle + 1
        else:
            high = middle
    covered = [low] if low < len(sentence.words) else [len(sentence.words) - 1]
    while covered[-1] + 1 < len(sentence.words) and sentence.words[covered[-1] + 1].start < number.end:
        covered.append(covered[-1] + 1)
    return covered
