"""Telegram's HTML and the entities that Telegram finds by itself, with offsets in UTF-16 units."""

import pytest

from simulator.call import Call
from simulator.formatting import Formatted, message_text, with_found_entities

Found = list[tuple[str, int, int]]


def entities(formatted: Formatted) -> Found:
    return [(each["type"], each["offset"], each["length"]) for each in formatted.entities]


@pytest.mark.parametrize(
    ("html", "text", "found"),
    [
        ("🏙 <b>City</b>", "🏙 City", [("bold", 3, 4)]),
        ("<b>a <i>b</i></b>", "a b", [("bold", 0, 3), ("italic", 2, 1)]),
        ("<u>u</u><s>s</s>", "us", [("underline", 0, 1), ("strikethrough", 1, 1)]),
        ("<pre>x &lt; y</pre>", "x < y", [("pre", 0, 5)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("<tg-spoiler>s</tg-spoiler>", "s", [("spoiler", 0, 1)]),
        ("  <b> padded </b>\n", "padded", [("bold", 0, 6)]),
        ("<a>no address</a> <b></b>.", "no address .", []),
        ("<code>/start</code>", "/start", [("code", 0, 6)]),
    ],
)
def test_html_becomes_text_and_entities(html: str, text: str, found: Found) -> None:
    formatted = message_text(Call("", {"text": html, "parse_mode": "HTML"}))
    assert formatted.text == text
    assert entities(formatted) == found


def test_a_link_keeps_its_address_with_the_escapes_read() -> None:
    formatted = message_text(
        Call("", {"text": '<a href="https://x.eu/?a=1&amp;b=2">x</a>', "parse_mode": "html"})
    )
    assert formatted.entities == (
        {"type": "text_link", "offset": 0, "url": "https://x.eu/?a=1&b=2", "length": 1},
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start now", [("bot_command", 0, 6)]),
        ("/start@AssistantBot x", [("bot_command", 0, 19)]),
        ("@AssistantBot plazo", [("mention", 0, 13)]),
        ("see https://iuc.eu/a?b=c, or www.iuc.eu.", [("url", 4, 20), ("url", 29, 10)]),
        ("write to a.b@iuc-europe.eu.", [("email", 9, 17)]),
        ("and/or 1/2 a@b", []),
        ("🏙🏙 #cities", [("hashtag", 5, 7)]),
    ],
)
def test_what_telegram_marks_by_itself(text: str, found: Found) -> None:
    assert entities(with_found_entities(Formatted(text))) == found
