"""Checks questionnaire.yaml: every question is reached, every path ends."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from knowledge.content.languages import SmallWords
from knowledge.content.schema import Language, Programme, Question, Questionnaire, Text
from knowledge.content.wording import Wording
from knowledge.content.yaml_file import Key, Mistake, YamlFile
from knowledge.eligibility.judge import Candidate, judge
from knowledge.eligibility.rules import KIND, Rules, build_rulebook
from knowledge.form.graph.flow import Facts, Flow, unreached
from knowledge.form.types import TYPES, exists, type_of

LONGEST_POP_UP = 200
"""Characters that Telegram shows over the chat, where we say why we ask and who sees it."""

NEEDED_TYPES = ("consent", "email")
"""Every questionnaire asks for consent, and where the unit may write."""


def questionnaire_mistakes(
    questionnaire: Questionnaire,
    programme: Programme,
    rules: Rules,
    languages: Mapping[Language, SmallWords],
    file: YamlFile,
    *,
    sure: bool = True,
) -> Iterator[Mistake]:
    """List the mistakes; the graph is walked only if conditions and rules are right and no value was replaced."""
    unknown = list(type_mistakes(questionnaire, file))
    if unknown:
        yield from unknown
        return
    replies = replies_of(questionnaire, programme, rules)
    conditions = list(unreachable_conditions(questionnaire, replies, file))
    yield from conditions
    yield from option_mistakes(questionnaire, replies, file)
    wordings = {code: Wording(programme, words, code) for code, words in languages.items()}
    yield from why_mistakes(questionnaire, wordings, file)
    yield from missing_questions(questionnaire, rules, file)
    if sure and not conditions and rules.figure_names() <= programme.figures.keys():
        arrows = flow_of(questionnaire, programme, rules).arrows()
        for question in unreached(questionnaire, arrows):
            place = questionnaire.questions.index(question)
            yield file.mistake(
                ("questions", place, "id"), "this question is never reached: no path leads to it"
            )


def type_mistakes(questionnaire: Questionnaire, file: YamlFile) -> Iterator[Mistake]:
    """Unknown types of question."""
    for i, question in enumerate(questionnaire.questions):
        if not exists(question):
            kinds = ", ".join(sorted(TYPES))
            yield file.mistake(
                ("questions", i, "type"), f"there is no kind {question.type}; there are: {kinds}"
            )


def missing_questions(questionnaire: Questionnaire, rules: Rules, file: YamlFile) -> Iterator[Mistake]:
    """Questions that the rules, the mails and the law need."""
    types = {question.type for question in questionnaire.questions}
    interest = {question.type for question in questionnaire.questions if question.interest}
    for needed in NEEDED_TYPES:
        if needed not in types:
            yield file.mistake(("questions",), f"a question of the type {needed} is missing; add one")
        elif interest and needed not in interest:
            yield file.mistake(
                ("questions",),
                f"some questions have `interest: true`, but none of the type {needed}: mark that one too",
            )
    if questionnaire.telling(KIND) is None:
        yield file.mistake(("questions",), "no question has `tells: kind`; one must ask who the candidate is")
    groups = any(kind.behaves == "group" for kind in rules.kinds)
    if groups and questionnaire.telling("members") is None:
        yield file.mistake(
            ("questions",), "no question has `tells: members`, though a kind behaves as a group"
        )


def replies_of(
    questionnaire: Questionnaire, programme: Programme, rules: Rules
) -> dict[str, tuple[str, ...]]:
    """The codes that each question's buttons offer, by question."""
    sources: dict[str | None, Sequence[str]] = {
        "topics": [topic.id for topic in programme.topics],
        "kinds": [kind.id for kind in rules.kinds],
        **{fact.id: [option.id for option in fact.options] for fact in rules.facts},
    }
    sources.update(programme.sets.items())
    return {
        question.id: (*(option.id for option in question.options), *sources.get(question.options_from, ()))
        for question in questionnaire.questions
    }


