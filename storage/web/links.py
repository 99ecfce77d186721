"""The key that signs addresses, made once per database, and which addresses were used: each can be used once."""

import datetime
import hashlib
import secrets

from storage.clock import stamp
from storage.database import Connection, Database

KEPT = datetime.timedelta(days=60)
"""How long a used address is remembered: longer than any address is valid."""


async def signing_key(database: Database) -> str:
    """Give the key, which is made at the first call."""

    def job(db: Connection) -> str:
        db.execute(
            "INSERT INTO web_key (key) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM web_key)",
            (secrets.token_urlsafe(48),),
        )
        return str(db.execute("SELECT key FROM web_key").fetchone()[0])

    return await database.run(job)


def use_link(db: Connection, token: str, now: datetime.datetime) -> bool:
    """Note, inside the caller's transaction, that an address was used; False if it was before."""
    db.execute("DELETE FROM used_links WHERE used_at < ?", (stamp(now - KEPT),))
    added = db.execute(
        "INSERT OR IGNORE INTO used_links (link_hash, used_at) VALUES (?, ?)", (hashed(token), stamp(now))
    )
    return bool(added.rowcount == 1)


async def link_was_used(database: Database, token: str) -> bool:
    """Tell whether an address was used."""
    sql = "SELECT 1 FROM used_links WHERE link_hash = ?"
    return await database.run(lambda db: db.execute(sql, (hashed(token),)).fetchone() is not None)


def hashed(secret: str) -> str:
    """What is kept in the place of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()
