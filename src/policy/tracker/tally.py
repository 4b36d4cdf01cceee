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
    named = view[[*by, "pledge", column]].rename(columns={column: "status"})
    return grouped(named, (*by, "status"), by).drop(columns="pledges")


def grouped(view: pd.DataFrame, by: Sequence[str], whole: Sequence[str] = ()) -> pd.DataFrame:
    """How many pledges share each combination of values, out of how many, and which.

    Args:
        view: One row a pledge, with its name under `pledge`.
        by: The columns whose values make a combination.
        whole: Those of them that make the group that each is counted out of; without any, all.

    Columns: those of `by`, n, of (how many the group has in all), pledges (their names in
    the order given, separated by a space).
    """
    found = (
        view.groupby(list(by), sort=True)["pledge"].agg(n="size", pledges=" ".join).reset_index()
    )
    if whole:
        found["of"] = found.groupby(list(whole))["n"].transform("sum")
    else:
        found["of"] = len(view)
    return found[[*by, "n", "of", "pledges"]]


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
