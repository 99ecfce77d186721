"""What is stored about a person: shown, exported, erased; and whether they want reminders."""

import json
from collections.abc import Awaitable, Callable

from bot.context import Turn
from bot.handlers.old_button import old_button
from bot.handlers.sending import recipients_of_leads
from bot.telegram.callback_data import Privacy, unpack
from bot.views import my_data
from bot.views import privacy as views
from bot.views.leads import notices
from storage.chats import set_reminders
from storage.leads import Lead, list_leads_of_chat
from storage.outbox import Delivery
from storage.people import StoredAboutPerson, erase_person, stored_about_person


async def privacy(turn: Turn) -> None:
    """Show what is stored about people, and for how long."""
    await turn.save(views.privacy.screen())
    await turn.show()


async def mydata(turn: Turn) -> None:
    """Send everything stored about the person: as a page to read, and as a JSON document."""
    await turn.save()
    stored = await stored_about_person(turn.services.database, turn.chat.chat_id)
    document = json.dumps(stored, ensure_ascii=False, indent=2).encode(errors="replace")
    await turn.pop_up("")
    _, chat_id = turn.context.say, turn.chat.chat_id
    await turn.bot.send_document(
        chat_id,
        my_data.my_data_page(turn.context, stored),
        caption=views.mydata_caption(turn.context),
        filename=_("my-data.html"),
    )
    await turn.bot.send_document(chat_id, document, filename=_("my-data.json"))


async def forget(turn: Turn) -> None:
    """Say what erasing means, and ask to confirm."""
    leads = await list_leads_of_chat(turn.services.database, turn.chat.chat_id)
    await turn.save(views.forget.screen([lead.reference for lead in leads]))
    await turn.show()


async def carry_out_step(turn: Turn) -> None:
    """Carry out what a button says."""
    wanted = unpack(Privacy, turn.pressed)
    steps: dict[str, Callable[[Turn], Awaitable[None]]] = {
        "mydata": mydata,
        "forget": forget,
        "erase": erase_everything,
        "quiet": quiet,
        "remind": resume_reminders,
    }
    await steps.get(wanted.step if wanted else "", old_button)(turn)


async def erase_everything(turn: Turn) -> None:
    """Erase everything about the person after they confirmed it, and notify the contacts who have their leads."""
    if turn.screen.name != "forget":
        await old_button(turn)
        return
    contexts, last, chats = turn.contexts(), turn.context, turn.services.unit.chat_languages()

    def notices_to_unit(lead: Lead) -> list[Delivery]:
        recipients = recipients_of_leads(turn.knowledge_base, lead)
        return notices.in_each_language(
            recipients, chats, lambda contacts: notices.erased(contexts, lead, contacts)
        )

    stored = await stored_about_person(turn.services.database, turn.chat.chat_id)
    await turn.save(None, erase_person(turn.chat.chat_id, turn.now, notices_to_unit))
    await turn.send(views.forgotten(last, erasure_of(stored)))


def erasure_of(stored: StoredAboutPerson) -> views.Erasure:
    """Sum up what was stored about a person, table by table, as they are told of its erasure."""
    return views.Erasure(
        drafts=sum(draft["state"] == "open" for draft in stored.get("drafts", ())),
        questions=len(stored.get("questions", ())),
        messages=len(stored.get("talk_messages", ())),
        references=tuple(lead["reference"] for lead in stored.get("leads", ())),
    )


async def quiet(turn: Turn) -> None:
    """Send no more reminders."""
    await turn.save(None, set_reminders(turn.chat.chat_id, False))
    await turn.send(views.reminders_off(turn.context))


async def resume_reminders(turn: Turn) -> None:
    """Send reminders again."""
    await turn.save(None, set_reminders(turn.chat.chat_id, True))
    await turn.show(note=turn.context.say("Reminders are on again."))
