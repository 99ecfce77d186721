"""The pre-application's screens: one question each, where it stops, review, and what follows after sending."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from bot.callback_data import Move, Open, Reply
from bot.scene import Scene
from bot.views.eligibility import place_label, verdict_text
from bot.views.menu import back_to_menu, menu_rows
from bot.views.message import (
    Button,
    Message,
    Rows,
    bold,
    bullets,
    italic,
    paragraphs,
    plain,
    rows_of,
    shortened,
)
from knowledge.form import DONE, OTHER, REMOVE, SKIP
from knowledge.models import Option, Question
from knowledge.questionnaire import Asking, Complete, Draft, Stopped, applicable, live_answers
from knowledge.replies import Rejected
from knowledge.wording import country, flag, number

BAR = 10
IN_REVIEW = 160


def form(scene: Scene, problem: Rejected | None = None, prompt: str = "") -> Message:
    """The screen that is due in the pre-application; the way in where none is open."""
    if scene.draft is None:
        return Message(scene.say("You have no pre-application open."), menu_rows(scene))
    if prompt == "restart":
        return restart(scene)
    if prompt == "edit":
        return choose_edit(scene, scene.draft)
    position = scene.form.position(scene.draft)
    if isinstance(position, Complete):
        return review(scene, scene.draft)
    if isinstance(position, Stopped):
        return stopped(scene, scene.draft, position)
    return asking(scene, scene.draft, position, problem)


def asking(scene: Scene, draft: Draft, position: Asking, problem: Rejected | None) -> Message:
    """One question: how far along, what is asked, examples, and its buttons."""
    question = position.question
    text = paragraphs(
        progress(scene, position),
        f"⚠️ {plain(problem_text(scene, problem))}" if problem else "",
        bold(scene.words.fill(question.text)),
        italic(scene.words.fill(question.example)) if question.example else "",
        state(scene, draft, question),
    )
    rows = (*reply_rows(scene, draft, question), *moves(scene, position))
    label = scene.say("Share my telephone number") if question.type == "phone" else None
    return Message(text, rows, contact_label=label)


def progress(scene: Scene, position: Asking) -> str:
    """How far along: "4 of 14" with a bar."""
    done = round(BAR * (position.number - 1) / position.total)
    title = scene.say("Pre-application")
    said = scene.say("{number} of {total}", number=position.number, total=position.total)
    return f"{title} · {said}  {'▰' * done}{'▱' * (BAR - done)}"


def state(scene: Scene, draft: Draft, question: Question) -> str:
    """What is already there for this question: a stored answer, ticks, members, a place to confirm."""
    _ = scene.say
    pending = draft.pending.get(question.id)
    if question.type == "members":
        return members_so_far(scene, draft, question)
    if isinstance(pending, dict) and "found" in pending:
        return _("Is it one of these? The numbers are approximate (GeoNames); you can correct them later.")
    if isinstance(pending, dict) and "meant" in pending:
        return _("Did you mean {meant}?", meant=bold(pending["meant"]))
    if question.id in draft.answers and question.type != "choices":
        return _("Your present answer: {answer}", answer=plain(shortened(shown(scene, draft, question), 500)))
    return ""


def members_so_far(scene: Scene, draft: Draft, question: Question) -> str:
    """The municipalities of a group and their sum against the minimum."""
    _ = scene.say
    listed = scene.form.members(draft, question)
    members = listed["list"]
    total = sum(member["population"] for member in members)
    limit = scene.known.knowledge.programme.figures["min_population"]
    lines = [f"{member['name']}: {number(member['population'], scene.language)}" for member in members]
    ask = _("How many inhabitants does {name} have?", name=bold(listed["ask"])) if "ask" in listed else ""
    found = _("Is it one of these? The numbers are approximate (GeoNames).") if "found" in listed else ""
    so_far = _("In total: {total}", total=bold(number(total, scene.language)))
    enough = (
        _("That is more than {limit}: enough.", limit=number(limit, scene.language))
        if total > limit
        else _(
            "{left} more are needed to pass {limit}.",
            left=number(limit + 1 - total, scene.language),
            limit=number(limit, scene.language),
        )
    )
    return paragraphs(bullets(lines), f"{so_far}. {enough}" if members else "", ask, found)


def reply_rows(scene: Scene, draft: Draft, question: Question) -> Rows:
    """The buttons that answer a question."""

    def reply(label: str, value: str) -> Button:
        return Button(label, Reply(scene.draft_id, question.id, value))

    _ = scene.say
    pending = draft.pending.get(question.id)
    if question.type == "consent":
        return ((reply(_("I agree"), "yes"), reply(_("I do not agree"), "no")),)
    if isinstance(pending, dict) and "meant" in pending:
        return (
            (reply(pending["meant"], "meant"),),
            (reply(_("No, {typed} is right", typed=pending["typed"]), "typed"),),
        )
    if isinstance(pending, dict) and "found" in pending:
        rows = tuple((reply(place_label(scene, place), str(i)),) for i, place in enumerate(pending["found"]))
        return (*rows, (reply(_("None of these: keep “{typed}”", typed=pending["typed"]), OTHER),))
    if question.type == "members":
        return member_rows(scene, draft, question, reply)
    return option_rows(scene, draft, question, reply)


def member_rows(scene: Scene, draft: Draft, question: Question, reply: Any) -> Rows:
    """Take a municipality off the list, or finish it."""
    _ = scene.say
    members = scene.form.members(draft, question)["list"]
    remove = [
        reply(_("Remove {name}", name=member["name"]), f"{REMOVE}{i}") for i, member in enumerate(members)
    ]
    done = ((reply(_("That is all of them"), DONE),),) if len(members) >= (question.min or 1) else ()
    return (*rows_of(remove, 2), *done)


def option_rows(scene: Scene, draft: Draft, question: Question, reply: Any) -> Rows:
    """The options of a choice, numbered so that the number can be typed too."""
    _ = scene.say
    options = scene.form.options(question, draft)
    if question.type != "choices":
        buttons = [reply(numbered(scene, i, option), option.id) for i, option in enumerate(options, 1)]
        return rows_of(buttons, 2 if question.type == "country" else 1)
    ticked = scene.form.ticks(draft, question)
    buttons = [
        reply(f"{'☑' if option.id in ticked else '☐'} {numbered(scene, i, option)}", option.id)
        for i, option in enumerate(options, 1)
    ]
    done = reply(
        _("Done ({count} of {largest})", count=len(ticked), largest=question.max or len(options)), DONE
    )
    return (*rows_of(buttons, 1 if len(options) < 8 else 2), *(((done,),) if ticked else ()))


def numbered(scene: Scene, place: int, option: Option) -> str:
    """An option's label with its number."""
    return f"{place}. {option.label.within(scene.language)}"


