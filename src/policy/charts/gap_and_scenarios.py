"""The Forward View's projected gap and how its three scenarios would have met it."""

from __future__ import annotations

import plotly.graph_objects as go

from policy import ledger
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import Ink, Row, bars, cited, key, row_label, rows, said, worded
from policy.charts.theme import BLUE, GRID, PAPER, TEAL, Layout, canvas
from policy.money import gap

_INKS = {gap.MONEY: Ink(BLUE), gap.REST: Ink(TEAL, "/")}


@chart
def gap_and_scenarios() -> Chart:
    """Stacked bars: the gap, and its parts under each scenario."""
    table = worded(gap.scenarios(ledger.frame()))
    return Chart(
        id="gap-and-scenarios",
        title="The more efficiency was assumed, the less extra money the gap needed",
        subtitle=(
            "NHS England's projected gap of {fig:money-fyfv-gap-30bn} and how the Forward View's "
            "three scenarios would meet it, England, £bn a year by 2020/21"
        ),
        unit="£bn a year by 2020/21",
        sources=cited(table),
        alt=(
            "Four bars of equal length. The first is the projected gap of "
            "{fig:money-fyfv-gap-30bn} a year by 2020/21. The others divide it between extra money "
            "and the rest: with efficiency of {fig:money-fyfv-scen-21-efficiency} extra money "
            "meets {fig:money-fyfv-scen-21}, with {fig:money-fyfv-scen-16-efficiency} "
            "{fig:money-fyfv-scen-16}, with {fig:money-fyfv-scen-8-efficiency} "
            "{fig:money-fyfv-scen-8}."
        ),
        notes=(
            "Projections of 2014, as later summaries give them. The gap compares projected need "
            "with a budget that grows with "
            "inflation alone, if nothing else changes: it is not a reduction in spending. Extra "
            "money is above inflation. What efficiency and slower growth in demand would meet is "
            "the gap less the extra money, worked out here; the gap was given as 'nearly', so it "
            "is approximate too."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    bar, step, above = (30, 68, 24) if layout.narrow else (36, 50, 0)
    left, right = (8, 8) if layout.narrow else (186, 10)
    gap, parts = table[0], table[1:]
    names = list(dict.fromkeys(part["scenario"] for part in parts))
    first = above + bar / 2 + 2
    key_at = first + bar / 2 + 34
    start = key_at + (36 if layout.narrow else 18) + above + bar / 2 + 6
    at = [start + step * number for number in range(len(names))]
    plot = int(at[-1] + bar / 2 + 4)
    sheet = canvas(layout, plot=plot, left=left, right=right)
    sheet.rows()
    # A hair more than the longest bar, or its outline is cut.
    whole = gap["gbp_bn"] * 1.005
    sheet.figure.update_xaxes(range=[0, whole], visible=False)

    words = f"{said(gap)} projected gap"
    bars(sheet, [gap], [first], height=bar, ink=Ink(GRID), hover=[words])
    sheet.write(words, x=0, y=first, shift=(8, 0), bold=True)
    up = bar / 2 + 3
    row_label(sheet, "If nothing changes", y=first, up=up)

    key(sheet, _INKS, y=key_at, unit=whole / (layout.width - left - right))
    for met_by, ink in _INKS.items():
        listed = [part for part in parts if part["met_by"] == met_by]
        hover = [f"<b>{said(part)}</b><br>{met_by}" for part in listed]
        bars(sheet, listed, at, height=bar, ink=ink, hover=hover)
    for name, y in zip(names, at, strict=True):
        extra, rest = (part for part in parts if part["scenario"] == name)
        row_label(sheet, f"Efficiency {extra['efficiency']}", y=y, up=up)
        sheet.write(said(extra), x=0, y=y, shift=(8, 0), colour=PAPER, bold=True)
        sheet.write(said(rest), x=extra["gbp_bn"], y=y, shift=(7, 0), bold=True, ground=True)
    return sheet.done()
