"""What a screen leaves behind for the next message: the answer or the candidate that it shows, the open question."""

from dataclasses import replace

from bot.views.context import Screen
from knowledge.conversation.context import Conversation

OFFERING = ("unknown", "suggest", "answers")
"""The screens that offer to pass on what they have no answer to."""


def conversation_after(conversation: Conversation, screen: Screen) -> Conversation:
    """Go over to what a screen is about; one about nothing (menu, help) changes nothing but the open question."""
    if screen.name not in OFFERING:
        conversation = replace(conversation, unanswered="")
    arguments = screen.arguments
    answer = arguments.get("id") if screen.name == "answer" else None
    if answer:
        return conversation if answer == conversation.topic else conversation.about(answer)
    if screen.name == "eligibility" and arguments.get("candidate"):
        candidate = arguments["candidate"]
        return conversation if candidate == conversation.candidate else conversation.judging(candidate)
    return conversation
