"""Suggests municipalities near a group that is too small: the largest of the nearest in the gazetteer."""

from collections.abc import Iterator, Sequence

from knowledge.form.types.base import Asked
from knowledge.geo.gazetteer import City, StoredPlace
from knowledge.reading.words import fold

MOST_SUGGESTED = 3
MOST_LOOKED_AT = 24


def suggested_neighbours(asked: Asked, listed: Sequence[StoredPlace]) -> list[City]:
    """The largest municipalities nearby that are not on the list; none where the list has enough inhabitants."""
    if not listed or not is_too_small(asked, listed):
        return []
    members = list(cities_of(asked, listed))
    names = {fold(member["name"]) for member in listed}
    taken = {city.geonameid for city in members}
    near = {
        city.geonameid: city
        for member in members
        for city in asked.sources.gazetteer.neighbours(member, MOST_LOOKED_AT)
        if city.geonameid not in taken and fold(city.name(asked.sources.language)) not in names
    }
    return sorted(near.values(), key=lambda city: -city.population)[:MOST_SUGGESTED]


def is_too_small(asked: Asked, listed: Sequence[StoredPlace]) -> bool:
    """Tell whether the inhabitants of a list stay below the threshold of the rules."""
    fact = asked.sources.rulebook.fact_of_field("population")
    threshold = asked.sources.rulebook.threshold(fact) if fact else None
    return threshold is not None and sum(member["population"] for member in listed) <= threshold


def cities_of(asked: Asked, listed: Sequence[StoredPlace]) -> Iterator[City]:
    """The gazetteer's cities of the members that were found there."""
    found = asked.sources.gazetteer.named([fold(member["name"]) for member in listed])
    for member in listed:
        cities = found.get(fold(member["name"]), ())
        yield from [city for city in cities if city.geonameid == member.get("geonameid")][:1]
