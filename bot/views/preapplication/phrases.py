"""The interface's words for the phrases of question kinds: labels of buttons, and notes below the question.

A label is plain text, a note is HTML; the keys are those of knowledge/form/types.
"""

from collections.abc import Callable, Mapping, Sequence

from bot.views.context import ViewContext
from bot.views.eligibility import place_label
from bot.views.message import bold, bullets, paragraphs, plain, shortened
from knowledge.content.wording import number
from knowledge.form.types.base import Details, Phrase
from knowledge.geo.gazetteer import StoredPlace

LABEL_LONGEST = 40
NAME_LONGEST = 20


def phrase_in_words(context: ViewContext, phrase: Phrase) -> str:
    """A phrase in the language of the chat."""
    return PHRASES[phrase.key](context, phrase.details)


def value(context: ViewContext, details: Details) -> str:
    """A value; a number as the language writes it."""
    return figure(context, details["value"])


def figure(context: ViewContext, stored: str | int) -> str:
    """A number as the language writes it; words as they are."""
    return number(stored, context.language) if isinstance(stored, int) else stored


def finish_label(context: ViewContext, details: Details) -> str:
    """The label that ends ticking."""
    return context.say("Done ({count} of {largest})", **details)


def my_answer_is(context: ViewContext, details: Details) -> str:
    """The label that stores a line as the answer after all."""
    return context.say("My answer is “{text}”", text=on_button(details["text"]))


def on_button(typed: str | int) -> str:
    """What somebody typed, in one line and as long as a button has room for."""
    return shortened(" ".join(str(typed).split()), LABEL_LONGEST)


def leave_out(context: ViewContext, details: Details) -> str:
    """The label that leaves a municipality out."""
    return context.say("Leave {name} out", name=shortened(details["name"], NAME_LONGEST))


def choose_place(context: ViewContext, details: Details) -> str:  # noqa: ARG001
    """The line above places to confirm."""
    return context.say(
        "Is it one of these? The numbers are approximate (GeoNames); if yours is different, just type it."
    )


def members(context: ViewContext, details: Details) -> str:
    """The municipalities of a group and their sum against the minimum."""
    listed = details["places"]
    lines = [f"{member['name']}: {member_inhabitants(context, member)}" for member in listed]
    return paragraphs(bullets(lines), members_sum(context, listed))


def member_inhabitants(context: ViewContext, member: StoredPlace) -> str:
    """The inhabitants of a municipality; what the gazetteer says is approximate."""
    figure = number(member["population"], context.language)
    return context.say("{figure} (approx.)", figure=figure) if member.get("approximate") else figure


def add_place(context: ViewContext, place: StoredPlace) -> str:
    """A municipality nearby that can be added to the group, with its approximate inhabitants."""
    figure = number(place["population"], context.language)
    return context.say("➕ {name}, {figure}", name=on_button(place["name"]), figure=figure)


def members_in_line(context: ViewContext, details: Details) -> str:
    """The municipalities of a group and their sum, in one line of plain text."""
    listed = details["places"]
    names = "; ".join(f"{member['name']}, {member_inhabitants(context, member)}" for member in listed)
    total = number(sum(member["population"] for member in listed), context.language)
    return context.say("{total} in total: {municipalities}", municipalities=names, total=total)


def members_sum(context: ViewContext, listed: Sequence[StoredPlace]) -> str:
    """The sum of a group's inhabitants and what it lacks; the same limit as in the rules."""
    _ = context.say
    total = sum(member["population"] for member in listed)
    rulebook = context.knowledge_base.content.rulebook
    inhabitants = rulebook.fact_of_field("population")
    limit = rulebook.minimum(inhabitants) if inhabitants else None
    if limit is None:
        return _("In total: {total}.", total=bold(number(total, context.language)))
    words = {
        "total": bold(number(total, context.language)),
        "limit": number(limit, context.language),
        "left": number(limit + 1 - total, context.language),
    }
    if total > limit:
        return _("In total: {total}. That is more than {limit}: enough ✅", **words)
    return _("In total: {total}. To pass {limit}, {left} more are needed.", **words)


PHRASES: Mapping[str, Callable[[ViewContext, Details], str]] = {
    "value": value,
    "place": lambda context, said: place_label(context, said["place"]),
    "agree": lambda context, _: context.say("I agree"),
    "disagree": lambda context, _: context.say("I do not agree"),
    "agreed": lambda context, _: context.say("agreed"),
    "keep_typed": lambda context, said: context.say(
        "No, {typed} is right", typed=on_button(figure(context, said["typed"]))
    ),
    "keep_name": lambda context, said: context.say(
        "None of these: keep “{typed}”", typed=on_button(said["typed"])
    ),
    "none_of_these": lambda context, _: context.say("None of these"),
    "leave_out": leave_out,
    "add_place": lambda context, said: add_place(context, said["place"]),
    "neighbours": lambda context, _: context.say(
        "Nearby, from the map, with GeoNames' approximate figures; tap one to add it, or type any other:"
    ),
    "remove": lambda context, said: context.say("Remove {name}", name=on_button(said["name"])),
    "all_of_them": lambda context, _: context.say("That is all of them"),
    "done": finish_label,
    "my_answer_is": my_answer_is,
    "did_you_mean": lambda context, said: context.say(
        "Did you mean {meant}?", meant=bold(figure(context, said["meant"]))
    ),
    "which_place": choose_place,
    "is_its_name": lambda context, said: context.say(
        "I do not know this place. Is {typed} its name?", typed=bold(str(said["typed"]))
    ),
    "yes_its_name": lambda context, said: context.say("Yes, it is “{typed}”", **said),
    "members": members,
    "members_in_line": members_in_line,
    "options": lambda _, details: "\n".join(map(plain, details["lines"])),
    "how_many": lambda context, said: context.say(
        "How many inhabitants does {name} have?", name=bold(said["name"])
    ),
    "which_member": lambda context, said: context.say(
        "Which one is {name}? The numbers are approximate (GeoNames).", name=bold(said["name"])
    ),
}
