"""The first screen and the small ones around it: help, language, contact, privacy."""

from bot.callback_data import Open, Speak
from bot.scene import Scene
from bot.views.message import Button, Message, bold, paragraphs, plain
from knowledge.calendar import standing
from knowledge.models import Language

NAMES: dict[Language, str] = {"es": "Español", "en": "English"}


def back_to_menu(scene: Scene) -> tuple[Button, ...]:
    """The row that leads back to the first screen."""
    return (Button(scene.say("Menu"), Open("menu")),)


def form_button(scene: Scene) -> Button:
    """Start the pre-application, or go on with the one begun."""
    _ = scene.say
    if scene.draft is not None:
        return Button(_("Continue the pre-application"), Open("form"))
    return Button(
        _("Start the pre-application") if scene.call_open else _("Register our interest"), Open("form")
    )


def menu(scene: Scene) -> Message:
    """The first screen."""
    _ = scene.say
    text = paragraphs(
        bold(_("International Urban Cooperation (IUC)")),
        _(
            "I am the programme's automatic assistant. I answer your questions, check whether your municipality "
            "can take part and take its pre-application for the coordination unit."
        ),
        deadline(scene),
        _("Type your question or choose:"),
    )
    return Message(text, menu_rows(scene))


def menu_rows(scene: Scene) -> tuple[tuple[Button, ...], ...]:
    """The four ways on, and the other language."""
    _ = scene.say
    other = scene.other_language
    return (
        (Button(_("Can my city take part?"), Open("eligibility")),),
        (Button(_("Questions"), Open("categories")), Button(_("Contact"), Open("contact"))),
        (form_button(scene),),
        (Button(NAMES[other], Speak(other)),),
    )


def deadline(scene: Scene) -> str:
    """Say in one line whether the call is open, and until when."""
    _ = scene.say
    now, words = standing(scene.known.knowledge.programme.call, scene.today), scene.words.figures
    if now.state == "before":
        return _("The call is not open yet.")
    if now.state == "closed":
        return _("The call closed on {deadline}.", deadline=words["deadline"])
    if now.state == "last_day":
        return _("The call closes today, at {time}.", time=words["deadline_time"])
    left = scene.say.count("{n} day left", "{n} days left", now.days_left)
    return _("The call is open until {deadline} ({left}).", deadline=words["deadline"], left=left)


def help_screen(scene: Scene) -> Message:
    """What the bot can do, and its commands."""
    _ = scene.say
    commands = [
        ("/start", _("the main menu")),
        ("/faq", _("questions by subject; /faq followed by some words looks them up")),
        ("/eligibility", _("can my city take part?")),
        ("/apply", _("start or continue the pre-application")),
        ("/deadline", _("until when, and the date for your calendar")),
        ("/contact", _("the coordination unit's contact data")),
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
        _("Just type your question in your own words, in Spanish or English. These commands help too:"),
        lines,
    )
    return Message(text, menu_rows(scene))


def language(scene: Scene) -> Message:
    """Choose a language."""
    rows = tuple((Button(name, Speak(code)),) for code, name in NAMES.items())
    return Message(scene.say("Which language do you prefer?"), (*rows, back_to_menu(scene)))


def contact(scene: Scene) -> Message:
    """How to reach the coordination unit."""
    _ = scene.say
    data = scene.known.knowledge.programme.contact
    text = paragraphs(
        bold(_("IUC coordination unit")),
        "\n".join(
            [
                _("E-mail: {email}", email=plain(data.email)),
                _("Telephone: {phone}", phone=plain(data.phone)),
                _("Social media: {handle}", handle=plain(data.handle)),
                _("Web: {website}", website=plain(data.website)),
            ]
        ),
        source(scene, "contact.unit"),
        _("You can also type your question here: what I cannot answer I can pass on to the unit."),
    )
    return Message(text, (copy_contact(scene), back_to_menu(scene)))


def copy_contact(scene: Scene) -> tuple[Button, ...]:
    """Copy the unit's address or number to the clipboard."""
    _ = scene.say
    data = scene.known.knowledge.programme.contact
    return (Button(_("Copy e-mail"), copies=data.email), Button(_("Copy telephone"), copies=data.phone))


def not_text(scene: Scene, kind: str = "") -> Message:
    """Only words are understood: what to do instead of sending this kind of thing."""
    _ = scene.say
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
    return Message(said.get(kind, other), menu_rows(scene))


def source(scene: Scene, answer_id: str) -> str:
    """The line that names where an answer stands: document and section."""
    knowledge = scene.known.knowledge
    answer = knowledge.answers[answer_id]
    documents = ", ".join(knowledge.programme.sources[s].within(scene.language) for s in answer.sources)
    section = knowledge.category(answer_id).label.within(scene.language)
    line = scene.say("Source: {documents}; section “{section}”.", documents=documents, section=section)
    return f"<i>{plain(line)}</i>"
