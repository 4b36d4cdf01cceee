"""How many pledges stand where, never without how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from policy.tracker.lives import history, on
from policy.tracker.record import Register
from policy.tracker.vocabulary import MAKER, PROMISE

if TYPE_CHECKING:
    import pandas as pd

MET = "met"
NOT_DUE = "not-due"

_MET_BY_THEN = frozenset({"delivered"})


def counts(
    view: pd.DataFrame, column: str = MAKER, by: Sequence[str] = ("plan", "class")
) -> pd.DataFrame:
    """How many pledges of each group have each status.

    Args:
        view: Pledges on one day, as `on` gives them.
        column: Which question: position, maker or outcome.
        by: What makes a group. Promises, predictions and demands are never pooled unless the
            caller leaves `class` out.

    Columns: those of `by`, status, n, of (how many the group has in all).
    """
    keys = list(by)
    named = view[[*keys, column]].rename(columns={column: "status"})
    found = named.groupby([*keys, "status"], sort=True).size().rename("n").reset_index()
    if not keys:
        return found.assign(of=len(view))
    whole = named.groupby(keys).size().rename("of").reset_index()
    return found.merge(whole, on=keys)


def deadlines(register: Register, day: date) -> pd.DataFrame:
    """What became of each promise that has a deadline, as of the end of a day.

    `met` when it stood as delivered at the end of the deadline, whatever came later; else
    what the status says: late, part, missed, no-result, waiting (its condition is not
    settled) or set-aside (not tested, superseded and the like). `not-due` while the
    deadline is still to come.

    Columns: pledge, plan, deadline (its last day), result, status.
    """
    import pandas as pd

    lives = history(register)
    now = on(lives, day).set_index("pledge")
    rows = []
    for pledge in register.pledges:
        if pledge.deadline is None or pledge.kind != PROMISE or pledge.id not in now.index:
            continue
        last, status = pledge.deadline.last, str(now.loc[pledge.id, MAKER])
        then = on(lives[lives["pledge"] == pledge.id], last)
        met = not then.empty and then[MAKER].iloc[0] in _MET_BY_THEN
        result = MET if met else NOT_DUE if last >= day else register.book.dated[status]
        rows.append((pledge.id, pledge.plan, last, result, status))
    return pd.DataFrame(
        rows, columns=["pledge", "plan", "deadline", "result", "status"], dtype=object
    )


def deadline_counts(found: pd.DataFrame) -> pd.DataFrame:
    """How many deadlines of each plan were met, met late, missed and so on.

    Columns: plan, result, n, of (how many promises of that plan have a deadline).
    """
    renamed = found[["plan", "result"]].rename(columns={"result": MAKER})
    return counts(renamed, by=("plan",)).rename(columns={"status": "result"})
