"""Pasted messages of several sentences, at the consent and elsewhere: each detail goes to its question."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from knowledge.form.draft import Draft
from knowledge.form.moves import Form
from tests.knowledge.form.replying import within

FOLDER = Path(__file__).parent
WRITTEN = tuple(sorted(FOLDER.glob("paragraphs*.jsonl")))
"""Introductions, signatures, forwarded mails; written before it was known what is made of them."""
AS_MEANT = 0.92
"""The share of the details that are taken as meant without the sentence model; it does better."""


def rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def taken(form: Form, row: dict[str, Any]) -> dict[str, object]:
    """What a message stores at a question, with places by their names."""
    given: dict[str, Any] = row["given"]
    after = within(form, row["lang"]).typed(Draft.restored(given, at=row["question"]), row["text"]).draft
    found = {key: value for key, value in after.answers.items() if given.get(key, ...) != value}
    lists = {
        key: half["list"] for key, half in after.pending.items() if isinstance(half, dict) and "list" in half
    }
    return {key: named(value) for key, value in (found | lists).items()}


def named(value: object) -> object:
    if isinstance(value, dict):
        return value["name"]
    if isinstance(value, list):
        return sorted(f"{m['name']} {m['population']}" if isinstance(m, dict) else m for m in value)
    return value.rstrip(".").casefold() if isinstance(value, str) else value


def wanted(row: dict[str, Any]) -> Iterator[tuple[str, object]]:
    for key, value in row["want"].items():
        yield key, sorted(value) if isinstance(value, list) else named(value)


def plain(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def test_each_detail_of_a_pasted_message_goes_to_its_question(form: Form) -> None:
    missed: list[str] = []
    details = 0
    for row in chain.from_iterable(map(rows, WRITTEN)):
        found = taken(form, row)
        details += len(row["want"])
        missed += [
            f"{key}: {found.get(key)} instead of {value} in {row['text']}"
            for key, value in wanted(row)
            if plain(found.get(key)) != plain(value)
        ]
    assert 1 - len(missed) / details >= AS_MEANT, missed


def test_a_sentence_about_partners_tells_no_country_of_the_city(form: Form) -> None:
    text = "Somos el Ayuntamiento de Gijón, en Asturias. Queremos cooperar con ciudades de Canadá. Un saludo cordial."
    found = taken(form, {"lang": "es", "question": "consent", "given": {}, "text": text})
    assert (found["country"], found["partners"]) == ("es", ["CA"])


def test_nobody_is_named_by_the_capitals_of_a_sentence(form: Form) -> None:
    text = "Estamos en el Valle Medio y somos el Ayuntamiento de Soria. Nos interesa la movilidad. Gracias de antemano."
    found = taken(form, {"lang": "es", "question": "consent", "given": {}, "text": text})
    assert "name" not in found


def test_consent_stays_to_be_given_where_a_pasted_message_gives_none(form: Form) -> None:
    text = (
        "Soy Ana Pérez, técnica de proyectos del Ayuntamiento de Soria, ana@soria.example.es. Somos 39.000."
    )
    found = taken(form, {"lang": "es", "question": "consent", "given": {}, "text": text})
    assert found["name"] == "ana pérez"
    assert "consent" not in found


def test_one_long_sentence_is_the_answer_to_what_was_asked(form: Form) -> None:
    text = "patrimonio, empleo y que la gente camine segura por la calle de noche"
    given = {"consent": "2026-11", "kind": "city"}
    found = taken(form, {"lang": "es", "question": "topics", "given": given, "text": text})
    assert found["topics"] == ["culture", "safety", "skills"]
