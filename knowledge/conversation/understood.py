"""What was understood of a message, and how the answers to its parts are put together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from knowledge.content.schema import Language
from knowledge.conversation.context import NOTHING_SAID, Conversation
from knowledge.eligibility.candidate import DescribedCandidate
from knowledge.eligibility.judge import Verdict
from knowledge.search.engine import RankedAnswer, SearchResult

Outcome = Literal["answer", "suggest", "unknown", "smalltalk", "eligibility"]
GIVEN = ("answer", "eligibility")
NEAR_ENOUGH = 0.1
"""From this probability on an answer is named as the nearest thing known."""
UNSTATED = 0.9
"""Probability of details that are not stated from which a message is about one, whatever came before."""
RELATED_WEIGHT = 4  # times that an answer related to the last one is likelier to follow it than others
ALONE = 0.75  # probability of an answer to half a message from which the message is two questions


@dataclass(frozen=True)
class Understanding:
    """The outcome of reading a message; what is None does not belong to it.

    `id` is the answer or the small talk, for a candidacy the answer that states the rule; `ids` are all answers
    given, more than one for several questions; then `parts` are their understandings. `opening` is the number of
    the answer's opening, yes or no, that fits. `foreign` is a language that nobody here speaks. `lead` is the small
    talk whose reply comes first: that of somebody whom the last reply did not help. `asked` are the words of a part
    that has no answer beside others that have one, or with `passes_on` those of the question before, which somebody
    wants to be passed on. `conversation` is what is spoken of after it.
    """

    outcome: Outcome
    id: str | None
    candidates: tuple[RankedAnswer, ...]
    language: Language
    unstated: str | None = None
    described: DescribedCandidate | None = None
    verdict: Verdict | None = None
    ids: tuple[str, ...] = ()
    parts: tuple["Understanding", ...] = ()
    lead: str | None = None
    foreign: str | None = None
    opening: int | None = None
    asked: str = ""
    passes_on: bool = False
    conversation: Conversation = field(default=NOTHING_SAID)

    @property
    def unanswered(self) -> str:
        """The words of the part that has no answer beside others that have one; empty if there is none."""
        return next((part.asked for part in self.parts if part.asked), "")

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


def combine_answers(each: Sequence[Understanding]) -> Understanding | None:
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


def is_unstated(found: SearchResult) -> bool:
    """Tell whether a message by itself surely asks for a detail that is not stated: it goes on from nothing."""
    return found.outcome == "unknown" and found.unstated_share >= UNSTATED


def averaged_answers(
    alone: SearchResult, with_title: SearchResult, related: Collection[str]
) -> tuple[RankedAnswer, ...]:
    """Average the probabilities of two searches, of answers and of details that are not stated, likeliest first.

    Answers related to the last one count more.
    """
    means: dict[str, float] = {}
    for candidate in (*alone.candidates, *alone.details, *with_title.candidates, *with_title.details):
        means[candidate.id] = means.get(candidate.id, 0.0) + candidate.score / 2
    others = max(0.0, 1 - sum(means.values()))
    weighed = {name: mean * (RELATED_WEIGHT if name in related else 1) for name, mean in means.items()}
    whole = sum(weighed.values()) + others
    ranked = sorted(weighed.items(), key=lambda item: -item[1])
    return tuple(RankedAnswer(name, weight / whole) for name, weight in ranked)
