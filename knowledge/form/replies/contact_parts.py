"""The parts of a message about who writes: a business card, a line with commas, some sentences; addresses cut out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.content.schema import Question
from knowledge.form.replies.language import FormWords
from knowledge.form.types.base import Sources
from knowledge.form.types.email_address import IN_TEXT, with_sign
from knowledge.form.types.person_name import is_written_as_name
from knowledge.reading.words import fold

CUT = "\x00"
"""Replaces an address or a telephone number."""
NUMBER = re.compile(r"[+(]?\d[\d\s().-]{5,}\d")
LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
BETWEEN = re.compile(r"[,;\n|/()<>!\"“”«»]|\s[-–—·•]\s")
SENTENCE = re.compile(r"(?<=\w{3})\.\s+(?=[A-ZÀ-ÖØ-Þ])")
MOST_WORDS_OF_PIECE = 24
"""Words of a piece that is taken apart; a longer one is none of a contact."""
MOST_WORDS_OF_LABEL = 3
"""Words of a label before a colon."""


@dataclass(frozen=True)
class ContactPart:
    """A part as it was typed, with the question whose label stands before it.

    `leads`: it only introduces an address; `within`: other words stand right before it, «en el Valle Medio».
    """

    text: str
    label: str = ""
    leads: bool = False
    within: bool = False


def has_address(text: str, words: FormWords) -> bool:
    """Tell whether a text holds an address or a telephone."""
    return CUT in with_addresses_cut(text, words)


def with_addresses_cut(text: str, words: FormWords) -> str:
    """Replace each address, link and telephone number by a mark."""
    said = with_sign(text, words.sets["at"])
    for form in (LINK, IN_TEXT, NUMBER):
        said = form.sub(f"{CUT}\n", said)
    return said


def parts_of(text: str, questions: Sequence[Question], sources: Sources) -> list[ContactPart]:
    """Split a message into parts, and each part where another detail begins."""
    words = sources.meanings.words
    rough = [
        sentence
        for piece in BETWEEN.split(with_addresses_cut(text, words))
        for sentence in in_sentences(piece, words)
    ]
    found: list[ContactPart] = []
    for piece in rough:
        bare = piece.strip(" .:\t")
        leads = bare.endswith(CUT)
        for part in labelled_parts(bare.rstrip(CUT + " .:"), questions, words):
            details = enumerate(in_details(part.text, questions, sources))
            found += [ContactPart(said, part.label, leads, within=at > 0) for at, said in details]
    return [part for part in found if any(character.isalpha() for character in part.text)]


def in_sentences(piece: str, words: FormWords) -> Iterator[str]:
    """The sentences of a piece; a title with its full stop ends none: «Excmo. Ayuntamiento»."""
    begun = ""
    for sentence in SENTENCE.split(piece):
        begun = f"{begun}. {sentence}" if begun else sentence
        last = begun.split()[-1:] or [""]
        if not words.has("titles", fold(last[0])):
            yield begun
            begun = ""
    if begun:
        yield begun


def labelled_parts(piece: str, questions: Sequence[Question], words: FormWords) -> Iterator[ContactPart]:
    """A piece with the question whose label it begins with: «Cargo: arquitecta»; two parts where a name follows."""
    head, colon, rest = piece.partition(":")
    if not colon or not rest.strip() or len(head.split()) > MOST_WORDS_OF_LABEL:
        yield ContactPart(piece.strip())
        return
    label = f"{fold(head)}:"
    named = next((question.id for question in questions if label in labels_of(question)), "")
    if named or label in words.sets["introductions"]:
        yield ContactPart(rest.strip(), named or "name")
        return
    yield ContactPart(head.strip())
    yield ContactPart(rest.strip())


def labels_of(question: Question) -> set[str]:
    """The labels that may stand before an answer to a question, with its short names."""
    openings = [line for lines in question.openings.values() for line in lines if line.endswith(":")]
    return {f"{fold(line)}:" for line in [*openings, *question.short.all()]}


def in_details(piece: str, questions: Sequence[Question], sources: Sources) -> Iterator[str]:
    """Take a piece apart where another detail begins: «Ana Pérez y soy técnica», «técnica del Ayuntamiento»."""
    said, words = piece.split(), sources.meanings.words
    within = range(1, len(said) if len(said) <= MOST_WORDS_OF_PIECE else 0)
    at = next((at for at in within if begins_detail(said, at, questions, sources)), None)
    if at is None:
        yield piece
        return
    head = " ".join(said[:at])
    for name in ("at_body", "of_body", "between"):
        head = words.without_ending(name, head)
    yield head
    yield from in_details(" ".join(said[at:]), questions, sources)


def begins_detail(said: Sequence[str], at: int, questions: Sequence[Question], sources: Sources) -> bool:
    """Tell whether another detail begins at a word: after «y», with «como», or with the body one works for."""
    words = sources.meanings.words
    if words.has("introductions", fold(" ".join(said[: at + 1]))):
        return False
    if words.has("acting_as", fold(said[at])) and len(said) > at + 1:
        return True
    if words.has("between", fold(said[at - 1])):
        openings = {fold(line) for q in questions for lines in q.openings.values() for line in lines}
        return any(fold(" ".join(said[at : at + count])) in openings for count in (1, 2, 3, 4))
    before = [fold(" ".join(said[max(0, at - count) : at])) for count in (1, 2)]
    joined = [name for name in ("at_body", "of_body") if any(words.has(name, each) for each in before)]
    return bool(joined) and begins_body(said, at, questions, sources, surely="at_body" in joined)


def begins_body(
    said: Sequence[str], at: int, questions: Sequence[Question], sources: Sources, surely: bool
) -> bool:
    """Tell whether the name of the body that somebody works for begins at a word."""
    words, meanings = sources.meanings.words, sources.meanings
    bodies = [question.id for question in questions if question.may_be_candidate]
    head, rest = " ".join(said[: at - 1]), " ".join(said[at:])
    if meanings.nearest_question(questions, head) in bodies:
        return False
    named = is_written_as_name(words.without_opening("introductions", head), words)
    return names_body(rest, sources) or (
        (named or surely)
        and not words.has("articles", fold(said[at]))
        and meanings.nearest_question(questions, rest) in bodies
    )


def names_body(text: str, sources: Sources) -> bool:
    """Tell whether a text begins with the name of a body."""
    return bool(name_of_body(text, sources))


def name_of_body(text: str, sources: Sources) -> str:
    """The name of a body that a text begins with: capitals, and a word for a body among them; empty without one."""
    words, said = sources.meanings.words, text.split()
    last = 0
    while last < len(said) and (said[last][:1].isupper() or words.has("name_joiners", fold(said[last]))):
        last += 1
    while last and not said[last - 1][:1].isupper():
        last -= 1
    name = " ".join(said[:last]) if said and said[0][:1].isupper() else ""
    return name if any(body.kind != "person" for body in sources.read(name).bodies) else ""
