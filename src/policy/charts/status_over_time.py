"""How the promises of each plan stood at the end of each year, and around polling day."""

from __future__ import annotations

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from policy import tracker, units
from policy.charts import pledged
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import Row, rows
from policy.charts.stacked import Columns, Room, stacked
from policy.charts.theme import Layout
from policy.units import MONTHS

_FIRST_YEAR = 2015
_POLLING = date(2017, 6, 8)
_MORROW = date(2017, 6, 9)


@chart
def status_over_time() -> Chart:
    """Stacked bars, a day a row under each plan."""
    register = tracker.read()
    lives = tracker.history(register, register.latest())
    days = _days(register.latest())
    table = _table(lives, days)
    eve, morrow = (
        pledged.promises(tracker.on(lives, day)).set_index("pledge")["maker"]
        for day in (_POLLING, _MORROW)
    )
    turned = int((eve.eq("open") & morrow.reindex(eve.index).eq("not-tested")).sum())
    fell = table[(table["plan"] == "Reinstatement Bill") & (table["status"] == "lapsed")]
    return Chart(
        id="status-over-time",
        title=f"On 9 June 2017, {turned} Labour promises went from open to not tested",
        subtitle=(
            "Promises by the status of their maker, by plan, England, at the end of each year "
            f"from {_FIRST_YEAR}, on polling day 2017 and the day after, and on "
            f"{units.day(register.latest())}"
        ),
        unit="promises",
        sources=(),
        alt=(
            "Stacked bars for the end of each year, a group for each plan. Of Labour's promises "
            f"{turned} are open on 8 June 2017 and not tested from 9 June; those of its government "
            "since 2024 are not started, in progress or decided. Those of the STPs go from not "
            "started to a mix of delivered, delivered late, partly delivered, not delivered, no "
            f"result found and superseded. All of the Bill's are lapsed on {len(fell)} of the "
            "days drawn, and some are in progress while a bill is before Parliament."
        ),
        notes=(
            "Counts, out of the promises made by that day, which the number at the end of a bar "
            "gives. Predictions, claims and demands are left out. A status is worked out from "
            "what had happened by the day, as it is on record now. Polling day counts to its end. "
            f"{pledged.WHOSE}"
        ),
        table=table.drop(columns=["heading", "when"]),
        draw=lambda layout: _draw(rows(table), layout),
    )


def _days(latest: date) -> list[date]:
    ends = [date(year, 12, 31) for year in range(_FIRST_YEAR, latest.year)]
    return sorted({*ends, _POLLING, _MORROW, latest})


def _table(lives: pd.DataFrame, days: list[date]) -> pd.DataFrame:
    """One row a plan, day and status."""
    seen = [pledged.promises(tracker.on(lives, day)).assign(day=day.isoformat()) for day in days]
    keys = ("plan", "day", "maker")
    found = tracker.grouped(pd.concat(seen), keys, keys[:2])
    listed = map(date.isoformat, days)
    found = pledged.in_order(found, plan=pledged.PLANS, day=listed, maker=pledged.STATUSES)
    plans = found["plan"].map(pledged.PLANS)
    return pd.DataFrame(
        {
            "heading": plans,
            "plan": plans,
            "day": found["day"],
            "when": found["day"].map(lambda day: _short(date.fromisoformat(day))),
            "status": found["maker"].map(pledged.labels("maker")),
            "n": found["n"],
            "of": found["of"],
            "pledges": found["pledges"],
        }
    )


def _short(day: date) -> str:
    """A day that fits beside a bar on a phone."""
    if (day.month, day.day) == (12, 31):
        return f"End {day.year}"
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    columns = Columns("heading", "when", "status")
    room = Room(90, 25, 20) if layout.narrow else Room(104, 25, 20)
    return stacked(table, layout, columns=columns, looks=pledged.status_looks(), room=room)
