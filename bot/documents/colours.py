"""The colours of every document: the programme's own, paler shades of it, and two greys."""

from collections.abc import Mapping

GREY, LIGHT = "#5b6470", "#dfe5f2"
"""Secondary text, rules between rows."""
USUAL = "#003399"
"""Of documents that were ordered before programmes had a colour."""


def main_colour(data: Mapping[str, object]) -> str:
    """The programme's colour, as the document's data name it: titles, bars, marked countries."""
    return str(data.get("colour", USUAL))


def shade(colour: str, white: float) -> str:
    """A paler shade of a colour: mixed with so much white, 0 being none and 1 nothing else."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * white):02x}" for part in parts)
