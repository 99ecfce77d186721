"""One of several options: tapped, or typed by its words, its number, or nearly its words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.content.schema import Language, Option, Question
from knowledge.eligibility.rules import KIND
from knowledge.form.draft import Value
from knowledge.form.options import options_from
from knowledge.form.replies.figures import NOT_COUNTED
from knowledge.form.replies.language import FormWords
from knowledge.form.replies.noise import is_noise
from knowledge.form.replies.pieces import joined_by_words
from knowledge.form.replies.pointing import pointed_at
from knowledge.form.replies.results import (
    Accepted,
    ParsedReply,
    Rejected,
    comparable,
    nearest_name,
    option_names,
    rejected,
)
from knowledge.form.replies.wishes import NOT_WISHES, WISH_LIKENESS, WISH_MARK, looks_like_question
from knowledge.form.steps import Step
from knowledge.form.types.base import Asked, ButtonRows, QuestionType, ReplyButton, choice_rows
from knowledge.reading.denial import BREAK, denied_things, without_denial
from knowledge.reading.words import span_of

OPTION_LIKENESS = 0.3
"""From this likeness to an option's examples on, a line means the option."""
LONGEST_PERSON = 2
"""Words of somebody's name."""
MOST_PARTS = 6
"""Parts of a line in which persons are added up."""
OPTION_LEAD = 0.03
"""How much more like the best option than the second a line must be."""


@dataclass(frozen=True)
class WishInstead:
    """What a line wants instead of an option."""

    name: str


class ChoiceQuestion(QuestionType):
    """An option by its code."""

    name = "choice"
    own_keys: tuple[str, ...] = ("options", "options_from", "examples")
    can_tell: tuple[str, ...] = ("kind", "choice", "yes_no")
    branches = True
    columns = 1

    def typed(self, asked: Asked, text: str) -> Step:
        """Take a line as an option or a wish, whichever it is most like."""
        if is_noise(text):
            return asked.refuse("noise")
        step = self.read(asked, text)
        if not step.problem or step.wish:
            return step
        wish = self.wish(asked, text)
        if wish:
            return asked.grant_wish(wish)
        if self.is_question(asked, text, step):
            return Step(asked.draft, wish="question")
        meant = option_meant(asked, self.options(asked), text)
        wish = None if meant else asked.sources.meanings.meant(text)
        return asked.answer(meant) if meant else asked.grant_wish(wish) if wish else step

    def read(self, asked: Asked, text: str) -> Step:
        """Store the option; a wish that the line is more like is granted."""
        reply = self.parse(asked, text)
        return (
            asked.grant_wish(reply.name)
            if isinstance(reply, WishInstead)
            else self.stored(asked, text, reply)
        )

    def stored(self, asked: Asked, text: str, reply: ParsedReply) -> Step:  # noqa: ARG002
        """Store the option that was read, or say why there is none."""
        return Step(asked.draft, reply) if isinstance(reply, Rejected) else asked.answer(reply.value)

    def parse(self, asked: Asked, text: str) -> ParsedReply | WishInstead:
        """Read an option: by its words, by pointing at it, by its quantity, or by what the line means."""
        return read_option(asked, self.options(asked), text)

    def answer_in(self, asked: Asked, sentences: Sequence[str]) -> Value:
        """The option that a sentence about the question means."""
        for sentence in sentences:
            reply = self.parse(asked, sentence.rstrip(" ."))
            meant = option_meant(asked, self.options(asked), sentence)
            if isinstance(reply, Accepted) or meant:
                return reply.value if isinstance(reply, Accepted) else meant
        return None

    def is_valid(self, asked: Asked, value: Value) -> bool:
        """The code of an option that there is today."""
        return isinstance(value, str) and value in {option.id for option in self.options(asked)}

    def options(self, asked: Asked) -> tuple[Option, ...]:
        """The question's own, and those that stand elsewhere in the content."""
        return options_of(asked)

    def buttons(self, asked: Asked) -> ButtonRows:
        """One for each option, numbered so that the number can be typed too."""
        language = asked.sources.language
        choices = [
            ReplyButton(option.id, label) for label, option in numbered_options(self.options(asked), language)
        ]
        return choice_rows(choices, self.columns)

    def worded(self, asked: Asked, value: Value, language: Language) -> str:
        """The option's label; a code that is gone as it is."""
        return words_for(self.options(asked), value, language)

    def mistakes(self, question: Question, options: Sequence[str]) -> Iterator[str]:
        """Options must be there."""
        yield from super().mistakes(question, options)
        if not (question.options or question.options_from):
            yield "a choice needs `options` or `options_from`"


