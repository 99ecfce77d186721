"""What a tap or a typed line does to a pre-application: pure moves from one draft to the next.

How a reply is read is the business of the question's kind, in types/.
"""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.content.schema import Language, Option, Programme, Question, Questionnaire
from knowledge.eligibility.candidate import CandidateReader
from knowledge.eligibility.judge import Candidate, Verdict, judge
from knowledge.eligibility.rules import KIND, Rulebook
from knowledge.form.draft import Draft, Pending, Value
from knowledge.form.options import likely_countries, listed
from knowledge.form.position import (
    Asking,
    Complete,
    Position,
    Stopped,
    applicable,
    live_answers,
)
from knowledge.form.replies.candidate_in_reply import begun_with, with_candidate
from knowledge.form.replies.figures import correction, inhabitants, name_and_number
from knowledge.form.replies.together import answered_together
from knowledge.form.replies.wishes import NOT_WISHES, ReplyMeanings, questions
from knowledge.form.steps import SKIP, Step, refused
from knowledge.form.told import MEMBERS, Told
from knowledge.form.types import type_of
from knowledge.form.types.base import Asked, Rows, Sources
from knowledge.form.types.neighbours import suggested
from knowledge.form.types.number import is_number
from knowledge.form.types.place import places_named
from knowledge.form.types.text import FreeText
from knowledge.form.ways_on import lacks_members, offers_group
from knowledge.geo.countries import Countries
from knowledge.geo.gazetteer import City, Gazetteer, StoredPlace
from knowledge.reading.reader import Reader
from knowledge.reading.words import fold

CORRECTION_LONGEST = 40
LONGEST_WAY_ON = 5
"""Words of a line that chooses to go on as a group."""
LONG_WORD = 5
"""Letters of a word that names a question of a longer name: «el correo está mal»."""
LONGEST_NAMING = 8
"""Words of a line that names the answer to be changed."""


