"""One Spending Review, five figures: what each reader counted."""

from __future__ import annotations

import pandas as pd
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
    said,
    worded,
)
from policy.charts.theme import BLUE, MUTED, TEAL, Layout
from policy.money import spending

_INKS = {spending.NHS_ENGLAND: Ink(BLUE), spending.DEPARTMENT: Ink(TEAL, "/")}
_HEADS = {
    spending.NHS_ENGLAND: "NHS England's budget",
    spending.DEPARTMENT: "The whole Department of Health's budget",
}


@chart
def one_settlement_four_figures() -> Chart:
    """Bars from zero by whose budget; the other choices stand in the labels."""
    readings = spending.readings_of_2015(ledger.frame())
    table = worded(readings)
    sums = readings["worked_out_here"].str.extract(text.MARK.pattern, expand=True)[0]
    return Chart(
        id="one-settlement-four-figures",
        title="One settlement, five figures: budget, first year and price year make the difference",
        subtitle=(
            "Real rise by 2020/21 planned in the Spending Review of 2015, England, £bn a year, "
            "by whose budget, from which year and in which year's prices it is counted"
        ),
        unit="£bn a year by 2020/21, real terms",
        sources=cited(pd.DataFrame({"ledger_id": [*readings["ledger_id"], *sums]})),
        alt=(
            "Five bars from zero for one plan. NHS England's budget rises by "
            "{fig:money-hammond-reply} from 2014/15, {fig:money-sr15-84} from 2015/16 in 2020/21 "
            "prices, or {fig:money-joint-76} in 2015/16 prices. The whole Department's rises by "
            "{fig:money-wollaston-6} from 2014/15, or {fig:money-joint-45} from 2015/16. Each can "
            "be worked out from the plan's own figures, the first within rounding."
        ),
        notes=(
            "All five are plans, and all are yearly amounts by 2020/21, not sums over the years. "
            "What is worked out here uses the inflation that the plans assumed. From 2014/15 the "
            "price year is not stated: for NHS England the sum adds amounts in the prices of two "
            "years, and for the Department it takes its two ends from two tables."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    left, right = (8, 142) if layout.narrow else (296, 152)
    step, bar, down = (82, 24, 24) if layout.narrow else (48, 26, 0)
    spots = places([row["budget"] for row in table], step=step, head=30, gap=16)
    longest = max(row["gbp_bn"] for row in table)
    sheet = from_zero(layout, spots, left=left, right=right, longest=longest)
    for budget, listed, at in headed(sheet, table, spots, column="budget", down=down, words=_HEADS):
        hover = [_hover(row) for row in listed]
        bars(sheet, listed, at, height=bar, ink=_INKS[budget], hover=hover)
        for row, y in zip(listed, at, strict=True):
            first = f"From {row['counted_from']}, {row['prices']}"
            row_label(sheet, first, row["who"], y=y, up=bar / 2 + 3, stacked=True)
            words = (
                f'<b>{said(row)}</b><br><span style="color:{MUTED}">'
                f"worked out: {row['worked_out_here']}</span>"
            )
            sheet.write(words, x=row["gbp_bn"], y=y, shift=(8, 0))
    return sheet.done()


def _hover(row: Row) -> str:
    return (
        f"{row['who']}: {row['budget']}, from {row['counted_from']}, {row['prices']}<br>"
        f"<b>{said(row)}</b>; worked out here {row['worked_out_here']}"
    )
