"""What a reply means, by the example line that it is most like: an option of the question, or a wish such as "back".

Example lines are data: those of options stand in questionnaire.yaml, those of wishes that are the same for every
question (skip, why, help …) in knowledge/languages/<code>/form.yaml. Lines are compared by words, beginnings of
words, pairs and pieces of words, each weighed by how telling it is; numbers are all alike. No language has to be
known first.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.reading.text import grams, tokens

MOST_CHARACTERS = 400
"""Characters of a reply that are compared; a longer one is no option."""
BEGINNING = 5
SHORT_WORD = 3
SECOND_WEIGHT = 0.15
"""The weight of the second most similar example of the same label."""
EXACT_LIKENESS = 2.0
"""The likeness of a line that is an example word for word."""
WORD, START, PAIR, PIECE = 1.0, 0.8, 0.5, 0.25


@dataclass(frozen=True)
class Likeness:
    """How like the examples of a label a line is: 0 for nothing in common, from 1 on for the same words.

    `words` are those of the example that it is most like.
    """

    label: str
    score: float
    exact: bool = False
    words: int = 0


class Meanings:
    """Example lines by their label; finds the label of the lines that another one is most like."""

    def __init__(self, examples: Mapping[str, Iterable[str]]) -> None:
        lines = [(label, tokens(line)) for label, each in examples.items() for line in each]
        self._labels = [label for label, _ in lines]
        self._lengths = [len(words) for _, words in lines]
        self._exact = {words: label for label, words in reversed(lines)}
        counted = [features(words) for _, words in lines]
        found = Counter(name for each in counted for name in each)
        self._idf = {name: math.log((len(lines) + 1) / (count + 0.5)) + 0.3 for name, count in found.items()}
        self._unseen = math.log(2 * (len(lines) + 1))
        self._index: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, each in enumerate(counted):
            for name, value in self._scaled(each).items():
                self._index[name].append((number, value))

    def exactly(self, text: str) -> str | None:
        """Name the label of which a line is an example word for word."""
        return self._exact.get(tokens(text))

    def knows(self, text: str) -> bool:
        """Tell whether every longer word of a line begins like a word of some example."""
        long = [
            word for word in tokens(text[:MOST_CHARACTERS]) if len(word) > SHORT_WORD and not word.isdigit()
        ]
        return all(f"s:{word[:BEGINNING]}" in self._idf for word in long)

    def of(self, text: str) -> list[Likeness]:
        """List the labels that a line may mean, likeliest first; none for a line that is like nothing."""
        words = tokens(text[:MOST_CHARACTERS])
        exact = self._exact.get(words)
        scores: dict[int, float] = defaultdict(float)
        for name, value in self._scaled(features(words)).items():
            for number, weight in self._index.get(name, ()):
                scores[number] += value * weight
        by_label: dict[str, list[tuple[float, int]]] = defaultdict(list)
        for number, score in scores.items():
            by_label[self._labels[number]].append((score, self._lengths[number]))
        found = [
            Likeness(label, best_two([score for score, _ in each]), words=max(each)[1])
            for label, each in by_label.items()
            if label != exact
        ]
        found += [Likeness(exact, EXACT_LIKENESS, exact=True, words=len(words))] if exact else []
        return sorted(found, key=lambda likeness: -likeness.score)

    def _scaled(self, counted: Mapping[str, float]) -> dict[str, float]:
        weighed = {name: value * self._idf.get(name, self._unseen) for name, value in counted.items()}
        length = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        return {name: value / length for name, value in weighed.items()}


def best_two(scores: Sequence[float]) -> float:
    """The best score, and a little of the second."""
    first, *others = sorted(scores, reverse=True)
    return first + SECOND_WEIGHT * (others[0] if others else 0.0)


def features(words: Sequence[str]) -> dict[str, float]:
    """The features by which a line is compared, with their weights."""
    found: dict[str, float] = {}
    masked = ["#" if word.isdigit() else word for word in words]
    for word in masked:
        found[f"w:{word}"] = WORD
        found[f"s:{word[:BEGINNING]}"] = START
        found |= {f"g:{piece}": PIECE for piece in grams(word)}
    for first, second in zip(["^", *masked], masked, strict=False):
        found[f"p:{first} {second}"] = PAIR
    return found
