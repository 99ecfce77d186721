"""From an understood message to the screen that replies to it; the chat and `python -m bot ask` share it."""

import dataclasses
from collections.abc import Sequence

from bot.views.context import Screen, ViewContext
from knowledge.conversation.understood import Understanding
from knowledge.eligibility.judge import Candidate
from knowledge.geo.gazetteer import StoredPlace

KEPT_OF_A_QUESTION = 500
"""Characters of a question that are kept with its answer, in case it is voted down."""


def reply_screen(
    context: ViewContext, understood: Understanding, question: int = 0, asked: str = ""
) -> Screen:
    """Choose the screen; `question` is the number under which an unanswered question was stored, 0 if not."""
    if understood.parts:
        return Screen(
            "answers",
            {
                "parts": [part_screen(context, part) for part in understood.parts],
                "asked": asked[:KEPT_OF_A_QUESTION],
            },
        )
    if understood.outcome == "eligibility" and understood.described and understood.verdict:
        described = understood.described
        places = [city.stored(context.language) for city in described.alternatives]
        return candidate_screen(described.candidate, places, apart=described.apart)
    if understood.outcome == "answer":
        opening = {} if understood.opening is None else {"opening": understood.opening}
        return Screen("answer", {"id": understood.id, "asked": asked[:KEPT_OF_A_QUESTION]} | opening)
    if understood.outcome == "smalltalk":
        return Screen("smalltalk", {"id": understood.id})
    if understood.outcome == "suggest":
        return Screen("suggest", {"ids": understood.suggestions, "question": question} | lead(understood))
    if understood.foreign:
        return Screen("foreign", {"written_in": understood.foreign, "question": question})
    entry = context.knowledge_base.content.unstated.get(understood.unstated or "")
    nearest = entry.nearest if entry else understood.nearest
    subject = entry.id if entry else None
    return Screen("unknown", {"nearest": nearest, "subject": subject, "question": question})


def lead(understood: Understanding) -> dict[str, object]:
    """What comes before suggestions to somebody whom the last reply did not help, and the answer for it."""
    return {"lead": understood.lead, "contact": next(iter(understood.ids), None)} if understood.lead else {}


def part_screen(context: ViewContext, understood: Understanding) -> dict[str, object]:
    """One of several replies, as it is stored."""
    part = dict(reply_screen(context, understood).stored())
    return part | ({"asked": understood.asked[:KEPT_OF_A_QUESTION]} if understood.asked else {})


def candidate_screen(
    candidate: Candidate, places: Sequence[StoredPlace] = (), *, apart: bool = False
) -> Screen:
    """The eligibility screen for what is known of a candidate."""
    known = {key: value for key, value in dataclasses.asdict(candidate).items() if value not in (None, False)}
    return Screen(
        "eligibility",
        {"candidate": known, "alternatives": list(places)} | ({"apart": True} if apart else {}),
    )
