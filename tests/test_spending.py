"""Charts of what was planned and spent: one way of counting a line, and the ledger's arithmetic."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from policy import charts, ledger, text
from policy.charts import Chart
from policy.charts.theme import Form
from policy.charts.years import Stroke, place
from policy.export import pictures
from policy.money import spending

LINES = {"dhsc-spending-since-2009": "vintage", "nhse-plan-and-outturn": "series"}
BARS = ["one-settlement-four-figures", "real-growth-by-period", "settlement-2018"]
IDS = [*LINES, *BARS]
BREAKS = {(spending.TREASURY, "2019/20"), (spending.OUTTURN, "2019/20")}
FORMS: list[Form] = ["wide", "narrow"]
TABLES = [
    spending.totals_by_vintage,
    spending.nhs_england_by_plan,
    spending.growth_by_period,
    spending.settlement_of_2018,
    spending.readings_of_2015,
]


@pytest.fixture(scope="module")
def made() -> dict[str, Chart]:
    return {id: charts.get(id) for id in IDS}


def numbers(chart: Chart) -> pd.Series[float]:
    column = "gbp_bn" if "gbp_bn" in chart.table else "percent_a_year"
    return chart.table[column]


def marks(chart: Chart, form: Form) -> list[tuple[dict[str, Any], list[int], list[float]]]:
    """Each trace that shows rows, with their numbers and the values drawn."""
    along = "x" if chart.id in BARS else "y"
    shown = [trace for trace in chart.spec(form)["data"] if "customdata" in trace]
    return [(trace, trace["customdata"], trace[along]) for trace in shown]


def changed(id: str, **fields: Any) -> pd.DataFrame:
    """The ledger's frame with one figure told otherwise."""
    frame = ledger.frame()
    of_it = frame["id"] == id
    return frame.assign(
        **{column: frame[column].mask(of_it, value) for column, value in fields.items()}
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("id", IDS)
def test_every_row_is_drawn_once_at_the_ledgers_value(
    made: dict[str, Chart], id: str, form: Form
) -> None:
    chart = made[id]
    drawn = [pair for _, at, values in marks(chart, form) for pair in zip(at, values, strict=True)]
    assert sorted(row for row, _ in drawn) == list(range(len(chart.table)))
    for row, value in drawn:
        figure = ledger.figure(chart.table["ledger_id"][row])
        assert figure.value is not None
        expected = figure.value if figure.places is None else round(figure.value, figure.places)
        assert value == numbers(chart)[row] == expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("id", "series"), LINES.items())
def test_no_line_crosses_a_break(made: dict[str, Chart], id: str, series: str, form: Form) -> None:
    rows = made[id].table.to_dict("records")
    lines = [listed for trace, listed, _ in marks(made[id], form) if trace["mode"] != "markers"]
    assert len(lines) >= 4
    for listed in lines:
        for before, after in pairwise(rows[row] for row in listed):
            assert before[series] == after[series]
            assert before["kind"] == after["kind"]
            assert place(after["year"]) == place(before["year"]) + 1
            assert (after[series], after["year"]) not in BREAKS


@pytest.mark.parametrize(
    ("vintage", "year", "kind"),
    [(spending.TREASURY_2015, "2015/16", "plan"), (spending.LIBRARY, "2018/19", "estimate")],
)
def test_a_plan_or_an_estimate_is_not_joined_to_outturn(vintage: str, year: str, kind: str) -> None:
    table = spending.totals_by_vintage(ledger.frame())
    (row,) = table[(table["vintage"] == vintage) & (table["year"] == year)].to_dict("records")
    before = table[(table["vintage"] == vintage) & (table["year"] < year)]
    assert row["kind"] == kind
    assert row["segment"] not in set(before["segment"])


def test_single_years_from_several_places_are_never_joined() -> None:
    table = spending.totals_by_vintage(ledger.frame())
    single = table[table["vintage"] == spending.SINGLE]
    # Two of them are of years that follow each other.
    assert {"2015/16", "2016/17"} <= set(single["year"])
    assert single["segment"].is_unique


