"""Rival figures on one footing: worked sums, refusals with their reasons, and laws that hold.

Amounts made here stand for no figure; worked figures come from the ledger by id.
"""

import math
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policy import basis, ledger, units
from policy.basis import Amount, Choice, Comparison, Evidence, Refusal, Step
from policy.basis.periods import financial, span

KNOWN = basis.evidence()
PUBLISHED = KNOWN.indices["ons-2026-03"]
ASSUMED = KNOWN.indices["sr2015-implied"]
AMOUNTS = [
    basis.amount(id, KNOWN)
    for id, figure in KNOWN.figures.items()
    if figure.unit not in ("date", "rank")
]


def of(id: str) -> Amount:
    return basis.amount(id, KNOWN)


def made(step: Step | Refusal) -> Step:
    assert isinstance(step, Step), step
    return step


def compared(*args: object, **named: object) -> Comparison:
    found = basis.compare(*args, known=KNOWN, **named)  # type: ignore[arg-type]
    assert isinstance(found, Comparison), found
    return found


def refused(*args: object, **named: object) -> Refusal:
    found = basis.compare(*args, **{"known": KNOWN} | named)  # type: ignore[arg-type]
    assert isinstance(found, Refusal), found
    return found


def level(value: float = 100.0, period: str = "2015/16", **fields: object) -> Amount:
    return Amount(value, "gbp-bn", period, **fields)  # type: ignore[arg-type]


# Worked sums, as the evidence gives them.


def test_a_step_says_what_it_did_in_words_and_numbers() -> None:
    step = made(basis.to_prices(of("money-sr15-nhse-2015-16"), "2020/21", PUBLISHED))
    assert step.name == "From cash of 2015/16 to 2020/21 prices"
    assert step.words == (
        "From cash of 2015/16 to 2020/21 prices (UK GDP deflator at market prices, March 2026): "
        "£101.3bn × 85.1002 / 74.5804 = £115.6bn"
    )
    assert step.before == (of("money-sr15-nhse-2015-16"),)
    assert step.after.value == pytest.approx(101.3 * 85.1002 / 74.5804)
    assert (step.after.price_basis, step.after.price_year) == ("real", "2020/21")
    assert step.notes == (
        "Price figure of 2020/21: Distorted by how public output was measured in the pandemic.",
    )


@pytest.mark.parametrize(
    ("amount", "year", "shown"),
    [
        (of("money-tdel-out-2015-16"), "2016/17", "£119.6bn"),
        (of("money-tdel-out-2015-16"), "2024/25", "£157.2bn"),
        (of("money-tdel-out-2016-17"), "2024/25", "£158.4bn"),
        (of("money-tdel-2019-20"), "2024/25", "£173.7bn"),
        (level(98.419, "2009/10"), "2024/25", "£145.4bn"),
        (level(148.47, "2023/24"), "2018/19", "£121.7bn"),
    ],
)
def test_cash_in_the_prices_of_another_year(amount: Amount, year: str, shown: str) -> None:
    assert basis.said(made(basis.to_prices(amount, year, PUBLISHED)).after) == shown


@pytest.mark.parametrize(
    ("body", "cash", "real", "percent"),
    [("nhse", "£18.6bn", "£7.6bn", "7.5%"), ("dh", "£16.68bn", "£4.5bn", "3.9%")],
)
def test_two_levels_give_a_change_and_the_change_a_percentage(
    body: str, cash: str, real: str, percent: str
) -> None:
    start, end = of(f"money-sr15-{body}-2015-16"), of(f"money-sr15-{body}-2020-21")
    assert basis.said(made(basis.change(start, end)).after) == cash
    base, top = (made(basis.to_prices(each, "2015/16", ASSUMED)).after for each in (start, end))
    rise = made(basis.change(base, top))
    assert basis.said(rise.after) == real
    assert rise.after.period == "2015/16 to 2020/21"
    assert basis.said(made(basis.of_base(rise.after, base)).after) == percent


def test_planned_cash_growth_as_a_percentage_of_its_base() -> None:
    start, end = of("money-sr15-nhse-2015-16"), of("money-sr15-nhse-2020-21")
    rise = made(basis.change(start, end)).after
    step = made(basis.of_base(rise, start))
    assert step.words.endswith("£18.6bn / £101.3bn = 18.4%")


def test_a_sum_over_years_becomes_an_average_that_is_called_one() -> None:
    step = made(basis.average(of("money-eff-nhsp-7bn")))
    assert step.words == (
        "Yearly average over 2015/16 to 2017/18: almost £7bn / 3 = almost £2.3bn a year on average"
    )
    assert step.after.timing == "annual"


def test_years_add_up_to_a_sum_that_says_its_cash_is_of_many_years() -> None:
    years = [of(f"money-sr15-nhse-{year}") for year in ("2017-18", "2016-17", "2018-19")]
    step = made(basis.total(years))
    assert step.after.period == "2016/17 to 2018/19"
    assert step.words == (
        "Sum over 2016/17 to 2018/19, the cash of each year as it stands: "
        "£106.8bn + £110.2bn + £112.7bn = £329.7bn"
    )


