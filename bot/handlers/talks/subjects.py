"""The subject of a message of the bot: its head names a lead or questions, also after a restart."""

import re

from bot.context import Turn

HEAD = re.compile(r"\W*\[([A-Z][A-Z0-9]+-\d{4}-\d+|Q-\d+(?:, Q-\d+)*)\]")


def subject_replied_to(turn: Turn) -> str | None:
    """The lead or the questions at the head of the bot's message that this one replies to.

    Only the bot's own messages count, and only their beginning, so that nobody can make one up.
    """
    found = HEAD.match(text_replied_to(turn))
    return found[1] if found else None


def subject_pressed(turn: Turn) -> str | None:
    """The lead or the questions at the head of the bot's message under which a button was pressed."""
    query = turn.update.callback_query
    message = query.message if query else None
    found = HEAD.match(getattr(message, "text", None) or getattr(message, "caption", None) or "")
    return found[1] if found else None


def text_replied_to(turn: Turn) -> str:
    """The bot's message that this one replies to; empty for any other."""
    message = turn.update.effective_message
    original = message.reply_to_message if message and not turn.pressed else None
    if original is None or original.from_user is None or original.from_user.id != turn.bot.id:
        return ""
    return original.text or original.caption or ""


def is_lead(subject: str) -> bool:
    """Tell whether this is a lead's reference, and not the numbers of questions."""
    return not subject.startswith("Q-")


def question_numbers(subject: str) -> list[int]:
    """The numbers of "Q-17, Q-21"; none for a lead."""
    return [int(number) for number in re.findall(r"Q-(\d+)", subject)]
