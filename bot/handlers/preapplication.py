"""The pre-application: begin, answer by tap or word, go back, review, send. What a move does is in knowledge/form.py."""

from typing import Any

from bot.callback_data import Move, Reply, unpack
from bot.context import Turn
from bot.handlers import questions
from bot.scene import Scene, Screen
from bot.show import contact_keyboard, no_contact_keyboard
from bot.views import answers, preapplication
from bot.views.leads import lead_deliveries
from knowledge.form import Step
from knowledge.models import LANGUAGES
from knowledge.questionnaire import Asking, Complete, Draft, candidate, live_answers
from knowledge.routing import Matter, recipients
from storage.conversations import Write, begin_draft, drop_draft, save_draft
from storage.database import Connection
from storage.leads import Lead, lead_of_draft, submit
from storage.outbox import Delivery

FORM = Screen("form")
ASIDE_LONGEST = 200
"""A longer text is an answer of its own, even where it holds a question mark."""


async def start(turn: Turn) -> None:
    """Begin a pre-application with what the eligibility screen already knows, or continue the open one."""
    begin = begin_draft(turn.chat.chat_id, turn.known.knowledge.version, turn.now, already_known(turn))
    await turn.save(FORM, begin)
    await turn.show()


def already_known(turn: Turn) -> dict[str, Any]:
    """What the person told the eligibility screen, as answers."""
    if turn.screen.name != "eligibility":
        return {}
    told = turn.screen.arguments.get("candidate", {})
    kinds = turn.known.knowledge.rulebook.rules.kinds
    kind = next((k.id for k in kinds if told.get("kind") in (k.id, *k.covers)), None)
    known: dict[str, Any] = {"kind": kind} if kind else {}
    if kind in ("city", "group") and told.get("country") and told["country"] != "EU":
        known["country"] = told["country"]
    if kind == "city" and told.get("place"):
        known["place"] = {"name": told["place"]}
    if kind == "city" and told.get("population") and not told.get("bound"):
        known["population"] = told["population"]
    return known


async def typed(turn: Turn) -> None:
    """Take a typed line as the reply to the question on the screen; a question in between is answered."""
    draft = turn.scene.draft
    if draft is None:
        await questions.asked(turn)
        return
    if turn.repeated:
        await turn.show()
        return
    step = turn.scene.form.typed(draft, turn.text)
    aside = asked_aside(turn, step)
    if aside is not None:
        await turn.save(FORM)
        await turn.answer(answers.answer(turn.scene, aside))
        await turn.show()
        return
    await take(turn, step)


def asked_aside(turn: Turn, step: Step) -> str | None:
    """The answer to a question asked in the middle of the form; None if the line is a reply."""
    if len(turn.text) > ASIDE_LONGEST or not ("?" in turn.text or step.problem):
        return None
    understood = questions.read(turn)
    return understood.id if understood.outcome == "answer" else None


async def contact_shared(turn: Turn) -> None:
    """Take the telephone number that Telegram shares."""
    message, draft = turn.update.effective_message, turn.scene.draft
    contact = message.contact if message else None
    position = turn.scene.form.position(draft) if draft else None
    if (
        draft is None
        or contact is None
        or not isinstance(position, Asking)
        or position.question.type != "phone"
    ):
        await turn.show()
        return
    number = contact.phone_number if contact.phone_number.startswith("+") else f"+{contact.phone_number}"
    await take(turn, turn.scene.form.typed(draft, number))


async def replied(turn: Turn) -> None:
    """Take a tap on a button of a question."""
    reply = unpack(Reply, turn.pressed)
    if reply is None or turn.scene.draft is None or reply.draft_id != turn.scene.draft_id:
        await turn.show(
            note=turn.scene.say("That button belongs to an earlier screen. This is where you are now.")
        )
        return
    if turn.repeated:
        await turn.show()
        return
    await take(turn, turn.scene.form.tapped(turn.scene.draft, reply.question, reply.value))


async def take(turn: Turn, step: Step) -> None:
    """Store a step and show what is due next, or say why the reply was not taken."""
    before = asking_phone(turn)
    await turn.save(FORM, saving(turn, step.draft))
    left_phone = before and not asking_phone(turn)
    if left_phone:
        await put_keyboard_away(turn)
    if step.problem and turn.update.callback_query:
        await turn.show(note=preapplication.problem_text(turn.scene, step.problem))
    else:
        await turn.send(preapplication.form(turn.scene, step.problem), edit=not left_phone)
    if asking_phone(turn) and not before:
        await offer_number(turn)


def saving(turn: Turn, draft: Draft) -> Write:
    """Store a draft."""
    version = turn.known.knowledge.version
    return save_draft(turn.scene.draft_id, version, draft.answers, draft.pending, draft.at, turn.now)


