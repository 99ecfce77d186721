"""Places in a message: where names stand, what the words around them say, which of several namesakes is meant."""
