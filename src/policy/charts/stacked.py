"""Rows of counts: horizontal bars in parts, each part a look, under headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import plotly.graph_objects as go

from policy.charts import tiles
from policy.charts.marks import EDGE, Row, heading, places, row_label
from policy.charts.theme import Layout, Sheet, canvas, text_width
from policy.charts.tiles import Look

_ROOM = 34  # pixels right of the longest bar, for its total
_HAIR = 1  # from the drawing's edge, or the first outline is cut


@dataclass(frozen=True)
class Columns:
    """Which columns of a chart's table say what.

    Attributes:
        group: the heading a row of bars stands under; blank in all rows for no headings.
        name: what the row of bars is called within it.
        part: what a part of a bar is: a key of the looks.
        n: how many the part counts.
        of: out of how many.
    """

    group: str
    name: str
    part: str
    n: str = "n"
    of: str = "of"


@dataclass(frozen=True)
class Room:
    """Pixels for one width: for names beside the bars (0 sets them above), rows and bars."""

    label: int
    step: int
    bar: int


def stacked(
    table: Sequence[Row],
    layout: Layout,
    *,
    columns: Columns,
    looks: Mapping[str, Look],
    room: Room,
    keyed: bool = True,
) -> go.Figure:
    """Draw counts to one scale for all groups, from zero.

    Args:
        table: the chart's rows, each group's and each name's together, parts in order.
        layout: the space to draw in.
        columns: which columns say what.
        looks: how each part looks; those in the table are explained above the bars.
        room: pixels for this layout.
        keyed: False to leave the looks unexplained, where each name says what they mean.
    """
    inside = layout.width - 2 * EDGE
    lines = _lines(table, columns)
    entries = _entries(table, columns, looks) if keyed else {}
    top = _key_height(entries, layout, inside) if keyed else 0
    groups = [line.group for line in lines]
    head = 32 if any(groups) else 0
    spots = places(groups, step=room.step, head=head, gap=16, top=top)
    sheet = canvas(layout, plot=spots.plot + 4, left=EDGE, right=EDGE)
    sheet.rows()
    sheet.figure.update_xaxes(range=[0, inside], visible=False)
    sheet.figure.update_layout(barmode="overlay")
    tiles.key(sheet, entries, y=12, inside=inside)
    for number, (words, y) in enumerate(spots.heads if head else ()):
        heading(sheet, words, y, ruled=number > 0)
    down = 0 if room.label else (room.step - room.bar) / 2 - 4
    at = [y + down for y in spots.rows]
    start = room.label or _HAIR
    unit = (inside - start - _ROOM) / max(line.total for line in lines)
    for words, look in looks.items():
        drawn = [
            _Part(row, line, y, start + before * unit, row[columns.n] * unit)
            for line, y in zip(lines, at, strict=True)
            for row, before in line.parts
            if row[columns.part] == words
        ]
        if drawn:
            _bars(sheet, drawn, look, columns, room)
    for line, y in zip(lines, at, strict=True):
        if room.label:
            sheet.write(line.name, x=0, y=y)
        else:
            row_label(sheet, line.name, y=y, up=room.bar / 2 + 3)
        end = start + line.total * unit
        sheet.write(str(line.total), x=end, y=y, shift=(6, 0), bold=True)
    return sheet.done()


@dataclass(frozen=True)
class _Line:
    """One row of bars: its heading, its name, its parts, each with what stands before it."""

    group: str
    name: str
    parts: list[tuple[Row, int]]
    total: int


@dataclass(frozen=True)
class _Part:
    """One part of a bar in pixels: its middle's height, its left edge and its length."""

    row: Row
    line: _Line
    y: float
    left: float
    length: float


def _lines(table: Sequence[Row], columns: Columns) -> list[_Line]:
    found: dict[tuple[str, str], list[Row]] = {}
    for row in table:
        found.setdefault((row[columns.group], row[columns.name]), []).append(row)
    made = []
    for (group, name), listed in found.items():
        ends = list(accumulate(row[columns.n] for row in listed))
        parts = list(zip(listed, [0, *ends[:-1]], strict=True))
        made.append(_Line(group, name, parts, ends[-1]))
    return made


def _bars(sheet: Sheet, drawn: Sequence[_Part], look: Look, columns: Columns, room: Room) -> None:
    """Add the parts of one look, with their counts where they fit and the bar has several."""
    sheet.figure.add_bar(
        x=[part.length for part in drawn],
        base=[part.left for part in drawn],
        y=[part.y for part in drawn],
        width=room.bar,
        orientation="h",
        marker=look.marker(),
        customdata=[part.row["row"] for part in drawn],
        hovertext=[_hover(part, columns) for part in drawn],
        hoverinfo="text",
        textposition="none",
    )
    for part in drawn:
        said = str(part.row[columns.n])
        # On a pattern the count stands on white, and some of the pattern has to be seen.
        least = text_width(said, sheet.layout.size) + (14 if look.pattern else 6)
        if len(part.line.parts) > 1 and part.length > least:
            sheet.write(
                said,
                x=part.left + part.length / 2,
                y=part.y,
                anchor="center",
                colour=look.ink,
                ground=bool(look.pattern),
            )


def _hover(part: _Part, columns: Columns) -> str:
    row, line = part.row, part.line
    above = [words for words in (line.group, line.name) if words]
    return "<br>".join(
        [*above, f"<b>{row[columns.n]} of {row[columns.of]}</b>: {row[columns.part]}"]
    )


def _entries(table: Sequence[Row], columns: Columns, looks: Mapping[str, Look]) -> dict[str, Look]:
    """The key: each look that is drawn, with all parts that have it."""
    drawn = {row[columns.part] for row in table}
    words: dict[Look, list[str]] = {}
    for part, look in looks.items():
        if part in drawn:
            words.setdefault(look, []).append(part)
    return {", ".join(parts): look for look, parts in words.items()}


def _key_height(entries: Mapping[str, Look], layout: Layout, inside: int) -> int:
    """Pixels that the key takes, with a gap below it."""
    scratch = canvas(layout, plot=0, left=EDGE, right=EDGE)
    return int(tiles.key(scratch, entries, y=12, inside=inside)) + 24
