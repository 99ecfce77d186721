"""What is counted for the operator's monitoring, in Prometheus's terms. docs/operations.md explains each."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

from storage.database import Database, Write
from storage.inbox import Inbox

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Seconds; a reply within one is good, one after five is a complaint."""


class Metrics:
    """Counts since the start, and how full everything is (set when asked for)."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.updates = Counter(
            "assistant_updates", "Updates dealt with, by outcome", ["outcome"], registry=self.registry
        )
        self.seconds = Histogram(
            "assistant_update_seconds",
            "From the begin of an update's turn, waiting for its chat included, to its end",
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.answers = Counter(
            "assistant_answers", "Questions in free text, by outcome", ["outcome"], registry=self.registry
        )
        self.vectors = Counter(
            "assistant_sentence_vectors",
            "Sentence vectors that were asked for, by outcome",
            ["outcome"],
            registry=self.registry,
        )
        self.inbox_waiting = self._gauge("assistant_inbox_waiting", "Updates stored and not yet dealt with")
        self.inbox_oldest = self._gauge("assistant_inbox_oldest_seconds", "Age of the oldest of them")
        self.inbox_failed = self._gauge("assistant_inbox_failed", "Updates set aside after three attempts")
        self.outbox_pending = self._gauge("assistant_outbox_pending", "Deliveries not yet sent")
        self.outbox_oldest = self._gauge("assistant_outbox_oldest_seconds", "Age of the oldest of them")
        self.outbox_failed = self._gauge("assistant_outbox_failed", "Deliveries given up")
        self.silence = self._gauge(
            "assistant_telegram_silence_seconds", "Since Telegram last gave updates (polling)"
        )
        self.disk_free = self._gauge("assistant_disk_free_bytes", "Room left where the database is")
        ProcessCollector(registry=self.registry)

    def _gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(name, meaning, registry=self.registry)


class CountedInbox(Inbox):
    """An inbox whose ends are counted: updates that were dealt with, and those set aside."""

    def __init__(self, database: Database, metrics: Metrics) -> None:
        super().__init__(database)
        self._updates = metrics.updates

    async def done(self, update_id: int, *writes: Write) -> None:
        """Mark an update as dealt with."""
        await super().done(update_id, *writes)
        self._updates.labels("done").inc()

    async def failed(self, update_id: int, error: str) -> None:
        """Set an update aside."""
        await super().failed(update_id, error)
        self._updates.labels("failed").inc()
