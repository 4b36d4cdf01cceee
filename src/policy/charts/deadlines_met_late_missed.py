"""What became of every promise that has a date, by plan."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from policy import tracker, units
from policy.charts import pledged
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import Row, rows
from policy.charts.stacked import Columns, Room, stacked
from policy.charts.theme import Layout

_RESULTS = {
    "met": ("Met by the date", pledged.DONE),
    "late": ("Done after the date", pledged.LATE),
    "part": ("Done in part", pledged.PART),
    "missed": ("Missed: evidence found", pledged.NOT_DONE),
    "no-result": ("Date passed, no result found", pledged.UNKNOWN),
    "waiting": ("Date passed, condition open", pledged.ON_THE_WAY),
    "set-aside": ("No longer tests its maker", pledged.ASIDE),
    "not-due": ("Date still to come", pledged.NOT_YET),
}


@chart
def deadlines_met_late_missed() -> Chart:
    """Bars from zero, a result a row under each plan."""
    register = tracker.read()
    day = register.latest()
    found = tracker.deadlines(register, day)
    table = _table(found)
    every = found["result"].value_counts()
    return Chart(
        id="deadlines-met-late-missed",
        title=(
            f"Of {len(found)} dated promises {_n(every, 'met')} were met, {_n(every, 'late')} "
            f"late, {_n(every, 'missed')} missed, {_n(every, 'no-result')} without result"
        ),
        subtitle=(
            "Promises that have a date, by what became of it, by plan, England, on what was found "
            f"up to {units.day(day)}"
        ),
        unit="promises",
        sources=(),
        alt=f"Bars of promises by what became of their date. {_told(table)}",
        notes=(
            "Missed needs evidence of the date or later that it was not done; a date that passes "
            "in silence is no result found. A date no longer tests its maker when the maker lost "
            "the election, or when a successor took the promise's place before it. No promise of "
            f"the Reinstatement Bill has a date. {pledged.WHOSE}"
        ),
        table=table.drop(columns="heading"),
        draw=lambda layout: _draw(rows(table), layout),
    )


def _n(counted: pd.Series, result: str) -> int:
    return int(counted.get(result, 0))


def _told(table: pd.DataFrame) -> str:
    """Every bar in words."""
    said = []
    for heading, group in table.groupby("heading", sort=False):
        bars = (
            f"{words.lower()}, {n}" for words, n in zip(group["result"], group["n"], strict=True)
        )
        said.append(f"{heading}: {'; '.join(bars)}.")
    return " ".join(said)


def _table(found: pd.DataFrame) -> pd.DataFrame:
    """One row a plan and result."""
    counted = tracker.grouped(found, ("plan", "result"), ("plan",))
    counted = pledged.in_order(counted, plan=pledged.PLANS, result=_RESULTS)
    plans = counted["plan"].map(pledged.PLANS)
    return pd.DataFrame(
        {
            "heading": [
                f"{plan}: {of} dated promises"
                for plan, of in zip(plans, counted["of"], strict=True)
            ],
            "plan": plans,
            "result": counted["result"].map(lambda result: _RESULTS[result][0]),
            "n": counted["n"],
            "of": counted["of"],
            "pledges": counted["pledges"],
        }
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    columns = Columns("heading", "result", "result")
    room = Room(0, 48, 20) if layout.narrow else Room(220, 32, 22)
    looks = dict(_RESULTS.values())
    return stacked(table, layout, columns=columns, looks=looks, room=room, keyed=False)
