"""Databases of every earlier schema are brought up to date with all that is in them."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlite_utils

from storage.chats import chat_and_draft
from storage.database import Connection, Database
from storage.migrations import migrations

STEPS = [step.name for step in migrations.pending(sqlite_utils.Database(memory=True))]
NOW = "2026-11-22T12:00:00.000000Z"

Row = dict[str, object]


@contextmanager
def database(path: Path | str) -> Iterator[Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield sqlite_utils.Database(connection)


def advance(db: Connection, last: str) -> None:
    """Apply the steps up to this one, as the version that released it did."""
    later = STEPS[STEPS.index(last) + 1 :]
    migrations.apply(db, stop_before=later[0] if later else None)


def tables(db: Connection) -> list[str]:
    """The tables that hold something of ours; a search index keeps its own."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name"
    return [row[0] for row in db.execute(sql) if not row[0].startswith("sqlite_")]


def schema(db: Connection) -> list[tuple[str, str]]:
    """All that was created, in its own words."""
    sql = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '\\_%' ESCAPE '\\'"
    return sorted((name, " ".join(words.split())) for name, words in db.execute(sql))


def rows(db: Connection) -> dict[str, list[Row]]:
    return {table: list(db.table(table).rows) for table in tables(db)}


def fill(db: Connection) -> None:
    """Put a row into every table."""
    for table in tables(db):
        created = db.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()[0]
        row = {column.name: sample(column.name, column.type, created) for column in db.table(table).columns}
        db.table(table).insert(row)


def sample(column: str, kind: str, created: str) -> object:
    """A value that fits: one of those allowed, a moment, JSON, or anything of its type."""
    allowed = re.search(rf"\b{column} IN \(([^)]*)\)", created)
    if allowed:
        first = allowed.group(1).split(",")[0].strip()
        return first.strip("'") if first.startswith("'") else int(first)
    if kind == "INTEGER":
        return 7
    if column.endswith("_at"):
        return NOW
    return "{}" if column in ("screen", "answers", "pending", "data", "payload") else "words"


@pytest.mark.parametrize("released", STEPS)
async def test_a_database_of_an_earlier_schema_becomes_one_of_this_version(
    released: str, tmp_path: Path
) -> None:
    path = tmp_path / "bot.sqlite3"
    with database(path) as db:
        advance(db, released)
        fill(db)
        before = rows(db)
    storage = Database(path)
    await storage.open()
    chat, draft = chat_and_draft(storage, 7)
    await storage.close()
    assert chat.last_update_id == 7
    assert draft
    with database(path) as db, database(":memory:") as fresh:
        migrations.apply(fresh)
        assert schema(db) == schema(fresh)
        after = rows(db)
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    assert before
    for table, kept in before.items():
        assert [{**now, **was} for was, now in zip(kept, after[table], strict=True)] == after[table]


def test_steps_have_names_of_their_own_and_are_applied_once() -> None:
    assert len({name[:4] for name in STEPS}) == len(STEPS)
    assert all(re.fullmatch(r"m\d{3}_\w+", name) for name in STEPS)
    with database(":memory:") as db:
        migrations.apply(db)
        first = schema(db)
        migrations.apply(db)
        assert schema(db) == first
