"""What must not be told: blotting secrets out of texts."""

import re
from urllib.parse import quote

from bot.settings import SIMULATOR_TOKEN, Settings

MASK = "[secret]"
LONG_ENOUGH = 6
"""A shorter secret is not blotted out by itself, since it may be part of any word."""

TOKEN = re.compile(r"\b\d{3,}(?::|%3A)[A-Za-z0-9_-]{20,}|(?<=/bot)\d+(?::|%3A)[^/\s\"']+")
"""What looks like a bot token, whether it is ours or not."""


class Redactor:
    """Blots out the token and the other secrets of these settings, and whatever looks like a token."""

    def __init__(self, settings: Settings) -> None:
        given = (settings.telegram_bot_token, settings.webhook_secret, settings.smtp_password)
        secrets = {each.get_secret_value() for each in given if each} | {SIMULATOR_TOKEN}
        forms = {form for secret in secrets for form in (secret, quote(secret, safe=""))}
        longest_first = sorted((form for form in forms if len(form) >= LONG_ENOUGH), key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first)))

    def __call__(self, text: str) -> str:
        """Give the text without secrets."""
        return TOKEN.sub(MASK, self._known.sub(MASK, text))
