"""Free text, kept as it was typed; a line that was answered as a question can be made the answer by one tap."""

import re
from collections.abc import Mapping, Sequence

from knowledge.content.schema import Question
from knowledge.form.draft import Value
from knowledge.form.replies.answer_in_text import (
    LONGEST_LEAD,
    proper_name,
    without_afterthought,
    without_lead,
)
from knowledge.form.replies.language import FormWords
from knowledge.form.replies.meanings import EXACT_LIKENESS
from knowledge.form.replies.results import Accepted, ParsedReply, parse_text
from knowledge.form.replies.wishes import MOST_WORDS_OF_WISH, NOT_WISHES, WISH_LIKENESS, looks_like_question
from knowledge.form.steps import Step, tag
from knowledge.form.types.base import NOTHING_TO_SAY, Asked, ButtonRows, Phrase, ReplyButton
from knowledge.form.types.municipalities import NamedMunicipality, municipalities
from knowledge.form.types.one_line import OneLine
from knowledge.reading.word_sets import without_openings
from knowledge.reading.words import fold

MOST_CHARACTERS = 1000
"""Characters of an answer to a question that says nothing of it."""
SURE_WISH_LIKENESS, FEW_WORDS = 0.8, 6
"""The likeness from which on a line of more than a few words is a wish where any words may be the answer."""
SENTENCES = re.compile(r"[.?!]\s+")
FINISHING = ("done", "send")
"""The wishes that end a list or the form; as an answer in words they are none."""
NAME = "name"
"""What the question for a candidate's own name tells."""


class TextQuestion(OneLine):
    """Words of the applicant's own."""

    name = "text"
    own_keys: tuple[str, ...] = ("max_length", "may_be_unknown", "may_be_candidate", "openings", "examples")
    can_tell = ("name",)
    free_text = True

    def parse(self, asked: Asked, text: str) -> ParsedReply:
        """Take it as it is, if there is room for it, without what a short answer may open with."""
        name = name_of_candidate(asked) if asked.question.may_be_candidate else ""
        if name and asked.sources.meanings.is_wish("same", text):
            return Accepted(name)
        longest, openings = asked.question.max_length or MOST_CHARACTERS, asked.question.openings
        short = self.is_short(asked.question)
        leads = asked.sources.meanings.words.sets["leads"] if short else ()
        opened = [*leads, *(each for lines in openings.values() for each in lines)]
        said = without_openings(text, opened)
        if short:
            said = said if said != text else without_lead(said, opened)
            said = without_afterthought(said, asked.sources.meanings.words)
        if asked.question.may_be_candidate and said == text:
            said = without_lead_to_body(asked, said)
        if asked.question.tells == NAME:
            towns = [town.name for town in counted_towns(asked, said)]
            said = (
                ", ".join(towns)
                if towns
                else proper_name(asked.sources.read(said), asked.sources.meanings.words)
            )
        return parse_text(said, longest)

    def read(self, asked: Asked, text: str) -> Step:
        """Refuse a telephone or an address alone, and where a few words are asked for any number."""
        left = self.without_contact(asked, text)
        if not any(map(str.isalpha, left)) and (
            self.is_short(asked.question) or (left != text and asked.question.required)
        ):
            return asked.refuse("empty")
        return super().read(asked, text)

    def without_contact(self, asked: Asked, text: str) -> str:
        """A line without addresses and telephones; with one of them it is no name of a group at all."""
        addresses = asked.sources.read(text).addresses
        if addresses and asked.question.tells == NAME:
            return ""
        return "".join(c for at, c in enumerate(text) if not any(a.start <= at < a.end for a in addresses))

    def wish(self, asked: Asked, text: str) -> str | None:
        """Tell a wish from an answer: hardly anything is one where several sentences are asked for."""
        bare = without_its_name(asked.question, text)
        found = self.wish_in(asked, text)
        return found if found or bare == text else self.wish_in(asked, bare)

    def wish_in(self, asked: Asked, text: str) -> str | None:
        """Name the wish of a line, or of what is left of it without the question's own name."""
        found = self.uttered(asked, text)
        if found in NOTHING_TO_SAY and not asked.question.required:
            return "skip"
        if found in FINISHING and (
            self.is_short(asked.question) or asked.sources.meanings.is_best_match(found, text, EXACT_LIKENESS)
        ):
            return "empty"
        if found == "undecided" and not self.is_short(asked.question):
            return None if asked.question.may_be_unknown else found
        if found == "same" and asked.question.may_be_candidate and name_of_candidate(asked):
            return None
        return None if found in NOT_WISHES else found

    def uttered(self, asked: Asked, text: str) -> str | None:
        """Name the wish that a line utters by its words or by its meaning; about other things, by its meaning alone."""
        meanings, short = asked.sources.meanings, self.is_short(asked.question)
        leave = "help" if not short and asks_leave(text, meanings.words) else None
        if not short and meanings.has_substance(text):
            return meanings.meant(text) or leave
        if short and meanings.has_substance(" ".join(w for w in text.split()[1:] if w[:1].isupper())):
            return None
        few = not short or len(text.split()) <= FEW_WORDS
        found = meanings.wish(text, WISH_LIKENESS if few else SURE_WISH_LIKENESS)
        if found is None and "?" in text:
            found = meanings.question_back(text)
        return found or meanings.meant(text) or leave

    def is_question(self, asked: Asked, text: str, step: Step) -> bool:  # noqa: ARG002
        """Take a line that asks for a question where a few words are asked for; elsewhere it may be the answer."""
        return self.is_short(asked.question) and looks_like_question(text, asked.sources.meanings.words)

    def is_short(self, question: Question) -> bool:
        """Tell a question that wants a few words from one that wants sentences."""
        return (question.max_length or MOST_CHARACTERS) < MOST_CHARACTERS

    def answer_in(self, asked: Asked, sentences: Sequence[str]) -> Value:
        """The sentences themselves; where a name is asked for, what a sentence says that introduces one."""
        short, openings = self.is_short(asked.question), asked.question.openings.values()
        opened = [opening for lines in openings for opening in lines if len(opening.split()) > 1]
        names = [
            each
            for each in sentences
            if (left := without_openings(each, opened)) != each and left[:1].isupper()
        ]
        said = next(iter(names), "") if short else " ".join(sentences)
        reply = self.parse(asked, said.rstrip(".") if short else said)
        return reply.value if isinstance(reply, Accepted) else None

    def tap(self, asked: Asked, code: str) -> Step:
        """Take the line that was answered as a question for the answer."""
        line = asked.pending.get("aside")
        if line is None or code != f"aside{tag(line)}":
            return asked.refuse("old_button")
        return asked.answer(line)

    def keep_aside(self, asked: Asked, text: str) -> Step:
        """Keep a line that is answered as a question, so that one tap makes it the answer after all."""
        reply = self.parse(asked, text)
        return (
            asked.keep_partial({"aside": str(reply.value)})
            if isinstance(reply, Accepted)
            else Step(asked.draft)
        )

    def buttons(self, asked: Asked) -> ButtonRows:
        """The line that was answered as a question."""
        line = asked.pending.get("aside")
        if line is None:
            return ()
        return ((ReplyButton(f"aside{tag(line)}", Phrase("my_answer_is", {"text": line})),),)

    def is_valid(self, asked: Asked, value: Value) -> bool:
        """Words, no more than there is room for."""
        return isinstance(value, str) and len(value) <= (asked.question.max_length or len(value))


