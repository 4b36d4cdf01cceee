"""Health spending under the manifestos of 2017, beside the pressures projected for it."""

from __future__ import annotations

import pandas as pd

from policy.money.amounts import billions

YEARS = ("2017/18", "2020/21", "2022/23")
PRESSURES = "Projected pressures"
LABOUR = "Labour"
LIBERAL_DEMOCRAT = "Liberal Democrat"
CONSERVATIVE = "Conservative"
EXISTING = "Existing plans"


def paths(figures: pd.DataFrame) -> pd.DataFrame:
    """The Health Foundation's path of English health spending under each plan.

    Columns: path, year, gbp_bn (a year, in the prices of 2017/18), nature, ledger_id.
    """
    ends = {
        PRESSURES: ("pressures", YEARS),
        LABOUR: ("labour", YEARS),
        LIBERAL_DEMOCRAT: ("libdem", YEARS),
        CONSERVATIVE: ("conservative", YEARS),
        EXISTING: ("current", YEARS[:2]),
    }
    rows = [
        (path, year, f"money-hf17-{name}-{year.replace('/', '-')}")
        for path, (name, years) in ends.items()
        for year in years
    ]
    return billions(pd.DataFrame(rows, columns=["path", "year", "ledger_id"]), figures)
