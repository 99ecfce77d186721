"""The Telegram side, tested over real HTTP and SMTP."""
