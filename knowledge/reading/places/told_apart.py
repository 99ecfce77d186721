"""Which of several municipalities of one name is meant, by the regions, countries and other places of the message."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.geo.gazetteer import City
from knowledge.geo.namesakes import choose_city
from knowledge.reading.spans import Country, Place, Region

_MOST_TO_COMPARE = 30  # places of a message that help to tell the others apart
_COMMA = 2  # characters of a comma between two places
_MUCH_SMALLER = 20  # another place of the message does not tell of a namesake so much smaller


@dataclass(frozen=True)
class Disambiguation:
    """Tells namesakes apart; cities of the home countries and the programme's other countries are likelier."""

    _members: Collection[str]
    _partners: Collection[str]
    _spoken_in: Collection[str] = ()

    def resolved(
        self,
        places: Sequence[Place],
        regions: Sequence[Region],
        countries: Sequence[Country],
        telling: Collection[int],
    ) -> Iterator[Place]:
        """Tell namesakes apart by the regions and countries named and by the other places.

        `telling` are the starts of places that only say which of another name is meant.
        """
        told = [(each.start, each.code) for each in countries if not (each.negated or each.beside)]
        told += [
            (each.start, code)
            for each in places
            if each.start in telling and not each.negated and (code := self._sure(each))
        ]
        denied = {country.code for country in countries if country.negated}
        outside = {(region.country, region.name) for region in regions if region.negated}
        outside |= {
            (city.country, city.region)
            for each in places
            if each.start in telling and each.negated
            for city in each.cities[:1]
        }
        affirmed = [region for region in regions if not region.negated]
        known = {place.text: place for place in places[:_MOST_TO_COMPARE]}
        sure = {text: country for text, place in known.items() if (country := self._sure(place))}
        for place in places:
            cities = _outside(place.cities, denied, outside)
            cities = _inside(cities, affirmed) or _in_nearest(place, cities, told) or cities
            if not _inside(cities, affirmed) and not told:
                others = {country for text, country in sure.items() if text != place.text}
                cities = _beside(place, cities, known, sure) or self._fitting(cities, others)
            choice = choose_city(
                sorted(cities, key=lambda city: -city.population),
                self._members,
                self._partners,
                self._spoken_in,
            )
            likely = (choice.city,) if choice.city else choice.alternatives
            rest = tuple(city for city in place.cities if city not in likely)
            beside = place.beside or place.start in telling
            yield replace(place, cities=(*likely, *rest), likely=likely or tuple(cities[:1]), beside=beside)

    def _sure(self, place: Place) -> str | None:
        """Tell the country of a name that leaves no doubt about it."""
        choice = choose_city(place.cities, self._members, self._partners, self._spoken_in)
        return choice.city.country if choice.city else None

    def _fitting(self, cities: list[City], countries: Collection[str]) -> list[City]:
        """Prefer a city where another place of the message lies, unless it is much smaller.

        A place outside the home countries says nothing against a namesake within: "Limerick and Boston".
        """
        near = [city for city in cities if city.country in countries]
        largest = max((city.population for city in cities), default=0)
        if not any(city.country in self._members for city in near):
            near += [city for city in cities if city.country in self._members and near]
        return [city for city in near if city.population * _MUCH_SMALLER >= largest] or cities


def _beside(
    place: Place, cities: Sequence[City], known: Mapping[str, Place], sure: Mapping[str, str]
) -> list[City]:
    """Keep the cities in the country of a place right behind a comma, however small: "Trujillo, Cáceres"."""
    behind = (text for text, other in known.items() if 0 < other.start - place.end <= _COMMA)
    country = next((sure[text] for text in behind if text in sure), None)
    return [city for city in cities if city.country == country]


def _in_nearest(place: Place, cities: Sequence[City], told: Iterable[tuple[int, str]]) -> list[City]:
    """Keep the cities in the country named nearest to the place, of those that have one: "León, in Nicaragua"."""
    nearest_first = sorted(told, key=lambda country: abs(country[0] - place.end))
    inside = ([city for city in cities if city.country == code] for _start, code in nearest_first)
    return next(filter(None, inside), [])


def _outside(
    cities: Sequence[City], countries: Collection[str], regions: Collection[tuple[str, str]]
) -> list[City]:
    """Leave out the cities of denied countries and regions, unless all are: "Cartagena, no la de Murcia"."""
    left = [each for each in cities if each.country not in countries]
    return [each for each in left if (each.country, each.region) not in regions] or left or list(cities)


def _inside(cities: Iterable[City], regions: Sequence[Region]) -> list[City]:
    named = {(region.country, region.name) for region in regions}
    return [city for city in cities if (city.country, city.region) in named] or [
        city for city in cities if city.country in {region.country for region in regions}
    ]
