"""Whether a maker could act, against whether the thing promised came about, whoever did it."""

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

_LOOKS = {
    "labour-review": pledged.DONE,
    "stp-programme": pledged.LATE,
    "reinstatement-bill": pledged.PART,
}
_BY_OTHERS = ["done-by-others", "partly-by-others"]
_BY_MAKER = ["happened", "partly-happened"]


@chart
def outcome_against_condition() -> Chart:
    """Stacked bars, an outcome a row under each position, a part a plan."""
    register = tracker.read()
    day = register.latest()
    now = pledged.promises(pledged.view(register, day))
    table = _table(now)
    lost = now[now["position"] == "never-held-office"]["outcome"]
    return Chart(
        id="outcome-against-condition",
        title=(
            f"Others did at least part of {lost.isin(_BY_OTHERS).sum()} of {len(lost)} promises "
            "whose maker lost"
        ),
        subtitle=(
            "Promises by whether their maker could act and by what happened, whoever did it, "
            f"England, on what was found up to {units.day(day)}"
        ),
        unit="promises",
        sources=(),
        alt=f"Bars of promises in groups by whether the maker could act. {_told(table)}",
        notes=(
            "Two questions that are never merged: whether the maker could act, and what happened "
            "anyway. What others did counts neither for nor against a maker who could not act. "
            "Some promises asked for more than others, so the groups are no test of one another. "
            "Predictions, claims and demands are left out."
        ),
        table=table.drop(columns="heading"),
        draw=lambda layout: _draw(rows(table), layout),
    )


def _table(now: pd.DataFrame) -> pd.DataFrame:
    """One row a position, outcome and plan."""
    words, places = pledged.labels("outcome"), pledged.labels("position")
    found = tracker.grouped(now, ("position", "outcome", "plan"), ("position",))
    found = pledged.in_order(found, position=places, outcome=_ordered(words), plan=pledged.PLANS)
    positions = found["position"].map(places).map(_capital)
    return pd.DataFrame(
        {
            "heading": [
                f"{p}: {of} promises" for p, of in zip(positions, found["of"], strict=True)
            ],
            "position": positions,
            "outcome": found["outcome"].map(words).map(_capital),
            "plan": found["plan"].map(pledged.PLANS),
            "n": found["n"],
            "of": found["of"],
            "pledges": found["pledges"],
        }
    )


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _ordered(words: dict[str, str]) -> list[str]:
    """Outcomes from what happened to what did not, and what is not known last."""
    first = [*_BY_MAKER, *_BY_OTHERS]
    last = ["did-not-happen", "nothing-yet", "nothing-found"]
    return [*first, *(each for each in words if each not in (*first, *last)), *last]


def _told(table: pd.DataFrame) -> str:
    """Every bar in words."""
    said = []
    for heading, group in table.groupby("heading", sort=False):
        sums = group.groupby("outcome", sort=False)["n"].sum()
        bars = ", ".join(f"{str(outcome).lower()} {n}" for outcome, n in sums.items())
        said.append(f"{heading}: {bars}.")
    return " ".join(said)


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    columns = Columns("heading", "outcome", "plan")
    looks = {pledged.PLANS[plan]: look for plan, look in _LOOKS.items()}
    room = Room(150, 32, 22) if layout.narrow else Room(176, 32, 22)
    return stacked(table, layout, columns=columns, looks=looks, room=room)