def asking_phone(turn: Turn) -> bool:
    """Tell whether the telephone is being asked for."""
    if turn.scene.draft is None:
        return False
    position = turn.scene.form.position(turn.scene.draft)
    return isinstance(position, Asking) and position.question.type == "phone"


async def offer_number(turn: Turn) -> None:
    """Offer Telegram's own button for sharing one's number."""
    await turn.bot.send_message(
        turn.chat.chat_id,
        turn.scene.say("You can also share the number of this Telegram account with the button below."),
        reply_markup=contact_keyboard(turn.scene.say("Share my telephone number")),
    )


async def put_keyboard_away(turn: Turn) -> None:
    """Remove the share-contact button."""
    await turn.bot.send_message(
        turn.chat.chat_id, turn.scene.say("Thank you, noted."), reply_markup=no_contact_keyboard()
    )


async def moved(turn: Turn) -> None:
    """Carry out a step that answers nothing: back, edit, send and the like."""
    move = unpack(Move, turn.pressed)
    if move is not None and move.move == "send":
        await send(turn, move)
        return
    if move is None or turn.scene.draft is None or move.draft_id != turn.scene.draft_id:
        await turn.show(
            note=turn.scene.say("That button belongs to an earlier screen. This is where you are now.")
        )
        return
    if move.move == "why":
        question = turn.known.knowledge.questionnaire.question(move.question)
        await turn.pop_up(preapplication.why(turn.scene, question) if question else "", alert=True)
        return
    if move.move in ("change", "restart"):
        await turn.save(FORM)
        await turn.send(
            preapplication.form(turn.scene, prompt="edit" if move.move == "change" else "restart")
        )
        return
    if move.move == "erase":
        await turn.save(
            FORM,
            drop_draft(turn.scene.draft_id),
            begin_draft(turn.chat.chat_id, turn.known.knowledge.version, turn.now, {}),
        )
        await turn.show()
        return
    await take(turn, Step(moved_draft(turn.scene, turn.scene.draft, move)))


def moved_draft(scene: Scene, draft: Draft, move: Move) -> Draft:
    """The draft after a move; the same one for a move that does not exist."""
    if move.move == "back":
        return scene.form.back(draft)
    if move.move == "keep":
        return scene.form.keep(draft)
    if move.move == "edit":
        return scene.form.edit(draft, move.question)
    if move.move == "group":
        return as_group(draft)
    return draft


def as_group(draft: Draft) -> Draft:
    """Go on as a group, the city being its first member."""
    place, population = draft.answers.get("place"), draft.answers.get("population")
    first = [{"name": place["name"], "population": population}] if place and population else []
    return Draft({**draft.answers, "kind": "group"}, {**draft.pending, "members": {"list": first}}, None)


async def send(turn: Turn, move: Move) -> None:
    """Send the pre-application, once: a second tap shows the same reference."""
    lead = await turn.services.leads.of_draft(move.draft_id)
    if lead is not None and lead.chat_id == turn.chat.chat_id:
        await turn.save(Screen("sent", {"reference": lead.reference}))
        await turn.show()
        return
    draft = turn.scene.draft
    ready = draft is not None and isinstance(turn.scene.form.position(draft), Complete)
    if draft is None or not ready or move.draft_id != turn.scene.draft_id:
        await turn.show(
            note=turn.scene.say("That button belongs to an earlier screen. This is where you are now.")
        )
        return
    draft_id = turn.scene.draft_id

    def sent(db: Connection) -> Screen:
        return Screen("sent", {"reference": lead_of_draft(db, draft_id).reference})

    await turn.save(sent, submitting(turn, draft))
    await turn.show()


def submitting(turn: Turn, draft: Draft) -> Write:
    """What sending stores: the lead and its deliveries."""
    scenes = {language: turn.scene.within(language) for language in LANGUAGES}
    data = lead_data(turn.scene, draft)
    answers = data["answers"]
    matter = Matter("leads", answers.get("country"), answers.get("kind"), tuple(answers.get("topics") or ()))
    contacts = recipients(turn.known.knowledge.contacts, matter)

    def deliveries(lead: Lead) -> list[Delivery]:
        return lead_deliveries(scenes, lead, contacts)

    return submit(turn.scene.draft_id, turn.chat.chat_id, turn.scene.language, data, turn.now, deliveries)


def lead_data(scene: Scene, draft: Draft) -> dict[str, Any]:
    """A pre-application as it is kept and forwarded: codes and free text, the verdict, the consent."""
    answers = live_answers(scene.known.knowledge.questionnaire, draft.answers)
    verdict = scene.form.verdict(draft)
    return {
        "answers": {key: value for key, value in answers.items() if value is not None},
        "population": candidate(answers).population,
        "verdict": verdict.outcome,
        "rule": verdict.rule,
        "call_open": scene.call_open,
        "content_version": scene.known.knowledge.version,
    }
