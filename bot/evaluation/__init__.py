"""How well the assistant does on labelled rows: dialogues, candidacies in a sentence, replies to the form."""
