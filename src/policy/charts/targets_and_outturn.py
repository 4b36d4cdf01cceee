"""Dated promises on waiting beside what was measured: hollow diamonds and solid rounds."""

from __future__ import annotations

import plotly.graph_objects as go

from policy import ledger, promises
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.grouped import worded_percents
from policy.charts.marks import Row, cited, heading, places, row_label, rows, said
from policy.charts.theme import BLUE, GRID, MUTED, ORANGE, PAPER, Layout, Sheet, canvas

_LOW, _HIGH = 70, 100
_LOOKS = {
    promises.PROMISED: {
        "symbol": "diamond",
        "size": 13,
        "color": PAPER,
        "line": {"color": ORANGE, "width": 3},
    },
    promises.MEASURED: {"symbol": "circle", "size": 13, "color": BLUE, "line": {"width": 0}},
}


@chart
def targets_and_outturn() -> Chart:
    """A promise and its measured result on one line, for each date that was promised."""
    table = worded_percents(promises.against_outturn(ledger.frame()))
    return Chart(
        id="targets-and-outturn",
        title="Dated targets for A&E and planned care were missed; cancer's came late",
        subtitle=(
            "Share of patients inside the standard, promised and measured, England, 2017 to "
            "2024, %; the scale does not start at zero"
        ),
        unit="% of patients",
        sources=cited(table),
        alt=(
            "Pairs of marks, a hollow diamond for the promise and a solid round for what was "
            "measured. A&E inside four hours: {fig:nhse-ae-90-sept17} promised for September "
            "2017 and {fig:ae-four-hours-2017-09} measured; {fig:ae-promised-2018} in 2018 and "
            "{fig:ae-best-month-2018|1dp} in its highest month; {fig:ae-promised-2018-09} in "
            "September 2018 and {fig:ae-four-hours-2018-09}; {fig:ae-promised-2019} in 2019 and "
            "{fig:ae-best-month-2019|1dp} in its highest month. Planned care: "
            "{fig:rtt-promised-2016-17} and {fig:rtt-18-weeks-2017-03|1dp} in March 2017. Cancer: "
            "{fig:standard-28-day-share} by 2020, and {fig:cancer-28-day-2024-06} in June 2024."
        ),
        notes=(
            "For a promise that names a year, the highest month of that year is shown, which is "
            "the reading kindest to the promise. From May 2019 trusts that were trying other "
            "measures are left out of the A&E figures. The cancer promise named no share; the "
            "threshold was set later, and June 2024 is not the first month above it. The targets "
            "for September 2018 and for 2019 are earlier ones moved a year on. Promises "
            "in other units, some of them kept, are listed in the chapter. Nothing here shows "
            "what the plans caused."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(listed: list[Row], layout: Layout) -> go.Figure:
    step, down = (56, 14) if layout.narrow else (40, 0)
    left, right = (28, 34) if layout.narrow else (270, 40)
    pairs = [listed[at : at + 2] for at in range(0, len(listed), 2)]
    spots = places([pair[0]["promise"] for pair in pairs], step=step, head=30, gap=16, top=40)
    sheet = canvas(layout, plot=spots.plot + 26, left=left, right=right)
    sheet.rows()
    sheet.figure.update_xaxes(range=[_LOW, _HIGH], visible=False)
    _key(sheet)
    for percent in range(_LOW, _HIGH + 1, 10):
        line = {"color": GRID, "width": 1}
        sheet.line(x0=percent, x1=percent, y0=34, y1=spots.plot, line=line)
        words = f"{percent}%"
        sheet.write(words, x=percent, y=spots.plot + 12, anchor="center", colour=MUTED)
    for number, (words, y) in enumerate(spots.heads):
        heading(sheet, words, y, ruled=number > 0, ground=True)
    for pair, spot in zip(pairs, spots.rows, strict=True):
        _pair(sheet, pair, spot + down)
    return sheet.done()


def _pair(sheet: Sheet, pair: list[Row], y: float) -> None:
    """One promise and its result, with their numbers on the outer sides."""
    low, high = sorted(pair, key=lambda row: row["percent"])
    ends = {"x0": low["percent"], "x1": high["percent"]}
    sheet.line(**ends, y0=y, y1=y, line={"color": MUTED, "width": 2})
    row_label(sheet, pair[0]["due"], y=y, up=12, ground=True)
    for row in pair:
        sheet.figure.add_scatter(
            x=[row["percent"]],
            y=[y],
            mode="markers",
            marker=_LOOKS[row["kind"]],
            customdata=[row["row"]],
            hovertext=[f"{row['promise']}<br>{row['due']}<br>{row['kind']}: <b>{said(row)}</b>"],
            hoverinfo="text",
        )
        first = row is low
        sheet.write(
            said(row, "1dp") if row["percent"] % 1 else said(row, "number"),
            x=row["percent"],
            y=y,
            anchor="right" if first else "left",
            shift=(-11 if first else 11, 0),
            bold=row["kind"] == promises.MEASURED,
            ground=True,
        )


def _key(sheet: Sheet) -> None:
    """What the two marks mean, above the scale."""
    unit = (_HIGH - _LOW) / (sheet.layout.width - sheet.left - sheet.figure.layout.margin.r)
    x = _LOW + 12 * unit
    for kind in _LOOKS:
        mark = {"mode": "markers", "marker": _LOOKS[kind], "hoverinfo": "skip"}
        sheet.figure.add_scatter(x=[x], y=[14], **mark)
        sheet.write(kind.capitalize(), x=x, y=14, shift=(13, 0))
        x += 110 * unit
