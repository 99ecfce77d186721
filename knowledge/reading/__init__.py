"""From a message to what it says: words, language, numbers, places, bodies."""
