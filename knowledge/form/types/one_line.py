"""Kinds whose answer is one value read from one line; a likely typing mistake is asked about."""

import re

from knowledge.form.replies.pointing import pointed_at
from knowledge.form.replies.results import Accepted, Doubtful, ParsedReply, Rejected
from knowledge.form.steps import Step, tag
from knowledge.form.types.base import Asked, ButtonRows, Phrase, QuestionType, ReplyButton

DIGIT = re.compile(r"\d")


class OneLine(QuestionType):
    """Reads a line as a value, as doubtful, or as rejected."""

    def parse(self, asked: Asked, text: str) -> ParsedReply:
        """Read a line."""
        raise NotImplementedError

    def read(self, asked: Asked, text: str) -> Step:
        """Store the value, ask about a doubtful one, or say why the line is rejected."""
        reply = self.parse(asked, text)
        settled = settle_doubt(asked, text, reply)
        if settled is not None:
            return settled
        if isinstance(reply, Rejected):
            return Step(asked.draft, reply)
        if isinstance(reply, Doubtful):
            return asked.keep_partial({"typed": reply.value, "meant": reply.meant})
        return asked.answer(reply.value)

    def tap(self, asked: Asked, code: str) -> Step:
        """Store what was probably meant, or what was typed."""
        for which in ("meant", "typed"):
            if which in asked.pending and code == which + tag(asked.pending[which]):
                return asked.answer(asked.pending[which])
        return super().tap(asked, code)

    def buttons(self, asked: Asked) -> ButtonRows:
        """What was probably meant, and what was typed, where a line is in doubt."""
        if "meant" not in asked.pending:
            return ()
        meant, typed = asked.pending["meant"], asked.pending["typed"]
        first = ReplyButton(f"meant{tag(meant)}", Phrase("value", {"value": self.shown(meant)}))
        return (
            (first,),
            (ReplyButton(f"typed{tag(typed)}", Phrase("keep_typed", {"typed": self.shown(typed)})),),
        )

    def notes(self, asked: Asked) -> tuple[Phrase, ...]:
        """Ask whether it was meant."""
        meant = asked.pending.get("meant")
        return (Phrase("did_you_mean", {"meant": self.shown(meant)}),) if meant is not None else ()

    def shown(self, value: str | int) -> str | int:
        """A value in doubt as people write it."""
        return value


def settle_doubt(asked: Asked, text: str, reply: ParsedReply) -> Step | None:
    """Settle a doubt by a yes or no, "the second", or the same line typed again; None for other lines."""
    if "meant" not in asked.pending or isinstance(reply, Accepted):
        return None
    pointed = None if DIGIT.search(text) else pointed_at(text, asked.sources.meanings.words, 2)
    if pointed in (1, 2):
        return asked.answer(asked.pending["meant" if pointed == 1 else "typed"])
    insists = isinstance(reply, Doubtful) and reply.value == asked.pending["typed"]
    agreed = False if insists else asked.sources.meanings.agrees(text)
    if agreed is None:
        return None
    return asked.answer(asked.pending["meant" if agreed else "typed"])
