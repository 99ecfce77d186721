"""Labelled questions: the lines of a file, as questions to measure with or as entries to learn from."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.language_code import Language
from knowledge.search.word_model import Entry

Asked = Literal["in", "near", "far", "smalltalk"]

_OUTSIDE = frozenset({"oos", "ood", "out_of_scope", "none", ""})  # what public datasets call it
_KINDS: Mapping[str, Asked] = {"in": "in", "near": "near", "far": "far", "smalltalk": "smalltalk"}


@dataclass(frozen=True)
class Question:
    """A message, and the answers of which any is right; none for one that cannot be answered."""

    text: str
    ids: tuple[str, ...]
    kind: Asked
    language: Language


class MalformedLineError(ValueError):
    """A line that is no labelled question; says which and why."""


def read_labelled_questions(lines: Iterable[str], language: Language = "en") -> list[Question]:
    """Read JSON lines; raise Malformed at the first that cannot be read.

    Understands {"lang", "text", "ids", "kind"}, and {"text", "intent"} or {"text", "label"} as in
    CLINC150 and Banking77, which are taken to be in the given language. Empty lines are skipped.
    """
    return [_question(number, line, language) for number, line in enumerate(lines, 1) if line.strip()]


def _question(number: int, line: str, language: Language) -> Question:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise MalformedLineError(f"line {number}: not JSON ({error.msg})") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise MalformedLineError(f'line {number}: an object with a "text" is needed')
    ids = _ids(number, row)
    kind = _KINDS.get(str(row.get("kind", "in")))
    if kind is None:
        raise MalformedLineError(f"line {number}: kind is none of {', '.join(_KINDS)}")
    spoken = row.get("lang", language)
    if not isinstance(spoken, str) or not spoken:
        raise MalformedLineError(f"line {number}: lang is no code of a language")
    return Question(row["text"], ids, "far" if kind == "in" and not ids else kind, spoken)


def _ids(number: int, row: Mapping[str, object]) -> tuple[str, ...]:
    named = [key for key in ("ids", "intent", "label") if key in row]
    if not named:
        raise MalformedLineError(f'line {number}: "ids", "intent" or "label" is needed')
    value = row[named[0]]
    listed = value if isinstance(value, list) else [value]
    return tuple(str(name) for name in listed if str(name).lower() not in _OUTSIDE)


def taught_entries(asked: Sequence[Question]) -> list[Entry]:
    """Gather labelled questions into answers to learn; those without an answer are left out."""
    gathered: dict[str, dict[Language, list[str]]] = {}
    for question in asked:
        if question.kind == "in":
            phrasings = gathered.setdefault(question.ids[0], {})
            phrasings.setdefault(question.language, []).append(question.text)
    return [Entry(name, "answer", phrasings) for name, phrasings in sorted(gathered.items())]
