"""Opens the ports of the bot's own servers, with a sentence for the operator where that cannot be done."""

import socket

from bot.telegram.serving import CannotStartError, port_taken


def listening(setting: str, host: str, port: int) -> socket.socket:
    """Open a port for tornado, whose own way leaves a socket behind if the port is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        opened = socket.create_server((host, port), family=family, backlog=64)
    except OSError as error:
        raise CannotStartError(port_taken(setting, port, error, host)) from None
    opened.setblocking(False)
    return opened
