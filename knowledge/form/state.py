"""The state of a pre-application under today's content and rules: the question due, the valid answers, the buttons.

What a tap or a typed line changes is in moves.py.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.content.schema import Language, Option, Programme, Question, Questionnaire
from knowledge.eligibility.candidate import CandidateReader
from knowledge.eligibility.judge import Verdict, judge
from knowledge.eligibility.rules import Rulebook
from knowledge.form.applicant import MEMBERS, Applicant
from knowledge.form.draft import Draft, Value
from knowledge.form.options import likely_countries, options_from
from knowledge.form.position import (
    Asking,
    Complete,
    Position,
    Stopped,
    applicable,
)
from knowledge.form.replies.wishes import ReplyMeanings
from knowledge.form.types import type_of
from knowledge.form.types.base import Asked, ButtonRows, Sources
from knowledge.form.types.neighbours import suggested_neighbours
from knowledge.form.ways_on import lacks_members, offers_group
from knowledge.geo.countries import Countries
from knowledge.geo.gazetteer import City, Gazetteer
from knowledge.reading.reader import Reader


@dataclass(frozen=True)
class FormState:
    """The pre-application under today's content and rules, for one language of typed replies and labels."""

    questionnaire: Questionnaire
    programme: Programme
    rulebook: Rulebook
    gazetteer: Gazetteer
    countries: Countries
    today: datetime.date
    language: Language
    meanings: ReplyMeanings
    reader: Reader
    candidates: CandidateReader

    def position(self, draft: Draft) -> Position:
        """Find the screen that is due: where the applicant went, else the first open question, else review."""
        path = list(applicable(self.questionnaire, draft.answers))
        due = next((question for question in path if self.is_due(question, draft)), None)
        if due is None:
            return Complete() if draft.at is None else self.position(replace(draft, at=None))
        stop = self.stop(path[path.index(due) :], draft)
        if stop is not None:
            return stop
        counted = self.counted(path, due)
        editing = due.id in draft.answers and self.settled(due, draft)
        return Asking(due, counted.index(due) + 1, len(counted), editing)

    def counted(self, path: Sequence[Question], due: Question) -> list[Question]:
        """The questions that this applicant has to answer, without those that another answer fills in."""
        filled = {key for question in path for key in question.fills}
        return [
            question
            for question in path
            if question is due
            or (self.needed(question) and question.id not in filled and type_of(question).in_progress_count)
        ]

    def needed(self, question: Question) -> bool:
        """Tell whether a question must be answered today; after the call only those of an expression of interest."""
        if not type_of(question).answered_by_person:
            return False
        return question.required and (question.interest or not self.asks_for_interest)

    @property
    def asks_for_interest(self) -> bool:
        """Whether the call takes no candidatures today, so that only an expression of interest is asked for."""
        short = any(question.interest for question in self.questionnaire.questions)
        return short and not self.programme.call.is_open(self.today)

    def is_due(self, question: Question, draft: Draft) -> bool:
        """Tell whether a question is the one gone to, or is open where none was gone to."""
        if draft.at is not None:
            return question.id == draft.at and type_of(question).answered_by_person
        return not self.settled(question, draft)

    def stop(self, ahead: Sequence[Question], draft: Draft) -> Stopped | None:
        """The stop at the verdict, or before it if the rules have already decided; None where the questions go on."""
        gate = next((question for question in ahead if not type_of(question).answered_by_person), None)
        if gate is None or draft.at is not None or (not type_of(ahead[0]).in_review and ahead[0] is not gate):
            return None
        verdict = self.verdict(draft)
        undecided = verdict.passes or verdict.undecided
        return None if undecided and gate is not ahead[0] else Stopped(verdict, gate)

    def settled(self, question: Question, draft: Draft) -> bool:
        """Tell whether a question need not be asked: its answer is still valid, or the rules let the candidate pass."""
        if not type_of(question).answered_by_person:
            return self.verdict(draft).passes
        value = draft.answers.get(question.id)
        if value is None:
            return not self.needed(question)
        return type_of(question).is_valid(self.asked(question, draft), value)

    def verdict(self, draft: Draft) -> Verdict:
        """Judge the candidate that the valid answers describe."""
        return judge(self.rulebook, self.applicant(self.valid_answers(draft)).candidate, self.today)

    def applicant(self, answers: Mapping[str, Value]) -> Applicant:
        """What answers tell of the candidate and of who writes."""
        return Applicant(self.questionnaire, self.rulebook, answers)

    def offers_group(self, draft: Draft, verdict: Verdict) -> bool:
        """Tell whether a candidate that the rules stop is offered the way through a group."""
        return offers_group(self.applicant(draft.answers), self.programme, verdict)

    def lacks_members(self, draft: Draft, verdict: Verdict) -> bool:
        """Tell whether more municipalities help a group that the rules stop."""
        return lacks_members(self.applicant(draft.answers), verdict)

    def nearby(self, draft: Draft, verdict: Verdict) -> list[City]:
        """The largest municipalities near a group that lacks inhabitants, where the rules stop it for its sum."""
        question = self.questionnaire.telling(MEMBERS)
        if question is None or not self.lacks_members(draft, verdict):
            return []
        return suggested_neighbours(self.asked(question, draft), self.applicant(draft.answers).members)

    def judged_by(self, question_ids: Collection[str]) -> bool:
        """Tell whether one of these questions tells the number that the rules compare: inhabitants, or members."""
        inhabitants = self.rulebook.fact_of_field("population")
        telling = {MEMBERS, *([inhabitants.id] if inhabitants else [])}
        return any(q.tells in telling for q in self.questionnaire.questions if q.id in question_ids)

    def valid_answers(self, draft: Draft) -> dict[str, Value]:
        """The answers that concern this applicant and are still ones under the present content."""
        asked = [q for q in applicable(self.questionnaire, draft.answers) if type_of(q).answered_by_person]
        return {q.id: draft.answers[q.id] for q in asked if q.id in draft.answers and self.settled(q, draft)}

    def skipped_questions(self, draft: Draft) -> list[Question]:
        """The optional questions without an answer, offered at the review."""
        return [
            question
            for question in applicable(self.questionnaire, draft.answers)
            if not question.required
            and draft.answers.get(question.id) is None
            and (question.interest or not self.asks_for_interest)
        ]

    def current(self, draft: Draft) -> str:
        """Name the question on the screen; empty at the review and where the rules stop."""
        position = self.position(draft)
        return position.question.id if isinstance(position, Asking) else ""

    def asked(self, question: Question, draft: Draft) -> Asked:
        """A question of a draft with the sources that its kind needs."""
        return Asked(question, draft, self.sources)

    @property
    def sources(self) -> Sources:
        """What replies are read with."""
        return Sources(
            self.questionnaire,
            self.programme,
            self.rulebook,
            self.gazetteer,
            self.countries,
            self.language,
            self.meanings,
            self.reader,
            self.candidates,
        )

    def buttons(self, question: Question, draft: Draft) -> ButtonRows:
        """The buttons that answer a question."""
        return type_of(question).buttons(self.asked(question, draft))

    def options(self, question: Question, draft: Draft) -> tuple[Option, ...]:
        """What can be chosen, in order; codes are stored, labels are only shown."""
        return type_of(question).options(self.asked(question, draft))

    def listed(self, source: str | None) -> tuple[Option, ...]:
        """The options that `options_from` names."""
        return options_from(source, self.programme, self.rulebook)

    def likely_countries(self) -> Sequence[str]:
        """The EU countries that a speaker of this language most probably means, for buttons."""
        return likely_countries(self.programme, self.language)
