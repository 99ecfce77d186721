"""Verdicts on the candidates of a message as what is understood: one, several, with reasons, with other ways."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.conversation.context import Conversation
from knowledge.conversation.recalled import remembered
from knowledge.conversation.understood import Understanding, basis_of
from knowledge.eligibility.candidate import CandidateReader, DescribedCandidate
from knowledge.eligibility.judge import Candidate
from knowledge.search.engine import SearchResult


@dataclass(frozen=True)
class Verdicts:
    """Judges for one message: what the search found of it tells the rule's answer nearest to what was asked."""

    candidates: CandidateReader
    found: SearchResult
    today: date

    def of_each(self, asked: Sequence[DescribedCandidate], conversation: Conversation) -> Understanding:
        """Judge a candidate; several that are asked about each by itself. The last is spoken of from then on."""
        each = [self._of(described) for described in asked]
        ids = tuple(dict.fromkeys(one.id for one in each if one.id))
        judged = remembered(conversation.judged, [one.candidate for one in asked], self.candidates.group)
        spoken_of = conversation.judging(asked[-1].candidate, asked[-1].alternatives)
        whole = replace(each[0], conversation=replace(spoken_of, judged=judged))
        return whole if len(each) == 1 else replace(whole, ids=ids, parts=tuple(each))

    def explained(self, conversation: Conversation) -> Understanding:
        """Give the last verdict's reasons, and the answer that states the rule."""
        verdict = self._again(conversation)
        return self._with_answer(verdict, verdict.id) if verdict.id else verdict

    def other_ways(self, conversation: Conversation) -> Understanding | None:
        """Give the last verdict with what would change it, and the answer on another way; None if it is a yes."""
        again = self._again(conversation)
        verdict = again.verdict
        if verdict is None or verdict.undecided or verdict.passes or not again.id:
            return None
        return self._with_answer(
            again, next((name for name in verdict.answers if name != again.id), again.id)
        )

    def _again(self, conversation: Conversation) -> Understanding:
        described = DescribedCandidate(conversation.candidate or Candidate(), conversation.alternatives)
        return replace(self._of(described), conversation=conversation)

    def _with_answer(self, verdict: Understanding, name: str) -> Understanding:
        answer = Understanding("answer", name, (), self.found.language, ids=(name,))
        return replace(verdict, ids=tuple(dict.fromkeys((*verdict.ids, name))), parts=(verdict, answer))

    def _of(self, described: DescribedCandidate) -> Understanding:
        if described.candidate.kind is None and described.candidate.country:
            assumed = replace(described.candidate, kind=self.candidates.city)
            described = replace(described, candidate=assumed)
        verdict = self.candidates.judge(described, self.today)
        basis = basis_of(verdict, self.found)
        return Understanding(
            "eligibility",
            basis,
            self.found.candidates,
            self.found.language,
            None,
            described,
            verdict,
            (basis,) if basis else (),
        )
