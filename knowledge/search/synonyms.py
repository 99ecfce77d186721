"""What content editors teach the search beside the phrasings: chat spelling, concepts and fillers.

A concept is one meaning in both languages ("deadline": plazo, fecha límite, closing date); it lets
a question meet phrasings that share none of its words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.language_code import Language
from knowledge.reading.text import stem, tokens

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """The three tables as they are edited; every text in them may be several words long."""

    spelling: Mapping[Language, Mapping[str, str]] = field(default_factory=dict)
    concepts: Mapping[str, Mapping[Language, Sequence[str]]] = field(default_factory=dict)
    fillers: Mapping[Language, Sequence[str]] = field(default_factory=dict)

    def words(self) -> Iterable[tuple[str, Language]]:
        """List the words that the tables know, so that nobody repairs them into others."""
        for terms in self.concepts.values():
            for language, words in terms.items():
                yield from ((word, language) for term in words for word in tokens(term))
        for language, table in self.spelling.items():
            for spelt in table.values():
                yield from ((word, language) for word in tokens(spelt))


class Phrases:
    """Finds which of many word sequences a message contains, the longest at each place."""

    def __init__(self, named: Iterable[tuple[Stems, str]]) -> None:
        starting: dict[str, dict[Stems, list[str]]] = {}
        for sequence, name in named:
            if sequence:
                starting.setdefault(sequence[0], {}).setdefault(sequence, []).append(name)
        self._names = starting
        sizes = {
            first: tuple(sorted(set(map(len, choices)), reverse=True)) for first, choices in starting.items()
        }
        shared = {each: each for each in sizes.values()}
        self._sizes = {first: shared[each] for first, each in sizes.items()}

    def beginnings(self, words: Sequence[str]) -> list[int]:
        """Tell where a sequence may begin: most words begin none."""
        return [at for at, word in enumerate(words) if word in self._sizes]

    def longest(self, words: Sequence[str], at: int) -> tuple[int, list[str]]:
        """Return how many words the longest sequence at this place takes, and its names; (0, []) if none."""
        first = words[at]
        for size in self._sizes.get(first, ()):
            names = self._names[first].get(tuple(words[at : at + size]))
            if names:
                return size, names
        return 0, []


def concept_stems(synonyms: Synonyms) -> set[tuple[Stems, str]]:
    """Stem the concepts' terms, whatever the language; takes a fifth of a second."""
    return {
        (tuple(stem(word, language) for word in tokens(term)), name)
        for name, terms in synonyms.concepts.items()
        for language, words in terms.items()
        for term in words
    }


def spelling_phrases(synonyms: Synonyms, language: Language) -> Phrases:
    """Index one language's chat spellings; the names are the words meant."""
    table = synonyms.spelling.get(language, {})
    return Phrases((tokens(written), meant) for written, meant in table.items())


def filler_phrases(synonyms: Synonyms, *, backwards: bool = False) -> Phrases:
    """Index greetings, thanks and politeness of both languages; backwards, to cut them off an end."""
    step = -1 if backwards else 1
    return Phrases(
        (tokens(filler)[::step], filler) for fillers in synonyms.fillers.values() for filler in fillers
    )
