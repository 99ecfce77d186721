"""Starts the simulator as a process of its own beside the bot, and ends it with the bot."""

import asyncio
import contextlib
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from yaml import YAMLError

from bot.settings import SIMULATOR_TOKEN, Settings
from knowledge.content.yaml_file import read_plain


class SimulatorFailedError(Exception):
    """The simulator did not come up; the message says why."""


@contextlib.asynccontextmanager
async def simulator(settings: Settings) -> AsyncIterator[Callable[[], Awaitable[str]]]:
    """Run the simulator; hands out what waits for its address, so that the bot can read its content meanwhile.

    It ends when its standard input closes, so no orphan is left.
    """
    settings.mail_folder.mkdir(parents=True, exist_ok=True)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "simulator", "--exit-with-parent", "--token", SIMULATOR_TOKEN),
        *("--port", str(settings.simulator_port), "--mail", str(settings.mail_folder)),
        *bot_names(settings.programme_folder),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=None,
        start_new_session=True,
    )
    try:
        yield lambda: read_simulator_address(process, settings)
    finally:
        if process.stdin:
            process.stdin.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(5):
                await process.wait()
        if process.returncode is None:
            process.kill()
            await process.wait()


def bot_names(folder: Path) -> tuple[str, ...]:
    """The bot's name and user name in the simulator, from the programme; those of any bot if it cannot be read."""
    try:
        identity = read_plain(folder / "programme.yaml")["identity"]
        name, reference = next(iter(identity["sender"].values())), identity["reference"]
    except (OSError, YAMLError, KeyError, TypeError, AttributeError, StopIteration):
        return ()
    return ("--name", str(name), "--username", f"{reference}AssistantBot")


async def read_simulator_address(process: asyncio.subprocess.Process, settings: Settings) -> str:
    """Wait for the line in which the simulator says where it is."""
    line = (await process.stdout.readline()).decode() if process.stdout else ""
    found = re.search(r"http://\S+?(?=/?\s)", line + " ")
    if found is None:
        raise SimulatorFailedError(
            f"The simulator did not start. If port {settings.simulator_port} is in use, "
            "set SIMULATOR_PORT to another one (0: any free one)."
        )
    return found.group().rstrip("/")
