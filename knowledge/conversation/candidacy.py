"""Whether a message puts a candidate forward: by its phrasing, by what it names, and by what the search makes of it.

Neither tells alone. The phrasing knows how people ask to take part, whatever they name; the search knows what else
may be asked. A candidate must be there to be judged: a place, a figure, a country, or the speaker's own body.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from knowledge.conversation.follow_up import only_facts
from knowledge.conversation.lessons import NEXT, QUESTION
from knowledge.conversation.phrasing import phrase, plain_words
from knowledge.eligibility.candidate import CandidateReader, DescribedCandidate
from knowledge.eligibility.judge import Candidate
from knowledge.reading.reading import Reading
from knowledge.reading.spans import Place, covers
from knowledge.search.engine import SearchResult

JUDGED_FROM = 0.02
"""Likeness from which a message is judged that names a place or a figure. Measured, as the next one, on labelled
sentences and questions, see docs/search.md."""
JUDGED_UNNAMED_FROM = 0.11
"""The same where neither is named."""
MOST_JUDGED = 3  # countries, or places, that are judged in one message
WORDS_BESIDE_NAME = 3
"""Words beside a place or figure in a message that is judged whatever the search says, if its phrasing is sure."""
WORDS_BESIDE_COUNTRY = 2  # the same beside a country
PHRASING_SURE = 0.8  # share of a candidacy's phrasing from which it surely is one
PHRASING_EVEN = 0.5  # from which it rather is one than not
PHRASING_PROBABLE = 0.65
"""From which a message that names somebody is judged where the search finds nothing: without a false alarm on 745
questions of batches that were left out."""
PHRASING_CLEAR = 0.95  # from which it is one though the search finds something unrelated
PHRASING_UNLIKELY = 0.15  # below which it is hardly one
OTHER_SUBJECT_FROM = 0.7
"""Probability of details that are not stated, or of unrelated things, from which the search does find something."""
OTHER_SUBJECT_IF_UNLIKELY = 0.35  # the same for a message whose phrasing is unlikely a candidacy's
OTHER_SUBJECT_UNLIKELY = 0.5  # below which, with no answer as likely, a place that is named is the subject
OTHER_SUBJECT_SURE = 0.9
"""From which a place is no candidate if any word is none that asks to take part: "ciudades hermanas Granada"."""
UNRELATED_FROM = 0.95  # probability of unrelated things from which a place is no candidate: "rain in Cork?"
KIND_TOLD_FROM = 0.6
"""Probability of a suggested answer from which it tells the kind of body that is asked about."""
ODDS_EXPONENT = 1 / 3  # what the phrasing's odds count beside the search's share


def is_candidacy(
    reading: Reading,
    described: DescribedCandidate,
    likelihood: Mapping[str, float],
    found: SearchResult,
    rule_answers: Collection[str],
    *,
    settled: bool = False,
    asking: Collection[str] = (),
) -> bool:
    """Tell whether a message asks for a verdict on a candidate; `rule_answers` are the answers that state a rule.

    `settled`: the kind of candidate alone decides, whatever else there is to know. `asking` are the words in which
    people ask to take part.
    """
    own = described.candidate.kind is not None and reading.first_person
    named = is_named(described)
    stated = found.id in rule_answers
    doubted = settled and found.outcome == "suggest" and found.candidates[0].id in rule_answers
    told = settled and _names_one_body(reading) and share_of(likelihood) >= PHRASING_CLEAR
    if not (named or own or doubted or (settled and stated) or told or described.candidate.country):
        return False
    if stated and _asks_about_rule(reading, described, likelihood):
        return False
    if named and only_facts(
        reading, besides=WORDS_BESIDE_COUNTRY if reading.bodies and reading.numbers else 0
    ):
        return True
    strays = _is_stray(found, likelihood) or _has_another_subject(reading, found, asking)
    stray = strays and not (own or _is_told_whole(described.candidate))
    return not stray and _is_like_one(reading, described, likelihood, found, rule_answers, settled=settled)


def _asks_about_rule(
    reading: Reading, described: DescribedCandidate, likelihood: Mapping[str, float]
) -> bool:
    """Tell whether a figure is asked about, and nobody who has it: "why 100,000 and not 80,000?"."""
    known = described.candidate
    whose = known.kind or known.place or known.country or described.apart or described.alternatives
    return not (whose or reading.first_person) and likelihood.get(QUESTION, 0.0) >= PHRASING_EVEN


def _is_stray(found: SearchResult, likelihood: Mapping[str, float]) -> bool:
    """Tell whether a message is surely about something else, and its phrasing is not clearly a candidacy's."""
    return found.unrelated_share >= UNRELATED_FROM and share_of(likelihood) < PHRASING_CLEAR


