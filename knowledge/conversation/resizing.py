"""A figure told by the one that is known: "and twice that?", «¿y la mitad?», "with ten thousand more"."""

from dataclasses import replace

from knowledge.conversation.lessons import FollowUpFile
from knowledge.eligibility.judge import Candidate
from knowledge.reading.phrases import Terms, folded_term, plain_terms
from knowledge.reading.reading import Reading
from knowledge.reading.spans import Number

MOST_WORDS = 8  # words of a message that does nothing else


def resized(known: Candidate, reading: Reading, file: FollowUpFile) -> Candidate | None:
    """Give the candidate with its inhabitants multiplied, or more or fewer by a figure; None if nothing says so.

    None too where the message names a place or a country, or the inhabitants are not known.
    """
    named = reading.places or reading.countries
    if known.population is None or named or len(reading.words) > MOST_WORDS:
        return None
    population = _multiplied(known.population, reading, file) or _changed(known.population, reading, file)
    if population is None or population <= 0:
        return None
    return replace(known, population=population, bound=None, figures={}, sizes=())


def _multiplied(population: int, reading: Reading, file: FollowUpFile) -> int | None:
    terms = Terms({folded_term(term): times for term, times in file.times.items()})
    folded = [word.folded for word in reading.words]
    found = next(filter(None, (terms.at(folded, at) for at in range(len(folded)))), None)
    return round(population * found[1]) if found and not reading.numbers else None


def _changed(population: int, reading: Reading, file: FollowUpFile) -> int | None:
    numbers = [number for number in reading.numbers if number.amount and not number.year]
    if len(numbers) != 1:
        return None
    if _is_followed(reading, numbers[0], file.added):
        return population + numbers[0].value
    return population - numbers[0].value if _is_followed(reading, numbers[0], file.taken_away) else None


def _is_followed(reading: Reading, number: Number, terms: tuple[str, ...]) -> bool:
    """Tell whether one of the terms stands behind a number, or behind the word for what it counts."""
    after = [word.folded for word in reading.words if word.start >= number.end]
    known = plain_terms(terms)
    return any(known.at(after, at) for at in range(2))
