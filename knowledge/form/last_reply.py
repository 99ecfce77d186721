"""The last typed reply and what it stored, so that an edited message can replace it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.form.draft import Draft, Pending
from knowledge.form.moves import Form
from knowledge.form.steps import Step


@dataclass(frozen=True)
class LastReply:
    """A message that was a reply: its question, and the answers and list entries that it added."""

    message: int
    question: str
    answers: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()


def last_reply(form: Form, before: Draft, after: Draft, message: int) -> LastReply:
    """Note what a typed reply did to a draft."""
    question = form.current(before)
    answers = tuple(key for key in after.answers if before.answers.get(key) is None)
    there = names_on_list(before, question)
    return LastReply(
        message, question, answers, tuple(n for n in names_on_list(after, question) if n not in there)
    )


def names_on_list(draft: Draft, question: str) -> list[str]:
    """The names on the list that is being made for a question."""
    half = draft.pending.get(question)
    entries = half.get("list", ()) if isinstance(half, Mapping) else ()
    return [entry["name"] for entry in entries]


def replace_reply(form: Form, draft: Draft, last: LastReply, text: str) -> Step:
    """Store an edited reply in place of the earlier one; the draft stays as it is if the new text is no answer."""
    step = form.typed(replace(without_reply(draft, last), at=last.question or None), text)
    if step.problem or step.wish:
        return replace(step, draft=draft)
    if step.draft.at == last.question and last.question not in step.draft.pending:
        return replace(step, draft=replace(step.draft, at=draft.at))
    return step


def without_reply(draft: Draft, last: LastReply) -> Draft:
    """A draft without what the last reply added to it."""
    left = draft.without_answers(*last.answers)
    half = left.pending.get(last.question)
    if not isinstance(half, Mapping):
        return left
    entries = [entry for entry in half.get("list", ()) if entry["name"] not in last.entries]
    kept: dict[str, Pending] = {last.question: {"list": entries}} if "list" in half else {}
    others: dict[str, Pending] = {key: value for key, value in left.pending.items() if key != last.question}
    return replace(left, pending=others | kept)
