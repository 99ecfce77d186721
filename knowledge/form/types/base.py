"""What a kind of question can do. Each kind is a module in this folder; the registry is in __init__.py.

A kind knows nothing of Telegram and of the interface's words: it names its buttons and notes by a phrase's key,
and the bot words them (bot/views/preapplication/phrases.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from knowledge.content.schema import Language, Option, Programme, Question, Questionnaire
from knowledge.eligibility.candidate import CandidateReader
from knowledge.eligibility.rules import Rulebook
from knowledge.form.draft import Draft, PartialAnswer, Pending, Value, place_in
from knowledge.form.replies.noise import is_noise
from knowledge.form.replies.wishes import NOT_WISHES, ReplyMeanings, looks_like_question
from knowledge.form.steps import Step, refused
from knowledge.geo.countries import Countries
from knowledge.geo.gazetteer import City, Gazetteer, StoredPlace
from knowledge.reading.denial import with_denials
from knowledge.reading.reader import Reader
from knowledge.reading.reading import Reading
from knowledge.reading.words import fold

MOST_FOUND = 3
NOTHING_TO_SAY = ("skip", "done")
"""The wishes that skip an optional question."""
LEFT_OUT = {"skip": "required", "refuse": "needed", "undecided": "undecided"}
"""The wishes that skip an optional question, with the reason for refusing them at a required one."""
NO_WORDS = ("empty", "same")
"""The wishes that cannot be an answer where any words may be one."""
FAR_LARGER = 8
"""How many times larger than its namesakes a city must be to be chosen without asking."""


@dataclass(frozen=True)
class Sources:
    """Everything that reading a reply needs: content, gazetteer, countries, the language of the chat."""

    questionnaire: Questionnaire
    programme: Programme
    rulebook: Rulebook
    gazetteer: Gazetteer
    countries: Countries
    language: Language
    meanings: ReplyMeanings
    reader: Reader
    candidates: CandidateReader

    def read(self, text: str) -> Reading:
        """Read a line: its numbers, places, countries, bodies, what it denies."""
        return with_denials(self.reader.read(text, self.language), self.meanings.words)

    def kind_named(self, reading: Reading) -> str | None:
        """The kind of candidate that a line names, directly or by a city; None if it names none."""
        described = self.candidates.describe(reading)
        if described.alternatives and described.candidate.kind is None:
            return self.candidates.city
        return described.candidate.kind

    def places(self, name: str, inside: str | None = None) -> list[StoredPlace]:
        """Find up to three places of that name, those of the European Union first, then the partner countries'."""
        regions = (self.programme.home_countries, self.programme.other_countries)

        def likely(city: City) -> tuple[bool, ...]:
            return (*(city.country not in region for region in regions), not city.own_name)

        found = sorted(self.gazetteer.find_city(name, inside), key=likely)[:MOST_FOUND]
        return [city.stored(self.language) for city in found]

    def clear_place(self, name: str, inside: str | None = None) -> StoredPlace | None:
        """The only place of that name, or the one in the European Union that is far larger than its namesakes there.

        None if there is no such place, or if another may be meant.
        """
        cities = self.gazetteer.named([fold(name)]).get(fold(name), ())
        within = [c for c in cities if inside in (None, c.country)]
        within = [c for c in within if c.own_name] or within
        near = within if inside else [c for c in within if c.country in self.programme.home_countries]
        ordered = sorted(near, key=lambda city: (not city.own_name, -city.population))
        if not ordered or (not inside and any(c.population > ordered[0].population for c in within)):
            return None
        first, others = ordered[0], ordered[1:]
        return None if may_be_namesake(first, others) else first.stored(self.language)


def may_be_namesake(city: City, others: Sequence[City]) -> bool:
    """Tell whether a city is not so much larger than its namesakes that it must be the one that is meant."""
    return any(FAR_LARGER * other.population > city.population for other in others if other != city)


