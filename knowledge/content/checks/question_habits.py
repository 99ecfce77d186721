"""Keys of a question that have no effect, and optional questions that the unit needs an answer to."""

from collections.abc import Iterator, Mapping, Sequence

from knowledge.content.checks.files import Files
from knowledge.content.checks.names import unknown_name
from knowledge.content.checks.questionnaire import NEEDED_TYPES, replies_of
from knowledge.content.schema import Question, Questionnaire
from knowledge.content.text import NO_LANGUAGE
from knowledge.content.yaml_file import Key, Mistake, YamlFile
from knowledge.eligibility.rules import KIND, Rules
from knowledge.form.types import TYPES, exists, type_of

OF_SOME_TYPES = frozenset(name for kind in TYPES.values() for name in kind.own_keys)
"""The keys that only some types of question have."""
BEHAVING = {"members": "group", "place": "one"}
"""How a kind must behave for a question to tell this of it."""


def question_habit_mistakes(found: Files) -> Iterator[Mistake]:
    """List them."""
    if not (found.questionnaire and found.rules and found.programme):
        return
    file, questions = found.files["questionnaire.yaml"], found.questionnaire.questions
    replies = replies_of(found.questionnaire, found.programme, found.rules)
    if found.rules_are_certain and all(is_possible(question, replies) for question in questions):
        yield from facts_no_question_tells(found.questionnaire, found.rules, file)
    yield from subject_mistakes(found.questionnaire, file)
    behaviours = {kind.behaves for kind in found.rules.kinds}
    for place, question in enumerate(questions):
        key: Key = ("questions", place)
        if not exists(question):
            continue
        yield from keys_without_effect(question, key, file)
        yield from must_be_asked(question, key, file)
        yield from idle_advice(question, key, file)
        if "examples" in type_of(question).own_keys:
            yield from example_mistakes(question, replies[question.id], key, file)
        yield from question_language_mistakes(question, list(found.languages), key, file)
        needed = BEHAVING.get(question.tells or "")
        if needed and needed not in behaviours and found.rules_are_certain:
            message = f"no kind of eligibility.yaml has `behaves: {needed}`, so nobody is asked this"
            yield file.mistake((*key, "tells"), message)


def subject_mistakes(questionnaire: Questionnaire, file: YamlFile) -> Iterator[Mistake]:
    """Subjects of `found_in` without example sentences, and example sentences whose subject no question uses."""
    used: set[str] = set()
    for place, question in enumerate(questionnaire.questions):
        used.update(question.found_in)
        for at, subject in enumerate(question.found_in):
            key: Key = ("questions", place, "found_in", at)
            yield from unknown_name(file, key, subject, questionnaire.sentences, "`sentences` has no subject")
    for subject in sorted(questionnaire.sentences.keys() - used):
        message = "no question is `found_in` sentences about this; add it to one, or remove them"
        yield file.mistake(("sentences", subject), message, follows=True)


def facts_no_question_tells(questionnaire: Questionnaire, rules: Rules, file: YamlFile) -> Iterator[Mistake]:
    """Facts that the rules need of a kind but no question of the form tells."""
    asking = questionnaire.telling(KIND)
    facts = {fact.id: fact for fact in rules.facts if fact.ask}
    whole = asking and all(exists(each) for each in questionnaire.questions)
    for kind in rules.kinds if whole else ():
        for name in kind.facts:
            told = any(
                always_tells(each, name) and is_asked_of_kind(each, asking, kind.id)
                for each in questionnaire.questions
            )
            if name in facts and not told:
                message = f"no question tells {name} of {kind.id}, which the rules need; add one with `tells: {name}`"
                yield file.mistake(("questions",), message)


def is_possible(question: Question, replies: Mapping[str, Sequence[str]]) -> bool:
    """Tell whether a question depends on replies that somebody can give."""
    return question.when is None or {*question.when.among} <= {*replies.get(question.when.question, ())}


def always_tells(question: Question, fact: str) -> bool:
    """Tell whether the answer to a question always tells a fact; an unknown place fills in nothing."""
    return question.tells == fact or (question.tells == "members" and fact in question.fills)


def is_asked_of_kind(question: Question, asking: Question | None, kind: str) -> bool:
    """Tell whether a question may be asked of a kind of candidate; `asking` is the one that asks for the kind."""
    return not (
        asking and question.when and question.when.question == asking.id and kind not in question.when.among
    )


def keys_without_effect(question: Question, key: Key, file: YamlFile) -> Iterator[Mistake]:
    """Keys that have no effect on this type of question."""
    heeded = type_of(question).own_keys
    for name in sorted(OF_SOME_TYPES & question.model_fields_set - {*heeded}):
        types = " or ".join(each for each, kind in TYPES.items() if name in kind.own_keys)
        yield file.mistake((*key, name), f"the type {question.type} has no `{name}` ({types} has); remove it")


def must_be_asked(question: Question, key: Key, file: YamlFile) -> Iterator[Mistake]:
    """A consent or an address that can be skipped, or is not always asked for."""
    if type_of(question).name in NEEDED_TYPES:
        if not question.required:
            message = (
                f"everybody must answer a question of the type {question.type}; remove `required: false`"
            )
            yield file.mistake((*key, "required"), message)
        if question.when:
            message = f"everybody is asked a question of the type {question.type}; remove `when`"
            yield file.mistake((*key, "when"), message)


def idle_advice(question: Question, key: Key, file: YamlFile) -> Iterator[Mistake]:
    """Advice and levels that nobody is ever shown."""
    if question.advice and question.advice.skipped and question.required:
        message = "nobody can leave this question out; remove it, or add `required: false`"
        yield file.mistake((*key, "advice", "skipped"), message)
    if question.key:
        return
    for name in ("fair", "weak"):
        if question.advice and getattr(question.advice, name):
            yield file.mistake((*key, "advice", name), "only a question with `key: true` has this; add it")
    for i, option in enumerate(question.options):
        if option.level:
            where = (*key, "options", i, "level")
            yield file.mistake(where, "only a question with `key: true` has levels; add it, or remove this")


def example_mistakes(
    question: Question, options: Sequence[str], key: Key, file: YamlFile
) -> Iterator[Mistake]:
    """Examples of what is no option; of a question without options they stand under its own id."""
    known = list(options) or [question.id]
    for name in question.examples if options or not question.options_from else ():
        yield from unknown_name(file, (*key, "examples", name), name, known, "there is no option")


def question_language_mistakes(
    question: Question, languages: Sequence[str], key: Key, file: YamlFile
) -> Iterator[Mistake]:
    """Examples and openings in a language that the programme does not speak."""
    given: list[tuple[Key, Mapping[str, object]]] = [(("openings",), question.openings)]
    examples = question.examples.items() if "examples" in type_of(question).own_keys else ()
    given += [(("examples", name), lines) for name, lines in examples]
    for where, lines in given:
        for code in lines:
            yield from unknown_name(file, (*key, *where, code), code, languages, f"{NO_LANGUAGE}:")
