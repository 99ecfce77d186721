"""One of several options: tapped, or typed by its words, its number, or nearly its words."""

from collections.abc import Iterator, Sequence

from knowledge.content.schema import Language, Option, Question
from knowledge.form.draft import Value
from knowledge.form.options import listed
from knowledge.form.replies import Accepted, Reply, nearest, option_names, place_in_list, plain, rejected
from knowledge.form.types.base import Asked, Choice, Rows, rows_of
from knowledge.form.types.one_line import OneLine


class OneChoice(OneLine):
    """An option by its code."""

    name = "choice"
    decides = True
    columns = 1

    def parse(self, asked: Asked, text: str) -> Reply:
        """Read an option."""
        return parse_choice(text, self.options(asked))

    def is_valid(self, asked: Asked, value: Value) -> bool:
        """The code of an option that there is today."""
        return isinstance(value, str) and value in {option.id for option in self.options(asked)}

    def options(self, asked: Asked) -> tuple[Option, ...]:
        """The question's own, and those that stand elsewhere in the content."""
        return options_of(asked)

    def buttons(self, asked: Asked) -> Rows:
        """One for each option, numbered so that the number can be typed too."""
        language = asked.sources.language
        choices = [Choice(option.id, label) for label, option in labelled(self.options(asked), language)]
        return rows_of(choices, self.columns)

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
    return question.options + listed(question.options_from, sources.programme, sources.rulebook)


def labelled(options: Sequence[Option], language: Language) -> list[tuple[str, Option]]:
    """The options with their numbers; without, where a typed number means a quantity («3» people)."""
    labels = [option.label.within(language) for option in options]
    if any(name.isdigit() for option in options for name in option.also):
        return list(zip(labels, options, strict=True))
    return [
        (f"{i}. {label}", option) for i, (label, option) in enumerate(zip(labels, options, strict=True), 1)
    ]


def words_for(options: Sequence[Option], code: Value, language: Language) -> str:
    """The label of a code; the code itself if no option has it."""
    return next((option.label.within(language) for option in options if option.id == code), str(code))


def parse_choice(typed: str, options: Sequence[Option]) -> Reply:
    """Read an option by its words in either language, by its number, or by nearly its words."""
    wanted = plain(typed)
    names = {plain(name): option.id for option in options for name in option_names(option)}
    if wanted in names:
        return Accepted(names[wanted])
    place = place_in_list(wanted)
    if place is not None:
        known = 1 <= place <= len(options)
        return Accepted(options[place - 1].id) if known else rejected("number_of_option", count=len(options))
    near = nearest(wanted, list(names))
    return Accepted(names[near]) if near else rejected("option")