def _has_another_subject(reading: Reading, found: SearchResult, asking: Collection[str]) -> bool:
    """Tell whether the search knows that something else is asked about a place: "ciudades hermanas Granada"."""
    if not reading.places or any(number.counts_inhabitants for number in reading.numbers):
        return False
    elsewhere = max(found.unstated_share, found.unrelated_share) >= OTHER_SUBJECT_SURE
    return elsewhere and not plain_words(phrase(reading)) <= {*asking}


def _is_told_whole(known: Candidate) -> bool:
    """Tell whether a kind of body, its country and its inhabitants are said, none of them looked up."""
    told = known.kind is not None and known.country is not None and known.population is not None
    return told and not known.approximate


def _is_like_one(
    reading: Reading,
    described: DescribedCandidate,
    likelihood: Mapping[str, float],
    found: SearchResult,
    rule_answers: Collection[str],
    *,
    settled: bool,
) -> bool:
    """Weigh the phrasing of a message that may be a candidacy against what the search makes of it."""
    own = described.candidate.kind is not None and reading.first_person
    named, stated = is_named(described), found.id in rule_answers
    besides = WORDS_BESIDE_NAME if named else WORDS_BESIDE_COUNTRY
    short = (named or names_country(reading)) and only_facts(reading, besides)
    if short and share_of(likelihood) >= PHRASING_SURE:
        return True
    clear = own and (settled or share_of(likelihood) >= PHRASING_CLEAR)
    if not named and not clear and found.unstated_share >= OTHER_SUBJECT_FROM:
        return False
    if own and (found.outcome != "answer" or (stated and settled)) and share_of(likelihood) >= PHRASING_SURE:
        return True
    if (
        settled
        and _names_one_body(reading)
        and share_of(likelihood) >= (PHRASING_EVEN if stated else PHRASING_CLEAR)
    ):
        return True
    if named and _finds_nothing(found) and share_of(likelihood) >= PHRASING_PROBABLE:
        return True
    if reading.places and _is_nothing_else(found) and share_of(likelihood) >= PHRASING_UNLIKELY:
        return True
    if stated and not (named or own or described.candidate.country):
        return False  # what states the rule says as much as a verdict on somebody unknown
    if (
        share_of(likelihood) < PHRASING_UNLIKELY
        and max(found.unstated_share, found.unrelated_share) >= OTHER_SUBJECT_IF_UNLIKELY
    ):
        return False
    limit = JUDGED_FROM if named else JUDGED_UNNAMED_FROM
    return likeness(likelihood, found, rule_answers) >= limit


def _names_one_body(reading: Reading) -> bool:
    """Tell whether one body is asked about, and not such bodies in general: "could a bakery apply?"."""
    return any(not (body.plural or body.denied or body.beside) for body in reading.bodies)


def _finds_nothing(found: SearchResult) -> bool:
    """Tell whether the search neither answers a message nor knows that it is about something else."""
    elsewhere = max(found.unstated_share, found.unrelated_share)
    return found.outcome in ("suggest", "unknown") and elsewhere < OTHER_SUBJECT_FROM


def _is_nothing_else(found: SearchResult) -> bool:
    """Tell whether no answer, detail or unrelated subject is even as likely as not: what is left is who is named."""
    best = max((candidate.score for candidate in found.candidates), default=0.0)
    return (
        _finds_nothing(found)
        and max(best, found.unstated_share, found.unrelated_share) < OTHER_SUBJECT_UNLIKELY
    )


def sentence_that_asks(reading: Reading, described: DescribedCandidate, found: SearchResult) -> str | None:
    """Give the one sentence that asks, else the last, of several that name a candidate, if the search answers nothing.

    "Good morning. I took this over last week. In short, we are the City of Ghent and wonder whether we fit."
    """
    asking = [clause for clause in reading.clauses if clause.asks] or reading.clauses[-1:]
    told = len(reading.clauses) > 1 and is_named(described) and found.outcome != "answer"
    return asking[0].text if told and len(asking) == 1 else None


