"""How well a search does on labelled questions: figures per language and kind, and confusions.

Reads no files: questions come from `labelled.questions`, the search as a function.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge.language_code import Language
from knowledge.search.engine import SearchResult
from knowledge.search.measuring.labelled import Asked, Question
from knowledge.search.measuring.peers import Peer, Ranked

Find = Callable[[str, Language], SearchResult]

SHOWN = 3  # suggestions
ALLOWED = 0.05  # of the questions outside, in the comparison at equal caution
_WORST = 15


@dataclass(frozen=True)
class Row:
    """The figures of one language and kind; shares are of `asked`, from 0 to 1."""

    language: Language
    kind: Asked
    asked: int
    right: float  # in: answered outright, rightly
    among: float  # in: right outright, or among the suggestions
    first: float  # in: the best candidate is right, whatever the outcome
    wrong: float  # in: answered outright, wrongly
    answered: float  # any kind: answered outright
    suggested: float
    unknown: float
    smalltalk: float


@dataclass(frozen=True)
class Compared:
    """One engine on one language: rank one, and what is left of it at equal caution outside."""

    engine: str
    language: Language
    first: float
    among: float
    cautious: float  # right if 5 of 100 questions outside may be answered
    separation: float  # AUROC: a question inside outranks one outside


@dataclass(frozen=True)
class Report:
    """What `evaluate` and `compare` found; `text` and `json` show it."""

    rows: tuple[Row, ...]
    confusions: tuple[tuple[str, str, int], ...]  # (right answer, what was said, how often)
    compared: tuple[Compared, ...] = field(default=())

    def text(self) -> str:
        """Draw the figures as tables for a terminal."""
        parts = [_drawn(_ROW_TITLES, [_row_cells(row) for row in self.rows])]
        if self.confusions:
            cells = [[str(count), right, said] for right, said, count in self.confusions]
            parts.append("Worst confusions\n" + _drawn(("times", "right would be", "said"), cells))
        if self.compared:
            parts.append("Side by side\n" + _drawn(_PEER_TITLES, [_peer_cells(row) for row in self.compared]))
        return "\n\n".join(parts)

    def json(self) -> str:
        """Write the figures as one JSON object."""
        return json.dumps(self, default=vars, ensure_ascii=False, indent=2)


def evaluate(find: Find, questions: Sequence[Question]) -> Report:
    """Ask every question, in its own language, and count what becomes of it."""
    found = [(question, find(question.text, question.language)) for question in questions]
    rows = []
    for language in languages_of(questions):
        for kind in ("in", "near", "far", "smalltalk"):
            part = [pair for pair in found if pair[0].language == language and pair[0].kind == kind]
            if part:
                rows.append(_row(language, part))
    return Report(tuple(rows), _confusions(found))


def languages_of(questions: Sequence[Question]) -> list[Language]:
    """The languages that are asked in, the order kept."""
    return list(dict.fromkeys(question.language for question in questions))


def compare(find: Find, rivals: Mapping[str, Peer], questions: Sequence[Question]) -> tuple[Compared, ...]:
    """Rank the same questions with the search and its peers, each with its own score."""

    def ours(text: str, language: Language) -> Ranked:
        found = find(text, language)
        rest = [(candidate.id, candidate.score) for candidate in found.candidates[1:SHOWN]]
        sure = found.confidence if found.outcome in ("answer", "suggest") else -1.0
        return [(candidate.id, sure) for candidate in found.candidates[:1]] + rest

    engines: dict[str, Peer] = {"this search": ours, **rivals}
    return tuple(
        _compared(name, engine, language, part)
        for name, engine in engines.items()
        for language in languages_of(questions)
        if (part := [question for question in questions if question.language == language])
    )


def _row(language: Language, part: Sequence[tuple[Question, SearchResult]]) -> Row:
    def share(holds: Callable[[Question, SearchResult], bool]) -> float:
        return sum(holds(question, found) for question, found in part) / len(part)

    return Row(
        language,
        part[0][0].kind,
        len(part),
        right=share(_right),
        among=share(lambda question, found: _right(question, found) or _suggested(question, found)),
        first=share(lambda question, found: any(best.id in question.ids for best in found.candidates[:1])),
        wrong=share(lambda question, found: found.outcome == "answer" and not _right(question, found)),
        answered=share(lambda _, found: found.outcome == "answer"),
        suggested=share(lambda _, found: found.outcome == "suggest"),
        unknown=share(lambda _, found: found.outcome == "unknown"),
        smalltalk=share(lambda _, found: found.outcome == "smalltalk"),
    )


def _right(question: Question, found: SearchResult) -> bool:
    return found.outcome == "answer" and found.id in question.ids


def _suggested(question: Question, found: SearchResult) -> bool:
    shown = {candidate.id for candidate in found.candidates[:SHOWN]}
    return found.outcome == "suggest" and not shown.isdisjoint(question.ids)


def _confusions(found: Sequence[tuple[Question, SearchResult]]) -> tuple[tuple[str, str, int], ...]:
    """Count which answers were given wrongly, and to what; suggestions that miss count too."""
    missed: Counter[tuple[str, str]] = Counter()
    for question, seen in found:
        ought = " or ".join(question.ids) or f"({question.kind})"
        if seen.outcome == "answer" and seen.id not in question.ids:
            missed[ought, str(seen.id)] += 1
        elif question.kind == "in" and seen.outcome != "answer" and not _suggested(question, seen):
            missed[ought, f"({seen.outcome}) {seen.unstated or ''}".strip()] += 1
    return tuple((right, said, count) for (right, said), count in missed.most_common(_WORST))


def _compared(name: str, engine: Peer, language: Language, part: Sequence[Question]) -> Compared:
    inside = [(question, engine(question.text, language)) for question in part if question.kind == "in"]
    outside = [engine(question.text, language) for question in part if question.kind in ("near", "far")]
    scores = sorted((ranked[0][1] if ranked else -1.0 for ranked in outside), reverse=True)
    bar = scores[int(ALLOWED * len(scores))] if scores else -1.0
    first = [bool(ranked) and ranked[0][0] in question.ids for question, ranked in inside]
    sure = [ranked[0][1] if ranked else -1.0 for _, ranked in inside]
    among = [any(name in question.ids for name, _ in ranked) for question, ranked in inside]
    cautious = [right and score > bar for right, score in zip(first, sure, strict=True)]
    return Compared(name, language, _mean(first), _mean(among), _mean(cautious), _separation(sure, scores))


def _mean(holds: Sequence[bool]) -> float:
    return sum(holds) / len(holds) if holds else 0.0


def _separation(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Return the area under the ROC curve; 0.5 if there is nothing to tell apart."""
    if not inside or not outside:
        return 0.5
    won = sum((one > other) + 0.5 * (one == other) for one in inside for other in outside)
    return won / (len(inside) * len(outside))