def test_millions_are_counted_in_billions() -> None:
    step = made(basis.in_unit(of("market-pq-dunne-17pct"), "gbp-bn"))
    assert step.words == "In the same unit: £1,824m = £1.824bn"


def test_one_settlement_in_two_years_prices() -> None:
    found = compared("money-sr15-84", "money-joint-76", series="sr2015-implied")
    assert [basis.said(each) for each in (found.first, found.second)] == ["£8.4bn", "£8.4bn"]
    assert found.steps[0].before == (of("money-joint-76"),)
    assert any("whose price figures may not be these" in each for each in found.cautions)


def test_levels_of_two_years_meet_in_the_later_prices_with_the_published_index() -> None:
    found = compared("money-sr15-nhse-2020-21", "money-sr15-nhse-2015-16")
    assert (found.first.value, found.first.price_year) == (119.9, "2020/21")
    assert found.difference is not None and basis.said(found.difference) == "£4.3bn"
    assert "£119.9bn − £115.6bn = £4.3bn" in str(found)
    in_cash = compared("money-sr15-nhse-2020-21", "money-sr15-nhse-2015-16", prices="cash")
    assert in_cash.steps == ()
    assert in_cash.difference is not None and basis.said(in_cash.difference) == "£18.6bn"
    assert in_cash.ratio is not None and basis.said(in_cash.ratio) == "118.4%"


def test_a_rise_set_beside_a_level_is_a_share_of_it_whichever_is_named_first() -> None:
    pair = ("nhse-rise-2020-21-prices", "money-sr15-nhse-2015-16")
    for one, other in (pair, pair[::-1]):
        found = compared(one, other)
        assert found.difference is None
        assert found.ratio is not None and basis.said(found.ratio) == "7.5%"
        assert "£8.4bn / £111.5bn = 7.5%" in str(found)


def test_a_derived_number_goes_on_with_the_price_figures_it_was_made_with() -> None:
    assert of("nhse-rise-2020-21-prices").series == "sr2015-implied"
    found = refused(
        "nhse-rise-2020-21-prices", "money-joint-76", series="ons-2026-03", prices="2018/19"
    )
    assert found.axes == {"vintage"}


def test_a_gap_has_a_share_in_a_projected_cost_of_its_year() -> None:
    found = compared("gap-from-parts", "money-gap-cost-137")
    assert found.difference is None
    assert found.ratio is not None
    assert (found.ratio.value, found.ratio.hedge) == (pytest.approx(29 / 137 * 100), "about")


def test_percentages_differ_by_points() -> None:
    one = level(18.4, "2015/16 to 2020/21", measure="change", timing="cumulative")
    one = replace(one, unit="percent")
    found = compared(one, replace(one, value=15.0))
    assert found.difference is not None and basis.said(found.difference) == "3.4 points"
    assert found.ratio is None


# The comparison that the book exists to refuse.

KONP = ("money-konp-30bn-cut", "money-konp-119bn")
FAIR = [("gap-30-of-projected-cost",), ("efficiency-22-of-plan-2020-21",)]


def test_a_gap_repeated_as_a_cut_is_not_set_against_spending() -> None:
    found = refused(*KONP)
    assert {"chain", "measure"} <= found.axes
    first = found.reasons[0]
    assert first.startswith(
        "The £30bn (Keep Our NHS Public, by March 2021) repeats the nearly £30bn (NHS England, by "
        "2020/21), which is a gap"
    )
    assert first.endswith("A gap is not a reduction in spending.")
    assert "is inferred" in first, "what the data say of the link is left out"
    assert [offer.ids for offer in found.nearest[:2]] == FAIR
    told = str(found)
    for (id,), shown in zip(FAIR, (22, 18), strict=True):
        share = KNOWN.figures[id]
        assert share.value is not None and round(share.value) == shown
        assert share.working in told
    assert all(offer.reservations for offer in found.nearest[:2])


def test_the_chain_alone_makes_the_claim_a_gap() -> None:
    assert of("money-konp-30bn-cut").measure == "change"
    assert of("money-konp-30bn-cut").kind == "gap"
    without = replace(KNOWN, links=())
    assert "chain" not in refused(*KONP, known=without).axes
    other_drift = tuple(replace(link, drift_kind="hedge") for link in KNOWN.links)
    assert "chain" not in refused(*KONP, known=replace(KNOWN, links=other_drift)).axes


def test_another_gap_called_a_cut_is_refused_for_the_same_reason() -> None:
    found = refused("money-sky-22bn-demand", "money-sr15-nhse-2015-16")
    assert {"chain", "measure"} <= found.axes
    assert ("efficiency-22-of-plan-2020-21",) in [offer.ids for offer in found.nearest]


def test_the_fair_comparison_comes_from_the_data() -> None:
    for (gone,) in FAIR:
        figures = {id: each for id, each in KNOWN.figures.items() if id != gone}
        checks = tuple((of, tuple(x for x in ids if x != gone)) for of, ids in KNOWN.checks)
        known = replace(KNOWN, figures=figures, checks=checks)
        offered = [offer.ids for offer in refused(*KONP, known=known).nearest]
        assert (gone,) not in offered
        assert set(FAIR) - {(gone,)} <= set(offered)


