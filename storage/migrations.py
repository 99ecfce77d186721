"""The schema, step by step; a step that was released is never changed, only followed by another."""

from sqlite_utils import Database, Migrations

migrations = Migrations("bot")


@migrations()
def m001_conversations(db: Database) -> None:
    """Chats, the durable inbox, drafts of pre-applications, leads, questions and votes."""
    db.execute(
        """
        CREATE TABLE inbox (
            update_id INTEGER PRIMARY KEY,
            chat_id INTEGER,
            body TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
            attempts INTEGER NOT NULL DEFAULT 0,
            error TEXT,
            received_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE INDEX inbox_state ON inbox (state, update_id)")
    db.execute(
        """
        CREATE TABLE chats (
            chat_id INTEGER PRIMARY KEY,
            language TEXT,
            screen TEXT NOT NULL DEFAULT '{}',
            last_update_id INTEGER NOT NULL DEFAULT 0,
            created_at TEXT NOT NULL,
            seen_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE drafts (
            draft_id INTEGER PRIMARY KEY,
            chat_id INTEGER NOT NULL,
            state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'sent', 'dropped')),
            content_version TEXT NOT NULL,
            answers TEXT NOT NULL DEFAULT '{}',
            pending TEXT NOT NULL DEFAULT '{}',
            at TEXT,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE UNIQUE INDEX drafts_open ON drafts (chat_id) WHERE state = 'open'")
    db.execute(
        """
        CREATE TABLE leads (
            reference TEXT PRIMARY KEY,
            draft_id INTEGER NOT NULL UNIQUE,
            chat_id INTEGER NOT NULL,
            language TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'new',
            data TEXT NOT NULL,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE INDEX leads_chat ON leads (chat_id)")
    db.execute(
        """
        CREATE TABLE questions (
            question_id INTEGER PRIMARY KEY,
            update_id INTEGER UNIQUE,
            chat_id INTEGER,
            language TEXT NOT NULL,
            text TEXT NOT NULL,
            outcome TEXT NOT NULL,
            nearest TEXT,
            reply_to TEXT,
            forwarded_at TEXT,
            created_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE votes (
            chat_id INTEGER NOT NULL,
            answer_id TEXT NOT NULL,
            helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
            question TEXT,
            voted_at TEXT NOT NULL,
            PRIMARY KEY (chat_id, answer_id)
        ) STRICT
        """
    )


@migrations()
def m002_outbox(db: Database) -> None:
    """What is on its way to somebody outside the present turn."""
    db.execute(
        """
        CREATE TABLE outbox (
            delivery_id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            channel TEXT NOT NULL CHECK (channel IN ('mail', 'chat')),
            recipient TEXT NOT NULL,
            payload TEXT NOT NULL,
            subject_reference TEXT,
            state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'failed')),
            attempts INTEGER NOT NULL DEFAULT 0,
            due_at TEXT NOT NULL,
            error TEXT,
            created_at TEXT NOT NULL,
            sent_at TEXT,
            receipt TEXT
        ) STRICT
        """
    )
    db.execute("CREATE INDEX outbox_due ON outbox (state, due_at)")


@migrations()
def m003_outbox_by_recipient(db: Database) -> None:
    """Find the other pending deliveries to a recipient without reading all that is pending."""
    db.execute(
        "CREATE INDEX outbox_pending ON outbox (channel, recipient, delivery_id) WHERE state = 'pending'"
    )


@migrations()
def m035_inbox_retried(db: Database) -> None:
    """Let an operator have updates tried again; find unfinished and old ones without reading all."""
    db.execute("ALTER TABLE inbox ADD COLUMN retried_at TEXT")
    db.execute("DROP INDEX inbox_state")
    db.execute("CREATE INDEX inbox_by_state ON inbox (state, received_at)")
    db.execute("CREATE INDEX inbox_retried ON inbox (retried_at) WHERE retried_at IS NOT NULL")


@migrations()
def m040_counts(db: Database) -> None:
    """How often campaigns' links were followed and answers given; nothing about persons."""
    db.execute(
        """
        CREATE TABLE campaigns (
            name TEXT NOT NULL,
            day TEXT NOT NULL,
            starts INTEGER NOT NULL,
            PRIMARY KEY (name, day)
        ) STRICT
        """
    )
    db.execute("CREATE TABLE answers_given (answer_id TEXT PRIMARY KEY, times INTEGER NOT NULL) STRICT")


@migrations()
def m041_exchanges(db: Database) -> None:
    """Which message of the bot answers which question."""
    db.execute(
        """
        CREATE TABLE exchanges (
            chat_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            shown_id INTEGER NOT NULL,
            asked_at TEXT NOT NULL,
            PRIMARY KEY (chat_id, message_id)
        ) STRICT
        """
    )
    db.execute("CREATE INDEX exchanges_shown ON exchanges (chat_id, shown_id)")
    db.execute("CREATE INDEX exchanges_age ON exchanges (asked_at)")


@migrations()
def m042_carried(db: Database) -> None:
    """Questions that a link carries into a private chat."""
    db.execute(
        """
        CREATE TABLE carried (
            key TEXT PRIMARY KEY,
            text TEXT NOT NULL UNIQUE,
            created_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE INDEX carried_age ON carried (created_at)")
