"""Figures as one picture (PNG): panels of columns, bars or shares, two beside each other (shapes.Chart)."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from matplotlib.ticker import MaxNLocator

from bot.documents.colours import GREY, LIGHT, main_colour, shade
from bot.documents.drawing import DPI, bold_typeface, in_own_typeface, png, wrapped
from bot.documents.shapes import Chart, Item, Panel

WIDTH = 11.0
"""Inches: 1,320 points, readable on a telephone."""
FEWEST_BARS = 4
LABEL, LINES = 34, 2
"""Characters in a line of a label, and how many lines of it are shown."""
PALER, PALEST = 0.5, 0.8
"""How much white is in the colours of further parts."""


def chart(data: Chart) -> bytes:
    """Make the picture."""
    panels, colour = data["panels"], main_colour(data)
    rows = [panels[i : i + 2] for i in range(0, len(panels), 2)]
    heights = [max(2.6, *(height_of_panel(panel) for panel in row)) for row in rows]
    figure = Figure(figsize=(WIDTH, 1.1 + sum(heights)), dpi=DPI, layout="constrained", facecolor="white")
    parts = figure.subfigures(len(rows) + 1, 1, height_ratios=[1.1, *heights], squeeze=False)[:, 0]
    draw_heading(parts[0], data, colour)
    for part, row in zip(parts[1:], rows, strict=True):
        for field, panel in zip(part.subfigures(1, len(row), squeeze=False)[0], row, strict=True):
            field.suptitle(
                in_own_typeface(panel["title"]),
                x=0.012 * len(row),
                ha="left",
                color=colour,
                font=bold_typeface(14),
            )
            draw(field.subplots(), panel, max(len(each["items"]) for each in row), colour)
    return png(figure)


def height_of_panel(panel: Panel) -> float:
    """Inches that a panel needs."""
    return 1.1 + 0.34 * len(panel["items"]) if panel["kind"] == "bars" else 2.9


def draw_heading(part: SubFigure, data: Chart, colour: str) -> None:
    """The title and what the figures cover."""
    part.text(0.012, 0.66, in_own_typeface(data["title"]), color=colour, font=bold_typeface(20), va="center")
    part.text(0.012, 0.24, in_own_typeface(data.get("subtitle", "")), size=12, color=GREY, va="center")


def draw(axes: Axes, panel: Panel, room: int, colour: str) -> None:
    """One panel; bars leave room for as many as the panel beside it has, so that they are as thick."""
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0, colors=GREY, labelsize=10)
    kind, items = panel["kind"], panel["items"]
    if not items:
        axes.set_axis_off()
        words = in_own_typeface(panel.get("empty", "–"))
        axes.text(0.5, 0.5, words, ha="center", color=GREY, size=12, transform=axes.transAxes)
    elif kind == "columns":
        draw_columns(axes, items, colour)
    elif kind == "bars":
        bars(axes, items, max(room, FEWEST_BARS), colour)
    else:
        draw_shares(axes, items, colour)


def draw_columns(axes: Axes, items: Sequence[Item], colour: str) -> None:
    """Values in the course of time, each with its number on top."""
    values = [item["value"] for item in items]
    drawn = axes.bar(range(len(items)), values, color=colour, width=0.72)
    axes.bar_label(
        drawn, labels=[str(value) if value else "" for value in values], padding=2, color="black", size=10
    )
    every = -(-len(items) // 8)
    shown = list(range((len(items) - 1) % every, len(items), every))
    axes.set_xticks(shown, [in_own_typeface(items[i]["label"]) for i in shown])
    axes.set_ylim(0, max(1, *values) * 1.15)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.grid(axis="y", color=LIGHT)
    axes.set_axisbelow(True)


def bars(axes: Axes, items: Sequence[Item], room: int, colour: str) -> None:
    """Values compared, the first on top, each with its number and note."""
    places, values = range(len(items)), [item["value"] for item in items]
    colours = [shade(colour, PALER) if item.get("aside") else colour for item in items]
    drawn = axes.barh(places, values, color=colours, height=0.66)
    axes.bar_label(
        drawn,
        labels=[in_own_typeface(item.get("note") or item["value"]) for item in items],
        padding=4,
        size=10,
    )
    axes.set_yticks(places, [wrapped(item["label"], LABEL, LINES) for item in items], color="black")
    axes.set_ylim(room - 0.5, -0.5)
    axes.set_xlim(0, max(1, *values) * 1.35)
    axes.set_xticks([])


def draw_shares(axes: Axes, items: Sequence[Item], main: str) -> None:
    """Parts of a whole as one bar, with what each part is written under it."""
    total, left = sum(item["value"] for item in items) or 1, 0.0
    colours = (main, shade(main, PALER), shade(main, PALEST), GREY)
    for place, item in enumerate(items):
        part, colour = item["value"] / total, colours[place % len(colours)]
        axes.barh(0, part, left=left, color=colour, height=0.5)
        if part > 0.06:
            inside = "white" if place % len(colours) in (0, 3) else "black"
            axes.text(
                left + part / 2,
                0,
                in_own_typeface(item.get("note") or item["value"]),
                ha="center",
                va="center",
                color=inside,
            )
        row = -0.62 - 0.3 * place
        axes.barh(row, 0.03, left=0.0, color=colour, height=0.18)
        axes.text(0.045, row, in_own_typeface(f"{item['label']}: {item['value']}"), va="center", size=10.5)
        left += part
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.62 - 0.3 * len(items), 0.4)
    axes.set_axis_off()
