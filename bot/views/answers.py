"""Questions and answers: the subjects, one answer, suggestions, and saying that something is not known."""

from bot.telegram.callback_data import Open, PassOn, Vote
from bot.telegram.deep_links import answer_payload, share_link
from bot.views.context import ViewContext
from bot.views.menu import back_to_menu, copy_contact, form_button, language_buttons, menu_rows, source
from bot.views.message import Button, Message, bold, italic, paragraphs, plain, rows_of, shortened
from bot.views.pictures import picture_row
from bot.views.screens import view
from knowledge.reading.foreign import in_their_words, languages_listed_in


@view("categories")
def categories(context: ViewContext) -> Message:
    """The subjects that can be asked about."""
    _ = context.say
    buttons = [
        Button(category.label.within(context.language), Open("category", category.category))
        for category in context.knowledge_base.content.categories
    ]
    text = paragraphs(bold(_("Questions")), _("Choose a subject, or simply type your question."))
    return Message(text, (*rows_of(buttons, 2), back_to_menu(context)))


@view("category")
def category(context: ViewContext, category: str) -> Message:
    """The questions of one subject; all subjects if there is no such one."""
    chosen = next((c for c in context.knowledge_base.content.categories if c.category == category), None)
    if chosen is None:
        return categories(context)
    rows = tuple((question_button(context, answer.id),) for answer in chosen.answers)
    other = Button(context.say("Other subjects"), Open("categories"))
    return Message(bold(chosen.label.within(context.language)), (*rows, (other, *back_to_menu(context))))


def question_button(context: ViewContext, answer_id: str) -> Button:
    """A button that opens an answer."""
    return Button(
        context.knowledge_base.content.answers[answer_id].button.within(context.language),
        Open("answer", answer_id),
    )


def answer_text(context: ViewContext, answer_id: str) -> str:
    """The words of an answer, as they hold today."""
    answer = context.knowledge_base.content.answers[answer_id]
    return context.words.fill(answer.closed if answer.closed and not context.call_open else answer.answer)


def opening_text(context: ViewContext, answer_id: str, number: int | None) -> str:
    """The yes or no that an answer opens with, as it holds today; empty if there is none of that number."""
    openings = context.knowledge_base.content.answers[answer_id].openings
    if number is None or number >= len(openings):
        return ""
    chosen = openings[number]
    return bold(context.words.fill(chosen.closed if chosen.closed and not context.call_open else chosen.says))


@view("answer")
def answer(
    context: ViewContext,
    id: str,  # noqa: A002 - stored
    voted: bool = False,
    asked: str = "",  # noqa: ARG001 - stored
    opening: int | None = None,
) -> Message:
    """One answer with its source, what is asked next, and a thumb; the subjects if it no longer exists.

    `asked` is kept with the screen for a vote against the answer, which is a gap in the knowledge base; `opening` is
    the number of the yes or no that comes first.
    """
    found = context.knowledge_base.content.answers.get(id)
    if found is None:
        return categories(context)
    _ = context.say
    text = paragraphs(
        bold(context.words.fill(found.question)),
        opening_text(context, id, opening),
        plain(answer_text(context, id)),
        source(context, id),
        _("Thank you for your opinion.") if voted else "",
    )
    related = [
        question_button(context, other)
        for other in found.related
        if other in context.knowledge_base.content.answers
    ]
    thumbs = (Button(_("👍 Helpful"), Vote(id, 1)), Button(_("👎 Not what I asked"), Vote(id, 0)))
    rows = (
        *rows_of(related, 2),
        *picture_row(context, id),
        *action(context, id),
        *(() if voted else (thumbs,)),
    )
    return Message(
        text,
        (*rows, (*share_buttons(context, id), *back_to_menu(context))),
        preview=context.knowledge_base.content.has_role(id, "application"),
    )


def share_buttons(context: ViewContext, answer_id: str) -> tuple[Button, ...]:
    """Hand a link to this answer to somebody else; none where there is no bot to link to."""
    if not context.username:
        return ()
    question = context.words.fill(context.knowledge_base.content.answers[answer_id].question)
    address = share_link(context.username, answer_payload(answer_id), question)
    return (Button(context.say("Share"), url=address),)


def action(context: ViewContext, answer_id: str) -> tuple[tuple[Button, ...], ...]:
    """What a person who reads this answer may want to do next."""
    content = context.knowledge_base.content
    if content.has_role(answer_id, "contact"):
        return (copy_contact(context),)
    dated = content.programme.call.deadline is not None
    if content.has_role(answer_id, "deadline") and dated:
        return ((Button(context.say("Add to my calendar"), Open("deadline")),), (form_button(context),))
    leads_to = content.category(answer_id).leads_to
    if leads_to == "eligibility":
        return ((Button(context.say("Check my case"), Open("eligibility")),),)
    return ((form_button(context),),) if leads_to == "form" else ()


