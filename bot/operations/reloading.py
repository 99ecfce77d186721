"""Puts changed content into service while the bot runs; content with mistakes is refused, and the old stays."""

import threading

import structlog

from bot.operations.knowledge_base import Library
from knowledge.content.load import BrokenContentError

log = structlog.get_logger("content")


class Reloader:
    """Reads the content again when told to, one time at a time, in a thread that ends with the process."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._busy = threading.Lock()
        self._again = threading.Event()

    def __call__(self) -> None:
        """Begin to read; asked again meanwhile, it reads once more afterwards."""
        self._again.set()
        threading.Thread(target=self._work, name="content", daemon=True).start()

    def _work(self) -> None:
        with self._busy:
            if self._again.is_set():
                self._again.clear()
                self._reload()

    def _reload(self) -> None:
        try:
            knowledge_base = self._library.reload()
        except BrokenContentError as broken:
            mistakes = [str(mistake) for mistake in broken.mistakes]
            log.error("content refused, the old one stays", count=len(mistakes), mistakes=mistakes)
        except Exception:
            log.exception("content not read, the old one stays")
        else:
            log.info(
                "content in service",
                version=knowledge_base.content.version,
                answers=len(knowledge_base.content.answers),
            )
