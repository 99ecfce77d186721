"""What lists of leads are narrowed to, and the searches that are kept for their buttons."""

import datetime
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from storage.clock import moment, stamp
from storage.database import Connection, Database
from storage.leads import Filter, Lead

SEARCH_KEPT = datetime.timedelta(days=30)


@dataclass(frozen=True)
class LeadSearch:
    """What a list is narrowed to; parts that are empty let all through.

    `without`: values that are left out, each after its part ("countries:ES"). `at_least`, `more_than`,
    `at_most`, `less_than`: inhabitants. `sent`: the first and the last day on which they were sent, or nothing.
    """

    states: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    owners: tuple[int, ...] = ()
    mine: bool = False
    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    at_least: int = 0
    at_most: int = 0
    more_than: int = 0
    less_than: int = 0
    sent: tuple[str, ...] = ()

    def stored(self) -> str:
        """Give the search as it is stored (JSON)."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def restored(cls, stored: str) -> "LeadSearch":
        """Read a stored search."""
        found: dict[str, Any] = json.loads(stored)
        parts: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in found.items()}
        return cls(**parts)

    def filter(self, user_id: int) -> Filter:
        """What the leads are narrowed by; `user_id` is whose "mine" is."""
        owners = (*self.owners, *((user_id,) if self.mine else ()))
        return Filter(self.states, self.countries, self.topics, self.kinds, owners)

    def excluding(self, user_id: int) -> Iterator[Filter]:
        """What lets through the leads that are left out, value by value; `user_id` is whose "mine" is."""
        cls = type(self)
        for each in self.without:
            part, _sep, value = each.partition(":")
            if part in ("owners", "mine"):
                yield cls(owners=(int(value or user_id),)).filter(user_id)
            else:
                yield cls().changed(part, (value,)).filter(user_id)

    def has_wanted_size(self, lead: Lead) -> bool:
        """Tell whether a lead has as many inhabitants as are asked for; one of unknown size has not."""
        size = lead.data.get("population") or 0
        least = size >= self.at_least and size > self.more_than
        most = (not self.at_most or size <= self.at_most) and (not self.less_than or size < self.less_than)
        asked = self.at_least or self.more_than or self.at_most or self.less_than
        return not asked or (bool(size) and least and most)

    def was_sent_then(self, lead: Lead, zone: datetime.tzinfo) -> bool:
        """Tell whether a lead was sent on one of the days that are asked for."""
        day = moment(lead.created_at).astimezone(zone).date().isoformat()
        return not self.sent or self.sent[0] <= day <= self.sent[1]

    def with_size(self, part: str, inhabitants: int) -> "LeadSearch":
        """The search with a number of inhabitants for one of its four bounds."""
        changes: dict[str, Any] = {part: inhabitants}
        return replace(self, **changes)

    def toggled(self, part: str, value: str) -> "LeadSearch":
        """The search with one more value, or without it if it was there; an empty value clears the part."""
        before: tuple[str, ...] = getattr(self, part)
        if not value or value not in before:
            return self.with_value(part, value) if value else self.changed(part, ())
        return self.changed(part, tuple(each for each in before if each != value))

    def with_value(self, part: str, value: str) -> "LeadSearch":
        """The search with one more value of a part."""
        return self.changed(part, tuple(dict.fromkeys((*getattr(self, part), value))))

    def without_value(self, part: str, value: str) -> "LeadSearch":
        """The search that leaves one more value of a part out."""
        return replace(self, without=tuple(dict.fromkeys((*self.without, f"{part}:{value}"))))

    def changed(self, part: str, values: tuple[str, ...]) -> "LeadSearch":
        """The search with other values of a part."""
        changes: dict[str, Any] = {part: values}
        return replace(self, **changes)


@dataclass(frozen=True)
class LeadsFound:
    """Leads in the order in which they are shown; the words that nothing was found for, and those read otherwise."""

    leads: tuple[Lead, ...]
    unknown: tuple[str, ...] = ()
    respelt: tuple[tuple[str, str], ...] = ()


async def keep_search(database: Database, search: str, now: datetime.datetime) -> int:
    """Keep what a list is narrowed to (JSON) and give its number; old ones are dropped on the way."""

    def job(db: Connection) -> int:
        db.execute("DELETE FROM lead_searches WHERE searched_at < ?", (stamp(now - SEARCH_KEPT),))
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
