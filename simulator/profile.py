"""How the bot presents itself: names, descriptions, commands and menu button, per language and scope."""

import json
import re
from dataclasses import dataclass, field

from simulator.call import Call, Json
from simulator.errors import bad_request

_LIMITS = {"name": 64, "description": 512, "short_description": 120}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_SCOPES = (
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
)


@dataclass
class Profile:
    """The bot's own data; starts as BotFather leaves a new bot, with inline mode switched on."""

    bot_id: int
    username: str
    first_name: str = "Assistant"
    _words: dict[tuple[str, str], str] = field(default_factory=dict)
    _commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    _menu_buttons: dict[int | None, Json] = field(default_factory=dict)

    def user(self) -> Json:
        """The bot as the sender of a message."""
        name = self._words.get(("name", ""), self.first_name)
        return {"id": self.bot_id, "is_bot": True, "first_name": name, "username": self.username}

    def words(self, kind: str, language: str) -> str:
        """Name, description or short description in this language, else in the default one."""
        own = self._words.get((kind, language)) or self._words.get((kind, ""), "")
        return own or (self.first_name if kind == "name" else "")

    def set_words(self, kind: str, call: Call) -> bool:
        """Store one of them; empty text removes it."""
        text, language = call.text(kind), _language(call)
        if len(text) > _LIMITS[kind]:
            raise bad_request(f"BOT_{'TITLE' if kind == 'name' else 'DESCRIPTION'}_INVALID")
        self._words[kind, language] = text
        return True

    def commands(self, call: Call) -> list[Json]:
        """The commands of exactly this scope and language."""
        return self._commands.get((_scope(call), _language(call)), [])

    def set_commands(self, call: Call) -> bool:
        """Store the commands of this scope and language; refuses names and descriptions out of bounds."""
        commands = call.data("commands", list) or []
        if len(commands) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self._commands[_scope(call), _language(call)] = [_command(given) for given in commands]
        return True

    def delete_commands(self, call: Call) -> bool:
        """Forget the commands of this scope and language."""
        self._commands.pop((_scope(call), _language(call)), None)
        return True

    def commands_seen_by(self, user: Json, chat_id: int, private: bool, administrator: bool) -> list[Json]:
        """What this person finds behind "/": the first scope that has any, in Telegram's order."""
        for scope in _scopes_seen(user["id"], chat_id, private, administrator):
            for language in (user.get("language_code") or "", ""):
                if found := self._commands.get((json.dumps(scope, sort_keys=True), language[:2])):
                    return found
        return []

    def menu_button(self, chat_id: int | None) -> Json:
        """The menu button of this chat, else the default."""
        return self._menu_buttons.get(chat_id) or self._menu_buttons.get(None) or {"type": "commands"}

    def set_menu_button(self, call: Call) -> bool:
        """Store the menu button of a chat, or the default one."""
        self._menu_buttons[call.integer("chat_id") or None] = call.data("menu_button", dict) or {
            "type": "default"
        }
        return True


def _command(given: object) -> Json:
    if not isinstance(given, dict) or not _COMMAND.fullmatch(str(given.get("command", "")).lstrip("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(str(given.get("description") or "").strip()) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": given["command"].lstrip("/"), "description": given["description"]}


def _language(call: Call) -> str:
    language = call.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("LANG_CODE_INVALID")
    return language


def _scope(call: Call) -> str:
    scope = call.data("scope", dict) or {"type": "default"}
    if scope.get("type") not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    given = Call("", scope)
    ids = {key: given.integer(key) for key in ("chat_id", "user_id") if key in scope}
    return json.dumps({"type": scope["type"], **ids}, sort_keys=True)


def _scopes_seen(user_id: int, chat_id: int, private: bool, administrator: bool) -> list[Json]:
    chat: Json = {"type": "chat", "chat_id": chat_id}
    if private:
        return [chat, {"type": "all_private_chats"}, {"type": "default"}]
    scopes: list[Json] = [{"type": "chat_member", "chat_id": chat_id, "user_id": user_id}]
    if administrator:
        scopes += [{"type": "chat_administrators", "chat_id": chat_id}]
    scopes += [chat]
    if administrator:
        scopes += [{"type": "all_chat_administrators"}]
    return [*scopes, {"type": "all_group_chats"}, {"type": "default"}]
