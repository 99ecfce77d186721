"""What a tap or a typed line does to a pre-application: pure moves from one draft to the next.

Each move gives the new draft and, where there is something to say besides the next screen, a note.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.cities import City, Gazetteer
from knowledge.countries import Countries
from knowledge.eligibility import Verdict, judge
from knowledge.eligibility_rules import Rulebook
from knowledge.models import ButtonText, Language, Option, Programme, Question, Questionnaire
from knowledge.questionnaire import (
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
from knowledge.replies import (
    Accepted,
    Doubtful,
    Rejected,
    number_in,
    option_names,
    parse,
    parse_choice,
    plain,
    skips,
    without_number,
)
from knowledge.wording import country, flag

DONE = "done"
SKIP = "skip"
OTHER = "other"
REMOVE = "remove"


@dataclass(frozen=True)
class Step:
    """A draft after a move; `problem` says why nothing was stored."""

    draft: Draft
    problem: Rejected | None = None


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
        asked = [question for question in path if question.type != "verdict"]
        for question in path:
            if question.id == draft.at or (draft.at is None and not self.settled(question, draft)):
                if question.type == "verdict":
                    return Stopped(self.verdict(draft), question)
                return Asking(question, asked.index(question) + 1, len(asked), question.id in draft.answers)
        return Complete() if draft.at is None else self.position(replace(draft, at=None))

    def settled(self, question: Question, draft: Draft) -> bool:
        """Tell whether a question needs no asking: its answer is there and still valid, or the rules agree."""
        if question.type == "verdict":
            return self.verdict(draft).outcome == "eligible"
        return question.id in draft.answers and self.valid(question, draft.answers[question.id], draft)

    def valid(self, question: Question, value: Value, draft: Draft) -> bool:
        """Tell whether a stored answer still is one under the present content."""
        if value is None:
            return not question.required
        known = {option.id for option in self.options(question, draft)}
        if question.type == "consent":
            return bool(value == self.questionnaire.consent_version)
        if question.type == "choice":
            return value in known
        if question.type == "member":
            return any(member["name"] == value for member in draft.answers.get("members") or [])
        if question.type == "choices":
            return bool(value) and set(value) <= known
        if question.type == "members":
            return len(value) >= (question.min or 1)
        return True

    def verdict(self, draft: Draft) -> Verdict:
        """Judge the candidate by the same rules as everywhere."""
        return judge(self.rulebook, candidate(live_answers(self.questionnaire, draft.answers)), self.today)

    def options(self, question: Question, draft: Draft) -> tuple[Option, ...]:
        """The replies that buttons offer, in order; codes are stored, labels are only shown."""
        if question.type == "member":
            names = [member["name"] for member in draft.answers.get("members") or []]
            return tuple(Option(id=f"m{i}", label=label(name)) for i, name in enumerate(names))
        if question.type == "country":
            return tuple(country_option(code) for code in self.likely_countries())
        return question.options + self.listed(question.options_from)

    def listed(self, source: str | None) -> tuple[Option, ...]:
        """Options that stand elsewhere in the content."""
        if source == "topics":
            return tuple(
                Option(id=topic.id, label=topic.button, also=(topic.label.es, topic.label.en))
                for topic in self.programme.topics
            )
        if source == "partner_countries":
            return tuple(country_option(code) for code in self.programme.partner_countries)
        if source == "kinds":
            return tuple(
                Option(id=kind.id, label=kind.button, also=kind.covers)
                for kind in self.rulebook.rules.kinds
            )
        return ()

    def likely_countries(self) -> Sequence[str]:
        """The EU countries that a speaker of this language most probably means, for buttons."""
        first = {"es": ("ES", "PT", "FR", "IT", "DE", "PL"), "en": ("IE", "DE", "NL", "PL", "SE", "IT")}
        return [code for code in first[self.language] if code in self.programme.eu_members]

    # Moves

    def typed(self, draft: Draft, text: str) -> Step:
        """Take a typed line as the reply to the question on the screen."""
        position = self.position(draft)
        if not isinstance(position, Asking):
            return Step(draft, Rejected("use_buttons", {}))
        question = position.question
        if not question.required and skips(text):
            return Step(draft.answered(question.id, None))
        if question.type in ("place", "members", "choices", "member"):
            return self.typed_part(draft, question, text)
        reply = parse(question, text, self.options(question, draft), self.countries)
        if isinstance(reply, Rejected):
            return Step(draft, reply)
        if isinstance(reply, Doubtful):
            return Step(draft.waiting(question.id, {"typed": reply.value, "meant": reply.meant}))
        return self.accept(draft, question, reply.value)

    def typed_part(self, draft: Draft, question: Question, text: str) -> Step:
        """Take a typed line where an answer may need more than one step."""
        if question.type == "place":
            return self.typed_place(draft, question, text)
        if question.type == "members":
            return self.typed_member(draft, question, text)
        if question.type == "choices":
            return self.typed_choices(draft, question, text)
        reply = parse_choice(text, self.options(question, draft))
        return (
            self.accept(draft, question, reply.value)
            if isinstance(reply, Accepted)
            else Step(draft, problem(reply))
        )

    def tapped(self, draft: Draft, question_id: str, value: str) -> Step:
        """Take a tap on a button of the question on the screen; nothing happens for another question's."""
        position = self.position(draft)
        if not isinstance(position, Asking) or position.question.id != question_id:
            return Step(draft, Rejected("old_button", {}))
        question = position.question
        if value == SKIP:
            return (
                Step(draft, Rejected("required", {}))
                if question.required
                else Step(draft.answered(question.id, None))
            )
        moves = {
            "place": self.tapped_place,
            "members": self.tapped_member,
            "choices": self.tapped_choices,
            "email": self.tapped_email,
        }
        if question.type in moves:
            return moves[question.type](draft, question, value)
        if question.type == "consent":
            return self.accept(draft, question, value == "yes")
        if question.type == "country" and value in self.likely_countries():
            return self.accept(draft, question, value)
        if value in {option.id for option in self.options(question, draft)}:
            return self.accept(draft, question, value)
        return Step(draft, Rejected("old_button", {}))

    def accept(self, draft: Draft, question: Question, value: Value) -> Step:
        """Store an answer; declined consent stores nothing."""
        if question.type == "consent":
            if not value:
                return Step(draft, Rejected("consent_declined", {}))
            return Step(draft.answered(question.id, self.questionnaire.consent_version))
        if question.type == "member":
            return Step(draft.answered(question.id, draft.answers["members"][int(value[1:])]["name"]))
        return Step(draft.answered(question.id, value))

    def back(self, draft: Draft) -> Draft:
        """Go to the question before the one on the screen; answers stay. Stays where it is at the start."""
        position = self.position(draft)
        current = None if isinstance(position, Complete) else position.question.id
        if isinstance(position, Stopped):
            path = [question.id for question in applicable(self.questionnaire, draft.answers)]
            before = path[: path.index(position.question.id)]
            return replace(draft, at=before[-1] if before else None)
        return replace(draft, at=previous(self.questionnaire, draft, current) or draft.at)

    def keep(self, draft: Draft) -> Draft:
        """Leave a question that was gone back to as it was answered; go on to what is due."""
        pending = {key: value for key, value in draft.pending.items() if key != draft.at}
        return replace(draft, at=None, pending=pending)

    def edit(self, draft: Draft, question_id: str) -> Draft:
        """Go to a question that applies; stays where it is for one that does not."""
        known = {question.id for question in applicable(self.questionnaire, draft.answers)}
        return replace(draft, at=question_id) if question_id in known else draft

    # A city or town: typed, looked up, confirmed

    def typed_place(self, draft: Draft, question: Question, text: str) -> Step:
        """Look a place up; offer what was found for one tap, take the name as it is if nothing was."""
        name = " ".join(text.split())
        if not any(character.isalpha() for character in name) or len(name) > 120:
            return Step(draft, Rejected("place", {}))
        found = self.look_up(name)
        if not found:
            return Step(draft.answered(question.id, {"name": name}))
        return Step(
            draft.waiting(
                question.id, {"typed": name, "found": [as_place(city, self.language) for city in found]}
            )
        )

    def look_up(self, name: str) -> Sequence[City]:
        """Find up to three places of that name, those of the European Union first, then the partner countries'."""
        regions = (self.programme.eu_members, self.programme.partner_countries)

        def likely(city: City) -> tuple[bool, ...]:
            return (*(city.country not in region for region in regions), not city.own_name)

        return sorted(self.gazetteer.find_city(name), key=likely)[:3]

    def tapped_place(self, draft: Draft, question: Question, value: str) -> Step:
        """Confirm one of the places found, or keep the name as typed and be asked for the rest."""
        pending = draft.pending.get(question.id) or {}
        if value == OTHER and "typed" in pending:
            return Step(draft.answered(question.id, {"name": pending["typed"]}))
        place = chosen(pending, value)
        if place is None:
            return Step(draft, Rejected("old_button", {}))
        return Step(
            draft.answered(question.id, place, country=place["country"], population=place["population"])
        )

    # The members of a group, one by one

    def members(self, draft: Draft, question: Question) -> dict[str, Value]:
        """The list being made: from what was stored if the question was gone back to."""
        pending = draft.pending.get(question.id)
        return dict(pending) if pending else {"list": list(draft.answers.get(question.id) or [])}

    def typed_member(self, draft: Draft, question: Question, text: str) -> Step:
        """Add a municipality: with its number as typed, else looked up, else asked for the number."""
        state = self.members(draft, question)
        value, name = number_in(text), without_number(text)
        if "ask" in state and value is not None:
            return self.with_member(draft, question, state, {"name": state["ask"], "population": value})
        if not name:
            return Step(draft, Rejected("member", {}))
        if value is not None:
            return self.with_member(draft, question, state, {"name": name, "population": value})
        found = [as_place(city, self.language) for city in self.look_up(name)]
        if found:
            return Step(draft.waiting(question.id, {"list": state["list"], "typed": name, "found": found}))
        return Step(draft.waiting(question.id, {"list": state["list"], "ask": name}))

    def with_member(
        self, draft: Draft, question: Question, state: dict[str, Value], member: Mapping[str, Value]
    ) -> Step:
        """Put a municipality on the list, once."""
        members = state["list"]
        if any(plain(known["name"]) == plain(member["name"]) for known in members):
            return Step(
                draft.waiting(question.id, {"list": members}),
                Rejected("member_twice", {"name": member["name"]}),
            )
        if len(members) >= (question.max or 30):
            return Step(draft, Rejected("members_full", {"count": len(members)}))
        return Step(draft.waiting(question.id, {"list": [*members, dict(member)]}))

    def tapped_member(self, draft: Draft, question: Question, value: str) -> Step:
        """Confirm a place found, take a municipality off the list, or finish the list."""
        state = self.members(draft, question)
        if value == DONE:
            return self.finish_members(draft, question, state)
        if value == OTHER and "typed" in state:
            return Step(draft.waiting(question.id, {"list": state["list"], "ask": state["typed"]}))
        if value.startswith(REMOVE) and value[len(REMOVE) :].isdigit():
            index = int(value[len(REMOVE) :])
            kept = [member for i, member in enumerate(state["list"]) if i != index]
            return Step(draft.waiting(question.id, {"list": kept}))
        place = chosen(state, value)
        if place is None:
            return Step(draft, Rejected("old_button", {}))
        return self.with_member(draft, question, state, place)

    def finish_members(self, draft: Draft, question: Question, state: dict[str, Value]) -> Step:
        """Store the list if it is long enough; a representative who left is asked for again."""
        members = state["list"]
        if len(members) < (question.min or 1):
            return Step(draft, Rejected("members_few", {"smallest": question.min or 1}))
        return Step(draft.answered(question.id, members))

    # Several choices with ticks

    def ticks(self, draft: Draft, question: Question) -> list[str]:
        """The options ticked on the screen: from what was stored if the question was gone back to."""
        return list(draft.pending.get(question.id) or draft.answers.get(question.id) or [])

    def typed_choices(self, draft: Draft, question: Question, text: str) -> Step:
        """Tick what was typed: names or numbers, several between commas; nothing if one is not understood."""
        options = self.options(question, draft)
        named = {plain(name) for option in options for name in option_names(option)}
        parts = [text] if plain(text) in named else [part for part in split_list(text) if part.strip()]
        ticked: list[str] = []
        for part in parts:
            reply = parse_choice(part, options)
            if not isinstance(reply, Accepted):
                return Step(draft, problem(reply))
            ticked.append(reply.value)
        if question.max is not None and len(set(ticked)) > question.max:
            return Step(draft, Rejected("too_many", {"largest": question.max}))
        return Step(draft.answered(question.id, list(dict.fromkeys(ticked))))

    def tapped_choices(self, draft: Draft, question: Question, value: str) -> Step:
        """Tick or untick an option, or finish; an exclusive option stands alone."""
        ticked = self.ticks(draft, question)
        if value == DONE:
            if len(ticked) < (question.min or 1):
                return Step(draft, Rejected("too_few", {"smallest": question.min or 1}))
            return Step(draft.answered(question.id, ticked))
        if value not in {option.id for option in self.options(question, draft)}:
            return Step(draft, Rejected("old_button", {}))
        if value in ticked:
            return Step(draft.waiting(question.id, [code for code in ticked if code != value]))
        if value == question.exclusive:
            return Step(draft.waiting(question.id, [value]))
        ticked = [code for code in ticked if code != question.exclusive]
        if question.max is not None and len(ticked) >= question.max:
            return Step(draft, Rejected("too_many", {"largest": question.max}))
        return Step(draft.waiting(question.id, [*ticked, value]))

    # An address that looks misspelt

    def tapped_email(self, draft: Draft, question: Question, value: str) -> Step:
        """Take the address that was meant, or the one that was typed."""
        pending = draft.pending.get(question.id) or {}
        if value not in ("meant", "typed") or value not in pending:
            return Step(draft, Rejected("old_button", {}))
        return Step(draft.answered(question.id, pending[value]))


