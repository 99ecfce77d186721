"""How strong a candidature is on each of the programme's keys, and what would strengthen it; the texts are content."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.content.schema import Level, Question, Questionnaire, Text
from knowledge.form.draft import Value
from knowledge.form.position import applicable

LEVELS: tuple[Level, ...] = ("strong", "fair", "weak")


@dataclass(frozen=True)
class Standing:
    """A key of the candidature: how it stands and what to do about it, None where nothing is missing."""

    question: Question
    level: Level
    advice: Text | None


def readiness(questionnaire: Questionnaire, answers: Mapping[str, Value]) -> list[Standing]:
    """Judge every key that was answered, in the questionnaire's order."""
    return [
        Standing(question, level, question.advice.at(level) if question.advice else None)
        for question in applicable(questionnaire, answers)
        if question.key and (level := strongest(question, answers.get(question.id)))
    ]


def advice_on_skipped(questionnaire: Questionnaire, answers: Mapping[str, Value]) -> list[Text]:
    """The advice on optional questions that were skipped though an answer would help."""
    return [
        question.advice.skipped
        for question in applicable(questionnaire, answers)
        if question.advice and question.advice.skipped and answers.get(question.id) is None
    ]


def strongest(question: Question, value: object) -> Level | None:
    """The best level among the options chosen; None if nothing was."""
    chosen = value if isinstance(value, list) else [value]
    levels = [option.level for option in question.options if option.id in chosen and option.level]
    return min(levels, key=LEVELS.index) if levels else None
