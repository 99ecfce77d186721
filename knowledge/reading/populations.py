"""Which numbers of a sentence count inhabitants: not euros, students or years; a group's are summed."""

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.reading.numbers import Quantity, quantities, unaccented

_SMALLEST, _LARGEST = 20, 45_000_000
_INHABITANTS = re.compile(
    r"\W*(?:(?:de|of|or so|y pico|largos|aprox\w*|registered|permanent|plus|justos|exactos) )*"
    r"(?:hab|habs|h|habitantes?|havitantes|abitantes|vecin[oa]s|personas|almas|residentes?"
    r"|empadronad[oa]s|ciudadan[oa]s|"
    r"pobladores|peoples?|persons|inhabitants?|inhab|habitants|residents?|citizens?|souls"
    r"|population|poblacion|pop|gente|"
    r"of us|folks)\b",
)
_AFTER_BARE = re.compile(
    r"\s*(?:$|[^\w\s]|(?:y|e|and|or|o|pero|but|en|in|entre|between|justos?|justas?|exactos?|exactly"
    r"|largos|ahora|now|so|can|"
    r"could|is|are|podemos|puede|podriamos|todos|tod[oa]s|juntos|juntas|together|altogether"
    r"|combined|cada|each|apiece|sin|"
    r"no|not|con|with|valemos|entramos|llegamos|cumplimos|according|segun|que|which|that|mas|more"
    r"|plus|total|according|"
    r"aprox\w*|approximately|eligible|elegibles?|enough|too|del|de|desde|from|for|by|at|may|would"
    r"|will|we|the|los|as|si|if|only"
    r"|somos|nos)\b)"
)
_NEVER_BEFORE = re.compile(
    r"(?:[€$£+]|\b(?:euros?|eur|presupuesto de|budget of|faltan|falta|nos faltarian|short by"
    r"|missing|lack|hasta llegar a|"
    r"para llegar a|para alcanzar|to reach|minimo(?: son| de)?|limite de|umbral de|los famosos"
    r"|threshold of|minimum of|"
    r"teniamos|eramos|habia|had|used to be|ano|anos|year|years|tel|telefono|movil|phone|calle|n|num"
    r"|numero|ley|law|"
    r"articulo|article|codigo postal|cp|postcode|expediente|para|goal of|employs?|empleamos|emplea"
    r"|staff of|plantilla de|equipo de|team of|trabajan|trabajamos))[\s:.ºª]*(?:los |the "
    r"|unos |casi )?$"
)
_OVER_BEFORE = re.compile(
    r"(?:mas de|superamos|supera|superan|pasamos|pasa de|pasan de|por encima de|sobrepasa\w*|over"
    r"|more than|above|"
    r"exceeds?|exceeding|upwards of|mayor de)(?: de)?(?: los| las| the)?\s*$"
)
_UNDER_BEFORE = re.compile(
    r"(?:casi|menos de|llegamos a|llega a|llegan a|llegamos ni a|rozamos|rozando|por debajo de"
    r"|pasamos de|superamos|"
    r"mas de|under|less than|fewer than|below|almost|nearly|not quite|just short of|shy of|more than|over)"
    r"(?: los| las| the)?\s*$"
)
_DENIED = re.compile(r"\b(?:no|not|ni|never|nunca|no more than)(?: \w+){0,2}\s*$")
_NOT_REACHED = re.compile(r"(?:llegamos|llega|llegan)(?: ni)? a(?: los| las)?\s*$")
_ABOUT_BEFORE = re.compile(
    r"(?:unos|unas|cerca de|alrededor de|en torno a|aproximadamente|aprox\w*|sobre|como|apenas|poco"
    r"|about|around|roughly|"
    r"some|approximately|circa|ca|close to|like|~|≈)[\s.]*(?:los |las |the )?$"
)
_MORE_AFTER = re.compile(r"\s*(?:y pico|largos|plus\b|or more|o mas|\+)")
_ABOUT_AFTER = re.compile(
    r"\s*(?:mas o menos|more or less|or so|aprox|approx|\w+ (?:mas o menos|aprox|or so))"
)
_TOTAL_BEFORE = re.compile(
    r"\b(?:sumamos|suman|sumando|sumar|sumariamos|suma|total|entre tod[oa]s|entre l[oa]s \w+|juntos"
    r"|juntas|in all|"
    r"adds? up to|adding up to|altogether|combined|between us|together|come to|comes to|totall?ing"
    r"|sum|totals?)\b[^.;?!]{0,40}$"
)
_TOTAL_AFTER = re.compile(
    r"(?: \w+)?,? (?:en total|in total|entre tod[oa]s|entre l[oa]s \w+|en conjunto|junt[oa]s"
    r"|altogether|combined|together|"
    r"between us|all together|in all|total)\b"
)
_EACH_AFTER = re.compile(
    r"(?: \w+){0,2},? (?:cada un[oa]|cada|each|apiece|por municipio|per town|every one)\b"
)
_TOWNS_OF = re.compile(
    r"\b(?:municipios|ciudades|pueblos|localidades|towns|cities|municipalities|villages) (?:de"
    r"|of)(?: \w+)?\s*$"
)
_COUNTED = re.compile(
    r"\b(?P<count>\d|\d\d|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|two|three|four|five|six"
    r"|seven|eight|nine|ten) "
    r"(?:\w+ ){0,2}(?:municipios|ciudades|pueblos|localidades|ayuntamientos|towns|cities"
    r"|municipalities|villages)\b"
)
_TOWN_OF = re.compile(
    r"\b(?:municipio|ciudad|pueblo|localidad|villa|ayuntamiento|ayto|city|town|municipality|village|place) "
    r"(?:de|con|of|with)(?: \w+)?\s*$"
)
_OTHER_UNIT = re.compile(
    r"\W*(?:(?:de|of|m|mil) )?(?:emple\w+|funcionari\w+|trabajador\w+|student\w*|estudiantes"
    r"|alumn\w+|turistas|tourists|"
    r"visit\w+|ano|anos|years?|km|k2|m2|metros|met\w+|hect\w+|ha|casas|viviendas|homes|hous\w+"
    r"|hogares|coches|cars|"
    r"empresas|compan\w+|clientes|customers|employees|workers|staff|soci[oa]s|members|miembros"
    r"|votos|puntos|arboles|"
    r"trees|plazas|jobs|empleos|refugiad\w+|refugees|tonel\w+|tons|tonnes|kilos|litros|habitaciones"
    r"|rooms|dolar\w*)\b"
)


