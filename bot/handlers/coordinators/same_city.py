"""Which city a pre-application is about, under any spelling: keys to compare it with others by."""

from knowledge.form.applicant import Applicant
from knowledge.geo.gazetteer import City, Gazetteer, StoredPlace
from knowledge.reading.words import fold


def place_keys(gazetteer: Gazetteer, applicant: Applicant) -> frozenset[str]:
    """Give a key for the city of a pre-application, or for each municipality of a group.

    Places are stored with a geonameid where they were confirmed, else with a name alone.
    """
    return frozenset(place_key(gazetteer, place, applicant.country) for place in applicant.places)


def place_key(gazetteer: Gazetteer, place: StoredPlace, country: str | None) -> str:
    """Name a place by its GeoNames id, whatever it was called; by country and name if it is not known there."""
    if place.get("geonameid"):
        return f"geonames:{place['geonameid']}"
    folded = fold(place["name"])
    where = place.get("country") or country
    known = [city for city in gazetteer.named([folded]).get(folded, ()) if where in (None, city.country)]
    found = max(known, key=likelihood, default=None)
    return f"geonames:{found.geonameid}" if found else f"{where or ''}:{folded}"


def likelihood(city: City) -> tuple[bool, int]:
    """Prefer a city that calls itself so, then the larger one."""
    return city.own_name, city.population
