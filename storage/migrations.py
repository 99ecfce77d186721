"""The schema, step by step; a step that was released is never changed, only followed by another."""

from sqlite_utils import Database, Migrations

migrations = Migrations("bot")

UPDATES = (
    # Raw updates, until they are dealt with.
    """
    CREATE TABLE inbox (
        update_id INTEGER PRIMARY KEY,
        chat_id INTEGER,
        body TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
        attempts INTEGER NOT NULL DEFAULT 0,
        error TEXT,
        received_at TEXT NOT NULL,
        retried_at TEXT
    ) STRICT
    """,
    "CREATE INDEX inbox_by_state ON inbox (state, received_at)",
    "CREATE INDEX inbox_retried ON inbox (retried_at) WHERE retried_at IS NOT NULL",
    # What is on its way to somebody outside the present turn. `failures`: how often it was given up; `reported`: the
    # unit was told of the last one; `erased`: copies of it (files, messages) are to be deleted.
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
        receipt TEXT,
        failures INTEGER NOT NULL DEFAULT 0,
        reported INTEGER NOT NULL DEFAULT 0,
        erased INTEGER NOT NULL DEFAULT 0
    ) STRICT
    """,
    "CREATE INDEX outbox_due ON outbox (state, due_at)",
    "CREATE INDEX outbox_erased ON outbox (delivery_id) WHERE erased = 1",
    "CREATE INDEX outbox_pending ON outbox (channel, recipient, delivery_id) WHERE state = 'pending'",
)

CHATS = (
    # `language` is the one chosen, `spoken` the one of the last turn.
    """
    CREATE TABLE chats (
        chat_id INTEGER PRIMARY KEY,
        language TEXT,
        spoken TEXT,
        screen TEXT NOT NULL DEFAULT '{}',
        reminders INTEGER NOT NULL DEFAULT 1,
        last_update_id INTEGER NOT NULL DEFAULT 0,
        created_at TEXT NOT NULL,
        seen_at TEXT NOT NULL
    ) STRICT
    """,
    # Which message of the bot answers which message of a person.
    """
    CREATE TABLE answer_messages (
        chat_id INTEGER NOT NULL,
        message_id INTEGER NOT NULL,
        answer_id INTEGER NOT NULL,
        asked_at TEXT NOT NULL,
        PRIMARY KEY (chat_id, message_id)
    ) STRICT
    """,
    "CREATE INDEX answer_messages_answer ON answer_messages (chat_id, answer_id)",
    "CREATE INDEX answer_messages_age ON answer_messages (asked_at)",
    # Questions typed in inline mode, which a link brings into a private chat.
    """
    CREATE TABLE inline_questions (
        key TEXT PRIMARY KEY,
        text TEXT NOT NULL UNIQUE,
        created_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX inline_questions_age ON inline_questions (created_at)",
)

