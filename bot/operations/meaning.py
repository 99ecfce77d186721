"""Whether the sentence model is asked, by the settings and by what is installed."""

from bot.settings import Settings
from knowledge.search.encoder import PATIENCE, Encoder, installed
from knowledge.search.engine import Encode


def encoder(settings: Settings, *, patience: float = PATIENCE) -> Encode | None:
    """Start the process that gives sentence vectors; None if it is switched off or cannot run on this machine.

    `patience` is how many seconds an answer may wait for it at most.
    """
    if settings.meaning == "off" or not installed():
        return None
    return Encoder(patience).vector
