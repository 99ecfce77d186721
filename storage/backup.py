"""Copies of the database file: made while the bot runs, checked, and put back while it does not."""

import contextlib
import datetime
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlite_utils

from storage.connection import StorageError, lock_file
from storage.migrations import migrations

BESIDES = ("-wal", "-shm")
"""What SQLite keeps beside a database while it is open."""

COUNTS = (
    "SELECT count(*) FROM chats",
    "SELECT count(*) FROM drafts WHERE state = 'open'",
    "SELECT count(*) FROM leads",
)


class BackupError(Exception):
    """Nothing was changed; the message says why, and what to do."""


@dataclass(frozen=True)
class Contents:
    """What a database of this bot holds: how many chats, open drafts and leads, and the latest schema step."""

    chats: int
    drafts: int
    leads: int
    schema: str
    size: int


def back_up(database: Path, copy: Path) -> Contents:
    """Copy the database as it stands at one moment, whether a bot uses it or not; checks the copy.

    BackupError if the copy exists already, or the database is missing or damaged.
    """
    if not copy.name:
        raise BackupError("The copy has no name. Name a file, for example one with the date in it.")
    if copy.exists():
        raise BackupError(f"{copy} exists already. Name another file, for example one with the date in it.")
    if not database.exists():
        raise BackupError(f"There is no database {database}. Check DATA_DIR, or start the bot once.")
    with failures(f"The database {database} cannot be copied to {copy}"), temporary_file(copy) as part:
        copy_database(database, part)
        contents = examine_file(part)
        part.replace(copy)
    return contents


def restore(copy: Path, database: Path, now: datetime.datetime) -> tuple[Contents, Path | None]:
    """Put a copy into the place of the database; gives what it holds and where the replaced database is now.

    BackupError if the copy is damaged, not ours or of a newer version, or if a bot uses the database.
    """
    if not copy.name:
        raise BackupError("The backup has no name. Name the file to be restored.")
    if not copy.is_file():
        raise BackupError(f"There is no file {copy}.")
    with failures(f"{copy} cannot be restored to {database}"):
        contents = examine_file(copy)
        database.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with exclusive_use(database), temporary_file(database) as part:
            copy_database(copy, part)
            old = move_aside(database, now) if database.exists() else None
            part.replace(database)
    return contents, old


def examine_file(path: Path) -> Contents:
    """Look into a database file; BackupError unless it is whole, ours, and of a version that we know."""
    try:
        with open_existing(path) as db:
            damage = [row[0] for row in db.execute("PRAGMA integrity_check")]
            if damage != ["ok"]:
                raise BackupError(f"{path} is damaged: {damage[0]}. Use another backup.")
            return contents_of(db, path)
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{path} is not a database of this bot, or it is damaged: {error}.") from error


def contents_of(db: sqlite3.Connection, path: Path) -> Contents:
    """Count what matters; BackupError for a schema that is not one of this bot."""
    tables = sqlite_utils.Database(db)
    applied = [step.name for step in migrations.applied(tables)]
    newer = [name for name in applied if name not in known_steps()]
    if not applied:
        raise BackupError(f"{path} is not a database of this bot.")
    if newer:
        raise BackupError(
            f"{path} was made by a newer version of this bot (schema {newer[-1]}). Upgrade the bot, then restore."
        )
    chats, drafts, leads = (int(db.execute(sql).fetchone()[0]) for sql in COUNTS)
    return Contents(chats, drafts, leads, applied[-1], path.stat().st_size)


def known_steps() -> set[str]:
    """Name the schema steps of this version."""
    nothing_applied = sqlite_utils.Database(memory=True)
    with contextlib.closing(nothing_applied.conn):
        return {step.name for step in migrations.pending(nothing_applied)}


def copy_database(source: Path, target: Path) -> None:
    """Copy a database into an empty file, as one file that needs nothing beside it."""
    with open_existing(source) as db, contextlib.closing(sqlite3.connect(target)) as copy:
        db.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


@contextlib.contextmanager
def exclusive_use(database: Path) -> Iterator[None]:
    """Keep bots away from the database; BackupError if one uses it."""
    try:
        lock = lock_file(database)
    except StorageError as error:
        raise BackupError(f"Stop the bot first, then restore: {error}") from error
    try:
        yield
    finally:
        os.close(lock)


def move_aside(database: Path, now: datetime.datetime) -> Path:
    """Give a database another name beside its own; BackupError if a bot uses it."""
    aside = database.with_name(f"{database.name}.before-restore-{now:%Y%m%dT%H%M%SZ}")
    with contextlib.suppress(sqlite3.DatabaseError):  # a damaged one is set aside as it is
        merge_log(database)
    for (
        beside
    ) in BESIDES:  # there only if the database is damaged; left here, they would be read as the new one's
        with contextlib.suppress(FileNotFoundError):
            Path(f"{database}{beside}").rename(f"{aside}{beside}")
    os.link(database, aside)
    return aside


def merge_log(database: Path) -> None:
    """Bring everything into the one file; BackupError if anybody else has it open."""
    with open_existing(database) as db:
        try:
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("BEGIN EXCLUSIVE")
            db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            raise BackupError(
                f"The database {database} is in use ({error}). End what uses it, then restore."
            ) from error
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextlib.contextmanager
def open_existing(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file that exists; waits up to five seconds for others, and never creates one."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=5, isolation_level=None)) as db:
        yield db


@contextlib.contextmanager
def temporary_file(path: Path) -> Iterator[Path]:
    """Give an empty file beside `path`, for its owner only, that is gone after the block unless renamed."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


@contextlib.contextmanager
def failures(what: str) -> Iterator[None]:
    """Word what the system refuses."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise BackupError(
            f"{what}: {error}. Check that the folder exists, that this user may write to it and that the disk is "
            "not full."
        ) from error
