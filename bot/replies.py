"""From an understood message to the screen that replies to it; the chat and `python -m bot ask` share it."""

from bot.views import answers, eligibility, several
from bot.views.context import Screen, ViewContext
from bot.views.stored import StoredPart
from knowledge.conversation.understood import Understanding

KEPT_OF_A_QUESTION = 500
"""Characters of a question kept with its answer, in case the answer is voted down."""


def reply_screen(
    context: ViewContext, understood: Understanding, question: int = 0, asked: str = ""
) -> Screen:
    """Choose the screen; `question` is the number under which an unanswered question was stored, 0 if not."""
    if understood.passes_on:
        return answers.pass_on.screen(question, understood.asked)
    if understood.parts:
        parts = [stored_part(context, part) for part in understood.parts]
        return several.several.screen(parts, asked[:KEPT_OF_A_QUESTION], question)
    if understood.outcome == "eligibility" and understood.described and understood.verdict:
        described = understood.described
        places = [city.stored(context.language) for city in described.alternatives]
        return eligibility.eligibility.screen(described.candidate, places, apart=described.apart)
    if understood.outcome == "answer":
        return answers.answer.screen(
            understood.id or "", asked=asked[:KEPT_OF_A_QUESTION], opening=understood.opening
        )
    if understood.outcome == "smalltalk":
        return answers.smalltalk.screen(understood.id)
    if understood.outcome == "suggest":
        contact = next(iter(understood.ids), None) if understood.lead else None
        return answers.suggest.screen(understood.suggestions, question, understood.lead, contact)
    if understood.foreign:
        return answers.foreign.screen(understood.foreign, question)
    entry = context.knowledge_base.content.unstated.get(understood.unstated or "")
    nearest = entry.nearest if entry else understood.nearest
    subject = entry.id if entry else None
    return answers.unknown.screen(nearest, subject, question)


def stored_part(context: ViewContext, understood: Understanding) -> StoredPart:
    """One of several replies as it is stored."""
    shown = reply_screen(context, understood).arguments
    part = StoredPart(asked=understood.asked[:KEPT_OF_A_QUESTION], subject=shown.get("subject"))
    if "candidate" in shown:
        part["candidate"] = shown["candidate"]
    elif answer := shown.get("id"):
        part["id"], part["opening"] = answer, shown.get("opening")
    return part
