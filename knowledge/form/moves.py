"""What a tap or a typed line does to a pre-application: pure moves from one draft to the next.

How a reply is read is the business of the question's kind, in types/.
"""

from dataclasses import replace

from knowledge.content.schema import Question
from knowledge.eligibility.judge import Candidate, Verdict
from knowledge.eligibility.rules import KIND
from knowledge.form.applicant import MEMBERS
from knowledge.form.asides import question_outcomes
from knowledge.form.draft import Draft, Pending
from knowledge.form.position import (
    Asking,
    Complete,
    Position,
    Stopped,
    applicable,
    live_answers,
)
from knowledge.form.replies.candidate_in_reply import begun_with, with_candidate
from knowledge.form.replies.figures import (
    LEAST_INHABITANTS,
    corrected_inhabitants,
    inhabitant_figures,
    name_and_number,
)
from knowledge.form.replies.paragraph import in_paragraph
from knowledge.form.replies.together import take_together
from knowledge.form.replies.wishes import NOT_WISHES, looks_like_question
from knowledge.form.state import FormState
from knowledge.form.steps import SKIP, Step, refused
from knowledge.form.types import type_of
from knowledge.form.types.number import is_within_limits
from knowledge.form.types.place import places_named
from knowledge.form.types.text import TextQuestion
from knowledge.geo.gazetteer import StoredPlace
from knowledge.reading.words import fold

CORRECTION_LONGEST = 40
LONGEST_WAY_ON = 5
"""Words of a line that chooses to go on as a group."""
LONG_WORD = 5
"""Letters that the first word of a question's name needs to stand for the whole name: «el correo está mal»."""
OF_CHANGE_REQUEST = ("changing", "calling_wrong", "linking", "pointing")
"""The sets of words that may stand in a line that only asks for a change: «el correo está mal»."""
LONGEST_NAMING = 8
"""Words of a line that names the answer to be changed."""


