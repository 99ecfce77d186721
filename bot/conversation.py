"""The topic of a conversation after a screen: the answer or candidate it shows, the open question."""

from dataclasses import replace

from bot.views.context import Screen
from knowledge.conversation.context import Conversation

OFFERING = ("unknown", "suggest", "answers")
"""The screens that offer to pass on a question without an answer."""


def conversation_after(conversation: Conversation, screen: Screen) -> Conversation:
    """The conversation after a screen was shown; one without a topic (menu, help) only closes the open question."""
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