def moves(scene: Scene, position: Asking) -> Rows:
    """Back, skip, keep, why, leave."""
    _ = scene.say
    question = position.question

    def move(label: str, name: str) -> Button:
        return Button(label, Move(scene.draft_id, name, question.id))

    first = []
    if position.number > 1:
        first.append(move(_("◀ Back"), "back"))
    if position.editing and question.type != "consent":
        first.append(move(_("Leave it as it is"), "keep"))
    elif not question.required:
        first.append(Button(_("Skip"), Reply(scene.draft_id, question.id, SKIP)))
    second = [move(_("Why do you ask?"), "why")] if question.why else []
    second.append(Button(_("Leave for later"), Open("menu")))
    return tuple(tuple(row) for row in (first, second) if row)


def why(scene: Scene, question: Question) -> str:
    """Why a question is asked and who sees the answer, for a pop-up of 200 characters."""
    return shortened(scene.words.fill(question.why), 200) if question.why else ""


def shown(scene: Scene, draft: Draft, question: Question) -> str:
    """A stored answer in words."""
    return value_text(scene, question, draft.answers.get(question.id), scene.form.options(question, draft))


def value_text(scene: Scene, question: Question, value: Any, options: Sequence[Option]) -> str:
    """A stored value in words: labels for codes, free text as it is."""
    _ = scene.say
    if value is None:
        return _("(no answer)")
    labels = {option.id: option.label.within(scene.language) for option in options}
    if question.type == "consent":
        return _("agreed")
    if question.type == "choices":
        return ", ".join(labels.get(code, code) for code in value)
    if question.type == "country":
        return f"{flag(value)} {country(value, scene.language)}"
    if question.type == "number":
        return number(value, scene.language)
    if question.type == "place":
        return str(value["name"])
    if question.type == "members":
        return "; ".join(f"{m['name']} ({number(m['population'], scene.language)})" for m in value)
    return labels.get(value, str(value)) if question.type == "choice" else str(value)


def review(scene: Scene, draft: Draft) -> Message:
    """Everything at a glance, before it is sent."""
    _ = scene.say
    lines = [
        f"<b>{escape(question.short.within(scene.language), quote=False)}:</b> "
        f"{plain(shortened(shown(scene, draft, question), IN_REVIEW))}"
        for question in applicable(scene.known.knowledge.questionnaire, draft.answers)
        if question.id in draft.answers and question.type != "consent"
    ]
    closing = (
        _(
            "Once you send it, this goes to the IUC coordination unit, which will contact you. It is not binding."
        )
        if scene.call_open
        else _(
            "The call is closed: this is sent to the coordination unit as an expression of interest. It is not binding."
        )
    )
    text = paragraphs(bold(_("Review")), correcting(scene), "\n".join(lines), closing)
    send = _("Send the pre-application") if scene.call_open else _("Send our interest")
    rows = (
        (Button(send, Move(scene.draft_id, "send")),),
        (Button(_("Change an answer"), Move(scene.draft_id, "change")),),
        (
            Button(_("Start again"), Move(scene.draft_id, "restart")),
            Button(_("Leave for later"), Open("menu")),
        ),
    )
    return Message(text, rows)


