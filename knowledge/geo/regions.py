"""Names of regions, which tell places apart: those that cities have, those of places.yaml, those of ISO 3166-2.

ISO 3166-2 comes with the package pycountry, in the countries' own languages and in each language of the reader.
A name that a municipality of the country has as well (most provinces of Spain), or a town elsewhere, is left out.
"""

import gettext
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache

import pycountry

from knowledge.content.yaml_file import read_plain
from knowledge.geo.gazetteer import City, Gazetteer
from knowledge.reading.vocabulary import GEO
from knowledge.reading.words import fold

Region = tuple[str, str]
"""A country's code, and the region's name."""
NO_REGION = ""  # the name of a landscape, which tells its country and nothing more
_TOWN = 25_000  # inhabitants of a namesake elsewhere that is meant rather than a region
_SHORTEST = 5  # letters; shorter names are ordinary words in too many languages
_NOTES = re.compile(r"\s*[\[(*].*$")  # "Stockholms län [SE-01]", "Catalunya [Cataluña]"


def named_regions(
    gazetteer: Gazetteer, languages: Collection[str]
) -> tuple[dict[str, Region], frozenset[str]]:
    """Map folded names of regions to the region; also say which of them ISO 3166-2 alone has.

    The names of places.yaml win over all others; its landscapes are of a country, and of no region.
    """
    places = read_plain(GEO / "places.yaml")
    spoken: Mapping[str, Region] = {
        name: (country, region) for name, (country, region) in places["region_names"].items()
    }
    known = {fold(region): (country, region) for country, region in gazetteer.regions()}
    lying_in = {
        fold(name): (code, NO_REGION) for code, names in places["landscapes"].items() for name in names
    }
    official = _official(tuple(sorted(languages)))
    named = gazetteer.named([name for name in official if name not in known and name not in spoken])
    cities = [name for name, cities in named.items() if _is_of_municipality(official[name], cities)]
    never = {*cities, *known, *spoken, *places["never_regions"]}
    others = {name: region for name, region in official.items() if name not in never}
    return {**others, **lying_in, **known, **spoken}, frozenset([*others, *lying_in])


def _is_of_municipality(region: Region, cities: Collection[City]) -> bool:
    """Tell whether a municipality of the region's country, or a town elsewhere, bears a name: not Kerry."""
    return any(city.country == region[0] or city.population >= _TOWN for city in cities)


@cache
def _official(languages: tuple[str, ...]) -> Mapping[str, Region]:
    found: dict[str, Region | None] = {}
    for name, region in _subdivisions(languages):
        folded = fold(name)
        if len(folded) >= _SHORTEST:
            same = found.get(folded, region)
            found[folded] = region if same and same[0] == region[0] else None
    return {name: region for name, region in found.items() if region}


def _subdivisions(languages: tuple[str, ...]) -> Iterator[tuple[str, Region]]:
    folder = f"{pycountry.__path__[0]}/locales"
    spoken = [gettext.translation("iso3166-2", folder, [code], fallback=True) for code in languages]
    for subdivision in pycountry.subdivisions:
        own = _NOTES.sub("", subdivision.name)
        names = {own, *(_NOTES.sub("", words.gettext(subdivision.name)) for words in spoken)}
        yield from ((name, (subdivision.country_code, own)) for name in sorted(names))
