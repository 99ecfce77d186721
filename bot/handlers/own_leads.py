"""A person's own pre-applications after sending: their state, a copy, correcting and withdrawing."""

from collections.abc import Awaitable, Callable

from bot.context import Turn
from bot.handlers import questions
from bot.handlers.old_button import old_button
from bot.handlers.sending import recipients_of_leads
from bot.telegram.callback_data import OwnLeadStep, unpack
from bot.views.leads import notices
from bot.views.preapplication.document import copy_delivery
from bot.views.preapplication.own_leads import own_lead_screen, own_leads_screen, reasons
from bot.views.preapplication.own_leads import withdraw as withdraw_screen
from bot.views.preapplication.question import form
from storage.drafts import drop_draft
from storage.leads import Lead, find_lead, list_leads_of_chat, read_lead
from storage.outbox import Delivery, enqueue
from storage.submissions import begin_correction, withdraw

REASON_LONGEST = 500


async def status(turn: Turn) -> None:
    """List what the person has sent."""
    leads = await list_leads_of_chat(turn.services.database, turn.chat.chat_id)
    await turn.save(own_leads_screen(turn.context, leads))
    await turn.show()


async def turn_page(turn: Turn, page: str) -> None:
    """Show another page of the list."""
    leads = await list_leads_of_chat(turn.services.database, turn.chat.chat_id)
    await turn.save(own_leads_screen(turn.context, leads, int(page) if page.isdecimal() else 0))
    await turn.show()


async def press_own_lead_button(turn: Turn) -> None:
    """Carry out what a button says about one of the person's own pre-applications."""
    wanted = unpack(OwnLeadStep, turn.pressed)
    if wanted is not None and wanted.step == "page":
        await turn_page(turn, wanted.value)
        return
    lead = await find_lead(turn.services.database, wanted.reference) if wanted else None
    steps: dict[str, Callable[[Turn, Lead, str], Awaitable[None]]] = {
        "see": show_one,
        "copy": send_copy,
        "correct": correct_lead,
        "discard": discard_correction,
        "withdraw": ask_reason,
        "because": take_reason_button,
        "confirm": withdraw_lead,
    }
    if wanted is None or lead is None or lead.chat_id != turn.chat.chat_id or wanted.step not in steps:
        await old_button(turn)
        return
    await steps[wanted.step](turn, lead, wanted.value)


async def show_one(turn: Turn, lead: Lead, _value: str = "") -> None:
    """Show one pre-application."""
    await turn.save(own_lead_screen(turn.context, lead))
    await turn.show()


async def send_copy(turn: Turn, lead: Lead, _value: str) -> None:
    """Send the summary again, in the language that the person reads now."""
    delivery = copy_delivery(turn.context, lead, str(turn.update.update_id))
    await turn.save(own_lead_screen(turn.context, lead), lambda db: enqueue(db, delivery, turn.now))
    await turn.show(note=turn.context.say("The PDF is on its way."))


async def correct_lead(turn: Turn, lead: Lead, _value: str) -> None:
    """Open the pre-application again with its answers; a draft that is open comes first."""
    if lead.withdrawn:
        await show_one(turn, lead)
        return
    busy = turn.context.draft is not None and turn.context.corrects != lead.reference
    await turn.save(form.screen(), begin_correction(lead, turn.knowledge_base.content.version, turn.now))
    note = turn.context.say("You have another draft open: send or erase it first, then correct this one.")
    await turn.show(note=note if busy else "")


async def discard_correction(turn: Turn, lead: Lead, _value: str) -> None:
    """Discard an unfinished correction; the sent version stays."""
    mine = turn.context.corrects == lead.reference
    await turn.save(
        own_lead_screen(turn.context, lead), *([drop_draft(turn.context.draft_id)] if mine else [])
    )
    await turn.show()


async def ask_reason(turn: Turn, lead: Lead, _value: str) -> None:
    """Ask why it is withdrawn."""
    await turn.save(
        own_lead_screen(turn.context, lead) if lead.withdrawn else withdraw_screen.screen(lead.reference)
    )
    await turn.show()


async def take_reason_button(turn: Turn, lead: Lead, value: str) -> None:
    """Take a reason from a button, then ask to confirm."""
    if lead.withdrawn or value not in reasons(turn.context):
        await old_button(turn)
        return
    await turn.save(withdraw_screen.screen(lead.reference, value))
    await turn.show()


async def take_typed_reason(turn: Turn) -> None:
    """Take a reason in the person's words, then ask to confirm; a question is answered instead."""
    if "?" in turn.text:
        await questions.asked(turn)
        return
    reason = " ".join(turn.text.split())[:REASON_LONGEST]
    await turn.save(withdraw_screen.screen(turn.screen.arguments["reference"], reason))
    await turn.show()


async def withdraw_lead(turn: Turn, lead: Lead, _value: str) -> None:
    """Withdraw it for the reason that is on the screen."""
    here = turn.screen.name == "withdraw" and turn.screen.arguments.get("reference") == lead.reference
    reason = turn.screen.arguments.get("reason") if here else None
    if not reason:
        await old_button(turn)
        return
    contexts, chats = turn.contexts(), turn.services.unit.chat_languages()

    def notices_to_unit(gone: Lead) -> list[Delivery]:
        recipients = recipients_of_leads(turn.knowledge_base, gone)
        return notices.in_each_language(
            recipients, chats, lambda contacts: notices.withdrawn(contexts, gone, contacts)
        )

    write = withdraw(lead.reference, reason, turn.now, notices_to_unit)
    await turn.save(
        lambda db: own_lead_screen(turn.context, read_lead(db, "reference = ?", lead.reference) or lead),
        write,
    )
    await turn.show()
