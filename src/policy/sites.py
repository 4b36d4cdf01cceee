"""Counts of hospitals, departments and plans at risk, each with what it counts."""

from __future__ import annotations

import pandas as pd

DEPARTMENTS = "Emergency departments for adults"
RIVALS = "Hospitals, rival sites counted together"
WHOLE = "Whole hospitals"
MIXED = "Hospitals and A&E units, added together"
PLANS = "Plans"

JOURNAL = "Health Service Journal, February 2017"


def counts(figures: pd.DataFrame) -> pd.DataFrame:
    """Each count under the thing it counts; a part follows the whole that it is a part of.

    Args:
        figures: the ledger, as ``ledger.frame`` gives it.

    Returns:
        Columns: counts (the thing), who, says (what the number says of it), number, nature,
        ledger_id.
    """
    groups = {
        (DEPARTMENTS, JOURNAL): (
            ("in England", "prop-count-hsj-175"),
            ("that could be closed or downgraded by 2020/21", "prop-count-hsj-24"),
            ("of them with agreed, public plans", "prop-count-hsj-7"),
            ("of those to be closed outright", "prop-count-hsj-3close"),
        ),
        (RIVALS, JOURNAL): (
            ("whose emergency department could change", "prop-count-hsj-33"),
            ("of them where nothing was decided", "prop-count-hsj-26"),
        ),
        (WHOLE, "Johnston Press, February 2017"): (
            ("proposed for closure or at risk", "prop-count-jp-19"),
            ("of them major acute hospitals", "prop-count-jp-19-acute"),
        ),
        (MIXED, "Labour, by Sky News, May 2017; not found in the journal it credits"): (
            ("that could be closed or downgraded", "prop-count-46-seed"),
        ),
        (PLANS, "BBC, February 2017"): (
            ("in England, a plan for each", "stp-00-count-44"),
            ("that mention a cut or change to hospitals", "prop-count-bbc-28"),
        ),
    }
    rows = [(*group, *row) for group, listed in groups.items() for row in listed]
    frame = pd.DataFrame(rows, columns=["counts", "who", "says", "ledger_id"])
    known = figures.set_index("id").loc[frame["ledger_id"]]
    ids = frame.pop("ledger_id")
    return frame.assign(
        number=list(known["value"]), nature=list(known["nature"]), ledger_id=list(ids)
    )
