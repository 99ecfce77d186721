"""Talks between coordinators and people: each writes in their own chat, and the bot forwards the messages."""
