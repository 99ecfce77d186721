"""The command line: `python -m simulator --port 8081 --mail DIR`.

Ends on SIGINT or SIGTERM, or with its parent.
"""

import argparse
import asyncio
import os
import signal
import sys
from pathlib import Path

from simulator import FAKE_TOKEN
from simulator.server import Simulator, refuse_real_token


def main() -> int:
    """Run until told to end; returns 2 for a token or a port that cannot be used."""
    options = _parser().parse_args()
    try:
        refuse_real_token(options.token)
        asyncio.run(_serve(options))
    except ValueError as error:
        sys.stderr.write(f"simulator: {error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"simulator: cannot start on port {options.port}: {error.strerror}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulator", description="A Telegram on your machine.")
    parser.add_argument("--port", type=int, default=8081, help="0 takes any free one (default: 8081)")
    parser.add_argument("--mail", type=Path, help="folder whose .eml files are the mail box")
    parser.add_argument("--token", default=FAKE_TOKEN, help="the bot's token here; a real one is refused")
    parser.add_argument("--username", default="AssistantBot", help="the bot's user name here")
    parser.add_argument("--name", default="Assistant", help="the bot's name here")
    parser.add_argument(
        "--exit-with-parent",
        action="store_true",
        help="end when standard input, which must be a pipe, closes",
    )
    return parser


async def _serve(options: argparse.Namespace) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    async with Simulator(
        options.port, options.mail, options.token, options.username, options.name
    ) as simulator:
        if options.exit_with_parent:
            await _end_with_input(ended)
        sys.stdout.write(f"Simulator ready: {simulator.address}/\n")
        sys.stdout.flush()
        await ended.wait()


async def _end_with_input(ended: asyncio.Event) -> None:
    """Set the event when the other end of standard input is gone."""
    loop = asyncio.get_running_loop()

    def look() -> None:
        if not os.read(sys.stdin.fileno(), 4096):
            loop.remove_reader(sys.stdin.fileno())
            ended.set()

    loop.add_reader(sys.stdin.fileno(), look)


if __name__ == "__main__":
    sys.exit(main())