def unreachable_conditions(
    questionnaire: Questionnaire, replies: Mapping[str, Sequence[str]], file: YamlFile
) -> Iterator[Mistake]:
    """Repeated ids, and conditions on a later or unknown question or on an impossible reply."""
    earlier: set[str] = set()
    for i, question in enumerate(questionnaire.questions):
        if question.id in earlier:
            yield file.mistake(("questions", i, "id"), f"the id {question.id} stands twice")
        when = question.when
        if when and when.question not in earlier:
            yield file.mistake(
                ("questions", i, "when", "question"),
                f"this question is never reached: no question before it has the id {when.question}",
            )
        elif when and replies[when.question]:
            for code in sorted(set(when.among) - set(replies[when.question])):
                yield file.mistake(
                    ("questions", i, "when", "in"),
                    f"this question is never reached by the reply {code}: {when.question} has no such option",
                )
        earlier.add(question.id)


def option_mistakes(
    questionnaire: Questionnaire, replies: Mapping[str, Sequence[str]], file: YamlFile
) -> Iterator[Mistake]:
    """Questions without options, and exclusive options that do not exist."""
    for i, question in enumerate(questionnaire.questions):
        if question.options_from and not replies[question.id]:
            continue  # there is no such list: said by question_names.py
        for mistake in type_of(question).mistakes(question, replies[question.id]):
            yield file.mistake(("questions", i, *key_named_in(mistake, question)), mistake)
        for code in sorted(set(question.exclusive) - set(replies[question.id])):
            yield file.mistake(("questions", i, "exclusive"), f"there is no option {code}")


def key_named_in(mistake: str, question: Question) -> Key:
    """The key of a question that a mistake is about: the first that its message names."""
    given = [name for name in ("min", "max", "options", "options_from") if name in question.model_fields_set]
    return next(((word,) for word in re.findall(r"[a-z_]+", mistake) if word in given), ())


def why_mistakes(
    questionnaire: Questionnaire, wordings: Mapping[Language, Wording], file: YamlFile
) -> Iterator[Mistake]:
    """Questions that do not say why they are asked, or say it in more words than fit a pop-up."""
    for i, question in enumerate(questionnaire.questions):
        if not type_of(question).must_say_why:
            continue
        if question.why is None:
            yield file.mistake(("questions", i), "`why` is missing: say why this is asked")
            continue
        yield from long_whys(questionnaire, wordings, i, file)


def long_whys(
    questionnaire: Questionnaire, wordings: Mapping[Language, Wording], place: int, file: YamlFile
) -> Iterator[Mistake]:
    """A `why` that does not fit in some language; one whose figures are wrong is reported as that."""
    for language, wording in wordings.items():
        try:
            text = why_text(wording, questionnaire, questionnaire.questions[place])
        except (KeyError, ValueError):
            continue
        if len(text) > LONGEST_POP_UP:
            yield file.mistake(
                ("questions", place, "why", language),
                f"has {len(text)} characters with `seen_by`; a pop-up has room for {LONGEST_POP_UP}",
            )


def why_text(words: Wording, questionnaire: Questionnaire, question: Question) -> str:
    """Why a question is asked, and who sees the answer; KeyError for a figure that programme.yaml lacks."""
    return f"{words.fill(question.why)} {words.fill(questionnaire.seen_by)}" if question.why else ""


def texts_shown(question: Question) -> Iterator[tuple[Key, Text]]:
    """A question's texts with placeholders, by key."""
    for name in ("text", "details", "example", "why"):
        text = getattr(question, name)
        if text:
            yield (name,), text
    for level in ("fair", "weak", "skipped"):
        text = getattr(question.advice, level) if question.advice else None
        if text:
            yield ("advice", level), text


def stop_check(questionnaire: Questionnaire, rules: Rules, programme: Programme) -> Callable[[Facts], bool]:
    """Make the test whether the rules stop a kind of candidate whatever else it answers, on any day of the call."""
    kind = questionnaire.telling(KIND)
    rulebook, day = build_rulebook(rules, programme), programme.call.last_open_day

    def stops(facts: Facts) -> bool:
        verdict = judge(rulebook, Candidate(facts.get(kind.id) if kind else None), day)
        return not verdict.passes and not verdict.undecided

    return stops


def flow_of(questionnaire: Questionnaire, programme: Programme, rules: Rules) -> Flow:
    """The questionnaire as a graph; its conditions must be right."""
    return Flow(
        questionnaire,
        replies_of(questionnaire, programme, rules),
        stop_check(questionnaire, rules, programme),
    )
