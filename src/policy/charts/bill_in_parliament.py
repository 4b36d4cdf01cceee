"""The Reinstatement Bill's time in Parliament: four spans of days, and one of minutes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from policy import bill, ledger, tables, text
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import EDGE, Dot, Ink, Row, heading, row_label, rows
from policy.charts.theme import (
    BLUE,
    GRID,
    INK,
    MUTED,
    ORANGE,
    PAPER,
    PLUM,
    TEAL,
    Layout,
    Sheet,
    canvas,
)

DAYS, MINUTES = "days before Parliament", "minutes on 11 March 2016"
_START, _END = date(2015, 1, 1), date(2019, 12, 31)
_ELECTION = date(2017, 6, 8)
_DEBATED = "second-reading-begun"
_LISTED = ("second-reading-listed", "not-reached")
_TIMES = {
    # Ledger row: whose time it was, who counted it.
    "bill-2016-03-end": ("The bill before it", "on foreign national offenders"),
    "bill-2016-03-end-left": ("Bill 37", "as indy100 has it"),
    "bill-2016-03-17min": ("Bill 37", "as its co-author has it"),
}
_INKS = {
    "bill-2016-03-end": Ink(TEAL, "/"),
    "bill-2016-03-end-left": Ink(BLUE),
    "bill-2016-03-17min": Ink(BLUE),
}


@chart
def bill_in_parliament() -> Chart:
    """Spans from presentation to the end of the session, then one morning's minutes from zero."""
    versions, stages = tables.table("bill_versions"), tables.table("bill_stages")
    table = _table(versions)
    return Chart(
        id="bill-in-parliament",
        title="Of four bills, one is known to have been debated at second reading",
        subtitle=(
            "Days from coming in to the end of the session, House of Commons, 2015 to 2019, and "
            "minutes of debate on 11 March 2016"
        ),
        unit="days; minutes",
        sources=tuple(dict.fromkeys(key for cell in table["sources"] for key in cell.split())),
        alt=(
            "Four bars of time on one line of years: "
            + "; ".join(
                f"{row['what']}, {row['value']} days from {row['first_day']} to {row['last_day']}"
                for row in table.to_dict("records")
                if row["measure"] == DAYS
            )
            + ". On 11 March 2016 the bill before it took {fig:bill-2016-03-end}; Bill 37 had "
            "{fig:bill-2016-03-end-left} or {fig:bill-2016-03-17min}, and was not voted on. The "
            "third bill was gone before the election of 8 June 2017."
        ),
        notes=(
            "A bill is counted until its session ended. Parliament was dissolved on 3 May 2017, "
            "six days after the session, and the record of the third bill gives that as its fall. "
            "Speeches for leave to bring in a bill, in 2016 and 2018, are not debates at second "
            "reading. What happened on 26 October 2018 was not found."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), stages, layout),
    )


def _table(versions: pd.DataFrame) -> pd.DataFrame:
    days = bill.days_before_parliament(versions)
    plain = versions.set_index("id").loc[days["version"]]
    spans = pd.DataFrame(
        {
            "what": days["name"],
            "about": list(plain["sponsor"]),
            "measure": DAYS,
            "value": days["days"],
            "as_given": [f"{count} days" for count in days["days"]],
            "first_day": days["came_in"],
            "last_day": days["session_ended"],
            "sources": list(plain["sources"]),
        }
    )
    figures = {id: ledger.figure(id) for id in _TIMES}
    times = pd.DataFrame(
        {
            "what": [what for what, _ in _TIMES.values()],
            "about": [about for _, about in _TIMES.values()],
            "measure": MINUTES,
            "value": [int(figure.value or 0) for figure in figures.values()],
            "as_given": [text.show(figure) for figure in figures.values()],
            "first_day": "2016-03-11",
            "last_day": "2016-03-11",
            "sources": [figure.source for figure in figures.values()],
        }
    )
    return pd.concat([spans, times], ignore_index=True)


def _draw(table: list[Row], stages: pd.DataFrame, layout: Layout) -> go.Figure:
    left, right = (EDGE, 16) if layout.narrow else (224, 84)
    step, bar, down = (58, 20, 15) if layout.narrow else (44, 22, 0)
    spans = [row for row in table if row["measure"] == DAYS]
    times = [row for row in table if row["measure"] == MINUTES]
    key_lines = 2 if layout.narrow else 1
    first = 24 * key_lines + 40
    second = first + step * len(spans) + 84
    sheet = canvas(layout, plot=second + step * len(times), left=left, right=right)
    sheet.rows()
    longest = (_END - _START).days
    sheet.figure.update_xaxes(range=[0, longest], visible=False)
    most = max(row["value"] for row in times) * (1.34 if layout.narrow else 1.16)
    sheet.figure.update_layout(
        barmode="overlay", xaxis2={"range": [0, most], "visible": False, "overlaying": "x"}
    )
    _key(sheet)
    _years(sheet, top=first - 20, bottom=first + step * len(spans) + 4)
    at = {row["row"]: first + step * place + step / 2 + down for place, row in enumerate(spans)}
    for row in spans:
        _span(sheet, row, stages, y=at[row["row"]], bar=bar)
    heading(sheet, "Minutes of debate on 11 March 2016", second - 22, ruled=True)
    for place, row in enumerate(times):
        y = second + step * place + step / 2 + down
        _minutes(sheet, row, y=y, bar=bar, ink=list(_INKS.values())[place])
    return sheet.done()