_ROW_TITLES = (
    *("lang", "kind", "asked", "right", "in three", "rank 1", "wrong"),
    *("answered", "suggested", "unknown", "small talk"),
)
_PEER_TITLES = ("engine", "lang", "rank 1", "in three", "right at 5% outside", "AUROC")


def _row_cells(row: Row) -> list[str]:
    shares = (row.right, row.among, row.first, row.wrong)
    told = [_percent(share) if row.kind == "in" else "" for share in shares]
    outcomes = [_percent(share) for share in (row.answered, row.suggested, row.unknown, row.smalltalk)]
    return [row.language, row.kind, str(row.asked), *told, *outcomes]


def _peer_cells(row: Compared) -> list[str]:
    shares = (row.first, row.among, row.cautious, row.separation)
    return [row.engine, row.language, *(_percent(share) for share in shares)]


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _drawn(titles: Sequence[str], cells: Sequence[Sequence[str]]) -> str:
    lines = [list(titles), *cells]
    widths = [max(len(line[column]) for line in lines) for column in range(len(titles))]
    return "\n".join(
        "  ".join(_cell(*pair) for pair in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def _cell(text: str, width: int) -> str:
    numeric = text.replace(".", "").isdigit()
    return text.rjust(width) if numeric else text.ljust(width)
