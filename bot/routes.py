"""THE list: which update reaches which handler, in order, a line each."""

from collections.abc import Awaitable, Callable

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.context import Services, Turn
from bot.handlers import (
    deadline,
    edits,
    eligibility,
    groups,
    inline,
    language,
    links,
    membership,
    own_leads,
    pictures,
    preapplication,
    privacy,
    questions,
    start,
    unsupported_messages,
)
from bot.handlers.coordinators import (
    browser,
    content,
    decisions,
    export,
    leads,
    lists,
    statistics,
    unanswered,
)
from bot.handlers.coordinators import help as unit_help
from bot.handlers.coordinators import language as coordinators_language
from bot.handlers.coordinators.access import UnitGroupFilter, for_coordinators
from bot.handlers.old_button import old_button
from bot.handlers.slow_commands import in_background_if_slow
from bot.handlers.talks import incoming, replies, saved_replies
from bot.telegram.attempts import with_retries
from bot.telegram.callback_data import (
    ChooseGroupLanguage,
    ChooseLanguage,
    Data,
    EligibilityReply,
    FormReply,
    LeadButton,
    Listing,
    Move,
    Open,
    OpenQuestion,
    OwnLeadStep,
    PassOn,
    Picture,
    Privacy,
    Talk,
    Unsent,
    Vote,
)
from storage.audit import Actor

Handler = Callable[[Turn], Awaitable[None]]
Work = Callable[[Turn, Actor], Awaitable[None]]
Route = BaseHandler[Update, ContextTypes.DEFAULT_TYPE, object]


def routes(services: Services) -> list[Route]:
    """List the routes; the first that fits takes the update."""

    def command(name: str, handler: Handler) -> Route:
        return CommandHandler(name, with_retries(services, handler), filters.UpdateType.MESSAGE)

    def button(shape: type[Data], handler: Handler) -> Route:
        return CallbackQueryHandler(with_retries(services, handler), pattern=rf"^{shape.prefix}\|")

    def message(kind: filters.BaseFilter, handler: Handler) -> Route:
        return MessageHandler(filters.UpdateType.MESSAGE & kind, with_retries(services, handler))

    def edit(kind: filters.BaseFilter, handler: Handler) -> Route:
        return MessageHandler(filters.UpdateType.EDITED_MESSAGE & kind, with_retries(services, handler))

    def work(name: str, handler: Work) -> Route:
        return command(name, for_coordinators(handler))

    def slow_work(name: str, handler: Work) -> Route:
        return work(name, in_background_if_slow(handler))

    def work_button(shape: type[Data], handler: Work) -> Route:
        return button(shape, for_coordinators(handler))

    def slow_work_button(shape: type[Data], handler: Work) -> Route:
        return work_button(shape, in_background_if_slow(handler))

    in_group = filters.ChatType.GROUPS
    return [
        InlineQueryHandler(with_retries(services, inline.answer_inline_query)),
        ChosenInlineResultHandler(with_retries(services, inline.count_posted_answer)),
        ChatMemberHandler(
            with_retries(services, membership.bot_added_or_removed), ChatMemberHandler.MY_CHAT_MEMBER
        ),
        ChatMemberHandler(with_retries(services, membership.member_changed), ChatMemberHandler.CHAT_MEMBER),
        message(filters.StatusUpdate.LEFT_CHAT_MEMBER, membership.member_left),
        message(filters.StatusUpdate.MIGRATE, membership.follow_group_to_new_id),
        slow_work("leads", lists.leads),
        slow_work("find", lists.leads),
        slow_work("unclaimed", lists.unclaimed),
        work("reply", saved_replies.choose_saved_reply),
        work("decline", decisions.decline_in_own_words),
        work("lead", lists.lead),
        work("note", leads.note),
        slow_work("unanswered", unanswered.list_unanswered),
        slow_work("stats", statistics.show_statistics),
        slow_work("export", export.export_leads),
        slow_work("audit", lists.audit),
        work("desk", browser.send_table_link),
        slow_work("reload", content.reload_content),
        slow_work_button(Listing, lists.turn_list_page),
        work_button(LeadButton, leads.press_lead_button),
        work_button(OpenQuestion, unanswered.press_question_button),
        work_button(Unsent, replies.press_unsent_button),
        message(
            UnitGroupFilter(services) & filters.Regex(r"^/language\b"),
            for_coordinators(coordinators_language.ask_group_language),
        ),
        work_button(ChooseGroupLanguage, coordinators_language.choose_group_language),
        message(UnitGroupFilter(services) & ~filters.COMMAND, incoming.take_group_message),
        edit(UnitGroupFilter(services), incoming.take_group_edit),
        # What coordinators do in their groups stands above these lines, which take all the rest of any group.
        message(in_group, groups.message_in_group),
        edit(in_group, groups.answer_edited_in_group),
        TapsInGroups(with_retries(services, groups.refuse_tap)),
        # From here on there are only private chats.
        message(filters.VIA_BOT, ignore),
        edit((filters.TEXT | filters.CAPTION) & ~filters.VIA_BOT, edits.answer_edited),
        command("start", links.follow_link),
        command("help", unit_help.help_command),
        command("faq", questions.faq),
        command("eligibility", eligibility.start),
        command("apply", preapplication.start),
        command("deadline", deadline.deadline),
        command("language", language.ask_language),
        command("cancel", start.start),
        command("contact", start.contact),
        command("status", own_leads.status),
        command("privacy", privacy.privacy),
        command("mydata", privacy.mydata),
        command("forget", privacy.forget),
        button(Talk, incoming.leave_talk),
        button(Open, start.open_screen),
        button(ChooseLanguage, language.choose_language),
        button(Vote, questions.voted),
        button(Picture, pictures.show_picture),
        button(PassOn, questions.ask_where_to_reply),
        button(EligibilityReply, eligibility.take_tapped_fact),
        button(FormReply, preapplication.take_tap),
        button(Move, preapplication.press_move_button),
        button(OwnLeadStep, own_leads.press_own_lead_button),
        button(Privacy, privacy.carry_out_step),
        CallbackQueryHandler(with_retries(services, old_button)),
        message(filters.CONTACT, contact_shared),
        message(filters.COMMAND, start.help_command),
        message(filters.REPLY & filters.ChatType.PRIVATE, typed_reply),
        message(filters.TEXT | filters.CAPTION, typed_text),
        message(filters.ALL & filters.ChatType.PRIVATE, not_text),
        TypeHandler(Update, with_retries(services, ignore)),
    ]


