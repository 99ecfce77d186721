"""What the bot does by the clock."""