@dataclass(frozen=True)
class Asked:
    """A question of a draft, with the sources for reading a reply to it."""

    question: Question
    draft: Draft
    sources: Sources

    @property
    def pending(self) -> PartialAnswer:
        """The partial answer; empty where there is none, or one of another shape from earlier content."""
        pending = self.draft.pending.get(self.question.id)
        return pending if isinstance(pending, Mapping) else {}

    @property
    def stored(self) -> Value:
        """The answer as it is stored; None without one."""
        return self.draft.answers.get(self.question.id)

    @property
    def country(self) -> str | None:
        """The candidate's country (ISO 3166), answered or known from the place; None if it is unknown."""
        fact = self.sources.rulebook.fact_of_field("country")
        place, answered = (
            place_in(self.answer_telling("place")),
            self.answer_telling(fact.id) if fact else None,
        )
        known = place.get("country") if place else None
        return answered if answered and isinstance(answered, str) else known

    def answer_telling(self, what: str) -> Value:
        """The answer to the question that `tells` something of the candidate; None without one."""
        question = self.sources.questionnaire.telling(what)
        return self.draft.answers.get(question.id) if question else None

    def filled_answers(self, country: str | None, population: int | None) -> dict[str, Value]:
        """The further answers that this one `fills`, by question."""
        values: dict[str | None, Value] = {"country": country, "population": population}
        found: dict[str, Value] = {}
        for name in self.question.fills:
            fact, question = self.sources.rulebook.facts.get(name), self.sources.questionnaire.telling(name)
            if fact and question and values.get(fact.field) is not None:
                found[question.id] = values[fact.field]
        return found

    @property
    def counts_inhabitants(self) -> bool:
        """Whether the question asks for the inhabitants of the candidate."""
        fact = self.sources.rulebook.fact_of_field("population")
        return fact is not None and self.question.tells == fact.id

    def answer(self, value: Value, **more: Value) -> Step:
        """Store an answer, and those that follow from it."""
        return Step(self.draft.with_answer(self.question.id, value, **more))

    def keep_partial(self, half: Pending) -> Step:
        """Store a partial answer."""
        return Step(self.draft.with_partial(self.question.id, half))

    def grant_wish(self, wish: str) -> Step:
        """Skip the question where that is possible, or hand the wish on."""
        if wish in LEFT_OUT:
            return self.refuse(LEFT_OUT[wish]) if self.question.required else self.answer(None)
        return self.refuse("empty") if wish in ("empty", "same") else Step(self.draft, wish=wish)

    def refuse(self, reason: str, **details: str | int) -> Step:
        """Store nothing, and say why."""
        return refused(self.draft, reason, **details)


class Details(TypedDict, total=False):
    """The values that fill a phrase."""

    value: str | int
    typed: str | int
    meant: str | int
    text: str
    name: str
    place: StoredPlace
    places: list[StoredPlace]
    lines: list[str]
    count: int
    largest: int


@dataclass(frozen=True)
class Phrase:
    """A phrase of the interface, by its key in bot/views/preapplication/phrases.py, with its values."""

    key: str
    details: Details = field(default_factory=Details)


@dataclass(frozen=True)
class ReplyButton:
    """A button of a reply: its code, and its label (words of the content, or a phrase)."""

    code: str
    label: str | Phrase


ButtonRows = tuple[tuple[ReplyButton, ...], ...]


