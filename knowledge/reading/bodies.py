"""The kind of body that a sentence speaks for: city, group, province, region, company and others."""

import re
from collections.abc import Mapping

from knowledge.reading.words import fold

_TOWNS = (
    r"(?:municipi?os|municipalidades|ayuntamientos|ciudades|pueblos|localidades|villas|concejos"
    r"|towns|cities|municipalities|villages|councils|communes|comunas)"
)
_COUNT = (
    r"(?:\d+|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|varios|varias|algunos"
    r"|unos cuantos|two|three|"
    r"four|five|six|seven|eight|nine|ten|twelve|several|a few|some)"
)
_NEIGHBOURS = r"(?:\w+ ){0,2}"

# The first body named in the sentence is the one it speaks for; at the same place, the earlier line wins.
_PATTERNS: Mapping[str, tuple[str, ...]] = {
    "group": (
        rf"\b(?:grupo|agrupacion|asociacion|consorcio|union|alianza|conjunto"
        rf"|red) de {_NEIGHBOURS}{_TOWNS}\b",
        rf"\b(?:group|grouping|association|consortium|union|alliance|cluster|network"
        rf"|set) of {_NEIGHBOURS}{_TOWNS}\b",
        rf"\b{_COUNT} {_NEIGHBOURS}{_TOWNS}\b",
        rf"\b(?:nuestros|nuestras|our) {_NEIGHBOURS}{_TOWNS}\b(?! (?:council|hall))",
        r"\bmancomunidad\b|\barea metropolitana\b|\bmetropolitan area\b|\bcomarca\b|\bmetropole\b"
        r"|\bintercommunal",
        rf"\b(?:us and|nosotros y|con|junto con|along with|with|together with) (?:the|los|las|otros"
        rf"|otras|our|{_COUNT}) "
        rf"{_NEIGHBOURS}(?:{_TOWNS}|vecinos|neighbours|neighbors)\b",
        r"\b(?:municipios|municipalities|towns|ciudades|pueblos|cities) (?:vecin\w+|neighbouring"
        r"|together|juntos|juntas)\b",
        r"\b(?:neighbouring|neighboring) (?:towns|municipalities|cities)\b",
    ),
    "province": (
        r"\bdiputacion(?:es)?\b(?! permanente)|\bcabildo\b|\bconsell insular\b|\bconsejo (?:insular"
        r"|provincial)\b",
        r"\bprovincial (?:council|government|authority|administration)\b|\bisland council\b"
        r"|\bcounty council\b",
        r"\b(?:somos|soy de|we are|we re|for|from) (?:una|la|a|the) (?:provincia|province)\b",
        r"\b(?:can|could|is|may) (?:the|our|a) (?:\w+ )?province\b",
        r"\b(?:puede|podria) (?:participar |presentarse )?(?:la|nuestra|una) provincia\b",
    ),
    "region": (
        r"\bcomunidad(?:es)? autonomas?\b|\b(?:gobierno|administracion|consejeria"
        r"|ejecutivo) (?:regional|autonomic[oa])\b",
        r"\bjunta de (?:andalucia|castilla|extremadura|galicia|comunidades)\b|\bxunta\b"
        r"|\bgeneralitat\b|\bconsejeria\b",
        r"\b(?:gobierno|comunidad|region|govern) (?:de|del|foral de) (?:aragon|canarias|navarra"
        r"|cantabria|la rioja|madrid|"
        r"murcia|euskadi|asturias|pais vasco|illes balears|baleares)\b|\bgobierno vasco\b"
        r"|\bprincipado de asturias\b",
        r"\bregional (?:government|authority|council|administration|ministry)\b"
        r"|\bstate government\b|\bvoivodeship\b",
        r"\bbundesland\b|\bland (?:of|de|hessen|brandenburg|tirol)\b|\bautonomous community\b",
        r"\b(?:somos|soy de|representamos a|we are|we re|for|from|represent) (?:una |la |a "
        r"|the )?region\b(?! de \w+ y)",
        r"\b(?:can|could|is|may) (?:the |our )(?:\w+ )?region\b|\bpuede (?:nuestra |la )region\b",
    ),
    "university": (
        r"\buniversidad\b|\buniversity\b|\buniversitat\b|\bfacultad\b|\bfaculty\b"
        r"|\bpolitecnic[oa]\b|\bpolytechnic\b",
        r"\bcentro de investigacion\b|\bresearch (?:centre|center|institute)\b",
    ),
    "company": (
        r"\bempresas?\b|\bcompan(?:y|ies|ia)\b|\bstart ?up\b|\bconsultora\b|\bconsultancy\b"
        r"|\bconsulting\b|\bpyme\b|\bsme\b",
        r"\b(?:firm|autonomo|freelance\w*|ingenieria sl|sociedad limitada|s l|ltd|gmbh|enterprise"
        r"|business owner)\b",
        r"\b(?:despacho|estudio) de arquitect\w+\b|\barchitects? (?:studio|office)\b"
        r"|\bestudio de arquitectura\b",
    ),
    "association": (
        r"\basociacion\b|\bassociation\b|\bclusters?\b|\bcamara de comercio\b"
        r"|\bchambers? of commerce\b|\bong\b|\bngos?\b",
        r"\bfundacion\b|\bfoundation\b|\bcharity\b|\bcooperativa\b|\bcooperative\b|\bsindicato\b"
        r"|\btrade union\b",
        r"\bfederacion\b|\bfederation\b|\bplataforma vecinal\b|\bnon profit\b"
        r"|\bsin animo de lucro\b|\bagrupacion empresarial\b",
    ),
    "other": (
        r"\bparticular(?:es)?\b(?! (?:interest|case))|\ba titulo (?:personal|individual)\b"
        r"|\bpersona fisica\b|\bprivate citizen\b",
        r"\bas an individual\b|\bindividual person\b|\bciudadan[oa] de a pie\b|\bministerio\b"
        r"|\bministry\b|\bhospital\b|\bcolegio\b",
        r"\b(?:soy|i am|i m) (?:un |una |a |an )?(?:estudiante|student|arquitect[oa]|architect"
        r"|vecin[oa]|resident|periodista|ciudadan[oa]|citizen|jubilad[oa]|journalist|freelancer?|autonom[oa])\b",
    ),
    "city": (
        r"\bayto\b|\bayuntamiento\b|\bmunicipi?o\b|\bmunicipalidad\b|\bciudad\b|\bpueblo\b"
        r"|\blocalidad\b|\bvilla\b|\bconsistorio\b",
        r"\balcald\w+\b|\bintendencia\b|\bprefeitura\b|\bprefectura\b|\bconcej(?:o|al|ala|alia)\b"
        r"|\bcapital de provincia\b|\burbe\b",
        r"\bcity\b|\btown\b|\bmunicipality\b|\bmayor\w*\b|\bvillage\b|\bborough\b|\bcommune\b"
        r"|\bcomuna\b|\bdeputy mayor\b",
        r"\b(?:local council|city council|town council)\b|\bcapital\b",
    ),
}
_COMPILED = tuple((kind, re.compile("|".join(patterns))) for kind, patterns in _PATTERNS.items())
_TOGETHER = re.compile(
    r"\b(?:en grupo|as a group|apply (?:together|jointly)|ir juntos|ir juntas|nos juntamos|juntarnos|"
    r"nos unimos|unirnos (?:a|con)|(?:presentarnos|presentarse) junt\w+|sumamos|sumariamos|entre tod[oa]s|"
    r"join (?:up )?with (?:a|our|the) neighbou?rs?|team up with|between us)\b"
)
_COMMON_PROBLEM = re.compile(
    r"\b(?:mism[oa]|comun|compart\w+|same|common|share\w*|joint) (?:\w+ ){0,3}(?:problema?s?|reto"
    r"|desafio|challenge\w*|"
    r"problems?|trouble|issue|topic|tema)\b|\bproblema comun\b"
)
_REPRESENTATIVE = re.compile(
    r"\bmunicipio representante\b|\bnos representa\b|\brepresentad[oa]s por\b"
    r"|\brepresentative municipality\b"
    r"|\brepresents us\b|\brepresented by\b|\blead municipality\b|\bmunicipio (?:lider|cabecera)\b"
)
_WITHOUT = re.compile(r"\b(?:sin|no tenemos|no hay|without|no|not|dont|don t have|tampoco)\b(?: \w+){0,3}$")

_DENIES = re.compile(r"\b(?:no|ningun|any|not)\b")


def read_kind(text: str) -> str | None:
    """Read the kind of body that a sentence speaks for: the first it names; None if it names none."""
    folded = fold(text)
    found = [
        (match.start(), place)
        for place, (_, pattern) in enumerate(_COMPILED)
        if (match := pattern.search(folded))
    ]
    return _COMPILED[min(found)[1]][0] if found else None


def speaks_of_a_group(text: str) -> bool:
    """Tell whether somebody who names no group still speaks of going together with others."""
    return bool(_TOGETHER.search(fold(text)))


def read_common_problem(text: str) -> bool | None:
    """Read whether a group says that it has a common problem, or none; None if it does not say."""
    return _said(_COMMON_PROBLEM, text)


def read_representative(text: str) -> bool | None:
    """Read whether a group names the municipality that represents it; None if it does not say."""
    return _said(_REPRESENTATIVE, text)


def _said(pattern: re.Pattern[str], text: str) -> bool | None:
    folded = fold(text)
    match = pattern.search(folded)
    if match is None:
        return None
    denied = _WITHOUT.search(folded[: match.start()].rstrip()) or _DENIES.search(match.group())
    return not denied
