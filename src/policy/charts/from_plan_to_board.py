"""From plans without standing in law to boards in law: forms, numbers and dates on one line."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from policy import ledger, milestones, tables, text
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import EDGE, Dot, Ink, Row, read_in, rows
from policy.charts.theme import (
    BLUE,
    GRID,
    INK,
    MUTED,
    PAPER,
    TEAL,
    Layout,
    Sheet,
    canvas,
    text_width,
)
from policy.milestones import FORMS, STANDINGS

_INKS = {"none": Ink(TEAL, "/"), "statutory": Ink(BLUE)}
_IN_LAW = "boards-in-law"
_FIRST, _LAST = 2015.6, 2027.7
_BELOW = {"stp-ics-2018", "stp-ics-2020"}
"""Numbers written under their mark, since one beside them has the room above."""


@chart
def from_plan_to_board() -> Chart:
    """A bar for each form from its first step to its last, with a mark at each step."""
    made = milestones.steps(tables.table("milestones"), ledger.frame())
    table = made.assign(changed=made["changed"].map(text.resolve))
    return Chart(
        id="from-plan-to-board",
        title="Six years without standing in law, then boards with it",
        subtitle=(
            "Forms of local NHS planning, how many there were of each, and their standing in "
            "law, England, December 2015 to September 2026"
        ),
        unit="number of areas, partnerships, systems, boards or shared teams",
        sources=read_in(table),
        alt=(
            "A timeline with a bar for each form. Without standing in law: plans for "
            "{fig:stp-00-count-44|number} footprints from 2015, {fig:stp-partnerships-44|number} "
            "partnerships from March 2017, {fig:stp-acs-first|number} accountable care systems "
            "from June 2017, and integrated care systems, which went from "
            "{fig:stp-ics-first|number} to {fig:market-status-42-ics|number} by April 2021. In "
            "law from 1 July 2022: {fig:market-status-hca2022|number} integrated care boards, "
            "{fig:gap-icb-36|number} from April 2026. Since September 2025 some share leaders "
            "in clusters, which have no standing in law of their own."
        ),
        notes=(
            "Partial dates are drawn at their end. Several forms could stand at once, so the "
            "numbers of one day need not add up. Partnerships were fewer than "
            "{fig:stp-partnerships-44|number} before 2021: a report of December 2020 counts "
            "{fig:stp-partnerships-42|number} in all, of which {fig:stp-partnerships-2020|number} "
            "were left. The number on clusters is of leadership teams, as planned. The number of "
            "boards in April 2026 was read second-hand. The Health Bill of 2026 is not known to "
            "be law."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(listed: list[Row], layout: Layout) -> go.Figure:
    steps = tables.table("milestones")
    step, bar, down, left = (84, 22, 12, EDGE) if layout.narrow else (62, 24, 0, 190)
    top = 40
    plot = top + step * len(FORMS) + 58
    sheet = canvas(layout, plot=plot, left=left, right=EDGE)
    sheet.rows()
    sheet.figure.update_xaxes(range=[_FIRST, _LAST], visible=False)
    sheet.figure.update_layout(barmode="overlay")
    lanes = {form: top + step * (number + 0.5) for number, form in enumerate(FORMS)}
    change = milestones.year_of(str(steps.set_index("id")["date"][_IN_LAW]))
    _years(sheet, plot - 42)
    _sides(sheet, change, plot - 54)
    _key(sheet, plot - 12)
    _bars(sheet, milestones.spans(steps), lanes, bar=bar, down=down)
    for form, y in lanes.items():
        at = y + down - bar / 2 - 20 if layout.narrow else y
        sheet.write(
            FORMS[form],
            x=0,
            y=at,
            xref="paper",
            rise="bottom" if layout.narrow else "middle",
            shift=(0, 0) if layout.narrow else (EDGE - left, 0),
            bold=True,
            ground=layout.narrow,
        )
    _marks(sheet, steps, listed, lanes, down=down, up=bar // 2 + 4)
    return sheet.done()


def _years(sheet: Sheet, bottom: int) -> None:
    """A hairline for each new year and the year under the lines, every third when narrow."""
    for year in range(2016, 2028):
        sheet.line(x0=year, x1=year, y0=36, y1=bottom - 12, line={"color": GRID, "width": 1})
        if not sheet.layout.narrow or year % 3 == 1:
            sheet.write(str(year), x=year, y=bottom, anchor="center", colour=MUTED)


def _sides(sheet: Sheet, change: float, bottom: int) -> None:
    """The day from which boards stood in law, and what each side of it was."""
    line = {"color": INK, "width": 2, "dash": "4px,3px"}
    sheet.line(x0=change, x1=change, y0=6, y1=bottom, line=line)
    before = "No standing in law"
    after = "Boards in law" if sheet.layout.narrow else "Boards in law, from 1 July 2022"
    sheet.write(before, x=change, y=18, anchor="right", shift=(-8, 0), bold=True)
    sheet.write(after, x=change, y=18, shift=(8, 0), bold=True)


def _bars(
    sheet: Sheet, spans: pd.DataFrame, lanes: dict[str, float], *, bar: int, down: int
) -> None:
    for standing, ink in _INKS.items():
        found = spans[spans["standing"] == standing]
        sheet.figure.add_bar(
            x=list(found["end"] - found["start"]),
            base=list(found["start"]),
            y=[lanes[form] + down for form in found["form"]],
            width=bar,
            orientation="h",
            marker=ink.marker(),
            hovertext=[f"{FORMS[form]}: {STANDINGS[standing]}" for form in found["form"]],
            hoverinfo="text",
        )


def _looks(counted: bool) -> dict[str, Any]:
    """A solid round mark for a step with a number, a hollow diamond for another."""
    dot = Dot("circle", INK, INK) if counted else Dot("diamond", PAPER, INK)
    return dot.marker(11, 2)


def _key(sheet: Sheet, y: float) -> None:
    unit = (_LAST - _FIRST) / (sheet.layout.width - sheet.left - EDGE)
    x = _FIRST + 8 * unit
    for counted, words in ((True, "Step with its number"), (False, "Other step")):
        mark = {"mode": "markers", "marker": _looks(counted), "hoverinfo": "skip"}
        sheet.figure.add_scatter(x=[x], y=[y], **mark)
        sheet.write(words, x=x, y=y, shift=(12, 0))
        x += (36 + text_width(words, sheet.layout.size)) * unit


def _marks(
    sheet: Sheet,
    steps: pd.DataFrame,
    listed: list[Row],
    lanes: dict[str, float],
    *,
    down: int,
    up: int,
) -> None:
    """A mark for each step, with its number or, where it lies ahead, the word due."""
    for row, step in zip(listed, steps.to_dict("records"), strict=True):
        counted = bool(step["figure"])
        x, y = milestones.year_of(step["date"]), lanes[step["form"]] + down
        sheet.figure.add_scatter(
            x=[x],
            y=[y],
            mode="markers",
            marker=_looks(counted),
            customdata=[row["row"]],
            hovertext=[f"{row['form']}, {row['date']}<br>{row['changed']}"],
            hoverinfo="text",
            cliponaxis=False,
        )
        words = row["areas"] or (milestones.DUE if step["state"] == milestones.DUE else "")
        if words:
            under = step["figure"] in _BELOW
            sheet.write(
                words,
                x=x,
                y=y,
                anchor="center",
                rise="top" if under else "bottom",
                shift=(0, -up if under else up),
                bold=counted,
                ground=True,
            )
