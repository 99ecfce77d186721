"""What the words around a name tell: whether a place is expected there, where the name ends, which country follows."""

from collections.abc import Collection, Mapping, Sequence

from knowledge.content.yaml_file import read_plain
from knowledge.geo.countries import Countries
from knowledge.geo.gazetteer import City
from knowledge.reading.phrases import plain_terms
from knowledge.reading.places.place_names import LONGEST_NAME, FoundName
from knowledge.reading.sentence import Sentence
from knowledge.reading.vocabulary import GEO, PlaceWords
from knowledge.reading.words import fold

KNOWN_TO_ALL = 50_000
"""A place written small, where none is expected, is taken for one from this size on."""
_SHORTEST = 4  # letters of a word that no small place is told by
_TOWN = 15_000  # inhabitants of a place that is told by what is said of it
_CLOSE = 6  # words after a name and a comma that may say where it lies
_NEAR = 3  # words after a name among which its country tells what it is


class PlaceContext:
    """What is told by the words around a name; `ordinary` are words that are rarely places.

    `vocabulary`: words that may stand beside a name with a capital and are no part of it ("Siena City Council").
    """

    def __init__(
        self,
        languages: Sequence[PlaceWords],
        countries: Countries,
        regions: Mapping[str, tuple[str, str]],
        ordinary: Collection[str] = (),
        vocabulary: Collection[str] = (),
    ) -> None:
        rarely = read_plain(GEO / "places.yaml")["rarely_places"].split()
        listed = (word for each in languages for word in each.ordinary)
        self.ordinary = frozenset([*rarely, *map(fold, listed), *ordinary])
        self._saints = frozenset(read_plain(GEO / "places.yaml")["saints"])
        self._words = frozenset(read_plain(GEO / "ordinary_words.yaml")["words"].split())
        beside_names = (
            word for each in languages for term in each.names_follow for word in fold(term).split()
        )
        self.vocabulary = frozenset([*vocabulary, *beside_names])
        self.countries, self.regions = countries, regions
        self.expected = plain_terms(term for each in languages for term in each.names_follow)
        self.within = plain_terms(term for each in languages for term in each.within)
        self._inside = plain_terms(term for each in languages for term in each.inside)
        self.subject = plain_terms(term for each in languages for term in each.subject_after)
        self.linked = plain_terms(term for each in languages for term in each.names_may_follow)
        self.articles = plain_terms(term for each in languages for term in each.articles)
        self._persons = plain_terms(term for each in languages for term in each.persons_follow)
        self._speakers = plain_terms(term for each in languages for term in each.speakers_follow)
        self._come = plain_terms(term for each in languages for term in each.speakers_come)

    def is_within(self, sentence: Sentence, first: int) -> bool:
        """Tell whether "in", "of" or a comma stands before a word, or before its article."""
        at = self.before_article(sentence, first)
        parted = at - 1 in sentence.commas and at - 1 not in sentence.ends
        return parted or bool(self.within.before(sentence.folded, at))

    def is_word(self, name: str) -> bool:
        """Tell whether each word of a name is short or means something besides: "la sierra" may be no small place."""
        known = (self._words, self.ordinary, self.vocabulary)
        return all(len(word) < _SHORTEST or any(word in each for each in known) for word in name.split())

    def before_article(self, sentence: Sentence, first: int) -> int:
        """Give the word where an article before a word begins, or the word itself."""
        article = self.articles.before(sentence.folded, first)
        return first - article[0] if article else first

    def is_expected(self, sentence: Sentence, first: int) -> bool:
        """Tell whether a name is expected at a word, as after "city of"."""
        if first and first - 1 in sentence.ends:
            return False
        places = {first, self.before_article(sentence, first)}
        return self._is_apposition(sentence, first) or any(
            self.expected.before(sentence.folded, at) for at in places
        )

    def _is_apposition(self, sentence: Sentence, first: int) -> bool:
        """Tell whether a name with a capital follows a body and a comma: "our town, Tomar, has"."""
        parted = first - 1 in sentence.commas and sentence.words[first].capitalised
        return parted and sentence.folded[first - 1] in self.vocabulary

    def is_person(self, sentence: Sentence, first: int, last: int) -> bool:
        """Tell whether a name is somebody's: "my name is Florence", "this is Paris from Graz"."""
        if self._persons.before(sentence.folded, first):
            return True
        comes = (
            last not in sentence.ends
            and last not in sentence.commas
            and self._come.at(sentence.folded, last + 1)
        )
        return bool(comes) and self._speakers.before(sentence.folded, first) is not None

    def stands_as_country(self, sentence: Sentence, first: int, last: int, name: str) -> bool:
        """Tell whether a name is asked about by itself: it is no part of a longer one, and no country follows it."""
        after = last + 1
        if first == 0 and after == len(sentence.words):
            return True
        follows = after < len(sentence.words) and last not in sentence.ends
        if follows and (sentence.words[after].capitalised or self.countries.named_at(sentence.words, after)):
            return False
        if first and self.continues_a_name(sentence, first):
            return False
        written = sentence.words[first].capitalised or name not in self.ordinary
        subject = first == 0 and bool(self.subject.at(sentence.folded, after))
        return written and (subject or self.is_expected(sentence, first))

    def continues_a_name(self, sentence: Sentence, first: int) -> bool:
        """Tell whether a word with a capital that is no name of ours stands right before."""
        word = sentence.words[first - 1]
        gap = sentence.text[word.end : sentence.words[first].start].strip()
        parted = gap not in ("", "-") or first - 1 in sentence.ends
        opens = first == 1 or first - 2 in sentence.ends
        return word.capitalised and not (parted or opens or word.folded in self.vocabulary)

    def is_fragment(
        self, sentence: Sentence, found: FoundName, named: Mapping[str, tuple[City, ...]]
    ) -> bool:
        """Tell whether a name is part of a longer one that is not known: no San where San Cugat stands."""
        after = found.last + 1
        if not found.cities or after >= len(sentence.words) or sentence.text.isupper():
            return False
        word = sentence.words[after]
        gap = sentence.text[sentence.words[found.last].end : word.start]
        known = word.folded in self.vocabulary or word.folded in self.ordinary or word.folded in named
        elsewhere = word.folded in self.regions or self.countries.code(word.text)
        return gap in (" ", "-") and word.capitalised and not (known or elsewhere)

    def name_end(self, sentence: Sentence, last: int) -> int:
        """Find where a longer name ends: after its words with a capital and the small ones between."""
        while last + 1 < len(sentence.words) and last not in sentence.commas and last not in sentence.ends:
            small = not sentence.words[last + 1].capitalised
            goes_on = last + 2 < len(sentence.words) and sentence.words[last + 2].capitalised
            if small and not (goes_on and self.linked.at(sentence.folded, last + 1)):
                break
            last += 2 if small else 1
        return last

    def worth_looking(self, sentence: Sentence, first: int, last: int, name: str) -> bool:
        """Leave out ordinary words that are not written like a name."""
        if first < last:
            return (
                (len(name) > 4 and not all(word in self.ordinary for word in name.split()))
                or name.split()[0] in self._saints
                or (bool(self.articles.at(sentence.folded, first)) and sentence.words[first + 1].capitalised)
                or (sentence.words[first].capitalised and sentence.words[last].capitalised)
                or bool(self.countries.named_at(sentence.words, last + 1))
            )
        return len(name) > 1 and (name not in self.ordinary or sentence.words[first].capitalised)

    def precedes_its_country(self, sentence: Sentence, last: int, cities: Sequence[City]) -> bool:
        """Tell whether the country or region that a place of the name lies in follows: "nauplia, grecia"."""
        if last in sentence.ends:
            return False
        after = last + 1 + bool(self.linked.at(sentence.folded, last + 1))
        after += bool(after > last + 1 and self.articles.at(sentence.folded, after))
        country = self.countries.named_at(sentence.words, after)
        region = self._region_at(sentence, after)
        described = (
            after == last + 1
            and sentence.folded[after : after + 1] != ()
            and sentence.folded[after] in self.vocabulary
        )
        country = country or (self.countries.named_at(sentence.words, after + 1) if described else None)
        return any(
            city.country == country
            or (region and region[0] == city.country and city.region in ("", region[1]))
            for city in cities
        )

    def is_said_to_lie_in(self, sentence: Sentence, last: int, cities: Sequence[City]) -> bool:
        """Tell whether "in" and the country or region of a place follow its name: "Victoria, on Gozo"."""
        inside = self._inside.at(sentence.folded, last + 1)
        is_body = sentence.folded[last] in self.vocabulary
        return bool(inside) and not is_body and self.precedes_its_country(sentence, last, cities)

    def is_told_by_region(self, sentence: Sentence, last: int, cities: Sequence[City]) -> bool:
        """Tell whether a region of a city's country stands close behind its name: "Armenia, pero la del Quindío"."""
        behind = [self._region_at(sentence, last + 1 + at) for at in range(_NEAR + 1)]
        countries = {region[0] for region in behind if region}
        return any(city.own_name and city.country in countries for city in cities)

    def is_article_of_region(self, sentence: Sentence, first: int, last: int) -> bool:
        """Tell whether a name begins with the article of a longer region's: no La Vega in "la Vega Baja"."""
        if not self.articles.at(sentence.folded, first):
            return False
        ends = range(last + 2, min(len(sentence.folded), first + 1 + LONGEST_NAME) + 1)
        return any(" ".join(sentence.folded[first + 1 : end]) in self.regions for end in ends)

    def is_said_to_be_in(self, sentence: Sentence, last: int, cities: Sequence[City]) -> bool:
        """Tell whether a mark and the country of a large city follow a name: "Split, the Croatian one"."""
        if last + 1 >= len(sentence.words) or not sentence.followed_by_a_mark(last):
            return False
        mentions = self.countries.find(sentence.words[last + 1 : last + 1 + _NEAR])
        named = {mention.code for mention in mentions}
        return any(city.country in named and city.population >= KNOWN_TO_ALL for city in cities)

    def is_described_in_its_country(self, sentence: Sentence, last: int, cities: Sequence[City]) -> bool:
        """Tell whether its country or region follows a name and a comma: "Mobile, the Alabama one"."""
        if last not in sentence.commas or sentence.folded[last] in self.vocabulary:
            return False
        ends = (
            at for at in range(last + 1, len(sentence.words)) if at in sentence.commas or at in sentence.ends
        )
        behind = range(last + 1, min(next(ends, len(sentence.words)), last + _CLOSE) + 1)
        if any(self.expected.at(sentence.folded[: behind.stop], at) for at in behind):
            return False
        named = {mention.code for mention in self.countries.find(sentence.words[behind.start : behind.stop])}
        named |= {region[0] for at in behind if (region := self._region_at(sentence, at)) and region[1]}
        return any(city.country in named and city.population >= _TOWN for city in cities)

    def _region_at(self, sentence: Sentence, place: int) -> tuple[str, str] | None:
        rest = sentence.folded[place : place + LONGEST_NAME]
        names = (" ".join(rest[:size]) for size in range(len(rest), 0, -1))
        return next((self.regions[name] for name in names if name in self.regions), None)
