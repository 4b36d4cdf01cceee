"""Marks that several charts share: horizontal bars at pixel places, keys and row labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from policy import ledger, tables, text
from policy.charts.theme import GRID, MUTED, PAPER, Layout, Sheet, canvas, text_width


@dataclass(frozen=True)
class Ink:
    """How a kind of mark looks: colour, and a pattern for those who do not see the colour."""

    colour: str
    pattern: str = ""

    def marker(self) -> dict[str, Any]:
        """The look as a Plotly bar marker."""
        if not self.pattern:
            return {"color": self.colour, "line": {"width": 0}}
        pattern = {"shape": self.pattern, "bgcolor": PAPER, "fgcolor": self.colour}
        return {
            "color": self.colour,
            "line": {"color": self.colour, "width": 1.5},
            "pattern": {**pattern, "size": 7, "solidity": 0.3},
        }


@dataclass(frozen=True)
class Dot:
    """How a mark looks: Plotly's name of its shape, its fill, paper for a hollow one, its edge."""

    symbol: str
    fill: str
    edge: str

    def marker(self, size: int, width: float) -> dict[str, Any]:
        """The look as a Plotly marker of this size, its edge of this width, in pixels."""
        edge = {"color": self.edge, "width": width}
        return {"symbol": self.symbol, "size": size, "color": self.fill, "line": edge}


@dataclass(frozen=True)
class Places:
    """Pixel places of rows under headings, counted from the top of the plotting area."""

    rows: list[float]
    heads: list[tuple[str, float]]
    plot: int


EDGE = 8
"""Pixels between the drawing's edge and its words."""

Row = dict[str, Any]
"""A row of a chart's table, with its number under ``row``."""


def worded(table: pd.DataFrame, column: str = "gbp_bn") -> pd.DataFrame:
    """The table with every ``{fig:id}`` written out, and each number as it was given.

    The number alone would lose the hedge of whoever gave it, so ``as_given`` stands beside it.

    Args:
        table: a chart's table, with ``ledger_id``.
        column: the column with the number.
    """
    words: dict[str, Any] = {
        str(name): [text.resolve(cell) for cell in table[name]]
        for name in table.select_dtypes(exclude="number")
    }
    resolved = table.assign(**words)
    given = [text.show(ledger.figure(id)) for id in table["ledger_id"]]
    resolved.insert(list(resolved.columns).index(column) + 1, "as_given", given)
    return resolved


def rows(table: pd.DataFrame) -> list[Row]:
    """The table's rows; traces carry the row number so that the keyboard can find the mark."""
    return [{**row, "row": number} for number, row in enumerate(tables.records(table))]


def said(row: Row, form: str = "full") -> str:
    """The row's number in words, with the hedge of whoever gave it."""
    return text.show(ledger.figure(row["ledger_id"]), form)


def cited(table: pd.DataFrame) -> tuple[str, ...]:
    """Keys of the sources behind a table's numbers, in the order of the table."""
    found: dict[str, None] = {}
    deflators = tables.table("deflators").drop_duplicates("series").set_index("series")["source"]
    pending = list(table["ledger_id"])
    while pending:
        id = pending.pop(0)
        if id.startswith("deflator:"):
            found[str(deflators[id.split(":")[1]])] = None
            continue
        figure = ledger.figure(id)
        if figure.source:
            found[figure.source] = None
        pending = [*figure.inputs, *pending]
    return tuple(found)


def read_in(table: pd.DataFrame) -> tuple[str, ...]:
    """Keys of the sources that a table's rows name themselves, in the order of the table."""
    return tuple(dict.fromkeys(key for cell in table["sources"] for key in cell.split()))


def places(groups: Sequence[str], *, step: int, head: int, gap: int, top: int = 0) -> Places:
    """Lay out rows in groups.

    Args:
        groups: each row's group; a new group starts with a heading.
        step: height of a row.
        head: height of a heading.
        gap: space above every heading but the first.
        top: space above everything.
    """
    spots: list[float] = []
    heads: list[tuple[str, float]] = []
    y, last = float(top), None
    for group in groups:
        if group != last:
            y += gap if last is not None else 0
            heads.append((group, y + head / 2))
            y, last = y + head, group
        spots.append(y + step / 2)
        y += step
    return Places(spots, heads, int(y))


