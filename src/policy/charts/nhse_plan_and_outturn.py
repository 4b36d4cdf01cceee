"""NHS England's budget by the date of the plan, and what it came to."""

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

_LEVELS = range(90, 181, 10)
_STROKES = {
    spending.REVIEW: Stroke(BLUE, dash="7px,3px", width=2),
    spending.COMPARABLE: Stroke(TEAL, dash="2px,3px", width=2, symbol="square"),
    spending.EARLY_2018: Stroke(PLUM, dash="4px,3px", width=2, symbol="diamond"),
    spending.JUNE_2018: Stroke(ORANGE, dash="7px,3px", width=2),
    spending.JANUARY_2019: Stroke(ORANGE, dash="2px,3px", width=2, symbol="square"),
    spending.OUTTURN: Stroke(INK, width=3.5, symbol="circle", size=10),
    spending.OTHER_OUTTURN: Stroke(INK, symbol="triangle-up", size=11),
}
_PLANS = frozenset(_STROKES) - {spending.OUTTURN, spending.OTHER_OUTTURN}
_LABELS: tuple[tuple[str, Literal["left", "center", "right"], tuple[int, int]], ...] = (
    # Ledger row, which side of the words is at the mark, shift in pixels.
    ("money-jan19-2023-24", "right", (-9, 10)),
    ("gap-nhse-2015-16", "left", (0, -18)),
    ("gap-nhse-2018-19", "right", (14, -26)),
    ("gap-nhse-2019-20", "center", (0, 19)),
    ("money-nhse-2022-23", "right", (-10, 0)),
    ("gap-nhse-2022-23", "right", (-4, 16)),
    ("gap-nhse-2023-24", "right", (10, 19)),
)


@chart
def nhse_plan_and_outturn() -> Chart:
    """Dashed lines with hollow marks for plans, solid ones for outturn."""
    table = worded(spending.nhs_england_by_plan(ledger.frame()))
    return Chart(
        id="nhse-plan-and-outturn",
        title="NHS England's outturn was near plan to 2018/19, then above but counted otherwise",
        subtitle=(
            "NHS England's budget by the date of the plan, and its outturn, England, 2015/16 to "
            "2023/24, £bn a year, cash; the scale does not start at zero"
        ),
        unit="£bn a year, cash",
        sources=cited(table),
        alt=(
            "Dashed lines of plans and a solid line of outturn. The plan of 2015 reaches "
            "{fig:money-sr15-nhse-2020-21} in 2020/21; the settlement of January 2019 starts "
            "higher and reaches {fig:money-jan19-2023-24} in 2023/24. Outturn runs close to "
            "the plans, from {fig:gap-nhse-2015-16|1dp} in 2015/16 to {fig:gap-nhse-2018-19|1dp} "
            "in 2018/19. After a break in the series it is {fig:gap-nhse-2019-20|1dp} in "
            "2019/20, {fig:money-nhse-2022-23} or {fig:gap-nhse-2022-23|1dp} in 2022/23 and "
            "{fig:gap-nhse-2023-24|1dp} in 2023/24. The pandemic years, 2020/21 and 2021/22, are "
            "left out."
        ),
        notes=(
            "The plans differ in scope. The Spending Review counts revenue and capital; the "
            "comparable basis takes out functions that moved; the limits of early 2018 include "
            "the Budget of November 2017; the deals of 2018 and 2019 are revenue without the "
            "extra money for pensions. The outturn is the day-to-day limit in the Health "
            "Foundation's file, which seems to count something else from 2019/20: part of its "
            "distance from the plans may be scope. Triangles are NHS England's accounts for "
            "2015/16, the Public Accounts Committee for 2016/17 and the King's Fund for 2022/23."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    below = 26 + 22 * len(_STROKES) if layout.narrow else 0
    plot = 380 + below if layout.narrow else 460
    bottom = 8 if layout.narrow else 32
    sheet = canvas(layout, plot=plot, left=54, right=16, top=14, bottom=bottom)
    named_years = spending.YEARS_OF_PLANS
    shown = named_years[::4] if layout.narrow else named_years
    unit = years.axes(sheet, years=named_years, shown=shown, levels=_LEVELS, below=below, room=0.4)
    _break(sheet)
    for series, stroke in _STROKES.items():
        listed = [row for row in table if row["series"] == series]
        years.draw(sheet, listed, stroke, hover=_hover)
    named = {row["ledger_id"]: row for row in table}
    for id, anchor, shift in _LABELS:
        row = named[id]
        at = {"x": years.place(row["year"]), "y": row["gbp_bn"]}
        sheet.write(said(row, "1dp"), bold=True, anchor=anchor, shift=shift, **at)
    ends = (named[id] for id in ("money-dh-comp-2020-21", "money-sr15-nhse-2020-21"))
    low, high = sorted(ends, key=lambda row: row["gbp_bn"])
    words = f"{said(low, '1dp')} to<br>{said(high, '1dp')}"
    at = {"x": years.place(high["year"]), "y": high["gbp_bn"]}
    sheet.write(words, bold=True, rise="top", shift=(11, 4), **at)
    years.key(
        sheet,
        _STROKES,
        x=2015 - 0.1,
        y=_LEVELS[0] - 42 * unit[1] if layout.narrow else 173,
        unit=unit,
        step=22,
        hollow=_PLANS,
        single=frozenset({spending.OTHER_OUTTURN}),
    )
    return sheet.done()


def _hover(row: Row) -> str:
    return f"{row['series']}, {row['year']}<br><b>{said(row)}</b>, {row['kind']}, cash"


def _break(sheet: Sheet) -> None:
    """Where the outturn begins to count something else."""
    between = years.place("2019/20") - 0.5
    low = _LEVELS[0]
    sheet.line(x0=between, x1=between, y0=low, y1=128, line={"color": MUTED, "dash": "3px,3px"})
    words = "Outturn counted<br>otherwise from here"
    sheet.write(words, x=between, y=low, rise="bottom", shift=(6, 4), colour=MUTED, ground=True)
