"""Whether a reply of `ask` is what a labelled row expects: a turn of a dialogue, a candidacy, a reply to the form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from knowledge.content.ask_reply import AskReply
from knowledge.reading.words import without_case

Shape = Literal["questions", "dialogues", "eligibility", "form"]


class Expected(TypedDict, total=False):
    """What is expected of a reply, as far as anything is; `want` of one to a question of the form."""

    outcome: str
    verdict: str
    ids: list[str]
    ids_all: list[str]
    not_ids: list[str]
    want: object
    question: str
    answers: Mapping[str, object]


class LabelledTurn(TypedDict):
    """A message of a dialogue."""

    text: str
    expect: Expected


class LabelledRow(TypedDict, total=False):
    """A labelled line of any shape."""

    lang: str
    kind: str
    text: str
    turns: list[LabelledTurn]
    verdict: str
    kind_of_entity: str
    ids: list[str]
    question: str
    given: Mapping[str, object] | None
    want: object


class AskRow(TypedDict, total=False):
    """A line of `ask --batch`: a message, that of a chat, or one typed at a question of the form."""

    lang: str | None
    text: str
    chat: str
    question: str
    answers: Mapping[str, object] | None


class Reply(AskReply, total=False):
    """What `ask` replies; `stored`, `problem` and `aside` only at a question of the form."""

    candidates: list[Mapping[str, object]]
    language: str
    text: str
    stored: Mapping[str, object]
    problem: str | None
    aside: bool


@dataclass(frozen=True)
class Judged:
    """One message with what was made of it; `kind` groups it with others in a table."""

    shape: Shape
    language: str
    kind: str
    text: str
    right: bool
    expected: str
    given: str


def shape_of(row: LabelledRow) -> Shape:
    """Tell what a labelled row is by its keys."""
    if "turns" in row:
        return "dialogues"
    if "question" in row:
        return "form"
    return "eligibility" if "verdict" in row else "questions"


def asked_of(row: LabelledRow, number: int) -> Iterator[tuple[AskRow, Expected]]:
    """Give the messages of a row as `ask --batch` takes them, each with what is expected of the reply."""
    language = row.get("lang")
    if "turns" in row:
        for turn in row["turns"]:
            yield {"lang": language, "text": turn["text"], "chat": f"{number}"}, turn["expect"]
    elif "question" in row:
        question, answers = row["question"], row.get("given") or {}
        asked = AskRow(lang=language, text=row["text"], question=question, answers=answers)
        yield asked, Expected(want=row["want"], question=question, answers=answers)
    else:
        yield {"lang": language, "text": row["text"]}, {"verdict": row["verdict"]}


def judged(row: LabelledRow, asked: AskRow, expected: Expected, reply: Reply) -> Judged:
    """Compare a reply with what was expected of it."""
    shape = shape_of(row)
    fits = stored_as_meant if shape == "form" else replied_as_meant
    kind = str(
        row.get("kind_of_entity" if shape == "eligibility" else "question" if shape == "form" else "kind", "")
    )
    shown = ("stored", "problem", "aside") if shape == "form" else ("outcome", "ids", "verdict")
    return Judged(
        shape,
        str(row.get("lang", "")),
        kind,
        str(asked["text"]),
        fits(expected, reply),
        _short({key: value for key, value in expected.items() if key not in ("question", "answers")}),
        _short({key: reply.get(key) for key in shown}),
    )


def replied_as_meant(expected: Expected, reply: Reply) -> bool:
    """Tell whether outcome, verdict and answers are the ones expected, as far as anything is."""
    given: Sequence[str] = reply["ids"]
    return (
        ("outcome" not in expected or reply["outcome"] == expected["outcome"])
        and ("verdict" not in expected or reply["verdict"] == expected["verdict"])
        and ("ids" not in expected or not set(given).isdisjoint(expected["ids"]))
        and set(expected.get("ids_all", ())) <= set(given)
        and set(given).isdisjoint(expected.get("not_ids", ()))
    )


def stored_as_meant(expected: Expected, reply: Reply) -> bool:
    """Tell whether exactly what was meant is stored: nothing where nothing was."""
    want = expected["want"]
    stored = reply["stored"].get(expected["question"], ...)
    if want is None:
        return stored in (..., None)
    if want == "skip":
        return stored is None
    if want is True:
        return bool(stored) and stored is not ...
    return stored is not ... and is_as_meant(stored, want)


def is_as_meant(stored: object, wanted: object) -> bool:
    """Tell whether a value is the one that was meant, beside capitals and what the gazetteer adds to places."""
    if isinstance(wanted, dict):
        return isinstance(stored, dict) and all(stored.get(key) == value for key, value in wanted.items())
    if isinstance(wanted, str) and isinstance(stored, str):
        return without_case(stored) == without_case(wanted)
    if not isinstance(wanted, list) or not isinstance(stored, list):
        return stored == wanted
    if wanted and isinstance(wanted[0], dict):
        return len(stored) == len(wanted) and all(map(is_as_meant, stored, wanted))
    return sorted(stored) == sorted(wanted)


def _short(values: Mapping[str, object]) -> str:
    return ", ".join(f"{key}: {value}" for key, value in values.items() if value not in (None, [], {}))
