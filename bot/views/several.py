"""The answers to several questions of one message: each short, one below the other."""

from collections.abc import Sequence

from bot.views.answers import answer_text, opening_text, pass_on_row, question_button
from bot.views.context import ViewContext
from bot.views.eligibility import another_case_button, still_asked, verdict_text
from bot.views.menu import back_to_menu, form_button
from bot.views.message import Message, Rows, bold, length, paragraphs, plain, rows_of
from bot.views.screens import view
from bot.views.stored import StoredPart
from knowledge.content.schema import LONGEST_MESSAGE
from knowledge.eligibility.judge import Verdict, judge


@view("answers")
def several(context: ViewContext, parts: Sequence[StoredPart], asked: str = "", question: int = 0) -> Message:  # noqa: ARG001 - stored
    """Draw each stored part; one whose answer no longer exists is left out.

    Below those that have an answer or a verdict stands what was asked besides and has none, and whom to ask;
    `question` is the number under which it is stored.
    """
    content = context.knowledge_base.content
    shown = [part for part in parts if not part.get("id") or part["id"] in content.answers]
    shown.sort(key=is_open)
    verdicts = [verdict_of(context, part) for part in shown if "candidate" in part]
    texts = [part_text(context, part, short=len(verdicts) > 1) for part in shown]
    if question:
        texts.append(context.say("Shall I pass your question on to {unit}?"))
    rows = (
        *form_row(context, verdicts),
        *rows_of([question_button(context, name) for name in answers_to_read(context, shown, verdicts)], 2),
        *pass_on_row(context, question),
        (*([another_case_button(context)] if verdicts else []), *back_to_menu(context)),
    )
    return Message(joined(texts), rows)


def verdict_of(context: ViewContext, part: StoredPart) -> Verdict:
    """Judge the candidate of a part."""
    return judge(context.knowledge_base.content.rulebook, part["candidate"], context.today)


def form_row(context: ViewContext, verdicts: Sequence[Verdict]) -> Rows:
    """The way to the pre-application, where one of the candidates may apply."""
    may_apply = any(not verdict.undecided and verdict.may_apply != "no" for verdict in verdicts)
    return ((form_button(context),),) if may_apply else ()


def answers_to_read(
    context: ViewContext, parts: Sequence[StoredPart], verdicts: Sequence[Verdict]
) -> list[str]:
    """The answers given, the one that states each verdict's rule, and whom to ask about what has no answer."""
    ids = [part["id"] for part in parts if part.get("id")]
    ids += [verdict.answers[0] for verdict in verdicts if verdict.answers and not verdict.undecided]
    contact = context.knowledge_base.content.role("contact")
    if contact and parts and is_open(parts[-1]):
        ids.append(contact)
    return list(dict.fromkeys(ids))


def is_open(part: StoredPart) -> bool:
    """Tell whether a part of a message has neither an answer nor a verdict."""
    return "candidate" not in part and not part.get("id")


def part_text(context: ViewContext, part: StoredPart, *, short: bool = False) -> str:
    """One of the answers under its question, the verdict on a candidate, or what was asked without an answer.

    `short`: a verdict without what would change it, as where several stand below one another.
    """
    if is_open(part):
        return open_text(context, part.get("asked", ""), part.get("subject"))
    if "candidate" in part:
        verdict = verdict_of(context, part)
        if verdict.undecided:
            return still_asked(context, verdict)
        return verdict_text(context, verdict, short=short)
    answer = context.knowledge_base.content.answers[part["id"]]
    said = plain(answer_text(context, answer.id))
    opening = opening_text(context, answer.id, part.get("opening"))
    return "\n".join(filter(None, (bold(context.words.fill(answer.question)), opening, said)))


def open_text(context: ViewContext, asked: str, subject: str | None) -> str:
    """Name what was asked and is not known."""
    _ = context.say
    entry = context.knowledge_base.content.unstated.get(subject or "")
    about = context.words.fill(entry.subject) if entry and entry.subject else ""
    said = (
        _("The programme's documents say nothing about {subject}.", subject=plain(about))
        if about
        else _("I found nothing about this in the programme's documents.")
    )
    return "\n".join((bold(_("“{question}”", question=asked)), said))


def joined(texts: Sequence[str]) -> str:
    """Join texts; only the first paragraph of each where one message does not hold them all."""
    whole = paragraphs(*texts)
    return (
        whole if length(whole) <= LONGEST_MESSAGE else paragraphs(*(text.split("\n\n")[0] for text in texts))
    )
