"""What `deploy/` holds, run as an operator runs it: the nightly backup, its rotation, a restore drill, the examples."""

import configparser
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from knowledge.content.yaml_file import read_plain
from tests.bot.commands.test_backup import command, found
from tests.conftest import CACHE, Start
from tests.conversations.filled_in import ES, stores_draft
from tests.person import TOKEN, Sim

DEPLOY = Path(__file__).parents[2] / "deploy"
DAY = 86_400


def backup_commands(home: Path) -> list[list[str]]:
    """What the backup's unit runs, in order, with this machine's paths in the place of the service's."""
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(DEPLOY / "iuc-assistant-backup.service")
    lines = [unit["Service"][name] for name in ("ExecStart", "ExecStartPost")]
    here = [line.replace("/var/lib/iuc-assistant", str(home)).replace("%%", "%") for line in lines]
    return [shlex.split(line.replace(".venv/bin/python", sys.executable)) for line in here]


def run_backup(home: Path) -> None:
    own = {"DATA_DIR": str(home), "CACHE_DIR": str(CACHE.absolute()), "TELEGRAM_BOT_TOKEN": TOKEN}
    for each in backup_commands(home):
        subprocess.run(each, check=True, env={**os.environ, **own}, cwd=DEPLOY.parent)


async def test_the_nightly_backup_keeps_thirty_nights_and_a_restore_drill_brings_everything_back(
    sim: Sim, start: Start, tmp_path: Path
) -> None:
    town, backups = sim.person("officer_es"), tmp_path / "backups"
    backups.mkdir(mode=0o700)
    for name, nights in (("bot-2026-10-01-031500.sqlite3", 32), ("bot-2026-11-25-031500.sqlite3", 2)):
        (backups / name).touch()
        os.utime(backups / name, (time.time() - nights * DAY,) * 2)
    async with start() as running:
        await town.starts()
        await stores_draft(running, ES)
        await town.says("/apply")
        await town.presses("Enviar la preinscripción")
        await town.waits_for("IUC-2026-0001")
        run_backup(tmp_path)
    names = sorted(each.name for each in backups.iterdir())
    assert names[0] == "bot-2026-11-25-031500.sqlite3"
    assert len(names) == 2
    assert re.fullmatch(r"bot-\d{4}-\d\d-\d\d-\d{6}\.sqlite3", names[1])

    elsewhere = tmp_path / "another machine"
    done = command(elsewhere, "restore", backups / names[1])
    assert done.returncode == 0, done.stderr
    assert not found(elsewhere, "*before-restore*")
    async with start(data_dir=elsewhere):
        assert "IUC-2026-0001" in (await town.says("/status")).text
    shown = command(elsewhere, "leads", "show", "IUC-2026-0001")
    assert "Sevilla" in shown.stdout, shown.stderr


def test_the_compose_file_names_what_is_there_and_gives_the_bot_no_more_than_it_needs() -> None:
    (service,) = read_plain(DEPLOY / "compose.yaml")["services"].values()
    context = DEPLOY / service["build"]["context"]
    assert (context / service["build"]["dockerfile"]).is_file()
    assert (DEPLOY / service["env_file"]).is_file()
    assert service["volumes"] == ["data:/data"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert int(service["stop_grace_period"].removesuffix("s")) > 10


def test_the_image_copies_every_package_that_the_bot_imports() -> None:
    lines = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = {line.split()[1] for line in lines if line.startswith("COPY ") and "--from" not in line}
    assert {"bot", "knowledge", "locales", "storage"} <= copied


@pytest.mark.skipif(shutil.which("docker-compose") is None, reason="Docker Compose is not installed")
def test_docker_compose_accepts_the_compose_file() -> None:
    done = subprocess.run(
        ["docker-compose", "-f", DEPLOY / "compose.yaml", "config", "--quiet"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_accepts_the_example(tmp_path: Path) -> None:
    key, certificate, config = (tmp_path / name for name in ("key.pem", "certificate.pem", "nginx.conf"))
    making = f"openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=assistant -days 2 -keyout {key} -out {certificate}"
    subprocess.run(making.split(), check=True, capture_output=True)
    example = (DEPLOY / "nginx.conf.example").read_text(encoding="utf-8")
    example = re.sub(r"/etc/letsencrypt\S+fullchain\.pem", str(certificate), example)
    example = re.sub(r"/etc/letsencrypt\S+privkey\.pem", str(key), example)
    config.write_text(
        f"pid {tmp_path}/nginx.pid; error_log {tmp_path}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off;\n{example} }}\n"
    )
    done = subprocess.run(
        ["nginx", "-t", "-p", tmp_path, "-c", config], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
