"""The last typed reply and what it did: so that a changed message is taken again in its place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from knowledge.form.draft import Draft, Pending
from knowledge.form.moves import Form
from knowledge.form.steps import Step


@dataclass(frozen=True)
class LastReply:
    """A message that was a reply: to which question, which answers are there since, which entries of its list."""

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


def take_again(form: Form, draft: Draft, last: LastReply, text: str) -> Step:
    """Take a changed reply in place of what it stored before; the draft stays if it is no answer now."""
    step = form.typed(replace(undone(draft, last), at=last.question or None), text)
    if step.problem or step.wish:
        return replace(step, draft=draft)
    if step.draft.at == last.question and last.question not in step.draft.pending:
        return replace(step, draft=replace(step.draft, at=draft.at))
    return step


def undone(draft: Draft, last: LastReply) -> Draft:
    """A draft without what the last reply added to it."""
    left = draft.forgetting(*last.answers)
    half = left.pending.get(last.question)
    if not isinstance(half, Mapping):
        return left
    entries = [entry for entry in half.get("list", ()) if entry["name"] not in last.entries]
    kept: dict[str, Pending] = {last.question: {"list": entries}} if "list" in half else {}
    others: dict[str, Pending] = {key: value for key, value in left.pending.items() if key != last.question}
    return replace(left, pending=others | kept)
