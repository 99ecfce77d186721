"""Sending text, reactions and the typing indicator; what every kind of sent message shares."""

from simulator.call import Call, Json
from simulator.errors import bad_request
from simulator.formatting import message_text
from simulator.keyboards import reply_markup
from simulator.world import Chat, World

_ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)


def send(world: World, call: Call, content: Json) -> Json:
    """Post this content to the call's chat, with its keyboard, reply and thread."""
    chat = world.chat_to_write_to(call.text("chat_id"))
    markup = reply_markup(call)
    return world.post_as_bot(chat, {**content, **_reply(chat, call), **_options(call)}, markup)


def send_message(world: World, call: Call) -> Json:
    """Answer sendMessage."""
    world.chat_to_write_to(call.text("chat_id"))
    content = message_text(call).fields()
    preview = call.data("link_preview_options", dict)
    if preview is None and call.flag("disable_web_page_preview"):
        preview = {"is_disabled": True}
    return send(world, call, {**content, "link_preview_options": preview} if preview else content)


def _reply(chat: Chat, call: Call) -> Json:
    given = Call("", call.data("reply_parameters", dict) or {})
    message_id = given.integer("message_id") or call.integer("reply_to_message_id")
    if not message_id:
        return {}
    if message_id in chat.messages:
        # One level deep, as Telegram nests them.
        original = chat.messages[message_id]
        return {"reply_to_message": {k: v for k, v in original.items() if k != "reply_to_message"}}
    if given.flag("allow_sending_without_reply") or call.flag("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


def _options(call: Call) -> Json:
    options: Json = {}
    if call.flag("protect_content"):
        options["has_protected_content"] = True
    if call.integer("message_thread_id"):
        options |= {"message_thread_id": call.integer("message_thread_id"), "is_topic_message": True}
    return options


def send_chat_action(world: World, call: Call) -> bool:
    """Answer sendChatAction; the page shows it for five seconds or until the next message."""
    chat = world.chat_to_write_to(call.text("chat_id"))
    if call.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.events.add("action", chat.id, action=call.text("action"))
    return True


def set_message_reaction(world: World, call: Call) -> bool:
    """Answer setMessageReaction."""
    chat = world.chat_to_write_to(call.text("chat_id"))
    message_id = call.integer("message_id")
    if message_id not in chat.messages:
        raise bad_request("message to react not found")
    world.events.add("reaction", chat.id, message_id=message_id, reaction=call.data("reaction", list) or [])
    return True


METHODS = {
    "sendMessage": send_message,
    "sendChatAction": send_chat_action,
    "setMessageReaction": set_message_reaction,
}
