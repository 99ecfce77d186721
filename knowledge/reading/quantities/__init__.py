"""Numbers in a message: figures and words, what they count, and what several of them say together."""
