"""Several of the options: ticked one by one on the screen, or typed in one line, by name, number or meaning.

The ticks wait in `pending` as a list of codes until the applicant is done.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.content.schema import Language, Option, Question
from knowledge.form.draft import Value, codes_in
from knowledge.form.replies.noise import is_noise
from knowledge.form.replies.wishes import looks_like_question
from knowledge.form.steps import DONE, TICK, UNTICK, Step
from knowledge.form.types.base import (
    Asked,
    ButtonRows,
    Details,
    Phrase,
    QuestionType,
    ReplyButton,
    choice_rows,
)
from knowledge.form.types.enumeration import options_within, read_options
from knowledge.form.types.one_choice import numbered_options, option_meant, options_of, words_for
from knowledge.reading.denial import denies
from knowledge.reading.words import fold

MOST_IN_ONE_COLUMN = 7
LONG_LABEL = 20
"""Characters of a label that is cut, or wraps, in half the width of a phone."""
NUMBERS_IN_A_ROW = 8
FEW = 4
"""Words of a line that names all options at once."""
MANY = 100


class SeveralChoicesQuestion(QuestionType):
    """Options by their codes, from `min` to `max` of them."""

    name = "choices"
    own_keys = ("options", "options_from", "examples", "exclusive", "min", "max")
    shows_stored_answer = True

    def typed(self, asked: Asked, text: str) -> Step:
        """Take a line as options or as a wish; one that is like an option is no wish."""
        words = asked.sources.meanings.words
        if is_noise(text):
            return asked.refuse("noise")
        if asked.sources.meanings.is_wish("done", text) and ticked(asked):
            return self.finish(asked)
        step = self.read(asked, text)
        if not step.problem or step.problem.reason in ("too_many", "not_offered"):
            return Step(asked.draft, wish="question") if "?" in text else step
        wish = self.wish(asked, text)
        if wish:
            return asked.grant_wish(wish)
        if looks_like_question(text, words):
            return Step(asked.draft, wish="question")
        unnamed = step.problem.reason == "option" and not denies(text, words)
        meant = option_meant(asked, self.options(asked), text) if unnamed else None
        return asked.answer([meant]) if meant and (asked.question.min or 1) == 1 else step

    def read(self, asked: Asked, text: str) -> Step:
        """Take names, numbers or meanings, several in a line; they join the ticks on the screen, if there are any.

        What is understood in part keeps that part, and names the rest. More than may be chosen: none is taken.
        """
        waiting = ticked(asked) if asked.question.id in asked.draft.pending else []
        found = read_options(asked, self.options(asked), text)
        if not found.codes and self.names_all(asked, text):
            return asked.refuse("too_many_named", largest=asked.question.max or 1)
        if not found.codes:
            return asked.refuse(
                *(("not_offered",) if found.unknown else ("option",)), **found.rejection_details
            )
        chosen = consistent(asked.question, [*waiting, *found.codes])
        if asked.question.max is not None and len(chosen) > asked.question.max:
            return asked.refuse("too_many_named", largest=asked.question.max)
        step = (
            asked.keep_partial(chosen)
            if waiting or len(chosen) < (asked.question.min or 1)
            else asked.answer(chosen)
        )
        return replace(step, not_understood=found.unknown)

    def answer_in(self, asked: Asked, sentences: Sequence[str]) -> Value:
        """The options that sentences name, if they are no more than may be chosen."""
        found = [
            code for sentence in sentences for code in options_within(asked, self.options(asked), sentence)
        ]
        chosen = consistent(asked.question, found)
        return chosen if (asked.question.min or 1) <= len(chosen) <= (asked.question.max or MANY) else None

    def names_all(self, asked: Asked, text: str) -> bool:
        """Tell whether a few words name all options, more than may be chosen: «todos», "all of them"."""
        words = asked.sources.meanings.words
        few = len(text.split()) <= FEW and len(self.options(asked)) > (asked.question.max or MANY)
        return few and words.any_in("whole", fold(text))

    def tap(self, asked: Asked, code: str) -> Step:
        """Tick or untick, or finish. A button says which of the two it does, so that a double tap does it once."""
        if code == DONE:
            return self.finish(asked)
        sign, option = code[:1], code[1:]
        if sign not in (TICK, UNTICK) or option not in {each.id for each in self.options(asked)}:
            return asked.refuse("old_button")
        after = with_tap(asked, sign, option)
        if asked.question.max is not None and len(after) > asked.question.max:
            return asked.refuse("too_many", largest=asked.question.max)
        return asked.keep_partial(after)

    def finish(self, asked: Asked) -> Step:
        """Store what is ticked, if it is enough."""
        chosen, smallest = ticked(asked), asked.question.min or 1
        return asked.answer(chosen) if len(chosen) >= smallest else asked.refuse("too_few", smallest=smallest)

    def is_valid(self, asked: Asked, value: Value) -> bool:
        """Codes that there are today, as many as may be chosen."""
        codes = {option.id for option in self.options(asked)}
        if not isinstance(value, list) or not all(code in codes for code in codes_in(value)):
            return False
        return (
            (asked.question.min or 1)
            <= len(codes_in(value))
            == len(value)
            <= (asked.question.max or len(value))
        )

    def options(self, asked: Asked) -> tuple[Option, ...]:
        """The question's own, and those that stand elsewhere in the content."""
        return options_of(asked)

    def buttons(self, asked: Asked) -> ButtonRows:
        """The options with their ticks, and Done once there are any; each says whether it ticks or unticks."""
        options, chosen, in_text = self.options(asked), ticked(asked), listed_in_text(asked)
        choices = [
            ReplyButton(
                (UNTICK if option.id in chosen else TICK) + option.id,
                numbered(option, number, chosen) if in_text else with_tick(option, label, chosen),
            )
            for number, (label, option) in enumerate(
                numbered_options(options, asked.sources.language), start=1
            )
        ]
        counted = Details(count=len(chosen), largest=asked.question.max or len(options))
        done = ((ReplyButton(DONE, Phrase("done", counted)),),) if chosen else ()
        columns = 1 if len(options) <= MOST_IN_ONE_COLUMN else 2
        return (*choice_rows(choices, NUMBERS_IN_A_ROW if in_text else columns), *done)

    def notes(self, asked: Asked) -> tuple[Phrase, ...]:
        """The options with their numbers and ticks, where they are too many and too long for buttons."""
        if not listed_in_text(asked):
            return ()
        options = numbered_options(self.options(asked), asked.sources.language)
        lines = [with_tick(option, label, ticked(asked)) for label, option in options]
        return (Phrase("options", {"lines": lines}),)

    def worded(self, asked: Asked, value: Value, language: Language) -> str:
        """The options' labels."""
        return ", ".join(words_for(self.options(asked), code, language) for code in codes_in(value))

    def mistakes(self, question: Question, options: Sequence[str]) -> Iterator[str]:
        """Options must be there, enough of them, and limits."""
        if not (question.options or question.options_from):
            yield "a choice needs `options` or `options_from`"
            return
        if question.min is None or question.max is None:
            yield f"{self.name} needs `min` and `max`"
        yield from super().mistakes(question, options)
        if (question.min or 1) > len(options):
            yield f"nobody can answer this: it wants {question.min or 1} of {len(options)} options"
        elif options and (question.max or 1) > len(options):
            yield f"max is {question.max}, but there are only {len(options)} options"


