"""Work on one lead: claim it, hand it over, bring it into another state, take a note, read all of it.

What a button changes is shown by the card itself (delivery/cards.py edits it wherever it stands). Decisions that are
told to applicants are in decisions.py.
"""

from collections.abc import Awaitable, Callable, Mapping

from bot.context import Turn
from bot.handlers.coordinators import decisions
from bot.handlers.coordinators.access import unit_context
from bot.handlers.coordinators.colleagues import assign_lead, choose_colleague, tell_owner, tell_unit
from bot.handlers.coordinators.lead_messages import (
    close_question,
    keep_card,
    refuse_if_not_owner,
    restore_card,
    show_text,
)
from bot.handlers.coordinators.lists import arguments, no_such_lead, open_lead, reference_in
from bot.handlers.coordinators.visible import file_named, file_of_button
from bot.handlers.talks import saved_replies, sent
from bot.handlers.talks.subjects import is_lead, subject_replied_to
from bot.telegram.callback_data import LeadButton, LeadStep, unpack
from bot.views.leads import history as histories
from bot.views.leads.card import all_answers, state_label
from bot.views.message import Message, plain
from storage.audit import Actor, history_of, record
from storage.database import Write
from storage.lead_work import NEXT, add_note, claim, mark_opened, move, release, take_over, undo
from storage.leads import LeadFile, find_lead_file
from storage.sent_messages import mark_cards_stale
from storage.talks import list_talk

NOTE_LONGEST = 1000


async def press_lead_button(turn: Turn, who: Actor) -> None:
    """Carry out a button under a lead."""
    wanted = unpack(LeadButton, turn.pressed)
    file = await file_of_button(turn, who, wanted.reference) if wanted else None
    if wanted is None or file is None:
        await turn.pop_up(no_such_lead(unit_context(turn), wanted.reference if wanted else "?"), alert=True)
        return
    close_question(turn)
    step = STEPS.get(wanted.step)
    if step:
        await step(turn, who, file, wanted.value)
    else:
        await change_state(turn, who, file, wanted.step)


async def show_lead(turn: Turn, who: Actor, file: LeadFile, _value: str) -> None:
    """Show a lead of a list below it."""
    await open_lead(turn, who, file.lead.reference)


async def send_all_answers(turn: Turn, who: Actor, file: LeadFile, _value: str) -> None:
    """Send everything that the applicant answered."""
    await turn.save(None, record(file.lead.reference, who, "seen", turn.now))
    for text in all_answers(unit_context(turn), file.lead):
        await show_text(turn, file.lead.reference, Message(text))


async def history(turn: Turn, _who: Actor, file: LeadFile, _value: str) -> None:
    """Send who did what and when, the notes, and the conversation with the applicant."""
    database, reference = turn.services.database, file.lead.reference
    entries, talk = await history_of(database, reference), await list_talk(database, reference)
    for text in histories.pages(unit_context(turn), file, entries, talk):
        await show_text(turn, reference, Message(text))


async def claim_lead(turn: Turn, who: Actor, file: LeadFile, _value: str) -> None:
    """Claim it; of two who tap at the same time, one is told that the other was faster."""
    reference = file.lead.reference
    opened = mark_opened(reference, who.name, turn.now)
    await store_change(turn, who, file, claim(reference, who, turn.now), opened)


async def take_over_lead(turn: Turn, who: Actor, file: LeadFile, _value: str) -> None:
    """Take it over from a colleague, who is told."""
    notice = tell_owner(turn, who, file.lead) if file.lead.owner_id != who.id else ()
    await store_change(turn, who, file, take_over(file.lead.reference, who, turn.now), *notice)


