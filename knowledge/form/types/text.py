"""Free text, kept as it was typed; a line that was answered as a question can be made the answer by one tap."""

from knowledge.form.draft import Value
from knowledge.form.replies import Accepted, Reply, parse_text
from knowledge.form.steps import Step, tag
from knowledge.form.types.base import Asked, Choice, Phrase, Rows
from knowledge.form.types.one_line import OneLine

LONGEST = 1000
"""Characters of an answer to a question that says nothing of it."""


class FreeText(OneLine):
    """Words of the applicant's own."""

    name = "text"
    free_text = True

    def parse(self, asked: Asked, text: str) -> Reply:
        """Take it as it is, if there is room for it."""
        return parse_text(text, asked.question.max_length or LONGEST)

    def tap(self, asked: Asked, code: str) -> Step:
        """Take the line that was answered as a question for the answer."""
        line = asked.pending.get("aside")
        if line is None or code != f"aside{tag(line)}":
            return asked.refuse("old_button")
        return asked.answer(line)

    def keep_aside(self, asked: Asked, text: str) -> Step:
        """Keep a line that is answered as a question, so that one tap makes it the answer after all."""
        reply = self.parse(asked, text)
        return asked.wait({"aside": reply.value}) if isinstance(reply, Accepted) else Step(asked.draft)

    def buttons(self, asked: Asked) -> Rows:
        """The line that was answered as a question."""
        line = asked.pending.get("aside")
        if line is None:
            return ()
        return ((Choice(f"aside{tag(line)}", Phrase("my_answer_is", {"text": line})),),)

    def is_valid(self, asked: Asked, value: Value) -> bool:
        """Words, no more than there is room for."""
        return isinstance(value, str) and len(value) <= (asked.question.max_length or len(value))
