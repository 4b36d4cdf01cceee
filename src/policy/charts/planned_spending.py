"""Planned spending of two budgets, cash beside real, with the two ends of the gap."""

from __future__ import annotations

import math
from typing import Any

import plotly.graph_objects as go

from policy import ledger, text
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import Dot, Row, cited, rows, said, worded
from policy.charts.theme import BLUE, GRID, INK, PAPER, PLUM, TEAL, Layout, Sheet, canvas
from policy.money import gap

_GROUND = {gap.NHS_ENGLAND: "#d0d9e2", gap.DEPARTMENT: "#e3f3f1"}  # tints of the line colours
_LINES = {gap.NHS_ENGLAND: (BLUE, "solid"), gap.DEPARTMENT: (TEAL, "7px,4px")}
_GROWTH = {
    (gap.NHS_ENGLAND, gap.CASH): "plan-nhse-cash-growth",
    (gap.NHS_ENGLAND, gap.REAL): "plan-nhse-real-growth",
    (gap.DEPARTMENT, gap.CASH): "plan-dh-cash-growth",
    (gap.DEPARTMENT, gap.REAL): "plan-dh-real-growth",
}
_STEP = 50  # gridlines, and the scale ends on one
_MARKS = {gap.NEED: "projected cost of care", gap.INFLATION_ONLY: "inflation-only budget"}


