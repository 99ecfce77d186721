"""The coordination unit's work in Telegram, a noun per module: lists of leads, work on one lead, threads with
applicants, unanswered questions, content. Who may do it is decided in handlers/access.py.
"""
