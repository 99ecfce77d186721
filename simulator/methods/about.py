"""What the bot says about itself: getMe, commands, names, descriptions, menu button."""

from collections.abc import Callable

from simulator.call import Call, Json
from simulator.world import World


def get_me(world: World, _: Call) -> Json:
    """Answer getMe."""
    return {
        **world.profile.user(),
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy_mode,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def _setter(kind: str) -> Callable[[World, Call], object]:
    return lambda world, call: world.profile.set_words(kind, call)


def _getter(kind: str) -> Callable[[World, Call], object]:
    return lambda world, call: {kind: world.profile.words(kind, call.text("language_code"))}


def get_chat_menu_button(world: World, call: Call) -> Json:
    """Answer getChatMenuButton."""
    return world.profile.menu_button(call.integer("chat_id") or None)


METHODS: dict[str, Callable[[World, Call], object]] = {
    "getMe": get_me,
    "setMyCommands": lambda world, call: world.profile.set_commands(call),
    "getMyCommands": lambda world, call: world.profile.commands(call),
    "deleteMyCommands": lambda world, call: world.profile.delete_commands(call),
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": lambda world, call: world.profile.set_menu_button(call),
    "getChatMenuButton": get_chat_menu_button,
}
