"""Why a reply to the pre-application was refused, in words, and what to do."""

from collections.abc import Mapping

from bot.views.context import ViewContext
from knowledge.content.wording import number
from knowledge.form.replies.results import Rejected


def problem_text(context: ViewContext, problem: Rejected) -> str:
    """Say why a reply was refused, and what to do."""
    _ = context.say
    details: Mapping[str, object] = {
        key: number(value, context.language) if isinstance(value, int) else value
        for key, value in problem.details.items()
    }
    texts = {
        "consent": _("Please answer with one of the buttons, or type yes or no."),
        "option": _("I could not match that with an option. Tap one, or type its number or name."),
        "number_of_option": _("There are {count} options: type a number up to {count}, or tap one."),
        "number": _("I could not find a number in that. Type it in figures, for example 120,000 or 120k."),
        "number_exact": _("Please give one number; an approximate one will do, for example 120,000."),
        "number_range": _("The number should be between {smallest} and {largest}."),
        "country": _("I do not know that country. Type its name, for example Portugal."),
        "email": _("That does not look like an e-mail address. It should look like name@town.eu."),
        "phone": _(
            "That does not look like a telephone number. Type it with its prefix, "
            "for example +34 600 000 000, or skip it."
        ),
        "url": _("That does not look like a web address. It should look like www.town.eu/strategy."),
        "empty": _("Please say it here in a few words of your own."),
        "too_long": _(
            "That is {length} characters, and there is room for {longest}. "
            "Please shorten it a little and send it again."
        ),
        "place": _("Please type just the name of the place, for example Zaragoza."),
        "member": _("Please type the name of a municipality, with its inhabitants if you know them."),
        "members_full": _("There is room for {count} municipalities."),
        "members_few": _("A group needs at least {smallest} municipalities."),
        "too_few": _("Choose at least {smallest}."),
        "too_many": _("You can choose up to {largest}. Untick one first."),
        "too_many_named": _(
            "Those are more than {largest}. Which {largest} matter most to you? Type them, or tap them below."
        ),
        "not_offered": _("“{named}” is not one of the options. These are the ones there are:"),
        "not_a_member": _("That is not one of the group's municipalities: {members}. Which one is it?"),
        "noise": _("I could not make sense of that. Please answer the question above, or type “help”."),
        "needed": _(
            "This one is needed for the pre-application, and only {unit} and those who run this "
            "assistant see it. If you prefer, you can leave it for later or write to {unit}."
        ),
        "undecided": _(
            "No problem: give the answer that is likeliest today. You can change it until you send, and afterwards too."
        ),
        "required": _("This question needs an answer."),
        "use_buttons": _("Nothing is being asked right now, so I have not stored that. Please choose below."),
        "old_button": _("That button belongs to an earlier screen. This is where you are now."),
    }
    return texts[problem.reason].format_map(details)


def not_words(context: ViewContext, sent: str) -> str:
    """Say what to do instead of sending this kind of thing in the middle of the form."""
    _ = context.say
    said = {
        "voice": _("I cannot listen to recordings. Please type your answer here, or press a button."),
        "picture": _("I cannot look at pictures. Please type your answer here, or press a button."),
        "sticker": _("I only understand words. Please type your answer here, or press a button."),
        "document": _(
            "I cannot read files, and none is needed. Please type your answer here, or press a button."
        ),
        "location": _("I cannot read a place on the map. Please type its name, or press a button."),
        "poll": _("I cannot take part in polls. Please type your answer here, or press a button."),
        "contact": _("I do not need a contact for this. Please type your answer here, or press a button."),
    }
    return said.get(sent, _("I can only read text. Please type your answer here, or press a button."))
