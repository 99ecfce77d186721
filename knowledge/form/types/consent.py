"""Consent to the version of the text on the screen; the version is stored, so that a new text asks again."""

import re

from knowledge.content.schema import Language
from knowledge.form.draft import Value
from knowledge.form.replies.results import Accepted, ParsedReply, rejected
from knowledge.form.replies.wishes import looks_like_question
from knowledge.form.steps import Step
from knowledge.form.types.base import Asked, ButtonRows, Phrase, ReplyButton
from knowledge.form.types.one_line import OneLine

BETWEEN = re.compile(r"[,.;:!\n]|\s[-–—]\s")
SAME_WORDS = 1.0
"""The likeness of a line that has the words of an example."""


class ConsentQuestion(OneLine):
    """Yes, or nothing is stored."""

    name = "consent"
    comes_first = True
    in_progress_count = False
    in_review = False
    shows_stored_answer = False
    must_say_why = False

    def parse(self, asked: Asked, text: str) -> ParsedReply:
        """Read a yes or a no; a line that opens or ends with a clear yes, without a no, is a yes too."""
        meanings = asked.sources.meanings
        agreed = meanings.agrees(text)
        if agreed is None and not looks_like_question(text, meanings.words):
            parts = [meanings.agrees(part) for part in BETWEEN.split(text) if part.strip()]
            said = next((part for part in (*parts[:1], *parts[-1:]) if part is not None), None)
            agreed = None if said is None or (not said) in parts else said
        return rejected("consent") if agreed is None else Accepted(agreed)

    def wish(self, asked: Asked, text: str) -> str | None:
        """Name the wish of a line; yes and no are answers here, and whoever refuses learns why consent is needed."""
        if asked.sources.meanings.is_best_match("refuse", text, SAME_WORDS):
            return "refuse"
        return None if asked.sources.meanings.agrees(text) is not None else super().wish(asked, text)

    def read(self, asked: Asked, text: str) -> Step:
        """Store the version that was agreed to; a no is handed on."""
        reply = self.parse(asked, text)
        if not isinstance(reply, Accepted):
            return super().read(asked, text)
        return self.tap(asked, "yes" if reply.value else "no")

    def tap(self, asked: Asked, code: str) -> Step:
        """Store the version that was agreed to; a no is handed on."""
        if code != "yes":
            return asked.refuse("consent_declined")
        return asked.answer(asked.sources.questionnaire.consent_version)

    def is_valid(self, asked: Asked, value: Value) -> bool:
        """Consent to the present version."""
        return bool(value == asked.sources.questionnaire.consent_version)

    def buttons(self, asked: Asked) -> ButtonRows:  # noqa: ARG002
        """Yes and no."""
        return ((ReplyButton("yes", Phrase("agree")), ReplyButton("no", Phrase("disagree"))),)

    def worded(self, asked: Asked, value: Value, language: Language) -> Phrase:  # noqa: ARG002
        """That it was given."""
        return Phrase("agreed")
