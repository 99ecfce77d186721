"""Documents, made by the worker process as the bot has them made, and read back."""
