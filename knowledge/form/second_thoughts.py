"""Second thoughts about a typed line: a likely slip to confirm, or a question that was the answer after all."""

from collections.abc import Mapping

from knowledge.content.schema import Question
from knowledge.form.position import Draft
from knowledge.form.replies import Accepted, Doubtful, Reply, agrees
from knowledge.form.steps import Step, refused, tag


def tapped_doubt(draft: Draft, question: Question, value: str) -> Step:
    """Take what was probably meant, or what was typed after all."""
    pending = draft.pending.get(question.id)
    said = pending if isinstance(pending, Mapping) else {}
    for which in ("meant", "typed"):
        if which in said and value == which + tag(said[which]):
            return Step(draft.answered(question.id, said[which]))
    return refused(draft, "old_button")


def typed_doubt(draft: Draft, question: Question, text: str, reply: Reply) -> Step | None:
    """Take a typed yes or no, or the same line once more, as the word on what was meant; None for another line."""
    pending = draft.pending.get(question.id)
    said = pending if isinstance(pending, Mapping) else {}
    if "meant" not in said or isinstance(reply, Accepted):
        return None
    insists = isinstance(reply, Doubtful) and reply.value == said["typed"]
    which = {True: "meant", False: "typed"}.get(False if insists else agrees(text))  # type: ignore[arg-type]
    return Step(draft.answered(question.id, said[which])) if which else None


def tapped_aside(draft: Draft, question: Question, value: str) -> Step:
    """Take the line that was answered as a question for the answer."""
    pending = draft.pending.get(question.id)
    said = pending.get("aside") if isinstance(pending, Mapping) else None
    if said is None or value != f"aside{tag(said)}":
        return refused(draft, "old_button")
    return Step(draft.answered(question.id, said))
