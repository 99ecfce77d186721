"""Countries in a sentence: their names in Spanish and English (CLDR, through Babel), and their demonyms."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from babel import Locale
from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from knowledge.content.yaml_file import read_plain
from knowledge.reading.words import Word, fold, words

_LONGEST_NAME = 5
_NO_COUNTRIES = frozenset({"AC", "CP", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"})


@dataclass(frozen=True)
class CountryMention:
    """A country named at words [first, last] of a sentence, by its name or by a demonym."""

    code: str
    first: int
    last: int
    demonym: bool


class Countries:
    """Finds countries in sentences; make one with `read_countries`."""

    def __init__(
        self, names: Mapping[str, str], demonyms: Mapping[str, str], doubtful: Mapping[str, str]
    ) -> None:
        """Take folded names and demonyms with their codes; `doubtful` names are more often something else."""
        self._names = names
        self._doubtful = doubtful
        self._demonyms = demonyms
        self._begin = {known.split(" ")[0] for known in chain(names, demonyms)}

    def find(self, sentence: tuple[Word, ...]) -> tuple[CountryMention, ...]:
        """Find the countries that a sentence names, in its order; longer names win over shorter ones."""
        found: list[CountryMention] = []
        place = 0
        while place < len(sentence):
            mention = self._at(sentence, place)
            if mention:
                found.append(mention)
            place = mention.last + 1 if mention else place + 1
        return tuple(found)

    def named_at(self, sentence: tuple[Word, ...], first: int) -> str | None:
        """Give the country whose name begins at a word; demonyms do not count."""
        mention = self._at(sentence, first) if first < len(sentence) else None
        return mention.code if mention and not mention.demonym else None

    def doubtful(self, text: str) -> str | None:
        """Give the country of a name that is more often something else, such as a region's (Georgia)."""
        return self._doubtful.get(fold(text))

    def code(self, text: str) -> str | None:
        """Read a country typed on its own: a name, a demonym or its ISO code."""
        folded = fold(text)
        known = self._names.get(folded) or self._demonyms.get(folded)
        if known or len(folded) != 2:
            return known
        return folded.upper() if folded.upper() in set(self._names.values()) else None

    def words_for(self, codes: Collection[str]) -> list[str]:
        """List the names and demonyms of some countries, in both languages, folded."""
        told = chain(self._names.items(), self._demonyms.items())
        return sorted(word for word, code in told if code in codes)

    def codes(self) -> frozenset[str]:
        """All countries of the world."""
        return frozenset(self._names.values())

    def near(self, text: str) -> str | None:
        """Find the country whose name is one typing mistake away; None below five letters."""
        folded = fold(text)
        best = extractOne(folded, list(self._names), scorer=OSA.distance, score_cutoff=1)
        return self._names[best[0]] if best and len(folded) > 4 else None

    def is_name(self, folded: str) -> bool:
        """Tell whether a folded text is a country's name, or an adjective of one."""
        return folded in self._names or folded in self._demonyms

    def _at(self, sentence: tuple[Word, ...], first: int) -> CountryMention | None:
        if sentence[first].folded.split(" ")[0] not in self._begin:
            return self._capitals(sentence[first], first)
        for length in range(min(_LONGEST_NAME, len(sentence) - first), 0, -1):
            last = first + length - 1
            folded = " ".join(word.folded for word in sentence[first : last + 1])
            if folded in self._names:
                return CountryMention(self._names[folded], first, last, False)
            if folded in self._demonyms:
                return CountryMention(self._demonyms[folded], first, last, True)
        return self._capitals(sentence[first], first)

    def _capitals(self, word: Word, place: int) -> CountryMention | None:
        return CountryMention("US", place, place, False) if word.text in ("US", "EU.UU") else None


@cache
def read_countries() -> Countries:
    """Read the names of the world's countries and their demonyms, once (30 ms)."""
    extra = read_plain(Path(__file__).with_name("countries.yaml"))
    names = {name: code for code, name in _cldr_names()}
    names.update({name: code for code, others in extra["names"].items() for name in others})
    doubtful = {name: names.pop(name) for name in extra["not_countries"] if name in names}
    demonyms = {
        form: code for code, adjectives in extra["demonyms"].items() for form in all_forms(adjectives)
    }
    return Countries(names, demonyms, doubtful)


def _cldr_names() -> Iterator[tuple[str, str]]:
    for language in ("es", "en"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:
                yield code, " ".join(word.folded for word in words(name))


def all_forms(adjectives: Iterable[str]) -> Iterator[str]:
    """Give the folded forms of demonyms: Spanish ones from the masculine singular, with all that English has."""
    for adjective in adjectives:
        stem = fold(adjective)
        yield from (stem, stem + "s", stem + "es")
        if stem.endswith("o"):
            yield from (stem[:-1] + "a", stem[:-1] + "as")
        elif not adjective[-2:-1].isascii() or adjective.endswith("ol"):
            yield from (stem + "a", stem + "as")
