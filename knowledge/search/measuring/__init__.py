"""How well the search answers labelled questions, beside other engines; nothing here is used in a chat."""
