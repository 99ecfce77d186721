"""Accepting and declining leads: confirmed first, declined for a reason, shown to the applicant only on request."""

from bot.context import Turn
from bot.handlers.coordinators.access import unit_context
from bot.handlers.coordinators.lead_messages import ask_on_card, keep_card, refuse_if_not_owner, show_text
from bot.handlers.coordinators.lists import arguments
from bot.handlers.talks.saved_replies import saved_text
from bot.handlers.talks.subjects import subject_replied_to
from bot.handlers.talks.unsent import ask_to_send
from bot.views.leads import decisions as view
from bot.views.leads import lists as lead_lists
from bot.views.message import Message, plain
from storage.audit import Actor
from storage.lead_work import NEXT, move, release_decision
from storage.leads import LeadFile, find_lead_file

REASON_LONGEST = 300


async def confirm_accepting(turn: Turn, who: Actor, file: LeadFile, _value: str) -> None:
    """Ask whether a lead is to be accepted."""
    if not await refuse_if_not_owner(turn, who, file):
        await ask_on_card(turn, view.confirm_accept(unit_context(turn), file.lead))


async def ask_decline_reason(turn: Turn, who: Actor, file: LeadFile, _value: str) -> None:
    """Ask for what reason a lead is to be declined."""
    if not await refuse_if_not_owner(turn, who, file):
        await ask_on_card(turn, view.confirm_decline(unit_context(turn), file.lead))


async def accept_lead(turn: Turn, who: Actor, file: LeadFile, _value: str) -> None:
    """Accept a lead."""
    await store_decision(turn, who, file, "accepted", "")


async def decline_for_listed_reason(turn: Turn, who: Actor, file: LeadFile, value: str) -> None:
    """Decline a lead for a reason of the list."""
    await store_decision(turn, who, file, "declined", value)


async def decline_in_own_words(turn: Turn, who: Actor) -> None:
    """/decline and a reason in one's own words, in reply to a lead."""
    reference, reason = subject_replied_to(turn), arguments(turn)[:REASON_LONGEST]
    file = await find_lead_file(turn.services.database, reference or "")
    if file is None or not reason:
        said = unit_context(turn).say("Reply to a lead with /decline and the reason.")
        await turn.send(Message(plain(said)))
    elif file.lead.owner_id != who.id:
        await turn.send(Message(plain(lead_lists.not_yours(unit_context(turn), file.lead))))
    else:
        await store_decision(turn, who, file, "declined", reason)


async def store_decision(turn: Turn, who: Actor, file: LeadFile, state: str, reason: str) -> None:
    """Store a decision and offer to tell the applicant; an old button changes nothing."""
    if await refuse_if_not_owner(turn, who, file):
        return
    reference = file.lead.reference
    if state not in NEXT.get(file.lead.state, ()):
        await turn.save(None, *keep_card(turn, reference))
        await turn.pop_up(unit_context(turn).say("Its state has changed meanwhile."))
        return
    await turn.save(None, move(reference, who, state, turn.now, reason), *keep_card(turn, reference))
    await turn.pop_up("")
    now = await find_lead_file(turn.services.database, reference) or file
    await show_text(turn, reference, view.decision_made(unit_context(turn), now.lead))


async def offer_decision_message(turn: Turn, who: Actor, file: LeadFile, _value: str) -> None:
    """Show what would be written to the applicant about the decision, to be sent or not."""
    if await refuse_if_not_owner(turn, who, file):
        return
    desk_file = turn.knowledge_base.content.coordinator_texts
    reasons = {each.id: each.text for each in desk_file.decline_reasons}
    text = desk_file.accepted if file.lead.state == "accepted" else desk_file.declined
    if file.lead.state == "declined":
        text = reasons.get(file.lead.decision_reason or "", text)
    if file.lead.state not in ("accepted", "declined"):
        await turn.pop_up(unit_context(turn).say("No decision was made."), alert=True)
        return
    if text is None:
        said = unit_context(turn).say(
            "There is no text for this in coordinators.yaml: reply to the lead in your own words."
        )
        await turn.pop_up(said, alert=True)
        return
    await turn.pop_up("")
    await ask_to_send(turn, who, file, saved_text(turn.context, who, file.lead, text), releases=True)


async def show_decision(turn: Turn, who: Actor, file: LeadFile, _value: str) -> None:
    """Let the applicant see the decision under /status, without a message."""
    if await refuse_if_not_owner(turn, who, file):
        return
    await turn.save(None, release_decision(file.lead.reference, who, turn.now))
    await turn.pop_up(
        unit_context(turn).say("The applicant sees the decision under /status now."), alert=True
    )