@pytest.mark.parametrize("id", LINES)
def test_marks_are_hollow_where_nothing_was_spent_yet(made: dict[str, Chart], id: str) -> None:
    kinds = made[id].table["kind"]
    seen = set()
    for trace, listed, _ in marks(made[id], "wide"):
        hollow = {kinds[row] != "outturn" for row in listed}
        assert hollow == {trace["marker"]["color"] == "#ffffff"}
        seen |= hollow
    assert seen == {True, False}


def test_a_stroke_is_hollow_or_filled() -> None:
    stroke = Stroke("#123456")
    assert stroke.marker(hollow=True)["color"] != stroke.marker(hollow=False)["color"]


@pytest.mark.parametrize(
    ("table", "id", "fields"),
    [
        (
            spending.totals_by_vintage,
            "library-tdel-2012-13-in-2024-25-prices",
            {"period": "2013/14"},
        ),
        (
            spending.totals_by_vintage,
            "treasury-tdel-2018-19-in-2024-25-prices",
            {"price_year": "2023/24"},
        ),
        (spending.totals_by_vintage, "tdel-2009-10-in-2024-25-prices", {"body": "NHS England"}),
        (spending.nhs_england_by_plan, "money-jan19-2020-21", {"price_basis": "real"}),
        (spending.nhs_england_by_plan, "gap-nhse-2017-18", {"body": "DHSC"}),
        (spending.growth_by_period, "gap-tdel-growth-1418", {"timing": "cumulative"}),
        (spending.growth_by_period, "money-jun18-34", {"price_basis": "cash"}),
        (spending.settlement_of_2018, "jun18-promised-2023-24", {"price_basis": "cash"}),
        (spending.readings_of_2015, "money-joint-45", {"period": "2014/15 to 2020/21"}),
        (spending.readings_of_2015, "money-sr15-84", {"body": "DHSC"}),
    ],
)
def test_a_figure_out_of_place_is_refused(table: Any, id: str, fields: dict[str, str]) -> None:
    table(ledger.frame())
    with pytest.raises(spending.MixedSeries, match=f"{id}: {next(iter(fields))}"):
        table(changed(id, **fields))


@pytest.mark.parametrize("table", TABLES)
def test_a_missing_figure_is_named(table: Any) -> None:
    frame = ledger.frame()
    id = table(frame)["ledger_id"].iloc[-1]
    with pytest.raises(KeyError, match=id):
        table(frame[frame["id"] != id])


@pytest.mark.parametrize("table", TABLES)
def test_values_are_those_of_the_frame_given(table: Any) -> None:
    before = table(ledger.frame())
    id = before["ledger_id"].iloc[0]
    after = table(changed(id, value=1.0))
    assert after["gbp_bn"].iloc[0] == 1.0 != before["gbp_bn"].iloc[0]


def test_cash_beside_each_total_is_the_amount_as_published(made: dict[str, Chart]) -> None:
    table = made["dhsc-spending-since-2009"].table
    for id, words in zip(table["ledger_id"], table["in_cash"], strict=True):
        origin = ledger.figure(ledger.figure(id).inputs[0])
        assert origin.price_basis == "cash"
        assert words == text.show(origin)


def test_totals_in_one_years_prices_rise_before_the_pandemic_on_every_vintage() -> None:
    table = spending.totals_by_vintage(ledger.frame())
    before = table[table["year"] < spending.PANDEMIC[0]]
    runs = [run for _, run in before.groupby("vintage") if len(run) > 1]
    assert len(runs) == 4
    for run in runs:
        assert run["gbp_bn"].is_monotonic_increasing or run["kind"].iloc[-1] != "outturn"
        assert run["gbp_bn"].iloc[-1] > run["gbp_bn"].iloc[0]


