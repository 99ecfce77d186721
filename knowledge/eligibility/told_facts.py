"""Reads the facts that a programme declares (a choice, a yes or no) out of a sentence, by their examples.

Kind, country, inhabitants and places are read elsewhere (knowledge/reading): they belong to every programme.
"""

from collections.abc import Callable, Iterator, Sequence

from knowledge.content.schema import Option
from knowledge.eligibility.judge import FactValue
from knowledge.eligibility.rules import Fact, Rulebook
from knowledge.reading.words import Word, words

MOST_BETWEEN = 2
"""So many other words may stand between two words of an example."""

Denied = Callable[[int, int], bool]
"""Tells whether what stands between two places of the text is denied."""


def told_facts(
    rulebook: Rulebook, kind: str | None, text: str, denied: Denied = lambda _start, _end: False
) -> dict[str, FactValue]:
    """Read what a sentence tells of the facts of a kind of candidate; of all facts while the kind is not known."""
    known = rulebook.kinds.get(kind or "")
    concerned = known.facts if known else tuple(rulebook.facts)
    sentence = words(text)
    found: dict[str, FactValue] = {}
    for name in concerned:
        fact = rulebook.facts.get(name)
        value = told_value(fact, sentence, denied) if fact and fact.field is None else None
        if value is not None:
            found[name] = value
    return found


def told_value(fact: Fact, sentence: Sequence[Word], denied: Denied) -> FactValue | None:
    """Give the value whose example is the longest in the sentence; a yes that is denied is a no."""
    best: tuple[int, FactValue] | None = None
    for value, example in examples_of(fact):
        place = found_at(example, sentence)
        if place is None or (best and best[0] >= len(example)):
            continue
        is_denied = denied(sentence[place[0]].start, sentence[place[1]].end)
        if not is_denied:
            best = len(example), value
        elif isinstance(value, bool):
            best = len(example), not value
    return best[1] if best else None


def examples_of(fact: Fact) -> Iterator[tuple[FactValue, tuple[str, ...]]]:
    """Every value with the folded words that tell it: the options' own names, and the examples."""
    for option in fact.options:
        yield from ((option.id, folded(name)) for name in names_of(option))
    for example in fact.examples:
        for lines in example.phrasings.values():
            yield from ((example.value, folded(line)) for line in lines)


def names_of(option: Option) -> tuple[str, ...]:
    """What an option is called."""
    return (*option.label.all(), *option.also)


def folded(text: str) -> tuple[str, ...]:
    """The words of an example, case and accents folded away."""
    return tuple(word.folded for word in words(text))


def found_at(example: Sequence[str], sentence: Sequence[Word]) -> tuple[int, int] | None:
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