def test_no_unfair_share_is_offered() -> None:
    offered = [offer.ids for offer in refused(*KONP).nearest]
    assert ("konp-30-of-119",) not in offered


def test_no_gap_meets_a_change_anywhere_in_the_ledger() -> None:
    gaps = [each for each in AMOUNTS if each.kind == "gap"]
    changes = [each for each in AMOUNTS if each.kind == "change"]
    assert len(gaps) > 10 and len(changes) > 10
    for gap, change in product(gaps, changes):
        assert "measure" in {each.axis for each in basis.objections(gap, change) if each.grave}


def test_no_gap_meets_money_spent_anywhere_in_the_ledger() -> None:
    gaps = [each for each in AMOUNTS if each.kind == "gap"]
    spent = [each for each in AMOUNTS if each.kind == "level" and each.nature == "outturn"]
    assert spent
    for gap, money in product(gaps, spent):
        assert "measure" in {each.axis for each in basis.objections(gap, money) if each.grave}


# One refusal an axis.

PLAIN = level(100.0, who="Somebody", id="somebody")
CUMULATIVE = replace(PLAIN, timing="cumulative", period="by 2020/21")
RISE = replace(PLAIN, measure="change", period="2015/16 to 2020/21")


@pytest.mark.parametrize(
    ("one", "other", "axis", "words"),
    [
        (PLAIN, replace(PLAIN, measure="gap", nature="projection"), None, ""),
        (replace(PLAIN, nature="claim"), replace(PLAIN, measure="gap"), "measure", "is a gap"),
        (
            PLAIN,
            replace(PLAIN, measure="gap", period="2020/21"),
            "measure",
            "not a projection or a plan for that same year",
        ),
        (RISE, replace(PLAIN, measure="gap"), "measure", "A gap may open while spending rises."),
        (RISE, replace(PLAIN, period="2017/18"), "measure", "that it does not start from"),
        (PLAIN, replace(PLAIN, measure="not-stated"), "measure", "measures is not stated"),
        (PLAIN, replace(PLAIN, unit="percent"), "unit", "counted in different things"),
        (PLAIN, replace(PLAIN, unit="gbp-per-person"), "unit", "counted in different things"),
        (PLAIN, replace(PLAIN, nature="outturn"), "nature", "is a plan and"),
        (
            replace(PLAIN, nature="pledge"),
            replace(PLAIN, nature="statistic"),
            "nature",
            "not a change in spending",
        ),
        (PLAIN, replace(PLAIN, body="DHSC"), "body", "for the Department of Health"),
        (PLAIN, replace(PLAIN, body="not-stated"), "body", "The budget that"),
        (PLAIN, replace(PLAIN, geography="UK"), "place", "is for England and"),
        (PLAIN, replace(PLAIN, coverage="42 areas"), "coverage", "counts 42 areas"),
        (PLAIN, CUMULATIVE, "timing", "there is no average"),
        (PLAIN, replace(PLAIN, timing="not-stated"), "timing", "or summed over years"),
        (PLAIN, replace(PLAIN, timing="point"), "timing", "like length of time"),
        (PLAIN, replace(PLAIN, price_basis="not-stated"), "prices", "in cash or in real terms"),
        (
            PLAIN,
            replace(PLAIN, price_basis="real", price_year="not-stated"),
            "prices",
            "of which year's prices is not stated",
        ),
        (
            RISE,
            replace(RISE, price_basis="real", price_year="2015/16"),
            "prices",
            "amounts of both years are needed",
        ),
        (PLAIN, replace(PLAIN, period="not-stated"), "year", "year of the £100bn"),
        (RISE, replace(RISE, period="2014/15 to 2020/21"), "year", "start in different years"),
        (RISE, replace(RISE, period="2015/16 to 2019/20"), "year", "end in different years"),
        (RISE, replace(RISE, period="by 2020/21"), "year", "From which year"),
        (
            replace(PLAIN, series="ons-2026-03"),
            replace(PLAIN, series="sr2015-implied"),
            "vintage",
            "different price figures",
        ),
    ],
)
def test_each_axis_is_refused_for_its_own_reason(
    one: Amount, other: Amount, axis: str | None, words: str
) -> None:
    other = replace(other, who="Another", id="another")
    grave = [each for each in basis.objections(one, other) if each.grave]
    if axis is None:
        assert grave == []
        return
    found = refused(one, other)
    assert found.axes == {axis}
    assert words in found.reasons[0]


def test_like_amounts_are_not_refused() -> None:
    for each in (PLAIN, RISE, replace(PLAIN, timing="cumulative", period="2015/16 to 2017/18")):
        assert not [found for found in basis.objections(each, each) if found.grave]


def test_a_calendar_year_is_a_caution_beside_a_financial_year_and_no_refusal() -> None:
    one, other = level(100, "2015"), level(101, "2015/16")
    found = compared(one, other)
    assert found.difference is not None
    assert any("nine months" in each for each in found.cautions)
    priced = basis.to_prices(one, "2020/21", PUBLISHED)
    assert isinstance(priced, Refusal) and "calendar year" in priced.reasons[0]


