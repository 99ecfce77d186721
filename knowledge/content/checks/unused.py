"""Parts of a programme that nothing refers to: often a name is misspelt elsewhere, or a rule is missing."""

from collections.abc import Collection, Iterable, Iterator

from knowledge.content.checks.files import Files
from knowledge.content.checks.names import NEEDED_FIGURES
from knowledge.content.checks.texts import all_texts, bad_braces
from knowledge.content.schema import Text
from knowledge.content.wording import placeholders
from knowledge.content.yaml_file import Key, Mistake, YamlFile
from knowledge.form.types import exists, type_of


def unused_mistakes(found: Files) -> Iterator[Mistake]:
    """Unused figures, sources and outcomes, and a second question for consent."""
    if found.programme and found.rules:
        file, figures = found.files["programme.yaml"], found.programme.figures
        named = {name for words in texts_with_keys(found) for name in names_in(words)}
        used = named | found.rules.figure_names() | {*NEEDED_FIGURES}
        message = "no text and no rule names this figure; name it where it belongs, or remove it"
        yield from unused(file, ("figures",), figures, used, message)
        cited = {source for _, _, answer in found.answers() for source in answer.sources}
        message = "no answer has this source; name it where it belongs, or remove it"
        yield from unused(file, ("sources",), found.programme.sources, cited, message)
    if found.rules:
        given = {rule.outcome for rule in found.rules.rules}
        for place, outcome in enumerate(found.rules.outcomes):
            if outcome.id not in given:
                message = "no rule has this outcome; add the rule, or remove it"
                yield found.files["eligibility.yaml"].mistake(
                    ("outcomes", place, "id"), message, follows=True
                )
    yield from second_consent(found)


def unused(
    file: YamlFile, key: Key, names: Iterable[str], used: Collection[str], message: str
) -> Iterator[Mistake]:
    """Each of the names that is not used."""
    for name in names:
        if name not in used:
            yield file.mistake((*key, name), message, follows=True)


def texts_with_keys(found: Files) -> Iterator[Text]:
    """All texts with placeholders."""
    yield from (words for _, _, words, _ in all_texts(found))
    yield from (opening.says for _, _, answer in found.answers() for opening in answer.openings)
    yield from (
        opening.closed for _, _, answer in found.answers() for opening in answer.openings if opening.closed
    )


def names_in(text: Text) -> set[str]:
    """The names in braces in any language; none of a text whose braces are wrong, which is a mistake of its own."""
    return {name for words in text.all() if not bad_braces(words) for name in placeholders(words)}


def second_consent(found: Files) -> Iterator[Mistake]:
    """A question for consent after another: the first one's answer alone is kept as the consent."""
    questions = found.questionnaire.questions if found.questionnaire else ()
    places = [
        place
        for place, question in enumerate(questions)
        if exists(question) and type_of(question).comes_first
    ]
    for place in places[1:]:
        message = f"{questions[places[0]].id} asks for consent already; make this a choice, or remove it"
        yield found.files["questionnaire.yaml"].mistake(("questions", place, "type"), message)
