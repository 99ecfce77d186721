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
def m020_work_on_leads(db: Database) -> None:
    """Owners and notes of leads, and who did what with them."""
    db.execute("ALTER TABLE leads ADD COLUMN owner_id INTEGER")
    db.execute("ALTER TABLE leads ADD COLUMN owner TEXT")
    db.execute("CREATE INDEX leads_state ON leads (state, created_at)")
    db.execute(
        """
        CREATE TABLE notes (
            note_id INTEGER PRIMARY KEY,
            update_id INTEGER NOT NULL UNIQUE,
            reference TEXT NOT NULL,
            author TEXT NOT NULL,
            text TEXT NOT NULL,
            written_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE INDEX notes_reference ON notes (reference)")
    db.execute(
        """
        CREATE TABLE audit (
            entry_id INTEGER PRIMARY KEY,
            subject TEXT NOT NULL,
            actor_id INTEGER,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            detail TEXT NOT NULL DEFAULT '',
            done_at TEXT NOT NULL
        ) STRICT
        """
    )
    db.execute("CREATE INDEX audit_subject ON audit (subject, entry_id)")


@migrations()
def m021_threads(db: Database) -> None:
    """What coordinators and people wrote to each other through the bot: who and where, not the words."""
    db.execute(
        """
        CREATE TABLE threads (
            update_id INTEGER NOT NULL,
            person_chat_id INTEGER NOT NULL,
            subject TEXT NOT NULL,
            direction TEXT NOT NULL CHECK (direction IN ('to_person', 'to_staff')),
            staff_chat_id INTEGER NOT NULL,
            message_id INTEGER NOT NULL,
            language TEXT NOT NULL,
            reported INTEGER NOT NULL DEFAULT 0,
            written_at TEXT NOT NULL,
            PRIMARY KEY (update_id, person_chat_id)
        ) STRICT
        """
    )
    db.execute("CREATE INDEX threads_person ON threads (person_chat_id, subject)")
    db.execute("CREATE INDEX threads_unreported ON threads (update_id) WHERE reported = 0")


@migrations()
def m022_answered_questions(db: Database) -> None:
    """Questions that a coordinator answered or set aside; what is erased takes its notes and threads along."""
    db.execute("ALTER TABLE questions ADD COLUMN closed_at TEXT")
    db.execute("ALTER TABLE questions ADD COLUMN closed_by TEXT")
    db.execute("CREATE INDEX questions_open ON questions (question_id) WHERE closed_at IS NULL")
    lead = """BEGIN
        DELETE FROM notes WHERE reference = OLD.reference;
        DELETE FROM threads WHERE subject = OLD.reference;
    END"""
    db.execute(f"CREATE TRIGGER leads_deleted AFTER DELETE ON leads {lead}")
    db.execute(f"CREATE TRIGGER leads_emptied AFTER UPDATE OF data ON leads WHEN NEW.data = '{{}}' {lead}")
    db.execute(
        """CREATE TRIGGER questions_deleted AFTER DELETE ON questions BEGIN
            DELETE FROM threads WHERE subject = 'question:' || OLD.question_id;
        END"""
    )


@migrations()
def m013_after_sending(db: Database) -> None:
    """Consent's moment, corrections, withdrawal, who opened a lead, the places that leads are about."""
    db.execute("ALTER TABLE drafts ADD COLUMN corrects TEXT")
    db.execute("ALTER TABLE drafts ADD COLUMN consented_at TEXT")
    db.execute("ALTER TABLE leads ADD COLUMN opened_at TEXT")
    db.execute("ALTER TABLE leads ADD COLUMN opened_by TEXT")
    db.execute("ALTER TABLE leads ADD COLUMN reason TEXT")
    db.execute(
        "CREATE TABLE lead_places (reference TEXT NOT NULL, place TEXT NOT NULL, PRIMARY KEY (place, reference)) STRICT"
    )


@migrations()
def m014_jobs(db: Database) -> None:
    """What is done by the clock: which day it was done last, who is reminded, in which language."""
    db.execute("CREATE TABLE jobs (name TEXT PRIMARY KEY, last_day TEXT NOT NULL) STRICT")
    db.execute("ALTER TABLE chats ADD COLUMN spoken TEXT")
    db.execute("ALTER TABLE chats ADD COLUMN reminders INTEGER NOT NULL DEFAULT 1")
    db.execute("CREATE INDEX drafts_left ON drafts (updated_at) WHERE state = 'open'")


@migrations()
def m030_statistics(db: Database) -> None:
    """How often what happened, by day and language, and which questions each draft came to; no words, no persons."""
    db.execute(
        """
        CREATE TABLE daily (
            day TEXT NOT NULL,
            event TEXT NOT NULL,
            language TEXT NOT NULL,
            number INTEGER NOT NULL,
            PRIMARY KEY (day, event, language)
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE progress (
            draft_id INTEGER NOT NULL,
            step TEXT NOT NULL,
            day TEXT NOT NULL,
            PRIMARY KEY (draft_id, step)
        ) STRICT
        """
    )
    db.execute("CREATE INDEX progress_day ON progress (day)")


@migrations()
def m031_pictures(db: Database) -> None:
    """Pictures that Telegram has already: what they show, and the name that Telegram gave the file."""
    db.execute(
        """
        CREATE TABLE pictures (
            bot_id INTEGER NOT NULL,
            picture TEXT NOT NULL,
            file_id TEXT NOT NULL,
            PRIMARY KEY (bot_id, picture)
        ) STRICT
        """
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