def counted_towns(asked: Asked, text: str) -> Sequence[NamedMunicipality]:
    """The municipalities that a line lists with their inhabitants, in place of a name; none of other lines."""
    found = municipalities(asked, text)
    return found if len(found) > 1 and any(each.population for each in found) else ()


def without_lead_to_body(asked: Asked, text: str) -> str:
    """A line without the small words before the body that it ends with: "on the payroll of Cork City Council"."""
    said = text.split()
    first = next((at for at, word in enumerate(said) if word[:1].isupper()), 0)
    lead, body = said[:first], " ".join(said[first:])
    small = 1 < len(lead) <= LONGEST_LEAD and all(word.islower() for word in lead)
    part_of_name = asked.sources.meanings.nearest_question([asked.question], " ".join(lead)) is not None
    return body if small and not part_of_name and asked.sources.read(body).bodies else text


def asks_leave(text: str, words: FormWords) -> bool:
    """Tell whether one short question asks what may be answered: «¿vale si pongo…?», "does training count?"."""
    alone = text.rstrip().endswith("?") and len(SENTENCES.split(text.strip())) == 1
    return alone and len(text.split()) <= MOST_WORDS_OF_WISH and words.opens("asking_leave", text)


def without_its_name(question: Question, text: str) -> str:
    """A line without the question's own name: «¿a qué se refiere con problema común?» asks what is meant."""
    named = [word for name in question.short.all() for word in fold(name).split()]
    words = text.split()
    left = [word for word in words if fold(word) not in named]
    return " ".join(left) if len(left) < len(words) - 1 else text


def name_of_candidate(asked: Asked) -> str:
    """The name of the city or the group that applies; empty where none was told."""
    place = asked.answer_telling("place")
    return str(
        (place.get("name") if isinstance(place, Mapping) else None) or asked.answer_telling(NAME) or ""
    )
