"""The pre-application's screens: one question each, where it stops, and what follows after sending.

Answers in words, buttons, review and the words for what could not be taken have modules of their own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.callback_data import Move, Open
from bot.scene import Scene
from bot.views.eligibility import headline, verdict_text
from bot.views.menu import back_to_menu, menu_rows
from bot.views.message import Button, Message, bold, bullets, italic, paragraphs, plain, rows_of, shortened
from bot.views.preapplication_answers import said, shown, value_text
from bot.views.preapplication_buttons import moves, reply_rows
from bot.views.preapplication_problems import problem_text
from bot.views.preapplication_review import choose_edit, restart, review
from knowledge.eligibility import Verdict
from knowledge.members_answer import members
from knowledge.models import Question
from knowledge.questionnaire import Asking, Complete, Draft, Stopped, applicable, live_answers
from knowledge.questionnaire_checks import why_text
from knowledge.replies import Rejected
from knowledge.ways_on import lacks_members, offers_group
from knowledge.wording import number

BAR = 10
NOTED_LONGEST = 80


def form(
    scene: Scene,
    problem: Rejected | None = None,
    prompt: str = "",
    noted: Sequence[str] = (),
    resumed: bool = False,
    contact: bool = False,  # noqa: ARG001 - stored with the screen: whether the share-contact key is out
) -> Message:
    """The screen that is due in the pre-application; the way in where none is open."""
    if scene.draft is None:
        return Message(scene.say("You have no pre-application open."), menu_rows(scene))
    if prompt == "restart":
        return restart(scene)
    if prompt == "edit":
        return choose_edit(scene, scene.draft)
    said = paragraphs(
        f"⚠️ {plain(problem_text(scene, problem))}" if problem else "",
        taken_note(scene, scene.draft, noted),
        scene.say("You left off here; everything is kept.") if resumed else "",
    )
    return due(scene, scene.draft, said, resumed)


def due(scene: Scene, draft: Draft, said: str, resumed: bool) -> Message:
    """The screen where a draft stands, opening with what is to be said about the last reply."""
    position = scene.form.position(draft)
    if isinstance(position, Complete):
        return review(scene, draft, said)
    if isinstance(position, Stopped):
        return stopped(scene, draft, position, said)
    return asking(scene, draft, position, said, resumed)


def asking(scene: Scene, draft: Draft, position: Asking, said: str, resumed: bool) -> Message:
    """One question: how far along, what is asked, examples, and its buttons."""
    question = position.question
    text = paragraphs(
        progress(scene, position),
        said,
        bold(scene.words.fill(question.text)),
        italic(scene.words.fill(question.example)) if question.example else "",
        state(scene, draft, position),
    )
    again = ((Button(scene.say("Start again"), Move(scene.draft_id, "restart")),),) if resumed else ()
    rows = (*reply_rows(scene, draft, question), *moves(scene, position), *again)
    return Message(text, rows)


def title(scene: Scene) -> str:
    """What is being filled in: after the deadline it is an expression of interest, and is called so."""
    return scene.say("Pre-application") if scene.call_open else scene.say("Expression of interest")


def progress(scene: Scene, position: Asking) -> str:
    """How far along: "4 of 14" with a bar."""
    done = round(BAR * (position.number - 1) / position.total)
    said = scene.say("{number} of {total}", number=position.number, total=position.total)
    return f"{title(scene)} · {said}  {'▰' * done}{'▱' * (BAR - done)}"


def taken_note(scene: Scene, draft: Draft, noted: Sequence[str]) -> str:
    """What was just stored, as it was understood, so that a misreading is seen at once."""
    questionnaire = scene.known.knowledge.questionnaire
    questions = [q for q in applicable(questionnaire, draft.answers) if q.id in noted and q.type != "consent"]
    lines = "\n".join(f"✓ {said(scene, draft, question, NOTED_LONGEST)}" for question in questions)
    verdict = scene.form.verdict(draft)
    if "population" in noted and verdict.candidate.approximate:
        lines += "\n" + italic(scene.say("The number is approximate. To correct it, type “no, 57,000”."))
    return lines + ("\n" + plain(headline(scene, verdict)) if passed(noted, verdict) else "")


def passed(noted: Sequence[str], verdict: Verdict) -> bool:
    """Tell whether the last reply is the one that the rules were waiting for."""
    return verdict.outcome == "eligible" and bool({"population", "members"} & set(noted))


def state(scene: Scene, draft: Draft, position: Asking) -> str:
    """What is already there for this question: a stored answer, members, a place or a slip to confirm."""
    _ = scene.say
    question = position.question
    pending = draft.pending.get(question.id)
    if question.type == "consent":
        return already_known(scene, draft)
    if question.type == "members":
        return members_so_far(scene, draft, question)
    if isinstance(pending, dict) and "found" in pending:
        return _(
            "Is it one of these? The numbers are approximate (GeoNames); if yours is different, just type it."
        )
    if isinstance(pending, dict) and "meant" in pending:
        meant = value_text(scene, question, pending["meant"], ())
        return _("Did you mean {meant}?", meant=bold(meant))
    if position.editing and question.type != "choices":
        return _("Your present answer: {answer}", answer=plain(shortened(shown(scene, draft, question), 500)))
    return ""


def already_known(scene: Scene, draft: Draft) -> str:
    """What was taken over from the eligibility check, before anything else is asked."""
    lines = [
        said(scene, draft, question, NOTED_LONGEST)
        for question in applicable(scene.known.knowledge.questionnaire, draft.answers)
        if question.id in draft.answers and question.type != "consent"
    ]
    heading = scene.say("Taken over from your check:")
    return "\n".join([heading, *lines]) if lines else ""


def members_so_far(scene: Scene, draft: Draft, question: Question) -> str:
    """The municipalities of a group, their sum against the minimum, and the one that is looked at."""
    _ = scene.say
    listed = members(draft, question)
    lines = [f"{member['name']}: {number(member['population'], scene.language)}" for member in listed["list"]]
    ask = _("How many inhabitants does {name} have?", name=bold(listed["ask"])) if "ask" in listed else ""
    found = (
        _("Which one is {name}? The numbers are approximate (GeoNames).", name=bold(listed["typed"]))
        if "found" in listed
        else ""
    )
    return paragraphs(bullets(lines), members_sum(scene, listed["list"]), ask, found)


def members_sum(scene: Scene, listed: Sequence[Mapping[str, Any]]) -> str:
    """The sum of a group's inhabitants and what it lacks; the same limit as in the rules."""
    _ = scene.say
    if not listed:
        return ""
    total = sum(member["population"] for member in listed)
    limit = scene.known.knowledge.programme.figures["min_population"]
    words = {
        "total": bold(number(total, scene.language)),
        "limit": number(limit, scene.language),
        "left": number(limit + 1 - total, scene.language),
    }
    if total > limit:
        return _("In total: {total}. That is more than {limit}: enough ✅", **words)
    return _("In total: {total}. To pass {limit}, {left} more are needed.", **words)


