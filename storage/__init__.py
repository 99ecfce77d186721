"""What must survive: SQLite behind a few async verbs, each one transaction."""
