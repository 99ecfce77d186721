"""What was understood of a message, and how the answers to its parts are put together."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from knowledge.content.schema import Language
from knowledge.conversation.context import NOTHING_SAID, Conversation
from knowledge.eligibility.candidate import Described
from knowledge.eligibility.judge import Verdict
from knowledge.search.engine import RankedAnswer, SearchResult

Outcome = Literal["answer", "suggest", "unknown", "smalltalk", "eligibility"]
GIVEN = ("answer", "eligibility")
NEAR_ENOUGH = 0.1
"""From this probability on an answer is named as the nearest thing known."""
ALONE = 0.75  # probability of an answer to half a message from which the message is two questions


@dataclass(frozen=True)
class Understanding:
    """The outcome of reading a message; what is None does not belong to it.

    `id` is the answer or the small talk, for a candidacy the answer that states the rule; `ids` are all answers
    given, more than one for several questions; then `parts` are their understandings. `opening` is the number of
    the answer's opening, yes or no, that fits. `foreign` is a language that nobody here speaks. `lead` is the small
    talk whose reply comes first: that of somebody whom the last reply did not help. `asked` are the words of a part
    that has no answer beside others that have one. `conversation` is what is spoken of after it.
    """

    outcome: Outcome
    id: str | None
    candidates: tuple[RankedAnswer, ...]
    language: Language
    unstated: str | None = None
    described: Described | None = None
    verdict: Verdict | None = None
    ids: tuple[str, ...] = ()
    parts: tuple["Understanding", ...] = ()
    lead: str | None = None
    foreign: str | None = None
    opening: int | None = None
    asked: str = ""
    conversation: Conversation = field(default=NOTHING_SAID)

    @property
    def suggestions(self) -> list[str]:
        """Up to three answers that may be meant."""
        return [candidate.id for candidate in self.candidates[:3]]

    @property
    def nearest(self) -> str | None:
        """The answer nearest to a message that none answers; None if nothing is near."""
        best = self.candidates[0] if self.candidates else None
        return best.id if best and best.score >= NEAR_ENOUGH else None


def is_given(one: Understanding) -> bool:
    """Tell whether a message has an answer or a verdict of its own."""
    return bool(one.id) and one.outcome in GIVEN


def answered_together(each: Sequence[Understanding]) -> Understanding | None:
    """Put the answers to the parts of a message together; None if two of them are the same, or there is none."""
    ids = tuple(dict.fromkeys(one.id for one in each if one.id))
    if not each or len(ids) < len(each):
        return None
    judged = next((one for one in each if one.verdict), each[0])
    return replace(judged, ids=ids, parts=tuple(each))


def stands_alone(part: Understanding) -> bool:
    """Tell whether half a message is surely a question of its own."""
    best = part.candidates[0] if part.candidates else None
    return part.outcome == "answer" and best is not None and best.score >= ALONE


def of_search(found: SearchResult) -> Understanding:
    """An understanding that the search alone gives."""
    ids = (found.id,) if found.outcome == "answer" and found.id else ()
    return Understanding(found.outcome, found.id, found.candidates, found.language, found.unstated, ids=ids)


def basis_of(verdict: Verdict, found: SearchResult) -> str | None:
    """Name the answer that states the rule; of several that may apply, the one nearest to what was asked."""
    near = [candidate.id for candidate in found.candidates if candidate.id in verdict.answers]
    return (near[0] if verdict.undecided and near else None) or next(iter(verdict.answers), None)
