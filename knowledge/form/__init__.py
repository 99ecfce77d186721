"""The pre-application: which question is due, what a reply does to a draft."""
