"""Average real growth by period, with every reading found side by side."""

from __future__ import annotations

import plotly.graph_objects as go

from policy import ledger, text
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import (
    Ink,
    Row,
    bars,
    cited,
    from_zero,
    headed,
    places,
    row_label,
    rows,
    worded,
)
from policy.charts.theme import BLUE, PLUM, TEAL, Layout
from policy.money import spending

_INKS = {
    spending.SPENT: Ink(BLUE),
    spending.PLANNED: Ink(TEAL, "/"),
    spending.SAID_NEEDED: Ink(PLUM, "."),
}


@chart
def real_growth_by_period() -> Chart:
    """Bars from zero, grouped by period."""
    table = worded(spending.growth_by_period(ledger.frame()))
    return Chart(
        id="real-growth-by-period",
        title="Real growth was slower from 2009/10 to 2018/19 than over the long run",
        subtitle=(
            "Average growth of total health spending above inflation, England, per cent a year, "
            "by period and by who worked it out; NHS England alone where the row says so"
        ),
        unit="per cent a year, real terms",
        sources=cited(table),
        alt=(
            "Bars from zero. Over the long run growth was {fig:gap-tdel-growth-long|number} or "
            "{fig:money-hf-admin-growth-long|number} a year, from 2009/10 to 2014/15 "
            "{fig:gap-tdel-growth-0914|number} or {fig:money-hf-admin-growth|number}, from "
            "2014/15 to 2018/19 {fig:gap-tdel-growth-1418|number} or "
            "{fig:money-hf-admin-growth-1419|number}, and from 2018/19 to 2023/24, with the "
            "pandemic, {fig:gap-tdel-growth-1823|number}. Plans range from "
            "{fig:money-ifs17-baseline-rate|number} to {fig:money-jun18-34|number}. What was said "
            "to be needed was {fig:money-jun18-4pc|number} or more."
        ),
        notes=(
            "Each reading uses its author's own deflator and count of spending, so rows of "
            "different authors differ by more than their periods. The Health Foundation's two "
            "files differ: that of 2025 leaves out the change in how pensions are paid for, that "
            "of 2023 leaves out Covid-19 money. The 2025 file's long-run rate is slightly high "
            "by its own arithmetic. The Health Committee's last year was still a plan. The "
            "Institute for Fiscal Studies does not say whether its long-run rate is for England."
        ),
        table=table.rename(columns={"gbp_bn": "percent_a_year"}),
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    left, right = (8, 104) if layout.narrow else (372, 110)
    step, bar, down = (52, 18, 11) if layout.narrow else (29, 18, 0)
    spots = places([row["period"] for row in table], step=step, head=28, gap=14)
    longest = max(row["gbp_bn"] for row in table)
    sheet = from_zero(layout, spots, left=left, right=right, longest=longest, hair=1.01)
    for _, listed, at in headed(sheet, table, spots, column="period", down=down):
        hover = [_hover(row) for row in listed]
        bars(sheet, listed, at, height=bar, ink=_INKS[listed[0]["kind"]], hover=hover)
        for row, place in zip(listed, at, strict=True):
            row_label(sheet, row["who"], row["about"], y=place, up=bar / 2 + 2)
            sheet.write(_rate(row), x=row["gbp_bn"], y=place, shift=(8, 0), bold=True)
    return sheet.done()


def _rate(row: Row) -> str:
    """The rate with its hedge; that it is one a year is said in the subtitle."""
    figure = ledger.figure(row["ledger_id"])
    return text.hedged(figure, text.show(figure, "number"))


def _hover(row: Row) -> str:
    about = ", ".join(filter(None, (row["who"], row["about"])))
    return f"{row['period']}<br>{about}<br><b>{_rate(row)}</b> a year"
