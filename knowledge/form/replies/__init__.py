"""What a reply to a question of the form says: an answer, a wish, a doubt, several answers at once."""
