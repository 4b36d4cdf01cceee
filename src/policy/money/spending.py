"""What was planned and spent over the years, one way of counting at a time.

Totals of different publications count different things, so each publication keeps its own
series. A line may join two years of a series where nothing changes between them; ``segment``
numbers the stretches of which that is true.
"""

from __future__ import annotations

import pandas as pd

from policy.money.frames import listed, valued

YEARS_SINCE_2009 = tuple(f"{year}/{(year + 1) % 100:02d}" for year in range(2009, 2024))
YEARS_OF_PLANS = YEARS_SINCE_2009[6:]
PANDEMIC = ("2020/21", "2021/22")

TREASURY_2015 = "Treasury figures of 2015"
LIBRARY = "Commons Library table of 2019"
TREASURY = "Treasury outturn, latest for each year"
FOUNDATION = "Health Foundation figures of 2022"
WITHOUT_COVID = "Health Foundation, without Covid-19 money"
SINGLE = "Accounts and answers, one year each"

REVIEW = "Spending Review 2015"
COMPARABLE = "Same, comparable basis"
EARLY_2018 = "Limits of early 2018"
JUNE_2018 = "Deal of June 2018"
JANUARY_2019 = "Settlement of January 2019"
OUTTURN = "Outturn, day-to-day budget"
OTHER_OUTTURN = "Outturn, other sources"

SPENT, PLANNED, SAID_NEEDED = "Outturn", "Planned or promised", "Said to be needed"
CASH, REAL = "Cash a year", "In 2023/24, in 2018/19 prices"
NHS_ENGLAND, DEPARTMENT = "NHS England", "whole Department"

BREAKS = frozenset({(TREASURY, "2019/20"), (OUTTURN, "2019/20")})
"""Series and the year from which it counts something else.

From 2019/20 pensions are paid for otherwise, and NHS England's file does not agree with itself.
"""


class MixedSeries(ValueError):
    """A figure that does not belong in the series it was put in; the message names both."""


def totals_by_vintage(figures: pd.DataFrame) -> pd.DataFrame:
    """The Department's total spending since 2009/10 by who published it and when.

    Columns: vintage, year, in_cash, kind, segment, gbp_bn (2024/25 prices), nature, ledger_id.

    Raises:
        MixedSeries: if a figure is of another year, body or price year than its place.
    """
    rows: list[tuple[str, str, str]] = []
    for year in YEARS_SINCE_2009[:6]:
        rows.append((TREASURY_2015, year, f"tdel-{_day(year)}"))
    rows.append((TREASURY_2015, "2015/16", "tdel-plan-2015-16"))
    for year in YEARS_SINCE_2009[:10]:
        rows.append((LIBRARY, year, f"library-tdel-{_day(year)}"))
    for year in YEARS_SINCE_2009[4:]:
        rows.append((TREASURY, year, f"treasury-tdel-{_day(year)}"))
    for year in ("2019/20", *PANDEMIC):
        rows.append((FOUNDATION, year, f"tdel-{_day(year)}"))
    rows.append((WITHOUT_COVID, "2020/21", "tdel-2020-21-core"))
    rows.append((SINGLE, "2009/10", "tdel-2009-10-answer"))
    for year in ("2015/16", "2016/17", "2022/23", "2023/24"):
        rows.append((SINGLE, year, f"tdel-{_day(year)}"))
    rows.append((SINGLE, "2023/24", "dhsc-accounts-2023-24"))
    frame = pd.DataFrame(rows, columns=["vintage", "year", "ledger_id"])
    frame = frame.assign(ledger_id=frame["ledger_id"] + "-in-2024-25-prices")
    _require(frame, figures, body="DHSC", price_basis="real", price_year="2024/25")
    in_cash = [f"{{fig:{origin}}}" for origin in _origins(frame, figures)]
    return valued(_segmented(frame.assign(in_cash=in_cash), "vintage", figures), figures)


def nhs_england_by_plan(figures: pd.DataFrame) -> pd.DataFrame:
    """NHS England's budget 2015/16 to 2023/24 by the date of the plan, and what it came to.

    Columns: series, year, kind, segment, gbp_bn (cash), nature, ledger_id.

    Raises:
        MixedSeries: if a figure is of another year or body than its place, or not in cash.
    """
    six, later = YEARS_OF_PLANS[:6], YEARS_OF_PLANS[3:]
    series = {
        REVIEW: [(year, f"money-sr15-nhse-{_day(year)}") for year in six],
        COMPARABLE: [(year, f"money-dh-comp-{_day(year)}") for year in six],
        EARLY_2018: [(year, f"money-barclay18-{_day(year)}") for year in six[2:]],
        JUNE_2018: [(year, f"money-jun18-{_day(year)}") for year in later],
        JANUARY_2019: [(year, f"money-jan19-{_day(year)}") for year in later],
        OUTTURN: [
            (year, f"gap-nhse-{_day(year)}") for year in YEARS_OF_PLANS if year not in PANDEMIC
        ],
        OTHER_OUTTURN: [
            ("2015/16", "money-nhse-2015-16-acc"),
            ("2016/17", "money-nhse-2016-17-alloc"),
            ("2022/23", "money-nhse-2022-23"),
        ],
    }
    rows = [(name, year, id) for name, listed in series.items() for year, id in listed]
    frame = pd.DataFrame(rows, columns=["series", "year", "ledger_id"])
    _require(frame, figures, body="NHS England", price_basis="cash")
    return valued(_segmented(frame, "series", figures), figures)


