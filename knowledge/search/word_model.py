"""What is learned from entries, and how a message's words rank them; decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import numpy as np

from knowledge.language_code import Language
from knowledge.reading.language import Languages
from knowledge.search.classifier import Classifier, Lexicon, Training, Vector, class_sums
from knowledge.search.descent import Rows, softmax
from knowledge.search.features import Extractor, Features, Floats, Word
from knowledge.search.features_of_lines import features_of_lines
from knowledge.search.line_features import Line, LineFeatures
from knowledge.search.meaning import Bytes, SentenceClassifier
from knowledge.search.nearest import Neighbours
from knowledge.search.question_words import QuestionReader, count_words
from knowledge.search.synonyms import Phrases, Synonyms, concept_stems
from knowledge.search.table import Table
from knowledge.search.vectors import Vectors, key

Kind = Literal["answer", "unstated", "unrelated", "smalltalk"]

LIKENESS_WEIGHT = 6.0  # what the nearest phrasing counts beside the classifier's logits
MERGED_WEIGHT = 25.0  # what the likeness to all lines of an entry counts where there is no classifier
OWN_LINES_PER_GENERAL = 3.0  # lines of the programme's own for each general one; with fewer they count more
MOST_WEIGHTS = 32_000_000  # weights that may be learned: 128 MB while learning, half a minute


@dataclass(frozen=True)
class Entry:
    """One class of messages: an answer, a detail that no answer states, small talk, or something unrelated.

    `own_words` are an answer's sentences: learned like phrasings, but nobody asks in them.
    """

    id: str
    kind: Kind
    phrasings: Mapping[Language, Sequence[str]]
    own_words: Mapping[Language, Sequence[str]] = field(default_factory=dict)

    @property
    def is_own(self) -> bool:
        """Whether it belongs to the programme, and not to a language."""
        return self.kind in ("answer", "unstated")

    def lines(self) -> list[tuple[str, Language]]:
        """List the phrasings of every language, then the answer's own words."""
        every = (self.phrasings, self.own_words)
        return [(text, language) for each in every for language, lines in each.items() for text in lines]

    def are_phrasings(self) -> list[bool]:
        """Tell of each line whether it is a phrasing."""
        phrasings = sum(map(len, self.phrasings.values()))
        return [number < phrasings for number in range(len(self.lines()))]


@dataclass(frozen=True)
class Ranking:
    """Each class's probability and likeness, and how much of the message is known at all."""

    probabilities: Floats
    likeness: Floats
    coverage: float

    def averaged(self, shares: Floats) -> "Ranking":
        """Take the geometric mean of these probabilities and those by the meaning, which knows words of any kind."""
        mean = np.sqrt(self.probabilities * shares)
        return replace(self, probabilities=(mean / mean.sum()).astype(np.float32), coverage=1.0)


@dataclass(frozen=True)
class Lines:
    """Every phrasing as features, the number of the entry that it belongs to, and its vector if that is known."""

    features: Sequence[Features]
    labels: Sequence[int]
    vectors: Sequence[Bytes | None] = ()

    @cached_property
    def table(self) -> Table:
        """The features of all lines together."""
        return Table(self.features)

    def meant(self, numbers: Sequence[int]) -> Floats:
        """The vectors of some lines; a line without one counts as the first that has one."""
        some = next(vector for vector in self.vectors if vector is not None)
        chosen = [self.vectors[number] for number in numbers]
        return np.array([some if vector is None else vector for vector in chosen], np.float32)

    def meaning(self, classes: int) -> SentenceClassifier | None:
        """Learn what the lines mean; None if no more than half of them have a vector."""
        known = [pair for pair in zip(self.vectors, self.labels, strict=False) if pair[0] is not None]
        if 2 * len(known) <= len(self.labels):
            return None
        return SentenceClassifier.learn(
            np.array([vector for vector, _ in known]), [label for _, label in known], classes
        )

    @classmethod
    def read(
        cls,
        entries: Sequence[Entry],
        reader: QuestionReader,
        extractor: Extractor,
        vectors: Vectors,
        known: LineFeatures,
    ) -> "Lines":
        """Read every phrasing that is not known yet; entries without any are refused."""
        lines = [line for entry in entries for line in entry.lines()]
        labels = [number for number, entry in enumerate(entries) for _ in entry.lines()]
        if not entries or len(set(labels)) < len(entries):
            raise ValueError("every entry needs a phrasing")

        def draw(new: Sequence[Line]) -> list[Features]:
            return features_of_lines(extractor, [reader.phrasing(*line) for line in new])

        return cls(known.of_lines(lines, draw), labels, [vectors.get(key(text)) for text, _ in lines])


