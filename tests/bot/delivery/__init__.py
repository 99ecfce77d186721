"""Deliveries against a real SMTP server and a real HTTP server in place of the Bot API."""
