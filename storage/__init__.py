"""What the bot remembers, in one SQLite file; modules by noun.

A function that takes the Database is a transaction of its own; one that takes a Connection is part of its caller's.
One that gives a Write is a change to be stored in the same transaction as its cause (`Turn.save`).
"""
