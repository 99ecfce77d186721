"""What the bot remembers, in one SQLite file; modules by noun.

`find_…` and `list_…` take the Database and read; `read_…` read inside a transaction; all other functions without
`async` give a Write: a change to be stored in the same transaction as its cause.
"""
