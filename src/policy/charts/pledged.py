"""What the charts of pledges share: the words and looks of plans and statuses, and the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pandas as pd

from policy import tables, tracker
from policy.charts.theme import BLUE, GRID, INK, MUTED, ORANGE, PAPER, PLUM, TEAL
from policy.charts.tiles import Look
from policy.tracker import Register
from policy.tracker.vocabulary import MAKER, PROMISE

PLANS = {
    "labour-review": "Labour",
    "stp-programme": "STPs",
    "reinstatement-bill": "Reinstatement Bill",
}
"""Under which plan a pledge is read; a list of who made them is in ``WHOSE``."""

WHOSE = (
    "Labour's part has its manifestos since 2017 and the pledges of its government since July "
    "2024. The STPs' part has pledges of NHS England, its partners and the Government, and of the "
    "Conservatives in 2017. The Bill's part has its campaign's predictions, claims and demands."
)

DONE = Look(BLUE, BLUE, "", PAPER)
LATE = Look(PAPER, BLUE, "", INK, "/")
PART = Look(TEAL, TEAL, "", INK)
ON_THE_WAY = Look(PAPER, TEAL, "", INK, "/")
STALLED = Look(PAPER, TEAL, "", INK, "x")
NOT_YET = Look(PAPER, MUTED, "", INK)
NOT_DONE = Look(PLUM, PLUM, "", PAPER)
REPLACED = Look(ORANGE, ORANGE, "", INK)
FELL = Look(PAPER, ORANGE, "", INK, "/")
ASIDE = Look(GRID, MUTED, "", INK)
UNKNOWN = Look(PAPER, MUTED, "", INK, ".")

STATUSES = {
    "delivered": DONE,
    "came-true": DONE,
    "delivered-late": LATE,
    "partly-delivered": PART,
    "partly-true": PART,
    "not-delivered": NOT_DONE,
    "not-borne-out": NOT_DONE,
    "nothing-found": UNKNOWN,
    "in-progress": ON_THE_WAY,
    "stalled": STALLED,
    "open": NOT_YET,
    "not-started": NOT_YET,
    "superseded": REPLACED,
    "withdrawn": REPLACED,
    "thwarted": REPLACED,
    "done-by-others": REPLACED,
    "lapsed": FELL,
    "not-tested": ASIDE,
}
"""How each status of a maker looks, in the order of the parts of a bar."""


def labels(column: str) -> dict[str, str]:
    """The words for each status of a question, in the order of `statuses.csv`."""
    rows = tables.table("statuses")
    rows = rows[rows["column"] == column]
    return dict(zip(rows["status"], rows["label"], strict=True))


def status_looks() -> dict[str, Look]:
    """How each status of a maker looks, by its words, in the order of the parts of a bar."""
    words = labels(MAKER)
    return {words[status]: look for status, look in STATUSES.items()}


def view(register: Register, day: date) -> pd.DataFrame:
    """Every pledge as it stood at the end of a day, as `tracker.on` gives it."""
    return tracker.on(tracker.history(register, register.latest()), day)


def promises(found: pd.DataFrame) -> pd.DataFrame:
    """The promises among pledges."""
    return found[found["class"] == PROMISE]


def in_order(table: pd.DataFrame, **orders: Iterable[str]) -> pd.DataFrame:
    """The table sorted by the columns named, each in the order of the values given.

    Raises:
        ValueError: a column has a value that was not given.
    """
    places = {name: {each: at for at, each in enumerate(listed)} for name, listed in orders.items()}
    for name, known in places.items():
        if lost := set(table[name]) - set(known):
            raise ValueError(f"{name} has {min(lost)!r}, which has no place")
    return table.sort_values(
        list(orders), key=lambda column: column.map(places[str(column.name)]), ignore_index=True
    )
