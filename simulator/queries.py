"""Questions that wait for the bot's answer: pressed buttons and inline look-ups."""

import asyncio
import secrets
import time
from dataclasses import dataclass, field

from simulator.call import Json
from simulator.errors import bad_request

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass
class Query:
    """A query, when it was asked, and the bot's answer once there is one."""

    id: str
    user_id: int
    chat_id: int | None
    asked: float
    content: Json = field(default_factory=dict)
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    answer: Json | None = None


@dataclass
class Queries:
    """All queries of this run; those older than `seconds` can no longer be answered."""

    seconds: float = 60.0
    _known: dict[str, Query] = field(default_factory=dict)

    def ask(self, user_id: int, chat_id: int | None) -> Query:
        """Open a query."""
        self._forget_old()
        query = Query(str(secrets.randbits(62)), user_id, chat_id, time.monotonic())
        self._known[query.id] = query
        return query

    def find(self, query_id: str) -> Query | None:
        """A query by its id, old ones included."""
        return self._known.get(query_id)

    def answer(self, query_id: str, content: Json) -> Query:
        """Store the bot's answer and wake who waits for it; a second answer is taken without effect."""
        query = self._known.get(query_id)
        if query is None or time.monotonic() - query.asked > self.seconds:
            raise bad_request(TOO_OLD)
        if query.answer is None:
            query.answer = content
            query.answered.set()
        return query

    def _forget_old(self) -> None:
        if len(self._known) > 5000:
            for query_id in list(self._known)[:2500]:
                del self._known[query_id]
