"""What a sentence says about a candidate (body, country, inhabitants, place), and whether it asks to take part."""
