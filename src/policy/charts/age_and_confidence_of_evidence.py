"""How old the newest evidence on each pledge is, and how far its reading is trusted."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from policy import tables, tracker, units
from policy.charts import pledged
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import Row, rows
from policy.charts.stacked import Columns, Room, stacked
from policy.charts.theme import Layout

_LONG = 6
_AGES = {
    0: "Under two years",
    2: "Two to four years",
    4: "Four to six years",
    _LONG: "Six to eight years",
    8: "Eight years or more",
}
"""Ages by the years at which they begin."""

_TRUST = {
    "high": ("high confidence", pledged.DONE),
    "medium": ("medium", pledged.LATE),
    "low": ("low", pledged.REPLACED),
}


@chart
def age_and_confidence_of_evidence() -> Chart:
    """Stacked bars, an age a row under each plan, a part a confidence."""
    register = tracker.read()
    day = register.latest()
    newest = tracker.newest_evidence(register, tables.table("pledge_events"), day)
    table = _table(newest)
    old = int((newest["years"] >= _LONG).sum())
    high = int((newest["confidence"] == "high").sum())
    return Chart(
        id="age-and-confidence-of-evidence",
        title=(
            f"For {old} of {len(newest)} pledges the newest evidence is {units.cardinal(_LONG)} "
            "years old or more"
        ),
        subtitle=(
            "Age of the newest evidence on each pledge, in years before "
            f"{units.day(day)}, by confidence in its reading and by plan"
        ),
        unit="pledges",
        sources=(),
        alt=(
            f"Stacked bars of pledges by age of evidence. {_told(table)} Confidence in the newest "
            f"evidence is high for {high} of {len(newest)}."
        ),
        notes=(
            "Evidence is any dated event with a source. A search that found nothing is none, and "
            "makes nothing newer. Evidence may be old because the matter is closed, as it is "
            "after a lost election or a date long past. Confidence is this project's trust in its "
            "own reading: high where the passage was read and says it, medium where it was read "
            f"second-hand or in part. {pledged.WHOSE}"
        ),
        table=table.drop(columns="heading"),
        draw=lambda layout: _draw(rows(table), layout),
    )


def _table(newest: pd.DataFrame) -> pd.DataFrame:
    """One row a plan, age and confidence."""
    aged = newest.assign(age=newest["years"].map(_age))
    found = tracker.grouped(aged, ("plan", "age", "confidence"), ("plan",))
    found = pledged.in_order(found, plan=pledged.PLANS, age=_AGES.values(), confidence=_TRUST)
    plans = found["plan"].map(pledged.PLANS)
    return pd.DataFrame(
        {
            "heading": [
                f"{plan}: {of} pledges" for plan, of in zip(plans, found["of"], strict=True)
            ],
            "plan": plans,
            "age": found["age"],
            "confidence": found["confidence"].map(lambda trust: _TRUST[trust][0]),
            "n": found["n"],
            "of": found["of"],
            "pledges": found["pledges"],
        }
    )


def _age(years: float) -> str:
    return _AGES[max(start for start in _AGES if years >= start)]


def _told(table: pd.DataFrame) -> str:
    """Every bar in words."""
    said = []
    for heading, group in table.groupby("heading", sort=False):
        sums = group.groupby("age", sort=False)["n"].sum()
        bars = "; ".join(f"{str(age).lower()}, {n}" for age, n in sums.items())
        said.append(f"{heading}: {bars}.")
    return " ".join(said)


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    columns = Columns("heading", "age", "confidence")
    room = Room(136, 32, 22) if layout.narrow else Room(154, 32, 22)
    looks = dict(_TRUST.values())
    return stacked(table, layout, columns=columns, looks=looks, room=room)
