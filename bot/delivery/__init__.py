"""How the outbox is emptied: worker.py claims, sends and marks; mail.py and chat.py know their services.

A service answers with an outcome (outcome.py) and does not decide when to try again; the worker does, and
knows nothing of SMTP or Telegram. What may be sent stands in storage/outbox.py.
"""