def options_of(asked: Asked) -> tuple[Option, ...]:
    """The question's own options, and those that it takes from elsewhere in the content."""
    question, sources = asked.question, asked.sources
    return question.options + options_from(question.options_from, sources.programme, sources.rulebook)


def numbered_options(options: Sequence[Option], language: Language) -> list[tuple[str, Option]]:
    """The options with their numbers; without, where a typed number means a quantity («3» people)."""
    labels = [option.label.within(language) for option in options]
    if any(name.isdecimal() for option in options for name in option.also):
        return list(zip(labels, options, strict=True))
    return [
        (f"{i}. {label}", option) for i, (label, option) in enumerate(zip(labels, options, strict=True), 1)
    ]


def words_for(options: Sequence[Option], code: Value, language: Language) -> str:
    """The label of a code; the code itself if no option has it."""
    return next((option.label.within(language) for option in options if option.id == code), str(code))


def read_option(asked: Asked, options: Sequence[Option], text: str) -> ParsedReply | WishInstead:
    """Read an option by its name, its place, its quantity, or the examples that the line is like."""
    named = by_name(options, text)
    counted = Accepted(named) if named else by_quantity(asked, options, text)
    if counted:
        return counted
    words = asked.sources.meanings.words
    text = without_denied_options(asked, options, text)
    return (
        by_place(options, text, words) or by_meaning(asked, options, text) or by_nearest_name(options, text)
    )


def by_name(options: Sequence[Option], text: str) -> str | None:
    """The option that has this very name, in any language."""
    wanted = comparable(text)
    return next((o.id for o in options if wanted in {comparable(name) for name in option_names(o)}), None)


def without_denied_options(asked: Asked, options: Sequence[Option], text: str) -> str:
    """A line without the options that it denies: «ciudad no, agrupación»."""
    parts = [part for part in BREAK.split(text) if part.strip()]
    kept = [part for part in parts if not denies_option(asked, options, part)]
    return ", ".join(kept) if kept and len(kept) < len(parts) else text


def denies_option(asked: Asked, options: Sequence[Option], part: str) -> bool:
    """Tell whether a part of a line is the name of an option, or an example of it, and a word that denies it."""
    words = asked.sources.meanings.words
    bare = without_denial(part, words)
    named = by_name(options, bare) or asked.sources.meanings.is_option_example(asked.question, options, bare)
    span = span_of(bare, part) if named and bare != part.strip() else None
    return span is not None and bool(denied_things(part, [span], words, bare=True))


def by_quantity(asked: Asked, options: Sequence[Option], text: str) -> ParsedReply | None:
    """The quantity option that fits every number of a line; a number above all options means the largest.

    Refused where the numbers fit two options: "three, maybe four". None where no number fits an option.
    """
    sizes = {int(name): option.id for option in options for name in option.also if name.isdecimal()}
    if not sizes:
        return None
    together = persons_counted(asked, text)
    counts = [together] if together else counted_in(asked, text)
    codes = {sizes.get(count, sizes[max(sizes)] if count > max(sizes) else "") for count in counts}
    if len(codes) > 1 and "" not in codes:
        return rejected("option")
    code = codes.pop() if len(codes) == 1 else ""
    return Accepted(code) if code else None


def said_of_bodies(asked: Asked, text: str) -> str:
    """A line without the bodies that it names, unless the question is which kind of body applies."""
    if asked.question.tells == KIND:
        return text
    bodies = sorted(asked.sources.read(text).bodies, key=lambda body: -body.start)
    said = text
    for body in bodies:
        said = f"{said[: body.start]} {said[body.end :]}"
    return said if len(said.split()) > 2 else text


