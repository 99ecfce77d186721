"""Saved replies of the unit: chosen, filled in, and confirmed before they are sent."""

from collections.abc import Iterator, Mapping

from bot.context import Turn
from bot.handlers.coordinators.access import unit_context
from bot.handlers.coordinators.lists import arguments
from bot.handlers.coordinators.visible import file_named
from bot.handlers.talks.message_content import IncomingMessage
from bot.handlers.talks.subjects import subject_replied_to
from bot.handlers.talks.unsent import ask_to_send
from bot.views.context import ViewContext
from bot.views.leads import lists as lead_lists
from bot.views.leads import talk as talking
from bot.views.message import Message, plain
from knowledge.content.schema import Text
from storage.audit import Actor
from storage.leads import Lead, LeadFile


async def choose_saved_reply(turn: Turn, who: Actor) -> None:
    """/reply, in reply to a lead: choose a saved reply; with words: send those."""
    context = unit_context(turn)
    file = await file_named(turn, who, subject_replied_to(turn), arguments(turn))
    if file is None:
        await turn.send(Message(plain(context.say("Reply to a lead with /reply."))))
        return
    await turn.send(talking.choose_saved(context, file.lead))


async def show_saved_reply(turn: Turn, who: Actor, file: LeadFile, value: str) -> None:
    """Show a saved reply filled in, to be sent or not."""
    replies = turn.knowledge_base.content.coordinator_texts.saved_replies
    found = next((each for each in replies if each.id == value), None)
    if found is None or file.lead.withdrawn or file.lead.owner_id not in (None, who.id):
        said = unit_context(turn).say("That reply no longer exists.")
        await turn.pop_up(
            said if found is None else lead_lists.not_yours(unit_context(turn), file.lead), alert=True
        )
        return
    await turn.pop_up("")
    await ask_to_send(turn, who, file, saved_text(turn.context, who, file.lead, found.text))


def saved_text(context: ViewContext, who: Actor, lead: Lead, text: Text) -> IncomingMessage:
    """A saved text in the applicant's language, its placeholders filled in; a brace in a name stays one."""
    applicant = context.applicant(lead.data["answers"])
    values = {
        "name": applicant.contact("person"),
        "city": applicant.name,
        "reference": lead.reference,
        "coordinator": who.name,
    }
    return IncomingMessage("".join(with_values(text.within(lead.language), values)))


def with_values(text: str, values: Mapping[str, str]) -> Iterator[str]:
    """Fill placeholders in; unknown ones stay as they are."""
    for number, part in enumerate(text.split("{")):
        name, closing, rest = part.partition("}")
        yield values[name] + rest if number and closing and name in values else ("{" if number else "") + part