def listed_in_text(asked: Asked) -> bool:
    """Tell whether the options stand in the text and the buttons are numbers: all fit one screen of a phone."""
    options = numbered_options(options_of(asked), asked.sources.language)
    numbered = all(label[:1].isdigit() for label, _ in options)
    return (
        numbered
        and len(options) > MOST_IN_ONE_COLUMN
        and max(len(label) for label, _ in options) > LONG_LABEL
    )


def with_tick(option: Option, words: str, chosen: Sequence[str]) -> str:
    """Words with a tick, or with the box for one."""
    return f"{'☑' if option.id in chosen else '☐'} {words}"


def numbered(option: Option, number: int, chosen: Sequence[str]) -> str:
    """A number with a tick if its option is chosen; eight of them fit the width of a phone."""
    return f"✓{number}" if option.id in chosen else str(number)


def ticked(asked: Asked) -> list[str]:
    """The options ticked on the screen: from what was stored if the question was gone back to."""
    pending = asked.draft.pending.get(asked.question.id)
    codes = pending if isinstance(pending, list) else asked.stored
    known = {option.id for option in options_of(asked)}
    return [code for code in codes if code in known] if isinstance(codes, list) else []


def with_tap(asked: Asked, sign: str, option: str) -> list[str]:
    """The ticks after one more tap."""
    before = ticked(asked)
    if sign == UNTICK:
        return [known for known in before if known != option]
    return before if option in before else consistent(asked.question, [*before, option])


def consistent(question: Question, codes: Sequence[str]) -> list[str]:
    """Each option once; one that stands alone gives way to those that say more, unless it came last."""
    if codes and codes[-1] in question.exclusive:
        return [codes[-1]]
    return list(dict.fromkeys(code for code in codes if code not in question.exclusive))
