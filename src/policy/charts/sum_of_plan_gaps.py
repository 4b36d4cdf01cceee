"""Single areas whose gap two sources give differently: why the gaps do not add up."""

from __future__ import annotations

from typing import Any, Literal

import plotly.graph_objects as go

from policy import ledger
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import Dot, Row, cited, places, row_label, rows, said, worded
from policy.charts.theme import BLUE, GRID, MUTED, ORANGE, PAPER, Layout, Sheet, canvas
from policy.money import plan_gaps

_LOOKS = {
    plan_gaps.ELSEWHERE: Dot("circle", PAPER, BLUE),
    plan_gaps.CAMPAIGN: Dot("square", ORANGE, ORANGE),
}
_STEP = 0.5  # £bn between gridlines


@chart
def sum_of_plan_gaps() -> Chart:
    """Pairs of dots, one area a row."""
    table = worded(plan_gaps.readings(ledger.frame()))
    return Chart(
        id="sum-of-plan-gaps",
        title="Sources disagree on single areas' gaps, so they should not be added up",
        subtitle=(
            "Gap by 2020/21 if nothing were done, as projected, areas in England where sources "
            "differ, £bn, price basis not stated"
        ),
        unit="£bn by about 2020/21",
        sources=cited(table),
        alt=(
            "Dots for seven areas, two readings each but for the last. North West London "
            "{fig:money-stp-nwl} or {fig:stp-27-gap-nsf}. South East London {fig:money-stp-sel} or "
            "{fig:stp-30-gap-nsf}. South West London {fig:money-stp-swl} or "
            "{fig:stp-31-gap-nsf}. Birmingham and Solihull {fig:money-stp-bham-etc} in two "
            "reports, a sum over the years in one. Staffordshire and Stoke "
            "{fig:stp-10-gap-intro} or {fig:stp-10-gap-nsf}. Derbyshire "
            "{fig:stp-12-gap-labour} or {fig:stp-12-gap-nsf}. Surrey Heartlands "
            "{fig:stp-35-gap-nsf}. Neither source is higher throughout."
        ),
        notes=(
            "Some readings count health alone, some health and care, some do not say. One of the "
            "Birmingham reports calls its figure a sum over the years. For Surrey Heartlands the "
            "Institute for Public Policy Research gives {fig:money-stp-ippr-high}, which implies "
            "a sum several times as large. Sums for all areas range from "
            "{fig:money-stp-38d-20bn} to {fig:money-stp-bma-26-44}; they rest on readings such "
            "as these. A gap is measured against projected need and is not a change in spending."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    left, right = (26, 74) if layout.narrow else (286, 76)
    top = 92
    step, down = (72, 20) if layout.narrow else (52, 0)
    areas = list(dict.fromkeys(row["area"] for row in table))
    spots = places([""] * len(areas), step=step, head=0, gap=0, top=top)
    sheet = canvas(layout, plot=spots.plot, left=left, right=right)
    sheet.rows()
    high = 1.5
    sheet.figure.update_xaxes(range=[0, high], visible=False)
    for number in range(int(high / _STEP) + 1):
        value = number * _STEP
        line = {"color": GRID, "width": 1}
        sheet.line(x0=value, x1=value, y0=top - 8, y1=sheet.plot, line=line)
        sheet.write(
            f"£{value:g}bn" if value else "£0",
            x=value,
            y=top - 20,
            anchor="center",
            colour=MUTED,
        )
    at = {area: y + down for area, y in zip(areas, spots.rows, strict=True)}
    _key(sheet, high / (layout.width - left - right))
    for area, y in at.items():
        pair = sorted((row for row in table if row["area"] == area), key=lambda row: row["gbp_bn"])
        _pair(sheet, area, pair, y)
    for reading, dot in _LOOKS.items():
        inner = Dot(dot.symbol, dot.edge, dot.edge)
        for second in (False, True):
            # Equal readings of one kind lie inside each other, the second one smaller.
            listed = [
                row for row in table if row["reading"] == reading and _repeats(table, row) == second
            ]
            if not listed:
                continue
            sheet.figure.add_scatter(
                x=[row["gbp_bn"] for row in listed],
                y=[at[row["area"]] for row in listed],
                mode="markers",
                marker=inner.marker(5, 2.5) if second else dot.marker(13, 2.5),
                cliponaxis=False,
                customdata=[row["row"] for row in listed],
                hovertext=[
                    f"{row['area']}<br>{row['who']}, {row['covers']}<br><b>{said(row)}</b>"
                    for row in listed
                ],
                hoverinfo="text",
            )
    return sheet.done()


def _repeats(table: list[Row], row: Row) -> bool:
    """True if an earlier row gives the same area the same value in the same kind of source."""
    keys = ("area", "reading", "gbp_bn")
    return any(all(row[key] == other[key] for key in keys) for other in table[: row["row"]])


def _key(sheet: Sheet, unit: float) -> None:
    """What the two marks mean, above the scale."""
    x, y = 7 * unit, 14.0
    for words, dot in _LOOKS.items():
        sheet.figure.add_scatter(
            x=[x],
            y=[y],
            mode="markers",
            marker=dot.marker(13, 2.5),
            cliponaxis=False,
            hoverinfo="skip",
        )
        sheet.write(words, x=x, y=y, shift=(14, 0))
        y += 24


def _pair(sheet: Sheet, area: str, pair: list[Row], y: float) -> None:
    """One area: its name, who differs, the line between the readings and both numbers."""
    others = [row for row in pair if row["reading"] == plan_gaps.ELSEWHERE]
    who = "; ".join(f"{row['who']}, {row['covers']}" for row in others)
    if len(others) > 1:
        who = "in one of two reports a sum over years"
    if not others:
        who = "another source gives a figure per head"
    row_label(sheet, area, who, y=y, up=12, stacked=True, ground=True)
    low, high = pair[0], pair[-1]
    sheet.line(x0=low["gbp_bn"], x1=high["gbp_bn"], y0=y, y1=y, line={"color": MUTED, "width": 2.5})
    ends: list[tuple[Row, Literal["left", "right"], int]] = [(high, "left", 12)]
    if high["gbp_bn"] > low["gbp_bn"]:
        ends.append((low, "right", -12))
    for row, anchor, aside in ends:
        beside: dict[str, Any] = {"anchor": anchor, "shift": (aside, 0)}
        sheet.write(said(row), x=row["gbp_bn"], y=y, bold=True, ground=True, **beside)
