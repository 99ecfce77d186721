"""What lists of leads were narrowed to, so that the buttons under them work after a restart."""

import datetime
import json
from dataclasses import asdict, dataclass, replace
from typing import Any

from storage.clock import stamp
from storage.database import Connection, Database
from storage.leads import Filter, Lead

KEPT = datetime.timedelta(days=30)


@dataclass(frozen=True)
class LeadSearch:
    """What a list is narrowed to; parts that are empty let all through."""

    states: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    owners: tuple[int, ...] = ()
    mine: bool = False
    words: tuple[str, ...] = ()

    def stored(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def restored(cls, stored: str) -> "LeadSearch":
        """Read back what was kept."""
        found: dict[str, Any] = json.loads(stored)
        parts: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in found.items()}
        return cls(**parts)

    def filter(self, user_id: int) -> Filter:
        """What the leads are narrowed by; `user_id` is whose "mine" is."""
        owners = (*self.owners, *((user_id,) if self.mine else ()))
        return Filter(self.states, self.countries, self.topics, self.kinds, owners)

    def toggled(self, part: str, value: str) -> "LeadSearch":
        """The search with one more value, or without it if it was there; an empty value clears the part."""
        before: tuple[str, ...] = getattr(self, part)
        if not value or value not in before:
            return self.with_value(part, value) if value else self.changed(part, ())
        return self.changed(part, tuple(each for each in before if each != value))

    def with_value(self, part: str, value: str) -> "LeadSearch":
        """The search with one more value of a part."""
        return self.changed(part, tuple(dict.fromkeys((*getattr(self, part), value))))

    def changed(self, part: str, values: tuple[str, ...]) -> "LeadSearch":
        """The search with other values of a part."""
        changes: dict[str, Any] = {part: values}
        return replace(self, **changes)


@dataclass(frozen=True)
class Found:
    """Leads in the order in which they are shown, and the words that nothing was found for."""

    leads: tuple[Lead, ...]
    unknown: tuple[str, ...] = ()


async def keep_search(database: Database, search: str, now: datetime.datetime) -> int:
    """Keep what a list is narrowed to (JSON) and give its number; old ones are dropped on the way."""

    def job(db: Connection) -> int:
        db.execute("DELETE FROM lead_searches WHERE searched_at < ?", (stamp(now - KEPT),))
        found = db.execute("SELECT search_id FROM lead_searches WHERE search = ?", (search,)).fetchone()
        if found:
            return int(found[0])
        sql = "INSERT INTO lead_searches (search, searched_at) VALUES (?, ?) RETURNING search_id"
        return int(db.execute(sql, (search, stamp(now))).fetchone()[0])

    return await database.run(job)


async def find_search(database: Database, search_id: int) -> str | None:
    """Give what a list was narrowed to; None once it is no longer kept."""
    sql = "SELECT search FROM lead_searches WHERE search_id = ?"
    row = await database.run(lambda db: db.execute(sql, (search_id,)).fetchone())
    return str(row[0]) if row else None
