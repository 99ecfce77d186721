"""The files of a programme, as far as they could be read, for the checks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from knowledge.content.coordinator_texts import CoordinatorTexts
from knowledge.content.languages import LanguageFiles
from knowledge.content.schema import (
    Answer,
    Category,
    ContactsFile,
    Language,
    Programme,
    Questionnaire,
    SmalltalkFile,
    SynonymsFile,
    UnstatedFile,
)
from knowledge.content.wording import named_values
from knowledge.content.yaml_file import Key, YamlFile
from knowledge.eligibility.rules import Rules


@dataclass(frozen=True)
class Files:
    """The files; None for one that could not be read."""

    programme: Programme | None
    categories: Mapping[str, Category]
    unstated: UnstatedFile | None
    smalltalk: SmalltalkFile | None
    synonyms: SynonymsFile | None
    rules: Rules | None
    questionnaire: Questionnaire | None
    contacts: ContactsFile | None
    coordinator_texts: CoordinatorTexts | None
    languages: Mapping[Language, LanguageFiles]
    files: Mapping[str, YamlFile]
    replaced: frozenset[str] = frozenset()
    """The files in which wrong values were replaced."""

    @property
    def rules_are_certain(self) -> bool:
        """Whether eligibility.yaml was read without replacing anything."""
        return "eligibility.yaml" not in self.replaced

    def answers(self) -> Iterator[tuple[YamlFile, Key, Answer]]:
        """Every answer with the place where it stands."""
        for name, category in self.categories.items():
            for i, answer in enumerate(category.answers):
                yield self.files[f"answers/{name}"], ("answers", i), answer

    @cached_property
    def figures(self) -> Mapping[Language, Mapping[str, str]]:
        """The names that texts may use in {braces}, per language; none while programme.yaml cannot be read."""
        if self.programme is None:
            return {}
        return {code: named_values(self.programme, each.words, code) for code, each in self.languages.items()}

    def answer_ids(self) -> frozenset[str]:
        """The ids of all answers that could be read."""
        return frozenset(answer.id for _, _, answer in self.answers())