def test_nhs_england_and_the_nhs_in_england_are_a_caution() -> None:
    found = compared(PLAIN, replace(PLAIN, body="NHS in England"))
    assert any("paid for most NHS care" in each for each in found.cautions)


def test_forty_two_areas_are_not_forty_four() -> None:
    assert of("money-stp-bma-22-42").coverage == "42 areas"
    assert "coverage" in refused("money-stp-bma-22-42", "money-stp-bma-26-44").axes


def test_a_sum_with_a_length_is_compared_as_an_average() -> None:
    summed = level(
        30, "2015/16 to 2017/18", timing="cumulative", price_basis="real", price_year="2015/16"
    )
    found = compared(summed, level(10, price_basis="real", price_year="2015/16"))
    assert found.difference is not None and found.difference.value == 0
    assert found.steps[0].after.average
    assert any("average" in each for each in found.cautions)


def test_plan_and_outturn_are_refused_in_the_ledger_too_with_like_beside_like() -> None:
    found = refused("money-sr15-dh-2015-16", "money-tdel-out-2015-16")
    assert found.axes == {"nature"}
    assert all(
        isinstance(basis.compare(*offer.ids, known=KNOWN), Comparison) for offer in found.nearest
    )
    assert ("money-sr15-dh-2015-16", "money-tdel-2015-16") in [o.ids for o in found.nearest]


def test_whose_budget_is_refused_and_the_same_budget_offered() -> None:
    found = refused("money-sr15-nhse-2015-16", "money-sr15-dh-2020-21")
    assert found.axes == {"body"}
    assert {offer.ids for offer in found.nearest} == {
        ("money-sr15-nhse-2015-16", "money-sr15-nhse-2020-21"),
        ("money-sr15-dh-2020-21", "money-sr15-dh-2015-16"),
    }


def test_a_share_is_offered_only_for_what_it_is_a_share_of() -> None:
    found = refused("money-sr15-nhse-2020-21", "money-sr15-dh-2015-16")
    assert found.nearest
    assert ("efficiency-22-of-plan-2020-21",) not in [offer.ids for offer in found.nearest]


@pytest.mark.parametrize(
    ("id", "nature"),
    [
        ("plan-nhse-cash-growth", "plan"),
        ("dh-plan-2019-20-in-2015-16-prices", "plan"),
        ("dh-outturn-2015-16-in-2016-17-prices", "outturn"),
        ("gap-from-parts", "projection"),
        ("efficiency-22-of-plan-2020-21", "derived"),
    ],
)
def test_a_derived_number_is_of_the_kind_that_it_rests_on(id: str, nature: str) -> None:
    assert of(id).nature == nature


def test_a_plan_stays_a_plan_when_it_is_repriced() -> None:
    assert "nature" in refused("dh-plan-2015-16-in-2015-16-prices", "money-tdel-out-2015-16").axes


def test_a_date_is_no_amount() -> None:
    found = refused("bill-2015-03-presented", "money-sr15-84")
    assert found.axes == {"unit"}
    with pytest.raises(ValueError, match="date"):
        of("bill-2015-03-presented")


def test_an_unknown_figure_is_named_with_the_nearest() -> None:
    with pytest.raises(ledger.UnknownFigure, match="nearest: money-konp-119bn"):
        basis.compare("money-konp-119", "money-sr15-84", known=KNOWN)


@pytest.mark.parametrize(
    ("found", "axis"),
    [
        (basis.to_prices(RISE, "2020/21", PUBLISHED), "prices"),
        (basis.to_prices(PLAIN, "1999/00", PUBLISHED), "prices"),
        (basis.to_prices(replace(PLAIN, price_basis="not-stated"), "2020/21", PUBLISHED), "prices"),
        (basis.to_prices(replace(PLAIN, unit="percent"), "2020/21", PUBLISHED), "unit"),
        (
            basis.to_cash(replace(RISE, price_basis="real", price_year="2015/16"), PUBLISHED),
            "prices",
        ),
        (basis.average(PLAIN), "timing"),
        (basis.average(CUMULATIVE), "timing"),
        (basis.total([PLAIN, PLAIN]), "year"),
        (basis.total([PLAIN, replace(PLAIN, period="2017/18")]), "year"),
        (basis.total([PLAIN, replace(PLAIN, period="2016/17", body="DHSC")]), "body"),
        (basis.total([PLAIN, replace(PLAIN, period="2016/17", measure="gap")]), "measure"),
        (basis.total([CUMULATIVE]), "timing"),
        (basis.total([]), "timing"),
        (basis.change(PLAIN, PLAIN), "year"),
        (basis.change(PLAIN, replace(PLAIN, period="2014/15")), "year"),
        (basis.change(PLAIN, replace(PLAIN, period="2016/17", nature="outturn")), "nature"),
        (basis.change(PLAIN, replace(PLAIN, period="2016/17", measure="gap")), "measure"),
        (
            basis.change(
                PLAIN, replace(PLAIN, period="2016/17", price_basis="real", price_year="2015/16")
            ),
            "prices",
        ),
        (basis.of_base(RISE, replace(PLAIN, period="2014/15")), "measure"),
        (basis.of_base(PLAIN, PLAIN), "measure"),
        (basis.of_base(RISE, replace(PLAIN, value=-1.0)), "measure"),
        (basis.in_unit(PLAIN, "percent"), "unit"),
    ],
)
def test_a_conversion_that_cannot_be_made_says_why(found: Step | Refusal, axis: str) -> None:
    assert isinstance(found, Refusal)
    assert found.axes == {axis}
    assert found.reasons[0].endswith(".")


