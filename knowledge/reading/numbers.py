"""Numbers in a sentence, in figures or in Spanish or English words: 54.000, 120 mil, 1.3M, medio millón.

Whether a number counts inhabitants is not decided here, but in populations.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from knowledge.reading.words import fold

_UNITS = (
    "cero zero|uno one un una|dos two|tres three|cuatro four|cinco five|seis six|"
    "siete seven|ocho eight|nueve nine|"
    "diez ten|once eleven|doce twelve|trece thirteen|catorce fourteen|quince fifteen|dieciseis sixteen|"
    "diecisiete seventeen|dieciocho eighteen|diecinueve nineteen|veinte twenty|veintiuno veintiun veintiuna|"
    "veintidos|veintitres|veinticuatro|veinticinco|veintiseis|veintisiete|veintiocho|veintinueve"
)
_TENS = (
    "treinta thirty|cuarenta forty|cincuenta fifty|sesenta sixty|"
    "setenta seventy|ochenta eighty|noventa ninety"
)
_HUNDREDS = (
    "cien ciento|doscientos doscientas|trescientos trescientas|cuatrocientos cuatrocientas|"
    "quinientos quinientas|"
    "seiscientos seiscientas|setecientos setecientas|ochocientos ochocientas|novecientos novecientas"
)
_THOUSANDS = frozenset({"mil", "miles", "thousand", "thousands", "k"})
_MILLIONS = frozenset({"millon", "millones", "million", "millions", "mill", "m"})
_LARGEST = 1e15  # more than anybody means; four hundred digits would be infinity
_JOINED = frozenset({"y", "and", "-"})
_GROUPED = r"\d{1,3}(?:(?:\.\d{3})+|(?:,\d{3})+|(?:['’]\d{3})+|(?:[ \u00a0\u202f]\d{3})+)(?!\d)"
_TOKEN = re.compile(
    rf"(?P<grouped>{_GROUPED})|(?P<plain>\d+(?:[.,]\d+)?)|(?P<word>[^\W\d_]+)|(?P<mark>[^\w\s])"
)
_FRACTIONS = {
    "medio millon": 2,
    "half a million": 2,
    "half million": 2,
    "cuarto de millon": 4,
    "quarter of a million": 4,
    "quarter million": 4,
}
_AND_A_HALF = re.compile(r"\s+(?:y medio|and a half)\b", re.IGNORECASE)
_RANGE_OPENS = re.compile(r"\b(?:entre|between)\s+(?:los\s+|the\s+)?$", re.IGNORECASE)
_RANGE_JOINS = re.compile(r"\s*(?:y|and|a|to|o|or|-|–)\s*(?:los\s+)?")
_PER = re.compile(r"\bpor\s+$", re.IGNORECASE)
_PERCENT = re.compile(r"\s*(?:%|por ?ciento|per ?cent|pct)", re.IGNORECASE)


@dataclass(frozen=True)
class Quantity:
    """A number and where it stands; `amount` tells 54.000 or 120 mil from 2019, `upper` ends a range."""

    value: int
    start: int
    end: int
    amount: bool
    scale: int = 1
    upper: int | None = None


@dataclass(frozen=True)
class _Token:
    word: str
    start: int
    end: int
    value: float | None = None
    amount: bool = False


def quantities(text: str) -> tuple[Quantity, ...]:
    """Find the numbers of a text in its order, a range as one; no percentages, and no lone "un" or "a"."""
    found = [*_fractions(text)]
    taken = [range(quantity.start, quantity.end) for quantity in found]
    found += [each for each in _written(text) if not any(each.start in span for span in taken)]
    ordered = sorted(found, key=lambda each: each.start)
    return tuple(each for each in _ranges(text, ordered) if not _is_share(text, each))


def _is_share(text: str, quantity: Quantity) -> bool:
    return bool(_PERCENT.match(text, quantity.end) or _PER.search(text[: quantity.start]))


def unaccented(text: str) -> str:
    """Fold letter by letter, so that every letter stays where it is."""
    if text.isascii():
        return text.lower()
    return "".join(map(_unaccented_letter, text))


@lru_cache(maxsize=512)
def _unaccented_letter(char: str) -> str:
    folded = fold(char)
    return folded if len(folded) == 1 else char


def _fractions(text: str) -> Iterator[Quantity]:
    plain = unaccented(text)
    for wording, divisor in _FRACTIONS.items():
        for match in re.finditer(rf"\b{wording}\b", plain):
            yield Quantity(1_000_000 // divisor, match.start(), match.end(), True, 1_000_000)


def _written(text: str) -> Iterator[Quantity]:
    tokens = _tokens(text)
    place = 0
    while place < len(tokens):
        quantity, after = _amount(tokens, place)
        if quantity:
            yield _with_half(text, quantity)
        place = max(after, place + 1)


def _with_half(text: str, quantity: Quantity) -> Quantity:
    half = _AND_A_HALF.match(text, quantity.end)
    if not half or quantity.scale == 1:
        return quantity
    return replace(quantity, value=quantity.value + quantity.scale // 2, end=half.end())


def _tokens(text: str) -> list[_Token]:
    return [_token(match) for match in _TOKEN.finditer(text)]


def _token(match: re.Match[str]) -> _Token:
    start, end = match.span()
    if match["grouped"]:
        return _Token("", start, end, float(re.sub(r"\D", "", match["grouped"])), True)
    if match["plain"]:
        return _Token("", start, end, float(match["plain"].replace(",", ".")))
    attached = start > 0 and match.string[start - 1].isdigit()
    word = fold(match["word"] or "") or match.group()
    if word == "m" and not (attached and match.group() == "M"):
        word = "metres"
    return _Token(word, start, end)


def _amount(tokens: list[_Token], place: int) -> tuple[Quantity | None, int]:
    """Read a number from a place on, in parts of falling scale: two million, three hundred thousand."""
    total, limit, first, scale = 0.0, 10**9, place, 1
    amount = False
    while True:
        value, after = _below_thousand(tokens, place, opening=place == first)
        step = _scale(tokens, after)
        if value is None and step == 1_000 and tokens[after].word == "mil":
            value = 1
        if value is None or max(step, 1) >= limit:
            break
        total, limit, scale = total + value * step, step, max(scale, step)
        spelled = tokens[place].value is None and value >= 100
        amount = amount or step > 1 or tokens[place].amount or spelled
        place = after + (step > 1)
        if step == 1:
            break
    if place == first or (place == first + 1 and tokens[first].word in ("un", "una", "one", "a", "uno")):
        return None, first + 1
    if total > _LARGEST:
        return None, place
    return Quantity(round(total), tokens[first].start, tokens[place - 1].end, amount, scale), place


def _scale(tokens: list[_Token], place: int) -> int:
    word = tokens[place].word if place < len(tokens) else ""
    return 1_000 if word in _THOUSANDS else 1_000_000 if word in _MILLIONS else 1


def _below_thousand(tokens: list[_Token], place: int, *, opening: bool) -> tuple[float | None, int]:
    """Read figures, or words up to 999; figures after a scale must be small (120 mil 500)."""
    if place >= len(tokens):
        return None, place
    token = tokens[place]
    if token.value is not None:
        fits = opening or (token.value < 1_000 and not token.amount)
        return (token.value, place + 1) if fits else (None, place)
    hundreds, place = _hundreds(tokens, place)
    rest, after = _below_hundred(tokens, place)
    if hundreds is None:
        return rest, after
    return hundreds + (rest or 0), after if rest is not None else place


def _hundreds(tokens: list[_Token], place: int) -> tuple[int | None, int]:
    word = tokens[place].word
    spoken = _position(word, _HUNDREDS)
    if spoken is not None:
        return (spoken + 1) * 100, place + 1
    count = 1 if word == "a" else _position(word, _UNITS)
    if count and place + 1 < len(tokens) and tokens[place + 1].word == "hundred":
        joined = place + 2 < len(tokens) and tokens[place + 2].word == "and"
        follows = joined and _below_hundred(tokens, place + 3)[0] is not None
        return count * 100, place + (3 if follows else 2)
    return None, place


def _below_hundred(tokens: list[_Token], place: int) -> tuple[int | None, int]:
    if place >= len(tokens):
        return None, place
    word = tokens[place].word
    tens = _position(word, _TENS)
    if tens is None:
        if word == "a" and _scale(tokens, place + 1) > 1:
            return 1, place + 1
        return _position(word, _UNITS), place + (_position(word, _UNITS) is not None)
    value, after = (tens + 3) * 10, place + 1
    joined = after < len(tokens) and tokens[after].word in _JOINED
    next_word = tokens[after + joined].word if after + joined < len(tokens) else ""
    unit = _position(next_word, _UNITS)
    if unit is not None and 0 < unit < 10:
        return value + unit, after + joined + 1
    return value, after


@cache
def _positions(listed: str) -> Mapping[str, int]:
    return {name: place for place, names in enumerate(listed.split("|")) for name in names.split()}


def _position(word: str, listed: str) -> int | None:
    return _positions(listed).get(word)


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """Join "entre 90 y 110 mil" and "90-110 mil" into one quantity that starts at its lower end."""
    joined: list[Quantity] = []
    for quantity in found:
        low = joined[-1] if joined else None
        if low and _is_range(text, low, quantity):
            factor = quantity.scale if low.value < 1_000 else 1
            whole = replace(
                low, value=low.value * factor, end=quantity.end, amount=True, upper=quantity.value
            )
            joined[-1] = whole
        else:
            joined.append(quantity)
    return joined


def _is_range(text: str, low: Quantity, high: Quantity) -> bool:
    between = text[low.end : high.start]
    if low.value >= high.value or not _RANGE_JOINS.fullmatch(between):
        return False
    opened = bool(_RANGE_OPENS.search(text[: low.start]))
    dashed = between.strip() not in ("y", "and", "")
    return opened or (dashed and high.scale > 1 and low.value < 1_000)
