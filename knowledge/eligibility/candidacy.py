"""Tells "can we take part?" about a concrete candidate from a question about the programme.

Precision comes first: a general question ("how many inhabitants does it take?") has its answer in the
knowledge base, and a verdict in its place would be wrong. A candidacy needs a concrete fact beside it.
"""

import re
from dataclasses import dataclass

from knowledge.reading.words import fold

_TAKE_PART = (
    r"(?:participar\w*|presentar\w*|optar|apuntar\w*|inscribir\w*|concurrir|entrar|aspirar|sumar\w*"
    r"|ser candidat[oa]s?|"
    r"formar parte|solicitar\w*|postular\w*|aplicar|acceder|caber|tomar parte|unir\w*|estar dentro"
    r"|candidat[oa]s?|elegibles?|"
    r"apply|applying|join|joining|take part|taking part|participate|participating"
    r"|be (?:an? )?candidates?|enter|qualify|pedirlo|solicitarlo|submit|present|"
    r"eligible|get in|be part|accepted|considered|admitted|team up|allowed|compete|sign up|be in"
    r"|included|candidates?|"
    r"part of (?:this|the|it)|ir (?:juntos|juntas|en grupo)|go together)"
)
_ASKS = re.compile(
    r"\b(?:podemos|puedo|puede|pueden|podria|podrian|podriamos|podre|podremos|podra|podran|queremos"
    r"|quiero|quiere|quisieramos|"
    r"querriamos|gustaria|interesa\w*|seria posible|es posible|pensando|deseamos|can|could|may"
    r"|might|are we|is|would|will|"
    r"does|do we|should|want\w*|like|interested|looking|possible|hope|wish)\b(?: \w+){0,7}? "
    + _TAKE_PART
    + r"\b"
)
_ASKS_OTHERWISE = re.compile(
    r"\bcumpl(?:imos|e|iriamos)\b|\bentra$|\bgo in\b|\b(?:somos|es|seria|seriamos) elegibles?\b|\bcabemos\b"
    r"|\bentramos\b|\bvalemos\b|"
    r"\bnos vale\b|\b(?:quedamos|quedariamos|estamos) (?:fuera|dentro)\b|\bllegamos\b"
    r"|\bnos (?:admiten|aceptan|cogen|sirve|dejan|dejariais|admitirian)\b|"
    r"\b(?:tenemos|tengo|tendriamos|tiene|hay) (?:\w+ )?(?:cabida|sitio|hueco|opcion|opciones"
    r"|posibilidad|posibilidades|derecho|lugar)\b|"
    r"\b(?:podemos|puede|podriamos|can we|could we)$|\btoo (?:small|big|little)\b|\b(?:big"
    r"|large) enough\b|\bdemasiado pequen\w+\b|"
    r"\bmeet the\b|\b(?:any|have|a|some) (?:chance|possibility)\b|\bare we in\b|\bin or out\b"
    r"|\bdo we (?:fit|count|qualify)\b|"
    r"\b(?:es|is) (?:apt[oa]|elegible|eligible)\b|\beligible\b|\belegibles?\b|\bqualif(?:y|ies)\b"
    r"|\b(?:vale|sirve)\b|"
    r"\bnos (?:podemos|podriamos)\b|\bleft out\b|\bcount us in\b|\bgood enough\b"
    r"|\bway in\b|\b(?:is|would) (?:this|it|that) (?:be )?(?:for|an option for) us\b"
    r"|\b(?:es|seria) para (?:nosotr[oa]s|municipios como)\b"
    r"|\b(?:that|it|this) enough\b|\bsuficientes?\b|\b(?:es|somos|is|are)\b(?: \w+){0,4} candidat\w+\b"
)
_WE = re.compile(
    r"\b(?:somos|soy|nuestr[oa]s?|mi (?:ciudad|pueblo|municipio|ayuntamiento|localidad)|tenemos"
    r"|represent[oa]|representamos|"
    r"trabajo (?:en|para)|les? escrib\w+|os escrib\w+|escribo|escribimos|sumamos|contamos|vivo"
    r"|estamos|nosotr[oa]s|nos|"
    r"we|we re|our|my (?:city|town|municipality)|i m|i am|us|i work|i represent|i run|on behalf"
    r"|en nombre de)\b"
)
_SPEAKS_FOR = re.compile(
    r"\b(?:somos|superamos|pasamos de|rondamos|no llegamos a"
    r"|soy (?:de|del|el|la|alcalde\w*|concejal\w*|tecnic[oa])|tenemos|sumamos"
    r"|represent[oa]|representamos|escrib\w+ "
    r"(?:de|desde)|we are|we re|we have|i represent|i m from|i am from|i m the|i am the|on behalf"
    r"|our (?:city|town) (?:is|has)|"
    r"nuestr[oa] (?:ciudad|municipio|pueblo) (?:es|tiene))\b"
)
_ABOUT_PAIRS = re.compile(
    r"\b(?:twin\w*|hermana(?:d\w+|miento)|gemelas?|empareja\w*|paired|pairs?|pairing|pareja"
    r"|partners?|partnering|soci[oa]s?|matched|"
    r"match|counterpart|contraparte|mentor|colabora\w*|cooperate|work with|trabajar con"
    r"|que ciudad\w*|which cit\w+|"
    r"with whom|con quien|que paises|which countries|countries)\b"
)
_ABOUT_DETAILS = re.compile(
    r"\b(?:viaj\w+|travel\w*|trip|vuelos?|flights?|hotel|salari\w*|sueldos?|pagan?|paga|pays?|paid"
    r"|cuesta|cost\w*|dinero|money|"
    r"financia\w*|fund\w*|subvencion\w*|grant|cuando|when|plazo|deadline|cuant[oa]s?|how (?:long"
    r"|many|much)|visad?os?|"
    r"reuniones|documentos?|documents?|formulario|form|correo|e mail|email|telefono|phone|temas?"
    r"|topics?|ejemplos?|examples?|"
    r"datos|personal data|privacidad|privacy|delete|borrar|idioma|language|beneficios?|benefits?"
    r"|ganamos|gain|learn|aprender|"
    r"plan de accion|action plan|hoja de ruta|roadmap|visitas?|visits?|experienc\w+|urbact|uia"
    r"|covenant|pacto de|"
    r"estrategias?|strategy|actores clave|stakeholders?|en persona|in person|presencial\w*"
    r"|por correo|expertos?|experts?)\b"
)
_REQUIREMENT = re.compile(
    r"\b(?:hay que|hace falta|hacen falta|se necesita\w*|necesario|minim[oa]|requisitos?|exig\w+"
    r"|piden|need(?:s|ed)? to|"
    r"required?|requirement\w*|minimum|threshold|limite|umbral|must|obligatorio|es verdad que"
    r"|is it true|por que|why|the rule)\b"
)
_MEETS = re.compile(r"\b(?:cumpl\w+|meets?|llega(?:mos)? al)\b")
_QUESTION_WORDS = re.compile(
    r"\b(?:que|cual\w*|cuando|cuant\w+|donde|quien\w*|what|which|when|where|who|why|how|explain"
    r"|explica\w*)\b"
)
_GENERIC = re.compile(
    r"\b(?:una|un|any|las|los|every|todas) (?:ciudad|municipio|pueblo|city|town|ciudades|municipios|cities|"
    r"towns) (?:como|like) (?!la m|la n|el n|mine|ours)"
)
_SHORT, _STATEMENT = 18, 24