def test_an_amount_must_be_one() -> None:
    for value, low, high in ((None, None, None), (5, 6, 7), (5, 4, None), (math.nan, None, None)):
        with pytest.raises(ValueError):
            Amount(value, "gbp-bn", "2015/16", low=low, high=high)


@pytest.mark.parametrize(
    ("period", "first", "last", "years"),
    [
        ("2015/16", "2015/16", "2015/16", 1),
        ("2015/16 to 2020/21", "2015/16", "2020/21", 6),
        ("by 2020/21", "", "2020/21", 0),
        ("by 2021-03", "", "2020/21", 0),
        ("by 2021-04", "", "2021/22", 0),
        ("2015-07-01", "2015/16", "2015/16", 1),
        ("2017", "2017", "2017", 1),
        ("1999/00", "1999/00", "1999/00", 1),
        ("not-stated", "", "", 0),
        ("not-applicable", "", "", 0),
    ],
)
def test_periods(period: str, first: str, last: str, years: int) -> None:
    found = span(period)
    assert (found.first, found.last, found.years) == (first, last, years)


# Which £10bn?

GROWTH = "money-sr15-nhse-2015-16-growth"


def with_figure(known: Evidence, id: str, like: str, **fields: object) -> Evidence:
    """The evidence with one figure more, unless it has that figure already."""
    figure = replace(known.figures[like], id=id, **fields)  # type: ignore[arg-type]
    return replace(known, figures={id: figure, **known.figures})


WITH_GROWTH = with_figure(
    KNOWN,
    GROWTH,
    "money-sr15-nhse-2015-16",
    value=1.9,
    unit="percent",
    price_basis="real",
    price_year="not-stated",
    measure="rate",
)


def rise(known: Evidence = KNOWN, **fields: str) -> float:
    usual = {"budget": "NHS England", "start": "2015/16", "end": "2020/21"}
    more = {"prices": "2020/21", "series": "sr2015-implied", "kind": "plan"}
    found = basis.which(Choice(**usual | more | fields), known)
    assert not isinstance(found, Refusal), found
    assert found.rise.value is not None
    return found.rise.value


def test_the_four_readings_of_one_settlement() -> None:
    assert rise() == pytest.approx(8.4, abs=0.05)
    assert rise(prices="2015/16") == pytest.approx(7.6, abs=0.05)
    assert rise(budget="DHSC", prices="2015/16") == pytest.approx(4.5, abs=0.05)
    assert rise(budget="DHSC") == pytest.approx(5.0, abs=0.05)
    for prices in ("2015/16", "2020/21"):
        about = rise(WITH_GROWTH, start="2014/15", prices=prices)
        assert about == pytest.approx(10, abs=0.5)
        assert about > rise(prices=prices) + 1.5


def test_the_first_year_can_come_from_the_growth_that_the_plan_states() -> None:
    choice = Choice("NHS England", "2014/15", "2020/21", "2020/21", "sr2015-implied", "plan")
    found = basis.which(choice, WITH_GROWTH)
    assert isinstance(found, basis.Answer)
    assert [step.words.rpartition(": ")[2] for step in found.steps] == [
        "£101.3bn / (1 + 1.9%) = £99.4bn",
        "£99.4bn × 110.0676 / 100 = £109.4bn",
        "the same prices, so £119.9bn stays £119.9bn",
        "£119.9bn − £109.4bn = £10.5bn",
    ]
    assert found.figures == ("money-sr15-nhse-2015-16", GROWTH, "money-sr15-nhse-2020-21")
    bare = {id: each for id, each in KNOWN.figures.items() if id != GROWTH}
    without = basis.which(choice, replace(KNOWN, figures=bare))
    assert isinstance(without, Refusal) and "have no 2014/15" in without.reasons[0]


def test_the_first_year_can_come_from_its_source_in_later_prices() -> None:
    known = with_figure(
        KNOWN, "money-tdel-2014-15", "money-tdel-2015-16", value=113.3, period="2014/15",
        nature="outturn",
    )  # fmt: skip
    known = with_figure(
        known, "money-tdel-2014-15-real", "money-tdel-2014-15", value=114.433,
        price_basis="real", price_year="2015/16",
    )  # fmt: skip
    wanted = {"budget": "DHSC", "start": "2014/15", "prices": "2015/16"}
    assert rise(known, **wanted) == pytest.approx(6.4, abs=0.05)
    choice = Choice("DHSC", "2014/15", "2020/21", "2015/16", "sr2015-implied", "plan")
    found = basis.which(choice, known)
    assert isinstance(found, basis.Answer)
    assert any("from the outturn" in each for each in found.cautions)
    assert any("who may count differently" in each for each in found.cautions)


