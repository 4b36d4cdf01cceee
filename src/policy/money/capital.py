"""Capital that the plans were said to need, capital announced, and capital moved to revenue."""

from __future__ import annotations

import pandas as pd

from policy.money.amounts import billions
from policy.money.frames import listed

ASKED = "Capital that the plans were said to need"
GIVEN = "New public capital announced for the plans"
PACKAGE = "The whole announcement of November 2017"
MOVED = "Health capital moved to day-to-day budgets"


def asked_and_given(figures: pd.DataFrame) -> pd.DataFrame:
    """Capital by what the figure counts.

    Columns: measure, who, counts, gbp_bn (over the years named), nature, ledger_id.
    """
    groups = {
        ASKED: (
            ("Health Service Journal", "plan documents, five years", "money-cap-hsj-10"),
            ("Naylor review", "half of it overdue repairs", "money-cap-naylor-10"),
            ("National Audit Office", "an independent estimate", "money-cap-nao-10"),
            ("British Medical Association", "requests of areas added up", "money-cap-bma-95"),
        ),
        GIVEN: (
            ("Budget of March 2017", "three years to 2019/20", "money-cap-325"),
            ("Budget of November 2017", "by 2022/23", "money-cap-26bn"),
        ),
        PACKAGE: (
            ("New public capital for the NHS", "plans included", "money-cap-35bn"),
            (
                "Package as presented",
                "with sales and private finance",
                "money-cap-10bn-package",
            ),
        ),
        MOVED: (
            ("2014/15", "Department of Health", "money-cap2rev-2014-15"),
            ("2015/16", "Department of Health", "money-cap2rev-2015-16"),
            ("2016/17", "National Audit Office", "money-cap2rev-2016-17"),
            ("2017/18 and 2018/19 together", "worked out here", "cap2rev-last-two-years"),
            ("All five years", "National Audit Office", "money-cap2rev-5yr"),
        ),
    }
    return billions(listed(groups, "measure", "who", "counts", "ledger_id"), figures)
