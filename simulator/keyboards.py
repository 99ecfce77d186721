"""Keyboards under messages and in place of the typing field: what Telegram accepts."""

import re
from typing import Any

from simulator.call import Call, Json
from simulator.errors import bad_request

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
MOST_BUTTONS = 100
_LINK = re.compile(r"(https?|tg|mailto)://?\S+|[\w-]+(\.[\w-]+)+(/\S*)?")


def reply_markup(call: Call) -> Json | None:
    """The call's keyboard, checked; None if there is none."""
    markup = call.data("reply_markup", dict)
    return None if not markup else checked(markup)


def checked(markup: Json) -> Json:
    """Return the keyboard as it is; refuses what Telegram refuses."""
    if "inline_keyboard" in markup:
        _check_rows(markup["inline_keyboard"], "inline keyboard", _check_inline_button)
    elif "keyboard" in markup:
        _check_rows(markup["keyboard"], "keyboard", _check_reply_button)
    elif not (markup.get("remove_keyboard") or markup.get("force_reply")):
        raise bad_request("object expected as reply markup")
    return markup


def inline_keyboard(markup: Json | None) -> Json:
    """The part of a keyboard that Telegram keeps with the message: inline keyboards that are not empty."""
    if markup and any(markup.get("inline_keyboard", ())):
        return {"reply_markup": {"inline_keyboard": markup["inline_keyboard"]}}
    return {}


def _check_rows(rows: Any, name: str, check: Any) -> None:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name.replace(" ", "_")}" of the ReplyMarkup must be an Array of Arrays')
    buttons = [button for row in rows for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        check(button)


def _check_inline_button(button: object) -> None:
    if not isinstance(button, dict) or not str(button.get("text") or "").strip():
        raise bad_request('can\'t parse inline keyboard button: Field "text" must be of type String')
    if not any(action in button for action in _ACTIONS):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button and not _LINK.fullmatch(str(button["url"])):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    if "copy_text" in button and not 1 <= len(str(button["copy_text"].get("text", ""))) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_reply_button(button: object) -> None:
    text = button if isinstance(button, str) else button.get("text") if isinstance(button, dict) else None
    if not text:
        raise bad_request('can\'t parse keyboard button: Field "text" must be of type String')
