"""Readings of social care's money by what each measures, beside the third that was claimed."""

from __future__ import annotations

import plotly.graph_objects as go

from policy import ledger, text
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.grouped import grouped_bars, worded_percents
from policy.charts.marks import EDGE, Ink, Row, cited, rows
from policy.charts.theme import BLUE, ORANGE, PLUM, TEAL, Layout
from policy.money import social_care

_CLAIM = "money-konp-33pc"
_INKS = {
    social_care.SAVINGS: Ink(TEAL, "/"),
    social_care.SPENDING: Ink(BLUE),
    social_care.PER_ADULT: Ink(BLUE),
    social_care.INCOME: Ink(ORANGE, "."),
    social_care.SHARE: Ink(ORANGE, "x"),
}


@chart
def social_care_readings() -> Chart:
    """Bars from zero in five groups, and a line at the claim."""
    table = worded_percents(social_care.readings(ledger.frame()))
    return Chart(
        id="social-care-readings",
        title=(
            "Readings near {fig:money-konp-33pc|number} count savings, grant or a share, not the "
            "service's spending"
        ),
        subtitle=(
            "Adult social care and councils' money, England unless named, between 2009/10 and "
            "2017/18, %; falls in real terms unless marked"
        ),
        unit="%",
        sources=(ledger.figure(_CLAIM).source, *cited(table)),
        alt=(
            "Bars in five groups beside a line at {fig:money-konp-33pc|number}, the cut claimed "
            "by Keep Our NHS Public. Savings against standing still run from "
            "{fig:money-asc-adass-method|size} to {fig:money-asc-adass-31}. Falls in spending or "
            "funding run from {fig:money-asc-ifg-3|size} to {fig:money-asc-nt-older|size}, the "
            "last for older adults alone, and for each adult from {fig:money-asc-ifs-11|size} to "
            "{fig:money-asc-ifs-11-london|size}. Grant for all council services fell "
            "{fig:money-asc-clg-grant|size}. Social care's share of council spending, which is "
            "not a fall, was {fig:money-asc-clg-share} and later {fig:money-asc-adass-369}."
        ),
        notes=(
            "Keep Our NHS Public gives no source, start year or price basis for its figure. "
            "Savings against standing still are set against what unchanged care would have cost, "
            "so they can exceed a fall in spending: the directors' survey of 2014 adds "
            "{fig:money-asc-adass-2014-spending|size} less spending and "
            "{fig:money-asc-adass-2014-need} more need. In pounds the surveys give "
            "{fig:money-asc-adass-31-bn} of savings by 2015/16 and {fig:money-asc-adass-63} by "
            "2017/18. The survey of 2013 is in real terms; later surveys do not say. Falls in "
            "London and in metropolitan districts are to 2015/16. Home and day care for older "
            "adults, a part of the service, fell by almost a third by 2013/14. Left out is a "
            "projection made in 2017 for 2019/20: {fig:gap-asc-ifs-1920-per-adult} per adult."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    sheet = grouped_bars(
        table, layout, column="percent", second="covers", inks=_INKS, top=48, room=60
    )
    claim = ledger.value(_CLAIM)
    sheet.line(
        x0=claim,
        x1=claim,
        y0=28,
        y1=sheet.plot,
        layer="above",
        line={"color": PLUM, "width": 2.5, "dash": "5px,4px"},
    )
    words = f"<b>{text.show(ledger.figure(_CLAIM))}</b> claimed by Keep Our NHS Public"
    sheet.write(
        words,
        x=1,
        y=14,
        xref="paper",
        anchor="right",
        shift=(layout.width - sheet.left - _inside(sheet.figure) - EDGE, 0),
        colour=PLUM,
    )
    return sheet.done()


def _inside(figure: go.Figure) -> int:
    margin = figure.layout.margin
    return int(figure.layout.width - margin.l - margin.r)
