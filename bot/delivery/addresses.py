"""E-mail addresses as every mail server takes them: in ASCII, since not all know internationalised ones."""

import re

ADDRESS = re.compile(r"(?:[\w!#$%&'*+/=?^`{|}~-]+\.)*[\w!#$%&'*+/=?^`{|}~-]+@(?:[\w-]+\.)*[\w-]+", re.ASCII)


def single_address(text: str) -> str | None:
    """Give the one plain address in `text` with its domain in ASCII; None if there is not exactly one."""
    local, _, domain = text.strip().rpartition("@")
    try:
        plain = f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return None
    return plain if ADDRESS.fullmatch(plain) else None
