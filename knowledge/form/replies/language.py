"""The words that the form needs in every language: wishes, ordinals, and sets of words that deny, grant or remove."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.content.yaml_file import read_plain
from knowledge.reading.vocabulary import read_vocabulary
from knowledge.reading.word_sets import WordSets
from knowledge.reading.words import fold

NOT_SETS = ("wishes", "ordinals", "answers", "beside_answers")
"""What form.yaml holds besides sets of words."""


@dataclass(frozen=True, kw_only=True)
class FormWords(WordSets):
    """The words of all languages together: a reply may be in another one than the chat."""

    wishes: Mapping[str, tuple[str, ...]]
    answers: tuple[str, ...]
    beside_answers: tuple[str, ...]
    ordinals: Mapping[str, int]

    def with_ordinals(self, text: str) -> str:
        """Fold a text and write ordinals of several words as figures: «número dos»."""
        said = f" {fold(text)} "
        for phrase in (each for each in self.ordinals if " " in each):
            said = said.replace(f" {phrase} ", f" {self.ordinals[phrase]} ")
        return said.strip()


def read_form_words(folders: Sequence[Path]) -> FormWords:
    """Read the words of some languages, each from its folder; one without a form.yaml has none."""
    files = [folder / "form.yaml" for folder in folders]
    read: list[Mapping[str, Any]] = [read_plain(file) for file in files if file.exists()]
    names = list(dict.fromkeys(name for each in read for name in each["wishes"]))
    sets = {name for each in read for name in each if name not in NOT_SETS}
    return FormWords(
        wishes={
            name: tuple(str(line) for each in read for line in each["wishes"].get(name, ())) for name in names
        },
        answers=tuple(str(line) for each in read for line in each.get("answers", ())),
        beside_answers=tuple(str(line) for each in read for line in each.get("beside_answers", ())),
        ordinals={
            fold(word): place
            for each in read
            for place, forms in enumerate(each["ordinals"], 1)
            for word in forms
        },
        sets=defaultdict(
            frozenset,
            {
                name: frozenset(folded_entry(str(word)) for each in read for word in each.get(name, ()))
                for name in sets
            }
            | {"inhabitants": counted_as_inhabitants(folders)},
        ),
    )


def folded_entry(entry: str) -> str:
    """Fold a word group; the colon that makes it a label stays."""
    return fold(entry) + (":" if entry.endswith(":") else "")


def counted_as_inhabitants(folders: Sequence[Path]) -> frozenset[str]:
    """The words after a number that make it a number of inhabitants: «hab.», "people"."""
    vocabularies = [read_vocabulary(folder).numbers.after for folder in folders]
    return frozenset(
        fold(word)
        for each in vocabularies
        for unit in ("inhabitants", "people")
        for word in each.get(unit, [])
    )
