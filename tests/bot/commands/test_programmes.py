"""The commands for programmes: a new one that is right from the start, a draft whose changes are seen at once."""

import datetime
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.commands import run
from bot.operations.knowledge_base import Library
from bot.operations.simulator_process import bot_names
from knowledge.content.folders import PROGRAMMES
from knowledge.content.load import examine, load
from knowledge.search.teaching import ROOT
from tests.bot.process import Completed, run_bot
from tests.conftest import copy_cities

TODAY = datetime.date(2026, 11, 27)


def made(folder: Path) -> str:
    result = CliRunner().invoke(main, ["new-programme", str(folder)])
    return result.output


def test_a_new_programme_has_no_mistakes_and_a_name_of_its_own(tmp_path: Path) -> None:
    told = made(tmp_path / "forest-schools")
    assert "python -m bot check" in told
    assert examine(tmp_path / "forest-schools", TODAY)[1] == []
    identity = load(tmp_path / "forest-schools").programme.identity
    assert (identity.short.within("en"), identity.reference) == ("Forest Schools", "FORESTSC")


def test_the_simulators_bot_is_called_as_the_programme_calls_it(tmp_path: Path) -> None:
    made(tmp_path / "forest-schools")
    sender = load(tmp_path / "forest-schools").programme.identity.sender
    _, name, _, username = bot_names(tmp_path / "forest-schools")
    assert name in (sender.within("es"), sender.within("en"))
    assert username == "FORESTSCAssistantBot"
    assert bot_names(tmp_path) == ()


@pytest.mark.parametrize("name", ["Forest Schools", "bósque"])
def test_a_name_that_cannot_be_a_folder_of_a_programme_is_refused(name: str, tmp_path: Path) -> None:
    assert "should be small letters" in made(tmp_path / name)


@pytest.mark.parametrize("command", ["new-programme", "preview"])
def test_an_empty_name_is_asked_for(command: str) -> None:
    result = CliRunner().invoke(main, [command, " "])
    assert (result.exit_code, f"python -m bot {command} town-exchange" in result.output) == (1, True)


def test_what_is_there_already_is_not_written_over(tmp_path: Path) -> None:
    made(tmp_path / "a")
    assert "is there already" in made(tmp_path / "a")


def test_a_draft_that_does_not_exist_is_said_in_a_sentence(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["preview", str(tmp_path / "none")])
    assert (result.exit_code, "There is no programme" in result.output) == (1, True)


def test_a_change_in_a_draft_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "LOOKS", 0.01)
    (tmp_path / "a.yaml").write_text("a: 1", encoding="utf-8")
    noticed = threading.Event()
    run.watch(tmp_path, noticed.set)
    (tmp_path / "b.yaml").write_text("b: 1", encoding="utf-8")
    assert noticed.wait(10)


def asked(programme: Path, question: str, cache: Path) -> Completed:
    """Ask a programme in a process of its own."""
    own = {"PROGRAMME": f"{programme}/", "CACHE_DIR": str(cache), "MEANING": "off"}
    return run_bot("ask", question, environment={**os.environ, **own})


@pytest.mark.slow
def test_two_programmes_on_one_machine_share_a_cache_folder_at_the_same_time(
    tmp_path: Path, library: Library
) -> None:
    copy_cities(tmp_path)
    questions = {
        PROGRAMMES / "example": "How long is the stay?",
        ROOT / "tests" / "portuguese": "Qual é o prazo?",
    }
    replies: list[set[str]] = []
    for learns in (True, False):
        with ThreadPoolExecutor(4) as operators:
            at_once = [
                operators.submit(asked, *each, tmp_path) for each in questions.items() for _ in range(2)
            ]
        done = [each.result() for each in at_once]
        assert [each.returncode for each in done] == [0] * 4, done
        learned = ["Learning" in each.stderr for each in done]  # who is late finds what the other has learned
        assert [any(learned[:2]), any(learned[2:])] == [learns] * 2
        replies.append({each.stdout for each in done})
    assert replies[0] == replies[1]
    assert len(replies[0]) == 2
    assert len(list(tmp_path.glob("search-*.bin"))) == 2
    assert not list(tmp_path.glob("*.unfinished"))
