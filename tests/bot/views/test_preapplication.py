"""The pre-application's screens at their largest: what Telegram takes in one message."""

import datetime
from html import unescape

import pytest

from bot.operations.knowledge_base import Library
from bot.views.context import ViewContext
from bot.views.preapplication.question import form
from knowledge.content.schema import LONGEST_MESSAGE, Language
from knowledge.form.draft import Draft

GROUP = {
    "consent": "2026-11",
    "kind": "group",
    "group_name": "ñ" * 120,
    "country": "ES",
    "members": [{"name": f"{i} {'m' * 75}", "population": 40_000 + i} for i in range(30)],
    "representative": f"7 {'m' * 75}",
    "problem": "& " * 500,
    "topics": ["social_inclusion", "culture", "urban_rural"],
    "challenge": "<b>" * 500,
    "offer": "o" * 1500,
    "partners": ["US", "BR", "CO"],
    "stakeholders": "not_yet",
    "programmes": ["none"],
    "strategy": "unsure",
    "staff": "unsure",
    "name": "n" * 100,
    "post": "p" * 100,
    "organisation": "o" * 150,
    "email": f"{'e' * 60}@{'d' * 60}.eu",
    "phone": None,
}


def context(library: Library, language: Language, draft: Draft) -> ViewContext:
    return ViewContext(language, library.knowledge_base, datetime.date(2026, 11, 22), draft, 1)


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_longest_review_and_the_longest_list_fit_into_one_message(
    library: Library, language: Language
) -> None:
    topics = [topic.id for topic in library.knowledge_base.content.programme.topics[:3]]
    answers = {**GROUP, "topics": topics}
    review = form(context(library, language, Draft.restored(answers)))
    assert any("send" in button.data.pack() for row in review.rows for button in row if button.data)
    listing = form(context(library, language, Draft.restored(answers, {}, "members")))
    for message in (review, listing):
        assert len(unescape(message.text)) <= LONGEST_MESSAGE
        assert message.text.count("<b>") == message.text.count("</b>")


def test_what_is_typed_is_never_taken_for_markup(library: Library) -> None:
    drawn = form(
        context(library, "en", Draft.restored({**GROUP, "challenge": "<b>bold</b> & <i>"}, {}, "challenge"))
    )
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; &lt;i&gt;" in drawn.text