def test_the_index_itself_is_used_once_it_reaches_back() -> None:
    longer = replace(ASSUMED, values={"2014/15": 98.7, **ASSUMED.values})
    known = replace(WITH_GROWTH, indices={**KNOWN.indices, "sr2015-implied": longer})
    assert rise(known, start="2014/15", prices="2015/16") == pytest.approx(
        119.9 * 100 / 110.0676 - 98.1 * 100 / 98.7, abs=0.001
    )


def test_every_choice_has_an_answer_or_a_reason() -> None:
    table = basis.every_answer(KNOWN)
    assert len(table) == len(list(basis.choices())) == len(set(basis.choices())) == 160
    assert ((table["shown"] == "") == (table["refused"] != "")).all()
    assert (table["gbp_bn"].isna() == (table["refused"] != "")).all()
    for row in table[table["refused"] == ""].itertuples():
        last = str(row.steps).splitlines()[-1]
        assert last.startswith(f"Change from {row.start} to {row.end}")
        bare = float(last.rpartition("£")[2].removesuffix("bn"))
        assert bare == pytest.approx(float(str(row.shown).strip("£bn")), abs=0.051)
        assert all(id in KNOWN.figures for id in str(row.figures).split())
    assert (table["refused"] != "").any() and (table["refused"] == "").sum() >= 40


def test_a_choice_without_figures_is_refused_by_name() -> None:
    figures = {i: f for i, f in KNOWN.figures.items() if not i.startswith("money-sr15-dh")}
    choice = Choice("DHSC", "2015/16", "2020/21", "cash", "ons-2026-03", "plan")
    found = basis.which(choice, replace(KNOWN, figures=figures))
    assert isinstance(found, Refusal)
    assert found.reasons == (
        "The ledger has no planned budget of the Department of Health for both 2015/16 "
        "and 2020/21.",
    )


def test_inflation_as_assumed_is_not_passed_off_for_inflation_as_it_was() -> None:
    outturn = Choice("DHSC", "2015/16", "2019/20", "2015/16", "sr2015-implied", "outturn")
    plan = Choice("DHSC", "2015/16", "2019/20", "2015/16", "ons-2026-03", "plan")
    for choice, words in ((outturn, "as the plans assumed it"), (plan, "as it came about")):
        found = basis.which(choice, KNOWN)
        assert isinstance(found, basis.Answer)
        assert any(words in each for each in found.cautions)
        other = replace(choice, series=({*KNOWN.indices} - {choice.series}).pop())
        found = basis.which(other, KNOWN)
        assert isinstance(found, basis.Answer)
        assert not any("Inflation is as" in each for each in found.cautions)


# Laws.


def law(*given_these: st.SearchStrategy[Any]) -> Callable[[Callable[..., None]], Any]:
    """A law to be tried on many examples, however long each takes."""
    return lambda test: settings(deadline=None)(given(*given_these)(test))


HEDGES = ("none", "nearly", "about", "around", "over", "at least", "up to", "could", "rounded")
YEARS = st.sampled_from(sorted(PUBLISHED.values))
NUMBERS = st.floats(-2000, 2000).map(lambda x: round(x, 3))


@st.composite
def levels(draw: st.DrawFn, positive: bool = False) -> Amount:
    """A yearly amount of money, in cash or in some year's prices, with or without a range."""
    numbers = st.floats(0.01, 2000).map(lambda x: round(x, 3)) if positive else NUMBERS
    low, value, high = sorted(draw(st.tuples(numbers, numbers, numbers)))
    ranged = draw(st.booleans())
    bare = ranged and draw(st.booleans())
    real = draw(st.booleans())
    return Amount(
        value=None if bare else value,
        low=low if ranged else None,
        high=high if ranged else None,
        unit=draw(st.sampled_from(["gbp-bn", "gbp-m"])),
        period=draw(YEARS),
        price_basis="real" if real else "cash",
        price_year=draw(YEARS) if real else "",
        hedge=draw(st.sampled_from(HEDGES)),
        who=draw(st.sampled_from(["Somebody", "Another"])),
    )


def real(amount: Amount, year: str) -> Amount:
    return made(basis.to_prices(amount, year, PUBLISHED)).after


def close(one: Amount, other: Amount) -> bool:
    def ends(each: Amount) -> list[float]:
        return [x for x in (each.low, each.value, each.high) if x is not None]

    return len(ends(one)) == len(ends(other)) and all(
        math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
        for a, b in zip(ends(one), ends(other), strict=True)
    )


def alike(one: Amount, other: Amount) -> bool:
    """The same amount on the same footing, whatever was noted on the way."""
    blank = {"value": 0.0, "low": None, "high": None, "places": None, "series": "", "id": ""}
    return close(one, other) and replace(one, **blank) == replace(other, **blank)


def hedged(amount: Amount) -> bool:
    return amount.hedge not in ("none", "not-stated")


