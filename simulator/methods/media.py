"""Documents and photos: sent, in groups, replaced, downloaded."""

from simulator.call import Call, Json
from simulator.errors import bad_request
from simulator.formatting import caption
from simulator.methods.messages import send
from simulator.world import World

_FOLDERS = {"document": "documents", "photo": "photos"}


def send_document(world: World, call: Call) -> Json:
    """Answer sendDocument."""
    world.chat_to_write_to(call.text("chat_id"))
    return send(world, call, _content(world, call, "document", "document"))


def send_photo(world: World, call: Call) -> Json:
    """Answer sendPhoto."""
    world.chat_to_write_to(call.text("chat_id"))
    return send(world, call, _content(world, call, "photo", "photo"))


def send_media_group(world: World, call: Call) -> list[Json]:
    """Answer sendMediaGroup."""
    world.chat_to_write_to(call.text("chat_id"))
    media = call.data("media", list) or []
    if not 2 <= len(media) <= 10:
        raise bad_request("MEDIA_INVALID" if media else "there is no media in the request")
    group = {"media_group_id": str(world.events.sequence + 1)}
    contents = [{**_input_media(world, call, item), **group} for item in media]
    return [send(world, call, content) for content in contents]


def edited_media(world: World, call: Call) -> Json:
    """The content that editMessageMedia puts in place of the old one."""
    media = call.data("media", dict)
    if not media:
        raise bad_request("there is no media in the request")
    return _input_media(world, call, media)


def get_file(world: World, call: Call) -> Json:
    """Answer getFile."""
    if not call.has("file_id"):
        raise bad_request("file_id not specified")
    file = world.files.by_id(call.text("file_id"))
    return {**file.ids(), "file_path": file.path}


def _input_media(world: World, call: Call, item: Json) -> Json:
    kind = item.get("type", "")
    if kind not in _FOLDERS:
        raise bad_request("can't parse InputMedia: type must be non-empty")
    return _content(world, Call(call.method, item, call.files), kind, "media")


def _content(world: World, call: Call, kind: str, parameter: str) -> Json:
    words = caption(call).fields("caption")
    file = world.files.given(call, parameter, _FOLDERS[kind])
    return {kind: file.photo() if kind == "photo" else file.document(), **words}


METHODS = {
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "sendMediaGroup": send_media_group,
    "getFile": get_file,
}
