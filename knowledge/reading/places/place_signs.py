"""Whether a name that a city has means the city where it stands, or is an ordinary word or part of another name."""

from collections.abc import Collection, Sequence

from knowledge.geo.gazetteer import City
from knowledge.reading.places.place_context import KNOWN_TO_ALL, PlaceContext
from knowledge.reading.sentence import Sentence

_TOWN = 15_000  # smaller places need more signs that a place is meant
_FAMOUS = 40  # names in all languages from which a smaller place counts as a town
_LARGE = 100_000  # of a name that only others give a city, written small
_LONG_NAME = 6  # letters of such a name


class PlaceSigns:
    """Judges names by capitals, marks, the words beside them and the size of the cities."""

    def __init__(self, context: PlaceContext, programme: Collection[str] = ()) -> None:
        """`programme` are the countries whose small places are named without more ado."""
        self._context = context
        self._programme = frozenset(programme)

    def is_place(
        self,
        sentence: Sentence,
        first: int,
        last: int,
        cities: Sequence[City],
        *,
        expected: bool,
        listed: bool = False,
    ) -> bool:
        """Tell whether words [first, last] mean one of the cities that bear their name; `listed`: in a row of some."""
        name = " ".join(sentence.folded[first : last + 1])
        capitalised = sentence.words[first].capitalised
        if capitalised and self._is_said_where(sentence, first, last, cities):
            return True
        known = any(city.population >= KNOWN_TO_ALL for city in cities)
        if self._is_abbreviation(sentence, first, last) and not known:
            return False  # "candidate for EU" is not Eu in Normandy
        if name in self._context.ordinary or name in self._context.vocabulary:
            return (
                capitalised and first > 0 and (expected or (listed and name not in self._context.vocabulary))
            )
        if self._context.precedes_its_country(sentence, last, cities):
            return True
        if self._is_unmistakable(sentence, first, last, cities, expected=expected):
            return True
        if not any(city.own_name for city in cities):
            return self._stands_as_exonym(sentence, first, last, cities, expected=expected)
        size = _size if first == last else _inhabitants
        largest = max(size(city) for city in cities if city.own_name)
        if first == 0 and last == len(sentence.words) - 1:
            return sentence.words[first].capitalised or largest >= _TOWN
        if sentence.words[first].capitalised and not self._is_abbreviation(sentence, first, last):
            return expected or self._stands_as_name(sentence, first, last, largest)
        return self._stands_small(sentence, first, last, largest, expected=expected)

    def _is_said_where(self, sentence: Sentence, first: int, last: int, cities: Sequence[City]) -> bool:
        """Tell whether the country or region of a city follows: "Split, the Croatian one", "Victoria, on Gozo"."""
        if self._context.is_said_to_be_in(sentence, last, cities):
            return True
        lies_in = self._context.is_said_to_lie_in(sentence, last, cities)
        return first == 0 and (lies_in or self._context.is_described_in_its_country(sentence, last, cities))

    def _is_unmistakable(
        self, sentence: Sentence, first: int, last: int, cities: Sequence[City], *, expected: bool
    ) -> bool:
        """Tell whether a name that is no word besides stands where one is expected: "somos de barbate".

        Only of a place in a country of the programme.
        """
        name = " ".join(sentence.folded[first : last + 1])
        if self._context.is_word(name) or not any(city.country in self._programme for city in cities):
            return False
        starts = first == 0 or first - 1 in sentence.ends
        alone = starts and (last + 1 == len(sentence.words) or last in sentence.ends)
        follows = bool(self._context.subject.at(sentence.folded, last + 1)) or last in sentence.commas
        written = sentence.words[first].capitalised and sentence.words[last].capitalised
        if written and not starts and self._stands_in_list(sentence, first, last):
            return True
        opens = self._context.linked.at(sentence.folded, first) or self._context.articles.at(
            sentence.folded, first
        )
        if not written and opens:
            return False  # "somos de león" is not De Leon, "el segundo" not El Segundo
        if first == 0 and not written and len(name) >= _LONG_NAME - 1:
            known = [city for city in cities if city.own_name and city.country in self._programme]
            return expected or any(city.population >= _TOWN for city in known)
        return expected or (written and starts and (follows or alone or first < last))

    def _stands_in_list(self, sentence: Sentence, first: int, last: int) -> bool:
        """Tell whether a mark or a small joining word stands on a side of a name: "Elda, Novelda", "para Elx"."""
        if self._context.continues_a_name(sentence, first):
            return False
        joined = self._context.linked.before(sentence.folded, first) or self._context.linked.at(
            sentence.folded, last + 1
        )
        return bool(joined) or last in sentence.commas or sentence.followed_by_a_mark(first - 1)

    def _stands_as_exonym(
        self, sentence: Sentence, first: int, last: int, cities: Sequence[City], *, expected: bool
    ) -> bool:
        """Judge a name that only others give a city: a large one, and written small only where it is expected."""
        largest = max(city.population for city in cities)
        follows = bool(self._context.subject.at(sentence.folded, last + 1)) or last in sentence.commas
        if not sentence.words[first].capitalised:
            long = len(sentence.folded[first]) >= _LONG_NAME and largest >= _LARGE
            name = " ".join(sentence.folded[first : last + 1])
            if first == 0 and len(name) >= _LONG_NAME and largest >= KNOWN_TO_ALL:
                return not self._context.is_word(name)
            linked = bool(
                self._context.linked.before(sentence.folded, self._context.before_article(sentence, first))
            )
            return long and (expected or linked or (first == 0 and follows))
        if expected or (first == 0 and (follows or largest >= _TOWN)):
            return True
        starts = first - 1 in sentence.ends
        name = " ".join(sentence.folded[first : last + 1])
        known = [city.population for city in cities if city.country in self._programme]
        town = max(known, default=0) >= _TOWN and not self._context.is_word(name)
        return (largest >= KNOWN_TO_ALL or town) and not (
            (starts and not follows)
            or self._is_abbreviation(sentence, first, last)
            or self._context.continues_a_name(sentence, first)
        )

    def _stands_as_name(self, sentence: Sentence, first: int, last: int, largest: int) -> bool:
        """Judge a name with a capital where none is expected: a small place needs a sign beside it."""
        if largest >= KNOWN_TO_ALL:
            return True
        if largest < _TOWN and self._context.is_word(" ".join(sentence.folded[first : last + 1])):
            return False
        starts = first == 0 or first - 1 in sentence.ends
        follows = bool(self._context.subject.at(sentence.folded, last + 1)) or last in sentence.commas
        if starts:
            return largest >= _TOWN and (follows or last - first > 0 or len(sentence.folded[first]) > 4)
        if self._context.before_article(sentence, first) < first or self._context.continues_a_name(
            sentence, first
        ):
            return False
        return (
            largest >= _TOWN
            or follows
            or first < last
            or bool(self._context.linked.before(sentence.folded, first))
        )

    def _stands_small(
        self, sentence: Sentence, first: int, last: int, largest: int, *, expected: bool
    ) -> bool:
        """Judge a name written small: a large city, or a town where a name is expected."""
        article = bool(self._context.articles.at(sentence.folded, first))
        named = article and first < last and sentence.words[first + 1].capitalised
        if named and expected and largest >= _TOWN:
            return True  # "municipio de la Unión"
        linked = bool(
            self._context.linked.before(sentence.folded, self._context.before_article(sentence, first))
        )
        if article:
            return expected and largest >= KNOWN_TO_ALL
        if expected:
            return largest >= KNOWN_TO_ALL or (largest >= _TOWN and linked)
        if first == 0 and largest >= _TOWN and self._context.subject.at(sentence.folded, last + 1):
            return True
        return largest >= KNOWN_TO_ALL and (linked or first == 0 or len(sentence.folded[first]) > 4)

    @staticmethod
    def _is_abbreviation(sentence: Sentence, first: int, last: int) -> bool:
        """Tell whether a word is short and in capitals where the message is not: EU, IBI."""
        word = sentence.words[first].text
        return first == last and len(word) < 5 and word.isupper() and not sentence.text.isupper()


def _size(city: City) -> int:
    """The inhabitants of a place; one that many languages have a name for counts as a town: Valletta."""
    return max(city.population, _TOWN) if city.known_as >= _FAMOUS else city.population


def _inhabitants(city: City) -> int:
    return city.population
