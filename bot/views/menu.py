"""The first screen and the small ones around it: help, language, contact, privacy."""

from bot.telegram.callback_data import ChooseLanguage, Open
from bot.views.context import ViewContext
from bot.views.message import Button, Message, bold, paragraphs, plain
from bot.views.screens import view
from knowledge.call import state_of_call
from knowledge.content.languages import name_of

MOST_NAMED = 2
"""Up to this many other languages have buttons of their own on the first screen; more stand behind one button."""


def back_to_menu(context: ViewContext) -> tuple[Button, ...]:
    """The row that leads back to the first screen."""
    return (Button(context.say("Menu"), Open("menu")),)


def form_button(context: ViewContext) -> Button:
    """Start the pre-application, or go on with the one begun."""
    _ = context.say
    if context.draft is not None:
        return Button(_("Continue the pre-application"), Open("form"))
    return Button(
        _("Start the pre-application") if context.call_open else _("Register our interest"), Open("form")
    )


def form_title(context: ViewContext) -> str:
    """What the form is called: a pre-application, or after the deadline an expression of interest."""
    return context.say("Pre-application") if context.call_open else context.say("Expression of interest")


@view("menu")
def menu(context: ViewContext) -> Message:
    """The first screen."""
    _ = context.say
    text = paragraphs(
        bold(context.words.figures["programme_name"]),
        _(
            "I am the programme's automatic assistant. I answer your questions, check whether you can take part "
            "and take your pre-application for {unit}."
        ),
        deadline(context),
        _("Type your question or choose:"),
    )
    return Message(text, menu_rows(context))


def eligibility_title(context: ViewContext) -> str:
    """The programme's name for the eligibility check, on buttons and above its screens."""
    return context.knowledge_base.eligibility_title(context.language)


def menu_rows(context: ViewContext) -> tuple[tuple[Button, ...], ...]:
    """The four main buttons, and the other languages."""
    _, languages = context.say, language_buttons(context)
    return (
        (Button(eligibility_title(context), Open("eligibility")),),
        (Button(_("Questions"), Open("categories")), Button(_("Contact"), Open("contact"))),
        (form_button(context),),
        *((languages,) if languages else ()),
    )


def language_buttons(context: ViewContext) -> tuple[Button, ...]:
    """The other languages to choose from: by name, or behind one button if they are many."""
    others = context.other_languages
    if len(others) > MOST_NAMED:
        return (Button(context.say("Language"), Open("language")),)
    return tuple(Button(name_of(code), ChooseLanguage(code)) for code in others)


def deadline(context: ViewContext) -> str:
    """Say in one line whether the call is open, and until when."""
    _ = context.say
    now, words = (
        state_of_call(context.knowledge_base.content.programme.call, context.today),
        context.words.figures,
    )
    if now.state == "before":
        return _("The call is not open yet.")
    if now.state == "rolling":
        return _("The call is open and has no deadline.")
    if now.state == "closed":
        return _("The call closed on {deadline}.", deadline=words["deadline"])
    if now.state == "last_day":
        return _("The call closes today, at {time}.", time=words["deadline_time"])
    left = context.say.count("{n} day left", "{n} days left", now.days_left)
    return _("The call is open until {deadline} ({left}).", deadline=words["deadline"], left=left)


@view("help")
def help_screen(context: ViewContext) -> Message:
    """What the bot can do, and its commands."""
    _ = context.say
    dated, rolling = _("until when, and the date for your calendar"), _("until when the call is open")
    commands = [
        ("/start", _("the main menu")),
        ("/faq", _("questions by subject; /faq followed by some words looks them up")),
        ("/eligibility", eligibility_title(context)),
        ("/apply", _("start or continue the pre-application")),
        ("/deadline", dated if "deadline" in context.words.figures else rolling),
        ("/contact", _("{unit}'s contact details")),
        ("/language", _("change the language")),
        ("/status", _("the pre-applications that you sent: see, correct, withdraw")),
        ("/privacy", _("what is stored about you")),
        ("/mydata", _("a copy of everything stored about you")),
        ("/forget", _("erase everything stored about you")),
        ("/cancel", _("leave what you are doing; nothing is lost")),
    ]
    lines = "\n".join(f"{command} – {plain(text)}" for command, text in commands)
    text = paragraphs(
        bold(_("What I can do")),
        _("Just type your question in your own words. These commands help too:"),
        lines,
    )
    return Message(text, menu_rows(context))


@view("language")
def language(context: ViewContext) -> Message:
    """Choose a language."""
    rows = tuple((Button(name_of(code), ChooseLanguage(code)),) for code in context.languages)
    return Message(context.say("Which language do you prefer?"), (*rows, back_to_menu(context)))


@view("contact")
def contact(context: ViewContext) -> Message:
    """How to reach the coordination unit."""
    _ = context.say
    data = context.knowledge_base.content.programme.contact
    text = paragraphs(
        bold(context.words.figures["Unit"]),
        "\n".join(
            [
                _("E-mail: {email}", email=plain(data.email)),
                *([_("Telephone: {phone}", phone=plain(data.phone))] if data.phone else []),
                *([_("Social media: {handle}", handle=plain(data.handle))] if data.handle else []),
                *([_("Web: {website}", website=plain(data.website))] if data.website else []),
            ]
        ),
        source(context, context.knowledge_base.content.role("contact")),
        _("You can also type your question here: what I cannot answer I can pass on to {unit}."),
    )
    return Message(text, (copy_contact(context), back_to_menu(context)))


def copy_contact(context: ViewContext) -> tuple[Button, ...]:
    """The buttons that copy the unit's address and number."""
    _ = context.say
    data = context.knowledge_base.content.programme.contact
    telephone = (Button(_("Copy telephone"), copies=data.phone),) if data.phone else ()
    return (Button(_("Copy e-mail"), copies=data.email), *telephone)


@view("not_text")
def not_text(context: ViewContext, kind: str = "") -> Message:
    """Say that only words are understood, and what to do instead of sending this."""
    _ = context.say
    said = {
        "voice": _("I cannot listen to recordings. Please type your question in a few words, or choose:"),
        "picture": _("I cannot look at pictures. Please type what you want to know, or choose:"),
        "sticker": _("Nice, but I only understand words. Please type your question, or choose:"),
        "document": _(
            "I cannot read files, and the pre-application needs none. Please type your question, or choose:"
        ),
        "location": _("I cannot read a location. Please type the name of your municipality, or choose:"),
        "poll": _("I cannot take part in polls. Please type your question in a few words, or choose:"),
        "contact": _("I do not need a contact right now. Please type your question, or choose:"),
    }
    other = _("I can only read text. Please type your question in a few words, or choose:")
    return Message(said.get(kind, other), menu_rows(context))


def source(context: ViewContext, answer_id: str) -> str:
    """The line that names where an answer stands: document and section."""
    content = context.knowledge_base.content
    answer = content.answers[answer_id]
    documents = ", ".join(content.programme.sources[s].within(context.language) for s in answer.sources)
    section = content.category(answer_id).label.within(context.language)
    line = context.say("Source: {documents}; section “{section}”.", documents=documents, section=section)
    return f"<i>{plain(line)}</i>"
