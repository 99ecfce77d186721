"""The buttons under a question of the pre-application: those that answer it, and those that move on."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.telegram.callback_data import Move, Open, Reply, Speak
from bot.views.context import ViewContext
from bot.views.eligibility import place_label
from bot.views.menu import NAMES
from bot.views.message import Button, Rows, rows_of, shortened
from knowledge.content.schema import Option, Question
from knowledge.content.wording import number
from knowledge.form.members_answer import members
from knowledge.form.position import Asking, Draft
from knowledge.form.steps import DONE, DROP, OTHER, REMOVE, SKIP, TICK, UNTICK, tag
from knowledge.form.ticks import ticked

Replying = Callable[[str, str], Button]
LABEL_LONGEST = 40


def reply_rows(context: ViewContext, draft: Draft, question: Question) -> Rows:
    """The buttons that answer a question."""

    def reply(label: str, value: str) -> Button:
        return Button(label, Reply(context.draft_id, question.id, value))

    pending = draft.pending.get(question.id)
    half = pending if isinstance(pending, dict) else {}
    if question.type == "consent":
        return ((reply(context.say("I agree"), "yes"), reply(context.say("I do not agree"), "no")),)
    if question.type == "members":
        return member_rows(context, draft, question, reply)
    if "meant" in half:
        return doubt_rows(context, half, reply)
    if "aside" in half:
        short = shortened(" ".join(half["aside"].split()), LABEL_LONGEST)
        return ((reply(context.say("My answer is “{text}”", text=short), f"aside{tag(half['aside'])}"),),)
    if "found" in half:
        other = reply(context.say("None of these: keep “{typed}”", typed=half["typed"]), OTHER)
        return (*place_rows(context, half, reply), (other,))
    if question.type == "choices":
        return tick_rows(context, draft, question, reply)
    return option_rows(context, draft, question, reply)


def place_rows(context: ViewContext, half: Mapping[str, Any], reply: Replying) -> Rows:
    """The places found, with the inhabitants that were typed or else the gazetteer's."""
    typed = {"population": half["population"]} if half.get("population") else {}
    return tuple(
        (reply(place_label(context, {**place, **typed}), str(place["geonameid"])),) for place in half["found"]
    )


def doubt_rows(context: ViewContext, half: Mapping[str, Any], reply: Replying) -> Rows:
    """What was probably meant, and what was typed."""

    def worded(value: str | int) -> str:
        return number(value, context.language) if isinstance(value, int) else value

    meant, typed = half["meant"], half["typed"]
    keep = context.say("No, {typed} is right", typed=worded(typed))
    return ((reply(worded(meant), f"meant{tag(meant)}"),), (reply(keep, f"typed{tag(typed)}"),))


def member_rows(context: ViewContext, draft: Draft, question: Question, reply: Replying) -> Rows:
    """Confirm the place that is looked at or leave it out; take municipalities off the list; finish it."""
    _ = context.say
    state = members(draft, question)
    now = state.get("ask") or state.get("typed")
    found = place_rows(context, state, reply) if "found" in state else ()
    if now:
        other = [reply(_("None of these"), OTHER + tag(now))] if found else []
        return (*found, (*other, reply(_("Leave {name} out", name=shortened(now, 20)), DROP + tag(now))))
    remove = [
        reply(_("Remove {name}", name=member["name"]), REMOVE + tag(member["name"]))
        for member in state["list"]
    ]
    done = ((reply(_("That is all of them"), DONE),),) if len(state["list"]) >= (question.min or 1) else ()
    return (*rows_of(remove, 2), *done)


def option_rows(context: ViewContext, draft: Draft, question: Question, reply: Replying) -> Rows:
    """The options of a choice, numbered so that the number can be typed too."""
    options = context.form.options(question, draft)
    buttons = [reply(label, option.id) for label, option in labelled(context, options)]
    return rows_of(buttons, 2 if question.type == "country" else 1)


def tick_rows(context: ViewContext, draft: Draft, question: Question, reply: Replying) -> Rows:
    """The options of several choices with their ticks; each button says whether it ticks or unticks."""
    options = context.form.options(question, draft)
    chosen = ticked(draft, question, options)
    buttons = [
        reply(
            f"{'☑' if option.id in chosen else '☐'} {label}",
            (UNTICK if option.id in chosen else TICK) + option.id,
        )
        for label, option in labelled(context, options)
    ]
    done = context.say("Done ({count} of {largest})", count=len(chosen), largest=question.max or len(options))
    return (*rows_of(buttons, 1 if len(options) < 8 else 2), *(((reply(done, DONE),),) if chosen else ()))


def labelled(context: ViewContext, options: tuple[Option, ...]) -> list[tuple[str, Option]]:
    """The options with their numbers; without, where a typed number means a quantity («3» people)."""
    labels = [option.label.within(context.language) for option in options]
    if any(name.isdigit() for option in options for name in option.also):
        return list(zip(labels, options, strict=True))
    return [
        (f"{i}. {label}", option) for i, (label, option) in enumerate(zip(labels, options, strict=True), 1)
    ]


def moves(context: ViewContext, position: Asking) -> Rows:
    """Back, skip or keep; why, the other language, leave."""
    _ = context.say
    question = position.question

    def move(label: str, name: str) -> Button:
        return Button(label, Move(context.draft_id, name, question.id))

    first = []
    if position.number > 1:
        first.append(move(_("◀ Back"), "back"))
    if position.editing and question.type != "consent":
        first.append(move(_("Leave it as it is"), "keep"))
    elif not question.required:
        first.append(Button(_("Skip"), Reply(context.draft_id, question.id, SKIP)))
    # Telegram's own key for it comes once this is pressed: a key of that kind needs a message to itself.
    share = [move(_("Share my telephone number"), "share")] if question.type == "phone" else []
    other = context.other_language
    second = [move(_("ℹ️ Why?"), "why")] if question.why else []
    second += [Button(NAMES[other], Speak(other)), Button(_("Leave for later"), Open("menu"))]
    return tuple(tuple(row) for row in (first, share, second) if row)
