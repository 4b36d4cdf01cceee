"""Dated promises on waiting, made by the bodies that ran the plans, beside what was measured."""

from __future__ import annotations

import pandas as pd

from policy.money.amounts import sizes_in_percent

PROMISED = "promised"
MEASURED = "measured"

_AE = "A&E: dealt with inside four hours"
_RTT = "Planned care: waiting {fig:standard-18-weeks}"
_CANCER = "Cancer: told inside {fig:standard-28-day}"

_PAIRS = (
    (_RTT, "end of March 2017", "rtt-promised-2016-17", "rtt-18-weeks-2017-03"),
    (_AE, "September 2017", "nhse-ae-90-sept17", "ae-four-hours-2017-09"),
    (_AE, "2018; highest month shown", "ae-promised-2018", "ae-best-month-2018"),
    (_AE, "September 2018", "ae-promised-2018-09", "ae-four-hours-2018-09"),
    (_AE, "2019; highest month shown", "ae-promised-2019", "ae-best-month-2019"),
    (_CANCER, "by 2020; measured June 2024", "standard-28-day-share", "cancer-28-day-2024-06"),
)


def against_outturn(figures: pd.DataFrame) -> pd.DataFrame:
    """Each promise and what came, two rows a promise, grouped by what was promised.

    Columns: promise, due, kind (promised or measured), percent, nature, ledger_id.

    Raises:
        ValueError: a figure is not a percentage, or has no single value.
    """
    order = {name: number for number, name in enumerate((_AE, _RTT, _CANCER))}
    rows = [
        (promise, due, kind, id)
        for promise, due, *ids in sorted(_PAIRS, key=lambda pair: order[pair[0]])
        for kind, id in zip((PROMISED, MEASURED), ids, strict=True)
    ]
    columns = ["promise", "due", "kind", "ledger_id"]
    return sizes_in_percent(pd.DataFrame(rows, columns=columns), figures)
