"""Lines over financial years: drawn only within a stretch that counts one thing throughout."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from policy.charts.marks import Dot, Row
from policy.charts.theme import GRID, INK, MUTED, PAPER, Sheet


@dataclass(frozen=True)
class Stroke:
    """How a series looks: its line, and its marks, hollow where they are not outturn.

    Attributes:
        colour: of line and marks.
        dash: Plotly's name of the line's dashes.
        width: of the line, in pixels.
        symbol: Plotly's name of the mark.
        size: of the mark, in pixels.
    """

    colour: str
    dash: str = "solid"
    width: float = 3
    symbol: str = "circle"
    size: int = 8

    def marker(self, *, hollow: bool) -> dict[str, Any]:
        """The mark as a Plotly marker."""
        dot = Dot(self.symbol, PAPER if hollow else self.colour, self.colour)
        return dot.marker(self.size, 2 if hollow else 0)

    def line(self) -> dict[str, Any]:
        """The line as a Plotly line."""
        return {"color": self.colour, "dash": self.dash, "width": self.width}


def place(year: str) -> int:
    """Where a financial year stands on the x axis: the calendar year in which it begins."""
    return int(year[:4])


def draw(
    sheet: Sheet,
    listed: Sequence[Row],
    stroke: Stroke,
    *,
    hover: Callable[[Row], str],
) -> None:
    """Add one series, a trace for each of its segments, so that no line crosses a break."""
    for _, stretch in groupby(listed, key=lambda row: row["segment"]):
        joined = list(stretch)
        hollow = joined[0]["kind"] != "outturn"
        sheet.figure.add_scatter(
            x=[place(row["year"]) for row in joined],
            y=[row["gbp_bn"] for row in joined],
            mode="lines+markers" if len(joined) > 1 else "markers",
            line=stroke.line(),
            marker=stroke.marker(hollow=hollow),
            cliponaxis=False,
            customdata=[row["row"] for row in joined],
            hovertext=[hover(row) for row in joined],
            hoverinfo="text",
        )


def axes(
    sheet: Sheet,
    *,
    years: Sequence[str],
    shown: Sequence[str],
    levels: range,
    below: int = 0,
    room: float = 0.5,
) -> tuple[float, float]:
    """Years below, gridlines with their amounts at the left.

    Args:
        sheet: the sheet to draw on.
        years: the first and the last year.
        shown: the years that are written out.
        levels: gridlines in billions of pounds; the scale runs from the first to the last.
        below: pixels of the plotting area left free under the scale, for a key.
        room: space before the first and after the last year, in years.

    Returns:
        How much of the x axis and of the y axis one pixel covers.
    """
    first, last = place(years[0]) - room, place(years[-1]) + room
    margin = sheet.figure.layout.margin
    across = (last - first) / (sheet.layout.width - margin.l - margin.r)
    up = (levels[-1] - levels[0]) / (sheet.plot - below)
    hidden = {"showticklabels": False, "showgrid": False}
    sheet.figure.update_xaxes(range=[first, last], **hidden)
    sheet.figure.update_yaxes(range=[levels[0] - below * up, levels[-1]], **hidden)
    for level in levels:
        line = {"color": INK if level == 0 else GRID, "width": 1}
        sheet.line(x0=first, x1=last, y0=level, y1=level, line=line)
        sheet.write(
            f"£{level}bn" if level else "0",
            x=first,
            y=level,
            anchor="right",
            shift=(-5, 0),
            colour=MUTED,
        )
    for year in shown:
        sheet.write(
            year,
            x=place(year),
            y=levels[0],
            anchor="center",
            rise="top",
            shift=(0, -6),
            colour=MUTED,
        )
    return across, up


def key(
    sheet: Sheet,
    strokes: Mapping[str, Stroke],
    *,
    x: float,
    y: float,
    unit: tuple[float, float],
    step: int,
    hollow: frozenset[str] = frozenset(),
    single: frozenset[str] = frozenset(),
) -> None:
    """A key inside the drawing, one series under the other.

    Args:
        sheet: the sheet to draw on.
        strokes: each series and its look.
        x: where its left edge stands, on the x axis.
        y: where its first entry stands, on the y axis.
        unit: how much of each axis one pixel covers.
        step: pixels from one entry to the next.
        hollow: series whose marks are hollow.
        single: series that are never joined, and so have no line.
    """
    for number, (words, stroke) in enumerate(strokes.items()):
        at = y - number * step * unit[1]
        ends = [x, x + 34 * unit[0]]
        middle = sum(ends) / 2
        if words not in single:
            sheet.figure.add_scatter(
                x=ends, y=[at, at], mode="lines", line=stroke.line(), hoverinfo="skip"
            )
        sheet.figure.add_scatter(
            x=[middle],
            y=[at],
            mode="markers",
            marker=stroke.marker(hollow=words in hollow),
            hoverinfo="skip",
        )
        sheet.write(words, x=ends[1], y=at, shift=(8, 0), ground=True)
