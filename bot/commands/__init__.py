"""One module per command of `python -m bot` that does more than a line of work; heavy imports stay inside."""
