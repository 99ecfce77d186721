"""How texts are written: unfinished texts, stray blanks and quotes, marks and figures missing in a language."""

import re
from collections.abc import Iterator, Mapping, Set
from functools import cache
from pathlib import Path

from knowledge.content.checks.files import Files
from knowledge.content.checks.texts import all_texts, bad_braces, every_line
from knowledge.content.schema import Language, Text
from knowledge.content.wording import NAMES, placeholders
from knowledge.content.yaml_file import Key, Mistake, YamlFile, read_plain

UNWRITTEN = Path(__file__).with_name("unwritten.yaml")
BLANKS = re.compile(r"[^\s.]  +\S|\w ,|\w \.(?!\.|\w)|^\s|[^\S\n]$")
HIDDEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffd\x00-\x08]")
QUOTES = "\"'"
NAMED_WITHIN = frozenset({"subject", "label", "button", "short", "unit"})
"""Texts that are names: sentences and buttons take them up."""


def writing_mistakes(found: Files) -> Iterator[Mistake]:
    """List them, of every line; then what the languages of one text do not agree on."""
    known = {name for names in found.figures.values() for name in names if "_" in name}
    for file, key, _, words in every_line(found):
        wrong = fault_of_line(words) or ends_as_sentence(key, words) or figures_without_braces(words, known)
        if wrong:
            yield file.mistake(key, wrong)
    for file, key, text, _ in all_texts(found):
        yield from missing_figures(found, file, key, text)
        yield from missing_opening_marks(found, file, key, text)


@cache
def fault_of_line(words: str) -> str:
    """The fault of a line; empty if it has none."""
    if left := unwritten().search(words):
        return f"«{left.group()}» was left to be written; write it"
    if hidden := HIDDEN.search(words):
        return (
            f"a character that cannot be seen stands here (U+{ord(hidden.group()):04X}); type the text again"
        )
    if BLANKS.search(words):
        return "has a blank too many, or one before a comma or a full stop; take it out"
    if words and words[0] in QUOTES and words.count(words[0]) % 2:
        return f"begins with a quote {words[0]} that is not closed; take it out, or close it"
    return ""


@cache
def unwritten() -> re.Pattern[str]:
    """Words that mark an unfinished text, or dots alone."""
    known = "|".join(map(re.escape, read_plain(UNWRITTEN)))
    return re.compile(rf"(?<!\w)(?:{known})(?!\w)|^[.…\s]+$")


def ends_as_sentence(key: Key, words: str) -> str:
    """What is wrong with a name that ends as a sentence does; an abbreviation is one word."""
    if key[-2] in NAMED_WITHIN and re.search(r"\s\S*[.,;:]$", words):
        return f"is a name, not a sentence: take out the {words[-1]} at its end"
    return ""


def figures_without_braces(words: str, known: Set[str]) -> str:
    """What is wrong with a figure's name that stands in other signs than braces, or in one more."""
    if "${" in words or "%{" in words:
        return "has a sign before the brace {, which would be seen; take it out"
    if "_" not in words:
        return ""
    bare = known & set(re.findall(r"(?<!\{)\b[a-z]+(?:_[a-z]+)+\b(?!\})", words))
    return f"names {min(bare)} without braces; write {{{min(bare)}}}" if bare else ""


def missing_figures(found: Files, file: YamlFile, key: Key, text: Text) -> Iterator[Mistake]:
    """A figure that the text names in one language and not in another; two that differ are another mistake."""
    named = {
        code: placeholders(words) - {*NAMES} for code, words in text.root.items() if not bad_braces(words)
    }
    for code, names in named.items():
        more = names - frozenset.intersection(*map(frozenset, named.values()))
        known = found.figures.get(code, {})
        for name in sorted((frozenset().union(*named.values()) - names) & {*known}) if not more else ():
            other = next(each for each in named if name in named[each])
            yield file.mistake((*key, code), f"{{{name}}} stands in {other} and not here; name it here too")


def missing_opening_marks(found: Files, file: YamlFile, key: Key, text: Text) -> Iterator[Mistake]:
    """A question or exclamation without the mark that opens it, in a language that has one."""
    for code, words in text.root.items():
        marks: Mapping[str, Language] = (
            found.languages[code].words.opening_marks if code in found.languages else {}
        )
        for closing, opening in marks.items():
            if words.count(closing) > words.count(opening):
                yield file.mistake(
                    (*key, code), f"{opening} is missing before a sentence that ends in {closing}"
                )
