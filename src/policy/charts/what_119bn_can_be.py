"""Every total found that could stand behind the figure of £119bn."""

from __future__ import annotations

import plotly.graph_objects as go

from policy import ledger, text
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import (
    EDGE,
    Dot,
    Row,
    cited,
    heading,
    places,
    row_label,
    rows,
    said,
    worded,
)
from policy.charts.theme import (
    BLUE,
    GRID,
    MUTED,
    ORANGE,
    PAPER,
    PLUM,
    TEAL,
    Layout,
    Sheet,
    canvas,
    text_width,
)
from policy.money import gap

_CLAIM = "money-konp-119bn"
_STEP = 10  # £bn between gridlines
_MARKS = {
    "outturn": ("outturn", Dot("circle", BLUE, BLUE)),
    "plan": ("plan", Dot("circle", PAPER, BLUE)),
    "statistic": ("statistic", Dot("square", TEAL, TEAL)),
    "derived": ("worked out here", Dot("diamond", ORANGE, ORANGE)),
}


@chart
def what_119bn_can_be() -> Chart:
    """Dots by whose budget and on what basis, against the quoted figure."""
    table = worded(gap.totals(ledger.frame()))
    return Chart(
        id="what-119bn-can-be",
        title="No cash total found for 2015/16 equals the {fig:money-konp-119bn} quoted",
        subtitle=(
            "Health spending totals by whose budget, year and basis, £bn a year, cash unless "
            "marked; the scale does not start at zero"
        ),
        unit="£bn a year",
        sources=cited(table),
        alt=(
            "Dots of health spending totals against a line at {fig:money-konp-119bn}. NHS "
            "England's totals for 2015/16 lie well below the line and the Department of Health's "
            "just below it. NHS England's plans for 2020/21 and the Department's outturn in later "
            "prices lie on it or just above. United Kingdom and all-budget totals lie far above."
        ),
        notes=(
            "Keep Our NHS Public gives no source for {fig:money-konp-119bn} as spent in 2015/16, "
            "so which total was meant is not known."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    left, right, top = (26, 66, 74) if layout.narrow else (326, 70, 74)
    step, down = (46, 11) if layout.narrow else (27, 0)
    spots = places([row["group"] for row in table], step=step, head=28, gap=16, top=top)
    sheet = canvas(layout, plot=spots.plot, left=left, right=right, bottom=14)
    sheet.rows()
    values = [row["gbp_bn"] for row in table]
    low, high = (round(end / _STEP) * _STEP for end in (min(values), max(values)))
    sheet.figure.update_xaxes(range=[low - 2, high + 2], visible=False)
    unit = (high - low + 4) / (layout.width - left - right)
    _scale(sheet, range(low, high + 1, _STEP), top, unit)
    _quoted(sheet)
    for number, (group, y) in enumerate(spots.heads):
        heading(sheet, group, y, ruled=number > 0, ground=layout.narrow)
    for nature, (words, dot) in _MARKS.items():
        listed = [row for row in table if row["nature"] == nature]
        at = [spots.rows[row["row"]] + down for row in listed]
        sheet.figure.add_scatter(
            x=[row["gbp_bn"] for row in listed],
            y=at,
            mode="markers",
            marker=dot.marker(12, 2.5),
            customdata=[row["row"] for row in listed],
            hovertext=[
                f"{row['group']}<br>{row['total']}, {words}<br><b>{said(row)}</b>" for row in listed
            ],
            hoverinfo="text",
        )
        for row, y in zip(listed, at, strict=True):
            row_label(sheet, row["total"], words, y=y, up=9, ground=layout.narrow)
            _value(sheet, row, y, unit)
    return sheet.done()


def _scale(sheet: Sheet, values: range, top: int, unit: float) -> None:
    """Gridlines with their values above them, none where the quoted line runs."""
    claim = ledger.value(_CLAIM)
    every = 2 if sheet.layout.narrow else 1
    for number, value in enumerate(values):
        line = {"color": GRID, "width": 1}
        sheet.line(x0=value, x1=value, y0=top - 6, y1=sheet.plot, line=line)
        if number % every == 0 and abs(value - claim) / unit > 36:
            sheet.write(f"£{value}bn", x=value, y=top - 16, anchor="center", colour=MUTED)


def _quoted(sheet: Sheet) -> None:
    """The quoted figure as a line through all rows."""
    claim = ledger.value(_CLAIM)
    line = {"color": PLUM, "width": 2.5, "dash": "5px,4px"}
    sheet.line(x0=claim, x1=claim, y0=32, y1=sheet.plot, line=line)
    words = f"<b>{text.show(ledger.figure(_CLAIM))}</b> quoted by Keep Our NHS Public"
    if sheet.layout.narrow:
        sheet.write(words, x=0, y=16, xref="paper", shift=(EDGE - sheet.left, 0), colour=PLUM)
    else:
        sheet.write(words, x=claim, y=16, anchor="center", colour=PLUM)


def _value(sheet: Sheet, row: Row, y: float, unit: float) -> None:
    """The number beside its dot, on the left where it would cover the quoted line."""
    words = said(row, "1dp")
    room = (ledger.value(_CLAIM) - row["gbp_bn"]) / unit
    before = 0 < room < text_width(words, sheet.layout.size) + 20
    sheet.write(
        words,
        x=row["gbp_bn"],
        y=y,
        anchor="right" if before else "left",
        shift=(-11 if before else 11, 0),
        bold=True,
        ground=True,
    )
