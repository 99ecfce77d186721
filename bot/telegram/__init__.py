"""Telegram itself: updates in, messages out, buttons, links, limits, connections."""
