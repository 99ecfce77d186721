"""The control API under /sim/: what the page and the tests do to the simulated Telegram."""

from collections.abc import Callable, Mapping

from simulator import actions, pressing, sending
from simulator.call import Call, Json
from simulator.errors import bad_request
from simulator.methods.receiving import get_webhook_info
from simulator.world import Chat, World

Action = Callable[[World, Call], object]


def state(world: World, _: Call) -> Json:
    """Everything that the page needs when it opens."""
    return {
        "seq": world.events.sequence,
        "bot": world.profile.user(),
        "people": world.people,
        "chats": [_chat(world, chat) for chat in world.chats.values()],
        "settings": settings(world),
        "faults": world.faults.listed(),
        "pending_updates": len(world.updates),
        "webhook": get_webhook_info(world, Call("", {})),
    }


def messages(world: World, call: Call) -> Json:
    """The messages of `chat_id`, oldest first, its reply keyboard, and the number of the last event."""
    chat = world.chat(call.text("chat_id"))
    return {
        "seq": world.events.sequence,
        "chat": _chat(world, chat),
        "keyboard": chat.keyboard,
        "messages": list(chat.messages.values()),
    }


async def events(world: World, call: Call) -> Json:
    """What happened after `since`, waiting up to `timeout` seconds (0); `chat_id` leaves other chats out."""
    chat_id = call.integer("chat_id") or None
    found = await world.events.wait(call.integer("since"), chat_id, min(call.number("timeout", 0), 60))
    return {"seq": found[-1]["seq"] if found else call.integer("since"), "events": found}


def person(world: World, call: Call) -> Json:
    """One person by key or id, as Telegram shows them to the bot."""
    return world.person(call.text("user"))


def commands(world: World, call: Call) -> list[Json]:
    """The commands that this person sees in this chat."""
    chat, user = actions.chat_and_user(world, call)
    administrator = chat.members.get(user["id"]) in ("creator", "administrator")
    return world.profile.commands_seen_by(user, chat.id, chat.type == "private", administrator)


def about(world: World, call: Call) -> Json:
    """Name and descriptions of the bot in the language of this person."""
    user = world.person(call.text("user") or call.integer("user_id"))
    language = str(user.get("language_code") or "")[:2]
    kinds = ("name", "description", "short_description")
    return {kind: world.profile.words(kind, language) for kind in kinds}


def add_person(world: World, call: Call) -> Json:
    """Add somebody: `key`; optional id, first_name, last_name, username, language_code, is_bot."""
    key = call.text("key")
    if not key or key in world.people:
        raise bad_request("a new person needs a key that nobody has")
    user: Json = {
        "id": call.integer("id") or world.next_person_id(),
        "is_bot": call.flag("is_bot"),
        "first_name": call.text("first_name", key),
    }
    user |= {name: call.text(name) for name in ("last_name", "username", "language_code") if call.has(name)}
    return world.add_person(key, user)


def add_group(world: World, call: Call) -> Json:
    """Make a group: `title`, `members` (the first owns it), `bot` its status, `forum`, `type`, `chat_id`."""
    people = [world.person(key) for key in call.data("members", list) or ["officer_en"]]
    members = {user["id"]: "creator" if user is people[0] else "member" for user in people}
    chat_id = call.integer("chat_id") or min(world.chats) - 1
    chat = world.add_group(chat_id, call.text("title", "Group"), members, call.text("bot", "member"))
    chat.type = call.text("type", "supergroup")
    chat.forum = call.flag("forum")
    return _chat(world, chat)


def add_member(world: World, call: Call) -> Json:
    """Put a person into a group, or change their `status` there ("left" takes them out)."""
    user, chat = world.person(call.text("user")), world.chat(call.text("chat_id"))
    old, new = chat.members.get(user["id"], "left"), call.text("status", "member")
    if new == "left":
        chat.members.pop(user["id"], None)
    else:
        chat.members[user["id"]] = new
    world.events.add("people")
    actions.tells_of_member(world, chat, user, old, new)
    return _chat(world, chat)


def inject(world: World, call: Call) -> Json:
    """Queue a raw `update` for the bot; without an update_id it gets the next."""
    update = call.data("update", dict)
    if not update:
        raise bad_request("update is missing")
    return world.updates.inject(update)


def repeat(world: World, call: Call) -> Json:
    """Send an earlier update again: `update_id`, or the last one."""
    update = world.updates.repeat(call.integer("update_id") or None)
    if update is None:
        raise bad_request("no such update is remembered")
    return update


def plan_fault(world: World, call: Call) -> Json:
    """Make the next `count` calls of `method` fail: see faults.py for the fields."""
    fault = world.faults.add(call)
    world.events.add("faults", faults=world.faults.listed())
    return vars(fault)


def clear_faults(world: World, _: Call) -> list[Json]:
    """Let every call go well again."""
    world.faults.waiting.clear()
    world.events.add("faults", faults=[])
    return []


def settings(world: World, call: Call | None = None) -> Json:
    """Change latency_ms, privacy_mode, enforce_rates, query_seconds; return them all, and how many calls wait."""
    if call:
        world.latency.change(call.number("latency_ms", world.latency.seconds * 1000) / 1000)
        world.privacy_mode = call.flag("privacy_mode", world.privacy_mode)
        world.rates.enforced = call.flag("enforce_rates", world.rates.enforced)
        world.queries.seconds = call.number("query_seconds", world.queries.seconds)
    return {
        "latency_ms": world.latency.seconds * 1000,
        "waiting_calls": world.latency.waiting,
        "privacy_mode": world.privacy_mode,
        "enforce_rates": world.rates.enforced,
        "query_seconds": world.queries.seconds,
    }


def _chat(world: World, chat: Chat) -> Json:
    more = {
        "bot": chat.bot_status,
        "opened": chat.opened,
        "members": chat.members,
        "migrated_to": chat.migrated_to,
    }
    return {**world.chat_json(chat), **more}


# Read with GET /sim/<name>?…
READING: Mapping[str, Action] = {
    "state": state,
    "messages": messages,
    "person": person,
    "events": events,
    "commands": commands,
    "about": about,
    "calls": lambda world, _: list(world.calls),
    "faults": lambda world, _: world.faults.listed(),
}
# Done with POST /sim/<name> and a JSON object.
DOING: Mapping[str, Action] = {
    "say": actions.says,
    "edit": actions.edits,
    "start": actions.starts,
    "contact": actions.shares_contact,
    "send": sending.sends,
    "press": pressing.presses,
    "inline": pressing.looks_up,
    "choose": pressing.chooses,
    "block": actions.blocks,
    "membership": actions.changes_membership,
    "migrate": actions.migrates,
    "people": add_person,
    "groups": add_group,
    "members": add_member,
    "update": inject,
    "repeat": repeat,
    "fail": plan_fault,
    "heal": clear_faults,
    "settings": settings,
}
