"""Screens and mails, drawn from scenes."""
