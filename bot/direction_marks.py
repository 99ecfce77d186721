"""Marks that turn the direction of writing: with them what somebody typed can be made to read as something else."""

import re

MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def without_direction_marks(text: str) -> str:
    """Leave them out; letters of any script stay, and show their own direction."""
    return MARKS.sub("", text)
