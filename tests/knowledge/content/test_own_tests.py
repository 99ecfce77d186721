"""What is wrong with a line of a programme's own tests is named by its line, with what would be right."""

from pathlib import Path

import pytest

from knowledge.content.folders import PROGRAMMES
from knowledge.content.load import load
from knowledge.content.own_tests import own_tests


@pytest.mark.parametrize(
    ("name", "line", "words"),
    [
        ("questions", '{"lang": "en", "text": "a", "id": ["stay.length"]}', "did you mean ids?"),
        ("questions", '{"lang": "en", "text": "a", "ids": "stay.length"}', "should be a list"),
        ("questions", '{"lang": "en", "text": "a", "ids": ["stay.lenght"]}', "did you mean stay.length?"),
        ("questions", '{"language": "en", "text": "a", "ids": []}', "did you mean lang?"),
        ("questions", '{"lang": "en", "ids": []}', 'with a "text"'),
        ("questions", "lang: en", "no line of JSON"),
        ("verdicts", '{"lang": "en", "text": "a", "verdict": "no"}', "there is no no"),
        ("verdicts", '{"lang": "en", "text": "a"}', '"verdict" is missing'),
        ("verdicts", '{"lang": "en", "text": " ", "verdict": "welcome"}', 'with a "text"'),
        ("verdicts", '{"lang": "fr", "text": "a", "verdict": "welcome"}', "should be one of en, es"),
    ],
)
def test_a_mistake_in_a_line_is_named_once(name: str, line: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "tests" / f"{name}.jsonl"
    file.parent.mkdir()
    file.write_text(f"\n{line}\n", encoding="utf-8")
    mistakes = own_tests(tmp_path, load(PROGRAMMES / "example"))[1]
    assert [(m.file, m.line, words in m.message) for m in mistakes] == [(f"tests/{name}.jsonl", 2, True)]


def test_a_line_that_stands_twice_is_named(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    line = '{"lang": "en", "text": "a", "ids": []}\n'
    (tmp_path / "tests" / "questions.jsonl").write_text(line * 2, encoding="utf-8")
    mistakes = own_tests(tmp_path, load(PROGRAMMES / "example"))[1]
    assert [(m.line, m.message) for m in mistakes] == [(2, "stands on line 1 too; remove one")]