def counted_in(asked: Asked, text: str) -> list[int]:
    """The numbers of a line that count something, with both ends of a range."""
    counted = [n for n in asked.sources.read(text).numbers if not n.ordinal and n.unit not in NOT_COUNTED]
    return [count for n in counted for count in (n.value, n.upper) if count is not None]


def persons_counted(asked: Asked, text: str) -> int | None:
    """Count the persons of a list: «la concejala y dos técnicas» are three; None where a part is no person."""
    words = asked.sources.meanings.words
    if any(number.upper is not None for number in asked.sources.read(text).numbers):
        return None
    listed = text.split(",")
    parts = [part for piece in listed for part in joined_by_words(piece, words, "adding") if part]
    if not len(listed) < len(parts) <= MOST_PARTS:
        return None
    found = [(counted_in(asked, part) or [1 if is_person(part, words) else 0])[0] for part in parts]
    return sum(found) if all(found) else None


def is_person(part: str, words: FormWords) -> bool:
    """Tell whether a part of a line is a person: «la concejala», "me", a name."""
    return words.opens("persons", part) or (part[:1].isupper() and len(part.split()) <= LONGEST_PERSON)


def by_body(asked: Asked, options: Sequence[Option], text: str) -> str | None:
    """The kind of candidate that a line describes, where the question asks for the kind; None if it describes none."""
    if asked.question.tells != KIND or looks_like_question(text, asked.sources.meanings.words):
        return None
    kind = asked.sources.kind_named(asked.sources.read(text))
    return kind if kind in {option.id for option in options} else None


def by_meaning(asked: Asked, options: Sequence[Option], text: str) -> ParsedReply | WishInstead | None:
    """The option or wish whose examples a line is clearly most like; None if there is no such one."""
    meanings = asked.sources.meanings
    body = by_body(asked, options, text)
    found = meanings.rank_options(asked.question, options, said_of_bodies(asked, text))
    if not found or found[0].score < OPTION_LIKENESS:
        return Accepted(body) if body else None
    best, second = found[0], next(iter(found[1:]), None)
    option = next((each for each in found if not each.label.startswith(WISH_MARK)), None)
    if option and best.label == WISH_MARK + "undecided" and not option.exact:
        near = by_nearest_name(options, text)
        if isinstance(near, Accepted):
            return near
    if best.label.startswith(WISH_MARK):
        name = best.label.removeprefix(WISH_MARK)
        if best.score >= WISH_LIKENESS and name not in NOT_WISHES:
            return WishInstead(name)
        return Accepted(body) if body else None
    if looks_like_question(text, meanings.words) and not best.exact:
        return WishInstead("question")
    together = best.score >= WISH_LIKENESS and asked.sources.rulebook.behaviour_of(best.label) == "group"
    if body and not (best.exact or together):
        return Accepted(body)
    if second and not second.label.startswith(WISH_MARK) and best.score - second.score < OPTION_LEAD:
        return None
    return Accepted(best.label)


def option_meant(asked: Asked, options: Sequence[Option], text: str) -> str | None:
    """Name the option that a line means by its sentence vector; None where that is not clear."""
    found = asked.sources.meanings.option(asked.question, text)
    return found if found in {option.id for option in options} else None


def by_place(options: Sequence[Option], text: str, words: FormWords) -> ParsedReply | None:
    """The option whose number or position a line names; None for other lines."""
    place = pointed_at(text, words, len(options))
    if place is None:
        return None
    known = 1 <= place <= len(options)
    return Accepted(options[place - 1].id) if known else rejected("number_of_option", count=len(options))


def by_nearest_name(options: Sequence[Option], text: str) -> Accepted | Rejected:
    """The option whose name is most alike, if it is alike enough."""
    near = nearest_name(
        comparable(text), [comparable(name) for option in options for name in option_names(option)]
    )
    named = by_name(options, near) if near else None
    return Accepted(named) if named else rejected("option")


def parse_choice(typed: str, options: Sequence[Option], words: FormWords) -> ParsedReply:
    """Read an option by its words in any language, by its place, or by nearly its words."""
    named = by_name(options, typed)
    if named:
        return Accepted(named)
    return by_place(options, typed, words) or by_nearest_name(options, typed)
