"""The example programme: another call, other kinds, facts and outcomes than the one in service, by YAML alone."""

import shutil
from datetime import date
from functools import cache
from pathlib import Path

from knowledge.call import state_of_call
from knowledge.content.folders import PROGRAMMES
from knowledge.content.load import Content, examine, load
from knowledge.eligibility.judge import Candidate, judge

TODAY = date(2026, 11, 27)


@cache
def example() -> Content:
    return load(PROGRAMMES / "example")


def judged(**facts: object) -> tuple[str, tuple[str, ...]]:
    known = Candidate(kind="town", country="ES", population=900, facts=facts)  # type: ignore[arg-type]
    verdict = judge(example().rulebook, known, TODAY)
    return verdict.outcome, verdict.missing


def test_its_call_has_no_end() -> None:
    assert state_of_call(example().programme.call, TODAY).state == "rolling"
    assert "deadline" not in example().wordings["en"].figures


def test_its_rules_decide_on_a_choice_and_a_yes_or_no() -> None:
    assert judged(setting="mountain", lodging=True) == ("welcome", ())
    assert judged(setting="mountain", lodging=False) == ("not_yet", ())
    assert judged(setting="urban", lodging=True) == ("not_for_it", ())
    assert judged() == ("need_more", ("setting", "lodging"))
    assert judge(example().rulebook, Candidate(kind="town", country="FR"), TODAY).outcome == "not_for_it"


def test_a_programme_may_bring_a_language_of_its_own() -> None:
    folder = Path(__file__).parents[2] / "portuguese"
    content, mistakes = examine(folder, TODAY)
    assert (content and content.programme.languages, mistakes) == (("pt",), [])


def test_the_name_of_the_unit_joins_the_word_before_it_as_the_language_does() -> None:
    words = load(Path(__file__).parents[2] / "portuguese").wordings["pt"]
    said = [
        words.named(text)
        for text in ("Escreva a {unit}.", "{Unit} responde.", "De {unit}: {email}", "com {unit}")
    ]
    assert said == ["Escreva ao Gabinete da Rede.", "O Gabinete da Rede responde.", "Do Gabinete da Rede: {email}",
                    "com o Gabinete da Rede"]  # fmt: skip
    assert example().wordings["es"].named("a {unit}") == "a la Oficina del Intercambio"


def test_unquoted_words_of_a_language_that_yaml_takes_for_no_are_named(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(Path(__file__).parents[2] / "portuguese", tmp_path / "pt"))
    path = folder / "languages" / "pt" / "replies.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('"no", na', "no, na"), encoding="utf-8")
    _, mistakes = examine(folder, TODAY)
    assert [(m.file, "in quotes" in m.message) for m in mistakes] == [("languages/pt/replies.yaml", True)]
