"""Every lead at once, for tables."""

from storage.database import Database
from storage.leads import COLUMNS, Lead, restored


class LeadList:
    """The leads in the order in which they were sent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, state: str | None = None, country: str | None = None) -> tuple[Lead, ...]:
        """List the leads, those of one state or country if told; oldest first."""
        sql = f"""SELECT {COLUMNS} FROM leads WHERE (:state IS NULL OR state = :state)
                  AND (:country IS NULL OR json_extract(data, '$.answers.country') = :country)
                  ORDER BY created_at, reference"""  # noqa: S608 - constant
        values = {"state": state, "country": country}
        return await self._database.run(
            lambda db: tuple(restored(row) for row in db.execute(sql, values).fetchall())
        )
