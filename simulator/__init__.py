"""A Telegram on your machine: the Bot API over HTTP, a chat page and a mail box.

Imports nothing of the rest of the project; the bot reaches it through TELEGRAM_API_URL alone.
"""

# The one token that the simulator knows. Too short to be a real one, and meant to be read by everybody.
FAKE_TOKEN = "1234567:simulator"  # noqa: S105 - published on purpose
