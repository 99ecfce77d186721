"""`python -m bot ask`: the contract that measurements use, run as a command."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from tests.bot.process import Completed, run_bot
from tests.conftest import CACHE

pytestmark = pytest.mark.slow


def run(*words: str, given: str = "", cold: bool = False, **environment: str) -> Completed:
    around = {**os.environ, "TODAY": "2026-11-22", "CACHE_DIR": str(CACHE.absolute()), **environment}
    return run_bot(*words, environment=around, given=given, cold=cold)


def test_one_question_gives_one_json_object() -> None:
    done = run("ask", "--json", "--lang", "es", "¿Cuánto dura la cooperación?", cold=True)
    reply = json.loads(done.stdout)
    assert reply["outcome"] == "answer"
    assert reply["id"] == "cooperation.duration"
    assert reply["candidates"][0]["id"] == "cooperation.duration"
    assert reply["candidates"][0]["score"] >= reply["candidates"][1]["score"]
    assert reply["verdict"] is None
    assert reply["language"] == "es"
    assert "18 meses" in reply["text"]


def test_without_json_only_the_reply_is_printed() -> None:
    assert run("ask", "thanks a lot!").stdout.startswith("You")


def test_a_batch_gives_one_object_per_line_in_order() -> None:
    rows = [
        {"lang": "en", "text": "What is the deadline?"},
        {"lang": "es", "text": "hola"},
        {"lang": "en", "text": "We are a Polish town of 98k, can we take part?"},
        {"lang": "en", "text": "qwxz zzkp vvrt"},
        {"lang": "es", "text": "¿Hace falta visado para viajar a la India?"},
        {"lang": "es", "text": "Hola, ¿a qué hora abre la piscina municipal?"},
    ]
    done = run("ask", "--batch", "-", given="\n".join(json.dumps(row) for row in rows) + "\n")
    replies: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    assert [reply["outcome"] for reply in replies] == [
        "answer",
        "smalltalk",
        "eligibility",
        "unknown",
        "unknown",
        "unknown",
    ]
    assert replies[0]["id"] == "apply.deadline"
    assert replies[2]["verdict"] == "eligible_in_group"
    assert replies[3]["id"] is None
    assert "visados" in replies[4]["text"]
    assert replies[5]["text"].count("\n") == 0, "nothing near is named for an errand"


def test_after_the_deadline_the_answer_no_longer_offers_the_call() -> None:
    reply = json.loads(run("ask", "--json", "What is the deadline?", TODAY="2027-03-05").stdout)
    assert "open until" not in reply["text"]
    assert "4 March 2027" in reply["text"]


def test_a_line_that_is_no_json_is_named() -> None:
    done = run("ask", "--batch", "-", given='{"text": "hola"}\nhola\n')
    assert done.returncode == 2
    assert "line 2" in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_a_wrong_setting_is_named_without_a_traceback() -> None:
    done = run("ask", "hola", SMTP_PORT="many")
    assert done.returncode == 78
    assert done.stderr.startswith("SMTP_PORT must be")
    assert "Traceback" not in done.stderr


def test_every_command_explains_itself() -> None:
    listed = [line.split()[0] for line in run("--help").stdout.split("Commands:")[1].strip().splitlines()]
    assert {"run", "ask", "check"} <= set(listed)
    assert listed == sorted(main.commands)
    for command in main.commands.values():
        shown = CliRunner().invoke(command, ["--help"])
        assert shown.exit_code == 0
        assert len(shown.output.splitlines()) > 4


def test_what_only_some_commands_need_is_loaded_by_them_alone() -> None:
    program = "import sys, bot.__main__; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert {"numpy", "telegram", "knowledge.content.load"}.isdisjoint(loaded.split())


def test_check_lists_mistakes_and_fails(tmp_path: Path) -> None:
    (tmp_path / "answers").mkdir()
    done = run("check", str(tmp_path))
    assert done.returncode == 1
    assert "programme.yaml:1: the file is missing" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_bot_refuses_to_start_without_a_programme(tmp_path: Path) -> None:
    done = run("run", PROGRAMME=str(tmp_path), DATA_DIR=str(tmp_path / "data"), SIMULATOR_PORT="0")
    assert done.returncode == 78
    assert f"there is no programme in {tmp_path}" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_bot_refuses_to_start_on_broken_content(tmp_path: Path) -> None:
    (tmp_path / "programme.yaml").write_text("name: [\n")
    done = run("run", PROGRAMME=str(tmp_path), DATA_DIR=str(tmp_path / "data"), SIMULATOR_PORT="0")
    assert done.returncode == 78
    assert "programme.yaml:" in done.stderr
    assert "Traceback" not in done.stderr
