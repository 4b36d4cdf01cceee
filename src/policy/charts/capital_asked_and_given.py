"""Capital that the plans were said to need, what was announced, and what left the budget."""

from __future__ import annotations

import plotly.graph_objects as go

from policy import ledger
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.grouped import grouped_bars
from policy.charts.marks import Ink, Row, cited, rows, worded
from policy.charts.theme import BLUE, ORANGE, PLUM, TEAL, Layout
from policy.money import capital

_INKS = {
    capital.ASKED: Ink(PLUM, "/"),
    capital.GIVEN: Ink(BLUE),
    capital.PACKAGE: Ink(TEAL, "x"),
    capital.MOVED: Ink(ORANGE, "."),
}


@chart
def capital_asked_and_given() -> Chart:
    """Bars from zero, grouped by what each figure counts."""
    table = worded(capital.asked_and_given(ledger.frame()))
    return Chart(
        id="capital-asked-and-given",
        title=(
            "The plans' capital needs were put near {fig:money-cap-nao-10}; "
            "{fig:capital-given} was announced for them"
        ),
        subtitle=(
            "Estimated needs, sums announced in 2017 and capital moved to revenue, England, £bn "
            "over the years named; capital moved is in cash, other prices are not stated"
        ),
        unit="£bn over the years named",
        sources=cited(table),
        alt=(
            "Bars from zero in four groups. Capital the plans were said to need: "
            "{fig:money-cap-hsj-10}, {fig:money-cap-naylor-10}, {fig:money-cap-nao-10} and "
            "{fig:money-cap-bma-95}. New public capital announced for the plans: "
            "{fig:money-cap-325} and {fig:money-cap-26bn}. The wider announcement: "
            "{fig:money-cap-35bn} of new public capital in a package of "
            "{fig:money-cap-10bn-package}. Capital moved to day-to-day budgets rose each year "
            "from {fig:money-cap2rev-2014-15} to {fig:money-cap2rev-2016-17}, and came to "
            "{fig:money-cap2rev-5yr} over five years."
        ),
        notes=(
            "Needs are estimates or sums of requests; they were not all bids to the Treasury. "
            "Announced money is planned, not spent. The {fig:money-cap-26bn} is within the "
            "{fig:money-cap-35bn}, which is within the package: the bars must not be added "
            "together. The rest of the package was to come from land sales and private finance. "
            "The last two years of capital moved are what remains of the five-year total."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    sheet = grouped_bars(table, layout, column="gbp_bn", second="counts", inks=_INKS, room=134)
    return sheet.done()
