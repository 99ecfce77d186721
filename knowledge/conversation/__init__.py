"""What a message does in a conversation: asks, puts a candidate forward, goes on from what was said before."""
