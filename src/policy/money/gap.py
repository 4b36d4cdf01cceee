"""The gap, the plans that were to close it and the totals it is set against."""

from __future__ import annotations

import pandas as pd

from policy.money.frames import listed, valued

YEARS = ("2015/16", "2016/17", "2017/18", "2018/19", "2019/20", "2020/21")
CASH = "cash"
REAL = "2015/16 prices"
NHS_ENGLAND = "NHS England"
DEPARTMENT = "Department of Health"
MONEY = "Extra money"
REST = "Efficiency and slower growth in demand"
NEED = "Projected cost of care, NHS England"
INFLATION_ONLY = "Budget raised for inflation alone, NHS England"


def scenarios(figures: pd.DataFrame) -> pd.DataFrame:
    """The Forward View's gap and its three ways to close it, by how each part is met.

    Columns: scenario, efficiency, met_by, gbp_bn (a year by 2020/21), nature, ledger_id.
    """
    ways = (
        ("Low", "money-fyfv-scen-21", "efficiency-in-scenario-low"),
        ("Middle", "money-fyfv-scen-16", "efficiency-in-scenario-middle"),
        ("High", "money-fyfv-scen-8", "efficiency-in-scenario-high"),
    )
    rows = [("Nothing changes", "none", "The gap itself", "money-fyfv-gap-30bn")]
    for name, extra, rest in ways:
        efficiency = f"{{fig:{extra}-efficiency}}"
        rows.append((name, efficiency, MONEY, extra))
        rows.append((name, efficiency, REST, rest))
    return valued(
        pd.DataFrame(rows, columns=["scenario", "efficiency", "met_by", "ledger_id"]), figures
    )


def planned_spending(figures: pd.DataFrame) -> pd.DataFrame:
    """Spending Review 2015 plans by budget and year, cash and real, and two projections.

    Columns: budget, year, prices, gbp_bn, nature, ledger_id.
    """
    rows = []
    for budget, body in ((NHS_ENGLAND, "nhse"), (DEPARTMENT, "dh")):
        for year in YEARS:
            day = year.replace("/", "-")
            rows.append((budget, year, CASH, f"money-sr15-{body}-{day}"))
            rows.append((budget, year, REAL, f"{body}-plan-{day}-in-2015-16-prices"))
    rows.append((NEED, YEARS[-1], CASH, "money-gap-cost-137"))
    rows.append((INFLATION_ONLY, YEARS[-1], CASH, "money-gap-flat-108"))
    frame = pd.DataFrame(rows, columns=["budget", "year", "prices", "ledger_id"])
    return valued(frame.sort_values("prices", key=_cash_first, kind="stable"), figures)


def totals(figures: pd.DataFrame) -> pd.DataFrame:
    """Every total found that could stand behind a claim about spending in 2015/16.

    Columns: group, total, gbp_bn, nature, ledger_id.
    """
    groups = {
        "NHS England, 2015/16": (
            ("Group accounts", "money-nhse-2015-16-acc"),
            ("Budget on a comparable basis", "money-dh-comp-2015-16"),
            ("Allocation", "money-nhse-2015-16-alloc"),
            ("Spending Review 2015", "money-sr15-nhse-2015-16"),
        ),
        "Department of Health, 2015/16": (
            ("Spending Review 2015", "money-sr15-dh-2015-16"),
            ("Treasury figures of 2015", "money-tdel-2015-16"),
            ("Net NHS expenditure", "money-tdel-out-2015-16"),
            ("Voted revenue and capital limits", "dh-voted-limits-2015-16"),
        ),
        "Department of Health, 2015/16, in 2016/17 prices": (
            ("Net NHS expenditure", "dh-outturn-2015-16-in-2016-17-prices"),
        ),
        "NHS England, 2020/21": (
            ("Budget on a comparable basis", "money-dh-comp-2020-21"),
            ("Limit as planned by early 2018", "money-barclay18-2020-21"),
            ("Spending Review 2015", "money-sr15-nhse-2020-21"),
        ),
        "Wider totals, 2015/16": (
            ("Public spending on health, UK", "money-uk-138"),
            ("Department of Health, total budget", "money-dh-gross-1495"),
        ),
    }
    return valued(listed(groups, "group", "total", "ledger_id"), figures)


def saving_claims(figures: pd.DataFrame) -> pd.DataFrame:
    """What each claimant said that the plans had to save, with what the figure counts.

    Columns: measure, who, counts, gbp_bn, nature, ledger_id.
    """
    every = "{fig:stp-00-count-44|number} areas"
    some = "{fig:money-stp-bma-22-42-areas|number} areas"
    groups = {
        "Reduction in annual NHS spending, as claimed": (
            ("Keep Our NHS Public", "the NHS, by March 2021", "money-konp-30bn-cut"),
        ),
        "Gap if nothing were done, added up from the plans": (
            (
                "British Medical Association, all plans",
                f"{every}, health and social care",
                "money-stp-bma-26-44",
            ),
            (
                "British Medical Association, first count",
                f"{some}, health and social care",
                "money-stp-bma-22-42",
            ),
            ("Johnston Press", f"{every}, coverage not stated", "money-stp-jp-22bn"),
            ("38 Degrees", "the drafts then available", "money-stp-38d-20bn"),
        ),
        "Local share of NHS England's efficiency requirement": (
            ("Nuffield Trust", "the plans' own task, health", "money-stp-task-15bn"),
            ("NHS England", "local health economies", "money-22bn-local"),
        ),
    }
    return valued(listed(groups, "measure", "who", "counts", "ledger_id"), figures)


def _cash_first(prices: pd.Series[str]) -> pd.Series[bool]:
    return prices != CASH
