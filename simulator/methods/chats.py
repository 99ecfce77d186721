"""Chats and their members, as far as a bot asks."""

from simulator.call import Call, Json
from simulator.errors import bad_request
from simulator.world import Chat, World


def get_chat(world: World, call: Call) -> Json:
    """Answer getChat."""
    chat = _readable(world, call)
    return {**world.chat_json(chat), "accent_color_id": 0, "max_reaction_count": 11}


def get_chat_member(world: World, call: Call) -> Json:
    """Answer getChatMember."""
    chat, user_id = _readable(world, call), call.integer("user_id")
    if user_id == world.profile.bot_id:
        return member(world.profile.user(), chat.bot_status)
    return member(world.user(user_id), _status(chat, user_id))


def get_chat_administrators(world: World, call: Call) -> list[Json]:
    """Answer getChatAdministrators."""
    chat = _readable(world, call)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    found = [
        member(world.user(user_id), status)
        for user_id, status in chat.members.items()
        if status in ("creator", "administrator")
    ]
    return (
        [*found, member(world.profile.user(), chat.bot_status)]
        if chat.bot_status == "administrator"
        else found
    )


def get_chat_member_count(world: World, call: Call) -> int:
    """Answer getChatMemberCount."""
    chat = _readable(world, call)
    return 2 if chat.type == "private" else len(chat.members) + 1


def leave_chat(world: World, call: Call) -> bool:
    """Answer leaveChat."""
    chat = world.chat_to_write_to(call.text("chat_id"))
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    world.events.add("people")
    return True


def create_forum_topic(world: World, call: Call) -> Json:
    """Answer createForumTopic."""
    chat = world.chat_to_write_to(call.text("chat_id"))
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    if not 1 <= len(call.text("name")) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY")
    topic = {"name": call.text("name"), "icon_color": call.integer("icon_color", 7322096)}
    message = world.post(chat, world.profile.user(), {"forum_topic_created": topic})
    return {"message_thread_id": message["message_id"], **topic}


def member(user: Json, status: str) -> Json:
    """A ChatMember, with every field that its status asks for."""
    result: Json = {"user": user, "status": status}
    if status == "administrator":
        rights = (
            "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats "
            "can_restrict_members can_promote_members can_change_info can_invite_users can_post_stories "
            "can_edit_stories can_delete_stories"
        )
        result |= dict.fromkeys(rights.split(), False)
    elif status == "creator":
        result["is_anonymous"] = False
    elif status == "kicked":
        result["until_date"] = 0
    return result


def _readable(world: World, call: Call) -> Chat:
    chat = world.chat(call.text("chat_id"))
    if chat.type != "private":
        return world.chat_to_write_to(call.text("chat_id"))
    if not chat.opened:
        raise bad_request("chat not found")
    return chat


def _status(chat: Chat, user_id: int) -> str:
    if chat.type == "private":
        return "member" if user_id == chat.id else "left"
    return chat.members.get(user_id, "left")


METHODS = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "createForumTopic": create_forum_topic,
}