@dataclass(frozen=True)
class Form:
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

    # Where the draft stands

    def position(self, draft: Draft) -> Position:
        """Find the screen that is due: where the applicant went, else the first open question, else review."""
        path = list(applicable(self.questionnaire, draft.answers))
        due = next((question for question in path if self.is_due(question, draft)), None)
        if due is None:
            return Complete() if draft.at is None else self.position(replace(draft, at=None))
        stop = self.stop(path[path.index(due) :], draft)
        if stop is not None:
            return stop
        counted = self.counted(path, due, draft)
        editing = due.id in draft.answers and self.settled(due, draft)
        return Asking(due, counted.index(due) + 1, len(counted), editing)

    def counted(self, path: Sequence[Question], due: Question, draft: Draft) -> list[Question]:
        """The questions that this applicant has to answer, as far as is known: what comes along is not one."""
        filled = {key for question in path for key in question.fills}
        later = {key for q in path if q.id not in draft.answers for key in q.together}
        return [
            question
            for question in path
            if question is due
            or (self.needed(question) and question.id not in filled | later and type_of(question).counted)
        ]

    def needed(self, question: Question) -> bool:
        """Tell whether a question must be answered today; after the call only those of an expression of interest."""
        if not type_of(question).answered:
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
            return question.id == draft.at and type_of(question).answered
        return not self.settled(question, draft)

    def stop(self, ahead: Sequence[Question], draft: Draft) -> Stopped | None:
        """Stop where the rules are due, and before it if they have decided: then no further answer changes anything."""
        gate = next((question for question in ahead if not type_of(question).answered), None)
        if gate is None or draft.at is not None or (not type_of(ahead[0]).reviewed and ahead[0] is not gate):
            return None
        verdict = self.verdict(draft)
        undecided = verdict.passes or verdict.undecided
        return None if undecided and gate is not ahead[0] else Stopped(verdict, gate)

    def settled(self, question: Question, draft: Draft) -> bool:
        """Tell whether a question needs no asking: its answer is there and still valid, or the rules agree."""
        if not type_of(question).answered:
            return self.verdict(draft).passes
        value = draft.answers.get(question.id)
        if value is None:
            return not self.needed(question)
        return type_of(question).is_valid(self.asked(question, draft), value)

    def verdict(self, draft: Draft) -> Verdict:
        """Judge the candidate by the same rules as everywhere."""
        return judge(self.rulebook, self.told(self.valid_answers(draft)).candidate, self.today)

    def told(self, answers: Mapping[str, Value]) -> Told:
        """What answers tell of the candidate and of who writes."""
        return Told(self.questionnaire, self.rulebook, answers)

    def offers_group(self, draft: Draft, verdict: Verdict) -> bool:
        """Tell whether a candidate that the rules stop is offered the way through a group."""
        return offers_group(self.told(draft.answers), self.programme, verdict)

    def lacks_members(self, draft: Draft, verdict: Verdict) -> bool:
        """Tell whether more municipalities help a group that the rules stop."""
        return lacks_members(self.told(draft.answers), verdict)

    def nearby(self, draft: Draft, verdict: Verdict) -> list[City]:
        """The largest municipalities near a group that lacks inhabitants, where the rules stop it for its sum."""
        question = self.questionnaire.telling(MEMBERS)
        if question is None or not self.lacks_members(draft, verdict):
            return []
        return suggested(self.asked(question, draft), self.told(draft.answers).members)

    def judged_by(self, question_ids: Collection[str]) -> bool:
        """Tell whether one of these questions tells the number that the rules compare: inhabitants, or members."""
        inhabitants = self.rulebook.fact_in("population")
        telling = {MEMBERS, *([inhabitants.id] if inhabitants else [])}
        return any(q.tells in telling for q in self.questionnaire.questions if q.id in question_ids)

    def valid_answers(self, draft: Draft) -> dict[str, Value]:
        """The answers that concern this applicant and are still ones under the present content."""
        asked = [q for q in applicable(self.questionnaire, draft.answers) if type_of(q).answered]
        return {q.id: draft.answers[q.id] for q in asked if q.id in draft.answers and self.settled(q, draft)}

    def to_add(self, draft: Draft) -> list[Question]:
        """The optional questions that were not answered: never asked in passing, offered at the review."""
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
        """A question of a draft with all that its kind reads replies with."""
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

    def buttons(self, question: Question, draft: Draft) -> Rows:
        """The buttons that answer a question."""
        return type_of(question).buttons(self.asked(question, draft))

    def options(self, question: Question, draft: Draft) -> tuple[Option, ...]:
        """What can be chosen, in order; codes are stored, labels are only shown."""
        return type_of(question).options(self.asked(question, draft))

    def listed(self, source: str | None) -> tuple[Option, ...]:
        """Options that stand elsewhere in the content."""
        return listed(source, self.programme, self.rulebook)

    def likely_countries(self) -> Sequence[str]:
        """The EU countries that a speaker of this language most probably means, for buttons."""
        return likely_countries(self.programme, self.language)

    # Moves

    def typed(self, draft: Draft, text: str) -> Step:
        """Take a typed line as the reply to the question on the screen, or as a correction of the inhabitants."""
        position = self.position(draft)
        corrected = self.corrected(draft, position, text)
        if corrected is not None:
            return Step(corrected)
        if isinstance(position, Stopped):
            return self.at_stop(draft, position.verdict, text)
        if isinstance(position, Complete):
            return self.at_review(draft, text)
        question = position.question
        step = type_of(question).typed(self.asked(question, draft), text)
        step = with_candidate(step, question, text, self.sources)
        if question.together and not step.wish and (not step.problem or step.problem.reason == "empty"):
            step = answered_together(draft, step, question, text, self.sources)
        named = self.to_change(draft, text)
        if named:
            return Step(self.edit(draft, named))
        return Step(self.back(draft)) if step.wish == "back" else step

    def to_change(self, draft: Draft, text: str) -> str | None:
        """The answer that a line asks to change and says nothing else: «cambiar el cargo»; None for other lines."""
        words = self.meanings.words
        named = self.named_answer(draft, text) if words.within("changing", fold(text)) else None
        question = self.questionnaire.question(named) if named else None
        names = {word for name in question.short.all() for word in fold(name).split()} if question else set()
        small = words.sets["changing"] | words.sets["linking"] | words.sets["pointing"] | names
        return named if small.issuperset(fold(text).split()) else None

    def begun_with(self, candidate: Candidate) -> Draft:
        """A draft that begins with what the conversation knows of a candidate; a group's towns wait to be confirmed."""
        return begun_with(candidate, self.sources)

    def at_review(self, draft: Draft, text: str) -> Step:
        """Go to the answer that a line names: «cambiar el nombre», "the e-mail is wrong"; or hand a wish on."""
        wish = self.meanings.wish(text)
        if wish == "back":
            return Step(self.back(draft))
        named = self.named_answer(draft, text)
        if named:
            return Step(self.edit(draft, named))
        return Step(draft, wish=wish) if wish else refused(draft, "use_buttons")

    def named_answer(self, draft: Draft, text: str) -> str | None:
        """The question whose short name a few words name; None if none, or two, are named."""
        said = f" {fold(text)} "
        if len(said.split()) > LONGEST_NAMING or questions(text, self.meanings.words):
            return None
        found = [
            question.id
            for question in applicable(self.questionnaire, draft.answers)
            if question.id in draft.answers and type_of(question).reviewed and names_question(question, said)
        ]
        return found[0] if len(found) == 1 else None

    def at_stop(self, draft: Draft, verdict: Verdict, text: str) -> Step:
        """Take a way on where the rules stop, go back, or hand a wish on."""
        wish = self.meanings.wish(text)
        if wish == "back":
            return Step(self.back(draft))
        if wish and wish not in NOT_WISHES:
            return Step(draft, wish=wish)
        if questions(text, self.meanings.words):
            return Step(draft, wish="question")
        return self.way_on(draft, verdict, text)

    def way_on(self, draft: Draft, verdict: Verdict, text: str) -> Step:
        """Take a word for the way that is offered where the rules stop: as a group, or one more municipality."""
        if self.offers_group(draft, verdict) and self.other_places(draft, text):
            return self.with_members(self.as_group(draft), text)
        if self.offers_group(draft, verdict) and (self.meanings.agrees(text) or self.chooses_group(text)):
            return Step(self.as_group(draft))
        question = self.questionnaire.telling(MEMBERS)
        if question and self.lacks_members(draft, verdict) and self.names_municipality(draft, text):
            return type_of(question).typed(self.asked(question, self.edit(draft, question.id)), text)
        return refused(draft, "use_buttons")

    def other_places(self, draft: Draft, text: str) -> bool:
        """Tell whether a line puts other places forward than the city that was named."""
        told, reading = self.told(draft.answers), self.sources.read(text)
        named = [place for place in places_named(reading) if not reading.asks]
        own = told.place.get("geonameid") if told.place else None
        return told.place is not None and any(
            own not in {city.geonameid for city in each.likely} for each in named
        )

    def names_municipality(self, draft: Draft, text: str) -> bool:
        """Tell whether a line names a place, or is the name of one in the group's country, with its figure or not."""
        reading = self.sources.read(text)
        name = name_and_number(reading, self.meanings.words)[0]
        inside = self.told(draft.answers).country
        return bool(places_named(reading) or self.sources.places(name, inside))

    def with_members(self, draft: Draft, text: str) -> Step:
        """Put the municipalities of a line on the list of the group that a draft goes on as."""
        question = self.questionnaire.telling(MEMBERS)
        read = type_of(question).read(self.asked(question, draft), text) if question else Step(draft)
        return Step(draft) if read.problem or read.wish else replace(read, draft=replace(read.draft, at=None))

    def chooses_group(self, text: str) -> bool:
        """Tell whether a few typed words choose to go on as a group."""
        reading = self.sources.read(text)
        bodies = [body for body in reading.bodies if not body.denied]
        group = reading.together or any(self.rulebook.behaves(body.kind) == "group" for body in bodies)
        return group and not reading.asks and len(reading.words) <= LONGEST_WAY_ON

    def corrected(self, draft: Draft, position: Position, text: str) -> Draft | None:
        """Read «no, somos 57.000» where the city's inhabitants are known already; None for any other line."""
        asked = position.question if isinstance(position, Asking) else None
        live = live_answers(self.questionnaire, draft.answers)
        fact = self.rulebook.fact_in("population")
        question = self.questionnaire.telling(fact.id, live.keys()) if fact else None
        if question is None or (asked and type_of(asked).reads_numbers) or self.other_places(draft, text):
            return None
        short = isinstance(position, Stopped) and len(text) <= CORRECTION_LONGEST
        reading = self.sources.read(text)
        counted = [each.value for each in inhabitants(reading)][:1] if short else []
        number = counted[0] if counted else correction(reading, self.meanings.words)
        if not is_number(number, question.min, question.max):
            return None
        return replace(draft, answers={**draft.answers, question.id: number})

    def tapped(self, draft: Draft, question_id: str, value: str) -> Step:
        """Take a tap on a button of the question on the screen; nothing happens for another question's."""
        position = self.position(draft)
        if not isinstance(position, Asking) or position.question.id != question_id:
            return refused(draft, "old_button")
        question = position.question
        if value == SKIP:
            return (
                refused(draft, "required") if question.required else Step(draft.answered(question.id, None))
            )
        return type_of(question).tap(self.asked(question, draft), value)

    def back(self, draft: Draft) -> Draft:
        """Go to the question before the one on the screen; answers stay. Stays where it is at the start."""
        position = self.position(draft)
        if isinstance(position, Stopped):
            answered = [*self.valid_answers(replace(draft, at=None))]
            return replace(draft, at=answered[-1] if answered else None)
        current = position.question.id if isinstance(position, Asking) else None
        return replace(draft, at=self.previous(draft, current) or draft.at)

    def previous(self, draft: Draft, current: str | None) -> str | None:
        """Name the question before `current` (None: the review) that has an answer or needs one; None at the start."""
        path = [
            question.id
            for question in applicable(self.questionnaire, draft.answers)
            if question.id == current or question.id in draft.answers or self.needed(question)
        ]
        before = path.index(current) if current in path else len(path)
        return path[before - 1] if before else None

    def keep(self, draft: Draft) -> Draft:
        """Leave a question that was gone back to as it was answered; go on to what is due."""
        pending = {key: value for key, value in draft.pending.items() if key != self.current(draft)}
        return replace(draft, at=None, pending=pending)

    def edit(self, draft: Draft, question_id: str) -> Draft:
        """Go to a question that applies; stays where it is for one that does not."""
        known = {q.id for q in applicable(self.questionnaire, draft.answers) if type_of(q).answered}
        return replace(draft, at=question_id) if question_id in known else draft

    def as_group(self, draft: Draft) -> Draft:
        """Go on as a group; a city that was named is its first member."""
        kind, members = self.questionnaire.telling(KIND), self.questionnaire.telling(MEMBERS)
        group = self.rulebook.behaving("group")
        if kind is None or members is None or group is None:
            return draft
        pending: dict[str, Pending] = {**draft.pending, members.id: {"list": self.first_members(draft)}}
        return Draft({**draft.answers, kind.id: group.id}, pending, None)

    def first_members(self, draft: Draft) -> list[StoredPlace]:
        """The members that a group begins with: those listed before, else the place that was named alone."""
        told = self.told(draft.answers)
        if told.members or told.behaves != "one" or not (told.place and told.population):
            return told.members
        return [{"name": told.place["name"], "population": told.population}]

    def aside(self, draft: Draft, text: str) -> Draft:
        """Keep a line that was answered as a question, so that one tap makes it the answer after all."""
        position = self.position(draft)
        kind = type_of(position.question) if isinstance(position, Asking) else None
        if not isinstance(position, Asking) or not isinstance(kind, FreeText) or not kind.free_text:
            return draft
        return kind.keep_aside(self.asked(position.question, draft), text).draft


def names_question(question: Question, said: str) -> bool:
    """Tell whether folded words hold a question's short name in some language, its first long word, or its id."""
    names = [fold(name) for name in (*question.short.all(), question.id)]
    first = [name.partition(" ")[0] for name in names if " " in name]
    return any(f" {name} " in said for name in (*names, *(word for word in first if len(word) >= LONG_WORD)))
