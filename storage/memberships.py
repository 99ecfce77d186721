"""What changes in storage when a person blocks the bot, or a group gets another id."""

from storage.database import Connection, Database
from storage.outbox import redirect


class Memberships:
    """Chats that the bot cannot reach as before."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def gone(self, chat_id: int) -> None:
        """Drop what waits to be sent to somebody who blocked the bot; what they stored stays theirs."""
        sql = "DELETE FROM outbox WHERE channel = 'chat' AND recipient = ? AND state = 'pending'"
        await self._database.run(lambda db: db.execute(sql, (str(chat_id),)))

    async def moved(self, old: int, new: int) -> None:
        """Follow a group to its new id with everything that is kept for it; a second time changes nothing."""

        def job(db: Connection) -> None:
            db.execute("UPDATE OR IGNORE chats SET chat_id = ? WHERE chat_id = ?", (new, old))
            db.execute("DELETE FROM exchanges WHERE chat_id = ?", (old,))
            redirect(db, "chat", str(old), str(new))

        await self._database.run(job)
