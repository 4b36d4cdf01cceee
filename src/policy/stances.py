"""Who supported and who opposed each plan, on which day: pure functions of data/stances.csv.

A stance counts from the end of its date, so one dated 2017 is in force from 31 December 2017.
Positions move, so one actor may have several rows on one plan. A pair of actor and plan on
which nothing was found has one row that says so; a pair without a row was not looked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pandas as pd

from policy.dates import partial_date
from policy.rules.plans import NO_POSITION

PLANS = ("labour-review", "stp-programme", "reinstatement-bill")
FOUND = ("supports", "supports-with-conditions", "mixed", "opposes")
"""Stances from for to against."""
NOT_FOUND = NO_POSITION
KINDS: Mapping[str, str] = {
    "party": "Parties",
    "government": "Government and its bodies",
    "parliament-committee": "Committees of MPs",
    "union": "Unions",
    "professional-body": "Professions, employers and councils",
    "think-tank": "Think tanks",
    "charity": "Charities",
    "campaign": "Campaigns",
    "academic": "Academics",
    "press": "Press",
    "individual": "Individuals",
}
"""Kinds of actor in the order in which readers meet them."""
ELECTION = date(2017, 6, 8)
"""Polling day."""

_PAIR = ["who", "plan"]
_WAS = ["was", "was_date", "was_source"]


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """The dated stances, earliest first, with the day each counts from under ``counts_from``."""
    found = table[table["stance"] != NOT_FOUND].copy()
    days = [partial_date(each) for each in found["date"]]
    found["counts_from"] = [each.last for each in days]
    # Of two that count from one day the vaguer comes first: the other is the later news.
    found["_first"] = [each.first for each in days]
    ordered = found.sort_values(["counts_from", "_first"], kind="stable")
    return ordered.drop(columns="_first")


def latest(table: pd.DataFrame, on: date) -> pd.DataFrame:
    """The stance in force on a day: one row an actor and plan, in the order of the table.

    A pair on which nothing was found keeps its row on every day. A pair whose first stance is
    later than the day has none.
    """
    ordered = in_order(table)
    held = ordered[ordered["counts_from"] <= on].groupby(_PAIR, sort=False).tail(1)
    nothing = table[table["stance"] == NOT_FOUND]
    return table.loc[sorted([*held.index, *nothing.index])]


def moves(table: pd.DataFrame) -> pd.DataFrame:
    """The last stance of each actor on each plan, and the one it held before if that differed.

    Returns:
        One row an actor and plan, in the order of the table, with ``was``, ``was_date`` and
        ``was_source`` besides the table's own columns; all blank when the stance did not move.
    """
    nothing = table.index[table["stance"] == NOT_FOUND]
    made: dict[int, tuple[str, ...]] = {int(index): ("", "", "") for index in nothing}
    for _, rows in in_order(table).groupby(_PAIR, sort=False):
        last = rows.iloc[-1]
        others = rows[rows["stance"] != last["stance"]]
        before = others.iloc[-1][["stance", "date", "source"]] if len(others) else ("", "", "")
        made[int(rows.index[-1])] = tuple(map(str, before))
    places = sorted(made)
    found = pd.DataFrame([made[place] for place in places], columns=_WAS, index=places, dtype="str")
    return table.loc[places].join(found)


def counts(table: pd.DataFrame, on: date) -> pd.DataFrame:
    """How many actors held each stance on a day, with what they are counted out of.

    Returns:
        One row a plan, with a column for each of ``FOUND``, then ``found`` (actors with a
        stance that day) and ``looked_for`` (those and the actors on whom nothing was found).
    """
    held = latest(table, on)
    rows = []
    for plan in PLANS:
        stances = held.loc[held["plan"] == plan, "stance"]
        each = {stance: int((stances == stance).sum()) for stance in FOUND}
        rows.append({"plan": plan, **each, "found": sum(each.values()), "looked_for": len(stances)})
    return pd.DataFrame(rows)


def backers(table: pd.DataFrame, plan: str, on: date) -> frozenset[str]:
    """The actors that supported a plan without condition on a day."""
    held = latest(table, on)
    return frozenset(held.loc[(held["plan"] == plan) & (held["stance"] == "supports"), "who"])
