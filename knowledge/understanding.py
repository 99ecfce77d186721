"""What a message is: a question with an answer, small talk, a candidacy to judge, or something not known."""

import datetime
from dataclasses import dataclass
from typing import Literal

from knowledge.content.schema import Language
from knowledge.eligibility.candidate import CandidateReader, Reading
from knowledge.eligibility.judge import Verdict
from knowledge.search.engine import Candidate, Found, Search

Outcome = Literal["answer", "suggest", "unknown", "smalltalk", "eligibility"]
NEAR_ENOUGH = 0.1
"""From this probability on an answer is named as the nearest thing known."""


@dataclass(frozen=True)
class Understanding:
    """The outcome of reading a message; what is None does not belong to it.

    `id` is the answer or the small talk, for a candidacy the answer that states the rule.
    """

    outcome: Outcome
    id: str | None
    candidates: tuple[Candidate, ...]
    language: Language
    unstated: str | None = None
    reading: Reading | None = None
    verdict: Verdict | None = None

    @property
    def suggestions(self) -> list[str]:
        """Up to three answers that may be meant."""
        return [candidate.id for candidate in self.candidates[:3]]

    @property
    def nearest(self) -> str | None:
        """The answer nearest to a message that none answers; None if nothing is near."""
        best = self.candidates[0] if self.candidates else None
        return best.id if best and best.score >= NEAR_ENOUGH else None


def understand(
    search: Search, reader: CandidateReader, text: str, language: Language | None, today: datetime.date
) -> Understanding:
    """Understand a message; `language` is the chat's and decides only where the words leave it open."""
    found = search.find(text, language=language)
    reading = reader.candidacy(text, found.language)
    if reading is not None and found.outcome != "smalltalk":
        verdict = reader.judge(reading, today)
        basis = next(iter(verdict.answers), None)
        return Understanding("eligibility", basis, found.candidates, found.language, None, reading, verdict)
    return of_search(found)


def of_search(found: Found) -> Understanding:
    """An understanding that the search alone gives."""
    return Understanding(found.outcome, found.id, found.candidates, found.language, found.unstated)
