"""Several choices: ticked one by one on the screen, or typed in one line."""

from collections.abc import Iterator, Sequence

from knowledge.content.schema import Option, Question
from knowledge.form.position import Draft
from knowledge.form.replies import Accepted, Rejected, command, option_names, parse_choice, plain
from knowledge.form.steps import DONE, TICK, UNTICK, Step, refused


def ticked(draft: Draft, question: Question, options: Sequence[Option]) -> list[str]:
    """The options ticked on the screen: from what was stored if the question was gone back to."""
    pending = draft.pending.get(question.id)
    codes = pending if isinstance(pending, list) else draft.answers.get(question.id)
    known = {option.id for option in options}
    return [code for code in codes if code in known] if isinstance(codes, list) else []


def typed_ticks(draft: Draft, question: Question, text: str, options: Sequence[Option]) -> Step:
    """Take names or numbers, several between commas; they join the ticks on the screen, if there are any.

    Nothing is taken if one of them is not understood.
    """
    waiting = ticked(draft, question, options) if question.id in draft.pending else []
    if command(text) == DONE:
        return finished(draft, question, options)
    named: list[str] = []
    for part in parts(text, options):
        reply = parse_choice(part, options)
        if not isinstance(reply, Accepted):
            return Step(draft, reply if isinstance(reply, Rejected) else None)
        named.append(reply.value)
    chosen = consistent(question, [*waiting, *named])
    if question.max is not None and len(chosen) > question.max:
        return refused(draft, "too_many", largest=question.max)
    if waiting or len(chosen) < (question.min or 1):
        return Step(draft.waiting(question.id, chosen))
    return Step(draft.answered(question.id, chosen))


def consistent(question: Question, codes: Sequence[str]) -> list[str]:
    """Each option once; one that stands alone gives way to those that say more, unless it came last."""
    if codes and codes[-1] in question.exclusive:
        return [codes[-1]]
    return list(dict.fromkeys(code for code in codes if code not in question.exclusive))


def parts(text: str, options: Sequence[Option]) -> Iterator[str]:
    """Take a typed enumeration apart: commas, semicolons, lines, «y», "and", spaces between numbers."""
    named = {plain(name) for option in options for name in option_names(option)}
    if plain(text) in named:
        yield text
        return
    if all(word.isdigit() for word in text.split()):
        text = ",".join(text.split())
    for separator in (";", "\n", " y ", " e ", " and ", "/"):
        text = text.replace(separator, ",")
    yield from (part for part in text.split(",") if part.strip()) if text.strip(" ,") else [text]


def tapped_ticks(draft: Draft, question: Question, value: str, options: Sequence[Option]) -> Step:
    """Tick or untick, or finish. A button says which of the two it does, so that a double tap does it once."""
    if value == DONE:
        return finished(draft, question, options)
    sign, code = value[:1], value[1:]
    if sign not in (TICK, UNTICK) or code not in {option.id for option in options}:
        return refused(draft, "old_button")
    before = ticked(draft, question, options)
    others = [known for known in before if known != code]
    after = others if sign == UNTICK else before if code in before else consistent(question, [*before, code])
    if question.max is not None and len(after) > question.max:
        return refused(draft, "too_many", largest=question.max)
    return Step(draft.waiting(question.id, after))


def finished(draft: Draft, question: Question, options: Sequence[Option]) -> Step:
    """Store what is ticked, if it is enough."""
    chosen = ticked(draft, question, options)
    if len(chosen) < (question.min or 1):
        return refused(draft, "too_few", smallest=question.min or 1)
    return Step(draft.answered(question.id, chosen))