def correcting(scene: Scene) -> str:
    """Say that this takes the place of what was sent, if it does."""
    if not scene.corrects:
        return ""
    return italic(
        scene.say("You are correcting {reference}: this replaces what you sent.", reference=scene.corrects)
    )


def choose_edit(scene: Scene, draft: Draft) -> Message:
    """Which answer to change."""
    buttons = [
        Button(question.short.within(scene.language), Move(scene.draft_id, "edit", question.id))
        for question in applicable(scene.known.knowledge.questionnaire, draft.answers)
        if question.id in draft.answers and question.type != "consent"
    ]
    back = (Button(scene.say("Back to the review"), Move(scene.draft_id, "keep")),)
    return Message(bold(scene.say("Which answer do you want to change?")), (*rows_of(buttons, 2), back))


def restart(scene: Scene) -> Message:
    """Confirm throwing everything away."""
    _ = scene.say
    rows = (
        (Button(_("Yes, erase it and start again"), Move(scene.draft_id, "erase")),),
        (Button(_("No, keep it"), Move(scene.draft_id, "keep")),),
    )
    return Message(_("Start again? Your answers so far will be erased."), rows)


def stopped(scene: Scene, draft: Draft, position: Stopped) -> Message:
    """The rules do not let this candidate go on: why, and what can be done instead."""
    _ = scene.say
    verdict = position.verdict
    change = [Button(_("Change an answer"), Move(scene.draft_id, "change"))]
    group = draft.answers.get("kind") == "group"
    if verdict.outcome == "eligible_in_group" and not group:
        change.insert(0, Button(_("Go on as a group"), Move(scene.draft_id, "group")))
    if group and verdict.outcome == "not_eligible":
        change.insert(0, Button(_("Add municipalities"), Move(scene.draft_id, "edit", "members")))
    rows = (
        *rows_of(change, 1),
        (Button(_("Leave a question for the coordination unit"), Open("leave_question")),),
        back_to_menu(scene),
    )
    return Message(paragraphs(_("Pre-application"), verdict_text(scene, verdict)), rows)


def problem_text(scene: Scene, problem: Rejected) -> str:
    """Say kindly why a reply could not be taken, and what to do."""
    _ = scene.say
    details: Mapping[str, Any] = {
        key: number(value, scene.language) if isinstance(value, int) else value
        for key, value in problem.details.items()
    }
    texts = {
        "consent": _("Please answer with one of the buttons, or type yes or no."),
        "consent_declined": _(
            "Without your agreement I cannot store a pre-application, so nothing has been stored. Your questions are welcome all the same."
        ),
        "option": _("I could not match that with an option. Tap one, or type its number or name."),
        "number_of_option": _("There are {count} options: type a number up to {count}, or tap one."),
        "number": _("I could not find a number in that. Type it in figures, for example 120,000 or 120k."),
        "number_range": _("The number should be between {smallest} and {largest}."),
        "country": _(
            "I do not know that country. Type its name in English or Spanish, for example Portugal."
        ),
        "email": _("That does not look like an e-mail address. It should look like name@town.eu."),
        "phone": _(
            "That does not look like a telephone number. Type it with its prefix, for example +34 600 000 000, or skip it."
        ),
        "url": _("That does not look like a web address. It should look like www.town.eu/strategy."),
        "empty": _("Please type some words."),
        "too_long": _(
            "That is {length} characters, and there is room for {longest}. Please shorten it a little and send it again."
        ),
        "place": _("Please type the name of the city."),
        "member": _("Please type the name of a municipality, with its inhabitants if you know them."),
        "member_twice": _("{name} is on the list already."),
        "members_full": _("There is room for {count} municipalities."),
        "members_few": _("A group needs at least {smallest} municipalities."),
        "too_few": _("Choose at least {smallest}."),
        "too_many": _("You can choose up to {largest}. Untick one first."),
        "required": _("This question needs an answer."),
        "use_buttons": _("Please use the buttons below."),
        "old_button": _("That button belongs to an earlier screen. This is where you are now."),
    }
    return texts[problem.reason].format_map(details)


def answer_lines(scene: Scene, answers: Mapping[str, Any]) -> list[tuple[Question, str]]:
    """Every live answer in words, in the questionnaire's order, for summaries."""
    questionnaire = scene.known.knowledge.questionnaire
    draft = Draft(answers)
    return [
        (question, shown(scene, draft, question))
        for question in applicable(questionnaire, answers)
        if question.id in live_answers(questionnaire, answers) and question.type != "consent"
    ]
