"""Answers to pressed buttons and to inline look-ups."""

import re

from simulator.call import Call, Json
from simulator.errors import bad_request
from simulator.formatting import message_text
from simulator.keyboards import checked
from simulator.world import World

_START = re.compile(r"[A-Za-z0-9_-]{1,64}")
MOST_RESULTS = 50


def answer_callback_query(world: World, call: Call) -> bool:
    """Answer answerCallbackQuery; refuses texts over 200 characters."""
    if len(call.text("text")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": call.text("text"), "show_alert": call.flag("show_alert"), "url": call.text("url")}
    query = world.queries.answer(call.text("callback_query_id"), answer)
    world.events.add("toast", query.chat_id, user_id=query.user_id, **answer)
    return True


def answer_inline_query(world: World, call: Call) -> bool:
    """Answer answerInlineQuery."""
    results = call.data("results", list) or []
    if len(results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    ids = [str(result.get("id", "")) for result in results]
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    for result in results:
        _check_result(result)
    button = call.data("button", dict)
    if button and "start_parameter" in button and not _START.fullmatch(str(button["start_parameter"])):
        raise bad_request("START_PARAM_INVALID")
    answer = {
        "results": results,
        "button": button,
        "next_offset": call.text("next_offset"),
        "cache_time": call.integer("cache_time", 300),
        "is_personal": call.flag("is_personal"),
    }
    world.queries.answer(call.text("inline_query_id"), answer)
    return True


def inline_content(result: Json) -> Json:
    """The message that a chosen result becomes: text of an article, or the caption of something cached."""
    content = result.get("input_message_content") or {}
    source = (
        content
        if "message_text" in content
        else {"message_text": result.get("caption") or result.get("title")}
    )
    return message_text(Call("", {**source, "text": source["message_text"]})).fields()


def _check_result(result: Json) -> None:
    if not 1 <= len(str(result.get("id", "")).encode()) <= 64:
        raise bad_request("RESULT_ID_INVALID")
    if result.get("type") == "article":
        if not result.get("title"):
            raise bad_request('can\'t parse InlineQueryResult: Field "title" must be of type String')
        if "message_text" not in (result.get("input_message_content") or {}):
            raise bad_request("can't parse inline query result: Message content is empty")
        inline_content(result)
    if markup := result.get("reply_markup"):
        checked(markup)


METHODS = {"answerCallbackQuery": answer_callback_query, "answerInlineQuery": answer_inline_query}
