"""Bodies in a message: their names in every language, and what they are called in one country alone."""