def growth_by_period(figures: pd.DataFrame) -> pd.DataFrame:
    """Average real growth a year by period and by who worked it out.

    Columns: period, who, about, kind, gbp_bn (here per cent a year), nature, ledger_id.

    Raises:
        MixedSeries: if a figure is not a yearly real rate.
    """
    newer = "Health Foundation, 2025 file"
    older = "Health Foundation, 2023"
    groups = {
        "Outturn, long run": (
            ("Institute for Fiscal Studies", "years not stated", SPENT, "money-ifs17-4pc"),
            (older, "1979/80 to 2019/20", SPENT, "money-hf-admin-growth-long"),
            (newer, "1979/80 to 2019/20", SPENT, "gap-tdel-growth-long"),
        ),
        "Outturn, the coalition's years": (
            (older, "2009/10 to 2014/15", SPENT, "money-hf-admin-growth"),
            (newer, "2009/10 to 2014/15", SPENT, "gap-tdel-growth-0914"),
            ("Health Committee", "2009/10 to 2015/16 (a plan)", SPENT, "money-hsc-growth-11"),
        ),
        "Outturn, 2014/15 to 2018/19": (
            (older, "", SPENT, "money-hf-admin-growth-1419"),
            (newer, "", SPENT, "gap-tdel-growth-1418"),
        ),
        "Outturn, 2018/19 to 2023/24": (
            (newer, "with the pandemic", SPENT, "gap-tdel-growth-1823"),
        ),
        "Plans, by who read them": (
            ("Three think tanks", "2015 plan, to 2020/21", PLANNED, "money-joint-45-rate"),
            (
                "Institute for Fiscal Studies",
                "2015 plan from 2017/18",
                PLANNED,
                "money-ifs17-baseline-rate",
            ),
            (
                "Institute for Fiscal Studies",
                "Conservatives 2017",
                PLANNED,
                "money-con17-ifs-rate",
            ),
            (
                "Institute for Fiscal Studies",
                "Liberal Democrats 2017",
                PLANNED,
                "money-ld17-ifs-rate",
            ),
            ("Institute for Fiscal Studies", "Labour 2017", PLANNED, "money-lab17-ifs-rate"),
            ("Nuffield Trust", "2018 deal, all health", PLANNED, "money-jun18-3pc"),
            ("Government", "2018 deal, NHS England alone", PLANNED, "money-jun18-34"),
        ),
        "Said to be needed": (
            ("Health Foundation", "from 2018/19", SAID_NEEDED, "money-jun18-4pc"),
            ("Health Foundation", "2017/18 to 2022/23", SAID_NEEDED, "money-hf17-pressures-rate"),
        ),
    }
    frame = listed(groups, "period", "who", "about", "kind", "ledger_id")
    _require(frame, figures, unit="percent-per-year", price_basis="real", timing="rate")
    return valued(frame, figures)


def settlement_of_2018(figures: pd.DataFrame) -> pd.DataFrame:
    """The deal of 2018: cash agreed and received, and what 2023/24 was in 2018/19 prices.

    Columns: prices, amount, about, kind, gbp_bn, nature, ledger_id.

    Raises:
        MixedSeries: if a figure is not NHS England's, or not in the prices of its group.
    """
    groups = {
        CASH: (
            ("2018/19, agreed", "the base of the deal", PLANNED, "money-jan19-2018-19"),
            ("2022/23, agreed", "January 2019", PLANNED, "money-jan19-2022-23"),
            ("2022/23, received", "King's Fund", SPENT, "money-nhse-2022-23"),
            ("2022/23, received", "Health Foundation", SPENT, "gap-nhse-2022-23"),
            ("2023/24, agreed", "January 2019", PLANNED, "money-jan19-2023-24"),
            ("2023/24, received", "Health Foundation", SPENT, "gap-nhse-2023-24"),
        ),
        REAL: (
            (
                "As said to be needed",
                "{fig:money-jun18-4pc}",
                SAID_NEEDED,
                "jun18-4pc-2023-24",
            ),
            ("As promised", "{fig:money-jun18-34}", PLANNED, "jun18-promised-2023-24"),
            (
                "Cash agreed",
                "at measured inflation",
                PLANNED,
                "jan19-2023-24-in-2018-19-prices",
            ),
            (
                "Cash received",
                "at measured inflation",
                SPENT,
                "nhse-2023-24-in-2018-19-prices",
            ),
        ),
    }
    frame = listed(groups, "prices", "amount", "about", "kind", "ledger_id")
    for prices, basis in ((CASH, "cash"), (REAL, "real")):
        _require(frame[frame["prices"] == prices], figures, body=NHS_ENGLAND, price_basis=basis)
    return valued(frame, figures)


