"""What a coordinator writes to an applicant: sent at once in an open talk, else confirmed: send, note or cancel."""

from collections.abc import Sequence

from telegram import MessageEntity

from bot.context import Turn
from bot.handlers.coordinators.access import unit_context
from bot.handlers.coordinators.lists import no_such_lead
from bot.handlers.talks.message_content import IncomingMessage, incoming_message
from bot.handlers.talks.messages import (
    keep_until_confirmed,
    message_here,
    message_of,
    payload_for_person,
    talk_about,
)
from bot.views.leads import lists as lead_lists
from bot.views.leads import talk as talking
from bot.views.message import Message, plain
from storage.audit import Actor, record
from storage.database import Write
from storage.lead_work import add_note, claim, move, release_decision
from storage.leads import Lead, LeadFile, find_lead_file
from storage.talks import (
    TalkMessage,
    UnsentMessage,
    drop_unsent,
    find_unsent_of_update,
    only_if_owned,
    open_talk,
    queue_talk_message,
    talk_is_open,
)


def mentions_somebody(turn: Turn) -> bool:
    """Tell whether a message mentions somebody by @: then it may be for a colleague."""
    message = turn.update.effective_message
    kinds: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
    return bool(message and (message.parse_entities(kinds) or message.parse_caption_entities(kinds)))


async def write_about_lead(turn: Turn, who: Actor, reference: str) -> None:
    """Write to an applicant: at once in an open talk, else when it was confirmed; a colleague's lead stays theirs."""
    file = await find_lead_file(turn.services.database, reference)
    given = incoming_message(turn)
    if file is None or given is None:
        await turn.send(Message(plain(no_such_lead(unit_context(turn), reference))))
    elif file.lead.withdrawn or file.lead.owner_id not in (None, who.id):
        await turn.send(Message(plain(lead_lists.not_yours(unit_context(turn), file.lead))))
    elif mentions_somebody(turn) or not await talk_is_open(
        turn.services.database, file.lead.chat_id, reference, turn.now
    ):
        await ask_to_send(turn, who, file, given)
    else:
        await turn.save(
            None, *writes_to_applicant(turn, who, file.lead, message_here(turn, who, file.lead, given))
        )


async def ask_to_send(
    turn: Turn, who: Actor, file: LeadFile, given: IncomingMessage, *, releases: bool = False
) -> None:
    """Store a message, and ask whether to send it, keep it as a note, or neither."""
    await turn.save(None, keep_until_confirmed(turn, who, file.lead.reference, given, releases))
    kept = await find_unsent_of_update(turn.services.database, turn.update.update_id)
    if kept is not None:
        await turn.send(talking.confirm_message(unit_context(turn), file.lead, kept), edit=False)


async def send_or_note(turn: Turn, who: Actor, kept: UnsentMessage, step: str) -> None:
    """Send a message about a lead, or make it a note."""
    context, reference = unit_context(turn), kept.subject
    file = await find_lead_file(turn.services.database, reference)
    if file is None or file.lead.withdrawn or file.lead.owner_id not in (None, who.id):
        said = lead_lists.not_yours(context, file.lead) if file else no_such_lead(context, reference)
        await turn.save(None, drop_unsent(kept.unsent_id))
        await turn.send(Message(plain(said)))
        return
    if step == "note":
        await turn.save(
            None, add_note(kept.update_id, reference, who, kept.text, turn.now), drop_unsent(kept.unsent_id)
        )
        await turn.send(Message("📝 " + plain(context.say("Noted: {reference}", reference=f"[{reference}]"))))
        return
    message = message_of(turn, who, kept, file.lead.chat_id, reference)
    shown = [release_decision(reference, who, turn.now)] if kept.releases else []
    await turn.save(
        None, *writes_to_applicant(turn, who, file.lead, message), *shown, drop_unsent(kept.unsent_id)
    )
    await turn.send(
        Message(plain(context.say("On its way to the applicant: {reference}", reference=f"[{reference}]")))
    )


def writes_to_applicant(turn: Turn, who: Actor, lead: Lead, message: TalkMessage) -> Sequence[Write]:
    """What a message to an applicant stores; nothing but the claim if somebody else has the lead by then."""
    contacted = [move(lead.reference, who, "contacted", turn.now)] if lead.state in ("new", "claimed") else []
    shown = payload_for_person(turn, message, lead.language)
    return (
        claim(lead.reference, who, turn.now),
        only_if_owned(
            lead.reference,
            who.id,
            queue_talk_message(message, shown, turn.now),
            open_talk(lead.chat_id, talk_about(turn, lead.reference)),
            record(lead.reference, who, "reply", turn.now),
            *contacted,
        ),
    )
