"""The world with some countries marked and named, others hatched (PNG), in the Natural Earth projection.

What it is drawn from: shapes.WorldMap; the countries' outlines: countries.geojson.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from bot.documents.colours import main_colour, shade
from bot.documents.drawing import bold_typeface, in_own_typeface, new_page, png, wrapped
from bot.documents.shapes import WorldMap

SHAPES = Path(__file__).with_name("countries.geojson")
WIDTH, HEIGHT = 13.0, 9.4
SOUTH, NORTH = -56.0, 84.0
"""The parallels between which the world is shown."""
LAND = "#e3e5e8"
PALE = 0.72
"""How much white is in the colour of hatched countries."""
HATCH = "////"
BESIDE: Mapping[str, tuple[str, float]] = {
    "CL": ("right", -0.06),
    "PE": ("right", -0.13),
    "CO": ("right", -0.09),
    "MX": ("right", -0.22),
    "JP": ("left", 0.1),
    "AR": ("left", 0.2),
}
"""Where a name stands beside its country, too narrow to hold it: alignment, and inches from its middle."""

Points = NDArray[np.float64]


def map(data: WorldMap) -> bytes:  # noqa: A001 - the kind's name
    """Make the picture."""
    colour = main_colour(data)
    figure, field = new_page(WIDTH, HEIGHT, data["title"], data["note"], colour)
    frame = field.inset_axes((0.02, 0.2, 0.96, 0.8))
    frame.set_axis_off()
    frame.set_aspect("equal")
    frame.set_xlim(-2.45, 2.6)
    frame.set_ylim(*(project(np.array([[0.0, edge]]))[0, 1] for edge in (SOUTH, NORTH)))
    for code, rings in countries():
        marked, hatched = code in data["marked"], code in data["hatched"]
        fill_country(frame, rings, colour_of(colour, marked, hatched), hatched and not marked)
    for code, rings in countries():
        if code in data["marked"]:
            name(frame, code, rings, data["marked"][code], colour)
    legend(field, data["legend"], colour)
    return png(figure)


def countries() -> Iterator[tuple[str, list[Points]]]:
    """Give each country's code and its rings on the page."""
    for feature in json.loads(SHAPES.read_text(encoding="utf-8"))["features"]:
        parts = feature["geometry"]["coordinates"]
        yield feature["properties"]["code"], [project(np.array(ring)) for part in parts for ring in part]


def project(points: Points) -> Points:
    """Put longitudes and latitudes in degrees on the page (Natural Earth projection, by Tom Patterson)."""
    x, y = np.radians(points).T
    y2 = y * y
    y4 = y2 * y2
    wide = 0.8707 - 0.131979 * y2 + y4 * (-0.013791 + y4 * (0.003971 * y2 - 0.001529 * y4))
    high = 1.007226 + y2 * (0.015085 + y4 * (-0.044475 + 0.028874 * y2 - 0.005916 * y4))
    return np.stack((x * wide, y * high), axis=1)


def colour_of(colour: str, marked: bool, hatched: bool) -> str:
    """The colour of a country: marked, hatched or neither."""
    if marked:
        return colour
    return shade(colour, PALE) if hatched else LAND


def fill_country(frame: Axes, rings: list[Points], colour: str, hatched: bool) -> None:
    """Fill a country."""
    outline = Outline.make_compound_path(*(Outline(ring, closed=True) for ring in rings))
    hatch = HATCH if hatched else None
    frame.add_patch(PathPatch(outline, edgecolor="white", linewidth=0.6, facecolor=colour, hatch=hatch))


def name(frame: Axes, code: str, rings: list[Points], text: str, colour: str) -> None:
    """Write a country's name over its largest part, or beside it."""
    x, y = centroid(max(rings, key=lambda ring: float(np.prod(np.ptp(ring, axis=0)))))
    side, away = BESIDE.get(code, ("center", 0.0))
    outside = side != "center"
    halo = [withStroke(linewidth=3, foreground="white" if outside else colour)]
    frame.text(
        x + away,
        y,
        in_own_typeface(text),
        ha=side,
        va="center",
        font=bold_typeface(11.5),
        color=colour if outside else "white",
        path_effects=halo,
    )


def centroid(ring: Points) -> tuple[float, float]:
    """The centre of gravity of a ring."""
    (x, y), (next_x, next_y) = ring[:-1].T, ring[1:].T
    cross = x * next_y - next_x * y
    return tuple(float(np.sum((a + b) * cross) / (3 * np.sum(cross))) for a, b in ((x, next_x), (y, next_y)))  # type: ignore[return-value]


def legend(field: Axes, lines: Sequence[str], main: str) -> None:
    """Say below the world what is marked; the first line is about the hatched countries."""
    for place, line in enumerate(lines):
        y = 0.4 * (len(lines) - 1 - place) + 0.2
        hatch, colour = ("", main) if place else (HATCH, shade(main, PALE))
        field.add_patch(
            Rectangle((0.4, y - 0.1), 0.32, 0.2, facecolor=colour, edgecolor="white", hatch=hatch)
        )
        field.text(0.9, y, wrapped(line, 110, 1), va="center", size=13.5)