class QuestionType:
    """A kind of question. A new one sets `name`, reads a reply, and overrides what is different about it."""

    name: str
    answered_by_person = True
    """Whether a person answers it, not the rules."""
    comes_first = False
    """Whether it is asked before anything is judged."""
    in_progress_count = True
    """Whether it is one of the questions whose number people are told."""
    in_review = True
    """Whether its answer stands in the review, the mail, the PDF and the table."""
    shows_stored_answer = True
    """Whether somebody who goes back to it sees the stored answer and may keep it."""
    must_say_why = True
    """Whether it has to say why it is asked."""
    free_text = False
    """Whether any words may be an answer."""
    reads_numbers = False
    """Whether a bare number is an answer to it."""
    shares_telephone = False
    """Whether Telegram's key for sharing one's number is offered."""
    branches = False
    """Whether the next question depends on it; drawn as a rhombus."""
    can_tell: tuple[str, ...] = ()
    """What it can tell of the candidate: kind, place, name, members, or a fact of one of these types."""
    own_keys: tuple[str, ...] = ()
    """The keys of a question that only some types take, this one among them; `check` names the others."""
    contact_detail = ""
    """Which detail of the contact it asks for: person, email or phone; such an answer is always personal."""

    def typed(self, asked: Asked, text: str) -> Step:
        """Take a typed line: grant a wish, store a reply, or hand a question on."""
        if is_noise(text):
            return asked.refuse("noise")
        wish = self.wish(asked, text)
        if wish:
            return asked.grant_wish(wish)
        step = self.read(asked, text)
        if self.is_question(asked, text, step):
            return Step(asked.draft, wish="question")
        meant = asked.sources.meanings.meant(text) if step.problem else None
        return asked.grant_wish(meant) if meant else step

    def wish(self, asked: Asked, text: str) -> str | None:
        """Name the wish that a line expresses instead of answering; None for a line that may be an answer."""
        if not asked.question.required and any(
            asked.sources.meanings.is_wish(name, text) for name in NOTHING_TO_SAY
        ):
            return "skip"
        found = asked.sources.meanings.wish(text)
        if found == "filler" and "?" in text:
            return asked.sources.meanings.question_back(text)
        bare_no = asked.question.required and asked.sources.meanings.is_wish("no", text)
        if found in NO_WORDS and not self.free_text:
            return None
        return None if found in NOT_WISHES or (found == "skip" and bare_no) else found

    def is_question(self, asked: Asked, text: str, step: Step) -> bool:
        """Tell whether a line asks something, given what it was read as."""
        return bool(step.problem) and looks_like_question(text, asked.sources.meanings.words)

    def read(self, asked: Asked, text: str) -> Step:
        """Take a line that may be an answer."""
        raise NotImplementedError

    def is_answered_too(self, asked: Asked, reading: Reading) -> bool:  # noqa: ARG002
        """Tell whether a reply to another question answers this one too."""
        return False

    def answer_in(self, asked: Asked, sentences: Sequence[str]) -> Value:  # noqa: ARG002
        """The answer that sentences of a longer message surely hold; None without one."""
        return None

    def is_short(self, question: Question) -> bool:  # noqa: ARG002
        """Tell a question that wants a few words from one that wants sentences."""
        return True

    def tap(self, asked: Asked, code: str) -> Step:
        """Take the code of a button; one that is not on the screen is refused."""
        if code in {option.id for option in self.options(asked)}:
            return asked.answer(code)
        return asked.refuse("old_button")

    def is_valid(self, asked: Asked, value: Value) -> bool:
        """Tell whether a stored value (not None) is still an answer under the present content."""
        raise NotImplementedError

    def options(self, asked: Asked) -> tuple[Option, ...]:  # noqa: ARG002 - most kinds have none
        """What can be chosen, in order; codes are stored, labels are only shown."""
        return ()

    def buttons(self, asked: Asked) -> ButtonRows:  # noqa: ARG002
        """The buttons that answer the question, in rows."""
        return ()

    def notes(self, asked: Asked) -> tuple[Phrase, ...]:  # noqa: ARG002
        """The lines below the question: what is listed already, what must be confirmed."""
        return ()

    def worded(self, asked: Asked, value: Value, language: Language) -> str | Phrase:  # noqa: ARG002
        """A stored value (not None) in words, for review, mail, PDF and table."""
        return str(value)

    def mistakes(self, question: Question, options: Sequence[str]) -> Iterator[str]:  # noqa: ARG002
        """Say what is wrong with a question of this kind in the YAML; `options` are the codes it offers."""
        if question.min is not None and question.max is not None and question.min > question.max:
            yield f"nobody can answer this: min is {question.min} and max is {question.max}"


def choice_rows(choices: Sequence[ReplyButton], width: int) -> ButtonRows:
    """Lay choices out in rows of up to `width`."""
    return tuple(tuple(choices[i : i + width]) for i in range(0, len(choices), width))