@law(levels(), YEARS)
def test_there_and_back_between_prices(amount: Amount, year: str) -> None:
    there = real(amount, year)
    own = amount.price_year or amount.period
    back = real(there, own) if amount.price_year else made(basis.to_cash(there, PUBLISHED)).after
    assert alike(back, amount)


@law(levels())
def test_there_and_back_between_cash_and_its_own_years_prices(amount: Amount) -> None:
    cash = amount if amount.price_basis == "cash" else made(basis.to_cash(amount, PUBLISHED)).after
    own = real(cash, cash.period)
    assert (own.price_basis, own.value) == ("real", cash.value)
    assert alike(made(basis.to_cash(own, PUBLISHED)).after, cash)


@law(levels())
def test_there_and_back_between_units(amount: Amount) -> None:
    other = {"gbp-bn": "gbp-m", "gbp-m": "gbp-bn"}[amount.unit]
    there = made(basis.in_unit(amount, other)).after
    assert alike(made(basis.in_unit(there, amount.unit)).after, amount)


@law(levels(), st.integers(1, 6), st.integers(2009, 2018))
def test_there_and_back_between_a_sum_and_its_average(amount: Amount, n: int, first: int) -> None:
    years = [replace(amount, period=financial(first + place)) for place in range(n)]
    summed = made(basis.total(years)).after
    assert summed.timing == "cumulative"
    mean = made(basis.average(summed)).after
    assert close(mean, amount) and mean.hedge == amount.hedge


@law(levels(), YEARS, YEARS)
def test_the_way_between_prices_does_not_matter(amount: Amount, by: str, year: str) -> None:
    assert alike(real(real(amount, by), year), real(amount, year))


@law(levels(), YEARS)
def test_prices_and_units_in_either_order(amount: Amount, year: str) -> None:
    one = made(basis.in_unit(real(amount, year), "gbp-m")).after
    other = real(made(basis.in_unit(amount, "gbp-m")).after, year)
    assert alike(one, other)


@law(levels(), YEARS)
def test_prices_and_average_in_either_order(amount: Amount, year: str) -> None:
    summed = replace(
        amount,
        timing="cumulative",
        period="2015/16 to 2018/19",
        price_basis="real",
        price_year="2015/16",
    )
    one = made(basis.average(real(summed, year))).after
    assert alike(one, real(made(basis.average(summed)).after, year))


@law(levels(), levels(), YEARS, YEARS)
def test_prices_and_change_in_either_order(a: Amount, b: Amount, by: str, year: str) -> None:
    assume(a.period < b.period)
    a, b = (real(replace(each, unit="gbp-bn"), by) for each in (a, b))
    one = real(made(basis.change(a, b)).after, year)
    other = made(basis.change(real(a, year), real(b, year))).after
    assert alike(one, other)


@law(levels(positive=True), levels(positive=True), YEARS, YEARS)
def test_a_percentage_of_the_base_is_the_same_in_any_prices(
    a: Amount, b: Amount, by: str, year: str
) -> None:
    assume(a.period < b.period)
    found = []
    for prices in (by, year):
        base, top = (real(replace(each, unit="gbp-bn"), prices) for each in (a, b))
        found.append(made(basis.of_base(made(basis.change(base, top)).after, base)).after)
    assert close(*found)


@st.composite
def anything(draw: st.DrawFn) -> Amount:
    """An amount from the ledger, or a made one of any kind at all."""
    if draw(st.booleans()):
        return draw(st.sampled_from(AMOUNTS))
    return replace(
        draw(levels()),
        measure=draw(st.sampled_from(["level", "change", "gap", "not-stated"])),
        nature=draw(st.sampled_from(["plan", "outturn", "claim", "projection", "estimate"])),
        body=draw(st.sampled_from(["NHS England", "DHSC", "NHS in England", "not-stated"])),
        geography=draw(st.sampled_from(["England", "UK"])),
        timing=draw(st.sampled_from(["annual", "cumulative", "not-stated"])),
        period=draw(st.sampled_from(["2015/16", "2015/16 to 2020/21", "by 2020/21", "2015"])),
    )


@law(anything(), anything())
def test_a_refusal_is_the_same_from_either_side_and_a_difference_turns_round(
    one: Amount, other: Amount
) -> None:
    found, turned = (basis.compare(*pair, known=KNOWN) for pair in ((one, other), (other, one)))
    if isinstance(found, Refusal):
        assert found == turned
        assert found.reasons
        for words in (str(found), *(each.words for each in found.objections)):
            assert "not-stated" not in words and "  " not in words and "None" not in words
        for reason in found.reasons:
            assert reason.endswith(".") and reason[0].isupper()
        for offer in found.nearest:
            assert all(id in KNOWN.figures for id in offer.ids)
            if len(offer.ids) == 2:
                assert isinstance(basis.compare(*offer.ids, known=KNOWN), Comparison)
        return
    assert isinstance(turned, Comparison)
    assert set(found.cautions) == set(turned.cautions)
    if found.difference and found.difference.value is not None:
        assert turned.difference and turned.difference.value == -found.difference.value