def readings_of_2015(figures: pd.DataFrame) -> pd.DataFrame:
    """The rise by 2020/21 in the Spending Review of 2015, as each reader counted it.

    Columns: budget, counted_from, prices, who, worked_out_here, gbp_bn, nature, ledger_id.

    Raises:
        MixedSeries: if a figure is of another body or period, or not a real change.
    """
    rows = (
        (
            NHS_ENGLAND,
            "2014/15",
            "price year not stated",
            "Chancellor",
            "nhse-rise-from-2014-15",
            "money-hammond-reply",
        ),
        (
            NHS_ENGLAND,
            "2015/16",
            "2020/21 prices",
            "Health Committee",
            "nhse-rise-2020-21-prices",
            "money-sr15-84",
        ),
        (
            NHS_ENGLAND,
            "2015/16",
            "2015/16 prices",
            "three think tanks",
            "nhse-rise-2015-16-prices",
            "money-joint-76",
        ),
        (
            DEPARTMENT,
            "2014/15",
            "price year not stated",
            "five MPs",
            "dh-rise-from-2014-15",
            "money-wollaston-6",
        ),
        (
            DEPARTMENT,
            "2015/16",
            "2015/16 prices",
            "three think tanks",
            "dh-rise-2015-16-prices",
            "money-joint-45",
        ),
    )
    columns = ["budget", "counted_from", "prices", "who", "worked_out_here", "ledger_id"]
    frame = pd.DataFrame(rows, columns=columns)
    for budget, body in ((NHS_ENGLAND, "NHS England"), (DEPARTMENT, "DHSC")):
        for first in ("2014/15", "2015/16"):
            part = frame[(frame["budget"] == budget) & (frame["counted_from"] == first)]
            wanted = {"body": body, "price_basis": "real", "measure": "change"}
            _require(part, figures, period=f"{first} to 2020/21", **wanted)
    working = [f"{{fig:{id}}}" for id in frame["worked_out_here"]]
    return valued(frame.assign(worked_out_here=working), figures)


def _day(year: str) -> str:
    """A financial year as ids spell it."""
    return year.replace("/", "-")


def _require(frame: pd.DataFrame, figures: pd.DataFrame, **wanted: str) -> None:
    """Raise unless every figure is what its place says: of its year, and as ``wanted``."""
    known = figures.set_index("id").loc[frame["ledger_id"]]
    years = frame["year"] if "year" in frame else [None] * len(frame)
    for (id, figure), year in zip(known.iterrows(), years, strict=True):
        expected = wanted if year is None else {**wanted, "period": year}
        for column, value in expected.items():
            if figure[column] != value:
                raise MixedSeries(f"{id}: {column} is {figure[column]!r}, not {value!r}")


def _origins(frame: pd.DataFrame, figures: pd.DataFrame) -> list[str]:
    """The ids of the amounts as published, behind amounts in other prices."""
    inputs = figures.set_index("id").loc[frame["ledger_id"], "inputs"]
    return [listed.split()[0] if listed else id for id, listed in inputs.items()]


def _segmented(frame: pd.DataFrame, series: str, figures: pd.DataFrame) -> pd.DataFrame:
    """Add ``kind``, the nature of the amount as published, and ``segment``.

    A new segment begins with a series, after a missing year, where a plan or an estimate follows
    an outturn, and where the series begins to count something else. A series whose rows come from
    several publications is never joined.
    """
    natures = figures.set_index("id")["nature"]
    kinds = [str(natures[origin]) for origin in _origins(frame, figures)]
    segments: list[int] = []
    before: tuple[str, int, str] | None = None
    for name, year, kind in zip(frame[series], frame["year"], kinds, strict=True):
        start = int(year[:4])
        joined = (
            before == (name, start - 1, kind)
            and (name, year) not in BREAKS
            and name not in (SINGLE, OTHER_OUTTURN)
        )
        same_series = before is not None and before[0] == name
        last = segments[-1] if same_series else 0
        segments.append(last if joined else last + 1)
        before = (name, start, kind)
    return frame.assign(kind=kinds, segment=segments)
