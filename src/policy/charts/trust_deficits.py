"""What trusts ended each year with: one lead reading a year, and all the others beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from policy import ledger, text
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import EDGE, Dot, Row, cited, rows, said, worded
from policy.charts.theme import (
    BLUE,
    INK,
    MUTED,
    ORANGE,
    PAPER,
    PLUM,
    TEAL,
    Layout,
    Sheet,
    canvas,
    text_width,
)
from policy.money import trusts

_SUPPORT = {
    "2016/17": "money-stf-214-deficits",
    "2017/18": "money-stf-1718",
    "2018/19": "money-psf-245",
}
"""Money for trusts in the fund of each year, in the ledger."""

_MARKS = {
    trusts.OTHER: Dot("circle", PAPER, TEAL),
    trusts.UNDERLYING: Dot("diamond", PLUM, PLUM),
}

_BAR = 30  # width of a bar, in pixels as are the next three
_HEAD = 84  # above a zero line where support is shown
_BARE = 66  # where the tallest surplus is all there is
_LINE = 18  # height of a line of numbers


@dataclass(frozen=True)
class _Panel:
    """A run of years with a scale of its own length; one unit of x is one pixel."""

    years: tuple[str, ...]
    axis: str
    column: float
    scale: float
    head: float
    low: float

    @property
    def at(self) -> dict[str, Any]:
        """References to the panel's axes, for words and lines."""
        return {"xref": f"x{self.axis}", "yref": f"y{self.axis}"}

    def centre(self, year: str) -> float:
        """Where a year's bar stands."""
        return (self.years.index(year) + 0.5) * self.column

    def up(self, pixels: float) -> float:
        """The value so many pixels above the zero line."""
        return pixels / self.scale


