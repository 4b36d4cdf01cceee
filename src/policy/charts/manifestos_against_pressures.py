"""Health spending under the manifestos of 2017 beside the pressures projected for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import plotly.graph_objects as go

from policy import ledger, text
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import Dot, Row, cited, rows, said, worded
from policy.charts.theme import BLUE, INK, MUTED, ORANGE, PAPER, PLUM, TEAL, Layout, Sheet, canvas
from policy.money import manifestos

_AT = {year: int(year[:4]) - 2017 for year in manifestos.YEARS}
_END = max(_AT.values())
_FLOOR, _CEILING = 122, 155  # £bn; the subtitle says that the scale does not start at zero


@dataclass(frozen=True)
class _Path:
    """How a path is drawn, and on which side of the line its middle value stands."""

    colour: str
    dash: str
    symbol: str
    middle: Literal["bottom", "top"]


_PATHS = {
    manifestos.PRESSURES: _Path(TEAL, "7px,4px", "square", "bottom"),
    manifestos.LABOUR: _Path(PLUM, "solid", "circle", "bottom"),
    manifestos.LIBERAL_DEMOCRAT: _Path(ORANGE, "solid", "diamond", "top"),
    manifestos.CONSERVATIVE: _Path(BLUE, "solid", "circle", "bottom"),
    manifestos.EXISTING: _Path(MUTED, "3px,3px", "circle", "top"),
}
_SHORT = {manifestos.LIBERAL_DEMOCRAT: "Lib Dem"}


@chart
def manifestos_against_pressures() -> Chart:
    """Lines from one start, the parties' close together and pressures above them."""
    table = worded(manifestos.paths(ledger.frame()))
    return Chart(
        id="manifestos-against-pressures",
        title=(
            "Manifestos of 2017 differed by {fig:labour-less-conservative-2022-23}, all "
            "{fig:pressures-less-labour-2022-23} to {fig:pressures-less-conservative-2022-23} "
            "below projected pressures"
        ),
        subtitle=(
            "Health spending implied and pressures projected, Health Foundation, England, "
            "2017/18 to 2022/23, £bn a year, 2017/18 prices; scale does not start at zero"
        ),
        unit="£bn a year, 2017/18 prices",
        sources=cited(table),
        alt=(
            "Lines from 2017/18 to 2022/23. Projected pressures rise from "
            "{fig:money-hf17-pressures-2017-18} to {fig:money-hf17-pressures-2022-23}. Spending "
            "implied by the manifestos ends at {fig:money-hf17-labour-2022-23} for Labour, "
            "{fig:money-hf17-libdem-2022-23} for the Liberal Democrats and "
            "{fig:money-hf17-conservative-2022-23} for the Conservatives. Existing plans reach "
            "{fig:money-hf17-current-2020-21} in 2020/21."
        ),
        notes=(
            "Estimates and projections by one body, not outturn. The distance to pressures is a "
            "gap between two projections, not a change in spending: under every plan spending "
            "rises in real terms. Pressures grow by {fig:money-hf17-pressures-rate} above "
            "inflation. Existing plans ended in 2020/21. The cash sums and years that the "
            "parties printed themselves differ from these."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    left, right = (60, 144) if layout.narrow else (70, 184)
    sheet = canvas(layout, plot=430, left=left, right=right, top=10, bottom=34)
    sheet.figure.update_xaxes(range=[0, _END], visible=False)
    sheet.figure.update_yaxes(range=[_FLOOR, _CEILING], visible=False)
    for year, x in _AT.items():
        sheet.write(year, x=x, y=0, yref="paper", rise="top", anchor="center", shift=(0, -10))
    # Drawn in reverse, so that the parties' lines lie over the others where all begin.
    for path in reversed(_PATHS):
        _line(sheet, [row for row in table if row["path"] == path])
    starts = {row["gbp_bn"]: row for row in table if row["year"] == manifestos.YEARS[0]}
    for value, row in starts.items():
        sheet.write(said(row), x=0, y=value, anchor="right", shift=(-11, 0))
    _distance(sheet, {row["path"]: row for row in table if row["year"] == manifestos.YEARS[-1]})
    return sheet.done()


def _line(sheet: Sheet, listed: list[Row]) -> None:
    path = listed[0]["path"]
    look, existing = _PATHS[path], path == manifestos.EXISTING
    dot = Dot(look.symbol, PAPER if existing else look.colour, MUTED if existing else PAPER)
    sheet.figure.add_scatter(
        x=[_AT[row["year"]] for row in listed],
        y=[row["gbp_bn"] for row in listed],
        mode="lines+markers",
        line={"color": look.colour, "dash": look.dash, "width": 3},
        marker=dot.marker(10, 1),
        cliponaxis=False,
        customdata=[row["row"] for row in listed],
        hovertext=[
            f"{path}, {row['year']}, 2017/18 prices<br><b>{said(row)}</b> {row['nature']}"
            for row in listed
        ],
        hoverinfo="text",
    )
    middle = listed[1]
    above = look.middle == "bottom"
    words = said(middle)
    at: dict[str, Any] = {"x": _AT[middle["year"]], "y": middle["gbp_bn"]}
    if existing:
        words = f"{words}<br>existing plans"
    # On a phone the parties' middle values would lie on each other's lines: the table has them.
    if not sheet.layout.narrow or path in (manifestos.PRESSURES, manifestos.EXISTING):
        sheet.write(
            words,
            anchor="right" if above else "left",
            rise=look.middle,
            shift=(0, 5 if above else -5),
            colour=MUTED if existing else INK,
            **at,
        )
    if listed[-1]["year"] == manifestos.YEARS[-1]:
        end = listed[-1]
        name = _SHORT.get(path, path) if sheet.layout.narrow else path
        if path == manifestos.PRESSURES:
            name = "projected<br>pressures"
        sheet.write(f"<b>{said(end)}</b> {name}", x=_END, y=end["gbp_bn"], shift=(11, 0))


def _distance(sheet: Sheet, ends: dict[str, Row]) -> None:
    """The span between pressures and the plans at the last year."""
    high = ends[manifestos.PRESSURES]["gbp_bn"]
    plans = [row["gbp_bn"] for path, row in ends.items() if path != manifestos.PRESSURES]
    line = {"color": MUTED, "width": 1, "dash": "2px,2px"}
    sheet.line(x0=_END, x1=_END, y0=max(plans), y1=high, line=line)
    least, most = (
        text.show(ledger.figure(f"pressures-less-{party}-2022-23"))
        for party in ("labour", "conservative")
    )
    words = f"plans lie<br>{least} to {most}<br>below"
    y = (high + max(plans)) / 2
    sheet.write(words, x=_END, y=y, shift=(11, 0), colour=MUTED)
