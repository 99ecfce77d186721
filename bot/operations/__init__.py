"""What keeps the bot running: logs, metrics, health, the content in service."""
