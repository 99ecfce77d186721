"""Storage, tested on real SQLite files."""
