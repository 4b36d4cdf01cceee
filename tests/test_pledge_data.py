"""Pledges, what bears on them and the timeline: each rule broken, and what readers count on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from data_package import DataCopy, copy_of_data
from policy import rules, tables
from policy.tables import Fault

Cells = dict[str, str]

PLEDGES = tables.table("pledges")
EVENTS = tables.table("pledge_events")
TIMELINE = tables.table("timeline")
TRACKED = ("pledges", "pledge_events", "timeline")


@pytest.fixture
def data(tmp_path: Path) -> DataCopy:
    return copy_of_data(tmp_path)


def broken(
    data: DataCopy, name: str, wanted: Callable[[Cells], object] = bool, **cells: str
) -> tuple[int, Fault]:
    """Change cells of the first row that is wanted; give its number and the one fault."""
    number = data.find(name, wanted)
    data.set(name, number, **cells)
    fault = data.only_fault()
    assert (fault.file, fault.row) == (f"data/{name}.csv", number)
    return number, fault


def add(data: DataCopy, name: str, row: Cells) -> int:
    """Append a row; give its number."""
    records = data.records(name)
    data.write_records(name, [*records, [row[column] for column in records[0]]])
    return len(records) + 1


def context(row: Cells) -> bool:
    """An event that changes no status and has no order to keep."""
    return row["effect"] == "noted"


# --- bad input ---------------------------------------------------------------------------------


def test_an_event_for_an_unknown_pledge(data: DataCopy) -> None:
    right = data.row("pledge_events", 2)["pledge"]
    _, fault = broken(data, "pledge_events", pledge=f"{right}x")
    assert (fault.column, fault.value, fault.nearest) == ("pledge", f"{right}x", right)
    assert "data/pledges.csv" in fault.expected


def test_the_one_event_of_a_pledge_misspelt_is_told_once(data: DataCopy) -> None:
    uses = Counter(EVENTS["pledge"])
    alone = next(name for name in PLEDGES["id"] if uses[name] == 1)
    _, fault = broken(data, "pledge_events", lambda row: row["pledge"] == alone, pledge=f"{alone}x")
    assert (fault.column, fault.nearest) == ("pledge", alone)


def test_a_pledge_that_is_gone_is_told_once_with_all_its_events(data: DataCopy) -> None:
    uses, examples = Counter(EVENTS["pledge"]), set(tables.table("statuses")["example"])
    gone = next(name for name in PLEDGES["id"] if uses[name] > 1 and name not in examples)
    rows = data.records("pledges")
    data.write_records("pledges", [row for row in rows if row[0] != gone])
    fault = data.only_fault()
    assert (fault.file, fault.column, fault.value) == ("data/pledge_events.csv", "pledge", gone)
    assert "also" in fault.expected


@pytest.mark.parametrize(("effect", "near"), [("dnoe", "done"), ("broken", None), ("", None)])
def test_an_effect_outside_the_vocabulary(data: DataCopy, effect: str, near: str | None) -> None:
    _, fault = broken(data, "pledge_events", context, effect=effect)
    assert (fault.column, fault.value) == ("effect", effect)
    assert near is None or fault.nearest == near


@pytest.mark.parametrize("name", TRACKED)
def test_a_duplicate_id(data: DataCopy, name: str) -> None:
    first = data.row(name, 2)["id"]
    number = add(data, name, {**data.row(name, 3), "id": first})
    faults = data.faults()
    assert [(each.row, each.column, each.value) for each in faults[:1]] == [(number, "id", first)]


@pytest.mark.parametrize("name", TRACKED)
@pytest.mark.parametrize("source", ["", "no-such-document"])
def test_a_missing_source(data: DataCopy, name: str, source: str) -> None:
    _, fault = broken(data, name, lambda row: row["source"] != "none found", source=source)
    assert (fault.column, fault.value) == ("source", source)


def test_an_event_before_its_pledge(data: DataCopy) -> None:
    made = data.row("pledges", 2)["made_on"]
    pledge = data.row("pledges", 2)["id"]
    mine: Callable[[Cells], object] = lambda row: context(row) and row["pledge"] == pledge  # noqa: E731
    _, fault = broken(data, "pledge_events", mine, date="2017-05-02")
    assert (fault.column, fault.value) == ("date", "2017-05-02")
    assert fault.expected == f"in or after {made}, when {pledge} was made"


@pytest.mark.parametrize(
    ("made", "date", "early"),
    [
        ("2017-05-03", "2017-05", False),
        ("2017-05-03", "2017", False),
        ("2017-05-03", "2017-04", True),
        ("2017", "2017-01-01", False),
        ("2017", "2016-12-31", True),
    ],
)
def test_a_partial_date_is_early_when_all_of_it_is(
    data: DataCopy, made: str, date: str, early: bool
) -> None:
    number = data.find("pledge_events", context)
    pledge = data.row("pledge_events", number)["pledge"]
    data.set("pledges", data.find("pledges", lambda row: row["id"] == pledge), made_on=made)
    data.set("pledge_events", number, date=date)
    assert [fault.column for fault in data.faults()] == (["date"] if early else [])


def test_a_deadline_before_the_pledge(data: DataCopy) -> None:
    _, fault = broken(data, "pledges", made_on="2016-02", deadline="2016-01-31")
    assert (fault.column, fault.value) == ("deadline", "2016-01-31")
    assert fault.expected == "in or after made_on, which is 2016-02"


@pytest.mark.parametrize("deadline", ["2016-02-01", "2016-02", "2016", ""])
def test_a_deadline_that_may_lie_after_the_pledge(data: DataCopy, deadline: str) -> None:
    data.set("pledges", 2, made_on="2016-02", deadline=deadline)
    assert data.faults() == []


def test_an_event_that_has_not_happened(data: DataCopy) -> None:
    _, fault = broken(data, "pledge_events", context, date="2026-11-22")
    assert (fault.column, fault.value) == ("date", "2026-11-22")
    assert fault.expected == "up to recorded_on, which is 2026-11-21"


@pytest.mark.parametrize("date", ["2026-11-21", "2026-11", "2026"])
def test_an_event_of_the_day_month_or_year_of_its_record(data: DataCopy, date: str) -> None:
    data.set("pledge_events", data.find("pledge_events", context), date=date)
    assert data.faults() == []


def test_the_timeline_looks_ahead_only_when_it_says_so(data: DataCopy) -> None:
    number, fault = broken(
        data, "timeline", lambda row: row["kind"] == "political", date="2026-11-22"
    )
    assert (fault.column, fault.value) == ("date", "2026-11-22")
    assert "unless kind is planned" in fault.expected
    data.set("timeline", number, kind="planned")
    assert data.faults() == []


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("pledges", "made_on"),
        ("pledges", "deadline"),
        ("pledge_events", "date"),
        ("pledge_events", "recorded_on"),
        ("timeline", "date"),
    ],
)
def test_a_day_that_is_not_in_the_calendar(data: DataCopy, name: str, column: str) -> None:
    _, fault = broken(data, name, **{column: "2017-02-29"})
    assert (fault.column, fault.value) == (column, "2017-02-29")
    assert "a date such as" in fault.expected


def test_one_bad_day_does_not_hide_another(data: DataCopy) -> None:
    data.set("pledges", 2, made_on="2017-02-29", deadline="2017-02-30")
    assert [fault.column for fault in data.faults()] == ["made_on", "deadline"]


@pytest.mark.parametrize("name", TRACKED)
def test_a_typed_status_column(data: DataCopy, name: str) -> None:
    header, *rows = data.records(name)
    data.write_records(name, [[*header, "status"], *([*row, "broken"] for row in rows)])
    fault = data.only_fault()
    assert (fault.file, fault.row, fault.column) == (f"data/{name}.csv", 1, "status")


@pytest.mark.parametrize("name", TRACKED)
@pytest.mark.parametrize("column", ["status", "status_after"])
def test_a_typed_status_column_that_is_declared(data: DataCopy, name: str, column: str) -> None:
    header, *rows = data.records(name)
    data.write_records(name, [[*header, column], *([*row, "broken"] for row in rows)])
    package = data.folder / "datapackage.json"
    described = json.loads(package.read_text(encoding="utf-8"))
    mine = next(each for each in described["resources"] if each["name"] == name)
    field = {"name": column, "type": "string", "description": "A verdict typed by hand."}
    mine["schema"]["fields"].append(field)
    package.write_text(json.dumps(described), encoding="utf-8")
    expected = "no such column: a status is computed from the events"
    assert data.only_fault() == Fault(f"data/{name}.csv", 1, column, column, expected)


# --- what a row says of another -------------------------------------------------------------------


def test_a_pledge_without_an_event(data: DataCopy) -> None:
    number = add(data, "pledges", {**data.row("pledges", 2), "id": "lab17-nobody-looked"})
    fault = data.only_fault()
    assert (fault.file, fault.row, fault.column) == ("data/pledges.csv", number, "id")
    assert "nothing-found" in fault.expected


def test_a_figure_that_does_not_exist(data: DataCopy) -> None:
    number = data.find("pledges", lambda row: " " in row["figures"])
    *others, right = data.row("pledges", number)["figures"].split()
    data.set("pledges", number, figures=" ".join([*others, f"{right}x"]))
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.value) == (number, "figures", f"{right}x")
    assert fault.nearest == right


def test_a_test_that_the_pledge_does_not_set(data: DataCopy) -> None:
    single = set(PLEDGES[PLEDGES["strong_test"] == ""]["id"])
    _, fault = broken(data, "pledge_events", lambda row: row["pledge"] in single, test="strong")
    assert (fault.column, fault.value, fault.nearest) == ("test", "strong", "both")


def test_two_events_in_one_place(data: DataCopy) -> None:
    first = data.row("pledge_events", 2)
    assert data.row("pledge_events", 3)["pledge"] == first["pledge"]
    data.set("pledge_events", 3, order=first["order"])
    fault = data.only_fault()
    assert (fault.row, fault.column) == (3, "order")
    assert fault.expected == f"a number of its own: row 2 has it for {first['pledge']}"


def test_a_search_that_names_a_source(data: DataCopy) -> None:
    key = data.row("pledges", 2)["source"]
    searched: Callable[[Cells], object] = lambda row: row["effect"] == "nothing-found"  # noqa: E731
    _, fault = broken(data, "pledge_events", searched, source=key)
    assert (fault.column, fault.nearest) == ("source", "none found")


def test_evidence_that_names_no_source(data: DataCopy) -> None:
    _, fault = broken(data, "pledge_events", context, source="none found")
    assert (fault.column, fault.expected) == ("source", "a source, since effect is noted")


def test_a_condition_without_words(data: DataCopy) -> None:
    conditional: Callable[[Cells], object] = lambda row: row["condition"] == "must-win"  # noqa: E731
    _, fault = broken(data, "pledges", conditional, condition_words="")
    assert (fault.column, fault.expected) == (
        "condition_words",
        "a sentence, since condition is must-win",
    )


def test_every_rule_over_the_pledges_is_on_the_list() -> None:
    assert {
        "pledge-days",
        "deadlines-after-pledges",
        "events-after-pledges",
        "events-are-past",
        "what-lies-ahead-is-planned",
        "every-pledge-has-an-event",
        "events-in-one-order",
        "tests-are-set",
        "searches-have-no-source",
        "conditions-are-told",
        "statuses-are-computed",
    } <= set(rules.RULES)


# --- the data -------------------------------------------------------------------------------------


def test_every_plan_has_its_pledges() -> None:
    assert Counter(PLEDGES["plan"]) == {
        "labour-review": 45,
        "stp-programme": 34,
        "reinstatement-bill": 20,
    }


def test_a_promise_that_had_to_win_has_one_result() -> None:
    must_win = set(PLEDGES[PLEDGES["condition"] == "must-win"]["id"])
    decided = EVENTS[EVENTS["effect"].isin(["election-won", "election-lost"])]
    assert Counter(decided["pledge"]) == dict.fromkeys(must_win, 1)
    days = {"lab17": "2017-06-08", "con17": "2017-06-08", "lab19": "2019-12-12"}
    for row in decided.itertuples():
        assert row.date == days.get(row.pledge.split("-")[0], "2024-07-04")


def test_labour_lost_in_2017_and_2019_and_won_in_2024() -> None:
    decided = EVENTS[EVENTS["effect"].isin(["election-won", "election-lost"])]
    found = {(row.pledge.split("-")[0], row.effect) for row in decided.itertuples()}
    assert found == {
        ("lab17", "election-lost"),
        ("lab19", "election-lost"),
        ("lab24", "election-won"),
        ("con17", "election-won"),
    }


def test_each_bill_that_carried_a_pledge_came_in_and_fell() -> None:
    carried = set(PLEDGES[PLEDGES["condition"] == "must-be-enacted"]["id"])
    for pledge in carried:
        mine = EVENTS[EVENTS["pledge"] == pledge]
        effects = list(mine[mine["effect"].isin(["bill-presented", "bill-fell"])]["effect"])
        assert effects == ["bill-presented", "bill-fell"] * (len(effects) // 2)
        assert effects, pledge
    assert "enacted" not in set(EVENTS[EVENTS["pledge"].isin(carried)]["effect"])


def test_events_stand_in_the_order_they_count_in() -> None:
    for _, mine in EVENTS.groupby("pledge"):
        # A partial date counts from its end.
        ends = [pd.Period(day).end_time for day in mine["date"]]
        assert ends == sorted(ends)
        assert list(mine["order"]) == sorted(mine["order"])


def test_nothing_on_the_timeline_is_told_twice() -> None:
    assert TIMELINE["id"].is_unique
    assert TIMELINE["event"].is_unique
