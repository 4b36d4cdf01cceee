"""Where organisations stood on each plan: the last stance found, and the one before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from policy import stances, tables, units
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import EDGE, Dot, Row, read_in, rows
from policy.charts.theme import (
    BLUE,
    GRID,
    MUTED,
    ORANGE,
    PAPER,
    PLUM,
    Layout,
    Sheet,
    canvas,
    text_width,
    wrap,
)

_PLANS = {
    "labour-review": ("Labour's review", "Review"),
    "stp-programme": ("The STPs", "STPs"),
    "reinstatement-bill": ("The Bill", "Bill"),
}
_WORDS = {
    "supports": "supports",
    "supports-with-conditions": "supports with conditions",
    "mixed": "mixed",
    "opposes": "opposes",
    stances.NOT_FOUND: "none found",
}
_MARKS = {
    "supports": Dot("circle", BLUE, BLUE),
    "supports-with-conditions": Dot("circle", PAPER, BLUE),
    "mixed": Dot("diamond", PAPER, ORANGE),
    "opposes": Dot("x", PLUM, PLUM),
}
_BEFORE = "small: held before"


@chart
def who_supported_and_opposed() -> Chart:
    """A grid of marks, an actor a row, a plan a column."""
    table = _worded(tables.table("stances"))
    return Chart(
        id="who-supported-and-opposed",
        title="Views of the STPs were split; on Labour's halt few statements were found",
        subtitle=(
            "Last stance found of organisations on each of the three plans for England, 2014 to "
            "2019, with its year and the stance held before if it differed"
        ),
        unit="stance",
        sources=read_in(table),
        alt=(
            "A grid of parties, government, committees, unions, professions, think tanks, "
            "charities, campaigns and academics against three plans. On the STPs NHS England and "
            "the Government support, while most professional bodies and think tanks support with "
            "conditions or are mixed, and Labour, the Greens, the British Medical Association "
            "and campaigns oppose. On Labour's review Labour and the GMB union support, Keep Our "
            "NHS Public supports with conditions, and the Conservatives, the King's Fund and 999 "
            "Call for the NHS oppose; for most others no statement was found. On the Bill "
            "campaigns, the Greens, the Scottish National Party and Unite support and Labour is "
            "mixed; no think tank's view was found."
        ),
        notes=(
            "A stance is this project's reading of what each body said; the table gives the "
            "words and the source. None found means that it was looked for, and says nothing of "
            "what the body thought. An empty place was not looked for. "
            "Individuals are in the data and not drawn. A mark counts a body and not its size."
        ),
        table=table.drop(columns=["_stance", "_was", "_plan"]),
        draw=lambda layout: _draw(rows(table), layout),
    )


def _worded(table: pd.DataFrame) -> pd.DataFrame:
    """The moves of organisations, grouped by kind of actor, in words."""
    moved = stances.moves(table)
    shown = moved[moved["kind"] != "individual"].copy()
    places = {kind: place for place, kind in enumerate(stances.KINDS)}
    shown["_place"] = shown["kind"].map(places)
    # Within a kind an actor stands where the table first names it.
    first = {who: place for place, who in reversed(list(enumerate(table["who"])))}
    shown["_first"] = shown["who"].map(first)
    columns = {plan: place for place, plan in enumerate(_PLANS)}
    shown["_column"] = shown["plan"].map(columns)
    shown = shown.sort_values(["_place", "_first", "_column"], ignore_index=True)
    return pd.DataFrame(
        {
            "kind": shown["kind"].map(stances.KINDS),
            "who": shown["who"],
            "plan": shown["plan"].map(lambda plan: _PLANS[plan][0]),
            "stance": shown["stance"].map(_WORDS),
            "date": shown["date"].map(lambda day: units.date(day) if day else ""),
            "before": shown["was"].map(lambda was: _WORDS[was] if was else ""),
            "before_date": shown["was_date"].map(lambda day: units.date(day) if day else ""),
            "what_was_said": shown["position"],
            "confidence": shown["confidence"],
            "sources": (shown["source"] + " " + shown["was_source"]).str.strip(),
            "_stance": shown["stance"],
            "_was": shown["was"],
            "_plan": shown["plan"],
        }
    )


@dataclass(frozen=True)
class _Grid:
    """Pixel places: columns from the left of the plotting area, rows from its top."""

    label: int
    cell: int
    lead: int
    line: int

    def left(self, plan: str) -> int:
        return self.label + self.cell * list(_PLANS).index(plan)


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    narrow = layout.narrow
    inside = layout.width - 2 * EDGE
    grid = _Grid(138, 68, 22, 17) if narrow else _Grid(284, 140, 66, 18)
    lines = {row["who"]: wrap(row["who"], grid.label - 8, layout.size) for row in table}
    top = 150 if narrow else 62
    places, heads, plot = _places(table, lines, layout, grid, top)
    sheet = canvas(layout, plot=plot, left=EDGE, right=EDGE)
    sheet.rows()
    sheet.figure.update_xaxes(range=[0, inside], visible=False)
    _key(sheet)
    for words, y in heads:
        _head(sheet, words, y, grid, inside)
    for who, (y, height) in places.items():
        line = {"color": GRID, "width": 1}
        sheet.line(x0=0, x1=inside, y0=y + height / 2, y1=y + height / 2, line=line)
        sheet.write("<br>".join(lines[who]), x=0, y=y)
    for stance, mark in _MARKS.items():
        now = [row for row in table if row["_stance"] == stance]
        _marks(sheet, now, places, grid, mark)
        before = [row for row in table if row["_was"] == stance]
        sheet.figure.add_scatter(
            x=[grid.left(row["_plan"]) + 6 for row in before],
            y=[places[row["who"]][0] for row in before],
            mode="markers",
            marker=_marker(mark, 7),
            cliponaxis=False,
            hoverinfo="skip",
        )
        for row in before if not narrow else ():
            x, y = grid.left(row["_plan"]) + 15, places[row["who"]][0]
            sheet.write(row["before_date"][-4:], x=x, y=y, colour=MUTED)
    _nothing(sheet, table, places, grid)
    return sheet.done()


def _places(
    table: list[Row], lines: dict[str, list[str]], layout: Layout, grid: _Grid, top: int
) -> tuple[dict[str, tuple[float, int]], list[tuple[str, float]], int]:
    """Middle and height of each actor's row, place of each heading, height of it all."""
    places: dict[str, tuple[float, int]] = {}
    heads: list[tuple[str, float]] = []
    y, kind = float(top), None
    least = 36 if layout.narrow else 30
    for row in table:
        if row["kind"] != kind:
            kind = row["kind"]
            y += 14
            heads.append((kind, y + 12))
            y += 46 if layout.narrow else 28
        if row["who"] not in places:
            height = max(least, grid.line * len(lines[row["who"]]) + 6)
            places[row["who"]] = (y + height / 2, height)
            y += height
    return places, heads, int(y) + 6


