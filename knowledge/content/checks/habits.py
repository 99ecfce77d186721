"""Warnings of `check` that do not stop a bot: a past deadline, figures typed twice, unused parts, pale colours."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from babel.dates import format_date

from knowledge.content.checks.files import Files
from knowledge.content.checks.names import unknown_name
from knowledge.content.checks.other_language import other_language_mistakes
from knowledge.content.checks.question_habits import question_habit_mistakes
from knowledge.content.checks.rule_habits import rule_habit_mistakes
from knowledge.content.checks.same_words import listed_twice_mistakes, same_words_mistakes
from knowledge.content.checks.texts import all_texts
from knowledge.content.checks.together import all_phrasings
from knowledge.content.checks.unused import unused_mistakes
from knowledge.content.checks.writing import writing_mistakes
from knowledge.content.languages import locale_of
from knowledge.content.schema import Language, Programme, Text
from knowledge.content.sentences import suggested_name
from knowledge.content.text import NO_LANGUAGE
from knowledge.content.wording import number
from knowledge.content.yaml_file import Key, Mistake, YamlFile
from knowledge.reading.words import without_case

MARKUP = re.compile(r"</?[A-Za-z][A-Za-z0-9]*\s*/?>|\*\*|__|&[a-z]{2,6};|\]\(")
"""HTML or Markdown markup."""
SMALLEST_TYPED = 100
"""Smaller numbers count as a figure of the programme only beside the word for what that figure counts."""
SENTENCE = 5
"""A text of at least this many words may be a sentence, and no name that all languages share."""
FEWEST_LETTERS = 2
"""Letters or digits of a phrasing."""
LEAST_CONTRAST = 4.5
"""What WCAG 2 asks of text."""
EXAMPLE = ("example",)
"""The key of the sentence that somebody might write: its figures are that person's own."""


def habit_mistakes(found: Files, today: date) -> Iterator[Mistake]:
    """List them; `today` is the day in the call's time zone."""
    if found.programme is None:
        return
    yield from past_deadline(found.programme, found, today)
    yield from unit_without_article(found.programme, found)
    yield from pale_colour(found.programme, found)
    yield from typing_mistakes(found, found.programme)
    yield from unused_mistakes(found)
    yield from other_language_mistakes(found)
    yield from same_words_mistakes(found)
    yield from listed_twice_mistakes(found)
    yield from section_mistakes(found)
    yield from synonym_mistakes(found)
    yield from idle_closed_mistakes(found)
    yield from short_phrasing_mistakes(found)
    yield from rule_habit_mistakes(found)
    yield from question_habit_mistakes(found)
    yield from writing_mistakes(found)


def typing_mistakes(found: Files, programme: Programme) -> Iterator[Mistake]:
    """Texts that are not translated, hold markup, or repeat a value of programme.yaml."""
    known = {language: list(patterns(programme, language)) for language in found.languages}
    for file, key, text, _ in all_texts(found):
        yield from same_in_two_languages(text, key, file)
        for language, words in text.root.items():
            if marked := MARKUP.search(words):
                message = (
                    f"{marked.group()} would be seen as it stands: texts have no bold or italic; take it out"
                )
                yield file.mistake((*key, language), message)
            name, shown = typed_figure(programme, text, language, words, known.get(language, ()))
            if name and key != EXAMPLE:
                message = f"«{shown}» stands in programme.yaml; write {{{name}}} instead"
                yield file.mistake((*key, language), message)


def section_mistakes(found: Files) -> Iterator[Mistake]:
    """A section whose id none of its answers begins with: one of the two is misspelt."""
    for name, category in found.categories.items():
        beginnings = {answer.id.partition(".")[0] for answer in category.answers}
        if category.category not in beginnings and f"answers/{name}" not in found.replaced:
            message = f"no answer here has an id that begins with {category.category}.; "
            message += suggested_name(category.category, beginnings)
            yield found.files[f"answers/{name}"].mistake(("category",), message)


def idle_closed_mistakes(found: Files) -> Iterator[Mistake]:
    """Texts for the time after the call, in a programme whose call never ends."""
    if not (found.programme and found.programme.call.rolling):
        return
    for name, file in found.files.items():
        if not name.startswith("languages/"):
            for key in keys_within(file.data):
                if key[-1] == "closed":
                    yield file.mistake(key, "is never said: the call is `rolling`; remove it")


def keys_within(value: object, key: Key = ()) -> Iterator[Key]:
    """Every key of a file's data."""
    inner = value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    for part, each in inner:
        yield (*key, part)
        yield from keys_within(each, (*key, part))


