"""Work on one lead: claim it, bring it into another state, take a note, read all of it and its history."""

from collections.abc import Awaitable, Callable, Mapping

from bot.context import Turn
from bot.handlers.coordinators.access import desk
from bot.handlers.coordinators.lists import arguments, gone, open_lead, reference_in
from bot.handlers.coordinators.subjects import subject_replied_to
from bot.telegram.callback_data import Step, unpack
from bot.views.leads import lists as coordinators
from bot.views.leads.card import all_answers, lead_message, state_label
from bot.views.message import Message, plain
from storage.audit import Actor, history_of, record
from storage.database import Write
from storage.lead_work import NEXT, add_note, claim, mark_opened, move, release, take_over
from storage.leads import LeadFile, find_lead_file

NOTE_LONGEST = 1000


async def pressed(turn: Turn, who: Actor) -> None:
    """Do what a button under a lead says."""
    wanted = unpack(Step, turn.pressed)
    file = await find_lead_file(turn.services.database, wanted.reference) if wanted else None
    if wanted is None or file is None:
        await turn.pop_up(gone(desk(turn), wanted.reference if wanted else "?"), alert=True)
        return
    step = STEPS.get(wanted.step)
    if step:
        await step(turn, who, file)
    else:
        await moved(turn, who, file, wanted.step)


async def opened(turn: Turn, who: Actor, file: LeadFile) -> None:
    """Show a lead of a list below it."""
    await open_lead(turn, who, file.lead.reference)


async def answers(turn: Turn, who: Actor, file: LeadFile) -> None:
    """Send everything that the applicant answered."""
    await turn.save(None, record(file.lead.reference, who, "seen", turn.now))
    for text in all_answers(desk(turn), file.lead):
        await turn.send(Message(text), edit=False)


async def history(turn: Turn, _who: Actor, file: LeadFile) -> None:
    """Send who did what and when, and the notes."""
    entries = await history_of(turn.services.database, file.lead.reference)
    await turn.send(coordinators.history(desk(turn), file, entries), edit=False)


async def claimed(turn: Turn, who: Actor, file: LeadFile) -> None:
    """Make it theirs; of two who tap at the same time, one is told that the other was faster."""
    reference = file.lead.reference
    opened = mark_opened(reference, who.name, turn.now)
    await changed(turn, who, file, claim(reference, who, turn.now), opened)


async def taken(turn: Turn, who: Actor, file: LeadFile) -> None:
    """Take it over from a colleague."""
    await changed(turn, who, file, take_over(file.lead.reference, who, turn.now))


async def changed(turn: Turn, who: Actor, file: LeadFile, *writes: Write) -> None:
    """Store a change of owner, show the lead as it stands then, and say whose it is."""
    await turn.save(None, *writes)
    now = await find_lead_file(turn.services.database, file.lead.reference) or file
    _ = desk(turn).say
    yours = now.lead.owner_id == who.id
    note = _("It is yours.") if yours else _("It belongs to {owner}.", owner=now.lead.owner or "?")
    await turn.send(lead_message(desk(turn), now), note=note)


async def released(turn: Turn, who: Actor, file: LeadFile) -> None:
    """Give it back, for anybody to claim."""
    if await not_theirs(turn, who, file):
        return
    await turn.save(None, release(file.lead.reference, who, turn.now))
    await redraw(turn, file, desk(turn).say("Anybody can claim it now."))


async def moved(turn: Turn, who: Actor, file: LeadFile, state: str) -> None:
    """Bring it into another state; a button from before the last change only shows where it stands."""
    if await not_theirs(turn, who, file):
        return
    if state in NEXT.get(file.lead.state, ()):
        await turn.save(None, move(file.lead.reference, who, state, turn.now))
    await redraw(turn, file)


async def redraw(turn: Turn, file: LeadFile, note: str = "") -> None:
    """Show a lead as it stands now, in place, with its state as the note unless another one is given."""
    now = await find_lead_file(turn.services.database, file.lead.reference) or file
    await turn.send(lead_message(desk(turn), now), note=note or state_label(desk(turn), now.lead.state))


async def not_theirs(turn: Turn, who: Actor, file: LeadFile) -> bool:
    """Stop who is not the owner, and say whose it is."""
    if file.lead.owner_id == who.id:
        return False
    await turn.pop_up(coordinators.not_yours(desk(turn), file.lead), alert=True)
    return True


STEPS: Mapping[str, Callable[[Turn, Actor, LeadFile], Awaitable[None]]] = {
    "open": opened,
    "answers": answers,
    "history": history,
    "claim": claimed,
    "take": taken,
    "release": released,
}


async def note(turn: Turn, who: Actor) -> None:
    """/note in reply to a message about a lead, or /note REF and the text."""
    text = arguments(turn)
    reference = subject_replied_to(turn)
    if reference is None or not reference.startswith("IUC-"):
        first, _sep, text = text.partition(" ")
        reference = reference_in(turn, first)
    context = desk(turn)
    if reference is None or not text.strip():
        await turn.send(Message(plain(context.say("Reply to a lead with /note and your note."))))
        return
    if await find_lead_file(turn.services.database, reference) is None:
        await turn.send(Message(plain(gone(context, reference))))
        return
    write = add_note(turn.update.update_id, reference, who, text.strip()[:NOTE_LONGEST], turn.now)
    await turn.save(None, write)
    await turn.send(Message("📝 " + plain(context.say("Noted: {reference}", reference=f"[{reference}]"))))