def as_place(city: City, language: Language) -> dict[str, Value]:
    """A place of the gazetteer as it is stored with an answer; its population is approximate."""
    return {
        "name": city.name(language),
        "country": city.country,
        "population": city.population,
        "geonameid": city.geonameid,
        "region": city.region,
    }


def chosen(pending: Mapping[str, Value], value: str) -> dict[str, Value] | None:
    """The place found that a button stands for; None if the button is an old one."""
    found = pending.get("found") or []
    if not value.isdigit() or int(value) >= len(found):
        return None
    return dict(found[int(value)])


def label(name: str) -> ButtonText:
    """A name as a button's label, cut to what fits."""
    short = name if len(name) <= 40 else name[:39] + "…"
    return ButtonText(es=short, en=short)


def country_option(code: str) -> Option:
    """A country as an option, named in both languages."""
    spanish, english = (f"{flag(code)} {country(code, language)}" for language in ("es", "en"))
    return Option(
        id=code,
        label=ButtonText(es=spanish, en=english),
        also=(country(code, "es"), country(code, "en"), code),
    )


def split_list(text: str) -> list[str]:
    """Take a typed enumeration apart: commas, semicolons, lines, «y», "and"."""
    for separator in (";", "\n", " y ", " e ", " and ", "/"):
        text = text.replace(separator, ",")
    return text.split(",")


def problem(reply: object) -> Rejected | None:
    """Narrow a reply that was not accepted."""
    return reply if isinstance(reply, Rejected) else None