def short_phrasing_mistakes(found: Files) -> Iterator[Mistake]:
    """Phrasings that are too short to say what is asked."""
    for file, key, _, phrasings in all_phrasings(found):
        for code in phrasings.languages():
            for i, line in enumerate(phrasings.within(code)):
                if sum(map(str.isalnum, line)) < FEWEST_LETTERS:
                    yield file.mistake((*key, "phrasings", code, i), f"«{line}» is too short to ask anything")


def synonym_mistakes(found: Files) -> Iterator[Mistake]:
    """Concepts in a language that the programme does not speak, and those of a single word."""
    for i, concept in enumerate(found.synonyms.concepts if found.synonyms else ()):
        file = found.files["synonyms.yaml"]
        for code in concept.words:
            what = f"{NO_LANGUAGE}:"
            yield from unknown_name(file, ("concepts", i, code), code, found.languages, what)
        if sum(map(len, concept.words.values())) < 2:
            message = "has one word; give the others that mean the same, or remove it"
            yield file.mistake(("concepts", i, "id"), message)


def same_in_two_languages(text: Text, key: Key, file: YamlFile) -> Iterator[Mistake]:
    """Texts that are the same in two languages, though too long to be a name."""
    seen: dict[str, Language] = {}
    for language, words in text.root.items():
        other = seen.setdefault(without_case(words), language)
        if other != language and len(words.split()) >= SENTENCE:
            yield file.mistake((*key, language), f"is the same as in {other}; translate it")


def pale_colour(programme: Programme, found: Files) -> Iterator[Mistake]:
    """A colour on which the white words of mails and documents cannot be read."""
    contrast = contrast_with_white(programme.identity.colours.main)
    if contrast < LEAST_CONTRAST:
        message = (
            f"white words cannot be read on it: their contrast is {contrast:.1f}, it should be {LEAST_CONTRAST} "
            "or more; choose a darker colour"
        )
        yield found.files["programme.yaml"].mistake(("identity", "colours", "main"), message)


def contrast_with_white(colour: str) -> float:
    """The contrast between white and a colour, from 1 (none) to 21, as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def past_deadline(programme: Programme, found: Files, today: date) -> Iterator[Mistake]:
    """A deadline that is past."""
    call = programme.call
    if call.deadline and call.deadline < today:
        yield found.files["programme.yaml"].mistake(
            ("call", "deadline"),
            f"{call.deadline} is past (today is {today}); give the next deadline, or `rolling: true` if there is none",
        )


def unit_without_article(programme: Programme, found: Files) -> Iterator[Mistake]:
    """The name of a unit without the article that it needs within a sentence; a name of one word needs none."""
    for language, files in found.languages.items():
        name, articles = programme.identity.unit.root.get(language, ""), files.words.articles
        first, _, rest = name.partition(" ")
        if articles and rest and first not in articles:
            message = f"should begin with {' or '.join(articles)}, in small letters: sentences take it up"
            yield found.files["programme.yaml"].mistake(("identity", "unit", language), message)


def typed_figure(
    programme: Programme, text: Text, language: Language, words: str, known: Iterable[tuple[str, str]]
) -> tuple[str, str]:
    """The placeholder that a text should use, and the value typed in its place; empty if there is none."""
    for name, pattern in (*known, *small_figures(programme, text, language)):
        shown = re.search(pattern, words, re.IGNORECASE)
        if shown:
            return name, shown.group().strip()
    return "", ""


def patterns(programme: Programme, language: Language) -> Iterator[tuple[str, str]]:
    """How somebody would type the addresses, the deadline and the larger figures."""
    for name, value in programme.contact.model_dump(exclude_none=True).items():
        yield name, rf"(?<![\w@./]){re.escape(value)}(?![\w@/])"
    if programme.call.deadline:
        day = format_date(programme.call.deadline, format="MMMMd", locale=locale_of(language))
        yield "deadline", rf"\b{re.escape(day)}\b"
    for name, value in programme.figures.items():
        if value >= SMALLEST_TYPED:
            ways = {str(value), number(value, language), f"{value:,}", f"{value:,}".replace(",", " ")}
            either = "|".join(re.escape(way) for way in sorted(ways, key=len, reverse=True))
            yield name, rf"(?<![\w.,+/:-])(?:{either})(?![\w/:%-]|[.,]\d)"


def small_figures(programme: Programme, text: Text, language: Language) -> Iterator[tuple[str, str]]:
    """Small figures typed where another language uses the placeholder, or before the word for what they count."""
    elsewhere = " ".join(words for code, words in text.root.items() if code != language)
    for name, value in programme.figures.items():
        if value < SMALLEST_TYPED:
            alone = rf"(?<![\w.,+/:-]){value}(?![\w/:%-]|[.,]\d)"
            counted = "|".join(part.rstrip("s") for part in name.split("_") if len(part) > 2)
            yield name, alone if f"{{{name}}}" in elsewhere else rf"{alone}\s+(?:{counted})s?\b"
