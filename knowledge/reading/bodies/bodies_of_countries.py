"""What a body is called in one country alone ("concello"), or is there and nowhere else: a Peruvian "distrito"."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from knowledge.content.yaml_file import read_plain
from knowledge.geo.gazetteer import City
from knowledge.reading.bodies.body_names import Found
from knowledge.reading.phrases import Terms, one_meaning
from knowledge.reading.sentence import Sentence
from knowledge.reading.spans import Body, Country, Place
from knowledge.reading.vocabulary import GEO, terms_of_one_country
from knowledge.reading.words import fold

_BETWEEN = 2  # words between a body and the place that it is of: "de la"
MUNICIPALITY = "municipality"
REGION = "region"


class BodiesOfCountries:
    """Knows the terms that tell a country, what is a municipality in one country alone, and regions that are cities."""

    def __init__(self) -> None:
        """Read the terms of each country."""
        known = read_plain(GEO / "municipalities_of_countries.yaml")
        terms: Mapping[str, Sequence[str]] = known["terms"]
        self._terms = {country: {fold(term) for term in own} for country, own in terms.items()}
        self._names: Terms[str] = Terms(one_meaning(terms_of_one_country()))
        self._cities = frozenset((country, fold(name)) for country, name in known["cities"])

    def country(self, sentence: Sentence, first: int, last: int) -> str | None:
        """Give the country where alone a body is called so."""
        found = self._names.at(sentence.folded[: last + 1], first)
        return found[1] if found and found[0] == last + 1 - first else None

    def homes(self, sentence: Sentence, named: Sequence[Found]) -> Iterator[Country]:
        """Give the countries where alone bodies are called as they are here: "Comune di Lugo" is in Italy."""
        for first, last, _, _ in named:
            code, span = self.country(sentence, first, last), sentence.span(first, last)
            if code:
                yield Country(span.start, span.end, code)

    def is_city(self, country: str, name: str) -> bool:
        """Tell whether a region, or the city of its name, is both."""
        return (country, fold(name)) in self._cities

    def bodies(self, sentence: Sentence, bodies: Sequence[Body], places: Sequence[Place]) -> Iterator[Body]:
        """Give the bodies, as municipalities those that are some where they stand."""
        for body in bodies:
            city = next((place.likely[0] for place in places if _is_of(sentence, body, place)), None)
            yield replace(body, kind=MUNICIPALITY) if city and self._counts(sentence, body, city) else body

    def _counts(self, sentence: Sentence, body: Body, city: City) -> bool:
        if body.kind == REGION and self.is_city(city.country, city.local_name):
            return True
        return fold(sentence.text[body.start : body.end]) in self._terms.get(city.country, ())


def _is_of(sentence: Sentence, body: Body, place: Place) -> bool:
    """Tell whether a place stands right behind a body."""
    between = sum(body.end <= word.start < place.start for word in sentence.words)
    marks = sentence.text[body.end : place.start]
    return bool(place.likely) and place.start >= body.end and between <= _BETWEEN and "," not in marks
