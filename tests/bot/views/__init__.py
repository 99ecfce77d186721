"""Screens and mails, drawn from contexts."""
