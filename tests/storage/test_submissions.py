"""References on a real SQLite file: no two leads of a year share one, however many there are."""

import datetime

import pytest

from storage.database import Database
from storage.leads import LeadData, find_lead, list_leads
from storage.submissions import submit

NOW = datetime.datetime(2026, 11, 20, 10, 0, tzinfo=datetime.UTC)


async def sent(database: Database, draft: int, now: datetime.datetime = NOW, prefix: str = "IUC") -> None:
    data: LeadData = {"answers": {}}
    await database.run(submit(draft, 1000 + draft, "es", data, now, lambda lead: [], prefix=prefix))


@pytest.mark.parametrize("last", ["0001", "0999", "9999", "10000", "99999"])
async def test_the_next_reference_is_one_more_than_the_highest_whatever_its_length(
    database: Database, last: str
) -> None:
    await sent(database, 1)
    await database.run(lambda db: db.execute("UPDATE leads SET reference = ?", (f"IUC-2026-{last}",)))
    for draft in (2, 3):
        await sent(database, draft)
    for more in (1, 2):
        assert await find_lead(database, f"IUC-2026-{int(last) + more:04d}")
    assert len(await list_leads(database)) == 3


async def test_each_year_and_each_programme_counts_from_one(database: Database) -> None:
    await sent(database, 1)
    await sent(database, 2, NOW.replace(year=2027))
    await sent(database, 3, prefix="ABC")
    references = {lead.reference for lead in await list_leads(database)}
    assert references == {"IUC-2026-0001", "IUC-2027-0001", "ABC-2026-0001"}