def candidates_asked_separately(
    reading: Reading, described: DescribedCandidate, reader: CandidateReader
) -> list[DescribedCandidate]:
    """List the candidates of which each is asked about by itself; one, as described, of most messages."""
    countries = [
        DescribedCandidate(Candidate(country=code)) for code in countries_asked_separately(reading, described)
    ]
    places = [
        reader.describe(replace(reading, places=(place,), together=False))
        for place in places_asked_separately(reading)
    ]
    return next((each for each in (countries, places) if len(each) > 1), [described])


def places_asked_separately(reading: Reading) -> list[Place]:
    """List the places that are asked about in a question each, or of which one is: "Can Fulda apply? And Hof?"."""
    named = [place for place in reading.places if not (place.beside or place.negated)]
    places = list({place.likely[:1]: place for place in named[::-1]}.values())[::-1]
    asking = [clause for clause in reading.clauses if clause.asks]
    each = [[place for place in places if covers([clause], place)] for clause in asking]
    counted = any(number.counts_inhabitants for number in reading.numbers)
    several = reading.together or any(body.plural and not body.beside for body in reading.bodies)
    apart = len(asking) > 1 and all(len(inside) == 1 for inside in each) and len(each) == len(places)
    return places[:MOST_JUDGED] if (apart or reading.either) and not (counted or several) else []


def countries_asked_separately(reading: Reading, described: DescribedCandidate) -> list[str]:
    """List the countries that a message asks about by themselves: "can Portugal and Poland take part?"."""
    if is_named(described) or described.candidate.kind or reading.places:
        return []
    named = [c.code for c in reading.countries if not (c.demonym or c.negated or c.beside)]
    return list(dict.fromkeys(named))[:MOST_JUDGED]


def with_kind_from_answer(
    described: DescribedCandidate,
    reading: Reading,
    found: SearchResult,
    kinds: Mapping[str, str],
    asking: Collection[str] = (),
) -> DescribedCandidate:
    """Take the kind that a probable answer rules out, where no kind of body is named: "can a bakery in Porto apply?".

    Not where a place stands beside words that only ask, those of `asking`: "can Porto apply?".
    """
    kind = kinds.get(_probable_answer(found) or "")
    counted = any(number.counts_inhabitants for number in reading.numbers)
    if (
        kind is None
        or described.candidate.kind not in (None, *_kind_of_bare_place(reading, described))
        or counted
    ):
        return described
    if reading.places and any(region.within for region in reading.regions):
        return described  # "Cartagena, la de la Región de Murcia": the answer is about where it lies
    if reading.places and plain_words(phrase(reading)) <= {*asking}:
        return described
    known = described.candidate
    place = reading.text[reading.places[0].start : reading.places[0].end] if reading.places else known.place
    country = known.country or next((city.country for city in described.alternatives[:1]), None)
    return DescribedCandidate(Candidate(kind=kind, country=country, place=place))


def _probable_answer(found: SearchResult) -> str | None:
    """Name the answer that is given, or that is suggested and probable enough to tell a kind of body."""
    best = found.candidates[0] if found.outcome in ("answer", "suggest") and found.candidates else None
    return best.id if best and (found.outcome == "answer" or best.score >= KIND_TOLD_FROM) else None


def _kind_of_bare_place(reading: Reading, described: DescribedCandidate) -> tuple[str | None, ...]:
    """Give the kind that a bare place was taken for, if no body is named."""
    named = any(not body.beside for body in reading.bodies)
    return () if named else (described.candidate.kind,)


def is_named(described: DescribedCandidate) -> bool:
    """Tell whether a candidate is told from others by a place or a figure."""
    known = described.candidate
    chosen = described.apart or bool(described.alternatives)
    return chosen or known.place is not None or known.population is not None


def names_country(reading: Reading) -> bool:
    """Tell whether a country is named, not only a language or a people: "¿y Portugal?"."""
    return any(not (country.demonym or country.negated or country.beside) for country in reading.countries)


def likeness(likelihood: Mapping[str, float], found: SearchResult, rule_answers: Collection[str]) -> float:
    """Multiply the share of answers that state a rule by a root of the odds of a candidacy's phrasing."""
    share = min(max(share_of(likelihood), 1e-4), 1 - 1e-4)
    ruled = sum(candidate.score for candidate in found.candidates if candidate.id in rule_answers)
    return float((ruled + 0.01) * (share / (1 - share)) ** ODDS_EXPONENT)


def share_of(likelihood: Mapping[str, float]) -> float:
    """Give the probability that a message puts a candidate forward, or goes on with one."""
    return 1 - sum(likelihood.get(name, 0.0) for name in (QUESTION, "why", NEXT))
