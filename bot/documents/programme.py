"""The programme's stages in their order, and its topics as a sheet (PNG)."""

from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyBboxPatch, Polygon

from bot.documents.colours import GREY, main_colour, shade
from bot.documents.drawing import bold_typeface, in_own_typeface, new_page, png, wrapped
from bot.documents.shapes import Timeline, TopicSheet

WIDTH = 13.0
EDGE = 0.4
"""Inches: the page's width and margins."""
PALE = 0.87
"""How much white is in the colour of a topic's card."""


def timeline(data: Timeline) -> bytes:
    """Make the picture of the stages."""
    colour = main_colour(data)
    figure, field = new_page(WIDTH, 5.8, data["title"], data["note"], colour)
    field.text(EDGE, 3.95, in_own_typeface(data["lead"]), size=15, color=GREY, va="center")
    stages = data["stages"]
    step = (WIDTH - 2 * EDGE) / len(stages)
    for place, stage in enumerate(stages):
        arrow(field, EDGE + place * step, step, place, colour)
        middle = EDGE + place * step + step / 2
        field.text(
            middle + 0.1,
            2.65,
            str(place + 1),
            color="white",
            font=bold_typeface(26),
            ha="center",
            va="center",
        )
        longest = int(step * 7.6)
        field.text(middle, 1.65, wrapped(stage, longest), size=16, ha="center", va="top", linespacing=1.35)
    return png(figure)


def arrow(field: Axes, left: float, step: float, place: int, colour: str) -> None:
    """One step of the way, pointing to the next."""
    low, high, tip, right = 2.05, 3.25, 0.4, left + step - 0.12
    notch = tip if place else 0.0
    corners = [(left, low), (right, low), (right + tip, (low + high) / 2), (right, high), (left, high)]
    field.add_patch(Polygon([*corners, (left + notch, (low + high) / 2)], color=colour))


def topics(data: TopicSheet) -> bytes:
    """Make the sheet of topics: three columns, numbered along the rows."""
    columns, tall, colour = 3, 1.3, main_colour(data)
    rows = -(-len(data["topics"]) // columns)
    figure, field = new_page(WIDTH, 1.8 + tall * rows, data["title"], data["note"], colour)
    step = (WIDTH - 2 * EDGE) / columns
    for place, topic in enumerate(data["topics"]):
        row, column = divmod(place, columns)
        card(
            field,
            EDGE + column * step,
            0.2 + tall * (rows - 1 - row),
            step - 0.2,
            tall - 0.2,
            place + 1,
            topic,
            colour,
        )
    return png(figure)


def card(
    field: Axes, left: float, low: float, wide: float, high: float, number: int, topic: str, colour: str
) -> None:
    """One topic with its number."""
    box = FancyBboxPatch(
        (left, low), wide, high, boxstyle="round,pad=0,rounding_size=0.12", color=shade(colour, PALE)
    )
    field.add_patch(box)
    field.add_patch(Circle((left + 0.55, low + high / 2), 0.34, color=colour))
    centre = low + high / 2
    field.text(
        left + 0.55,
        centre,
        str(number),
        color="white",
        font=bold_typeface(16),
        ha="center",
        va="center_baseline",
    )
    field.text(left + 1.1, centre, wrapped(topic, 26), size=14, va="center", linespacing=1.25)