@law(anything(), anything())
def test_objections_do_not_depend_on_which_is_named_first(one: Amount, other: Amount) -> None:
    assert basis.objections(one, other) == basis.objections(other, one)


@law(anything(), anything())
def test_what_is_compared_ends_on_one_footing(one: Amount, other: Amount) -> None:
    found = basis.compare(one, other, known=KNOWN)
    if not isinstance(found, Comparison):
        return
    a, b = found.first, found.second
    assert (a.unit, a.geography, a.coverage) == (b.unit, b.geography, b.coverage)
    if a.money:
        # Cash of one year and the prices of that year are the same thing.
        prices = [each.price_year or span(each.period).last for each in (a, b)]
        if "change" not in (a.kind, b.kind):
            assert prices[0] == prices[1] or span(a.period).kind != span(b.period).kind
        else:
            assert a.price_basis == b.price_basis
        assert a.timing == b.timing
    results = [each for each in (found.difference, found.ratio) if each]
    for result in results:
        assert result.ranged == (one.ranged or other.ranged)
        assert hedged(result) == (hedged(one) or hedged(other))
    if results:
        assert any(each is not None for each in (found.difference, found.ratio))


def steps_from(amount: Amount, year: str) -> list[Step]:
    summed = replace(amount, timing="cumulative", period="2015/16 to 2018/19")
    later = replace(amount, period="2023/24" if amount.period < "2023/24" else "2024/25")
    priced = real(amount, year), real(later, year)
    found = [
        basis.to_prices(amount, year, PUBLISHED),
        basis.in_unit(amount, "gbp-bn"),
        basis.average(summed),
        basis.total([amount, replace(amount, period=financial(int(amount.period[:4]) + 1))]),
    ]
    if amount.price_basis == "real":
        found.append(basis.to_cash(amount, PUBLISHED))
    if priced[0].period < priced[1].period:
        found.append(basis.change(*priced))
    return [made(each) for each in found]


@law(levels(), YEARS)
def test_ranges_and_hedges_survive_every_step(amount: Amount, year: str) -> None:
    for step in steps_from(amount, year):
        after = step.after
        assert after.ranged == amount.ranged
        assert (after.value is None) == (amount.value is None)
        low, high = after.bounds
        assert low <= (low if after.value is None else after.value) <= high
        assert hedged(after) == hedged(amount)
        if len(step.before) == 1:
            assert after.hedge == amount.hedge


@pytest.mark.parametrize(
    ("one", "other", "difference", "added"),
    [
        ("none", "none", "none", "none"),
        ("none", "about", "about", "about"),
        ("around", "none", "around", "around"),
        ("at least", "at least", "about", "at least"),
        ("none", "at least", "about", "at least"),
        ("nearly", "over", "about", "about"),
        ("could", "about", "about", "about"),
    ],
)
def test_a_caution_about_a_part_is_a_caution_about_the_whole(
    one: str, other: str, difference: str, added: str
) -> None:
    a, b = level(100, "2015/16", hedge=one), level(120, "2016/17", hedge=other)
    assert made(basis.change(a, b)).after.hedge == difference
    assert made(basis.total([a, b])).after.hedge == added


NUMBER = re.compile(r"−?£?\d[\d,]*(?:\.\d+)?")


def numbers(words: str) -> list[float]:
    found = NUMBER.findall(words)
    return [float(each.replace("−", "-").replace("£", "").replace(",", "")) for each in found]


def printed(amount: Amount) -> list[float]:
    """What a reader sees of an amount: its value, its range, or both."""
    ends = list(amount.bounds) if amount.ranged else []
    every = [each for each in (amount.value, *ends) if each is not None]
    return [each if amount.places is None else units.rounded(each, amount.places) for each in every]


@law(levels(), YEARS)
def test_the_numbers_that_a_step_prints_are_its_amounts(amount: Amount, year: str) -> None:
    for step in steps_from(amount, year):
        before, equals, after = step.words.rpartition(" = ")
        if not equals:
            assert "the same prices" in step.words
            before, after = step.words.rpartition(" stays ")[::2]
        assert numbers(after) == printed(step.after)
        seen = numbers(before)
        for each in step.before:
            for value in printed(each):
                assert value in seen


@law(levels(positive=True), YEARS)
def test_the_sum_that_a_step_prints_comes_out(amount: Amount, year: str) -> None:
    assume(year != (amount.price_year or amount.period))
    amount = replace(amount, low=None, high=None, value=amount.bounds[1])
    step = made(basis.to_prices(amount, year, PUBLISHED))
    value, want, have, result = numbers(step.words.rpartition("): ")[2])
    assert (want, have) == (
        PUBLISHED.values[year],
        PUBLISHED.values[amount.price_year or amount.period],
    )
    assert value * want / have == pytest.approx(result, abs=0.06, rel=0.06)


@law(levels())
def test_an_amount_shows_two_figures_that_count(amount: Amount) -> None:
    after = real(amount, "2012/13")
    size = max(abs(each) for each in after.bounds)
    if after.places is None or size == 0:
        return
    assert 10**-after.places <= size / 9.99 or after.places == 1
