"""Who stood where and when: moves, days, silence, and the rules that hold the table."""

from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_package import DataCopy, copy_of_data
from policy import charts, stances, tables
from policy.charts import Chart
from policy.rules.plans import NO_POSITION
from policy.stances import FOUND, NOT_FOUND, PLANS

REAL = tables.table("stances")
BILL = "reinstatement-bill"
FORMS = ("wide", "narrow")


def table(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Stances from who, plan, stance and date."""
    columns = ["who", "plan", "stance", "date"]
    return pd.DataFrame(rows, columns=columns).assign(kind="campaign", source="", position="")


MOVED = table(
    ("Ada", BILL, "supports", "2017-09-26"),
    ("Ada", BILL, "opposes", "2015"),
    ("Ada", BILL, "opposes", "2014-10-04"),
    ("Ben", BILL, NOT_FOUND, ""),
)


def held(found: pd.DataFrame, who: str = "Ada") -> str | None:
    stances = list(found.loc[found["who"] == who, "stance"])
    assert len(stances) <= 1
    return stances[0] if stances else None


@pytest.mark.parametrize(
    ("day", "stance"),
    [
        (date(2014, 10, 3), None),
        (date(2014, 10, 4), "opposes"),
        (date(2017, 9, 25), "opposes"),
        (date(2017, 9, 26), "supports"),
        (date.max, "supports"),
    ],
)
def test_a_stance_is_in_force_from_its_day(day: date, stance: str | None) -> None:
    assert held(stances.latest(MOVED, day)) == stance


@pytest.mark.parametrize(
    ("when", "last"),
    [
        ("2016", date(2016, 12, 31)),
        ("2016-02", date(2016, 2, 29)),
        ("2017-05-03", date(2017, 5, 3)),
    ],
)
def test_a_partial_date_counts_from_its_end(when: str, last: date) -> None:
    one = table(("Ada", BILL, "mixed", when))
    assert held(stances.latest(one, last)) == "mixed"
    assert stances.latest(one, last - timedelta(days=1)).empty


def test_of_two_that_count_from_one_day_the_exact_one_is_later_news() -> None:
    for rows in (("2017", "2017-12-31"), ("2017-12-31", "2017")):
        two = table(
            *(("Ada", BILL, "opposes" if when == "2017" else "mixed", when) for when in rows)
        )
        assert held(stances.latest(two, date.max)) == "mixed"


def test_silence_holds_on_every_day_and_is_no_stance() -> None:
    for day in (date.min, stances.ELECTION, date.max):
        assert held(stances.latest(MOVED, day), "Ben") == NOT_FOUND
    counted = stances.counts(MOVED, date.max).set_index("plan").loc[BILL]
    assert (counted["found"], counted["looked_for"]) == (1, 2)


def test_a_move_is_from_the_last_different_stance() -> None:
    moved = stances.moves(MOVED).set_index("who")
    assert list(moved.loc["Ada", ["stance", "was", "was_date"]]) == ["supports", "opposes", "2015"]
    assert list(moved.loc["Ben", ["stance", "was", "was_date"]]) == [NOT_FOUND, "", ""]


def test_saying_the_same_again_is_no_move() -> None:
    same = table(("Ada", BILL, "mixed", "2016"), ("Ada", BILL, "mixed", "2017"))
    assert list(stances.moves(same)[["date", "was"]].iloc[0]) == ["2017", ""]


def test_backers_set_no_condition_and_back_on_that_day() -> None:
    two = table(
        ("Ada", BILL, "supports", "2018"),
        ("Ben", BILL, "supports-with-conditions", "2016"),
        ("Cyd", BILL, "supports", "2016"),
    )
    assert stances.backers(two, BILL, stances.ELECTION) == {"Cyd"}


@settings(deadline=None, max_examples=40)
@given(st.dates(date(2014, 1, 1), date(2027, 1, 1)))
def test_counts_add_up_on_any_day(day: date) -> None:
    counted = stances.counts(REAL, day)
    assert list(counted["plan"]) == list(PLANS)
    assert (counted[list(FOUND)].sum(axis="columns") == counted["found"]).all()
    silent = REAL[REAL["stance"] == NOT_FOUND].groupby("plan")["who"].nunique()
    for row in counted.to_dict("records"):
        assert row["looked_for"] - row["found"] == silent.get(row["plan"], 0)


def test_known_moves_are_in_the_data() -> None:
    moved = stances.moves(REAL).set_index(["who", "plan"])
    society = moved.loc[("Socialist Health Association", BILL)]
    assert (society["was"], society["stance"]) == ("opposes", "supports")
    doctors = moved.loc[("British Medical Association", "stp-programme")]
    assert (doctors["was"], doctors["stance"]) == ("supports-with-conditions", "opposes")
    labour = REAL[(REAL["who"] == "Labour Party") & (REAL["plan"] == BILL)]
    assert held(stances.latest(labour, stances.ELECTION), "Labour Party") == "mixed"
    assert held(stances.latest(labour, date(2016, 9, 27)), "Labour Party") == "supports"


def test_every_plan_has_voices_on_both_sides() -> None:
    for plan in PLANS:
        heard = set(REAL.loc[REAL["plan"] == plan, "stance"])
        assert {"supports", "opposes", NOT_FOUND} <= heard


# --- rules -----------------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path: Path) -> DataCopy:
    return copy_of_data(tmp_path)


DATED = "labour-review-2017-05"
SILENT = "gmb-bill"


@pytest.mark.parametrize(
    ("id", "cells", "column", "expected"),
    [
        (DATED, {"date": ""}, "date", "a date, since the stance is supports"),
        (DATED, {"date": "2017-02-30"}, "date", "a date such as"),
        (SILENT, {"date": "2017"}, "date", "blank, since the stance is no-position-found"),
        (DATED, {"source": "", "locator": ""}, "source", "since the stance is supports"),
        (DATED, {"source": "no-such-document"}, "source", "a key in data/sources.bib"),
        (DATED, {"locator": ""}, "locator", "a place in sky-2017-labour-halt"),
        (SILENT, {"locator": "page 3"}, "locator", "blank, since there is no source"),
        (SILENT, {"quote": "nothing"}, "quote", "blank, since the stance is no-position-found"),
        (DATED, {"quote": "one " * 8 + "nine"}, "quote", "at most 8 words: it has 9"),
        ("labour-stps-2017-05", {"kind": "union"}, "kind", "party, which Labour Party is in row 2"),
        (DATED, {"stance": "neutral"}, "stance", "one of supports"),
    ],
)
def test_a_broken_stance_is_told_once(
    data: DataCopy, id: str, cells: dict[str, str], column: str, expected: str
) -> None:
    last = data.find("stances", lambda row: row["id"] == id)
    data.set("stances", last, **cells)
    fault = data.only_fault()
    assert (fault.row, fault.column) == (last, column)
    assert expected in fault.expected


def test_a_quotation_of_eight_words_may_stand(data: DataCopy) -> None:
    data.set(
        "stances", data.find("stances", lambda row: row["id"] == DATED), quote="one " * 7 + "8"
    )
    assert not data.faults()


def test_one_actor_has_one_stance_on_a_day(data: DataCopy) -> None:
    number = data.find("stances", lambda row: row["id"] == "labour-stps-2017-09")
    data.set("stances", number, date="2017-05-03")
    fault = data.only_fault()
    assert (fault.row, fault.column) == (number, "date")
    assert "another day than that of row" in fault.expected


def test_nothing_found_beside_something_found_is_a_contradiction(data: DataCopy) -> None:
    number = data.find("stances", lambda row: row["id"] == "gmb-bill")
    data.set("stances", number, plan="stp-programme")
    fault = data.only_fault()
    assert (fault.row, fault.column) == (number, "stance")
    assert "free of a contradiction" in fault.expected


def test_the_rules_know_the_word_for_silence() -> None:
    assert NO_POSITION in set(REAL["stance"])


# --- the chart ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> Chart:
    return charts.get("who-supported-and-opposed")


@pytest.mark.parametrize("form", FORMS)
def test_each_stance_is_drawn_once_in_its_column(made: Chart, form: str) -> None:
    drawn: dict[int, tuple[float, float, str]] = {}
    for trace in made.spec(form)["data"]:  # type: ignore[arg-type]
        for row, x, y in zip(trace.get("customdata", []), trace["x"], trace["y"], strict=False):
            assert row not in drawn
            drawn[row] = (x, y, trace["marker"]["symbol"])
    assert sorted(drawn) == list(range(len(made.table)))
    by_plan: dict[str, set[float]] = {}
    by_who: dict[str, set[float]] = {}
    by_stance: dict[str, set[str]] = {}
    for number, row in enumerate(made.table.to_dict("records")):
        x, y, symbol = drawn[number]
        by_plan.setdefault(row["plan"], set()).add(x)
        by_who.setdefault(row["who"], set()).add(y)
        by_stance.setdefault(row["stance"], set()).add(symbol)
    assert all(len(places) == 1 for places in (*by_plan.values(), *by_who.values()))
    assert len(set.union(*by_plan.values())) == len(by_plan) == len(PLANS)
    assert len(set.union(*by_who.values())) == len(by_who)
    assert by_stance["supports"] == by_stance["supports with conditions"] == {"circle"}
    assert by_stance["mixed"] == {"diamond"} and by_stance["opposes"] == {"x"}


@pytest.mark.parametrize("form", FORMS)
def test_what_was_not_found_is_said_in_words_and_has_no_mark(made: Chart, form: str) -> None:
    spec = made.spec(form)  # type: ignore[arg-type]
    said = [note["text"].replace("<br>", " ") for note in spec["layout"]["annotations"]]
    silent = made.table[made.table["stance"] == "none found"]
    assert said.count("none found") == len(silent) > 5
    shown = {
        row
        for trace in spec["data"]
        if trace["marker"].get("opacity") != 0
        for row in trace.get("customdata", [])
    }
    assert shown.isdisjoint(silent.index)
    assert not silent["date"].any()


@pytest.mark.parametrize("form", FORMS)
def test_words_stay_on_the_sheet_and_off_each_other(made: Chart, form: str) -> None:
    layout = made.spec(form)["layout"]  # type: ignore[arg-type]
    boxes = []
    for note in layout["annotations"]:
        lines = note["text"].removeprefix("<b>").removesuffix("</b>").split("<br>")
        size = note["font"]["size"]
        wide = max(len(line) for line in lines) * size * 0.5
        left = layout["margin"]["l"] + note["x"] + note.get("xshift", 0)
        high = len(lines) * size * 1.2
        boxes.append((left, note["y"] - high / 2, left + wide, note["y"] + high / 2, note["text"]))
        assert left >= 0 and left + wide <= layout["width"], note["text"]
    for place, (left, top, right, bottom, words) in enumerate(boxes):
        for other in boxes[place + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, f"{words} lies on {other[4]}"


def test_individuals_are_left_to_the_data(made: Chart) -> None:
    individuals = set(REAL.loc[REAL["kind"] == "individual", "who"])
    assert individuals and individuals.isdisjoint(made.table["who"])


def test_each_row_with_a_stance_has_a_source(made: Chart) -> None:
    found = made.table[made.table["stance"] != "none found"]
    assert found["sources"].all()
    moved = made.table[made.table["before"] != ""]
    assert (moved["sources"].str.split().str.len() >= 1).all()
    assert "sha-2015-reinstatement-bill" in made.sources, "the stance held before is cited too"
