"""Readings of what happened to adult social care's money, by what each one measures."""

from __future__ import annotations

import pandas as pd

from policy.money.amounts import sizes_in_percent
from policy.money.frames import listed

SAVINGS = "Savings against standing still, share of the budget"
SPENDING = "Fall in spending on social care"
PER_ADULT = "Fall in social care spending for each adult"
INCOME = "Fall in councils' money for all services"
SHARE = "Social care's share of council spending: not a fall"


def readings(figures: pd.DataFrame) -> pd.DataFrame:
    """Every percentage found, grouped by what it measures, smallest first in each group.

    Columns: measure, who, covers, percent (its size), nature, ledger_id.
    """
    groups = {
        SAVINGS: (
            ("Directors' survey of 2013", "since 2011", "money-asc-adass-method"),
            ("Directors' survey of 2014", "since 2010", "money-asc-adass-2014"),
            ("Directors' survey of 2015", "since 2010", "money-asc-adass-31"),
        ),
        SPENDING: (
            ("Institute for Government", "2009/10 to 2017/18", "money-asc-ifg-3"),
            ("Institute for Fiscal Studies", "to 2015/16, NHS money in", "money-asc-ifs-64"),
            ("National Audit Office", "from 2010/11, end not seen", "money-asc-nao-7"),
            ("Institute for Fiscal Studies", "2009/10 to 2016/17", "money-asc-ifs-8"),
            ("Local Government Association", "2010/11 to 2015/16", "money-asc-pac-10"),
            ("Directors' survey of 2015", "cash, since 2010/11", "money-asc-adass-31-cash"),
            ("Directors' survey of 2014", "prices not stated", "money-asc-adass-2014-spending"),
            ("Nuffield Trust", "older adults, to 2013/14", "money-asc-nt-older"),
        ),
        PER_ADULT: (
            ("Institute for Fiscal Studies", "to 2015/16", "money-asc-ifs-11"),
            ("Institute for Fiscal Studies", "to 2016/17", "money-asc-ifs-8-per-adult"),
            ("Institute for Fiscal Studies", "metropolitan districts", "money-asc-ifs-11-met"),
            ("Institute for Fiscal Studies", "London", "money-asc-ifs-11-london"),
        ),
        INCOME: (
            ("Committee of MPs", "income with council tax", "money-asc-clg-income"),
            ("Committee of MPs", "central grant", "money-asc-clg-grant"),
        ),
        SHARE: (
            ("Committee of MPs", "2016/17", "money-asc-clg-share"),
            ("Directors' survey of 2017", "2017/18", "money-asc-adass-369"),
        ),
    }
    return sizes_in_percent(listed(groups, "measure", "who", "covers", "ledger_id"), figures)
