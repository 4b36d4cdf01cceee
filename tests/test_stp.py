"""The plans' programme: its steps are in order, what stood on a day is right, charts show all."""

from typing import Any

import pandas as pd
import pytest

from data_package import DataCopy, copy_of_data
from policy import charts, ledger, milestones, promises, tables, units
from policy.charts import Chart

STEPS = tables.table("milestones")
FIGURES = ledger.frame()
FORMS = ("wide", "narrow")


def stood(day: str) -> dict[str, tuple[str, str]]:
    found = milestones.standing_on(day, STEPS, FIGURES)
    return {row.form: (row.areas, row.standing) for row in found.itertuples()}


# --- what stood on a day -----------------------------------------------------------------------


def test_nothing_stood_before_the_guidance() -> None:
    assert milestones.standing_on("2015-12-21", STEPS, FIGURES).empty
    assert stood("2015-12-22") == {"Plans": ("", "no standing in law")}


def test_at_the_election_there_were_partnerships_and_no_systems_yet() -> None:
    assert stood("2017-06-08") == {"Partnerships": ("44", "no standing in law")}


def test_a_month_counts_from_its_end() -> None:
    assert "Accountable care systems" not in stood("2017-06-29")
    assert stood("2017-06-30")["Accountable care systems"] == ("8", "no standing in law")
    assert stood("2017-06") == stood("2017-06-30")


def test_partnerships_and_systems_stood_at_once() -> None:
    assert stood("2020") == {
        "Partnerships": ("13", "no standing in law"),
        "Integrated care systems": ("29", "no standing in law"),
    }
    assert stood("2021-04-01") == {"Integrated care systems": ("42", "no standing in law")}


def test_an_act_is_not_a_board_until_its_day() -> None:
    assert stood("2022-06-30")["Integrated care boards"] == ("", "law passed, not yet in force")
    assert stood("2022-07-01") == {"Integrated care boards": ("42", "bodies in law")}


def test_clusters_do_not_replace_boards_and_what_is_due_is_not_counted() -> None:
    later = {
        "Integrated care boards": ("36", "bodies in law"),
        "Clusters of boards": ("26", "no standing in law"),
    }
    assert stood("2026-09-30") == later
    assert (STEPS["state"] == milestones.DUE).sum() == 1
    assert stood("2030") == later


def test_a_day_that_is_no_date_is_refused() -> None:
    with pytest.raises(ValueError):
        milestones.standing_on("June 2017", STEPS, FIGURES)


def test_a_stretch_ends_where_it_was_replaced_or_its_standing_changed() -> None:
    spans = milestones.spans(STEPS).set_index(["form", "standing"])
    day = milestones.year_of("2022-07-01")
    assert spans.loc[("integrated-care-systems", "none"), "end"] == day
    assert spans.loc[("boards", "enacted"), "end"] == day
    assert spans.loc[("boards", "statutory"), "start"] == day
    assert (spans["start"] < spans["end"]).all()
    assert spans["end"].max() < milestones.year_of("2027-01-01")


# --- rules -------------------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path: Any) -> DataCopy:
    return copy_of_data(tmp_path)


@pytest.mark.parametrize(
    ("id", "column", "value", "expected"),
    [
        ("boards-in-law", "date", "2022-06-31", "a date such as"),
        ("boards-in-law", "date", "2021-07-01", "2022-04-28 or later"),
        ("first-mergers", "standing", "none", "statutory or more"),
        ("systems-renamed", "replaces", "boards", "a form of an earlier step"),
        ("systems-renamed", "replaces", "integrated-care-systems", "other than the step's own"),
        ("systems-renamed", "replaces", "plans", "no earlier step has ended"),
        ("first-mergers", "figure", "market-icb-50pct", "this one is a change"),
        ("first-mergers", "figure", "gap-icb-360", "an id in data/figures.csv"),
        ("first-mergers", "source", "ons-2026-icb-lookups", "a key in data/sources.bib"),
        ("first-mergers", "standing", "law", "one of"),
    ],
)
def test_a_broken_step_is_named(
    data: DataCopy, id: str, column: str, value: str, expected: str
) -> None:
    number = data.find("milestones", lambda row: row["id"] == id)
    data.set("milestones", number, **{column: value})
    found = [fault for fault in data.faults() if fault.row == number and fault.column == column]
    assert len(found) == 1
    assert found[0].file == "data/milestones.csv"
    assert found[0].value == value
    assert expected in found[0].expected


def test_a_fault_in_one_date_is_not_told_of_the_next(data: DataCopy) -> None:
    number = data.find("milestones", lambda row: row["id"] == "boards-in-law")
    data.set("milestones", number, date="2032-07-01")
    fault = data.only_fault()
    assert (fault.row, fault.value) == (number + 1, "2025-03")


# --- charts ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> dict[str, Chart]:
    return {id: charts.get(id) for id in ("from-plan-to-board", "targets-and-outturn")}


