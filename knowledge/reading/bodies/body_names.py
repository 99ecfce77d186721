"""The names of kinds of body in a message: every language's terms, and words of them with one slip."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from rapidfuzz.distance import OSA

from knowledge.content.yaml_file import read_plain
from knowledge.reading.phrases import Terms, folded_term
from knowledge.reading.sentence import Sentence, each_match
from knowledge.reading.vocabulary import GEO, Vocabulary, local_terms, merged_terms

_SHORTEST = 7  # letters of a word that is mended
_ABBREVIATION = 2  # letters of a body's abbreviation that may be a word besides
_MOST = 200  # words of a message that are looked at
Found = tuple[int, int, str, bool]
"""First and last word, class, and whether several are named."""


class BodyNames:
    """Finds kinds of body; `ordinary` are words that are no slips, `own` the programme's words for some kinds.

    `telling` are those that tell one of the programme's facts: they are no trade ("with a hostel").
    """

    def __init__(
        self,
        languages: Sequence[Vocabulary],
        ordinary: Collection[str],
        own: Mapping[str, Sequence[str]] | None = None,
        telling: Collection[str] = (),
    ) -> None:
        listed = merged_terms([*(each.bodies for each in languages), local_terms()])
        self._terms = _terms([*(own or {}).items(), *listed.items()])
        trades = merged_terms([each.trades for each in languages])
        self._trades = _terms((kind, _without(terms, telling)) for kind, terms in trades.items())
        self.words = self._terms.words
        self._diminutives = merged_terms([each.diminutives for each in languages])
        self._ordinary = frozenset([*ordinary, *read_plain(GEO / "ordinary_words.yaml")["no_slips"].split()])
        self._shortened: dict[str, set[str]] = {}
        for word in self.words:
            for form in _shortened(word) if len(word) >= _SHORTEST - 1 else ():
                self._shortened.setdefault(form, set()).add(word)

    def find(self, sentence: Sentence) -> list[Found]:
        """Find all that are named, from left to right, the longest terms first."""
        found: list[Found] = []
        sentence = replace(sentence, folded=tuple(map(self._plain, sentence.folded)))
        mended = replace(sentence, folded=tuple(self._mended(sentence.folded)))
        each_match(mended, self._terms, lambda first, last, meaning: found.append((first, last, *meaning)))
        found = [each for each in found if not self._is_small_word(sentence, *each[:2])]
        taken = {at for first, last, _, _ in found for at in range(first, last + 1)}
        return sorted([*found, *self._trades_named(sentence, taken)])

    def _is_small_word(self, sentence: Sentence, first: int, last: int) -> bool:
        """Tell whether an abbreviation's letters, not in capitals, are an ordinary word: "tú" is no "TU Delft"."""
        word = sentence.words[first]
        short = first == last and len(word.folded) <= _ABBREVIATION
        return short and word.folded in self._ordinary and not word.text.isupper()

    def _trades_named(self, sentence: Sentence, taken: Set[int]) -> Iterator[Found]:
        """Find trades and workplaces; one with a capital within a sentence is somebody's name: "Marta Herrera"."""
        found: list[Found] = []
        each_match(sentence, self._trades, lambda first, last, meaning: found.append((first, last, *meaning)))
        for first, last, kind, plural in found:
            opens = first == 0 or first - 1 in sentence.ends or sentence.text.isupper()
            named = sentence.words[first].capitalised and not opens
            if not named and taken.isdisjoint(range(first, last + 1)):
                yield first, last, kind, plural

    def _plain(self, word: str) -> str:
        """Give the plain word of a small thing if it is a body's: tienda for "tiendita"."""
        if len(word) < _SHORTEST or word in self.words:
            return word
        endings = (ending for ending in self._diminutives if word.endswith(ending))
        plain = (word[: -len(e)] + other for e in endings for other in self._diminutives[e])
        return next((each for each in plain if each in self.words or each in self._trades.words), word)

    def _mended(self, folded: Sequence[str]) -> Iterator[str]:
        for at, word in enumerate(folded):
            known = len(word) < _SHORTEST or word in self.words or word in self._ordinary
            yield word if known or at >= _MOST else self._nearest(word)

    def _nearest(self, word: str) -> str:
        """Give the one term's word that is one slip away, or the word itself; an ending more is no slip."""
        near = {other for form in _shortened(word) for other in self._shortened.get(form, ())}
        slips = [
            other
            for other in near
            if OSA.distance(word, other) == 1 and not (word.startswith(other) or other.startswith(word))
        ]
        return slips[0] if len(slips) == 1 else word


def _shortened(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _without(terms: Iterable[str], telling: Collection[str]) -> list[str]:
    """Leave out terms of which a form, one or several, tells a fact."""
    told = {folded_term(term) for term in telling}
    return [term for term in terms if told.isdisjoint(folded_term(form) for form in term.split("/"))]


def _terms(listed: Iterable[tuple[str, Sequence[str]]]) -> Terms[tuple[str, bool]]:
    """Map each term, one and several, to its class; the first class of a term counts."""
    meanings: dict[str, tuple[str, bool]] = {}
    for kind, terms in listed:
        for term in terms:
            one, _, many = (folded_term(form) for form in term.partition("/"))
            meanings.setdefault(one, (kind, False))
            if many:
                meanings.setdefault(many, (kind, True))
    return Terms(meanings)