class Form(FormState):
    """The pre-application: what replies and taps do to a draft."""

    def typed(self, draft: Draft, text: str) -> Step:
        """Take a typed line, and say with which outcomes it is to be treated as a question."""
        step = self.take_reply(draft, text)
        return replace(step, question_outcomes=question_outcomes(self, draft, text, step))

    def take_reply(self, draft: Draft, text: str) -> Step:
        """Take a typed line as the reply to the question on the screen, or as a correction of the inhabitants."""
        position = self.position(draft)
        corrected = self.with_corrected_inhabitants(draft, position, text)
        if corrected is not None:
            return Step(corrected)
        if isinstance(position, Stopped):
            return self.at_stop(draft, position.verdict, text)
        if isinstance(position, Complete):
            return self.at_review(draft, text)
        question = position.question
        pasted = in_paragraph(draft, question, text, self.sources)
        if pasted is not None:
            return pasted
        step = type_of(question).typed(self.asked(question, draft), text)
        step = with_candidate(step, question, text, self.sources)
        if question.together and not step.wish and (not step.problem or step.problem.reason == "empty"):
            step = take_together(draft, step, question, text, self.sources)
        named = self.answer_to_change(draft, text)
        if named:
            return Step(self.edit(draft, named))
        return Step(self.back(draft)) if step.wish == "back" else step

    def answer_to_change(self, draft: Draft, text: str) -> str | None:
        """Name the answer that a line asks to change or calls wrong; None for a line that says anything else."""
        words, said = self.meanings.words, fold(text)
        asks = words.any_in("changing", said) or words.any_in("calling_wrong", said)
        named = self.named_answer(draft, text) if asks else None
        question = self.questionnaire.question(named) if named else None
        names = {word for name in question.short.all() for word in fold(name).split()} if question else set()
        small = {word for name in OF_CHANGE_REQUEST for phrase in words.sets[name] for word in phrase.split()}
        return named if (small | names).issuperset(said.split()) else None

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
        if len(said.split()) > LONGEST_NAMING or looks_like_question(text, self.meanings.words):
            return None
        found = [
            question.id
            for question in applicable(self.questionnaire, draft.answers)
            if question.id in draft.answers and type_of(question).in_review and names_question(question, said)
        ]
        return found[0] if len(found) == 1 else None

    def at_stop(self, draft: Draft, verdict: Verdict, text: str) -> Step:
        """Take a line typed where the rules stop: go on another way, go back, or hand a wish on."""
        wish = self.meanings.wish(text)
        if wish == "back":
            return Step(self.back(draft))
        if wish and wish not in NOT_WISHES:
            return Step(draft, wish=wish)
        if looks_like_question(text, self.meanings.words):
            return Step(draft, wish="question")
        return self.take_way_on(draft, verdict, text)

    def take_way_on(self, draft: Draft, verdict: Verdict, text: str) -> Step:
        """Go on as a group, or with one more municipality, where a line accepts that offer."""
        if self.offers_group(draft, verdict) and self.names_other_places(draft, text):
            return self.with_members(self.as_group(draft), text)
        if self.offers_group(draft, verdict) and (self.meanings.agrees(text) or self.chooses_group(text)):
            return Step(self.as_group(draft))
        question = self.questionnaire.telling(MEMBERS)
        if question and self.lacks_members(draft, verdict) and self.names_municipality(draft, text):
            return type_of(question).typed(self.asked(question, self.edit(draft, question.id)), text)
        return refused(draft, "use_buttons")

    def names_other_places(self, draft: Draft, text: str) -> bool:
        """Tell whether a line names places other than the candidate's city."""
        applicant, reading = self.applicant(draft.answers), self.sources.read(text)
        named = [place for place in places_named(reading) if not reading.asks]
        own = applicant.place.get("geonameid") if applicant.place else None
        return applicant.place is not None and any(
            own not in {city.geonameid for city in each.likely} for each in named
        )

    def names_municipality(self, draft: Draft, text: str) -> bool:
        """Tell whether a line names a place, or is the name of one in the group's country, with its figure or not."""
        reading = self.sources.read(text)
        name = name_and_number(reading, self.meanings.words)[0]
        inside = self.applicant(draft.answers).country
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
        group = reading.together or any(self.rulebook.behaviour_of(body.kind) == "group" for body in bodies)
        return group and not reading.asks and len(reading.words) <= LONGEST_WAY_ON

    def with_corrected_inhabitants(self, draft: Draft, position: Position, text: str) -> Draft | None:
        """Read «no, somos 57.000» where the city's inhabitants are known already; None for any other line."""
        asked = position.question if isinstance(position, Asking) else None
        live = live_answers(self.questionnaire, draft.answers)
        fact = self.rulebook.fact_of_field("population")
        question = self.questionnaire.telling(fact.id, live.keys()) if fact else None
        if (
            question is None
            or (asked and type_of(asked).reads_numbers)
            or self.names_other_places(draft, text)
        ):
            return None
        short = isinstance(position, Stopped) and len(text) <= CORRECTION_LONGEST
        reading = self.sources.read(text)
        counted = (
            [n.value for n in inhabitant_figures(reading) if n.value >= LEAST_INHABITANTS][:1]
            if short
            else []
        )
        number = counted[0] if counted else corrected_inhabitants(reading, self.meanings.words)
        if not is_within_limits(number, question.min, question.max):
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
                refused(draft, "required")
                if question.required
                else Step(draft.with_answer(question.id, None))
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
        """Keep the stored answer of the question that the applicant went back to; go on to the question that is due."""
        pending = {key: value for key, value in draft.pending.items() if key != self.current(draft)}
        return replace(draft, at=None, pending=pending)

    def edit(self, draft: Draft, question_id: str) -> Draft:
        """Go to a question that applies; stays where it is for one that does not."""
        known = {q.id for q in applicable(self.questionnaire, draft.answers) if type_of(q).answered_by_person}
        return replace(draft, at=question_id) if question_id in known else draft

    def as_group(self, draft: Draft) -> Draft:
        """Go on as a group; a city that was named is its first member."""
        kind, members = self.questionnaire.telling(KIND), self.questionnaire.telling(MEMBERS)
        group = self.rulebook.kind_behaving("group")
        if kind is None or members is None or group is None:
            return draft
        pending: dict[str, Pending] = {**draft.pending, members.id: {"list": self.first_members(draft)}}
        return Draft({**draft.answers, kind.id: group.id}, pending, None)

    def first_members(self, draft: Draft) -> list[StoredPlace]:
        """The members that a group begins with: those listed before, else the place that was named alone."""
        applicant = self.applicant(draft.answers)
        if (
            applicant.members
            or applicant.behaviour != "one"
            or not (applicant.place and applicant.population)
        ):
            return applicant.members
        return [{"name": applicant.place["name"], "population": applicant.population}]

    def aside(self, draft: Draft, text: str) -> Draft:
        """Keep a line that was answered as a question, so that one tap makes it the answer after all."""
        position = self.position(draft)
        kind = type_of(position.question) if isinstance(position, Asking) else None
        if not isinstance(position, Asking) or not isinstance(kind, TextQuestion) or not kind.free_text:
            return draft
        return kind.keep_aside(self.asked(position.question, draft), text).draft


def names_question(question: Question, said: str) -> bool:
    """Tell whether folded words hold a question's short name in some language, its first long word, or its id."""
    names = [fold(name) for name in (*question.short.all(), question.id)]
    first = [name.partition(" ")[0] for name in names if " " in name]
    return any(f" {name} " in said for name in (*names, *(word for word in first if len(word) >= LONG_WORD)))
