"""What the bot knows and decides; pure: no Telegram, no storage, no clock."""
