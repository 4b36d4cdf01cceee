"""Efficiency asked for and efficiency measured, by what each percentage counts."""

from __future__ import annotations

import pandas as pd

from policy.money.amounts import sizes_in_percent
from policy.money.frames import listed

TARGET = "Savings asked of trusts, a year"
RATE = "Savings by trusts, whether lasting not stated"
ALL = "Savings by trusts, one-off savings included"
LASTING = "Savings by trusts, lasting ones alone"
PRODUCTIVITY = "Productivity of the NHS: output for input, a year"


def rates(figures: pd.DataFrame) -> pd.DataFrame:
    """Rates of efficiency by what is counted, in the order of their years.

    Columns: measure, who, covers, percent, nature, ledger_id.
    """
    groups = {
        TARGET: (
            ("Target, 2011/12 to 2014/15", "Nuffield Trust", "money-22bn-nt-2pc-target"),
            ("Requirement, years not clear", "Public Accounts Committee", "money-pac-4pc"),
        ),
        RATE: (("Three years to about 2015", "Nuffield Trust", "money-22bn-nt-2pc"),),
        ALL: (
            ("2016/17", "NHS Improvement", "money-eff-1617-31bn-share"),
            ("2017/18", "NHS Improvement", "money-eff-1718"),
        ),
        LASTING: (
            ("2016/17", "Centre for Health and the Public Interest", "money-chpi-recurrent"),
            ("2017/18", "worked out here", "savings-2017-18-lasting"),
        ),
        PRODUCTIVITY: (
            (
                "Rise, 2010/11 to 2016/17",
                "Office for National Statistics",
                "money-eff-ons-21",
            ),
            ("Aim, 2019/20 to 2023/24", "NHS England", "money-eff-ltp-11"),
        ),
    }
    return sizes_in_percent(listed(groups, "measure", "who", "covers", "ledger_id"), figures)
