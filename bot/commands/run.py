"""`python -m bot run` and `python -m bot preview`: serve Telegram, or the simulator on this machine."""

import asyncio
import gc
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from bot.settings import Settings, WrongSettingError, folder_of_programme, read_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

LOOKS = 0.2
"""Seconds between two looks at a draft's files."""


@click.command()
def run() -> None:
    """Serve Telegram; without TELEGRAM_BOT_TOKEN, the simulator on this machine."""
    from bot.operations.folders import check_folders

    serve_until_ended(settings_or_exit(check_folders))


@click.command()
@click.argument("programme")
@click.option("--port", default=0, help="the simulator's port (default: any free one)")
def preview(programme: str, port: int) -> None:
    """Try the draft PROGRAMME (a name or a folder) in the simulator, beside the one in service.

    It has data of its own, in DATA_DIR/preview, and never speaks to Telegram. What is saved in its files is seen within
    two seconds; a change with mistakes is refused, and named here.
    """
    if not programme.strip():
        fail("Give the draft's name or folder: python -m bot preview town-exchange", 1)
    given = settings_or_exit()
    folder = folder_of_programme(programme).resolve()
    if not folder.is_dir():
        fail(f"There is no programme in {folder}; python -m bot new-programme NAME makes one.", 1)
    draft = given.model_copy(
        update={
            "programme": f"{folder}/",
            "telegram_bot_token": None,
            "webhook_url": None,
            "data_dir": given.data_dir / "preview" / folder.name,
            "cache_dir": given.cache,
            "simulator_port": port,
            "health_port": None,
            "smtp_host": None,
        }
    )
    watch(folder, lambda: os.kill(os.getpid(), signal.SIGHUP))
    serve_until_ended(draft)


def serve_until_ended(settings: Settings) -> None:
    """Serve with these settings; end with a sentence where it cannot be done."""
    gc.disable()  # until all is loaded: there is no garbage yet, and looking for it takes a tenth of a second
    from bot.application import serve
    from bot.operations.logs import set_up_logging
    from bot.operations.simulator_process import SimulatorFailedError, simulator
    from bot.telegram.serving import CannotStartError
    from knowledge.content.load import BrokenContentError
    from storage.database import StorageError

    set_up_logging(settings)

    async def serve_somewhere() -> None:
        if not settings.simulated:
            await serve(settings)
            return
        async with simulator(settings) as address:
            await serve(settings, address)

    try:
        asyncio.run(serve_somewhere())
    except BrokenContentError as broken:
        fail(f"The content is broken, so the bot does not start:\n{broken}", os.EX_CONFIG)
    except (CannotStartError, SimulatorFailedError, StorageError) as error:
        fail(str(error), 1)


def watch(folder: Path, changed: Callable[[], None]) -> None:
    """Call `changed` whenever a file of the folder was written, added or removed, until the process ends."""
    ended, first = threading.Event(), times_of_writing(folder)

    def look() -> None:
        before = first
        while not ended.wait(LOOKS):
            now = times_of_writing(folder)
            if now != before:
                before = now
                changed()

    threading.Thread(target=look, name="draft", daemon=True).start()


def times_of_writing(folder: Path) -> "Mapping[Path, int]":
    """When each file of the programme was last written; one that goes away meanwhile is left out."""
    found: dict[Path, int] = {}
    for path in folder.rglob("*.yaml"):
        try:
            found[path] = path.stat().st_mtime_ns
        except OSError:
            continue
    return found


def settings_or_exit(check: Callable[[Settings], None] | None = None) -> Settings:
    """Read the environment, and check it further if asked to; say what is wrong with it and end if anything is.

    The exit status is the one with which systemd does not try again.
    """
    try:
        settings = read_settings()
        if check:
            check(settings)
    except WrongSettingError as wrong:
        fail(str(wrong), os.EX_CONFIG)
    return settings


def fail(message: str, code: int) -> NoReturn:
    """End with a message for the operator."""
    click.echo(message, err=True)
    sys.exit(code)
