"""Questions and answers: the subjects, one answer, suggestions, and saying that something is not known."""

from bot.callback_data import Open, PassOn, Vote
from bot.deep_links import answer_payload, share_link
from bot.scene import Scene
from bot.views.menu import back_to_menu, copy_contact, form_button, menu_rows, source
from bot.views.message import Button, Message, bold, italic, paragraphs, plain, rows_of, shortened
from bot.views.pictures import picture_row


def categories(scene: Scene) -> Message:
    """The subjects that can be asked about."""
    _ = scene.say
    buttons = [
        Button(category.label.within(scene.language), Open("category", category.category))
        for category in scene.known.knowledge.categories
    ]
    text = paragraphs(bold(_("Questions")), _("Choose a subject, or simply type your question."))
    return Message(text, (*rows_of(buttons, 2), back_to_menu(scene)))


def category(scene: Scene, category: str) -> Message:
    """The questions of one subject; all subjects if there is no such one."""
    chosen = next((c for c in scene.known.knowledge.categories if c.category == category), None)
    if chosen is None:
        return categories(scene)
    rows = tuple((question_button(scene, answer.id),) for answer in chosen.answers)
    other = Button(scene.say("Other subjects"), Open("categories"))
    return Message(bold(chosen.label.within(scene.language)), (*rows, (other, *back_to_menu(scene))))


def question_button(scene: Scene, answer_id: str) -> Button:
    """A button that opens an answer."""
    return Button(
        scene.known.knowledge.answers[answer_id].button.within(scene.language), Open("answer", answer_id)
    )


def answer_text(scene: Scene, answer_id: str) -> str:
    """The words of an answer, as they hold today."""
    answer = scene.known.knowledge.answers[answer_id]
    return scene.words.fill(answer.closed if answer.closed and not scene.call_open else answer.answer)


def answer(scene: Scene, id: str, voted: bool = False, asked: str = "") -> Message:  # noqa: A002, ARG001 - stored
    """One answer with its source, what is asked next, and a thumb; the subjects if it no longer exists.

    `asked` is kept with the screen for a vote against the answer, which is a gap in the knowledge base.
    """
    found = scene.known.knowledge.answers.get(id)
    if found is None:
        return categories(scene)
    _ = scene.say
    text = paragraphs(
        bold(scene.words.fill(found.question)),
        plain(answer_text(scene, id)),
        source(scene, id),
        _("Thank you for your opinion.") if voted else "",
    )
    related = [
        question_button(scene, other) for other in found.related if other in scene.known.knowledge.answers
    ]
    thumbs = (Button(_("👍 Helpful"), Vote(id, 1)), Button(_("👎 Not what I asked"), Vote(id, 0)))
    rows = (*rows_of(related, 2), *picture_row(scene, id), *action(scene, id), *(() if voted else (thumbs,)))
    return Message(text, (*rows, (*share(scene, id), *back_to_menu(scene))), preview=id == "apply.how")


def share(scene: Scene, answer_id: str) -> tuple[Button, ...]:
    """Hand a link to this answer to somebody else; none where there is no bot to link to."""
    if not scene.username:
        return ()
    question = scene.words.fill(scene.known.knowledge.answers[answer_id].question)
    address = share_link(scene.username, answer_payload(answer_id), question)
    return (Button(scene.say("Share"), url=address),)


def action(scene: Scene, answer_id: str) -> tuple[tuple[Button, ...], ...]:
    """What a person who reads this answer may want to do next."""
    if answer_id == "contact.unit":
        return (copy_contact(scene),)
    if answer_id == "apply.deadline":
        return ((Button(scene.say("Add to my calendar"), Open("deadline")),), (form_button(scene),))
    if answer_id.startswith("eligibility."):
        return ((Button(scene.say("Check my case"), Open("eligibility")),),)
    return ((form_button(scene),),) if answer_id.startswith("apply.") else ()


def suggest(scene: Scene, ids: list[str], question: int = 0) -> Message:
    """Not sure: up to three questions that may be meant."""
    _ = scene.say
    knowledge = scene.known.knowledge
    rows = tuple(
        (Button(scene.words.fill(knowledge.answers[i].question), Open("answer", i)),)
        for i in ids
        if i in knowledge.answers
    )
    return Message(
        _("Do you mean one of these?"), (*rows, *pass_on_row(scene, question), back_to_menu(scene))
    )


def pass_on_row(scene: Scene, question: int) -> tuple[tuple[Button, ...], ...]:
    """The offer to pass a question on; none where the question is not stored."""
    if not question:
        return ()
    return ((Button(scene.say("Ask the coordination unit"), PassOn(question, "ask")),),)


def unknown(
    scene: Scene, nearest: str | None = None, subject: str | None = None, question: int = 0
) -> Message:
    """Not known: say so, show what is near without claiming that it answers, offer to pass the question on."""
    _ = scene.say
    entry = scene.known.knowledge.unstated.get(subject or "")
    if entry and entry.subject:
        about = scene.words.fill(entry.subject)
        said = _(
            "The programme's documents say nothing about {subject}, so I cannot answer that.",
            subject=plain(about),
        )
    else:
        said = _("I do not know the answer to that: it is not in the programme's documents that I have.")
    near = scene.known.knowledge.answers.get(nearest or "")
    hint = _("The nearest thing I know about, though it may not answer your question:") if near else ""
    rows = ((Button(scene.words.fill(near.question), Open("answer", near.id)),),) if near else ()
    offer = _("Shall I pass your question on to the coordination unit?") if question else ""
    rows = (*rows, *pass_on_row(scene, question))
    return Message(
        paragraphs(said, hint, offer),
        (*rows, (Button(_("Questions"), Open("categories")), *back_to_menu(scene))),
    )


def smalltalk(scene: Scene, id: str | None = None) -> Message:  # noqa: A002 - stored name
    """A short human reply, and the menu."""
    entry = scene.known.knowledge.smalltalk.get(id or "")
    reply = scene.words.fill(entry.reply) if entry else scene.say("How can I help you?")
    return Message(plain(reply), menu_rows(scene))


def pass_on(scene: Scene, question: int, text: str) -> Message:
    """Ask where the coordination unit may reply; giving an address is the consent."""
    _ = scene.say
    said = paragraphs(
        bold(_("Ask the coordination unit")),
        f"<blockquote>{plain(shortened(text, 500))}</blockquote>",
        _(
            "Type the e-mail address where the unit may reply to you. By sending it you agree that your question "
            "and this address are passed on to the coordination unit."
        ),
    )
    return Message(said, ((Button(_("Do not send"), PassOn(question, "no")),),))


def leave_question(scene: Scene) -> Message:
    """Ask for the question that is to be passed on."""
    text = scene.say("Type your question for the coordination unit. I will then ask you where it may reply.")
    return Message(text, (back_to_menu(scene),))


def passed_on(scene: Scene, reply_to: str) -> Message:
    """Say that the question is on its way."""
    _ = scene.say
    text = _(
        "Thank you. Your question is on its way to the coordination unit, which can reply to {email}.",
        email=plain(reply_to),
    )
    return Message(text, menu_rows(scene))


def faq_results(scene: Scene, ids: list[str], words: str) -> Message:
    """What /faq with words found."""
    _ = scene.say
    rows = tuple((question_button(scene, answer_id),) for answer_id in ids)
    text = paragraphs(bold(_("Questions")), italic(shortened(words, 200)))
    return Message(text, (*rows, (Button(_("All subjects"), Open("categories")), *back_to_menu(scene))))
