"""The Department's total spending since 2009/10, one vintage a line, in one year's prices."""

from __future__ import annotations

from typing import Literal

import plotly.graph_objects as go

from policy import ledger
from policy.charts import years
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import Row, cited, rows, said, worded
from policy.charts.theme import BLUE, INK, MUTED, ORANGE, PLUM, TEAL, Layout, Sheet, canvas
from policy.charts.years import Stroke
from policy.money import spending

_LEVELS = range(0, 251, 50)
_BAND = "#eef0f1"
# The widest is drawn first: where vintages agree, the narrower ones lie on top of it.
_STROKES = {
    spending.LIBRARY: Stroke(TEAL, width=10, size=9),
    spending.TREASURY: Stroke(BLUE, width=3.5, size=7),
    spending.TREASURY_2015: Stroke(PLUM, dash="2px,6px", width=2.5, symbol="square", size=6),
    spending.FOUNDATION: Stroke(ORANGE, dash="6px,3px", symbol="triangle-up", size=10),
    spending.WITHOUT_COVID: Stroke(ORANGE, symbol="triangle-up", size=11),
    spending.SINGLE: Stroke(INK, symbol="diamond", size=8),
}
_NOT_OUTTURN = "Hollow: a plan or an estimate"
_KEY = {
    **{name: stroke for name, stroke in _STROKES.items() if name != spending.WITHOUT_COVID},
    _NOT_OUTTURN: Stroke(MUTED),
}
_LABELS: tuple[tuple[str, str, Literal["left", "center", "right"], tuple[int, int]], ...] = (
    # Ledger row, words after the amount, which side of them is at the mark, shift in pixels.
    ("tdel-2009-10-answer-in-2024-25-prices", "", "left", (-4, 15)),
    ("library-tdel-2009-10-in-2024-25-prices", "", "left", (-4, -17)),
    ("library-tdel-2018-19-in-2024-25-prices", " estimate", "right", (8, 16)),
    ("treasury-tdel-2018-19-in-2024-25-prices", "", "right", (8, -16)),
    ("tdel-2020-21-in-2024-25-prices", "", "center", (0, 17)),
    ("tdel-2020-21-core-in-2024-25-prices", "<br>without Covid-19", "left", (-25, -28)),
    ("treasury-tdel-2023-24-in-2024-25-prices", "", "right", (12, -26)),
)


@chart
def dhsc_spending_since_2009() -> Chart:
    """Lines from zero; they stop where a plan follows outturn or the count changes."""
    table = worded(spending.totals_by_vintage(ledger.frame()))
    return Chart(
        id="dhsc-spending-since-2009",
        title="Health spending rose in real terms before the pandemic on every vintage found",
        subtitle=(
            "Total spending of the Department of Health (and Social Care), England, 2009/10 to "
            "2023/24, £bn a year in 2024/25 prices, by who published it and when"
        ),
        unit="£bn a year, 2024/25 prices",
        sources=cited(table),
        alt=(
            "Lines from zero, one for each publication. They lie on each other from 2009/10, near "
            "{fig:library-tdel-2009-10-in-2024-25-prices}, to 2017/18, near "
            "{fig:treasury-tdel-2017-18-in-2024-25-prices}, and rise slightly; one answer to "
            "Parliament has {fig:tdel-2009-10-answer-in-2024-25-prices} for 2009/10. From 2019/20, "
            "after a gap where the count changes, they part by small amounts. In 2020/21, with "
            "Covid-19 money, they reach {fig:treasury-tdel-2020-21-in-2024-25-prices} or "
            "{fig:tdel-2020-21-in-2024-25-prices}; without it one estimate is "
            "{fig:tdel-2020-21-core-in-2024-25-prices}. Treasury outturn for 2023/24 is "
            "{fig:treasury-tdel-2023-24-in-2024-25-prices}."
        ),
        notes=(
            "Hollow marks are plans or estimates, solid ones outturn. No line joins two vintages, "
            "a plan to an outturn, or the years before and after 2019/20, when the way pensions "
            "are paid for changed. Cash of each vintage is put into 2024/25 prices with the GDP "
            "deflator of March 2026, which the pandemic distorts in 2020/21. With the deflator "
            "of 2015 the Treasury's figures of that year have 2010/11 below 2009/10, by "
            "{fig:tdel-real-growth-2010-11-pesa-2015|size}. For 2023/24 MPs give "
            "{fig:money-pac-187} in cash, a ministerial answer {fig:money-tdel-2023-24} as "
            "planned, and Treasury outturn {fig:gap-tdel-pesa-2023-24}."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    below = 26 + 22 * len(_KEY) if layout.narrow else 0
    plot = 300 + below if layout.narrow else 390
    bottom = 8 if layout.narrow else 32
    sheet = canvas(layout, plot=plot, left=54, right=14, top=30, bottom=bottom)
    since = spending.YEARS_SINCE_2009
    shown = since[::5] if layout.narrow else since[::2]
    unit = years.axes(sheet, years=since, shown=shown, levels=_LEVELS, below=below)
    _pandemic(sheet)
    _pensions(sheet)
    for vintage, stroke in _STROKES.items():
        listed = [row for row in table if row["vintage"] == vintage]
        years.draw(sheet, listed, stroke, hover=_hover)
    named = {row["ledger_id"]: row for row in table}
    for id, words, anchor, shift in _LABELS:
        row = named[id]
        at = {"x": years.place(row["year"]), "y": row["gbp_bn"]}
        colour = BLUE if row["vintage"] == spending.TREASURY else INK
        sheet.write(f"<b>{said(row)}</b>{words}", anchor=anchor, shift=shift, colour=colour, **at)
    years.key(
        sheet,
        _KEY,
        x=2009 - 0.2,
        y=-42 * unit[1] if layout.narrow else 106,
        unit=unit,
        step=22,
        hollow=frozenset({_NOT_OUTTURN}),
        single=frozenset({spending.SINGLE, _NOT_OUTTURN}),
    )
    return sheet.done()


def _hover(row: Row) -> str:
    return (
        f"{row['vintage']}, {row['year']}<br><b>{said(row)}</b>, {row['kind']}"
        f"<br>{row['in_cash']} in cash"
    )


def _pandemic(sheet: Sheet) -> None:
    """The years with Covid-19 money, as a band."""
    first, last = (years.place(year) for year in spending.PANDEMIC)
    sheet.figure.add_shape(
        type="rect",
        layer="below",
        x0=first - 0.5,
        x1=last + 0.5,
        y0=0,
        y1=_LEVELS[-1],
        fillcolor=_BAND,
        line={"width": 0},
    )
    sheet.write(
        "Covid-19",
        x=(first + last) / 2,
        y=_LEVELS[-1],
        anchor="center",
        rise="bottom",
        shift=(0, 2),
        colour=MUTED,
    )


def _pensions(sheet: Sheet) -> None:
    """Where the Treasury's outturn begins to count something else."""
    between = years.place("2019/20") - 0.5
    sheet.line(x0=between, x1=between, y0=98, y1=192, line={"color": MUTED, "dash": "3px,3px"})
    words = "Pensions counted<br>otherwise from here"
    sheet.write(words, x=between, y=98, anchor="right", rise="bottom", shift=(-4, 0), colour=MUTED)
