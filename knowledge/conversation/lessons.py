"""The lines that `Phrasing` learns from: composed of a language's openings and asks, and the content's questions.

An opening that carries facts stands before an ask about taking part as well as before any other question, so that
the opening tells nothing and the ask decides.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.content.yaml_file import read_plain
from knowledge.reading.text import tokens

CANDIDACY, QUESTION, NEXT, INSTEAD = "candidacy", "question", "next", "instead"
AS_IS = 4  # times that a whole message is taught
COMPOSED = 1600  # lines of each class and language
SEED = 20190304


class CandidacyFile(BaseModel):
    """`candidacy.yaml`: openings that say who it is about, asks, asks that name the candidate, whole messages.

    `about_rules` name a figure and put nobody forward: "why 100,000 and not 80,000?".
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    openings: tuple[str, ...]
    asks: tuple[str, ...]
    named: tuple[str, ...]
    about_rules: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


class FollowUpFile(BaseModel):
    """`follow_ups.yaml`: words that tie a message to the one before, and what it may do with it, by examples."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    openers: tuple[str, ...]
    pronouns: tuple[str, ...]
    interrogatives: tuple[str, ...]
    joints: tuple[str, ...]
    together: tuple[str, ...]
    moves: Mapping[str, tuple[str, ...]]
    leaving: tuple[str, ...] = ()
    smallest: tuple[str, ...] = ()
    largest: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    times: Mapping[str, float] = {}
    added: tuple[str, ...] = ()
    taken_away: tuple[str, ...] = ()
    size_of_joining: tuple[str, ...] = ()
    all_together: Mapping[str, int] = {}
    each_of: Mapping[str, int] = {}
    one_of: Mapping[str, int] = {}

    @cached_property
    def opening_words(self) -> frozenset[tuple[str, ...]]:
        """The openers, each as normalised words."""
        return frozenset(tokens(opener) for opener in self.openers)

    @cached_property
    def pointing_words(self) -> frozenset[str]:
        """The normalised words of the pronouns."""
        return frozenset(word for pronoun in self.pronouns for word in tokens(pronoun))


def read_candidacy(folder: Path) -> CandidacyFile:
    """Read a language's candidacy.yaml; raises pydantic's ValidationError where it has another shape."""
    return CandidacyFile.model_validate(read_plain(folder / "candidacy.yaml"))


def read_follow_ups(folder: Path) -> FollowUpFile:
    """Read a language's follow_ups.yaml; raises pydantic's ValidationError where it has another shape."""
    return FollowUpFile.model_validate(read_plain(folder / "follow_ups.yaml"))


def composed(
    candidacy: CandidacyFile, follow_ups: FollowUpFile, questions: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """Compose a language's lines, each with its class, the same ones every time; `questions` are masked."""
    chance = random.Random(SEED)  # noqa: S311 - nothing secret
    yield from ((CANDIDACY, line) for line in (*candidacy.asks, *candidacy.named))
    yield from ((CANDIDACY, line) for line in candidacy.messages * AS_IS)
    yield from ((QUESTION, line) for line in (*questions, *candidacy.about_rules))
    for _ in range(COMPOSED):
        yield CANDIDACY, _candidacy(chance, candidacy)
        yield QUESTION, _question(chance, candidacy, questions)
    for move, lines in follow_ups.moves.items():
        for line in lines:
            yield from ((move, each) for each in _introduced(chance, line, follow_ups.openers))


def _candidacy(chance: random.Random, file: CandidacyFile) -> str:
    opening, ask, named = chance.choice(file.openings), chance.choice(file.asks), chance.choice(file.named)
    return chance.choices(
        (named, f"{opening} {named}", f"{opening} {ask}", f"{ask} {opening}", opening), (15, 10, 60, 9, 6)
    )[0]


def _question(chance: random.Random, file: CandidacyFile, questions: Sequence[str]) -> str:
    opening, question = chance.choice(file.openings), chance.choice(questions or [""])
    return chance.choices((question, f"{opening} {question}", f"{question} {opening}"), (20, 65, 15))[0]


def _introduced(chance: random.Random, line: str, openers: Sequence[str]) -> Iterator[str]:
    """A move is taught as it stands, and behind words that often open one."""
    yield line
    for _ in range(4):
        yield f"{chance.choice(openers)} {line}"
