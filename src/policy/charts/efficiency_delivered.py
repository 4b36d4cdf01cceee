"""Efficiency asked for beside efficiency measured, with different kinds kept apart."""

from __future__ import annotations

import plotly.graph_objects as go

from policy import ledger
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.grouped import grouped_bars, worded_percents
from policy.charts.marks import Ink, Row, cited, rows
from policy.charts.theme import BLUE, ORANGE, PLUM, TEAL, Layout
from policy.money import efficiency

_INKS = {
    efficiency.TARGET: Ink(PLUM, "/"),
    efficiency.RATE: Ink(BLUE),
    efficiency.ALL: Ink(BLUE),
    efficiency.LASTING: Ink(TEAL, "."),
    efficiency.PRODUCTIVITY: Ink(ORANGE, "x"),
}


@chart
def efficiency_delivered() -> Chart:
    """Bars from zero, grouped by what each percentage counts."""
    table = worded_percents(efficiency.rates(ledger.frame()))
    return Chart(
        id="efficiency-delivered",
        title=(
            "Trusts' savings were put at about {fig:money-22bn-nt-2pc|number} to "
            "{fig:money-eff-1718|number}; targets found were "
            "{fig:money-22bn-nt-2pc-target|number}"
        ),
        subtitle=(
            "Efficiency asked for and measured, England, % a year, by what is counted and who "
            "measured it; years differ, from 2010/11 to 2023/24"
        ),
        unit="% a year",
        sources=cited(table),
        alt=(
            "Bars from zero in five groups. Asked of trusts: {fig:money-22bn-nt-2pc-target} in "
            "two readings. Saved by trusts: {fig:money-22bn-nt-2pc} to about 2015; "
            "{fig:money-eff-1617-31bn-share} in 2016/17 and {fig:money-eff-1718} in 2017/18 with "
            "one-off savings; {fig:money-chpi-recurrent} and {fig:savings-2017-18-lasting} "
            "without them. Productivity of the NHS grew {fig:money-eff-ons-21}; the later aim is "
            "{fig:money-eff-ltp-11}."
        ),
        notes=(
            "The groups count different things and cover different years, so a bar in one is not "
            "a share of a bar in another. Targets were planned, savings are outturn as reported, "
            "productivity is a statistic adjusted for quality and not cash saved. One-off savings "
            "were {fig:money-eff-1718-nonrec} of the total in 2017/18 and "
            "{fig:money-eff-1819-nonrec} in 2018/19. The year of the lasting savings of "
            "{fig:money-chpi-recurrent|number} is inferred. In pounds, trusts reported "
            "{fig:money-eff-1617-31bn} in 2016/17, and {fig:money-eff-nhsp-7bn} of lasting "
            "savings in the three years to 2017/18."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    sheet = grouped_bars(table, layout, column="percent", second="covers", inks=_INKS, room=134)
    return sheet.done()
