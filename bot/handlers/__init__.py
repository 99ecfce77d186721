"""One module per conversation: load, decide, save, show. Which update reaches which handler stands in routes.py."""