async def store_change(turn: Turn, who: Actor, file: LeadFile, *writes: Write) -> None:
    """Store a change of owner, and say whose the lead is then."""
    await turn.save(None, *writes, *keep_card(turn, file.lead.reference))
    now = await find_lead_file(turn.services.database, file.lead.reference) or file
    _ = unit_context(turn).say
    yours = now.lead.owner_id == who.id
    await turn.pop_up(
        _("It is yours.") if yours else _("It belongs to {owner}.", owner=now.lead.owner or "?")
    )


async def release_lead(turn: Turn, who: Actor, file: LeadFile, _value: str) -> None:
    """Give it back, for anybody to claim; the unit is told."""
    if await refuse_if_not_owner(turn, who, file):
        return
    reference, notice = file.lead.reference, tell_unit(turn, who, file.lead)
    await turn.save(None, release(reference, who, turn.now), notice, *keep_card(turn, reference))
    await turn.pop_up(unit_context(turn).say("Anybody can claim it now."))


async def change_state(turn: Turn, who: Actor, file: LeadFile, state: str) -> None:
    """Bring it into another state; a button from before the last change only shows where it stands."""
    if await refuse_if_not_owner(turn, who, file):
        return
    reference = file.lead.reference
    if state in NEXT.get(file.lead.state, ()):
        await turn.save(None, move(reference, who, state, turn.now), *keep_card(turn, reference))
    else:
        await turn.save(None, mark_cards_stale(reference))
    now = await find_lead_file(turn.services.database, reference) or file
    await turn.pop_up(state_label(unit_context(turn), now.lead.state))


async def undo_change(turn: Turn, who: Actor, file: LeadFile, _value: str) -> None:
    """Undo the last change, if this coordinator made it within a minute."""
    reference = file.lead.reference
    await turn.save(None, undo(reference, who, turn.now), mark_cards_stale(reference))
    now = await find_lead_file(turn.services.database, reference) or file
    _ = unit_context(turn).say
    done = (now.lead.state, now.lead.owner_id) != (file.lead.state, file.lead.owner_id)
    late = _("Only whoever made the change can undo it, within a minute.")
    await turn.pop_up(_("Undone.") if done else late, alert=not done)


STEPS: Mapping[LeadStep, Callable[[Turn, Actor, LeadFile, str], Awaitable[None]]] = {
    "open": show_lead,
    "answers": send_all_answers,
    "history": history,
    "claim": claim_lead,
    "take": take_over_lead,
    "release": release_lead,
    "card": restore_card,
    "undo": undo_change,
    "assign": choose_colleague,
    "give": assign_lead,
    "accepted": decisions.confirm_accepting,
    "declined": decisions.ask_decline_reason,
    "accept": decisions.accept_lead,
    "because": decisions.decline_for_listed_reason,
    "tell": decisions.offer_decision_message,
    "show": decisions.show_decision,
    "end": sent.end_talk_about_lead,
    "saved": saved_replies.show_saved_reply,
}


async def note(turn: Turn, who: Actor) -> None:
    """/note in reply to a message about a lead, or /note REF and the text."""
    text, typed = arguments(turn), None
    replied_to = subject_replied_to(turn)
    if replied_to is None or not is_lead(replied_to):
        first, _sep, text = text.partition(" ")
        replied_to, typed = None, reference_in(turn, first)
    context, reference = unit_context(turn), replied_to or typed
    if reference is None or not text.strip():
        await turn.send(Message(plain(context.say("Reply to a lead with /note and your note."))))
        return
    if await file_named(turn, who, replied_to, typed) is None:
        await turn.send(Message(plain(no_such_lead(context, reference))))
        return
    write = add_note(turn.update.update_id, reference, who, text.strip()[:NOTE_LONGEST], turn.now)
    await turn.save(None, write)
    cut = (
        context.say("It was cut to {n} characters.", n=NOTE_LONGEST)
        if len(text.strip()) > NOTE_LONGEST
        else ""
    )
    said = context.say("Noted: {reference}", reference=f"[{reference}]")
    await turn.send(Message("📝 " + plain(f"{said} {cut}".strip())))
