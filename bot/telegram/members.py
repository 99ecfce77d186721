"""Who is in a group right now, as Telegram says: asked at most every few minutes, corrected by what Telegram tells."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog
from telegram import Bot, ChatMember, ChatMemberRestricted
from telegram.error import BadRequest, Forbidden, InvalidToken

SECONDS_VALID = 180.0
"""Seconds for which an answer of Telegram's counts."""

MANY = 4096
"""From this many answers on, old ones are dropped."""

INSIDE = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)

log = structlog.get_logger("access")


@dataclass
class Members:
    """What is known of memberships, by chat and person."""

    clock: Callable[[], float] = time.monotonic
    _known: dict[tuple[int, int], tuple[bool, float]] = field(default_factory=dict)

    async def has(self, bot: Bot, chat_id: int, user_id: int) -> bool:
        """Tell whether somebody is in a chat; TelegramError if Telegram cannot be asked just now."""
        known = self._known.get((chat_id, user_id))
        if known and known[1] + SECONDS_VALID > self.clock():
            return known[0]
        inside = await ask_telegram(bot, chat_id, user_id)
        self.remember(chat_id, user_id, inside)
        return inside

    def remember(self, chat_id: int, user_id: int, inside: bool) -> None:
        """Remember that somebody is in a chat, or no longer is."""
        now = self.clock()
        if len(self._known) >= MANY:
            self._known = {key: each for key, each in self._known.items() if each[1] + SECONDS_VALID > now}
        self._known[chat_id, user_id] = (inside, now)


async def ask_telegram(bot: Bot, chat_id: int, user_id: int) -> bool:
    """Ask Telegram. A server without this method is taken at its word: what it passes on comes from members."""
    try:
        return is_member(await bot.get_chat_member(chat_id, user_id))
    except (BadRequest, Forbidden):  # nobody of that number, or the bot is not there itself
        return False
    except InvalidToken:
        log.warning("the server does not know getChatMember; membership is not checked", chat_id=chat_id)
        return True


def is_member(member: ChatMember) -> bool:
    """Tell whether a status means that somebody is there."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status in INSIDE