def bars(
    sheet: Sheet,
    listed: Sequence[Row],
    at: Sequence[float],
    *,
    height: float,
    ink: Ink,
    hover: Sequence[str],
) -> None:
    """Add horizontal bars ``height`` pixels high at the given places."""
    sheet.figure.add_bar(
        x=[row["gbp_bn"] for row in listed],
        y=list(at),
        width=height,
        orientation="h",
        marker=ink.marker(),
        customdata=[row["row"] for row in listed],
        hovertext=list(hover),
        hoverinfo="text",
        textposition="none",
    )
    sheet.figure.update_layout(barmode="stack")


def from_zero(
    layout: Layout, spots: Places, *, left: int, right: int, longest: float, hair: float = 1.005
) -> Sheet:
    """A sheet for horizontal bars that start at zero.

    Its axis is a hair longer than the longest bar, or that bar's outline is cut.
    """
    sheet = canvas(layout, plot=spots.plot, left=left, right=right)
    sheet.rows()
    sheet.figure.update_xaxes(range=[0, longest * hair], visible=False)
    return sheet


def headed(
    sheet: Sheet,
    table: Sequence[Row],
    spots: Places,
    *,
    column: str,
    down: float,
    ground: bool = False,
    words: Mapping[str, str] | None = None,
) -> Iterator[tuple[str, list[Row], list[float]]]:
    """Write the heading of each group, and give the group, its rows and the places of their bars.

    The group stands in ``column``; its heading says that, or what ``words`` has for it. Bars stand
    ``down`` pixels below the middle of their rows.
    """
    for number, (group, y) in enumerate(spots.heads):
        heading(sheet, words[group] if words else group, y, ruled=number > 0, ground=ground)
        listed = [row for row in table if row[column] == group]
        yield group, listed, [spots.rows[row["row"]] + down for row in listed]


def heading(sheet: Sheet, words: str, y: float, *, ruled: bool, ground: bool = False) -> None:
    """A group's heading, flush with the left edge, with a hairline above it if ``ruled``."""
    side = EDGE - sheet.left
    sheet.write(words, x=0, y=y, xref="paper", bold=True, shift=(side, 0), ground=ground)
    if ruled:
        sheet.line(
            xref="paper",
            xsizemode="pixel",
            xanchor=0,
            x0=side,
            x1=sheet.layout.width - sheet.left - EDGE,
            y0=y - 22,
            y1=y - 22,
            line={"color": GRID, "width": 1},
        )


def row_label(
    sheet: Sheet,
    first: str,
    second: str = "",
    *,
    y: float,
    up: float,
    stacked: bool = False,
    ground: bool = False,
) -> None:
    """A row's name: beside it when wide, above it when narrow.

    Args:
        sheet: the sheet to write on.
        first: the name.
        second: what more is said of the row, in a lighter colour; may be empty.
        y: pixel place of the row.
        up: how far above the row the name stands when narrow, in pixels.
        stacked: True to give ``second`` a line of its own.
        ground: True to put the words on white, where lines pass behind them.
    """
    aside = f'{"<br>" if stacked else ", "}<span style="color:{MUTED}">{second}</span>'
    words = first + (aside if second else "")
    at: dict[str, Any] = {"x": 0, "xref": "paper", "shift": (EDGE - sheet.left, 0)}
    if sheet.layout.narrow:
        sheet.write(words, y=y - up, rise="bottom", ground=ground, **at)
    else:
        sheet.write(words, y=y, ground=ground, **at)


def key(sheet: Sheet, inks: Mapping[str, Ink], *, y: float, unit: float) -> None:
    """A key in the plotting area: its entries side by side when wide, stacked when narrow.

    Args:
        sheet: the sheet to write on.
        inks: what each look means, in words.
        y: pixel place of the first entry.
        unit: how much of the x axis one pixel covers.
    """
    box, x = 22, 0
    for words, ink in inks.items():
        sheet.figure.add_bar(
            x=[box * unit],
            base=[x * unit],
            y=[y],
            width=14,
            orientation="h",
            marker=ink.marker(),
            hoverinfo="skip",
        )
        sheet.write(words, x=(x + box + 7) * unit, y=y)
        if sheet.layout.narrow:
            y += 22
        else:
            x += box + 7 + text_width(words, sheet.layout.size) + 24
