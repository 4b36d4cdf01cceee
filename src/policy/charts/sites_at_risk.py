"""Counts of what was at risk, each drawn in its own unit so that none is set against another."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go

from policy import ledger, sites
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import EDGE, Row, cited, heading, rows, said, worded
from policy.charts.theme import BLUE, GRID, MUTED, PAPER, PLUM, TEAL, Layout, Sheet, canvas, wrap

_SHAPES = {
    sites.DEPARTMENTS: "circle",
    sites.RIVALS: "square",
    sites.WHOLE: "square",
    sites.MIXED: "pentagon",
    sites.PLANS: "diamond",
}
"""A shape for each kind of thing, so that marks of two kinds are not counted together."""

_ALL = ("prop-count-hsj-175", "stp-00-count-44")
"""Rows that count everything there is, drawn as a pale ground for the rest of their group."""

_STEP = 13  # from mark to mark, in pixels as is all below
_LINE = 19


@dataclass(frozen=True)
class _Look:
    """A mark's colour, and what is drawn on it for those who do not see the colour."""

    colour: str
    on: str = ""


_GROUND = _Look(GRID)
_LOOKS = (_Look(TEAL), _Look(BLUE, "circle"), _Look(PLUM, "x"))
"""Looks of a count, of a part of it and of a part of that."""


@chart
def sites_at_risk() -> Chart:
    """Fields of marks, one mark for each thing counted, under a heading that names the thing."""
    table = worded(sites.counts(ledger.frame()), "number")
    return Chart(
        id="sites-at-risk",
        title="Five counts of what was at risk count five different things",
        subtitle=(
            "Hospitals, emergency departments and plans named as facing closure, downgrade or "
            "change, England, February to May 2017, number; each mark is one of what its heading "
            "names"
        ),
        unit="number of what the heading names",
        sources=cited(table),
        alt=(
            "Five fields of marks, each under what it counts. Emergency departments: "
            "{fig:prop-count-hsj-24}, out of {fig:prop-count-hsj-175}; seven had agreed plans, "
            "three of them for closure. Hospitals with rival sites counted together: "
            "{fig:prop-count-hsj-33}. Whole hospitals: {fig:prop-count-jp-19}, five of them "
            "major acute ones. Hospitals and A&E units added together: "
            "{fig:prop-count-46-seed|number}, Labour's number, which was not found at the "
            "journal it credits. Plans: {fig:prop-count-bbc-28|number} of "
            "{fig:stp-00-count-44|number} mention a cut or change."
        ),
        notes=(
            "The units differ, so the counts cannot be added or ranked. The journal's two counts "
            "are one study: {fig:prop-count-hsj-7|number} agreed changes, with "
            "{fig:prop-count-hsj-26-net|number} departments likely to change elsewhere, or with "
            "all {fig:prop-count-hsj-26|number} hospitals in contention there. A downgrade is "
            "not a closure, and could is not will. Labour's number, reported by Sky News, was "
            "not found in the Health Service Journal, which it credits."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    inside = layout.width - 2 * EDGE
    start = 0 if layout.narrow else 366
    across = (inside - start) // _STEP
    groups = list(dict.fromkeys(row["counts"] for row in table))
    blocks = [_Block(table, name, inside if layout.narrow else 356, layout) for name in groups]
    heights = [block.height(across) for block in blocks]
    plot = sum(heights) + 26 * (len(blocks) - 1)
    sheet = canvas(layout, plot=plot, left=EDGE, right=EDGE)
    sheet.rows()
    sheet.figure.update_xaxes(range=[0, inside], visible=False)
    top = 0
    for number, (block, height) in enumerate(zip(blocks, heights, strict=True)):
        block.draw(sheet, top, start, across, ruled=number > 0)
        top += height + 26
    return sheet.done()


class _Block:
    """One kind of thing: its heading, its numbers in words and its field of marks."""

    def __init__(self, table: list[Row], name: str, room: int, layout: Layout) -> None:
        self.name = name
        self.rows = [row for row in table if row["counts"] == name]
        self.narrow = layout.narrow
        self.who = wrap(self.rows[0]["who"], room, layout.size)
        self.lines = [
            wrap(f"{_number(row)} {row['says']}", room - 22, layout.size) for row in self.rows
        ]

    def looks(self) -> list[_Look]:
        """A look for each row: the ground for a row that counts everything, then in turn."""
        found, left = [], list(_LOOKS)
        for row in self.rows:
            found.append(_GROUND if row["ledger_id"] in _ALL else left.pop(0))
        return found

    def words(self) -> int:
        """Height of the heading and the words."""
        return 24 + _LINE * (len(self.who) + sum(map(len, self.lines))) + 4

    def field(self, across: int) -> int:
        """Height of the marks."""
        most = int(max(row["number"] for row in self.rows))
        return -(-most // across) * _STEP

    def height(self, across: int) -> int:
        """Height of the block: words above marks when narrow, beside them when wide."""
        if self.narrow:
            return self.words() + 6 + self.field(across)
        return max(self.words(), 10 + self.field(across))

    def draw(self, sheet: Sheet, top: int, start: int, across: int, *, ruled: bool) -> None:
        """Put the block on the sheet, from ``top`` down."""
        heading(sheet, self.name, top + 10, ruled=ruled)
        y = top + 10 + 22
        for line in self.who:
            sheet.write(line, x=0, y=y, colour=MUTED)
            y += _LINE
        first = top + self.words() + 6 + _STEP / 2 if self.narrow else top + 10
        for row, look, lines in zip(self.rows, self.looks(), self.lines, strict=True):
            self._mark(sheet, [6], [y], look, None)
            for line in lines:
                sheet.write(line, x=20, y=y)
                y += _LINE
            at = range(int(row["number"]))
            xs = [start + _STEP / 2 + _STEP * (number % across) for number in at]
            ys = [first + _STEP * (number // across) for number in at]
            self._mark(sheet, xs, ys, look, row)

    def _mark(
        self, sheet: Sheet, xs: list[float], ys: list[float], look: _Look, row: Row | None
    ) -> None:
        """Marks of one look, with those on them; marks of the key stand for no row."""
        hover = f"{self.name}<br>{row['who']}<br><b>{_number(row)}</b> {row['says']}" if row else ""
        common = {"mode": "markers", "cliponaxis": False}
        sheet.figure.add_scatter(
            x=xs,
            y=ys,
            marker={
                "symbol": _SHAPES[self.name],
                "size": 9 if self.name == sites.PLANS else 10,
                "color": look.colour,
            },
            customdata=[row["row"]] * len(xs) if row else None,
            hovertext=[hover] * len(xs) if row else None,
            hoverinfo="text" if row else "skip",
            **common,
        )
        if look.on:
            size = 4 if look.on == "circle" else 6
            sheet.figure.add_scatter(
                x=xs,
                y=ys,
                marker={"symbol": look.on, "size": size, "color": PAPER},
                hoverinfo="skip",
                **common,
            )


def _number(row: Row) -> str:
    """The number with its hedge, less what the words beside it say again."""
    if row["says"].startswith("of "):
        return said(row, "number")
    return said(row, "bare" if "could" in row["says"] else "full")
