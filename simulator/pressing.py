"""Buttons pressed and inline look-ups: what people ask and then wait for the bot's answer."""

import asyncio
import contextlib

from simulator.actions import chat_and_user, write
from simulator.call import Call, Json
from simulator.errors import bad_request
from simulator.keyboards import inline_keyboard
from simulator.methods.answers import inline_content
from simulator.queries import Query
from simulator.world import Chat, World


async def presses(world: World, call: Call) -> Json:
    """Press an inline button, found by `data` or `text`, under `message_id` or the last message with it.

    Waits up to `wait` seconds (10) for the bot's answer and returns it. With `forged`, `data` that no button
    has is sent all the same.
    """
    chat, user = chat_and_user(world, call)
    message, data = _button(chat, call)
    query = world.queries.ask(user["id"], chat.id)
    update: Json = {"id": query.id, "from": user, "chat_instance": str(-chat.id * 7919), "data": data}
    inline_id = next(
        (key for key, place in world.inline_messages.items() if place == (chat.id, message["message_id"])), ""
    )
    update |= {"inline_message_id": inline_id} if inline_id else {"message": message}
    sent = world.updates.add("callback_query", update)
    return {"query_id": query.id, "update_id": sent["update_id"], **await _answer(query, call)}


async def looks_up(world: World, call: Call) -> Json:
    """Type `@bot query` somewhere; returns the bot's results once it answered (`wait` seconds, 10)."""
    user = world.person(call.text("user") or call.integer("user_id"))
    query = world.queries.ask(user["id"], None)
    world.updates.add(
        "inline_query",
        {
            "id": query.id,
            "from": user,
            "query": call.text("query"),
            "offset": call.text("offset"),
            "chat_type": call.text("chat_type", "sender"),
        },
    )
    query.content = {"query": call.text("query")}
    return {"query_id": query.id, **await _answer(query, call)}


def chooses(world: World, call: Call) -> Json:
    """Send one of the results (`result_id`) of a look-up (`query_id`) to a chat."""
    chat, user = chat_and_user(world, call)
    query = world.queries.find(call.text("query_id"))
    results = (query.answer or {}).get("results", []) if query else []
    result = next((each for each in results if str(each["id"]) == call.text("result_id")), None)
    if query is None or result is None:
        raise bad_request("there is no such result")
    chosen: Json = {"result_id": str(result["id"]), "from": user, "query": query.content["query"]}
    markup = inline_keyboard(result.get("reply_markup"))
    message = write(world, call, {**inline_content(result), "via_bot": world.profile.user(), **markup})
    if markup:
        chosen["inline_message_id"] = f"SIM{query.id}"
        world.inline_messages[f"SIM{query.id}"] = (chat.id, message["message_id"])
    world.updates.add("chosen_inline_result", chosen)
    return message


def _button(chat: Chat, call: Call) -> tuple[Json, str]:
    wanted = call.integer("message_id")
    for number, message in reversed(chat.messages.items()):
        if wanted in (0, number):
            for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
                for button in row:
                    if "callback_data" in button and _matches(button, call):
                        return message, button["callback_data"]
            if wanted and call.flag("forged"):
                return message, call.text("data")
    raise bad_request("there is no such button")


def _matches(button: Json, call: Call) -> bool:
    if call.has("data"):
        return bool(button["callback_data"] == call.text("data"))
    return call.has("text") and call.text("text").casefold() in button["text"].casefold()


async def _answer(query: Query, call: Call) -> Json:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(query.answered.wait(), call.number("wait", 10))
    return {"answered": query.answer is not None, **(query.answer or {})}
