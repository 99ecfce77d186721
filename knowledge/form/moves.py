"""What a tap or a typed line does to a pre-application: pure moves from one draft to the next.

Answers of several steps are in place_answer.py, members_answer.py and ticks.py; reading a line in replies.py.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.content.schema import Language, Option, Programme, Question, Questionnaire
from knowledge.eligibility.judge import Verdict, judge
from knowledge.eligibility.rules import Rulebook
from knowledge.form.members_answer import tapped_member, typed_member
from knowledge.form.options import country_option, likely_countries, listed, member_option
from knowledge.form.place_answer import tapped_place, typed_place
from knowledge.form.position import (
    Asking,
    Complete,
    Draft,
    Position,
    Stopped,
    Value,
    applicable,
    candidate,
    live_answers,
    previous,
)
from knowledge.form.replies import (
    Accepted,
    Doubtful,
    Rejected,
    agrees,
    command,
    correction,
    name_and_number,
    number_in,
    parse,
    parse_text,
    skips,
)
from knowledge.form.second_thoughts import tapped_aside, tapped_doubt, typed_doubt
from knowledge.form.steps import SKIP, Step, refused, tag
from knowledge.form.ticks import tapped_ticks, typed_ticks
from knowledge.form.validity import is_number, member_names, still_valid
from knowledge.form.ways_on import lacks_members, names_group, offers_group
from knowledge.geo.countries import Countries
from knowledge.geo.gazetteer import City, Gazetteer

CORRECTION_LONGEST = 40


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
        asked = [question for question in path if question.type != "verdict"]
        return Asking(due, asked.index(due) + 1, len(asked), self.settled(due, draft))

    def is_due(self, question: Question, draft: Draft) -> bool:
        """Tell whether a question is the one gone to, or is open where none was gone to."""
        if draft.at is not None:
            return question.id == draft.at and question.type != "verdict"
        return not self.settled(question, draft)

    def stop(self, ahead: Sequence[Question], draft: Draft) -> Stopped | None:
        """Stop where the rules are due, and before it if they have decided: nobody answers ten questions in vain."""
        gate = next((question for question in ahead if question.type == "verdict"), None)
        if gate is None or draft.at is not None or ahead[0].type == "consent":
            return None
        verdict = self.verdict(draft)
        undecided = verdict.outcome in ("eligible", "need_more") or bool(verdict.assumed)
        return None if undecided and gate is not ahead[0] else Stopped(verdict, gate)

    def settled(self, question: Question, draft: Draft) -> bool:
        """Tell whether a question needs no asking: its answer is there and still valid, or the rules agree."""
        if question.type == "verdict":
            return self.verdict(draft).outcome == "eligible"
        if question.id not in draft.answers:
            return False
        codes = {option.id for option in self.options(question, draft)}
        value, consent = draft.answers[question.id], self.questionnaire.consent_version
        return still_valid(question, value, codes, draft.answers, consent)

    def verdict(self, draft: Draft) -> Verdict:
        """Judge the candidate by the same rules as everywhere."""
        return judge(self.rulebook, candidate(self.valid_answers(draft)), self.today)

    def valid_answers(self, draft: Draft) -> dict[str, Value]:
        """The answers that concern this applicant and are still ones under the present content."""
        asked = [q for q in applicable(self.questionnaire, draft.answers) if q.type != "verdict"]
        return {q.id: draft.answers[q.id] for q in asked if self.settled(q, draft)}

    def current(self, draft: Draft) -> str:
        """Name the question on the screen; empty at the review and where the rules stop."""
        position = self.position(draft)
        return position.question.id if isinstance(position, Asking) else ""

    def options(self, question: Question, draft: Draft) -> tuple[Option, ...]:
        """The replies that buttons offer, in order; codes are stored, labels are only shown."""
        if question.type == "member":
            return tuple(member_option(name) for name in member_names(draft.answers))
        if question.type == "country":
            return tuple(country_option(code) for code in self.likely_countries())
        return question.options + self.listed(question.options_from)

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
        if command(text) == "back":
            return Step(self.back(draft))
        if isinstance(position, Stopped):
            return self.way_on(draft, position.verdict, text)
        if isinstance(position, Complete):
            return refused(draft, "use_buttons")
        question = position.question
        if question.required and command(text) == "skip":
            return refused(draft, "required")
        if not question.required and skips(text):
            return Step(draft.answered(question.id, None))
        return self.reply(draft, question, text)

    def reply(self, draft: Draft, question: Question, text: str) -> Step:
        """Read a typed line by the question's type."""
        readers: Mapping[str, Callable[[], Step]] = {
            "place": lambda: typed_place(draft, question, text, self.look_up, self.country_of),
            "members": lambda: typed_member(draft, question, text, self.finding(draft)),
            "choices": lambda: typed_ticks(draft, question, text, self.options(question, draft)),
        }
        if question.type in readers:
            return readers[question.type]()
        reply = parse(question, text, self.options(question, draft), self.countries)
        settled = typed_doubt(draft, question, text, reply)
        if settled is not None:
            return settled
        if isinstance(reply, Rejected):
            return Step(draft, reply)
        if isinstance(reply, Doubtful):
            return Step(draft.waiting(question.id, {"typed": reply.value, "meant": reply.meant}))
        return self.accept(draft, question, reply.value)

    def way_on(self, draft: Draft, verdict: Verdict, text: str) -> Step:
        """Take a word for the way that is offered where the rules stop: as a group, or one more municipality."""
        question = self.questionnaire.question("members")
        if offers_group(draft, verdict) and (agrees(text) or names_group(text)):
            return Step(self.as_group(draft))
        if (
            question is not None
            and lacks_members(draft, verdict)
            and self.finding(draft)(name_and_number(text)[0])
        ):
            return typed_member(self.edit(draft, "members"), question, text, self.finding(draft))
        return refused(draft, "use_buttons")

    def corrected(self, draft: Draft, position: Position, text: str) -> Draft | None:
        """Read «no, somos 57.000» where the city's inhabitants are known already; None for any other line."""
        asked = position.question if isinstance(position, Asking) else None
        question = self.questionnaire.question("population")
        live = live_answers(self.questionnaire, draft.answers)
        if question is None or "population" not in live or (asked and asked.type in ("number", "place")):
            return None
        short = isinstance(position, Stopped) and len(text) <= CORRECTION_LONGEST
        number = number_in(text) if short else correction(text)
        if not is_number(number, question.min, question.max):
            return None
        return replace(draft, answers={**draft.answers, "population": number})

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
        moves: Mapping[str, Callable[[], Step]] = {
            "place": lambda: tapped_place(draft, question, value),
            "members": lambda: tapped_member(draft, question, value, self.finding(draft)),
            "choices": lambda: tapped_ticks(draft, question, value, self.options(question, draft)),
            "email": lambda: tapped_doubt(draft, question, value),
            "number": lambda: tapped_doubt(draft, question, value),
            "text": lambda: tapped_aside(draft, question, value),
            "consent": lambda: self.accept(draft, question, value == "yes"),
        }
        if question.type in moves:
            return moves[question.type]()
        if value in {option.id for option in self.options(question, draft)}:
            return self.accept(draft, question, value)
        return refused(draft, "old_button")

    def accept(self, draft: Draft, question: Question, value: Value) -> Step:
        """Store an answer; declined consent stores nothing."""
        if question.type == "consent":
            if not value:
                return refused(draft, "consent_declined")
            return Step(draft.answered(question.id, self.questionnaire.consent_version))
        if question.type == "member":
            names = {f"m{tag(name)}": name for name in member_names(draft.answers)}
            return Step(draft.answered(question.id, names[value]))
        return Step(draft.answered(question.id, value))

    def back(self, draft: Draft) -> Draft:
        """Go to the question before the one on the screen; answers stay. Stays where it is at the start."""
        position = self.position(draft)
        if isinstance(position, Stopped):
            answered = [*self.valid_answers(replace(draft, at=None))]
            return replace(draft, at=answered[-1] if answered else None)
        current = position.question.id if isinstance(position, Asking) else None
        return replace(draft, at=previous(self.questionnaire, draft, current) or draft.at)

    def keep(self, draft: Draft) -> Draft:
        """Leave a question that was gone back to as it was answered; go on to what is due."""
        pending = {key: value for key, value in draft.pending.items() if key != self.current(draft)}
        return replace(draft, at=None, pending=pending)

    def edit(self, draft: Draft, question_id: str) -> Draft:
        """Go to a question that applies; stays where it is for one that does not."""
        known = {q.id for q in applicable(self.questionnaire, draft.answers) if q.type != "verdict"}
        return replace(draft, at=question_id) if question_id in known else draft

    def as_group(self, draft: Draft) -> Draft:
        """Go on as a group; a city that was named is its first member."""
        place, population = draft.answers.get("place"), draft.answers.get("population")
        listed = draft.answers.get("members") or []
        if not listed and draft.answers.get("kind") == "city" and place and population:
            listed = [{"name": place["name"], "population": population}]
        pending = {**draft.pending, "members": {"list": listed}}
        return Draft({**draft.answers, "kind": "group"}, pending, None)

    def aside(self, draft: Draft, text: str) -> Draft:
        """Keep a line that was answered as a question, so that one tap makes it the answer after all."""
        position = self.position(draft)
        if not isinstance(position, Asking) or position.question.type != "text":
            return draft
        reply = parse_text(text, position.question.max_length or 1000)
        return (
            draft.waiting(position.question.id, {"aside": reply.value})
            if isinstance(reply, Accepted)
            else draft
        )

    # Places

    def look_up(self, name: str, inside: str | None = None) -> Sequence[dict[str, Value]]:
        """Find up to three places of that name, those of the European Union first, then the partner countries'."""
        regions = (self.programme.eu_members, self.programme.partner_countries)

        def likely(city: City) -> tuple[bool, ...]:
            return (*(city.country not in region for region in regions), not city.own_name)

        found = sorted(self.gazetteer.find_city(name, inside), key=likely)[:3]
        return [city.stored(self.language) for city in found]

    def finding(self, draft: Draft) -> Callable[[str], Sequence[dict[str, Value]]]:
        """Find municipalities of the group's country."""
        inside = draft.answers.get("country")
        return lambda name: self.look_up(name, inside)

    def country_of(self, text: str) -> str | None:
        """Read the country that follows a place's name."""
        return self.countries.code(text)
