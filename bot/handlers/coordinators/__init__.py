"""The coordination unit's work in Telegram, a noun per module: lists of leads, work on one lead, unanswered questions,
figures, content. Talks with applicants are in bot/handlers/talks. access.py decides who is a coordinator.
"""
