"""What a screen leaves behind for the next message: the answer or the candidate that it shows."""

from bot.views.context import Screen
from knowledge.conversation.context import Conversation
from knowledge.eligibility.judge import Candidate


def conversation_after(conversation: Conversation, screen: Screen) -> Conversation:
    """Go over to what a screen is about; a screen about nothing (menu, help) changes nothing."""
    arguments = screen.arguments
    if screen.name in ("answer", "answers") and arguments.get("id"):
        return conversation if arguments["id"] == conversation.topic else conversation.about(arguments["id"])
    if screen.name == "eligibility" and arguments.get("candidate"):
        candidate = Candidate(**arguments["candidate"])
        return conversation if candidate == conversation.candidate else conversation.judging(candidate)
    return conversation