def _place(day: str | date) -> int:
    return (date.fromisoformat(str(day)) - _START).days


def _span(sheet: Sheet, row: Row, stages: pd.DataFrame, *, y: float, bar: float) -> None:
    """One bill's bar, its name, its days and the marks of its second reading."""
    start, end = _place(row["first_day"]), _place(row["last_day"])
    sheet.figure.add_bar(
        x=[end - start],
        base=[start],
        y=[y],
        width=bar,
        orientation="h",
        marker=Ink(BLUE).marker(),
        customdata=[row["row"]],
        hovertext=[
            f"{row['what']}, {row['about']}<br><b>{row['as_given']}</b>"
            f"<br>{row['first_day']} to {row['last_day']}"
        ],
        hoverinfo="text",
        textposition="none",
    )
    row_label(sheet, row["what"], row["about"], y=y, up=bar / 2 + 3, ground=sheet.layout.narrow)
    last = start > _place("2018-01-01")
    side: dict[str, Any] = {"anchor": "right", "shift": (-6, 0)} if last else {"shift": (6, 0)}
    sheet.write(row["as_given"], x=start if last else end, y=y, bold=True, ground=True, **side)
    mine = stages[stages["date"].between(row["first_day"], row["last_day"])]
    for wanted, marker in ((_LISTED, _mark(False)), ((_DEBATED,), _mark(True))):
        days = list(mine["date"][mine["stage"].isin(wanted)])
        if days:
            sheet.figure.add_scatter(
                x=[_place(day) for day in days],
                y=[y] * len(days),
                mode="markers",
                marker=marker,
                hoverinfo="skip",
            )


def _minutes(sheet: Sheet, row: Row, *, y: float, bar: float, ink: Ink) -> None:
    sheet.figure.add_bar(
        x=[row["value"]],
        y=[y],
        width=bar,
        orientation="h",
        marker=ink.marker(),
        customdata=[row["row"]],
        hovertext=[f"{row['what']}, {row['about']}<br><b>{row['as_given']}</b>"],
        hoverinfo="text",
        textposition="none",
        xaxis="x2",
    )
    stacked = not sheet.layout.narrow
    row_label(sheet, row["what"], row["about"], y=y, up=bar / 2 + 3, stacked=stacked)
    sheet.write(row["as_given"], x=row["value"], y=y, xref="x2", shift=(7, 0), bold=True)


def _mark(debated: bool) -> dict[str, Any]:
    """A mark on a bill's bar: filled for a debate, hollow for a day that was named."""
    if debated:
        return Dot("diamond", ORANGE, PAPER).marker(14, 1)
    return Dot("circle", PAPER, INK).marker(8, 1.5)


def _years(sheet: Sheet, *, top: float, bottom: float) -> None:
    """A hairline where each year begins, and the election between the third bill and the fourth."""
    day = _START
    while day <= _END:
        x = _place(day)
        sheet.line(x0=x, x1=x, y0=top + 12, y1=bottom, line={"color": GRID, "width": 1})
        sheet.write(str(day.year), x=x, y=top, colour=MUTED)
        day = date(day.year + 1, 1, 1)
    x = _place(_ELECTION)
    line = {"color": PLUM, "width": 2, "dash": "5px,4px"}
    sheet.line(x0=x, x1=x, y0=top + 12, y1=bottom, line=line)
    sheet.write(
        "Election, 8 June 2017",
        x=x,
        y=bottom,
        rise="top",
        anchor="center",
        colour=PLUM,
    )


def _key(sheet: Sheet) -> None:
    """What the marks on the bars mean."""
    x, y = 8.0, 12.0
    wide = (_END - _START).days
    margin = sheet.figure.layout.margin
    unit = wide / (sheet.layout.width - margin.l - margin.r)
    for words, marker in (
        ("Debated, 11 March 2016", _mark(True)),
        ("Day named for second reading", _mark(False)),
    ):
        sheet.figure.add_scatter(
            x=[x * unit], y=[y], mode="markers", marker=marker, hoverinfo="skip"
        )
        sheet.write(words, x=(x + 14) * unit, y=y)
        if sheet.layout.narrow:
            y += 24
        else:
            x += 14 + len(words) * sheet.layout.size * 0.5 + 30
