"""The figures of what was judged, by kind and language, and what was not as expected."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.evaluation.judging import Judged


@dataclass(frozen=True)
class Share:
    """How many messages of one shape, language and kind there were, and how many got the reply expected."""

    shape: str
    language: str
    kind: str
    asked: int
    right: int

    @property
    def percent(self) -> float:
        """The share that was right, in percent."""
        return round(100 * self.right / self.asked, 1)


def shares(judged: Sequence[Judged]) -> list[Share]:
    """Count by shape, by shape and language, and by shape and kind."""
    return [
        *_grouped(judged, lambda one: (one.shape, "", "")),
        *_grouped(judged, lambda one: (one.shape, one.language, "")),
        *_grouped(judged, lambda one: (one.shape, "", one.kind)),
    ]


def evaluation_table(judged: Sequence[Judged], shown: int) -> str:
    """Draw the figures and the first of what was not as expected, for a terminal."""
    lines = [
        f"{one.shape:12} {one.language or one.kind or 'all':24} {one.asked:5} {one.percent:6.1f} %"
        for one in shares(judged)
    ]
    wrong = [
        f"{one.text}\n    expected {one.expected or 'something else'}\n    given {one.given or 'nothing'}"
        for one in judged
        if not one.right
    ][:shown]
    return "\n".join([*lines, *(["", "Not as expected", *wrong] if wrong else [])])


def _grouped(judged: Iterable[Judged], key: Callable[[Judged], tuple[str, str, str]]) -> list[Share]:
    counts: dict[tuple[str, str, str], list[bool]] = {}
    for one in judged:
        counts.setdefault(key(one), []).append(one.right)
    return [Share(*names, asked=len(each), right=sum(each)) for names, each in counts.items()]
