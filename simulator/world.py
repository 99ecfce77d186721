"""The simulated Telegram itself: people, chats, messages. All else reads and changes it through here."""

import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from simulator.call import Json
from simulator.errors import ApiError, bad_request, forbidden
from simulator.events import EventLog
from simulator.faults import Faults, Latency, RateLimits
from simulator.files import FileStore
from simulator.keyboards import inline_keyboard
from simulator.profile import Profile
from simulator.queries import Queries
from simulator.updates import UpdateQueue
from simulator.webhook import Webhook

COORDINATORS = -1001000000001
COLLEAGUES = -1001000000002
KEPT_MESSAGES = 1000
KEPT_CALLS = 500
_NOT_MEMBERS = ("left", "kicked")

PEOPLE = Path(__file__).with_name("people.yaml")


@dataclass
class Chat:
    """A chat as the bot knows it; `opened`: the person wrote first; `bot_status`: what the bot is there."""

    id: int
    type: str
    title: str = ""
    members: dict[int, str] = field(default_factory=dict)
    bot_status: str = "member"
    opened: bool = True
    forum: bool = False
    migrated_to: int | None = None
    keyboard: Json | None = None
    messages: dict[int, Json] = field(default_factory=dict)


class World:
    """Holds the state and the few rules that every method shares."""

    def __init__(self, token: str, bot_id: int, username: str, name: str) -> None:
        self.token = token
        self.profile = Profile(bot_id, username, name)
        self.events = EventLog()
        self.updates = UpdateQueue()
        self.faults = Faults()
        self.rates = RateLimits()
        self.files = FileStore()
        self.queries = Queries()
        self.calls: deque[Json] = deque(maxlen=KEPT_CALLS)
        self.webhook: Webhook | None = None
        self.latency = Latency()
        self.privacy_mode = False
        self.people: dict[str, Json] = {}
        self._users: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.inline_messages: dict[str, tuple[int, int]] = {}
        # Milliseconds since 2020, so that a later run never gives a lower number than an earlier one.
        self._next_message_id = time.time_ns() // 1_000_000 - 1_577_836_800_000
        self._populate()

    def _populate(self) -> None:
        for person in yaml.safe_load(PEOPLE.read_text(encoding="utf-8")):
            self.add_person(
                person["key"],
                {
                    "id": person["id"],
                    "is_bot": False,
                    "first_name": person["first"],
                    "last_name": person["last"],
                    "username": person["key"],
                    "language_code": person["language"],
                },
            )
        self.add_group(COORDINATORS, "Coordination", {1003: "creator", 1004: "administrator"}, "member")
        self.add_group(COLLEAGUES, "Municipal colleagues", {1001: "creator", 1002: "member"}, "left")

    def add_person(self, key: str, user: Json) -> Json:
        """Add somebody, with a private chat that they did not open yet."""
        self.people[key] = self._users[user["id"]] = user
        self.chats[user["id"]] = Chat(user["id"], "private", opened=False)
        self.events.add("people")
        return user

    def next_person_id(self) -> int:
        """An id that nobody has."""
        return max(self._users) + 1

    def add_group(self, chat_id: int, title: str, members: dict[int, str], bot: str) -> Chat:
        """Add a supergroup."""
        chat = self.chats[chat_id] = Chat(chat_id, "supergroup", title, members, bot)
        self.events.add("people")
        return chat

    @staticmethod
    def now() -> int:
        """Unix time, as messages carry it."""
        return int(time.time())

    def user(self, user_id: int) -> Json:
        """A person by id."""
        if user_id not in self._users:
            raise bad_request("user not found")
        return self._users[user_id]

    def person(self, key: str | int) -> Json:
        """A person by key, @username or id."""
        if isinstance(key, int) or key.lstrip("-").isdecimal():
            return self.user(int(key))
        if key not in self.people:
            raise bad_request(f"there is no person {key}")
        return self.people[key]

    def chat(self, chat_id: object) -> Chat:
        """A chat by id, @username of a person excluded, as on Telegram."""
        try:
            return self.chats[int(str(chat_id))]
        except (KeyError, ValueError):
            raise bad_request("chat not found") from None

    def chat_to_write_to(self, chat_id: object) -> Chat:
        """Find a chat that the bot may write to; refuses any other."""
        if not str(chat_id).strip():
            raise bad_request("chat_id is empty")
        chat = self.chat(chat_id)
        if chat.migrated_to:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.migrated_to,
            )
        if chat.type == "private" and not chat.opened:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.bot_status in _NOT_MEMBERS:
            raise forbidden(_why_gone(chat))
        return chat

    def chat_json(self, chat: Chat) -> Json:
        """The chat as messages carry it."""
        if chat.type == "private":
            user = self.user(chat.id)
            names = {key: user[key] for key in ("first_name", "last_name", "username") if user.get(key)}
            return {"id": chat.id, **names, "type": "private"}
        json: Json = {"id": chat.id, "title": chat.title, "type": chat.type}
        return {**json, "is_forum": True} if chat.forum else json

    def post(self, chat: Chat, sender: Json, content: Json) -> Json:
        """Put a message into a chat and tell the page; the bot gets no update from here."""
        message: Json = {
            "message_id": self._next_message_id,
            "from": sender,
            "chat": self.chat_json(chat),
            "date": self.now(),
            **content,
        }
        self._next_message_id += 1
        chat.messages[message["message_id"]] = message
        if len(chat.messages) > KEPT_MESSAGES:
            del chat.messages[next(iter(chat.messages))]
        self.events.add("message", chat.id, message=message)
        return message

    def post_as_bot(self, chat: Chat, content: Json, markup: Json | None = None) -> Json:
        """Add a message of the bot, with its keyboard; counts against the rate limits."""
        self.rates.count(chat.id)
        message = self.post(chat, self.profile.user(), {**content, **inline_keyboard(markup)})
        if markup and not markup.get("inline_keyboard"):
            chat.keyboard = None if markup.get("remove_keyboard") else markup
            self.events.add("keyboard", chat.id, keyboard=chat.keyboard)
        return message

    def replace(self, chat: Chat, message: Json, edited: bool = True) -> Json:
        """Put a changed message in the place of the old one."""
        if edited:
            message = {**message, "edit_date": self.now()}
        chat.messages[message["message_id"]] = message
        self.events.add("edit", chat.id, message=message)
        return message

    def delete(self, chat: Chat, message_id: int) -> None:
        """Take a message away."""
        del chat.messages[message_id]
        self.events.add("delete", chat.id, message_id=message_id)


def _why_gone(chat: Chat) -> str:
    if chat.type == "private":
        return "bot was blocked by the user"
    return (
        f"bot was kicked from the {chat.type} chat"
        if chat.bot_status == "kicked"
        else f"bot is not a member of the {chat.type} chat"
    )
