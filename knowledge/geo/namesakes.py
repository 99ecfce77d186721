"""Which of several cities of one name is meant, or between which to ask."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from knowledge.geo.gazetteer import City

_ALONE_LARGER = 20  # or simply so many times as large
_FAR_LARGER = 8  # a city outside the call is meant before one in the EU if it is so many times as large
_LITTLE_KNOWN = 2  # a smaller namesake with half of the names in other languages is not meant
_KNOWN = 5_000  # inhabitants of a town that is known where its language is spoken
_FAR_LARGER_THAN_HOME = 120  # or so many times as large as a town where a language of the reader is spoken
_OUTWEIGHS = 3  # times that a city which only others call so is larger than those of that own name
_LARGE = 100_000
_WELL_KNOWN = 50_000  # inhabitants of a city that its fame makes likely
_METROPOLIS = 1_000_000  # cities outside the call are asked about only from this size on


@dataclass(frozen=True)
class CityChoice:
    """Which city a name means: one, or several to ask about; `namesakes` may be mentioned."""

    city: City | None
    alternatives: tuple[City, ...] = ()
    namesakes: tuple[City, ...] = ()


def choose_city(
    cities: Sequence[City],
    home_countries: Collection[str],
    other_countries: Collection[str],
    spoken_in: Collection[str] = (),
) -> CityChoice:
    """Choose among cities of one name, largest first, or say between which to ask.

    A city of the other countries counts from a third of the largest in the call on; one of a home country
    from a twenty-fifth of the largest anywhere (who writes to this programme is likely there), or as a city that is
    as well known as the largest: Santiago de Compostela beside Santiago de Chile. Towns in the countries `spoken_in`,
    where a language of the reader is spoken, count beside all but a metropolis: Trujillo. A larger city
    outside the call is meant where none in the EU counts and it is twice as large; up to three times, it is
    asked about if it is as well known.
    """
    near = _without_little_known(prefer_own_name(cities, home_countries, spoken_in), home_countries)
    inside = [city for city in near if city.country in home_countries or city.country in other_countries]
    likely = _likely(near, inside, home_countries, spoken_in)
    outside = next((city for city in near[:1] if city not in inside), None)
    european = any(city.country in home_countries for city in likely)
    if outside and _is_meant(outside, likely, european=european):
        return CityChoice(outside, namesakes=tuple(likely[:2]))
    known = bool(outside and likely and outside.known_as >= likely[0].known_as)
    if outside and known and _METROPOLIS <= outside.population <= 3 * likely[0].population:
        likely.append(outside)
    namesakes = tuple(city for city in near if city not in likely)[:2]
    if len(likely) > 1:
        ordered = sorted(likely, key=lambda city: city.country not in home_countries)
        return CityChoice(None, tuple(ordered[:4]), namesakes)
    return CityChoice(likely[0] if likely else None, namesakes=namesakes)


def _likely(
    near: Sequence[City], inside: Sequence[City], home_countries: Collection[str], spoken_in: Collection[str]
) -> list[City]:
    european = [city for city in inside if city.country in home_countries]
    largest, in_call, in_eu = (
        max((each.population for each in some), default=0) for some in (near, inside, european)
    )
    return [
        city
        for city in inside
        if (
            city in european
            and city.population >= in_eu / 10
            and (
                city.population >= largest / 25
                or _is_famous(city, near[0])
                or _is_at_home(city, largest, spoken_in)
            )
        )
        or (city not in european and city.population >= max(in_call / 3, in_eu / 4))
    ]


def _is_at_home(city: City, largest: int, spoken_in: Collection[str]) -> bool:
    """Tell whether a town lies where a language of the reader is spoken, and no metropolis has its name."""
    known = city.own_name and city.population >= _KNOWN
    return known and city.country in spoken_in and city.population * _FAR_LARGER_THAN_HOME >= largest


def _is_famous(city: City, largest: City) -> bool:
    """Tell whether a city is at least as well known as the largest of its name, and no village."""
    return city.population >= _WELL_KNOWN and city.known_as >= largest.known_as


def prefer_own_name(
    cities: Sequence[City], home_countries: Collection[str] = (), spoken_in: Collection[str] = ()
) -> list[City]:
    """Leave out cities that only other languages call so, unless three times as large as any with that own name.

    A town of the countries `spoken_in` that bears the name is always meant first (Alzira is not Algiers). In a
    home country being the largest is enough (Gerona is Girona before it is a town in the Philippines), and
    elsewhere no size is beside a city of that own name (Cancún is not Changchun).
    """
    own = [city for city in cities if city.own_name]
    if any(city.country in spoken_in and city.population >= _KNOWN for city in own):
        return own
    largest = max((city.population for city in own), default=0)
    best_known = max((city.known_as for city in own if city.country in home_countries), default=0)
    return [
        city
        for city in cities
        if city.own_name or (city.known_as >= best_known and _outweighs(city, largest, home_countries))
    ]


def _is_meant(outside: City, likely: Sequence[City], *, european: bool) -> bool:
    """Tell whether a city outside the call is so large, and beside one in the EU so well known, that it is meant."""
    if not european:
        return not likely or outside.population >= 2 * likely[0].population
    return all(
        outside.population >= _ALONE_LARGER * city.population
        or (
            outside.population >= _FAR_LARGER * city.population
            and outside.known_as >= _LITTLE_KNOWN * max(city.known_as, 1)
        )
        for city in likely
    )


def _outweighs(city: City, largest: int, home_countries: Collection[str]) -> bool:
    if city.country in home_countries:
        return city.population >= largest
    return city.population >= _OUTWEIGHS * largest and largest < _LARGE


def _without_little_known(cities: Sequence[City], home_countries: Collection[str]) -> list[City]:
    """Leave out what is both smaller and far less known than another: Venice in California beside Venice.

    A city of a home country yields to one of a home country alone: who writes to this programme is likely there.
    """
    return [
        city
        for city in cities
        if not any(
            other.population > city.population
            and other.known_as >= _LITTLE_KNOWN * max(city.known_as, 1)
            and (other.country in home_countries or city.country not in home_countries)
            for other in cities
        )
    ]
