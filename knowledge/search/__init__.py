"""Which answer fits a question, learned from the phrasings in the content."""