@chart
def planned_spending() -> Chart:
    """Lines from zero in two panels; the projections stand beside the last planned year."""
    table = worded(gap.planned_spending(ledger.frame()))
    return Chart(
        id="planned-spending",
        title="Both budgets were planned to rise; NHS England's projected costs rose faster",
        subtitle=(
            "Planned spending of NHS England and the Department of Health, Spending Review 2015, "
            "2015/16 to 2020/21, £bn a year, in cash and in 2015/16 prices"
        ),
        unit="£bn a year",
        sources=cited(table),
        alt=(
            "Two line charts with scales from zero. In cash, NHS England's planned budget rises "
            "from {fig:money-sr15-nhse-2015-16} to {fig:money-sr15-nhse-2020-21} and the "
            "Department of Health's, which contains it, from {fig:money-sr15-dh-2015-16} to "
            "{fig:money-sr15-dh-2020-21}. Two marks for NHS England in 2020/21 stand on either "
            "side of its plan: a projected cost of care of {fig:money-gap-cost-137}, and a budget "
            "raised for inflation alone of {fig:money-gap-flat-108}. In 2015/16 prices both lines "
            "rise, NHS England's by {fig:plan-nhse-real-growth} and the Department's by "
            "{fig:plan-dh-real-growth}."
        ),
        notes=(
            "Plans, not outturn; the scales start at zero. NHS England's budget is part of the "
            "Department's. Real terms use the inflation that the Spending Review assumed. The two "
            "marks are NHS England's projections as explained by Nuffield Trust; the inflation "
            "behind them was not found, so their distance from the planned line is approximate."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    plot, between = (250, 84) if layout.narrow else (310, 0)
    whole = 2 * plot + between if layout.narrow else plot
    left, gutter, last_gutter = (12, 0, 146) if layout.narrow else (12, 154, 130)
    sheet = canvas(layout, plot=whole, left=left, right=0, top=40, bottom=30)
    inside = layout.width - left
    end = 1 - last_gutter / inside
    if layout.narrow:
        share = plot / whole
        spans = (((0.0, end), (1 - share, 1.0)), ((0.0, end), (0.0, share)))
    else:
        first, second = 256 / inside, (256 + gutter + 16) / inside
        spans = (((0.0, first), (0.0, 1.0)), ((second, end), (0.0, 1.0)))
    highest = math.ceil(max(row["gbp_bn"] for row in table) / _STEP) * _STEP
    for number, (prices, (across, up)) in enumerate(zip((gap.CASH, gap.REAL), spans, strict=True)):
        axis = "" if number == 0 else "2"
        _axes(sheet.figure, axis, across, up, highest)
        words = "Cash, £bn" if prices == gap.CASH else f"In {prices}, £bn"
        top: dict[str, Any] = {"xref": "paper", "yref": "paper", "rise": "bottom"}
        sheet.write(words, x=across[0], y=up[1], bold=True, shift=(0, 16), **top)
        _panel(sheet, [row for row in table if row["prices"] == prices], axis)
    return sheet.done()


def _axes(
    figure: go.Figure,
    axis: str,
    across: tuple[float, float],
    up: tuple[float, float],
    highest: int,
) -> None:
    x = {"domain": across, "anchor": f"y{axis}", "range": [0, len(gap.YEARS) - 1]}
    y = {"domain": up, "anchor": f"x{axis}", "range": [0, highest], "dtick": _STEP}
    base = {"gridcolor": GRID, "zeroline": True, "zerolinecolor": INK}
    figure.update_layout(
        {
            f"xaxis{axis}": {**x, "showticklabels": False, "showgrid": False},
            f"yaxis{axis}": {**y, **base, "showticklabels": False},
        }
    )


def _panel(sheet: Sheet, table: list[Row], axis: str) -> None:
    """One panel: both budgets in one kind of prices."""
    last = len(gap.YEARS) - 1
    at: dict[str, Any] = {"xref": f"x{axis}", "yref": f"y{axis}"}
    first_year: dict[str, Any] = {"x": 0, "anchor": "left"}
    last_year: dict[str, Any] = {"x": last, "anchor": "right"}
    for year, place in ((gap.YEARS[0], first_year), (gap.YEARS[-1], last_year)):
        sheet.write(year, y=0, rise="top", shift=(0, -5), **place, **at)
    for line, below in ((gap.NHS_ENGLAND, True), (gap.DEPARTMENT, False)):
        listed = [row for row in table if row["budget"] == line]
        _line(sheet.figure, listed, at)
        start, end = listed[0], listed[-1]
        name = f"<b>{line}</b><br>{said(start, '1dp')}"
        side: dict[str, Any] = {"rise": "bottom", "shift": (-4, 12)}
        if below:
            side = {"rise": "top", "shift": (7, -6)}
        sheet.write(name, x=0, y=start["gbp_bn"], **side, **at)
        grown = text.show(ledger.figure(_GROWTH[line, start["prices"]]), "number")
        words = f"<b>{said(end, '1dp')}</b> (+{grown})"
        sheet.write(words, x=last, y=end["gbp_bn"], shift=(9, 0 if below else -3), **at)
    for row in table:
        if row["budget"] in _MARKS:
            _mark(sheet, row, last, at)


def _line(figure: go.Figure, listed: list[Row], at: dict[str, Any]) -> None:
    line = listed[0]["budget"]
    colour, dash = _LINES[line]
    figure.add_scatter(
        x=[gap.YEARS.index(row["year"]) for row in listed],
        y=[row["gbp_bn"] for row in listed],
        mode="lines+markers",
        line={"color": colour, "dash": dash, "width": 3},
        marker={"size": 7, "color": colour},
        fill="tozeroy" if line == gap.NHS_ENGLAND else "tonexty",
        fillcolor=_GROUND[line],
        cliponaxis=False,
        customdata=[row["row"] for row in listed],
        hovertext=[
            f"{line}, {row['year']}, {row['prices']}<br><b>{said(row, '1dp')}</b> planned"
            for row in listed
        ],
        hoverinfo="text",
        xaxis=at["xref"],
        yaxis=at["yref"],
    )


def _mark(sheet: Sheet, row: Row, last: int, at: dict[str, Any]) -> None:
    """A projection beside the last planned year."""
    sheet.figure.add_scatter(
        x=[last],
        y=[row["gbp_bn"]],
        mode="markers",
        marker=Dot("diamond", PLUM, PAPER).marker(12, 1),
        cliponaxis=False,
        customdata=[row["row"]],
        hovertext=[f"{row['budget']}, {row['year']}<br><b>{said(row)}</b> projected"],
        hoverinfo="text",
        xaxis=at["xref"],
        yaxis=at["yref"],
    )
    above = row["budget"] == gap.NEED
    sheet.write(
        f"<b>{said(row)}</b><br>{_MARKS[row['budget']]}",
        x=last,
        y=row["gbp_bn"],
        rise="bottom" if above else "top",
        shift=(9, 1 if above else 9),
        colour=PLUM,
        **at,
    )
