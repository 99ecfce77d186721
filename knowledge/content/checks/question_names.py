"""What questions tell, fill in and take their options from exists, and fits their type."""

from collections.abc import Iterator, Mapping

from knowledge.content.checks.names import duplicates, unknown_name
from knowledge.content.schema import Programme, Question, Questionnaire
from knowledge.content.sentences import suggested_name
from knowledge.content.yaml_file import Key, Mistake, YamlFile
from knowledge.eligibility.rules import KIND, Rules
from knowledge.form.types import TYPES, exists, type_of

TELLS = ("kind", "place", "name", "members")
"""What a question may tell of the candidate besides its facts."""
OPTIONS_FROM = ("kinds", "topics")
YES_NO = frozenset({"yes", "no"})


def question_names(
    questionnaire: Questionnaire, programme: Programme, rules: Rules, file: YamlFile
) -> Iterator[Mistake]:
    """What questions tell, fill and take their options from, where it does not exist or does not fit."""
    facts = {fact.id: fact.type for fact in rules.facts}
    told = {question.tells for question in questionnaire.questions if question.tells}
    sources = (*OPTIONS_FROM, *programme.sets, *facts)
    for place, question in enumerate(questionnaire.questions):
        key: Key = ("questions", place)
        yield from tells_mistakes(question, facts, key, file)
        for i, name in enumerate(question.fills):
            if name not in facts or name not in told:
                yield file.mistake(
                    (*key, "fills", i), f"no question has `tells: {name}`; {suggested_name(name, told)}"
                )
        if question.fills and not {"place", "members"} & {question.tells}:
            message = "only what tells `place` or `members` fills something in; remove it"
            yield file.mistake((*key, "fills"), message)
        yield from together_mistakes(questionnaire, place, file)
        if question.options_from:
            yield from unknown_name(
                file, (*key, "options_from"), question.options_from, sources, "there is no"
            )
        yield from duplicates(file, (*key, "options"), [option.id for option in question.options], "id")
        if exists(question) and type_of(question).contact_detail and not question.personal:
            yield file.mistake((*key, "type"), "this asks for a person's own data; add `personal: true`")
    yield from facts_told_twice(questionnaire, file)


def tells_mistakes(
    question: Question, facts: Mapping[str, str], key: Key, file: YamlFile
) -> Iterator[Mistake]:
    """A question that tells an unknown fact, or one that its type cannot tell."""
    told = question.tells
    if not told:
        return
    if told not in TELLS and told not in facts:
        known = (*TELLS, *facts)
        message = f"{told} is neither a fact nor one of {', '.join(TELLS)}; {suggested_name(told, known)}"
        yield file.mistake((*key, "tells"), message, about=told)
        return
    needed = facts.get(told, told)
    if exists(question) and needed not in type_of(question).can_tell:
        fitting = " or ".join(name for name, kind in TYPES.items() if needed in kind.can_tell)
        yield file.mistake((*key, "type"), f"this question tells {told}, so its type should be {fitting}")
    elif told == KIND and question.options_from not in (None, "kinds"):
        yield file.mistake((*key, "options_from"), "this question tells the kind, so it should be kinds")
    elif facts.get(told) == "yes_no" and {option.id for option in question.options} != YES_NO:
        message = f'{told} is a yes or no, so the options should have the ids "yes" and "no", in quotes'
        yield file.mistake((*key, "options"), message)
    elif facts.get(told) == "choice" and question.options_from in (None, *OPTIONS_FROM):
        yield file.mistake(
            (*key, "tells"), f"{told} is a choice, so this question needs `options_from: {told}`"
        )
    elif question.options and question.options_from:
        message = f"nothing else can tell {told} than what comes from {question.options_from}; remove these"
        yield file.mistake((*key, "options"), message)


def together_mistakes(questionnaire: Questionnaire, place: int, file: YamlFile) -> Iterator[Mistake]:
    """Questions of `together` that do not come later."""
    later = [question.id for question in questionnaire.questions[place + 1 :]]
    for i, name in enumerate(questionnaire.questions[place].together):
        yield from unknown_name(
            file, ("questions", place, "together", i), name, later, "no later question has the id"
        )


def facts_told_twice(questionnaire: Questionnaire, file: YamlFile) -> Iterator[Mistake]:
    """Two questions that tell the same fact of the same candidate."""
    for place, question in enumerate(questionnaire.questions):
        earlier = [each for each in questionnaire.questions[:place] if each.tells == question.tells]
        other = next((each for each in earlier if may_both_be_asked(each, question)), None)
        if question.tells and other:
            message = f"{other.id} tells {question.tells} already; leave it to one of them, or ask each of other kinds"
            yield file.mistake(("questions", place, "tells"), message)


def may_both_be_asked(one: Question, other: Question) -> bool:
    """Tell whether somebody may be asked both questions."""
    if one.when is None or other.when is None or one.when.question != other.when.question:
        return True
    return bool(set(one.when.among) & set(other.when.among))
