"""Changing and deleting messages that were sent."""

from simulator.call import Call, Json
from simulator.errors import bad_request
from simulator.formatting import caption, message_text
from simulator.keyboards import inline_keyboard, reply_markup
from simulator.methods.media import edited_media
from simulator.world import Chat, World

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_COMPARED = ("text", "entities", "caption", "caption_entities", "reply_markup", "document", "photo")


def edit_message_text(world: World, call: Call) -> Json | bool:
    """Answer editMessageText; without a keyboard the old one goes."""
    chat, message = _to_edit(world, call)
    content = message_text(call).fields()
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    if preview := call.data("link_preview_options", dict):
        content["link_preview_options"] = preview
    rest = _without(message, "text", "entities", "reply_markup", "link_preview_options")
    return _edited(world, call, chat, message, {**rest, **content})


def edit_message_caption(world: World, call: Call) -> Json | bool:
    """Answer editMessageCaption."""
    chat, message = _to_edit(world, call)
    if "text" in message:
        raise bad_request("there is no caption in the message to edit")
    rest = _without(message, "caption", "caption_entities", "reply_markup")
    return _edited(world, call, chat, message, {**rest, **caption(call).fields("caption")})


def edit_message_media(world: World, call: Call) -> Json | bool:
    """Answer editMessageMedia."""
    chat, message = _to_edit(world, call)
    rest = _without(
        message, "text", "entities", "document", "photo", "caption", "caption_entities", "reply_markup"
    )
    return _edited(world, call, chat, message, {**rest, **edited_media(world, call)})


def edit_message_reply_markup(world: World, call: Call) -> Json | bool:
    """Answer editMessageReplyMarkup; without one the keyboard goes."""
    chat, message = _to_edit(world, call)
    return _edited(world, call, chat, message, _without(message, "reply_markup"))


def delete_message(world: World, call: Call) -> bool:
    """Answer deleteMessage."""
    chat = world.chat_to_write_to(call.text("chat_id"))
    message_id = call.integer("message_id")
    if message_id not in chat.messages:
        raise bad_request("message to delete not found")
    world.delete(chat, message_id)
    return True


def delete_messages(world: World, call: Call) -> bool:
    """Answer deleteMessages; passes over those that are not there."""
    chat = world.chat_to_write_to(call.text("chat_id"))
    for message_id in call.data("message_ids", list) or []:
        if int(message_id) in chat.messages:
            world.delete(chat, int(message_id))
    return True


def _to_edit(world: World, call: Call) -> tuple[Chat, Json]:
    if inline_id := call.text("inline_message_id"):
        if inline_id not in world.inline_messages:
            raise bad_request("MESSAGE_ID_INVALID")
        chat_id, message_id = world.inline_messages[inline_id]
        chat = world.chat(chat_id)
        return chat, chat.messages[message_id]
    chat = world.chat_to_write_to(call.text("chat_id"))
    message = chat.messages.get(call.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.profile.bot_id:
        raise bad_request("message can't be edited")
    return chat, message


def _without(message: Json, *keys: str) -> Json:
    return {key: value for key, value in message.items() if key not in keys}


def _edited(world: World, call: Call, chat: Chat, old: Json, content: Json) -> Json | bool:
    markup = reply_markup(call)
    if markup and "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    new = {**content, **inline_keyboard(markup)}
    if all(old.get(key) == new.get(key) for key in _COMPARED):
        raise bad_request(_NOT_MODIFIED)
    message = world.replace(chat, new)
    return True if call.has("inline_message_id") else message


METHODS = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageMedia": edit_message_media,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
}
