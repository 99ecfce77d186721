"""Text with formatting: Telegram's HTML, and the entities that Telegram finds by itself.

Offsets and lengths are UTF-16 code units, as in the Bot API. Markdown is not understood.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from simulator.call import Call
from simulator.errors import ApiError, bad_request

Entity = dict[str, Any]

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
}
_ATTRIBUTE = r"""\s+([a-zA-Z-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?"""
_TOKEN = re.compile(
    rf"""<(?P<end>/?)(?P<tag>[a-zA-Z0-9-]*)(?P<attributes>(?:{_ATTRIBUTE})*)\s*>"""
    r"""|(?P<broken><[^\s<>]*)|(?P<named>&(?:\#x[0-9a-fA-F]{1,6}|\#[0-9]{1,7}|lt|gt|amp|quot);)"""
)
_FOUND = re.compile(
    r"(?P<url>(?:https?://|(?<![\w@.])www\.)[^\s<>\"]*[^\s<>\".,;:!?)\]'»])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<mention>(?<![\w@/])@[A-Za-z]\w{3,31})"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/]))"
    r"|(?P<hashtag>(?<!\w)\#[^\W\d]\w*)"
)


@dataclass(frozen=True)
class Formatted:
    """Text as it is shown, and its entities by offset."""

    text: str
    entities: tuple[Entity, ...] = ()

    def fields(self, prefix: str = "") -> dict[str, object]:
        """The fields of a message: text and entities, or with a prefix caption and caption_entities."""
        if prefix:
            content: dict[str, object] = {"caption": self.text} if self.text else {}
            key = "caption_entities"
        else:
            content, key = {"text": self.text}, "entities"
        return {**content, key: list(self.entities)} if self.entities else content


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def message_text(call: Call) -> Formatted:
    """The text of a message; refuses empty and too long ones."""
    formatted = _given(call, "text", "entities")
    if not formatted.text:
        raise bad_request("message text is empty")
    if utf16_length(formatted.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return formatted


def caption(call: Call) -> Formatted:
    """The caption of a document or photo, possibly empty; refuses too long ones."""
    formatted = _given(call, "caption", "caption_entities")
    if utf16_length(formatted.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return formatted


def _given(call: Call, name: str, entities_name: str) -> Formatted:
    mode = call.text("parse_mode").lower()
    if mode == "html":
        return with_found_entities(_stripped(parse_html(call.text(name))))
    if mode:
        raise bad_request("unsupported parse_mode")
    entities = call.data(entities_name, list) or []
    return with_found_entities(_stripped(Formatted(call.text(name), tuple(entities))))


@dataclass
class _Reader:
    """The HTML read so far: text, finished entities, tags still open."""

    source: str
    text: list[str] = field(default_factory=list)
    length: int = 0
    entities: list[Entity] = field(default_factory=list)
    open: list[tuple[str, Entity]] = field(default_factory=list)

    def write(self, text: str) -> None:
        self.text.append(text)
        self.length += utf16_length(text)

    def start(self, match: re.Match[str]) -> None:
        tag = match["tag"].lower()
        attributes = {
            name.lower(): value.strip("\"'") for name, value in re.findall(_ATTRIBUTE, match["attributes"])
        }
        kind = _TAGS.get(tag)
        if tag == "span" and attributes.get("class") == "tg-spoiler":
            kind = "spoiler"
        if kind is None:
            raise self.error(f'Unsupported start tag "{tag}"', match)
        entity: Entity = {"type": kind, "offset": self.length}
        if tag == "blockquote" and "expandable" in attributes:
            entity["type"] = "expandable_blockquote"
        if tag == "a":
            entity["url"] = html.unescape(attributes.get("href", ""))
        self.open.append((tag, entity))

    def end(self, match: re.Match[str]) -> None:
        if not self.open:
            raise self.error("Unexpected end tag", match)
        tag, entity = self.open.pop()
        if match["tag"].lower() not in ("", tag):
            found = match["tag"].lower()
            raise self.error("Unmatched end tag", match, f', expected "</{tag}>", found "</{found}>"')
        entity["length"] = self.length - entity["offset"]
        if entity["length"] and entity.get("url", "-"):
            self.entities.append(entity)

    def error(self, text: str, match: re.Match[str], after: str = "") -> ApiError:
        offset = len(self.source[: match.start()].encode("utf-8", "surrogatepass"))
        return bad_request(f"can't parse entities: {text} at byte offset {offset}{after}")


def parse_html(source: str) -> Formatted:
    """Read Telegram's HTML; refuses what Telegram refuses, with the byte offset."""
    reader, position = _Reader(source), 0
    for match in _TOKEN.finditer(source):
        reader.write(source[position : match.start()])
        position = match.end()
        if match["named"]:
            reader.write(html.unescape(match["named"]))
        elif match["broken"]:
            raise reader.error(f'Unsupported start tag "{match["broken"][1:]}"', match)
        elif match["end"]:
            reader.end(match)
        else:
            reader.start(match)
    reader.write(source[position:])
    if reader.open:
        tag = reader.open[-1][0]
        raise bad_request(f"can't parse entities: Can't find end tag corresponding to start tag \"{tag}\"")
    return Formatted("".join(reader.text), _ordered(reader.entities))


def _stripped(formatted: Formatted) -> Formatted:
    """Without white space at both ends, as Telegram stores it."""
    text = formatted.text.lstrip()
    cut = utf16_length(formatted.text) - utf16_length(text)
    text = text.rstrip()
    end = utf16_length(text)
    kept = []
    for entity in formatted.entities:
        first = max(entity["offset"] - cut, 0)
        last = min(entity["offset"] - cut + entity["length"], end)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return Formatted(text, tuple(kept))


def with_found_entities(formatted: Formatted) -> Formatted:
    """Add the links, commands, mentions and hashtags that Telegram finds in plain text."""
    found = []
    for match in _FOUND.finditer(formatted.text):
        offset, length = utf16_length(formatted.text[: match.start()]), utf16_length(match.group())
        if not _overlaps_code_or_link(formatted.entities, offset, length):
            found.append({"type": match.lastgroup, "offset": offset, "length": length})
    return Formatted(formatted.text, _ordered([*formatted.entities, *found]))


def _overlaps_code_or_link(entities: Sequence[Entity], offset: int, length: int) -> bool:
    return any(
        entity["type"] in {"code", "pre", "text_link", "bot_command", "mention", "url", "email"}
        and entity["offset"] < offset + length
        and offset < entity["offset"] + entity["length"]
        for entity in entities
    )


def _ordered(entities: Sequence[Entity]) -> tuple[Entity, ...]:
    return tuple(sorted(entities, key=lambda entity: (entity["offset"], -entity["length"])))