class TapsInGroups(CallbackQueryHandler[ContextTypes.DEFAULT_TYPE, object]):
    """Takes the taps on buttons in groups: a screen's buttons there would be everybody's."""

    def check_update(self, update: object) -> bool | None:
        """Take a tap if it comes from a group."""
        chat = update.effective_chat if isinstance(update, Update) and update.callback_query else None
        return chat is not None and chat.type != chat.PRIVATE


async def typed_reply(turn: Turn) -> None:
    """A reply to a message of a thread goes on to its other side; any other is just typed."""
    if not await incoming.hand_on_reply(turn):
        await (typed_text(turn) if turn.text else not_text(turn))


async def not_text(turn: Turn) -> None:
    """Pictures, files and the like are not understood; an album is answered once."""
    incoming.end_if_expired(turn)
    if turn.screen.name == "talk":
        await incoming.hand_on_typed(turn)
    else:
        await unsupported_messages.not_text(turn)


async def contact_shared(turn: Turn) -> None:
    """A contact answers the question for a telephone; anywhere else it is as good as a picture."""
    if not await preapplication.take_shared_contact(turn):
        await not_text(turn)


async def ignore(turn: Turn) -> None:
    """Do nothing with what no handler above takes: an edited message, a post in a channel."""


async def typed_text(turn: Turn) -> None:
    """Typed words go to the conversation that the chat is in; without one they are a question."""
    incoming.end_if_expired(turn)
    unsupported_messages.is_further_picture_of_album(
        turn
    )  # the words are the album's answer: its other pictures bring none
    conversations: dict[str, Handler] = {
        "form": preapplication.take_reply,
        "eligibility": eligibility.take_typed_fact,
        "pass_on": questions.address_typed,
        "leave_question": questions.question_left,
        "talk": incoming.hand_on_typed,
        "withdraw": own_leads.take_typed_reason,
    }
    await conversations.get(turn.screen.name, questions.asked)(turn)
