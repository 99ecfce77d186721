"""The questionnaire as a graph, walked along every reply that some condition depends on.

A step always leads to a later question, so every path ends; what a walk can find is a question that no path
comes to. Numbers and countries are not walked: whether they stop a candidate is said by the rules.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.content.schema import Question, Questionnaire
from knowledge.eligibility.rules import KIND
from knowledge.form.position import applies
from knowledge.form.types import type_of

REVIEW = "_review"
STOP = "_stop"

Facts = Mapping[str, str]
"""The replies, by question, that conditions depend on."""


@dataclass(frozen=True)
class Arrow:
    """A step from one question to the next (or REVIEW, or STOP), and the replies that lead there."""

    source: str
    target: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Flow:
    """What a walk needs: the questions, the replies that each choice offers, and whom the rules surely stop."""

    questionnaire: Questionnaire
    replies: Mapping[str, Sequence[str]]
    rules_stop: Callable[[Facts], bool]

    def arrows(self) -> list[Arrow]:
        """Walk every path from the first question, each state once, and list the steps taken."""
        found: dict[Arrow, None] = {}
        waiting: list[tuple[int, Facts]] = [(0, {})]
        seen: set[tuple[int, tuple[tuple[str, str], ...]]] = set()
        while waiting:
            place, facts = waiting.pop(0)
            for after, target in self.steps(place, facts):
                name = self.questionnaire.questions[target].id if isinstance(target, int) else target
                arrow = Arrow(self.questionnaire.questions[place].id, name, tuple(sorted(after.items())))
                found[arrow] = None
                state = (target, arrow.facts) if isinstance(target, int) else None
                if state and state not in seen:
                    seen.add(state)
                    waiting.append((state[0], after))
        order = {question.id: i for i, question in enumerate(self.questionnaire.questions)}
        return sorted(found, key=lambda arrow: order[arrow.source])

    def steps(self, place: int, facts: Facts) -> Iterator[tuple[Facts, int | str]]:
        """Give what may follow a question: the facts that still matter, and the next question, STOP or REVIEW."""
        question = self.questionnaire.questions[place]
        if not type_of(question).answered_by_person:
            yield facts, STOP
            if self.rules_stop(facts):
                return
        for after in self.answered(question, facts):
            yield self.needed(after, place), self.following(place, after)

    def answered(self, question: Question, facts: Facts) -> Iterator[Facts]:
        """Give the facts after each reply that makes a difference later."""
        if not any(
            later.when and later.when.question == question.id for later in self.questionnaire.questions
        ):
            yield facts
            return
        for reply in self.replies.get(question.id, ()):
            yield {**facts, question.id: reply}
        if not question.required:
            yield facts

    def following(self, place: int, facts: Facts) -> int | str:
        """Find the next question that applies."""
        questions = self.questionnaire.questions
        ahead = (i for i in range(place + 1, len(questions)) if applies(questions[i].when, facts))
        return next(ahead, REVIEW)

    def needed(self, facts: Facts, place: int) -> Facts:
        """Keep the facts that a later question or the rules still ask for."""
        later = self.questionnaire.questions[place + 1 :]
        gate = any(not type_of(question).answered_by_person for question in later)
        kind = self.questionnaire.telling(KIND)
        kept = {question.when.question for question in later if question.when}
        kept |= {kind.id} if gate and kind else set()
        return {key: value for key, value in facts.items() if key in kept}


def unreached(questionnaire: Questionnaire, arrows: Sequence[Arrow]) -> list[Question]:
    """List the questions that no path comes to."""
    reached = {arrow.target for arrow in arrows} | {questionnaire.questions[0].id}
    return [question for question in questionnaire.questions if question.id not in reached]
