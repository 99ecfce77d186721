"""Pictures that Telegram has already, so that they are not drawn and sent up again; names hold for one bot only."""

from storage.database import Database


async def find_picture(database: Database, bot_id: int, picture: str) -> str | None:
    """Give Telegram's name for a picture; None if it was not sent yet."""
    sql = "SELECT file_id FROM pictures WHERE bot_id = ? AND picture = ?"
    row = await database.run(lambda db: db.execute(sql, (bot_id, picture)).fetchone())
    return str(row[0]) if row else None


async def keep_picture(database: Database, bot_id: int, picture: str, file_id: str) -> None:
    """Note Telegram's name for a picture, in the place of an earlier one."""
    sql = "INSERT OR REPLACE INTO pictures (bot_id, picture, file_id) VALUES (?, ?, ?)"
    await database.run(lambda db: db.execute(sql, (bot_id, picture, file_id)))
