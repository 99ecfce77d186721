"""What people do: write, press, share, look up. Each becomes the update that the bot gets."""

import re

from simulator.call import Call, Json
from simulator.errors import bad_request
from simulator.formatting import Formatted, with_found_entities
from simulator.methods.chats import member
from simulator.world import Chat, World

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


def chat_and_user(world: World, call: Call) -> tuple[Chat, Json]:
    """Who acts, and where: in their private chat unless a chat is given."""
    user = world.person(call.text("user") or call.integer("user_id"))
    chat = world.chat(call.integer("chat_id", user["id"]))
    if chat.type == "private" and chat.id != user["id"]:
        raise bad_request("this is somebody else's private chat")
    return chat, user


def says(world: World, call: Call) -> Json:
    """Write a text; optional: more `entities`, `reply_to`, `anonymous` (as the group)."""
    content = Formatted(call.text("text"), tuple(call.data("entities", list) or ()))
    return _written(world, call, with_found_entities(content).fields())


def edits(world: World, call: Call) -> Json:
    """Change the text of an own earlier message, the last one unless `message_id` is given."""
    chat, user = chat_and_user(world, call)
    own = [number for number, message in chat.messages.items() if message["from"]["id"] == user["id"]]
    message_id = call.integer("message_id") or (own[-1] if own else 0)
    if message_id not in own:
        raise bad_request("message to edit not found")
    rest = {key: value for key, value in chat.messages[message_id].items() if key != "entities"}
    content = with_found_entities(Formatted(call.text("text"))).fields()
    message = world.replace(chat, {**rest, **content})
    deliver(world, chat, "edited_message", message)
    return message


def starts(world: World, call: Call) -> Json:
    """Open the bot by its button or by a deep link with a payload; in a group, add it first."""
    payload = call.text("payload")
    if payload and not _PAYLOAD.fullmatch(payload):
        raise bad_request("a deep link carries up to 64 characters of A-Za-z0-9_-")
    chat, user = chat_and_user(world, call)
    command = "/start" if chat.type == "private" else f"/start@{world.profile.username}"
    if chat.bot_status in ("left", "kicked"):
        sets_bot_status(world, chat, user, "member")
    text = with_found_entities(Formatted(f"{command} {payload}".strip())).fields()
    return _written(world, call, text)


def shares_contact(world: World, call: Call) -> Json:
    """Share the own telephone number, as the contact button does."""
    _, user = chat_and_user(world, call)
    contact: Json = {
        "phone_number": call.text("phone_number", f"+3460000{user['id']}"),
        "first_name": user["first_name"],
        "user_id": user["id"],
    }
    if user.get("last_name"):
        contact["last_name"] = user["last_name"]
    return _written(world, call, {"contact": contact})


def blocks(world: World, call: Call) -> Json:
    """Block the bot, or with `blocked` false let it in again."""
    chat, user = chat_and_user(world, call)
    sets_bot_status(world, chat, user, "kicked" if call.flag("blocked", True) else "member")
    return world.chat_json(chat)


def changes_membership(world: World, call: Call) -> Json:
    """Add the bot to a group, make it administrator, remove it: `status` is Telegram's word."""
    chat, user = chat_and_user(world, call)
    if call.text("status") not in ("member", "administrator", "left", "kicked"):
        raise bad_request("status is member, administrator, left or kicked")
    sets_bot_status(world, chat, user, call.text("status"))
    return world.chat_json(chat)


def sets_bot_status(world: World, chat: Chat, user: Json, status: str) -> None:
    """Change the bot's place in a chat and tell it."""
    old, chat.bot_status = chat.bot_status, status
    if chat.type == "private":
        chat.opened = True
    change = {
        "chat": world.chat_json(chat),
        "from": user,
        "date": world.now(),
        "old_chat_member": member(world.profile.user(), old),
        "new_chat_member": member(world.profile.user(), status),
    }
    world.events.add("people")
    world.updates.add("my_chat_member", change)
    if chat.type != "private" and old in ("left", "kicked") and status in ("member", "administrator"):
        message = world.post(chat, user, {"new_chat_members": [world.profile.user()]})
        deliver(world, chat, "message", message)


def tells_of_member(world: World, chat: Chat, user: Json, old: str, new: str) -> None:
    """Tell a bot that is administrator of a group what became of somebody there; others only see who left."""
    if chat.bot_status == "administrator":
        change = {
            "chat": world.chat_json(chat),
            "from": user,
            "date": world.now(),
            "old_chat_member": member(user, old),
            "new_chat_member": member(user, new),
        }
        world.updates.add("chat_member", change)
    elif new == "left" and old != "left":
        message = world.post(chat, user, {"left_chat_member": user})
        deliver(world, chat, "message", message)


def migrates(world: World, call: Call) -> Json:
    """Turn a group into a supergroup with another id; both tell so."""
    old, user = chat_and_user(world, call)
    new_id = min(world.chats) - 1
    new = world.add_group(new_id, old.title, dict(old.members), old.bot_status)
    moved = world.post(old, user, {"migrate_to_chat_id": new_id})
    deliver(world, old, "message", moved)
    arrived = world.post(new, user, {"migrate_from_chat_id": old.id})
    deliver(world, new, "message", arrived)
    old.migrated_to = new_id
    return world.chat_json(new)


def deliver(world: World, chat: Chat, kind: str, message: Json) -> None:
    """Send the bot an update about this message if it would see it there."""
    if chat.bot_status in ("left", "kicked"):
        return
    if chat.type == "private" or not world.privacy_mode or _meant_for_bot(world, message):
        world.updates.add(kind, message)


def write(world: World, call: Call, content: Json, **more: object) -> Json:
    """Post any content in the name of the person of this call, and deliver it."""
    return _written(world, call, {**content, **more})


def _written(world: World, call: Call, content: Json) -> Json:
    chat, user = chat_and_user(world, call)
    if chat.type == "private":
        chat.opened = True
        if chat.bot_status == "kicked":
            sets_bot_status(world, chat, user, "member")
    elif user["id"] not in chat.members:
        raise bad_request("this person is not in that chat")
    if reply_to := call.integer("reply_to"):
        if reply_to not in chat.messages:
            raise bad_request("message to be replied not found")
        content = {"reply_to_message": chat.messages[reply_to], **content}
    sender = user
    if call.flag("anonymous"):
        sender, content = _ANONYMOUS, {"sender_chat": world.chat_json(chat), **content}
    if chat.keyboard and chat.keyboard.get("one_time_keyboard"):
        chat.keyboard = None
        world.events.add("keyboard", chat.id, keyboard=None)
    message = world.post(chat, sender, content)
    deliver(world, chat, "message", message)
    return message


def _meant_for_bot(world: World, message: Json) -> bool:
    text = message.get("text") or message.get("caption") or ""
    reply_to = message.get("reply_to_message", {}).get("from", {}).get("id")
    is_service = "text" not in message and "caption" not in message
    return (
        text.startswith("/")
        or f"@{world.profile.username}" in text
        or reply_to == world.profile.bot_id
        or is_service
    )