@chart
def trust_deficits() -> Chart:
    """Bars hanging from a zero line, with marks for every other reading."""
    table = worded(trusts.results(ledger.frame()))
    support = [ledger.figure(id).source for id in _SUPPORT.values()]
    return Chart(
        id="trust-deficits",
        title="Trusts reported a deficit every year from 2013/14; five years have several readings",
        subtitle=(
            "Combined surplus or deficit of NHS trusts and foundation trusts, outturn, England, "
            "2012/13 to 2019/20, £ a year, cash; underlying deficits are estimates"
        ),
        unit="£bn a year",
        sources=tuple(dict.fromkeys([*cited(table), *support])),
        alt=(
            "Bars above and below a zero line. A surplus of {fig:money-def-1213} in 2012/13, then "
            "deficits: {fig:money-def-1314-pac|size} in 2013/14, {fig:money-def-1415|size} in "
            "2014/15 and {fig:money-def-1516|size} in 2015/16; with support from the fund "
            "{fig:money-def-1617|size} in 2016/17, {fig:money-def-1718-nao|size} in 2017/18 and "
            "{fig:money-def-1819|size} in 2018/19; {fig:money-def-1920|size} in 2019/20. Other "
            "readings lie close by, the widest apart {fig:money-def-1819-adjusted|size} for "
            "2018/19. Estimates of the underlying deficit are larger: "
            "{fig:money-hf-underlying-28|size} or {fig:money-22bn-nt-underlying|size} for "
            "2015/16, {fig:money-def-1718-underlying|size} for 2017/18 and "
            "{fig:money-def-1819-underlying|size} for 2018/19."
        ),
        notes=(
            "The lead reading is that of the National Audit Office or the Public Accounts "
            "Committee where there is one. Results count support from the Sustainability and "
            "Transformation Fund: {fig:money-stf-214-deficits} in 2016/17 and "
            "{fig:money-stf-1718} in its general part for 2017/18, as planned. In 2018/19 the "
            "Provider Sustainability Fund of {fig:money-psf-245} replaced it. Support in 2019/20 "
            "was not found. The two readings of 2018/19 differ by a technical adjustment of "
            "{fig:money-def-1819-adjustment} after Carillion's collapse. Underlying deficits "
            "leave out one-off items; their authors' methods differ."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    left, right = EDGE, EDGE
    inside = layout.width - left - right
    margin = 24  # for numbers beside the last year's marks
    runs = [trusts.YEARS[:4], trusts.YEARS[4:]] if layout.narrow else [trusts.YEARS]
    column = (inside - margin) / len(runs[0])
    scale, key, between = (58, 84, 18) if layout.narrow else (70, 34, 0)
    panels = []
    for number, years in enumerate(runs):
        listed = [row["gbp_bn"] for row in table if row["year"] in years]
        axis = "" if number == 0 else str(number + 1)
        head = (_HEAD if set(years) & set(_SUPPORT) else _BARE) + (key if number == 0 else 0)
        panels.append(_Panel(tuple(years), axis, column, scale, head, min(listed) - 14 / scale))
    heights = [panel.head - panel.low * scale for panel in panels]
    plot = int(sum(heights) + between * (len(panels) - 1))
    sheet = canvas(layout, plot=plot, left=left, right=right)
    top = 0.0
    for panel, height in zip(panels, heights, strict=True):
        _axes(sheet, panel, inside, top, height)
        top += height + between
        _panel(sheet, [row for row in table if row["year"] in panel.years], panel, inside)
    _key(sheet, panels[0])
    return sheet.done()


def _axes(sheet: Sheet, panel: _Panel, inside: int, top: float, height: float) -> None:
    """A panel's axes: x in pixels, y in £bn from a zero line."""
    across = {"range": [0, inside], "visible": False, "anchor": f"y{panel.axis}"}
    domain = [1 - (top + height) / sheet.plot, 1 - top / sheet.plot]
    domain[0] = max(domain[0], 0)
    upward = {
        "range": [panel.low, panel.up(panel.head)],
        "domain": domain,
        "anchor": f"x{panel.axis}",
        "showgrid": False,
        "showticklabels": False,
        "zeroline": False,
    }
    sheet.figure.update_layout({f"xaxis{panel.axis}": across, f"yaxis{panel.axis}": upward})
    width = panel.column * len(panel.years)
    sheet.line(x0=0, x1=width, y0=0, y1=0, line={"color": INK, "width": 1.5}, **panel.at)


def _panel(sheet: Sheet, table: list[Row], panel: _Panel, inside: int) -> None:
    axes = {"xaxis": panel.at["xref"], "yaxis": panel.at["yref"]}
    leads = [row for row in table if row["reading"] == trusts.LEAD]
    sheet.figure.add_bar(
        x=[panel.centre(row["year"]) for row in leads],
        y=[row["gbp_bn"] for row in leads],
        width=_BAR,
        marker={"color": BLUE, "line": {"width": 0}},
        customdata=[row["row"] for row in leads],
        hovertext=[_hover(row) for row in leads],
        hoverinfo="text",
        textposition="none",
        **axes,
    )
    for reading, dot in _MARKS.items():
        listed = [row for row in table if row["reading"] == reading]
        if not listed:
            continue
        at = [_aside(table, panel, row) for row in listed]
        sheet.figure.add_scatter(
            x=at,
            y=[row["gbp_bn"] for row in listed],
            mode="markers",
            marker=dot.marker(10, 2),
            cliponaxis=False,
            customdata=[row["row"] for row in listed],
            hovertext=[_hover(row) for row in listed],
            hoverinfo="text",
            **axes,
        )
        for row, x in zip(listed, at, strict=True):
            if reading == trusts.UNDERLYING:
                stem = {"color": PLUM, "width": 1.5, "dash": "2px,3px"}
                start = _foot(table, panel, row["year"])
                sheet.line(x0=x, x1=x, y0=start, y1=row["gbp_bn"], line=stem, **panel.at)
                where: dict[str, Any] = {"x": x, "y": row["gbp_bn"], **panel.at}
                sheet.write(said(row), shift=(9, 0), colour=PLUM, ground=True, **where)
    for row in leads:
        _numbers(sheet, table, panel, row)
    _support(sheet, panel)


def _hover(row: Row) -> str:
    return f"{row['year']}, {row['reading']}<br>{row['who']}<br><b>{said(row)}</b>"


def _aside(table: list[Row], panel: _Panel, row: Row) -> float:
    """Where a mark stands beside its year's bar, so that equal values do not cover each other."""
    if row["reading"] == trusts.UNDERLYING:
        return panel.centre(row["year"])
    others = _of(table, row["year"], trusts.OTHER)
    return panel.centre(row["year"]) + 22 + 12 * others.index(row)


def _numbers(sheet: Sheet, table: list[Row], panel: _Panel, lead: Row) -> None:
    """The year on one side of the zero line; on the other, past the bar, its numbers."""
    x, surplus = panel.centre(lead["year"]), lead["gbp_bn"] > 0
    sheet.write(
        lead["year"],
        x=x,
        y=0,
        anchor="center",
        rise="top" if surplus else "bottom",
        shift=(0, -4 if surplus else 4),
        **panel.at,
    )
    others = _of(table, lead["year"], trusts.OTHER)
    lines = [f"<b>{said(lead)}</b>", *(said(row, "number") for row in others)]
    words, end = "<br>".join(lines), lead["gbp_bn"]
    where: dict[str, Any] = {"y": end, **panel.at}
    if surplus:
        sheet.write(words, x=x, rise="bottom", shift=(-_BAR // 2, 3), **where)
    elif _crowded(table, panel, lead):
        sheet.write(words, x=x, anchor="right", rise="bottom", shift=(-_BAR // 2 - 5, -4), **where)
    else:
        sheet.write(words, x=x, anchor="center", rise="top", shift=(0, -6), **where)


def _of(table: list[Row], year: str, reading: str) -> list[Row]:
    return [row for row in table if row["year"] == year and row["reading"] == reading]


def _crowded(table: list[Row], panel: _Panel, lead: Row) -> bool:
    """True if an estimate stands where the numbers would: they go beside the bar's end then."""
    end = lead["gbp_bn"]
    marks = [row["gbp_bn"] for row in _of(table, lead["year"], trusts.UNDERLYING)]
    return any(end > mark > end - panel.up(3 * _LINE) for mark in marks)


def _foot(table: list[Row], panel: _Panel, year: str) -> float:
    """Where a year's bar and the numbers below it end."""
    (lead,) = _of(table, year, trusts.LEAD)
    if _crowded(table, panel, lead):
        return float(lead["gbp_bn"])
    lines = 1 + len(_of(table, year, trusts.OTHER))
    return float(lead["gbp_bn"] - panel.up(_LINE * lines + 10))


def _support(sheet: Sheet, panel: _Panel) -> None:
    """A bracket over the years whose results count support, with the sums."""
    years = [year for year in panel.years if year in _SUPPORT]
    if not years:
        return
    half = panel.column / 2 - 5
    y = panel.up(30)
    sheet.line(
        x0=panel.centre(years[0]) - half,
        x1=panel.centre(years[-1]) + half,
        y0=y,
        y1=y,
        line={"color": ORANGE, "width": 3},
        **panel.at,
    )
    for year in years:
        sheet.write(
            text.show(ledger.figure(_SUPPORT[year])),
            x=panel.centre(year),
            y=panel.up(34),
            anchor="center",
            rise="bottom",
            **panel.at,
        )
    sheet.write(
        "Support counted in, as planned",
        x=panel.centre(years[0]) - half,
        y=panel.up(54),
        rise="bottom",
        colour=MUTED,
        **panel.at,
    )


def _key(sheet: Sheet, panel: _Panel) -> None:
    """What the marks mean, above the first panel."""
    x, y = 8.0, panel.head - 12.0
    looks = {"Lead reading": Dot("square", BLUE, BLUE)}
    looks["Other readings"] = _MARKS[trusts.OTHER]
    looks["Underlying deficit, estimated"] = _MARKS[trusts.UNDERLYING]
    for words, dot in looks.items():
        sheet.figure.add_scatter(
            x=[x],
            y=[panel.up(y)],
            mode="markers",
            marker=dot.marker(11, 2),
            cliponaxis=False,
            hoverinfo="skip",
        )
        sheet.write(words, x=x, y=panel.up(y), shift=(13, 0), **panel.at)
        if sheet.layout.narrow:
            y -= 22
        else:
            x += 13 + text_width(words, sheet.layout.size) + 20