def why(scene: Scene, question: Question) -> str:
    """Why a question is asked and who sees the answer, for a pop-up of 200 characters."""
    return why_text(scene.words, scene.known.knowledge.questionnaire, question)


def stopped(scene: Scene, draft: Draft, position: Stopped, said_before: str = "") -> Message:
    """The rules do not let this candidate go on: why, and what can be done instead."""
    _ = scene.say
    verdict = position.verdict
    kept = _("Your answers are kept, so that you can come back to them.")
    rows = (
        *rows_of(ways_on(scene, draft, verdict), 1),
        (Button(_("Change an answer"), Move(scene.draft_id, "change")),),
        (Button(_("Leave a question for the coordination unit"), Open("leave_question")),),
        (Button(_("Start again"), Move(scene.draft_id, "restart")), *back_to_menu(scene)),
    )
    return Message(paragraphs(title(scene), said_before, verdict_text(scene, verdict), kept), rows)


def ways_on(scene: Scene, draft: Draft, verdict: Verdict) -> list[Button]:
    """The way through a group, where the rules name one."""
    _ = scene.say
    if lacks_members(draft, verdict):
        return [Button(_("Add municipalities"), Move(scene.draft_id, "edit", "members"))]
    if offers_group(draft, verdict):
        return [Button(_("Go on as a group"), Move(scene.draft_id, "group"))]
    return []


def declined(scene: Scene) -> Message:
    """Consent was not given: nothing is stored, everything else stays open."""
    text = scene.say(
        "Without your agreement I cannot store a pre-application, so nothing has been stored. "
        "Your questions are welcome all the same."
    )
    return Message(text, menu_rows(scene))


def answer_lines(scene: Scene, answers: Mapping[str, Any]) -> list[tuple[Question, str]]:
    """Every live answer in words, in the questionnaire's order, for summaries."""
    questionnaire = scene.known.knowledge.questionnaire
    draft = Draft(answers)
    return [
        (question, shown(scene, draft, question))
        for question in applicable(questionnaire, answers)
        if question.id in live_answers(questionnaire, answers) and question.type != "consent"
    ]
