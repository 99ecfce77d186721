"""No words of the interface are left untranslated, and the check that says so would notice."""

from pathlib import Path

import pytest

import locales.__main__ as checking
from locales import translator


def test_the_catalogue_is_complete() -> None:
    wanted = checking.extracted()
    assert len(wanted) > 100
    assert list(checking.untranslated(wanted, checking.stored_catalogue())) == []
    assert list(checking.hidden()) == []


def test_a_missing_translation_and_a_wrong_placeholder_are_noticed() -> None:
    wanted, catalogue = checking.extracted(), checking.stored_catalogue()
    catalogue.delete("Menu")
    message = catalogue.get("The call closed on {deadline}.")
    assert message is not None
    message.string = "En total: {suma}"
    problems = list(checking.untranslated(wanted, catalogue))
    assert any("'Menu'" in problem for problem in problems)
    assert any("placeholders differ" in problem for problem in problems)


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bot"
    folder.mkdir()
    monkeypatch.setattr(checking, "SOURCES", folder)
    return folder


def test_a_text_hidden_in_an_f_string_is_noticed(sources: Path) -> None:
    (sources / "x.py").write_text("_ = str\nprint(f\"{_('Hidden')}\")\n", encoding="utf-8")
    assert len(list(checking.hidden())) == 1


def test_plurals_and_placeholders_are_filled_in_both_languages() -> None:
    said = [
        translator(language).count("{n} day left", "{n} days left", n)
        for language in ("es", "en")
        for n in (1, 2)
    ]
    assert said == ["queda 1 día", "quedan 2 días", "1 day left", "2 days left"]


def test_a_language_without_a_catalogue_gets_english() -> None:
    assert translator("fr")("Menu") == "Menu"
