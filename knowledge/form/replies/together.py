"""Several answers in one message: «Ana Pérez, técnica, Ayuntamiento de Elche, ana@…, 976 123 456»."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.content.schema import Question
from knowledge.form.draft import Draft, PartialAnswer
from knowledge.form.replies.contact_parts import ContactPart, has_address, name_of_body, names_body, parts_of
from knowledge.form.replies.results import Accepted, Doubtful
from knowledge.form.steps import Step
from knowledge.form.types import type_of
from knowledge.form.types.base import Asked, Sources
from knowledge.form.types.one_line import OneLine
from knowledge.form.types.person_name import bare_name, is_written_as_name
from knowledge.form.types.text import TextQuestion
from knowledge.reading.words import fold

NO_NAME_LIKENESS, NO_NAME_LIKENESS_IN_LONG_MESSAGE = 0.6, 0.3
"""From this likeness to a post or an organisation on, words in capitals are nobody's name; the lower one in a
message of more than the contact."""
LONGEST_SMALL_NAME = 4
LONGEST_UNKNOWN = 8
"""Words of a part that is like no example, and is taken for what was not answered yet."""


def take_together(
    before: Draft, step: Step, question: Question, text: str, sources: Sources, *, surely: bool = False
) -> Step:
    """Take what a reply holds for this question and later ones; nothing that was answered before.

    `surely`: from a longer message, in which not every part is a detail of the contact.
    """
    later = [each for each in map(sources.questionnaire.question, question.together) if each]
    left = [each for each in later if each.id not in before.answers]
    parts = parts_of(text, [question, *later], sources)
    if not left or (len(parts) < 2 and not has_address(text, sources.meanings.words)):
        return step
    draft = with_addresses(before, left, text, sources)
    said = ContactInWords(question, [each for each in later if type_of(each).free_text], sources, surely)
    for each, answer in said.answers(parts):
        read = type_of(each).read(Asked(each, draft, sources), answer)
        if each.id in read.draft.answers and (each in left or each is question):
            draft = replace(draft, answers={**draft.answers, each.id: read.draft.answers[each.id]}, at=None)
    return step if draft == before else Step(draft)


def with_addresses(draft: Draft, left: Sequence[Question], text: str, sources: Sources) -> Draft:
    """Take the addresses and telephones of a message; one in doubt is asked about, where it has to be answered."""
    for question in left:
        kind, asked = type_of(question), Asked(question, draft, sources)
        if not isinstance(kind, OneLine) or isinstance(kind, TextQuestion):
            continue
        reply = kind.parse(asked, text)
        if isinstance(reply, Accepted):
            draft = asked.answer(reply.value).draft
        elif isinstance(reply, Doubtful):
            half: PartialAnswer = {"typed": reply.value, "meant": reply.meant}
            draft = (asked.keep_partial(half) if question.required else asked.answer(reply.meant)).draft
    return draft


@dataclass(frozen=True)
class ContactInWords:
    """Assigns the parts of a message to the contact's questions: which is the person's name, post, organisation."""

    person: Question
    others: Sequence[Question]
    sources: Sources
    surely: bool = False

    def answers(self, parts: Sequence[ContactPart]) -> Iterator[tuple[Question, str]]:
        """The questions that the parts answer, with what answers them."""
        parts = [part for part in parts if self.sources.meanings.wish(part.text) != "smalltalk"]
        name, others = self.name_and_others(parts)
        if name:
            yield self.person, name
        others = self.bodies_first(others) if self.surely else others
        open_questions, unknown = list(self.others), list[ContactPart]()
        for part in others:
            question = self.question_answered_by(part, open_questions)
            if self.repeats(part, name):
                continue
            if question:
                open_questions.remove(question)
                yield question, self.answer_in_part(question, part)
            elif self.may_be_unknown(part):
                unknown.append(part)
        if open_questions:
            opens = bool(others and unknown) and unknown[0] is others[0]
            yield from self.unknown_answer(open_questions[0], unknown, opens)

    def bodies_first(self, parts: Sequence[ContactPart]) -> list[ContactPart]:
        """The parts, those that name a body before the others."""
        return sorted(
            parts, key=lambda part: not (self.says_for_whom(part) or names_body(part.text, self.sources))
        )

    def answer_in_part(self, question: Question, part: ContactPart) -> str:
        """The answer that a part holds to a question, without an article before it."""
        said = self.body_in(part.text) if self.surely and self.asks_for_body(question) else part.text
        return self.sources.meanings.words.without_opening("articles", said)

    def unknown_answer(
        self, question: Question, unknown: Sequence[ContactPart], opens: bool
    ) -> Iterator[tuple[Question, str]]:
        """The answer to the first open question from parts like no example; `opens`: the first comes before all."""
        place = next((part for part in unknown if self.names_place_and_more(part)), None)
        if place and self.asks_for_body(question):
            yield question, place.text
        elif opens and not self.surely and not self.asks_for_body(question):
            yield question, unknown[0].text

    def name_and_others(self, parts: Sequence[ContactPart]) -> tuple[str, list[ContactPart]]:
        """The name of a person among some parts, and the other parts."""
        if not self.surely and len(parts) > 1 and self.is_given_name(parts[0], parts[1]):
            return f"{parts[1].text} {parts[0].text}", [*parts[2:]]
        labelled = [part for part in parts if part.label in ("name", self.person.id)]
        introduced = [part for part in parts if self.introduces(part)]
        written = [part for part in parts if self.is_name(part)]
        small = [part for part in parts[:1] if not (self.surely or written) and self.is_small_name(part)]
        found = next(iter([*labelled, *introduced, *written, *small]), None)
        if found is None:
            return "", list(parts)
        place = parts.index(found)
        rest = [*parts[place + 1 :], *parts[:place]]
        return self.bare_name_of(found), self.with_words_before_name(found, rest)

    def with_words_before_name(self, found: ContactPart, rest: list[ContactPart]) -> list[ContactPart]:
        """The other parts, with the words that stand before the name in front: «project manager Jan Kos»."""
        name, said = self.bare_name_of(found), found.text
        lead = said[: said.find(name)].strip() if name in said else ""
        like = (
            self.sources.meanings.nearest_question(self.others, lead) if lead and lead[:1].islower() else None
        )
        return [ContactPart(lead), *rest] if like else rest

    def bare_name_of(self, part: ContactPart) -> str:
        """A name without what stands before it."""
        return bare_name(part.text, self.sources.meanings.words) or part.text

    def introduces(self, part: ContactPart) -> bool:
        """Tell whether a part introduces a person by name: «me llamo Ana Pérez»."""
        words = self.sources.meanings.words
        said = words.without_opening("introductions", part.text)
        return (
            said != part.text
            and is_written_as_name(bare_name(part.text, words), words)
            and self.is_like_a_person(said)
        )

    def is_like_a_person(self, said: str) -> bool:
        """Tell whether words in capitals may name a person: they are like no post and no body."""
        clearly = self.sources.meanings.nearest_question(
            self.others, said, NO_NAME_LIKENESS_IN_LONG_MESSAGE if self.surely else NO_NAME_LIKENESS
        )
        return clearly is None and not names_body(said, self.sources)

    def is_name(self, part: ContactPart) -> bool:
        """Tell whether a part is written as a person's name, alone or after small letters."""
        bare = bare_name(part.text, self.sources.meanings.words)
        if self.surely and (
            part.within or bare not in self.with_and_without_title(part) or self.names_place(part)
        ):
            return False
        return (
            not part.label
            and is_written_as_name(bare, self.sources.meanings.words)
            and self.is_like_a_person(bare)
        )

    def with_and_without_title(self, part: ContactPart) -> tuple[str, str]:
        """A part as it is, and without a title before it."""
        return part.text, self.sources.meanings.words.without_opening("titles", part.text)

    def is_small_name(self, part: ContactPart) -> bool:
        """Tell whether a part may be a name without capitals, or of one word."""
        said = part.text.split()
        like = self.sources.meanings.nearest_question(self.others, part.text)
        return (
            not part.leads and len(said) <= LONGEST_SMALL_NAME and like is None and not self.names_place(part)
        )

    def is_given_name(self, surname: ContactPart, part: ContactPart) -> bool:
        """Tell whether a part is the first name after a surname: «Kos, Jan»."""
        said = part.text.split()
        before = surname.text.split()
        if len(said) > 1 or len(before) > 1 or surname.label or part.label or part.leads:
            return False
        if not (said[0].istitle() and before[0].istitle() and self.is_like_a_person(surname.text)):
            return False
        return self.question_answered_by(part, self.others) is None and not self.names_place(part)

    def names_place(self, part: ContactPart) -> bool:
        """Tell whether a part is the name of a place."""
        return any(place.text == part.text for place in self.sources.read(part.text).places)

    def question_answered_by(self, part: ContactPart, open_questions: Sequence[Question]) -> Question | None:
        """The open question that a part answers: by its label, by its body, by its likeness to examples."""
        if part.label:
            return next((each for each in open_questions if each.id == part.label), None)
        if self.sources.meanings.words.opens("acting_as", part.text):
            return next((each for each in open_questions if not self.asks_for_body(each)), None)
        code = self.sources.meanings.nearest_question(self.others, part.text, NO_NAME_LIKENESS)
        if code is None and self.names_place(part):
            return None
        code = code or self.sources.meanings.nearest_question(self.others, part.text)
        if code is None and (names_body(part.text, self.sources) or self.says_for_whom(part)):
            return next((each for each in open_questions if self.asks_for_body(each)), None)
        return next((each for each in open_questions if each.id == code), None)

    def says_for_whom(self, part: ContactPart) -> bool:
        """Tell whether a part of a longer message says for which body somebody writes, whatever stands before it."""
        return self.surely and says_for_whom(part.text, self.others) and self.body_in(part.text) != part.text

    def asks_for_body(self, question: Question) -> bool:
        """Tell whether a question asks for the body that somebody works for."""
        return question.may_be_candidate

    def names_place_and_more(self, part: ContactPart) -> bool:
        """Tell whether a part in capitals names a place and something more: «Paeria de Lleida»."""
        places = self.sources.read(part.text).places
        return part.text[:1].isupper() and any(each.start > 0 for each in places)

    def repeats(self, part: ContactPart, name: str) -> bool:
        """Tell whether a part only repeats the name: «call me Sue»."""
        said = self.sources.meanings.words.without_opening("introductions", part.text)
        return f" {fold(said)} " in f" {fold(name)} "

    def body_in(self, said: str) -> str:
        """The name of a body within a part, without what is said of it; the part itself where none is named."""
        text = said.split()
        found = (name_of_body(" ".join(text[at:]), self.sources) for at in range(len(text)))
        name = next(filter(None, found), said)
        country = next((each for each in self.sources.read(name).countries if each.end == len(name)), None)
        text = name[: country.start].split() if country else []
        while text and text[-1].islower():
            text.pop()
        return " ".join(text) or name

    def may_be_unknown(self, part: ContactPart) -> bool:
        """Tell whether a part that is like no example may be an answer all the same."""
        words, reading = self.sources.meanings.words, self.sources.read(part.text)
        short = len(part.text.split()) <= LONGEST_UNKNOWN and not part.leads
        commented = any(
            words.opens(name, part.text) for name in ("afterthoughts", "between", "contrasting", "denying")
        )
        no_answer = commented or reading.negations or self.names_place(part)
        return short and not no_answer and not any(each.isdigit() for each in fold(part.text))


def introduces_contact(line: str, sources: Sources) -> bool:
    """Tell whether a line introduces a person by name, or says for whom they write."""
    person = next((each for each in sources.questionnaire.questions if each.together), None)
    if person is None:
        return False
    later = [each for each in map(sources.questionnaire.question, person.together) if each]
    said = ContactInWords(person, [each for each in later if type_of(each).free_text], sources, surely=True)
    parts = parts_of(line, [person, *later], sources)
    return any(part.label == "name" or said.introduces(part) for part in parts) or says_for_whom(line, later)


def says_for_whom(text: str, questions: Sequence[Question]) -> bool:
    """Tell whether a text says, at its beginning or within it, for which body somebody works or writes."""
    openings = [
        fold(line)
        for each in questions
        if each.may_be_candidate
        for lines in each.openings.values()
        for line in lines
    ]
    said = f" {fold(text)} "
    return any(
        said.startswith(f" {opening} ") or (" " in opening and f" {opening} " in said) for opening in openings
    )
