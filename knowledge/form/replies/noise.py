"""Lines that are keys pressed at random."""

import re

from knowledge.reading.words import fold

KEYBOARD_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")

VOWELS = frozenset("aeiouy")

FEW_VOWELS = re.compile(r"[^aeiouy]{4}")
"""Four consonants in a row: no word typed on one row of keys has them."""


def is_noise(text: str) -> bool:
    """Tell whether a line is nothing but keys pressed at random: no word of it can be one."""
    found = [word for word in fold(text).split() if not word.isdigit()]
    return bool(found) and all(random_keys(word) for word in found)


def random_keys(word: str) -> bool:
    """Tell whether a word is a run along a row of keys, or within it, one letter again and again, or has no vowel."""
    if len(word) < 4:
        return False
    run = any(word[at : at + 4] in row for row in KEYBOARD_ROWS for at in range(len(word) - 3))
    pairs = sum(word[at : at + 2] in row for row in KEYBOARD_ROWS for at in range(len(word) - 1))
    within_row = any(set(word) <= set(row) for row in KEYBOARD_ROWS) and bool(FEW_VOWELS.search(word))
    return (run and pairs >= len(word) * 0.6) or within_row or len(set(word)) == 1 or not VOWELS & set(word)