def _head(sheet: Sheet, words: str, y: float, grid: _Grid, inside: int) -> None:
    """A group's heading and the names of the columns, which a long chart has to repeat."""
    sheet.write(words, x=0, y=y, bold=True)
    narrow = sheet.layout.narrow
    for plan, (whole, short) in _PLANS.items():
        x = grid.left(plan) + grid.lead - 6
        name = short if narrow else whole
        sheet.write(name, x=x, y=y + (20 if narrow else 0), colour=MUTED)
    below = y + (32 if narrow else 15)
    sheet.line(x0=0, x1=inside, y0=below, y1=below, line={"color": MUTED, "width": 1})


def _marks(
    sheet: Sheet,
    now: list[Row],
    places: dict[str, tuple[float, int]],
    grid: _Grid,
    mark: Dot,
) -> None:
    """The last stances of one kind, each with its year."""
    at = [(grid.left(row["_plan"]) + grid.lead, places[row["who"]][0]) for row in now]
    sheet.figure.add_scatter(
        x=[x for x, _ in at],
        y=[y for _, y in at],
        mode="markers",
        marker=_marker(mark, 12),
        cliponaxis=False,
        customdata=[row["row"] for row in now],
        hovertext=list(_told(now)),
        hoverinfo="text",
    )
    for row, (x, y) in zip(now, at, strict=True):
        sheet.write(row["date"][-4:], x=x, y=y, shift=(11, 0))


def _marker(mark: Dot, size: int) -> dict[str, Any]:
    width = 2.5 if size > 10 else 1.5
    # What has corners reaches further.
    return mark.marker(size if mark.symbol == "circle" else size - 1, width)


def _nothing(
    sheet: Sheet, table: list[Row], places: dict[str, tuple[float, int]], grid: _Grid
) -> None:
    """What was looked for and not found: words, so that it is not taken for a stance."""
    listed = [row for row in table if row["_stance"] == stances.NOT_FOUND]
    narrow = sheet.layout.narrow
    at = [(grid.left(row["_plan"]), places[row["who"]][0]) for row in listed]
    words = "none<br>found" if narrow else "none found"
    for x, y in at:
        sheet.write(words, x=x + grid.lead - 6, y=y, colour=MUTED)
    sheet.figure.add_scatter(
        x=[x + grid.lead for x, _ in at],
        y=[y for _, y in at],
        mode="markers",
        marker={"symbol": "square", "size": 12, "color": PAPER, "opacity": 0},
        customdata=[row["row"] for row in listed],
        hovertext=list(_told(listed)),
        hoverinfo="text",
    )


def _told(listed: list[Row]) -> Iterator[str]:
    for row in listed:
        when = f", {row['date']}" if row["date"] else ""
        said = "<br>".join(wrap(row["what_was_said"], 320, 13))
        yield f"{row['who']} on {row['plan']}<br><b>{row['stance']}</b>{when}<br>{said}"


def _key(sheet: Sheet) -> None:
    """What the marks mean: a line or two when wide, stacked when narrow."""
    narrow = sheet.layout.narrow
    entries = [(_WORDS[stance], mark, 12) for stance, mark in _MARKS.items()]
    entries.append((_BEFORE, _MARKS["mixed"], 7))
    x, y = 7.0, 12.0
    for words, mark, size in entries:
        sheet.figure.add_scatter(
            x=[x],
            y=[y],
            mode="markers",
            marker=_marker(mark, size),
            cliponaxis=False,
            hoverinfo="skip",
        )
        sheet.write(words, x=x, y=y, shift=(12, 0))
        if narrow:
            y += 22
        else:
            x += 34 + text_width(words, sheet.layout.size)
    aside = "The year is that of the last stance found. Empty: not looked for."
    for line in wrap(aside, sheet.layout.width - 2 * EDGE, sheet.layout.size):
        y += 0 if narrow else 26
        sheet.write(line, x=0, y=y, colour=MUTED)
        y += 18 if narrow else 0