def test_outturn_was_near_plan_and_then_above_it() -> None:
    table = spending.nhs_england_by_plan(ledger.frame())
    for year, listed in table.groupby("year"):
        plans = listed[listed["kind"] == "plan"]["gbp_bn"]
        spent = listed[listed["kind"] == "outturn"]["gbp_bn"]
        if year in spending.PANDEMIC:
            assert spent.empty
        elif str(year) <= "2018/19":
            assert ((spent - plans.mean()).abs() / plans.mean() < 0.03).all()
        else:
            assert spent.min() > plans.max()


def test_growth_to_2018_19_is_below_the_long_run_on_every_reading() -> None:
    table = spending.growth_by_period(ledger.frame())
    rate = table.groupby("period")["gbp_bn"]
    low = rate.min()["Outturn, long run"]
    assert rate.max()["Outturn, the coalition's years"] < low
    assert rate.max()["Outturn, 2014/15 to 2018/19"] < low


def test_the_settlement_in_the_worked_steps() -> None:
    measured = 148.47 * 78.7948 / 96.1117
    assert round(measured, 1) == 121.7
    assert round(ledger.value("jan19-2023-24-in-2018-19-prices"), 1) == 121.7
    assert round(ledger.value("jan19-real-rise-at-measured-inflation"), 1) == 7.1
    assert round(ledger.value("jun18-4pc-rise"), 1) == round(114.6 * (1.04**5 - 1), 1) == 24.8
    assert round(ledger.value("jun18-promised-2023-24"), 1) == 135.1
    assert ledger.figure("jun18-promised-2023-24").price_year == "not-stated"


def test_no_rise_is_given_for_cash_of_a_wider_count(made: dict[str, Chart]) -> None:
    notes = made["settlement-2018"].spec("wide")["layout"]["annotations"]
    words = [note["text"] for note in notes]
    (received,) = (said for said in words if "140.2bn" in said)
    assert "wider count" in received
    assert "+" not in received
    (agreed,) = (said for said in words if "121.7bn" in said)
    assert "+£7.1bn" in agreed


def test_each_reading_of_2015_can_be_worked_out_to_its_own_rounding() -> None:
    table = spending.readings_of_2015(ledger.frame())
    assert list(table["gbp_bn"]) == [10, 8.4, 7.6, 6, 4.5]
    for said, mark in zip(table["gbp_bn"], table["worked_out_here"], strict=True):
        found = ledger.value(text.MARK.fullmatch(mark)[1])  # type: ignore[index]
        places = 0 if said == int(said) else 1
        assert round(found, places) == said


def test_sources_name_those_of_the_sums(made: dict[str, Chart]) -> None:
    assert "ons-2026-gdp-deflators" in made["settlement-2018"].sources
    assert "hm-government-2016-answer-hl2907" in made["one-settlement-four-figures"].sources


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("id", IDS)
def test_words_are_resolved_and_large_enough(made: dict[str, Chart], id: str, form: Form) -> None:
    layout = made[id].spec(form)["layout"]
    words = layout["annotations"]
    assert len(words) > 8
    assert all(note["font"]["size"] >= 12 for note in words)
    assert not any("{fig:" in note["text"] for note in words)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("id", IDS)
def test_scales_start_at_zero_or_the_subtitle_says_otherwise(
    made: dict[str, Chart], id: str, form: Form
) -> None:
    layout = made[id].spec(form)["layout"]
    low = layout["xaxis" if id in BARS else "yaxis"]["range"][0]
    if "does not start at zero" in made[id].subtitle:
        assert id not in BARS
        assert low > 0
    elif id in BARS or form == "wide":
        assert low == 0
    else:
        # A key stands under the scale; the lowest gridline is the zero.
        assert low < 0
        assert min(line["y0"] for line in layout["shapes"]) == 0


@pytest.mark.parametrize("id", IDS)
def test_at_most_four_colours_beside_ink(made: dict[str, Chart], id: str) -> None:
    inks = set()
    for trace, _, _ in marks(made[id], "wide"):
        inks.add(trace.get("line", {}).get("color") or trace["marker"]["color"])
    assert len(inks - {"#0b0c0c"}) <= 4


def test_the_committed_pictures_are_of_these_numbers() -> None:
    assert pictures.stale(IDS) == []
