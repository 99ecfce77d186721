"""Runs all checks across the content files: ids exist and are unique, phrasings belong to one entry, texts fit."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from knowledge.content.checks.alike import alike_mistakes
from knowledge.content.checks.contacts import contact_mistakes, coordinators_text_mistakes
from knowledge.content.checks.files import Files
from knowledge.content.checks.gaps import gap_mistakes
from knowledge.content.checks.names import NO_ANSWER, duplicates, programme_mistakes, unknown_name
from knowledge.content.checks.question_names import question_names
from knowledge.content.checks.questionnaire import questionnaire_mistakes
from knowledge.content.checks.rules import rule_mistakes, unreachable
from knowledge.content.checks.texts import bad_braces, text_mistakes, unfilled_mistakes
from knowledge.content.languages import LANGUAGES_FOLDER
from knowledge.content.schema import BULLET, LONGEST_MESSAGE, Answer, Phrasings, Programme
from knowledge.content.wording import placeholders
from knowledge.content.yaml_file import Key, Mistake, YamlFile
from knowledge.eligibility.rules import Rules, build_rulebook
from knowledge.reading.text import tokens
from knowledge.reading.vocabulary import read_vocabulary
from knowledge.reading.words import without_case

FEWEST_STEPS = 2
"""The fewest list lines of an answer that can be drawn as steps."""
ROOM_FOR_SOURCE = 200
"""Characters kept free under an answer for its source line."""


def cross_check(found: Files) -> list[Mistake]:
    """List every mistake across the files."""
    return [
        *answer_mistakes(found),
        *steps_mistakes(found),
        *name_mistakes(found),
        *phrasing_mistakes(found),
        *reference_mistakes(found),
        *text_mistakes(found),
        *unfilled_mistakes(found),
        *questionnaire_mistakes_if_read(found),
        *alike_mistakes(found),
        *contact_mistakes(found),
        *coordinators_text_mistakes(found),
    ]


def answer_mistakes(found: Files) -> Iterator[Mistake]:
    """Repeated ids, unknown related answers and sources, answers too long for one message."""
    ids = found.answer_ids()
    yield from duplicate_answers(found)
    for file, key, answer in found.answers():
        yield from relation_mistakes(ids, file, key, answer)
        yield from duplicates(file, (*key, "sources"), answer.sources)
        for i, source in enumerate(answer.sources):
            if found.programme:
                where, known = (*key, "sources", i), found.programme.sources
                yield from unknown_name(file, where, source, known, "programme.yaml has no source")
        yield from length_mistakes(found, file, key, answer)


def steps_mistakes(found: Files) -> Iterator[Mistake]:
    """An answer that is to be drawn as steps and has no list of them."""
    shown = found.programme.pictures.steps if found.programme else None
    for _, _, answer in found.answers():
        if shown and answer.id == shown.answer:
            for language, words in answer.answer.root.items():
                if sum(line.startswith(BULLET) for line in words.splitlines()) < FEWEST_STEPS:
                    yield found.files["programme.yaml"].mistake(
                        ("pictures", "steps", "answer"),
                        f"{answer.id} has no steps to draw ({language}): begin at least two lines with “{BULLET}”",
                    )


def duplicate_answers(found: Files) -> Iterator[Mistake]:
    """Repeated ids of answers, reported where the id does not begin with its file's category, else at the later one."""
    places: dict[str, list[Mistake]] = defaultdict(list)
    for file, key, answer in found.answers():
        places[answer.id].append(file.mistake((*key, "id"), answer.id))
    categories = {f"answers/{name}": category.category for name, category in found.categories.items()}
    for answer_id, there in places.items():
        *others, last = sorted(there, key=lambda each: categories[each.file] != answer_id.partition(".")[0])
        for other in others:
            message = f"the id {answer_id} stands twice: at {other.file}:{other.line} too; change one"
            yield replace(last, message=message)


def relation_mistakes(ids: frozenset[str], file: YamlFile, key: Key, answer: Answer) -> Iterator[Mistake]:
    """Related answers that do not exist, stand twice, or are the answer itself."""
    yield from duplicates(file, (*key, "related"), answer.related)
    for i, related in enumerate(answer.related):
        where = (*key, "related", i)
        if related == answer.id:
            yield file.mistake(where, "an answer cannot be related to itself; remove it")
        else:
            yield from unknown_name(file, where, related, ids, NO_ANSWER, follows=True)


def length_mistakes(found: Files, file: YamlFile, key: Key, answer: Answer) -> Iterator[Mistake]:
    """Answers that, filled in, do not fit into one Telegram message."""
    for language, text in answer.answer.root.items():
        if language in found.figures and not bad_braces(text):
            text = text.format_map({**dict.fromkeys(placeholders(text), ""), **found.figures[language]})
        room = LONGEST_MESSAGE - ROOM_FOR_SOURCE
        if len(text) > room:
            yield file.mistake(
                (*key, "answer", language),
                f"has {len(text)} characters; a Telegram message has room for {room}",
            )


def name_mistakes(found: Files) -> Iterator[Mistake]:
    """Repeated ids and references to nothing in the programme, its rules, questions and categories."""
    if found.programme is None:
        return
    known = {path.name for path in LANGUAGES_FOLDER.iterdir() if path.is_dir()}
    known |= {name.split("/")[1] for name in found.files if name.startswith("languages/")}
    yield from programme_mistakes(found.programme, found.answer_ids(), known, found.files["programme.yaml"])
    yield from duplicate_categories(found)
    yield from order_mistakes(found)
    if found.rules:
        yield from names_in_rules(found, found.programme, found.rules)


