"""What the search answers at each threshold, right and wrong, when it knows neither the messages nor their kinds.

Run with `python -m benchmarks.caution FILE …` on labelled questions, such as `tests/strangers/questions_*.jsonl`. Each
file is left out of what is learned, as a whole. Its look-alikes are asked of a second search as well, which lacks the
detail that each is about: one that nobody has listed is what the threshold is for. Minutes: six learnings a file.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.commands.stored import settings
from bot.operations.meaning import encoder
from knowledge.content.folders import CONTENT
from knowledge.content.held_out import without_held_out
from knowledge.content.load import load
from knowledge.language_code import Language
from knowledge.reading.text import LANGUAGES
from knowledge.search.calibration import Calibration
from knowledge.search.engine import Encode, Search, SearchResult
from knowledge.search.measuring.labelled import Question, read_labelled_questions
from knowledge.search.synonyms import Synonyms
from knowledge.search.teaching import entries_to_teach, synonyms
from knowledge.search.vectors import FILE as VECTORS
from knowledge.search.vectors import Vectors, read_vectors
from knowledge.search.word_model import Entry

PARTS = 5  # of the details that are not stated: one is taken away at a time
THRESHOLDS = (0.40, 0.48, 0.56, 0.62, 0.66, 0.70, 0.74, 0.78, 0.82, 0.86)
SHOWN = 3
PATIENCE = 30.0  # seconds for a sentence vector
TITLES = "threshold   right  in three   wrong   look-alikes  of unseen kinds  unrelated"


@dataclass(frozen=True)
class Asked:
    """A question with what was found, and what was found where the detail that it is about is not listed."""

    question: Question
    found: SearchResult
    unlisted: SearchResult | None = None


class Learner:
    """Learns searches from parts of the content, all with the same vectors."""

    def __init__(self, known: Synonyms, vectors: Vectors, encode: Encode | None) -> None:
        self._known = known
        self._vectors = vectors
        self._encode = encode

    def search(self, entries: Sequence[Entry]) -> Search:
        """Learn a search that takes every answer that comes first for one to give."""
        every = Calibration(answer=0.0, suggest=0.07)
        search = Search.learn(entries, self._known, calibration=every, vectors=self._vectors)
        search.encode_with(self._encode)
        return search


def asked_of(
    learner: Learner, entries: Sequence[Entry], questions: Sequence[Question], listed: Mapping[str, str]
) -> list[Asked]:
    """Ask every question, and each look-alike again where the detail that it is about was never heard of.

    `listed` tells which detail a text is about; one that is not there is about the likeliest.
    """
    search = learner.search(entries)
    found = {each: found_by(search, each) for each in questions}
    likeliest = {each: one.details[0].id for each, one in found.items() if one.details}
    about = {each: listed.get(each.text, detail) for each, detail in likeliest.items() if each.kind == "near"}
    unlisted = found_without(learner, entries, about)
    return [Asked(each, found[each], unlisted.get(each)) for each in questions]


def found_without(
    learner: Learner, entries: Sequence[Entry], about: Mapping[Question, str]
) -> dict[Question, SearchResult]:
    """Ask each question of a search that lacks what it is about; a part of the details is lacking at a time."""
    found: dict[Question, SearchResult] = {}
    details = sorted(set(about.values()))
    for missing in (details[part::PARTS] for part in range(PARTS)):
        search = learner.search([entry for entry in entries if entry.id not in missing])
        found |= {each: found_by(search, each) for each, detail in about.items() if detail in missing}
    return found


def found_by(search: Search, question: Question) -> SearchResult:
    return search.find(question.text, language=question.language)


def is_answered(found: SearchResult, threshold: float) -> bool:
    return found.sure and found.confidence >= threshold


def is_among(one: Asked, threshold: float) -> bool:
    """Tell whether the right answer is given, or suggested."""
    ids = one.question.ids
    if is_answered(one.found, threshold):
        return one.found.id in ids
    shown = {candidate.id for candidate in one.found.candidates[:SHOWN]}
    return one.found.outcome in ("answer", "suggest") and not shown.isdisjoint(ids)


def row(asked: Sequence[Asked], threshold: float) -> str:
    """Draw one threshold's figures."""
    inside = [one for one in asked if one.question.kind == "in"]
    right = [is_answered(one.found, threshold) and one.found.id in one.question.ids for one in inside]
    wrong = [is_answered(one.found, threshold) and one.found.id not in one.question.ids for one in inside]
    among = [is_among(one, threshold) for one in inside]
    near, far = (
        [is_answered(one.found, threshold) for one in asked if one.question.kind == kind]
        for kind in ("near", "far")
    )
    unlisted = [is_answered(one.unlisted, threshold) for one in asked if one.unlisted]
    cells = zip((right, among, wrong, near, unlisted, far), (8, 10, 8, 14, 17, 11), strict=True)
    return f"{threshold:9.2f}" + "".join(f"{percent(part):{width}.1f}" for part, width in cells)


def percent(holds: Sequence[bool]) -> float:
    return 100 * sum(holds) / max(1, len(holds))


def shown(asked: Mapping[Language, Sequence[Asked]]) -> str:
    """Draw a table for each language."""
    return "\n\n".join(
        "\n".join([f"{language}: {len(part)} asked", TITLES, *(row(part, each) for each in THRESHOLDS)])
        for language, part in asked.items()
    )


def main(files: Sequence[Path]) -> None:
    content = load(CONTENT)
    vectors = {**read_vectors(CONTENT / VECTORS), **read_vectors(LANGUAGES / VECTORS)}
    learner = Learner(synonyms(content), vectors, encoder(settings(), patience=PATIENCE))
    details = [entry for entry in entries_to_teach(content) if entry.kind == "unstated"]
    listed = {text: entry.id for entry in details for text, _ in entry.lines()}
    asked: dict[Language, list[Asked]] = {}
    for file in files:
        questions = read_labelled_questions(file.read_text("utf-8").splitlines())
        entries = entries_to_teach(without_held_out(content, {question.text for question in questions}))
        for one in asked_of(learner, entries, questions, listed):
            asked.setdefault(one.question.language, []).append(one)
    print(shown(asked))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