@dataclass(frozen=True)
class Inhabitants:
    """How many, and how exactly it was said; `explicit`: the word or "we are" stood beside the number."""

    number: int
    approximate: bool = False
    bound: Literal["over", "under"] | None = None
    explicit: bool = True


@dataclass(frozen=True)
class _Reading:
    inhabitants: Inhabitants
    total: bool
    each: bool


def read_inhabitants(text: str, kind: str | None) -> Inhabitants | None:
    """Read the inhabitants that a sentence gives for its candidate; those of a group are summed."""
    plain = unaccented(text)
    found = [
        _reading(plain, quantity) for quantity in quantities(text) if _counts_inhabitants(plain, quantity)
    ]
    totals = [reading.inhabitants for reading in found if reading.total]
    if totals:
        return totals[-1]
    if len(found) == 1 and found[0].each and _towns(plain) > 1:
        return Inhabitants(found[0].inhabitants.number * _towns(plain), True)
    numbers = [reading.inhabitants for reading in found]
    if kind == "group" and len(numbers) > 1:
        return Inhabitants(sum(each.number for each in numbers), any(each.approximate for each in numbers))
    return next((each for each in numbers if each.explicit), numbers[0] if numbers else None)


def _counts_inhabitants(plain: str, quantity: Quantity) -> bool:
    before, after = plain[: quantity.start], plain[quantity.end :]
    if not _SMALLEST <= quantity.value <= _LARGEST or _NEVER_BEFORE.search(before):
        return False
    if _INHABITANTS.match(after):
        return True
    if _TOWN_OF.search(before) and quantity.amount:
        return not _is_money(after) and not _OTHER_UNIT.match(after)
    amount = quantity.amount or quantity.value >= 10_000
    return amount and quantity.value >= 1_000 and bool(_AFTER_BARE.match(after)) and not _is_money(after)


def _is_money(after: str) -> bool:
    return bool(re.match(r"\s*(?:€|\$|£|de euros|of euros|eur\b)", after))


def _reading(plain: str, quantity: Quantity) -> _Reading:
    before, after = plain[: quantity.start], plain[quantity.end :]
    unit = _INHABITANTS.match(after)
    rest = after[unit.end() :] if unit else after
    bound = _bound(before, after)
    about = bool(bound or quantity.upper or _ABOUT_BEFORE.search(before) or _ABOUT_AFTER.match(after))
    explicit = bool(unit) or bool(
        re.search(r"\b(?:somos|we are|we re|poblacion|population|padron)\b[^.;?!]{0,25}$", before)
    )
    total = bool(_TOTAL_BEFORE.search(before) or _TOTAL_AFTER.match(rest) or _TOTAL_AFTER.match(after))
    each = bool(_EACH_AFTER.match(rest) or _EACH_AFTER.match(after) or _TOWNS_OF.search(before))
    return _Reading(Inhabitants(quantity.value, about, bound, explicit), total, each and not total)


def _bound(before: str, after: str) -> Literal["over", "under"] | None:
    """Read "more than", "almost" and the like; a denial before it turns "more than" round."""
    reached = _NOT_REACHED.search(before)
    if reached:
        return "under" if _DENIED.search(before[: reached.start()]) else None
    over = _OVER_BEFORE.search(before)
    if over:
        return "under" if _DENIED.search(before[: over.start()]) else "over"
    if _UNDER_BEFORE.search(before):
        return "under"
    return "over" if _MORE_AFTER.match(after) else None


def _towns(plain: str) -> int:
    match = _COUNTED.search(plain)
    found = quantities(match["count"]) if match else ()
    return found[0].value if found else 0
