"""The texts that are filled in before they are shown: their placeholders have values, their braces are closed."""

from collections.abc import Iterator

from knowledge.content.checks.files import Files
from knowledge.content.checks.names import NEEDED_FIGURES
from knowledge.content.checks.questionnaire import texts_shown
from knowledge.content.schema import Language, Text
from knowledge.content.sentences import suggested_name
from knowledge.content.wording import placeholders
from knowledge.content.yaml_file import Key, Mistake, YamlFile

NONE: frozenset[str] = frozenset()
VERDICT_NAMES = frozenset({"population", "place", "country"})
"""What the texts of eligibility.yaml may name besides the programme's figures."""
LEAD_NAMES = frozenset({"name", "city", "reference", "coordinator"})
"""What the texts of coordinators.yaml may name besides them."""
BRACES = "has a brace { or } that is not closed, or more in it than a name: {max_population}"
ShownText = tuple[YamlFile, Key, Text, frozenset[str]]


def text_mistakes(found: Files) -> Iterator[Mistake]:
    """{placeholders} that programme.yaml gives no value for, and braces that are not closed."""
    if found.programme is None or not found.languages:
        return
    known = frozenset(NEEDED_FIGURES).union(*found.figures.values())
    for file, key, text, extra in all_texts(found):
        for language, words in text.root.items():
            if bad_braces(words):
                yield file.mistake((*key, language), BRACES)
                continue
            for name in sorted(placeholders(words) - known - extra):
                yield file.mistake(
                    (*key, language),
                    f"{{{name}}} has no value in programme.yaml; {suggested_name(name, known | extra)}",
                    about=name,
                )


def unfilled_mistakes(found: Files) -> Iterator[Mistake]:
    """Braces in labels and other texts that are shown without being filled in."""
    filled = {(file.name, key) for file, key, _, _ in all_texts(found)}
    for file in found.files.values():
        for key, words in texts_within(file.data, frozenset(found.languages)):
            if (file.name, key[:-1]) not in filled and set("{}") & set(words):
                yield file.mistake(key, "has a brace { or }, but nothing is filled in here", follows=True)


def every_line(found: Files) -> Iterator[tuple[YamlFile, Key, Language, str]]:
    """Every text and every line of phrasings and examples in the programme's own files."""
    languages = frozenset(found.languages)
    for name, file in found.files.items():
        if not name.startswith("languages/"):
            for key, words in lines_within(file.data, languages):
                language = next(part for part in reversed(key) if part in languages)
                yield file, key, str(language), words


def lines_within(value: object, languages: frozenset[str], key: Key = ()) -> Iterator[tuple[Key, str]]:
    """The words of every text and the lines of every list of phrasings, with their keys."""
    if isinstance(value, dict) and value and set(value) <= languages:
        for code, words in value.items():
            lines = enumerate(words) if isinstance(words, list) else [(None, words)]
            for i, line in lines:
                if isinstance(line, str):
                    yield ((*key, code) if i is None else (*key, code, i)), line
    elif isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for name, each in inner:
            yield from lines_within(each, languages, (*key, name))


def texts_within(value: object, languages: frozenset[str], key: Key = ()) -> Iterator[tuple[Key, str]]:
    """The words of every text of a file, by language, with their keys."""
    if isinstance(value, dict) and set(value) <= languages:
        yield from (((*key, code), words) for code, words in value.items() if isinstance(words, str))
    elif isinstance(value, dict | list):
        inner = value.items() if isinstance(value, dict) else enumerate(value)
        for name, each in inner:
            yield from texts_within(each, languages, (*key, name))


def bad_braces(words: str) -> bool:
    """Tell whether a text's braces do not match."""
    try:
        placeholders(words)
        return "{{" in words or "}}" in words
    except ValueError:
        return True


def all_texts(found: Files) -> Iterator[ShownText]:
    """Every text that is filled in before it is shown, with the extra names it may use."""
    yield from texts_of_answers(found)
    yield from texts_of_rules_and_call(found)
    yield from texts_of_questions(found)
    yield from coordinators_texts(found)


def texts_of_answers(found: Files) -> Iterator[ShownText]:
    """Answers, small talk, and what is not stated."""
    for file, key, answer in found.answers():
        for name in ("answer", "question", "closed"):
            if text := getattr(answer, name):
                yield file, (*key, name), text, NONE
    for i, talk in enumerate(found.smalltalk.smalltalk if found.smalltalk else ()):
        yield found.files["smalltalk.yaml"], ("smalltalk", i, "reply"), talk.reply, NONE
    for i, entry in enumerate(found.unstated.unstated if found.unstated else ()):
        if entry.subject:
            yield found.files["unstated.yaml"], ("unstated", i, "subject"), entry.subject, NONE


def texts_of_rules_and_call(found: Files) -> Iterator[ShownText]:
    """The texts of the rules, which may name the candidate's own figures, and the note on the call."""
    if found.rules:
        file = found.files["eligibility.yaml"]
        for name in ("title", "example"):
            if text := getattr(found.rules, name):
                yield file, (name,), text, NONE
        asked = ((i, fact.ask) for i, fact in enumerate(found.rules.facts) if fact.ask)
        yield from ((file, ("facts", i, "ask"), words, NONE) for i, words in asked)
        yield from ((file, where, words, VERDICT_NAMES) for where, words in found.rules.texts())
    if found.programme and found.programme.call.note:
        yield found.files["programme.yaml"], ("call", "note"), found.programme.call.note, NONE


def texts_of_questions(found: Files) -> Iterator[ShownText]:
    """The texts of the questionnaire."""
    if found.questionnaire is None:
        return
    file = found.files["questionnaire.yaml"]
    yield file, ("seen_by",), found.questionnaire.seen_by, NONE
    for i, question in enumerate(found.questionnaire.questions):
        yield from ((file, ("questions", i, *where), words, NONE) for where, words in texts_shown(question))


def coordinators_texts(found: Files) -> Iterator[ShownText]:
    """The texts of coordinators.yaml."""
    written = found.coordinator_texts
    if written is None or "coordinators.yaml" not in found.files:
        return
    file = found.files["coordinators.yaml"]
    texts: list[tuple[Key, Text]] = [
        *((("saved_replies", i, "text"), reply.text) for i, reply in enumerate(written.saved_replies)),
        *((("decline_reasons", i, "text"), reason.text) for i, reason in enumerate(written.decline_reasons)),
    ]
    yield from ((file, key, text, LEAD_NAMES) for key, text in texts)
    for name in ("accepted", "declined"):
        if text := getattr(written, name):
            yield file, (name,), text, LEAD_NAMES
