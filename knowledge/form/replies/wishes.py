"""What a typed line means: an option of the question, or a wish such as help, back or skip, by example lines."""

from collections.abc import Mapping, Sequence

from knowledge.content.schema import Option, Question, Questionnaire
from knowledge.form.option_vectors import OptionVectors, option_vectors
from knowledge.form.replies.language import FormWords
from knowledge.form.replies.meanings import Likeness, Meanings
from knowledge.form.replies.results import option_names
from knowledge.form.replies.subjects import Subjects
from knowledge.form.replies.wish_vectors import WishVectors
from knowledge.reading.text import has_question_mark
from knowledge.reading.words import fold
from knowledge.search.vectors import Vectors

WISH_MARK = "~"
"""Before the name of a wish, where wishes and options are compared with each other."""
MOST_WORDS_OF_WISH = 12
"""Words of a wish that is recognised by likeness; a longer line is recognised by nothing."""
MOST_WORDS_OF_OPTION = 20
"""Words of a line whose meaning is compared with those of the options."""
WISH_LIKENESS = 0.62
"""From this likeness on a line is a wish."""
NOT_WISHES = ("yes", "no", "done", "filler", "send", "remove")
"""Labels that are learned with the wishes, but whose meaning depends on the question."""
ASKING_BACK = ("why", "help", "human", "restart")
TOLD_BY_MEANING = (*ASKING_BACK, "back", "skip", "leave", "refuse", "undecided")
"""The wishes that may be told by their meaning alone."""
LEAST_ASKING_BACK = 0.45
"""The least likeness of a line with a question mark that asks about the question itself."""
FIELD_LIKENESS = 0.3
"""From this likeness on a piece of text belongs to the field whose examples it is like."""
LEAST_YES_NO_DIFFERENCE = 0.15
"""The least difference between the likeness to a yes and to a no."""


