"""Reads the facts that a programme declares from a message: choices and yes/no by examples, numbers by what they count.

Kind, country, inhabitants and places are read elsewhere (knowledge/reading): they belong to every programme.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.content.schema import Option
from knowledge.eligibility.judge import FactValue
from knowledge.eligibility.rules import Fact, Rulebook
from knowledge.reading.reading import Reading
from knowledge.reading.spans import Number, Span
from knowledge.reading.words import Word, words

MOST_BETWEEN = 2
"""How many other words may stand between two words of an example."""


def told_facts(rulebook: Rulebook, kind: str | None, reading: Reading) -> dict[str, FactValue]:
    """Read what a message tells of the facts of a kind of candidate; of all facts while the kind is not known."""
    known = rulebook.kinds.get(kind or "")
    concerned = known.facts if known else tuple(rulebook.facts)
    found: dict[str, FactValue] = {}
    for name in concerned:
        fact = rulebook.facts.get(name)
        value = told_value(fact, reading) if fact and fact.field is None else None
        if value is not None:
            found[name] = value
    return found


def told_value(fact: Fact, reading: Reading) -> FactValue | None:
    """Give the value that a message tells of a fact; None if it tells none."""
    if fact.type != "number":
        return value_of_longest_example(fact, reading.words, reading.negations)
    number = next((number for number in reading.numbers if counted_by(fact, number, reading)), None)
    return bounded(number) if number else None


def counted_by(fact: Fact, number: Number, reading: Reading) -> bool:
    """Tell whether a number stands beside a word for what the fact counts: "12 boats", "boats: 12"."""
    if number.ordinal or number.missing:
        return False
    after = [word.folded for word in reading.words if word.start >= number.end]
    before = [word.folded for word in reading.words if word.end <= number.start]
    counted = [folded_words(term) for terms in fact.counts.values() for term in terms]
    return any(
        stands_within(term, after[: MOST_BETWEEN + len(term)]) or tuple(before[-len(term) :]) == term
        for term in counted
    )


def without_counted(rulebook: Rulebook, reading: Reading) -> Reading:
    """The message without the numbers that the programme's facts count: they are no inhabitants."""
    counting = [fact for fact in rulebook.facts.values() if fact.counts]
    left = [n for n in reading.numbers if not any(counted_by(fact, n, reading) for fact in counting)]
    return replace(reading, numbers=tuple(left))


def bounded(number: Number) -> int:
    """The number itself; of "more than 60" and "fewer than 60" one that is."""
    return number.value + {"over": 1, "under": -1}.get(number.bound or "", 0)


def stands_within(term: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether words stand together among others."""
    return any(tuple(others[at : at + len(term)]) == tuple(term) for at in range(len(others)))


def value_of_longest_example(
    fact: Fact, sentence: Sequence[Word], negations: Sequence[Span]
) -> FactValue | None:
    """Give the value whose example is the longest in the sentence; a yes that is denied is a no."""
    best: tuple[int, FactValue] | None = None
    for value, example in fact_examples(fact):
        place = places_of_words(example, sentence)
        if place is None or (best and best[0] >= len(example)):
            continue
        begin = sentence[place[0]].start
        if not any(negation.start < begin < negation.end for negation in negations):
            best = len(example), value
        elif isinstance(value, bool):
            best = len(example), not value
    return best[1] if best else None


def fact_examples(fact: Fact) -> Iterator[tuple[FactValue, tuple[str, ...]]]:
    """Every value with the folded words that tell it: the options' own names, and the examples."""
    for option in fact.options:
        yield from ((option.id, folded_words(name)) for name in names_of_option(option))
    for example in fact.examples:
        for lines in example.phrasings.values():
            yield from ((example.value, folded_words(line)) for line in lines)


def names_of_option(option: Option) -> tuple[str, ...]:
    """What an option is called."""
    return (*option.label.all(), *option.also)


def folded_words(text: str) -> tuple[str, ...]:
    """The words of an example, case and accents folded away."""
    return tuple(word.folded for word in words(text))


def places_of_words(example: Sequence[str], sentence: Sequence[Word]) -> tuple[int, int] | None:
    """Find an example's words in their order, hardly anything between them: places of the first and the last."""
    for first, word in enumerate(sentence):
        if example and word.folded == example[0]:
            last = last_word(example[1:], sentence, first)
            if last is not None:
                return first, last
    return None


def last_word(rest: Sequence[str], sentence: Sequence[Word], first: int) -> int | None:
    """Find where the rest of an example ends, after its first word."""
    place = first
    for wanted in rest:
        near = range(place + 1, min(place + 2 + MOST_BETWEEN, len(sentence)))
        found = next((i for i in near if sentence[i].folded == wanted), None)
        if found is None:
            return None
        place = found
    return place