PREAPPLICATIONS = (
    # `at` is the question that its owner went back to; `corrects` the lead that is being corrected.
    """
    CREATE TABLE drafts (
        draft_id INTEGER PRIMARY KEY,
        chat_id INTEGER NOT NULL,
        state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'sent', 'dropped')),
        content_version TEXT NOT NULL,
        answers TEXT NOT NULL DEFAULT '{}',
        pending TEXT NOT NULL DEFAULT '{}',
        at TEXT,
        corrects TEXT,
        consented_at TEXT,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX drafts_open ON drafts (chat_id) WHERE state = 'open'",
    "CREATE INDEX drafts_left ON drafts (updated_at) WHERE state = 'open'",
    # `reason` is the applicant's for withdrawing it, `decision_reason` the unit's; `released_at` is when the
    # applicant could see the decision, `undo` how the lead stood before the last change, as JSON.
    """
    CREATE TABLE leads (
        reference TEXT PRIMARY KEY,
        draft_id INTEGER NOT NULL UNIQUE,
        chat_id INTEGER NOT NULL,
        language TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'new',
        data TEXT NOT NULL,
        owner_id INTEGER,
        owner TEXT,
        opened_at TEXT,
        opened_by TEXT,
        reason TEXT,
        decision_reason TEXT,
        contacted_at TEXT,
        released_at TEXT,
        undo TEXT,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX leads_chat ON leads (chat_id)",
    "CREATE INDEX leads_state ON leads (state, created_at)",
    # The cities that a lead is about.
    """
    CREATE TABLE lead_places (
        reference TEXT NOT NULL,
        place TEXT NOT NULL,
        PRIMARY KEY (place, reference)
    ) STRICT
    """,
    # What coordinators wrote down about a lead.
    """
    CREATE TABLE notes (
        note_id INTEGER PRIMARY KEY,
        update_id INTEGER NOT NULL UNIQUE,
        reference TEXT NOT NULL,
        author TEXT NOT NULL,
        text TEXT NOT NULL,
        written_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX notes_reference ON notes (reference)",
)

QUESTIONS = (
    # What was not answered, or not well.
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
        closed_at TEXT,
        closed_by TEXT,
        created_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX questions_open ON questions (question_id) WHERE closed_at IS NULL",
    # Thumbs under answers.
    """
    CREATE TABLE votes (
        chat_id INTEGER NOT NULL,
        answer_id TEXT NOT NULL,
        helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
        voted_at TEXT NOT NULL,
        PRIMARY KEY (chat_id, answer_id)
    ) STRICT
    """,
)

COORDINATORS = (
    # Who did what with which lead or question.
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
    """,
    "CREATE INDEX audit_subject ON audit (subject, entry_id)",
    # Messages between coordinators and people, until what they are about is erased.
    """
    CREATE TABLE talk_messages (
        update_id INTEGER NOT NULL,
        person_chat_id INTEGER NOT NULL,
        subject TEXT NOT NULL,
        direction TEXT NOT NULL CHECK (direction IN ('to_person', 'to_staff')),
        staff_chat_id INTEGER NOT NULL,
        message_id INTEGER NOT NULL,
        language TEXT NOT NULL,
        author_id INTEGER,
        author TEXT NOT NULL DEFAULT '',
        text TEXT NOT NULL DEFAULT '',
        file TEXT NOT NULL DEFAULT '',
        reported INTEGER NOT NULL DEFAULT 0,
        written_at TEXT NOT NULL,
        edited_at TEXT,
        taken_back_at TEXT,
        PRIMARY KEY (update_id, person_chat_id)
    ) STRICT
    """,
    "CREATE INDEX talk_messages_original ON talk_messages (message_id)",
    # What a coordinator wrote and has to confirm before it goes to an applicant.
    """
    CREATE TABLE unsent_messages (
        unsent_id INTEGER PRIMARY KEY,
        update_id INTEGER NOT NULL UNIQUE,
        subject TEXT NOT NULL,
        staff_chat_id INTEGER NOT NULL,
        message_id INTEGER NOT NULL,
        author_id INTEGER,
        text TEXT NOT NULL,
        file TEXT NOT NULL DEFAULT '',
        releases INTEGER NOT NULL DEFAULT 0,
        written_at TEXT NOT NULL
    ) STRICT
    """,
    # The bot's messages that show a lead in the unit's chats; `stale` ones are to be edited.
    """
    CREATE TABLE lead_messages (
        chat_id INTEGER NOT NULL,
        message_id INTEGER NOT NULL,
        subject TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('card', 'text', 'file')),
        stale INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (chat_id, message_id)
    ) STRICT
    """,
    "CREATE INDEX lead_messages_subject ON lead_messages (subject)",
    "CREATE INDEX lead_messages_stale ON lead_messages (chat_id) WHERE stale = 1",
    # Who has worked on leads, by the number of their private chat.
    """
    CREATE TABLE coordinators (
        chat_id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        unit_chat_id INTEGER NOT NULL,
        seen_at TEXT NOT NULL
    ) STRICT
    """,
    # What lists of leads were narrowed to, for the buttons under them.
    """
    CREATE TABLE lead_searches (
        search_id INTEGER PRIMARY KEY,
        search TEXT NOT NULL,
        searched_at TEXT NOT NULL
    ) STRICT
    """,
    # The web table's sessions and the links that were used, by the hashes of their secrets.
    """
    CREATE TABLE web_sessions (
        secret_hash TEXT PRIMARY KEY,
        chat_id INTEGER NOT NULL,
        unit_chat_id INTEGER NOT NULL,
        name TEXT NOT NULL,
        ends_at TEXT NOT NULL
    ) STRICT
    """,
    "CREATE TABLE web_key (key TEXT NOT NULL) STRICT",
    "CREATE TABLE used_links (link_hash TEXT PRIMARY KEY, used_at TEXT NOT NULL) STRICT",
    "CREATE INDEX talk_messages_person ON talk_messages (person_chat_id, subject)",
    "CREATE INDEX talk_messages_unreported ON talk_messages (update_id) WHERE reported = 0",
)

COUNTERS = (
    """
    CREATE TABLE daily_counts (
        day TEXT NOT NULL,
        event TEXT NOT NULL,
        language TEXT NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (day, event, language)
    ) STRICT
    """,
    # The questions of the form that each draft came to.
    """
    CREATE TABLE draft_steps (
        draft_id INTEGER NOT NULL,
        step TEXT NOT NULL,
        day TEXT NOT NULL,
        PRIMARY KEY (draft_id, step)
    ) STRICT
    """,
    "CREATE INDEX draft_steps_day ON draft_steps (day)",
    "CREATE TABLE answers_given (answer_id TEXT PRIMARY KEY, times INTEGER NOT NULL) STRICT",
    # How often a campaign's link was followed.
    """
    CREATE TABLE campaigns (
        name TEXT NOT NULL,
        day TEXT NOT NULL,
        starts INTEGER NOT NULL,
        PRIMARY KEY (name, day)
    ) STRICT
    """,
)

SCHEDULED = (
    # On which day a daily job was done last.
    "CREATE TABLE scheduled_jobs (name TEXT PRIMARY KEY, last_day TEXT NOT NULL) STRICT",
    # Pictures that Telegram has, by the name that it gave the file.
    """
    CREATE TABLE pictures (
        bot_id INTEGER NOT NULL,
        picture TEXT NOT NULL,
        file_id TEXT NOT NULL,
        PRIMARY KEY (bot_id, picture)
    ) STRICT
    """,
)

LEAD_ERASED = """BEGIN
    DELETE FROM notes WHERE reference = OLD.reference;
    DELETE FROM talk_messages WHERE subject = OLD.reference;
    DELETE FROM unsent_messages WHERE subject = OLD.reference;
END"""

LEAD_MESSAGES = (
    # A delivery that shows a lead says so in its payload (`kept_as`).
    """
    CREATE TRIGGER lead_message_sent AFTER UPDATE OF state ON outbox
    WHEN NEW.state = 'sent' AND NEW.channel = 'chat' AND json_extract(NEW.payload, '$.kept_as') IS NOT NULL
    BEGIN
        INSERT OR IGNORE INTO lead_messages (chat_id, message_id, subject, kind) VALUES (
            CAST(NEW.recipient AS INTEGER), CAST(NEW.receipt AS INTEGER), NEW.subject_reference,
            json_extract(NEW.payload, '$.kept_as'));
    END
    """,
    # What a card shows has changed: of this lead, or of another one about the same city.
    """
    CREATE TRIGGER leads_changed AFTER UPDATE OF state, owner_id, data, updated_at ON leads
    BEGIN
        UPDATE lead_messages SET stale = 1 WHERE kind = 'card' AND (subject = NEW.reference OR subject IN (
            SELECT other.reference FROM lead_places AS mine JOIN lead_places AS other USING (place)
            WHERE mine.reference = NEW.reference AND OLD.state <> NEW.state));
    END
    """,
    """
    CREATE TRIGGER lead_place_added AFTER INSERT ON lead_places
    BEGIN
        UPDATE lead_messages SET stale = 1 WHERE kind = 'card' AND subject IN (
            SELECT reference FROM lead_places WHERE place = NEW.place);
    END
    """,
    """
    CREATE TRIGGER note_added AFTER INSERT ON notes
    BEGIN
        UPDATE lead_messages SET stale = 1 WHERE kind = 'card' AND subject = NEW.reference;
    END
    """,
    # Of an erased lead every message is emptied.
    """
    CREATE TRIGGER lead_messages_erased AFTER UPDATE OF data ON leads WHEN NEW.data = '{}'
    BEGIN
        UPDATE lead_messages SET stale = 1 WHERE subject = NEW.reference;
    END
    """,
)

ERASURE = (
    # What is erased takes its notes and messages along.
    f"CREATE TRIGGER leads_deleted AFTER DELETE ON leads {LEAD_ERASED}",
    f"CREATE TRIGGER leads_emptied AFTER UPDATE OF data ON leads WHEN NEW.data = '{{}}' {LEAD_ERASED}",
    """CREATE TRIGGER questions_deleted AFTER DELETE ON questions BEGIN
        DELETE FROM talk_messages WHERE subject = 'question:' || OLD.question_id;
    END""",
)


@migrations()
def m001_first_schema(db: Database) -> None:
    """All tables of 0.1.0."""
    for statement in (
        *UPDATES,
        *CHATS,
        *PREAPPLICATIONS,
        *QUESTIONS,
        *COORDINATORS,
        *COUNTERS,
        *SCHEDULED,
        *ERASURE,
        *LEAD_MESSAGES,
    ):
        db.execute(statement)