@view("suggest")
def suggest(
    context: ViewContext,
    ids: list[str],
    question: int = 0,
    introduction: str | None = None,
    contact: str | None = None,
) -> Message:
    """Not sure: up to three questions that may be meant.

    `introduction` is the small talk of somebody whom the last reply did not help; `contact` the answer that names
    people.
    """
    _ = context.say
    content = context.knowledge_base.content
    rows = tuple(
        (Button(context.words.fill(content.answers[i].question), Open("answer", i)),)
        for i in (*ids, contact or "")
        if i in content.answers
    )
    talk = content.smalltalk.get(introduction or "")
    said = paragraphs(
        plain(context.words.fill(talk.reply)) if talk else "",
        _("Do you mean one of these?") if ids else _("Ask in other words, or ask {unit}."),
    )
    return Message(said, (*rows, *pass_on_row(context, question), back_to_menu(context)))


def pass_on_row(context: ViewContext, question: int) -> tuple[tuple[Button, ...], ...]:
    """The offer to pass a question on; none where the question is not stored."""
    if not question:
        return ()
    return ((Button(context.say("Ask {unit}"), PassOn(question, "ask")),),)


@view("unknown")
def unknown(
    context: ViewContext, nearest: str | None = None, subject: str | None = None, question: int = 0
) -> Message:
    """Not known: say so, offer to pass the question on, show what is near without claiming that it answers."""
    _ = context.say
    entry = context.knowledge_base.content.unstated.get(subject or "")
    if entry and entry.subject:
        about = context.words.fill(entry.subject)
        said = _(
            "The programme's documents say nothing about {subject}, so I cannot answer that.",
            subject=plain(about),
        )
    else:
        said = _("I do not know the answer to that: it is not in the programme's documents that I have.")
    near = context.knowledge_base.content.answers.get(nearest or "")
    hint = _("The nearest thing I know about, though it may not answer your question:") if near else ""
    rows = ((Button(context.words.fill(near.question), Open("answer", near.id)),),) if near else ()
    offer = _("Shall I pass your question on to {unit}?") if question else ""
    rows = (*rows, *pass_on_row(context, question))
    return Message(
        paragraphs(said, offer, hint),
        (*rows, (Button(_("Questions"), Open("categories")), *back_to_menu(context))),
    )


@view("foreign")
def foreign(context: ViewContext, written_in: str, question: int = 0) -> Message:
    """Say which languages are read, to somebody who writes in another one: in theirs, and in each of those read."""
    theirs = in_their_words(context.languages, written_in)
    each = [in_own_words(context.within(code)) for code in context.languages]
    return Message(
        paragraphs(bold(theirs) if theirs else "", *each),
        (*pass_on_row(context, question), language_buttons(context), back_to_menu(context)),
    )


def in_own_words(context: ViewContext) -> str:
    """Say in a language which ones are read."""
    return context.say(
        "I read {languages} only.", languages=languages_listed_in(context.languages, context.language)
    )


@view("smalltalk")
def smalltalk(context: ViewContext, id: str | None = None) -> Message:  # noqa: A002 - stored name
    """A short human reply, and the menu."""
    entry = context.knowledge_base.content.smalltalk.get(id or "")
    reply = context.words.fill(entry.reply) if entry else context.say("How can I help you?")
    return Message(plain(reply), menu_rows(context))


@view("pass_on")
def pass_on(context: ViewContext, question: int, text: str, doubtful: str = "", meant: str = "") -> Message:
    """Ask where the coordination unit may reply; giving an address is the consent.

    `doubtful` is an address that was typed and looks misspelt: it is taken once it is typed again.
    """
    _ = context.say
    doubt = _(
        "{address}: did you mean {meant}? Type the right address, or the same one again if it is right.",
        address=plain(doubtful),
        meant=plain(meant),
    )
    said = paragraphs(
        bold(_("Ask {unit}")),
        f"<blockquote>{plain(shortened(text, 500))}</blockquote>",
        _(
            "Type the e-mail address where {unit} may reply to you. By sending it you agree that your question "
            "and this address are passed on to it."
        ),
        f"⚠️ {doubt}" if doubtful else "",
    )
    return Message(said, ((Button(_("Do not send"), PassOn(question, "no")),),))


@view("leave_question")
def leave_question(context: ViewContext) -> Message:
    """Ask for the question that is to be passed on."""
    text = context.say("Type your question for {unit}. I will then ask you where it may reply.")
    return Message(text, (back_to_menu(context),))


@view("passed_on")
def passed_on(context: ViewContext, reply_to: str) -> Message:
    """Say that the question is on its way."""
    _ = context.say
    text = _(
        "Thank you. Your question is on its way to {unit}, which can reply to {email}.",
        email=plain(reply_to),
    )
    return Message(text, menu_rows(context))


@view("faq")
def faq_results(context: ViewContext, ids: list[str], words: str) -> Message:
    """What /faq with words found."""
    _ = context.say
    rows = tuple((question_button(context, answer_id),) for answer_id in ids)
    text = paragraphs(bold(_("Questions")), italic(shortened(words, 200)))
    return Message(text, (*rows, (Button(_("All subjects"), Open("categories")), *back_to_menu(context))))
