"""Words that stand for two things at once: nobody could tell which one is meant."""

from collections.abc import Iterable, Iterator

from knowledge.content.checks.files import Files
from knowledge.content.schema import Option, SynonymsFile, Text
from knowledge.content.yaml_file import Key, Mistake, YamlFile
from knowledge.eligibility.rules import Fact, Rules
from knowledge.reading.words import without_case

WordUse = tuple[Key, str, str, str]
"""The place of some words, their language, the words, and what they stand for."""


def alike_mistakes(found: Files) -> Iterator[Mistake]:
    """List ambiguous words of kinds, options, values of facts and concepts."""
    if found.rules:
        yield from alike_in_rules(found.rules, found.files["eligibility.yaml"])
    if found.questionnaire:
        file = found.files["questionnaire.yaml"]
        for i, question in enumerate(found.questionnaire.questions):
            yield from ambiguous_words(file, uses_of_options(("questions", i), question.options))
    if found.synonyms:
        yield from ambiguous_words(found.files["synonyms.yaml"], uses_of_concepts(found.synonyms))


def alike_in_rules(rules: Rules, file: YamlFile) -> Iterator[Mistake]:
    """Ambiguous buttons and words of kinds and options, and lines that tell two values of a fact."""
    buttons = [
        each
        for i, kind in enumerate(rules.kinds)
        for each in uses_of_text(("kinds", i, "button"), kind.button, kind.id)
    ]
    also = [
        (("kinds", i, "also", j), language, word, kind.id)
        for i, kind in enumerate(rules.kinds)
        for j, word in enumerate(kind.also)
        for language in kind.button.root
    ]
    yield from ambiguous_words(file, [*buttons, *also])
    for i, fact in enumerate(rules.facts):
        yield from ambiguous_words(file, uses_of_options(("facts", i), fact.options))
        yield from ambiguous_words(file, uses_of_examples(("facts", i), fact))


def ambiguous_words(file: YamlFile, said: Iterable[WordUse]) -> Iterator[Mistake]:
    """Report every use of words that already stand for something else."""
    owner: dict[tuple[str, str], str] = {}
    for key, language, words, meant in said:
        other = owner.setdefault((language, without_case(words)), meant)
        if other != meant:
            yield file.mistake(key, f"«{words}» stands for {other} already; keep it in one place")


def uses_of_text(key: Key, text: Text, meant: str) -> Iterator[WordUse]:
    """A text's words in each language."""
    yield from (((*key, language), language, words, meant) for language, words in text.root.items())


def uses_of_options(key: Key, options: Iterable[Option]) -> Iterator[WordUse]:
    """The labels of options in each language, then their other words, which may be of any."""
    for i, option in enumerate(options):
        yield from uses_of_text((*key, "options", i, "label"), option.label, option.id)
        for j, word in enumerate(option.also):
            where = (*key, "options", i, "also", j)
            yield from ((where, language, word, option.id) for language in option.label.root)


def uses_of_examples(key: Key, fact: Fact) -> Iterator[WordUse]:
    """How people tell each value of a fact."""
    for i, example in enumerate(fact.examples):
        for language, lines in example.phrasings.items():
            for j, line in enumerate(lines):
                yield (
                    (*key, "examples", i, "phrasings", language, j),
                    language,
                    line,
                    str(example.value).lower(),
                )


def uses_of_concepts(file: SynonymsFile) -> Iterator[WordUse]:
    """The words of each concept."""
    for i, concept in enumerate(file.concepts):
        for language, words in concept.words.items():
            for j, word in enumerate(words):
                yield ("concepts", i, language, j), language, word, concept.id
