"""Copying and forwarding messages from one chat to another."""

from simulator.call import Call, Json
from simulator.errors import bad_request
from simulator.formatting import caption
from simulator.methods.messages import send
from simulator.world import World

_SERVICE = ("message_id", "from", "chat", "date", "edit_date", "reply_markup", "reply_to_message", "via_bot")


def copy_message(world: World, call: Call) -> Json:
    """Answer copyMessage; a new caption replaces the old one."""
    content = _content(_source(world, call, "message to copy not found"))
    if call.has("caption"):
        content = {**content, **caption(call).fields("caption")}
    return {"message_id": send(world, call, content)["message_id"]}


def forward_message(world: World, call: Call) -> Json:
    """Answer forwardMessage."""
    source = _source(world, call, "message to forward not found")
    origin = {"type": "user", "sender_user": source["from"], "date": source["date"]}
    return send(world, call, {**_content(source), "forward_origin": origin})


def _source(world: World, call: Call, missing: str) -> Json:
    message = world.chat(call.text("from_chat_id")).messages.get(call.integer("message_id"))
    if message is None:
        raise bad_request(missing)
    return message


def _content(message: Json) -> Json:
    return {key: value for key, value in message.items() if key not in _SERVICE}


METHODS = {"copyMessage": copy_message, "forwardMessage": forward_message}
