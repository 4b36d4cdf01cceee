"""How every pledge stands on the last day on record, by plan and by type."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import plotly.graph_objects as go

from policy import tracker, units
from policy.charts import pledged
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import Row, rows
from policy.charts.stacked import Columns, Room, stacked
from policy.charts.theme import Layout
from policy.tracker.vocabulary import PROMISE

_TYPES = {
    "process": "Process",
    "structure": "Bodies",
    "legislation": "Law",
    "funding": "Money",
    "outcome": "Results",
    "prediction": "Predictions",
    "claim": "Claims",
    "demand": "Demands",
}


@chart
def status_by_plan_and_type() -> Chart:
    """Stacked bars, a type a row under each plan."""
    register = tracker.read()
    day = register.latest()
    now = pledged.view(register, day)
    table = _table(now)
    plain = {plan: pledged.promises(now[now["plan"] == plan])["maker"] for plan in pledged.PLANS}
    labour, stps, bill = plain.values()
    delivered = stps.isin(["delivered", "delivered-late"]).sum()
    return Chart(
        id="status-by-plan-and-type",
        title=(
            f"Labour: {labour.eq('not-tested').sum()} of {len(labour)} not tested; "
            f"STPs: {delivered} of {len(stps)} delivered; "
            f"Bill: {bill.eq('lapsed').sum()} lapsed"
        ),
        subtitle=(
            "Pledges by the status of their maker, by plan and type, England, on what was found "
            f"up to {units.day(day)}"
        ),
        unit="pledges",
        sources=(),
        alt=(
            "Stacked bars of pledges by type under each plan. Promises by status: "
            + "; ".join(f"{pledged.PLANS[plan]}, {_told(each)}" for plan, each in plain.items())
            + ". Predictions, claims and demands have rows of their own."
        ),
        notes=(
            "The title counts promises, and delivered in it takes in what was delivered late. Not "
            "tested: the maker lost the election the promise was made for, or asks others to act. "
            f"Lapsed: the bill that carried it fell. {pledged.WHOSE}"
        ),
        table=table.drop(columns="heading"),
        draw=lambda layout: _draw(rows(table), layout),
    )


def _table(now: pd.DataFrame) -> pd.DataFrame:
    """One row a plan, type and status."""
    found = tracker.grouped(now, ("plan", "type", "maker"), ("plan", "type"))
    found = pledged.in_order(found, plan=pledged.PLANS, type=_TYPES, maker=pledged.STATUSES)
    return pd.DataFrame(
        {
            "heading": found["plan"].map(lambda plan: _heading(now[now["plan"] == plan])),
            "plan": found["plan"].map(pledged.PLANS),
            "type": found["type"].map(_TYPES),
            "status": found["maker"].map(pledged.labels("maker")),
            "n": found["n"],
            "of": found["of"],
            "pledges": found["pledges"],
        }
    )


def _heading(of_plan: pd.DataFrame) -> str:
    promised = int((of_plan["class"] == PROMISE).sum())
    others = len(of_plan) - promised
    name = pledged.PLANS[of_plan["plan"].iloc[0]]
    return f"{name}: {promised} promises, {others} other{'s' if others != 1 else ''}"


def _told(statuses: Iterable[str]) -> str:
    """Statuses counted in words, the most frequent first."""
    words = pledged.labels("maker")
    counted = pd.Series(list(statuses)).value_counts()
    return ", ".join(f"{n} {words[str(status)]}" for status, n in counted.items())


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    columns = Columns("heading", "type", "status")
    room = Room(92, 30, 24) if layout.narrow else Room(110, 30, 24)
    return stacked(table, layout, columns=columns, looks=pledged.status_looks(), room=room)
