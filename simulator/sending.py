"""Everything that people send besides text: documents, photos, stickers, voice, places, polls."""

import base64
import binascii
from collections.abc import Callable

from simulator.actions import write
from simulator.call import Call, Json
from simulator.errors import bad_request
from simulator.files import StoredFile
from simulator.world import World

# One transparent pixel, for photos that nobody chose.
_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def sends(world: World, call: Call) -> Json:
    """Send a `kind` of thing; files take `name`, `content_base64`, `caption` and `media_group_id`."""
    kind = call.text("kind")
    if kind in _WITH_FILE:
        folder, build = _WITH_FILE[kind]
        content: Json = {kind: build(_file(world, call, kind, folder))}
    elif kind in _WITHOUT_FILE:
        content = {kind: _WITHOUT_FILE[kind](call)}
    else:
        raise bad_request(f"kind is one of {', '.join([*_WITH_FILE, *_WITHOUT_FILE])}")
    if call.has("media_group_id"):
        content["media_group_id"] = call.text("media_group_id")
    if call.has("caption"):
        content["caption"] = call.text("caption")
    return write(world, call, content)


def _file(world: World, call: Call, kind: str, folder: str) -> StoredFile:
    try:
        body = base64.b64decode(call.text("content_base64"), validate=True)
    except binascii.Error:
        raise bad_request("content_base64 is not base64") from None
    name = call.text("name", {"photo": "photo.png", "voice": "voice.ogg"}.get(kind, f"{kind}.bin"))
    return world.files.keep(folder, name, body or (_PIXEL if kind == "photo" else b"\0"))


def _sticker(file: StoredFile) -> Json:
    shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    return {**file.ids(), **shape, "emoji": "👍"}


def _poll(call: Call) -> Json:
    return {
        "id": "1",
        "question": call.text("question", "?"),
        "options": [{"text": text, "voter_count": 0, "persistent_id": text} for text in ("1", "2")],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }


_WITH_FILE: dict[str, tuple[str, Callable[[StoredFile], object]]] = {
    "document": ("documents", StoredFile.document),
    "photo": ("photos", StoredFile.photo),
    "sticker": ("stickers", _sticker),
    "voice": ("voice", lambda file: {**file.ids(), "duration": 2, "mime_type": "audio/ogg"}),
    "audio": ("music", lambda file: {**file.ids(), "duration": 2}),
    "video": ("videos", lambda file: {**file.ids(), "duration": 2, "width": 320, "height": 240}),
}
_WITHOUT_FILE: dict[str, Callable[[Call], Json]] = {
    "location": lambda call: {
        "latitude": call.number("latitude", 40.4168),
        "longitude": call.number("longitude", -3.7038),
    },
    "poll": _poll,
    "dice": lambda _: {"emoji": "🎲", "value": 4},
}