def duplicate_categories(found: Files) -> Iterator[Mistake]:
    """Two files of answers with the same category; the one of that name keeps it."""
    seen: dict[str, str] = {}
    of_that_name_first = sorted(
        found.categories.items(), key=lambda each: each[0] != f"{each[1].category}.yaml"
    )
    for name, category in of_that_name_first:
        other = seen.setdefault(category.category, name)
        if other != name:
            message = (
                f"the category {category.category} stands in answers/{other} too; give one of them another id"
            )
            yield found.files[f"answers/{name}"].mistake(("category",), message)


def names_in_rules(found: Files, programme: Programme, rules: Rules) -> Iterator[Mistake]:
    """Repeated ids and references to nothing in the rules, and in the questions that refer to them."""
    vocabularies = [read_vocabulary(files.folder) for files in found.languages.values()]
    classes = {name for words in vocabularies for name in words.bodies}
    file = found.files["eligibility.yaml"]
    wrong = list(rule_mistakes(rules, programme, classes, file))
    yield from wrong
    if not wrong and found.rules_are_certain:
        yield from unreached_rules(rules, programme, file)
    if found.questionnaire:
        named = question_names(found.questionnaire, programme, rules, found.files["questionnaire.yaml"])
        yield from (each for each in named if found.rules_are_certain or not each.key.endswith(".type"))


def unreached_rules(rules: Rules, programme: Programme, file: YamlFile) -> Iterator[Mistake]:
    """Rules that are never reached; if all are, candidates for whom no rule decides."""
    rulebook = build_rulebook(rules, programme)
    yield from list(unreachable(rulebook, file)) or gap_mistakes(rulebook, file)


def order_mistakes(found: Files) -> Iterator[Mistake]:
    """Two sections that want the same place in the menu."""
    taken: dict[int, str] = {}
    for name, category in found.categories.items():
        other = taken.setdefault(category.order, name)
        if other != name and ("order",) in found.files[f"answers/{name}"].lines:
            message = f"answers/{other} has the order {category.order} too; give one of them another number"
            yield found.files[f"answers/{name}"].mistake(("order",), message)


def phrasing_mistakes(found: Files) -> Iterator[Mistake]:
    """Phrasings under two entries, which confuse the search, or repeated under one.

    Accents and punctuation make no difference between entries: the search does not see them.
    """
    owner: dict[tuple[str, tuple[str, ...]], tuple[str, str]] = {}
    for file, key, entry_id, phrasings in all_phrasings(found):
        for language in phrasings.languages():
            lines: set[str] = set()
            for i, line in enumerate(phrasings.within(language)):
                where = (*key, "phrasings", language, i)
                here = (entry_id, f"{file.name}:{file.line(where)}")
                other, place = owner.setdefault((language, tokens(line) or (line,)), here)
                if other != entry_id:
                    yield file.mistake(where, f"stands under {other} too ({place}); keep it in one place")
                elif without_case(line) in lines:
                    yield file.mistake(where, "stands here twice; remove one")
                lines.add(without_case(line))


def all_phrasings(found: Files) -> Iterator[tuple[YamlFile, Key, str, Phrasings]]:
    """Everything the search learns from."""
    for file, key, answer in found.answers():
        yield file, key, answer.id, answer.phrasings
        for n, opening in enumerate(answer.openings):
            yield file, (*key, "openings", n), answer.id, opening.phrasings
    for i, entry in enumerate(found.unstated.unstated if found.unstated else ()):
        yield found.files["unstated.yaml"], ("unstated", i), entry.id, entry.phrasings
    for i, talk in enumerate(found.smalltalk.smalltalk if found.smalltalk else ()):
        yield found.files["smalltalk.yaml"], ("smalltalk", i), talk.id, talk.phrasings


def reference_mistakes(found: Files) -> Iterator[Mistake]:
    """Ids in unstated.yaml and eligibility.yaml that no answer has, and ids that stand twice."""
    ids = found.answer_ids()
    named: list[tuple[str, Key, str]] = [
        ("unstated.yaml", ("unstated", i, "nearest"), entry.nearest)
        for i, entry in enumerate(found.unstated.unstated if found.unstated else ())
        if entry.nearest
    ]
    for i, rule in enumerate(found.rules.rules if found.rules else ()):
        named += [
            ("eligibility.yaml", ("rules", i, "answers", j), name) for j, name in enumerate(rule.answers)
        ]
    for name, key, answer_id in named:
        yield from unknown_name(found.files[name], key, answer_id, ids, NO_ANSWER, follows=True)
    if found.unstated:
        yield from duplicates(
            found.files["unstated.yaml"], ("unstated",), [e.id for e in found.unstated.unstated], "id"
        )
    if found.smalltalk and found.smalltalk.smalltalk:
        talks = [talk.id for talk in found.smalltalk.smalltalk]
        yield from duplicates(found.files["smalltalk.yaml"], ("smalltalk",), talks, "id")
    if found.synonyms:
        concepts = [concept.id for concept in found.synonyms.concepts]
        yield from duplicates(found.files["synonyms.yaml"], ("concepts",), concepts, "id")


def questionnaire_mistakes_if_read(found: Files) -> Iterator[Mistake]:
    """The mistakes of the questionnaire, if the files that it refers to could be read."""
    if found.questionnaire and found.programme and found.rules:
        file = found.files["questionnaire.yaml"]
        words = {code: files.words for code, files in found.languages.items()}
        yield from questionnaire_mistakes(
            found.questionnaire, found.programme, found.rules, words, file, sure=found.rules_are_certain
        )
