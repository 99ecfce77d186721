"""Replies that strangers typed, each with what it should store; how many are stored as meant."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.judging import is_as_meant
from bot.form_trial import FormTrial, type_reply
from bot.operations.knowledge_base import KnowledgeBase
from knowledge.content.schema import Language
from knowledge.form.draft import Value
from tests.knowledge.form.conftest import TODAY

FIRST = Path(__file__).with_name("replies_of_strangers.jsonl")
BATCHES = (FIRST, *sorted((Path(__file__).parents[2] / "strangers").glob("form_*.jsonl")))
"""Each written by other people, from the questions alone."""
OUR_OWN = tuple(sorted(Path(__file__).parent.glob("replies_of_our_own*.jsonl")))
"""Hard ones over all questions; in `FEW_WORDS` stand answers that look like questions, refusals, or nothing."""
DENIALS = Path(__file__).with_name("replies_with_denials.jsonl")
FEW_WORDS = Path(__file__).with_name("answers_of_few_words.jsonl")


@dataclass(frozen=True)
class Line:
    """A reply, and what was meant."""

    language: str
    question: str
    given: Mapping[str, Value]
    text: str
    want: object

    def outcome(self, knowledge_base: KnowledgeBase) -> FormTrial:
        """What the form does with it."""
        language: Language = "es" if self.language == "es" else "en"
        return type_reply(knowledge_base, self.question, self.given, self.text, language, TODAY)

    def is_as_meant(self, outcome: FormTrial) -> bool:
        """Tell whether exactly what was meant is stored: nothing where nothing was."""
        stored = outcome.stored.get(self.question, ...)
        if self.want is None:
            return stored in (..., None)
        if self.want == "skip":
            return stored is None
        if self.want is True:
            return bool(stored) and stored is not ...
        if isinstance(self.want, list) and len(self.want) > 3 and isinstance(self.want[0], str):
            return stored is ...
        return stored is not ... and is_as_meant(stored, self.want)


def lines(file: Path) -> Iterator[Line]:
    """Read the lines of a file."""
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        yield Line(row["lang"], row["question"], row["given"], row["text"], row["want"])
