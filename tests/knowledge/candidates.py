"""The rulebook, gazetteer and reader that the tests of candidates share, from the real content."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import gettempdir

import yaml

from knowledge.content.load import load
from knowledge.conversation.teaching import ordinary_words
from knowledge.eligibility.candidate import CandidateReader, Described
from knowledge.eligibility.rules import Rulebook, Rules
from knowledge.geo.countries import read_countries
from knowledge.geo.gazetteer import Gazetteer, open_gazetteer
from knowledge.reading.reader import Reader

CONTENT = Path(__file__).parents[2] / "knowledge" / "programmes" / "iuc"
EU_MEMBERS = load().programme.sets["eu_members"]
PARTNER_COUNTRIES = load().programme.sets["partner_countries"]
BEFORE, AFTER = date(2027, 3, 4), date(2027, 3, 5)


@cache
def rules() -> Rules:
    return Rules.model_validate(yaml.safe_load((CONTENT / "eligibility.yaml").read_text("utf-8")))


@cache
def rulebook() -> Rulebook:
    return load().rulebook


@cache
def gazetteer() -> Gazetteer:
    """Built once per machine and version; later runs find it."""
    return open_gazetteer(Path(gettempdir()) / "iuc-assistant-tests")


@cache
def reader() -> CandidateReader:
    return CandidateReader(rulebook(), ["y", "con", "and", "with"])


@cache
def messages() -> Reader:
    return Reader(
        gazetteer(), read_countries(), EU_MEMBERS, PARTNER_COUNTRIES, ordinary=ordinary_words(load())
    )


def described(text: str, language: str) -> Described:
    return reader().describe(messages().read(text, language))
