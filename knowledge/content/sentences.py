"""Messages about wrong values, for people who edit YAML, with what would be right."""

from collections.abc import Collection, Mapping
from typing import get_args

from pydantic_core import ErrorDetails
from rapidfuzz import process

from knowledge.content.places import FormatPlace, allowed_keys

LEAST_SIMILAR_NAME = 70
KEYS = {
    r"^[A-Z]{2}$": "should be the two capital letters of a country (ISO 3166): ES, PT",
    r"^#[0-9a-fA-F]{6}$": 'should be a colour of six digits in quotes: "#1b5e20"',
    r"^[a-z]{2,3}$": "should be the two small letters of a language (ISO 639): es, en",
    r"^[a-z]+\.[a-z0-9_]+$": "should be two words with a dot between them: small letters, no accents (stay.length)",
    r"^[a-z][a-z_]{0,17}$": "should be the id of a question: at most 18 small letters without accents, _ between words "
    "(head_count); no digits",
    r"^[A-Za-z][A-Za-z0-9_-]{0,23}$": "should be the id of an option: at most 24 letters without accents, digits, - or "
    "_, a letter first",
    r"^[A-Z][A-Z0-9]{1,7}$": "should be two to eight capital letters or digits: TEX",
    r"^\+?[0-9 ()./-]{5,30}$": 'should be a telephone number in quotes: "+32 2 899 91 41"',
    r"^@\w{3,32}$": 'should be a name with @ before it, in quotes: "@town_exchange"',
    r"^(https?://|www\.)[\w-]+(\.[\w-]+)+(/\S*)?$": "should be a web address without spaces that begins with https:// "
    "or www.: https://www.example.org",
    r"^https?://[\w-]+(\.[\w-]+)+(/\S*)?$": "should be a whole web address, with https:// before it: "
    "https://www.example.org/apply",
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "should be an e-mail address: office@example.org",
}
SHORT_ID = "should be a short id: at most 24 small letters without accents, digits, - or _, a letter first"
MESSAGES: Mapping[str, str] = {
    "missing": "is missing; add it",
    "model_type": "should be a group of keys, each on a line of its own below",
    "dict_type": "should be a group of keys: {es: …, en: …} where it is a text",
    "tuple_type": "should be a list: [one, another]",
    "list_type": "should be a list: [one, another]",
    "string_too_short": "is empty; write something here",
    "greater_than_equal": "is too small",
    "less_than_equal": "is too large",
    "bool_type": "should be true or false",
    "bool_parsing": "should be true or false",
    "int_type": "should be a whole number, without dots, commas or quotes: 20000",
    "int_parsing": "should be a whole number, without dots, commas or quotes: 20000",
    "int_from_float": "should be a whole number, without dots, commas or quotes: 20000",
    "date_type": "should be a date: 2027-03-04 (year, month, day)",
    "date_parsing": "should be a date: 2027-03-04 (year, month, day)",
    "date_from_datetime_parsing": "should be a date: 2027-03-04 (year, month, day)",
    "date_from_datetime_inexact": "should be a date without a time: 2027-03-04",
}


def suggested_name(name: str, known: Collection[str]) -> str:
    """Suggest the known name that was probably meant, or list the known names."""
    best = process.extractOne(name, list(known), score_cutoff=LEAST_SIMILAR_NAME)
    if best:
        return f"did you mean {best[0]}?"
    return f"there are {', '.join(sorted(known))}" if known else "there are none"


def is_similar(name: str, other: str) -> bool:
    """Tell whether one name may be meant for another."""
    return process.extractOne(name, [other], score_cutoff=LEAST_SIMILAR_NAME) is not None


def sentence(finding: ErrorDetails, place: FormatPlace, around: FormatPlace) -> str:
    """Say what pydantic found of a value; `around` is the group of keys that it stands in."""
    kind, given, limits = finding["type"], finding.get("input"), finding.get("ctx", {})
    if kind in ("value_error", "languages"):
        return str(finding["msg"]).removeprefix("Value error, ")
    if kind == "extra_forbidden":
        return unknown_key(str(finding["loc"][-1]), around)
    if kind in ("string_type", "string_sub_type"):
        return no_words(given)
    if kind == "string_pattern_mismatch":
        return f"{given!r} does not fit; it {KEYS.get(limits['pattern'], SHORT_ID)}"
    if kind == "literal_error":
        return no_choice(given, place)
    if kind == "string_too_long":
        return (
            f"has {len(str(given))} characters; there is room for at most {limits['max_length']} characters"
        )
    if kind == "too_short":
        return f"has {limits['actual_length']}, and needs at least {limits['min_length']}"
    return MESSAGES.get(kind, "cannot stand here; the guide says what may (docs/content-guide.md)")


def unknown_key(name: str, around: FormatPlace) -> str:
    """A key that the format does not have, and the one that was probably meant."""
    return (
        f"is not a key of this place; {suggested_name(name, allowed_keys(around.model))}"
        if around.model
        else "is not a key"
    )


def no_words(given: object) -> str:
    """The message for a value that should be text, often yes or no, which YAML reads as true and false."""
    if isinstance(given, bool):
        return "should be words; without quotes, yes, no, on and off are true or false to YAML: put them in quotes"
    if given is None:
        return "is empty; write something here"
    if isinstance(given, dict | list):
        return "should be words, in quotes if there is a colon, a comma or a bracket among them"
    return f'should be words; put it in quotes: "{given}"'


def no_choice(given: object, place: FormatPlace) -> str:
    """A value that is none of the few that may stand here."""
    known = [str(each) for each in get_args(place.takes)]
    if isinstance(given, bool) and "no" in known:
        return 'should be in quotes: "no"; without them YAML takes it for false'
    return (
        f"should be one of {', '.join(known)}; {suggested_name(str(given), known)}"
        if known
        else "does not fit here"
    )
