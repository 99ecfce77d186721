"""The rulebook, gazetteer and reader that the tests of candidates share, from the real content."""

from datetime import date
from functools import cache
from pathlib import Path

from knowledge.content.load import Content, load
from knowledge.content.schema import Programme
from knowledge.content.text import languages_context
from knowledge.content.yaml_file import read_plain
from knowledge.conversation.teaching import ordinary_words
from knowledge.eligibility.candidate import CandidateReader, DescribedCandidate
from knowledge.eligibility.rules import Rulebook, Rules
from knowledge.geo.countries import read_countries
from knowledge.geo.gazetteer import Gazetteer, open_gazetteer
from knowledge.reading.reader import Reader
from tests.conftest import cache_to_oneself

CONTENT = Path(__file__).parents[3] / "knowledge" / "programmes" / "iuc"
SETS = Programme.model_validate(
    read_plain(CONTENT / "programme.yaml"), context=languages_context(("es", "en"))
).sets
EU_MEMBERS, PARTNER_COUNTRIES = SETS["eu_members"], SETS["partner_countries"]
BEFORE, AFTER = date(2027, 3, 4), date(2027, 3, 5)


@cache
def content() -> Content:
    return load()


@cache
def rules() -> Rules:
    return Rules.model_validate(read_plain(CONTENT / "eligibility.yaml"))


@cache
def rulebook() -> Rulebook:
    return content().rulebook


@cache
def gazetteer() -> Gazetteer:
    with cache_to_oneself() as cache:
        return open_gazetteer(cache)


@cache
def reader() -> CandidateReader:
    return CandidateReader(rulebook(), ["y", "con", "and", "with"])


@cache
def messages() -> Reader:
    return Reader(
        gazetteer(), read_countries(), EU_MEMBERS, PARTNER_COUNTRIES, ordinary=ordinary_words(content())
    )


def described(text: str, language: str) -> DescribedCandidate:
    return reader().describe(messages().read(text, language))