class WordModel:
    """The learned weights of one set of entries.

    Has a classifier, or for very many entries, where its weights would not fit into memory, the
    likeness to each entry's lines together.
    """

    def __init__(
        self,
        extractor: Extractor,
        lexicon: Lexicon,
        weighing: Classifier | Neighbours,
        neighbours: Neighbours,
    ) -> None:
        self._extractor = extractor
        self.lexicon = lexicon
        self.weighing = weighing
        self.neighbours = neighbours

    @classmethod
    def learn(cls, lines: Lines, extractor: Extractor, training: Training | None = None) -> "WordModel":
        """Learn from every phrasing."""
        lexicon = Lexicon.learn(lines.table)
        vectors = lexicon.vectors(lines.table)
        classes = max(lines.labels) + 1
        weighing = _weighing(vectors, lines.labels, classes, training or Training())
        return cls(extractor, lexicon, weighing, Neighbours.learn(vectors, lines.labels, classes))

    def vector(self, words: Sequence[Word]) -> Vector:
        """Look up what a message's words say."""
        return self.lexicon.vector(self._extractor.features(words))

    def rank(self, words: Sequence[Word]) -> Ranking:
        """Weigh a message's words against every entry, in the order that the entries were given."""
        return self.ranked(self.vector(words))

    def ranked(self, vector: Vector, masked: Sequence[int] = ()) -> Ranking:
        """Weigh a vector against every entry; the masked ones are as if they did not exist."""
        likeness = self.neighbours.likeness(vector)
        scores = self._weighed(vector) + LIKENESS_WEIGHT * likeness
        scores[list(masked)] = -np.inf
        return Ranking(softmax(scores), likeness, vector.coverage)

    def _weighed(self, vector: Vector) -> Floats:
        if isinstance(self.weighing, Classifier):
            return self.weighing.scores(vector)
        return MERGED_WEIGHT * self.weighing.likeness(vector)


def _weighing(
    vectors: Rows, labels: Sequence[int], classes: int, training: Training
) -> Classifier | Neighbours:
    if vectors.size * classes <= MOST_WEIGHTS:
        return Classifier.learn(vectors, labels, classes, training)
    return Neighbours.learn(class_sums(vectors, labels, classes), range(classes), classes)


def reader_of(entries: Sequence[Entry], synonyms: Synonyms) -> QuestionReader:
    """Learn the words and the languages of the entries."""
    lines = [line for entry in entries for line in entry.lines()]
    courtesies = [text for entry in entries if entry.kind == "smalltalk" for text, _ in entry.lines()]
    words = count_words(lines)
    return QuestionReader(synonyms, Languages.learn(lines, words), words, courtesies)


def learn_words(
    entries: Sequence[Entry],
    synonyms: Synonyms,
    training: Training | None = None,
    vectors: Vectors | None = None,
    known: LineFeatures | None = None,
) -> tuple[QuestionReader, WordModel, Lines]:
    """Learn everything from scratch; the features of lines that are `known` are not drawn again."""
    reader = reader_of(entries, synonyms)
    extractor = Extractor(Phrases(concept_stems(synonyms)))
    lines = Lines.read(entries, reader, extractor, vectors or {}, known or LineFeatures())
    model = WordModel.learn(lines, extractor, training)
    if isinstance(model.weighing, Classifier):
        model.weighing.bias = model.weighing.bias + logit_corrections(entries)
    return reader, model, lines


def logit_corrections(entries: Sequence[Entry]) -> Floats:
    """Give for each class what is added to its logit: nothing, or what the programme's own lines are short of.

    Beside a few hundred lines of a small programme stand two thousand of its languages, small talk and messages about
    something else; learned as they are, they would make most questions look unrelated.
    """
    own = np.array([entry.is_own for entry in entries])
    counts = np.array([len(entry.lines()) for entry in entries])
    missing = np.log(max(1.0, OWN_LINES_PER_GENERAL * counts[~own].sum() / max(1, counts[own].sum())))
    return np.where(own, missing, 0.0).astype(np.float32)


def best(shares: Floats, among: Sequence[int], count: int) -> list[int]:
    """Return the likeliest of some classes, best first."""
    chosen = np.asarray(among, np.int64)
    if not len(chosen):
        return []
    return [int(number) for number in chosen[np.argsort(-shares[chosen], kind="stable")[:count]]]
