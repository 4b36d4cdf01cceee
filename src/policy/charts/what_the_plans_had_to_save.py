"""Who says what the plans had to save, by what each figure measures."""

from __future__ import annotations

import plotly.graph_objects as go

from policy import ledger
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
from policy.charts.theme import BLUE, PLUM, TEAL, Layout
from policy.money import gap

_INKS = (Ink(PLUM, "/"), Ink(BLUE), Ink(TEAL, "."))


@chart
def what_the_plans_had_to_save() -> Chart:
    """Bars from zero, grouped by what is measured."""
    table = worded(gap.saving_claims(ledger.frame()))
    return Chart(
        id="what-the-plans-had-to-save",
        title="Figures for what the plans had to save measure three different things",
        subtitle=(
            "Claims and sums for the {fig:stp-00-count-44|number} plans together, England, £bn by "
            "2020/21, by what each one counts"
        ),
        unit="£bn by 2020/21",
        sources=cited(table),
        alt=(
            "Bars from zero in three groups. Claimed reduction in annual spending: Keep Our NHS "
            "Public {fig:money-konp-30bn-cut}. Gaps if nothing were done: British Medical "
            "Association {fig:money-stp-bma-26-44}, earlier {fig:money-stp-bma-22-42}, Johnston "
            "Press {fig:money-stp-jp-22bn}, 38 Degrees {fig:money-stp-38d-20bn}. Local share of "
            "NHS England's efficiency requirement: Nuffield Trust {fig:money-stp-task-15bn}, NHS "
            "England {fig:money-22bn-local}."
        ),
        notes=(
            "A gap if nothing were done is measured against projected need, and so is the "
            "efficiency requirement. Neither is a change in annual spending. Most sources do not "
            "say whether their figure is for one year. {fig:money-stp-bma-21-5} of the larger "
            "figure of the British Medical Association is for the NHS."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    left, right = (8, 96) if layout.narrow else (296, 110)
    step, bar, down = (76, 22, 22) if layout.narrow else (42, 24, 0)
    spots = places([row["measure"] for row in table], step=step, head=30, gap=14)
    longest = max(row["gbp_bn"] for row in table)
    sheet = from_zero(layout, spots, left=left, right=right, longest=longest)
    up = bar / 2 + 3
    groups = headed(sheet, table, spots, column="measure", down=down)
    for ink, (_, listed, at) in zip(_INKS, groups, strict=True):
        hover = [f"{row['who']}, {row['counts']}<br><b>{said(row)}</b>" for row in listed]
        bars(sheet, listed, at, height=bar, ink=ink, hover=hover)
        for row, place in zip(listed, at, strict=True):
            row_label(sheet, row["who"], row["counts"], y=place, up=up, stacked=True)
            sheet.write(said(row), x=row["gbp_bn"], y=place, shift=(8, 0), bold=True)
    return sheet.done()