def marked(chart: Chart, form: str) -> list[tuple[dict[str, Any], int, float]]:
    return [
        (trace, row, x)
        for trace in chart.spec(form)["data"]  # type: ignore[arg-type]
        for row, x in zip(trace.get("customdata", []), trace["x"], strict=False)
    ]


@pytest.mark.parametrize("form", FORMS)
def test_every_step_is_marked_once_at_its_date(made: dict[str, Chart], form: str) -> None:
    found = marked(made["from-plan-to-board"], form)
    assert [row for _, row, _ in found] == list(range(len(STEPS)))
    for trace, row, x in found:
        assert x == pytest.approx(milestones.year_of(STEPS["date"][row]))
        counted = STEPS["figure"][row] != ""
        assert trace["marker"]["symbol"] == ("circle" if counted else "diamond")


@pytest.mark.parametrize("form", FORMS)
def test_every_number_of_areas_is_written(made: dict[str, Chart], form: str) -> None:
    chart = made["from-plan-to-board"]
    words = [
        note["text"].replace("<b>", "").replace("</b>", "")
        for note in chart.spec(form)["layout"]["annotations"]  # type: ignore[arg-type]
    ]
    wanted = [f"{ledger.value(id):.0f}" for id in STEPS["figure"] if id]
    years = [word for word in words if word.isdigit() and len(word) < 4]
    assert sorted(years) == sorted(wanted)


def test_each_row_of_the_timeline_cites_its_step_and_its_number(made: dict[str, Chart]) -> None:
    table = made["from-plan-to-board"].table
    for row, step in zip(table.to_dict("records"), STEPS.to_dict("records"), strict=True):
        cited = row["sources"].split()
        assert step["source"] in cited
        if step["figure"]:
            assert ledger.figure(step["figure"]).source in cited
        assert "{fig:" not in row["changed"]


def test_in_law_looks_unlike_out_of_it(made: dict[str, Chart]) -> None:
    bars = [
        trace for trace in made["from-plan-to-board"].spec("wide")["data"] if trace["type"] == "bar"
    ]
    without, within = bars
    assert without["marker"]["color"] != within["marker"]["color"]
    assert "pattern" in without["marker"] and "pattern" not in within["marker"]


@pytest.mark.parametrize("form", FORMS)
def test_a_promise_and_its_result_are_drawn_at_the_ledgers_values(
    made: dict[str, Chart], form: str
) -> None:
    chart = made["targets-and-outturn"]
    found = marked(chart, form)
    assert sorted(row for _, row, _ in found) == list(range(len(chart.table)))
    low, high = chart.spec(form)["layout"]["xaxis"]["range"]  # type: ignore[arg-type]
    for trace, row, x in found:
        said = chart.table.iloc[row]
        assert x == said["percent"] == pytest.approx(ledger.value(said["ledger_id"]))
        assert low < x < high
        promised = said["kind"] == promises.PROMISED
        assert trace["marker"]["symbol"] == ("diamond" if promised else "circle")


def test_a_promise_is_never_an_outturn_and_both_are_of_one_kind() -> None:
    table = promises.against_outturn(FIGURES)
    assert list(table["kind"]) == [promises.PROMISED, promises.MEASURED] * (len(table) // 2)
    natures = {promises.PROMISED: {"plan", "pledge"}, promises.MEASURED: {"outturn", "statistic"}}
    for row in table.itertuples():
        assert row.nature in natures[str(row.kind)]
    for first, second in zip(table["ledger_id"][::2], table["ledger_id"][1::2], strict=True):
        one, other = ledger.figure(first), ledger.figure(second)
        assert (one.unit, one.geography, one.measure) == (other.unit, "England", "share")


def test_a_promise_in_other_units_is_refused() -> None:
    wrong = FIGURES.copy()
    wrong.loc[wrong["id"] == "nhse-ae-90-sept17", "unit"] = "people"
    with pytest.raises(ValueError, match="nhse-ae-90-sept17"):
        promises.against_outturn(wrong)


# --- numbers of the chapter --------------------------------------------------------------------


def test_both_readings_of_the_ratings_count_every_area() -> None:
    areas = ledger.value("stp-00-count-44")
    assert ledger.value("ratings-first-sum") == ledger.value("ratings-second-sum") == areas
    assert ledger.value("ratings-middle") == areas - 10


def test_delayed_days_rose_and_fell_as_the_monthly_counts_say() -> None:
    shown = {
        id: units.rounded(ledger.value(id), 1) for id in ("dtoc-rise-2016-17", "dtoc-fall-2018-19")
    }
    assert shown == {"dtoc-rise-2016-17": 24.6, "dtoc-fall-2018-19": -26.1}


def test_steps_name_numbers_and_forms_in_words() -> None:
    table = milestones.steps(STEPS, FIGURES)
    assert isinstance(table, pd.DataFrame)
    assert set(table["form"]) == set(milestones.FORMS.values())
    assert set(table["standing"]) <= set(milestones.STANDINGS.values())
    assert [bool(areas) for areas in table["areas"]] == [bool(id) for id in STEPS["figure"]]