class ReplyMeanings:
    """The learned meanings of replies under one questionnaire; a question's are learned when it is first asked."""

    def __init__(
        self, words: FormWords, vectors: WishVectors | None = None, of_options: Vectors | None = None
    ) -> None:
        """Take the words of the languages; where there is a model, the sentence vectors of wishes and of options."""
        self.words = words
        self._vectors = vectors
        self._options: dict[str, OptionVectors | None] = {}
        self._of_options = of_options or {}
        self._wishes = Meanings(words.wishes)
        self._subjects: Subjects | None = None
        self._of_questions: dict[tuple[str, tuple[str, ...]], Meanings] = {}

    def wish(self, text: str, least: float = WISH_LIKENESS) -> str | None:
        """Name the wish that a line expresses; None for a line that is like none."""
        exact = self._wishes.exactly(text)
        if exact or len(text.split()) > MOST_WORDS_OF_WISH:
            return exact
        best = next(iter(self._wishes.of(text)), None)
        return best.label if best and best.score >= least else None

    def is_wish(self, name: str, text: str) -> bool:
        """Tell whether a line expresses this wish, whatever else it may mean."""
        if len(text.split()) > MOST_WORDS_OF_WISH:
            return False
        return any(each.label == name and each.score >= WISH_LIKENESS for each in self._wishes.of(text)) or (
            fold(text) in {fold(line) for line in self.words.wishes.get(name, ())}
        )

    def has_substance(self, text: str) -> bool:
        """Tell whether a line has a word that no wish has: then it is about something else than the form."""
        return not self._wishes.knows(text)

    def question_back(self, text: str) -> str | None:
        """Name the wish of a line with a question mark that asks about the question itself; None for other lines."""
        if len(text.split()) > MOST_WORDS_OF_WISH:
            return None
        best = next((each for each in self._wishes.of(text) if each.label != "filler"), None)
        return best.label if best and best.label in ASKING_BACK and best.score >= LEAST_ASKING_BACK else None

    def meant(self, text: str) -> str | None:
        """Name the wish that a line means, whatever its words; None where it means none, or that is not known."""
        if self._vectors is None or len(text.split()) > MOST_WORDS_OF_WISH:
            return None
        found = self._vectors.nearest(text)
        return found if found in TOLD_BY_MEANING else None

    def nearest(self, text: str) -> str | None:
        """Name the wish whose example a line is surely nearest to by its meaning; None where it is near to none."""
        short = len(text.split()) <= MOST_WORDS_OF_WISH
        return self._vectors.nearest_line(text) if self._vectors and short else None

    def option(self, question: Question, text: str) -> str | None:
        """Name the option of a question that a line means, whatever its words; None where that is not clear."""
        if self._vectors is None or len(text.split()) > MOST_WORDS_OF_OPTION:
            return None
        if question.id not in self._options:
            self._options[question.id] = option_vectors(question, self._of_options)
        vector, known = self._vectors.encode(text), self._options[question.id]
        return known.nearest(vector) if known and vector is not None else None

    def subject(self, questionnaire: Questionnaire, text: str) -> str | None:
        """Name what a sentence is about, of a questionnaire's subjects; empty for a greeting; None if unclear."""
        if self._subjects is None:
            self._subjects = Subjects(
                questionnaire, self.words.beside_answers, self._vectors, self._of_options
            )
        return self._subjects.of(text)

    def is_best_match(self, name: str, text: str, least: float) -> bool:
        """Tell whether a line is more like this wish than like any other, and like enough."""
        if len(text.split()) > MOST_WORDS_OF_WISH:
            return False
        best = next(iter(self._wishes.of(text)), None)
        return best is not None and best.label == name and best.score >= least

    def agrees(self, text: str) -> bool | None:
        """Tell a yes from a no; None for all other lines, and for those that may be both."""
        said = fold(text)
        exact = [name for name in ("yes", "no") if said in map(fold, self.words.wishes.get(name, ()))]
        if len(exact) == 1:
            return exact == ["yes"]
        if {"yes", "no"} <= {self._wishes.exactly(word) for word in text.split()}:
            return None
        scores = (
            {each.label: each.score for each in self._wishes.of(text)}
            if len(text.split()) <= MOST_WORDS_OF_WISH
            else {}
        )
        yes, no = scores.get("yes", 0.0), scores.get("no", 0.0)
        return None if max(yes, no) < WISH_LIKENESS or abs(yes - no) < LEAST_YES_NO_DIFFERENCE else yes > no

    def rank_options(self, question: Question, options: Sequence[Option], text: str) -> list[Likeness]:
        """List the options, and the wishes (marked), that a line may mean, likeliest first."""
        key = (question.id, tuple(option.id for option in options))
        if key not in self._of_questions:
            self._of_questions[key] = Meanings(self._examples(question, options))
        return self._of_questions[key].of(text)

    def is_option_example(self, question: Question, options: Sequence[Option], text: str) -> bool:
        """Tell whether a line is an example of an option word for word."""
        best = next(iter(self.rank_options(question, options, text)), None)
        return best is not None and best.exact and not best.label.startswith(WISH_MARK)

    def nearest_question(
        self, questions: Sequence[Question], text: str, least: float = FIELD_LIKENESS
    ) -> str | None:
        """Name the question, of several, whose example answers a piece of text is most like; None if of none."""
        key = ("", tuple(question.id for question in questions))
        if key not in self._of_questions:
            self._of_questions[key] = Meanings(
                {question.id: option_lines(question, question.id) for question in questions}
            )
        best = next(iter(self._of_questions[key].of(text)), None)
        return best.label if best and best.score >= least else None

    def _examples(self, question: Question, options: Sequence[Option]) -> Mapping[str, list[str]]:
        found = {option.id: [*option_names(option), *option_lines(question, option.id)] for option in options}
        offered = {name: option_for_wish(lines, found) for name, lines in self.words.wishes.items()}
        for name, option in offered.items():
            if option:
                found[option] += self.words.wishes[name]
        taken = {fold(line) for lines in found.values() for line in lines}
        wishes = {
            WISH_MARK + name: [line for line in lines if fold(line) not in taken]
            for name, lines in self.words.wishes.items()
            if name not in ("yes", "no") and not offered[name]
        }
        return found | wishes


SHARED_LINES = 0.3
"""The least share of lines that a wish and an option have in common for the wish to mean the option."""


def option_for_wish(wish: Sequence[str], options: Mapping[str, Sequence[str]]) -> str | None:
    """The option that a wish stands for: "undecided" for «Not sure yet»; None if there is none."""
    lines = {fold(line) for line in wish}
    shares = {
        option: len(lines & set(map(fold, own))) / max(1, min(len(lines), len(own)))
        for option, own in options.items()
    }
    best = max(shares, key=lambda option: shares[option], default=None)
    return best if best is not None and shares[best] >= SHARED_LINES else None


def option_lines(question: Question, code: str) -> list[str]:
    """The example lines of an option in every language."""
    return [line for lines in question.examples.get(code, {}).values() for line in lines]


def looks_like_question(text: str, words: FormWords) -> bool:
    """Tell whether a line looks like a question, with or without its mark."""
    if has_question_mark(text):
        return True
    opening = fold(text).split()
    if words.opens("never_asking", text):
        return False
    return any(" ".join(opening[:count]) in words.sets["asking"] for count in (1, 2))
