"""Words that stand under one language and are clearly in another of the programme's, as CLD2 tells."""

from collections.abc import Iterator

import pycld2

from knowledge.content.checks.files import Files
from knowledge.content.checks.texts import all_texts
from knowledge.content.schema import Language
from knowledge.content.yaml_file import Key, Mistake, YamlFile
from knowledge.reading.foreign import name_of

FEWEST_WORDS = 8
"""Fewer words are too little to tell a language by."""
LEAST_SHARE = 95
"""Percent of the words that must be in the other language."""


def other_language_mistakes(found: Files) -> Iterator[Mistake]:
    """List them, of texts and of phrasings."""
    spoken = found.programme.languages if found.programme else ()
    for file, key, language, words in worded(found):
        other = language_of(words, language)
        if other != language and other in spoken:
            message = f"is in {name_of(other, 'en')}, not in {name_of(language, 'en')}; put it in its place"
            yield file.mistake((*key, language), message)


def worded(found: Files) -> Iterator[tuple[YamlFile, Key, Language, str]]:
    """Every text in each of its languages, all phrasings of an answer as one."""
    for file, key, text, _ in all_texts(found):
        for language, words in text.root.items():
            yield file, key, language, words
    for file, key, answer in found.answers():
        for language in answer.phrasings.languages():
            yield file, (*key, "phrasings"), language, ". ".join(answer.phrasings.within(language))


def language_of(words: str, expected: Language) -> Language:
    """The language that words are surely in, though another is expected; empty where it is not sure."""
    if len(words.split()) < FEWEST_WORDS:
        return ""
    try:
        reliable, _, guesses = pycld2.detect(words, hintLanguage=expected)
    except pycld2.error:  # characters that CLD2 does not take for text
        return ""
    _, code, percent, _ = guesses[0]
    return code if reliable and percent >= LEAST_SHARE else ""