@dataclass(frozen=True)
class Mention:
    """Which facts a sentence gives about a candidate."""

    kind: str | None
    country: str | None
    population: bool
    place: bool


def may_ask(text: str) -> bool:
    """Tell at once, without looking anything up, whether a sentence may be a candidacy."""
    folded = fold(text)
    if _ABOUT_PAIRS.search(folded) or _GENERIC.search(folded) or _ABOUT_DETAILS.search(folded):
        return False
    about_rules = _REQUIREMENT.search(folded) and not _MEETS.search(folded)
    if about_rules and not _SPEAKS_FOR.search(folded):
        return False
    return _asks(folded) or ("?" not in text and _only_states(folded))


def asks_eligibility(text: str, mention: Mention) -> bool:
    """Tell whether a sentence asks about, or states, the candidacy of a concrete body.

    True needs a place or a number of inhabitants (a country is enough for "we", who say what they are), and
    either the question itself or a statement that asks for nothing else.
    """
    folded = fold(text)
    if not may_ask(text) or not _is_concrete(mention, bool(_WE.search(folded))):
        return False
    return _asks(folded) or _says_enough(folded, mention)


def _asks(folded: str) -> bool:
    return bool(_ASKS.search(folded) or _ASKS_OTHERWISE.search(folded))


def _is_concrete(mention: Mention, speaks: bool) -> bool:
    if mention.place or mention.population:
        return True
    return speaks and mention.country is not None and mention.kind is not None


def _only_states(folded: str) -> bool:
    """Tell whether it only says who somebody is: "we are ...", or a bare "three towns, 131,500"."""
    if _QUESTION_WORDS.search(folded.replace(" que suma", " suma").replace("que tiene", "")):
        return False
    spoken = sum(not word.isdigit() for word in folded.split())
    return spoken <= (_STATEMENT if _SPEAKS_FOR.search(folded) else _SHORT)


def _says_enough(folded: str, mention: Mention) -> bool:
    if _SPEAKS_FOR.search(folded):
        return mention.kind is not None or mention.population
    return mention.kind is not None and mention.population
