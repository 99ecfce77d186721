"""How leads are found: a search is read from any words, and carried out."""
