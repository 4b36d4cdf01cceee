"""Single areas whose gap two sources give differently."""

from __future__ import annotations

import pandas as pd

from policy.money.amounts import billions
from policy.money.frames import listed

CAMPAIGN = "NHS Support Federation, undated page"
ELSEWHERE = "Source named in the row"


def readings(figures: pd.DataFrame) -> pd.DataFrame:
    """Two readings of one area's gap, or the one that is in pounds.

    Columns: area, reading, who, covers, gbp_bn (by about 2020/21), nature, ledger_id.
    """
    page = (CAMPAIGN, "NHS Support Federation", "coverage not stated")
    draft = (ELSEWHERE, "38 Degrees, August 2016", "draft plan")
    areas = {
        "North West London": ((*draft, "money-stp-nwl"), (*page, "stp-27-gap-nsf")),
        "South East London": ((*draft, "money-stp-sel"), (*page, "stp-30-gap-nsf")),
        "South West London": (
            (ELSEWHERE, "GP Online", "published plan", "money-stp-swl"),
            (*page, "stp-31-gap-nsf"),
        ),
        "Birmingham and Solihull": (
            (ELSEWHERE, "GP Online", "published plan", "money-stp-bham-etc"),
            (ELSEWHERE, "National Health Executive", "a sum over the years", "stp-17-gap-nhe"),
        ),
        "Staffordshire and Stoke": (
            (ELSEWHERE, "The plan's introduction", "health and care", "stp-10-gap-intro"),
            (*page, "stp-10-gap-nsf"),
        ),
        "Derbyshire": (
            (ELSEWHERE, "Derbyshire Dales Labour", "health alone", "stp-12-gap-labour"),
            (*page, "stp-12-gap-nsf"),
        ),
        "Surrey Heartlands": ((*page, "stp-35-gap-nsf"),),
    }
    return billions(listed(areas, "area", "reading", "who", "covers", "ledger_id"), figures)
