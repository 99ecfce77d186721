"""The content: shapes of its YAML, reading it, checking it, its words with figures filled in."""
