"""What trusts ended each year with, by everybody who gave a number."""

from __future__ import annotations

import pandas as pd

from policy.money.amounts import billions
from policy.money.frames import listed

LEAD = "lead reading"
OTHER = "other reading"
UNDERLYING = "underlying, estimated"

YEARS = (
    "2012/13",
    "2013/14",
    "2014/15",
    "2015/16",
    "2016/17",
    "2017/18",
    "2018/19",
    "2019/20",
)


def results(figures: pd.DataFrame) -> pd.DataFrame:
    """Trusts' combined surplus (positive) or deficit (negative), every reading of every year.

    The lead reading is the auditor's or that of MPs who cite the auditor, where there is one:
    those add up with the results of the whole NHS.

    Columns: year, reading, who, gbp_bn (a year, cash), nature, ledger_id.
    """
    years = {
        "2012/13": ((LEAD, "King's Fund", "money-def-1213"),),
        "2013/14": (
            (LEAD, "Public Accounts Committee", "money-def-1314-pac"),
            (OTHER, "King's Fund", "money-def-1314-kf"),
        ),
        "2014/15": (
            (LEAD, "National Audit Office", "money-def-1415"),
            (OTHER, "National Audit Office, first figure", "money-def-1415-first"),
        ),
        "2015/16": (
            (LEAD, "National Audit Office", "money-def-1516"),
            (OTHER, "National Audit Office, rounded", "intl-provider-deficit-2015-16"),
            (UNDERLYING, "Health Foundation", "money-hf-underlying-28"),
            (UNDERLYING, "Nuffield Trust", "money-22bn-nt-underlying"),
        ),
        "2016/17": ((LEAD, "National Audit Office", "money-def-1617"),),
        "2017/18": (
            (LEAD, "National Audit Office, audited accounts", "money-def-1718-nao"),
            (OTHER, "NHS Improvement, later series", "money-def-1718-alt"),
            (OTHER, "NHS Improvement, draft accounts", "money-def-1718"),
            (
                UNDERLYING,
                "Experts quoted by the Health Service Journal",
                "money-def-1718-underlying",
            ),
        ),
        "2018/19": (
            (LEAD, "National Audit Office, before a technical adjustment", "money-def-1819"),
            (OTHER, "NHS Improvement, after the adjustment", "money-def-1819-adjusted"),
            (UNDERLYING, "NHS Improvement", "money-def-1819-underlying"),
        ),
        "2019/20": ((LEAD, "NHS Improvement", "money-def-1920"),),
    }
    return billions(listed(years, "year", "reading", "who", "ledger_id"), figures)
