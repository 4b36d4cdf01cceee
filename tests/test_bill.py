"""The Reinstatement Bill: its tables held to their rules, and the functions that read them."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from data_package import DataCopy, copy_of_data
from policy import bill, charts, ledger, lint, tables, units
from policy.charts import bill_in_parliament, bill_provisions_in_later_law
from policy.tables import Fault

VERSIONS = tables.table("bill_versions")
PROVISIONS = tables.table("provisions")
FATES = tables.table("provision_fates")
STAGES = tables.table("bill_stages")
IDS = list(VERSIONS["id"])
LAST = date(2026, 11, 21)


@pytest.fixture
def data(tmp_path: Path) -> DataCopy:
    return copy_of_data(tmp_path)


def broken(
    data: DataCopy, name: str, wanted: Callable[[dict[str, str]], object], **cells: str
) -> Fault:
    number = data.find(name, wanted)
    data.set(name, number, **cells)
    fault = data.only_fault()
    assert fault.row == number
    return fault


# --- the data --------------------------------------------------------------------------------


def test_the_record_of_the_bill() -> None:
    """The dates by which the Bill is known, so that a slip in the table is noticed."""
    assert dict(zip(VERSIONS["id"], VERSIONS["dated"], strict=True)) == {
        "draft-2014": "2014-08-29",
        "draft-2015": "2015-02-21",
        "bill-2014-15": "2015-03-11",
        "bill-2015-16": "2015-07-01",
        "bill-2016-17": "2016-07-13",
        "bill-2017-19": "2018-07-11",
    }
    numbers = dict(zip(VERSIONS["id"], VERSIONS["bill_number"], strict=True))
    assert (numbers["bill-2014-15"], numbers["bill-2015-16"]) == ("187", "37")
    assert (numbers["bill-2016-17"], numbers["bill-2017-19"]) == ("not-found", "250")


def test_the_last_stage_of_every_bill_is_its_end() -> None:
    ends = dict(zip(VERSIONS["id"], VERSIONS["session_ended"], strict=True))
    for version in VERSIONS["id"][VERSIONS["kind"] == "bill"]:
        mine = STAGES[STAGES["version"] == version]
        (ended,) = mine["date"][mine["stage"] == "session-ended"]
        assert ended == ends[version]
        assert set(mine["stage"].iloc[-2:]) & {"session-ended"}


def test_nothing_of_the_health_bill_is_told_as_law() -> None:
    told = FATES[FATES["law"].str.contains("Health Bill")]
    assert len(told) > 3
    assert set(told["effect"]) <= {"proposed", "proposed-opposite"}


@pytest.mark.parametrize(
    ("name", "wanted", "cells", "column", "expected"),
    [
        ("bill_versions", "bill-2015-16", {"dated": "2015-06-31"}, "dated", "a date such as"),
        ("bill_versions", "bill-2015-16", {"session_ended": ""}, "session_ended", "is a bill"),
        (
            "bill_versions",
            "bill-2014-15",
            {"session_ended": "2015-03-11"},
            "session_ended",
            "after the bill came in",
        ),
        ("bill_versions", "draft-2015", {"session": "2014-15"}, "session", "not-applicable"),
        ("bill_versions", "draft-2015", {"bill_number": "12"}, "bill_number", "is a draft"),
        ("bill_versions", "draft-2014", {"kind": "pamphlet"}, "kind", "one of"),
        ("bill_versions", "bill-2016-17", {"bill_number": "unknown"}, "bill_number", ""),
        ("bill_versions", "draft-2014", {"sources": "no-such-key"}, "sources", "sources.bib"),
    ],
)
def test_a_broken_version(
    data: DataCopy, name: str, wanted: str, cells: dict[str, str], column: str, expected: str
) -> None:
    fault = broken(data, name, lambda row: row["id"] == wanted, **cells)
    assert fault.column == column
    assert expected in fault.expected


def test_a_version_without_a_column_of_provisions(data: DataCopy) -> None:
    number = data.find("bill_versions", lambda row: row["id"] == "draft-2015")
    data.set("bill_versions", number, id="draft-2016")
    faults = [fault for fault in data.faults() if fault.column == "id"]
    (fault,) = [each for each in faults if "column of its own" in each.expected]
    assert fault.row == number
    assert fault.nearest == "draft-2015"


@pytest.mark.parametrize("state", ["maybe", "Yes", ""])
def test_a_state_is_one_of_four(data: DataCopy, state: str) -> None:
    fault = broken(data, "provisions", bool, draft_2014=state)
    assert fault.column == "draft_2014"


def test_a_provision_is_in_some_version(data: DataCopy) -> None:
    none = {bill.column(id): "unknown" for id in IDS}
    fault = broken(data, "provisions", lambda row: row["id"] == "professional-autonomy", **none)
    assert "yes or changed in at least one version" in fault.expected


def test_what_changed_is_said(data: DataCopy) -> None:
    fault = broken(data, "provisions", lambda row: row["id"] == "health-boards", notes="")
    assert (fault.column, "what changed" in fault.expected) == ("notes", True)


@pytest.mark.parametrize(
    ("effect", "cells", "column", "expected"),
    [
        ("done", {"provision": "abolish-ccg"}, "provision", "provisions.csv"),
        ("done", {"effect": "half-done"}, "effect", "one of"),
        ("done", {"date": "2014-08-28"}, "date", "from the first draft on"),
        ("done", {"date": "2022-06-31"}, "date", "a date such as"),
        ("done", {"law": "none"}, "law", "not a law"),
        ("already-law", {"date": "2022-07-01"}, "date", "before the first draft"),
        ("proposed", {"law": "Health Act 2026"}, "law", "a bill"),
        ("proposed-opposite", {"law": "none"}, "law", "a bill"),
        ("opposite", {"source": "hansard"}, "source", "sources.bib"),
    ],
)
def test_a_broken_fate(
    data: DataCopy, effect: str, cells: dict[str, str], column: str, expected: str
) -> None:
    fault = broken(data, "provision_fates", lambda row: row["effect"] == effect, **cells)
    assert fault.column == column
    assert expected in fault.expected


@pytest.mark.parametrize(
    ("stage", "cells", "column", "expected"),
    [
        ("second-reading-begun", {"date": "2016-06-11"}, "date", "when the session ended"),
        ("second-reading-begun", {"date": "2015-06-30"}, "date", "came in"),
        ("leave-given", {"version": "bill-2016"}, "version", "bill_versions.csv"),
        ("text-published", {"stage": "printed"}, "stage", "one of"),
        ("session-ended", {"date": "2015-03-26x"}, "date", ""),
    ],
)
def test_a_broken_stage(
    data: DataCopy, stage: str, cells: dict[str, str], column: str, expected: str
) -> None:
    fault = broken(data, "bill_stages", lambda row: row["stage"] == stage, **cells)
    assert fault.column == column
    assert expected in fault.expected


def test_only_the_dissolution_may_come_after_the_session(data: DataCopy) -> None:
    number = data.find("bill_stages", lambda row: row["stage"] == "dissolved")
    assert not data.faults()
    data.set("bill_stages", number, stage="second-reading-listed")
    assert "when the session ended" in data.only_fault().expected


@pytest.mark.parametrize(
    ("name", "column"),
    [(name, column) for name, column in lint.COLUMNS if name.startswith(("bill", "prov"))],
)
def test_text_of_the_tables_is_linted(data: DataCopy, name: str, column: str) -> None:
    data.set(name, 2, **{column: "It took 278 minutes"})
    found = [
        fault
        for fault in lint.faults(data.folder, chapters=data.folder, package=data.folder)
        if fault.column == column
    ]
    assert [(fault.row, fault.value) for fault in found] == [(2, "278")]


# --- versions --------------------------------------------------------------------------------


def test_every_provision_is_in_every_version_once() -> None:
    pairs = bill.by_version(PROVISIONS, VERSIONS)
    assert len(pairs) == len(PROVISIONS) * len(VERSIONS)
    assert not pairs.duplicated(["provision", "version"]).any()
    assert set(pairs["state"]) <= set(bill.STATES)
    cell = pairs[(pairs["provision"] == "deadline") & (pairs["version"] == "draft-2014")]
    assert list(cell["state"]) == [bill.NO]


def small(**columns: list[str]) -> pd.DataFrame:
    ids = [f"p{place}" for place in range(len(next(iter(columns.values()))))]
    return pd.DataFrame({"id": ids, "short": ids, **columns})


def test_each_change_has_its_name_and_unknown_is_never_no() -> None:
    was = ["no", "no", "yes", "changed", "yes", "changed", "changed", "yes", "unknown", "no"]
    now = ["yes", "changed", "no", "no", "changed", "yes", "changed", "yes", "yes", "unknown"]
    table = small(a=was, b=now)
    found = bill.changes(table, "a", "b")
    assert list(found["change"]) == [
        *("added", "added", "left out", "left out"),
        *("reshaped", "reshaped", "may differ"),
    ]
    assert bill.unseen(table, "a", "b") == ["p8", "p9"]


@pytest.mark.parametrize("older", IDS)
@pytest.mark.parametrize("newer", IDS)
def test_changes_backwards_are_the_same_provisions(older: str, newer: str) -> None:
    there, back = bill.changes(PROVISIONS, older, newer), bill.changes(PROVISIONS, newer, older)
    assert list(there["provision"]) == list(back["provision"])
    assert list(there["was"]) == list(back["now"])
    assert bill.unseen(PROVISIONS, older, newer) == bill.unseen(PROVISIONS, newer, older)
    if older == newer:
        assert set(there["change"]) <= {"may differ"}


def test_an_unknown_version_is_answered_with_the_nearest() -> None:
    with pytest.raises(bill.UnknownName, match="nearest: bill-2016-17"):
        bill.changes(PROVISIONS, "bill-2016-18", "draft-2014")


# --- fates -----------------------------------------------------------------------------------


def test_a_fate_holds_from_its_own_day() -> None:
    day = date(2022, 7, 1)
    before = bill.fate(PROVISIONS, FATES, "abolish-ccgs", day - timedelta(days=1))
    on = bill.fate(PROVISIONS, FATES, "abolish-ccgs", day)
    assert (before.effect, before.when) == (bill.NOTHING_FOUND, None)
    assert (on.effect, on.when) == ("done", day)


def test_the_latest_fate_counts_however_the_file_is_sorted() -> None:
    for fates in (FATES, FATES[::-1]):
        found = bill.fate(PROVISIONS, fates, "listed-services", LAST)
        assert found.effect == "proposed"
        assert (
            bill.fate(PROVISIONS, fates, "listed-services", date(2026, 6, 24)).effect == "not-done"
        )


def test_an_unknown_provision_is_answered_with_the_nearest() -> None:
    with pytest.raises(bill.UnknownName, match="nearest: abolish-ccgs"):
        bill.fate(PROVISIONS, FATES, "abolish-ccg", LAST)


def test_every_provision_has_one_fate_on_any_day() -> None:
    days = [date(2014, 1, 1), date(2017, 6, 8), *map(date.fromisoformat, FATES["date"]), LAST]
    for day in days:
        found = bill.fates_on(PROVISIONS, FATES, day)
        assert sorted(found["provision"]) == sorted(PROVISIONS["id"])
        places = [bill.EFFECTS.index(effect) for effect in found["effect"]]
        assert places == sorted(places)
        assert (found["when"] <= day.isoformat()).all()
        assert found["sources"].all()


def test_at_the_election_of_2017_no_law_had_touched_the_bills_aims() -> None:
    effects = set(bill.fates_on(PROVISIONS, FATES, date(2017, 6, 8))["effect"])
    assert effects == {"already-law", bill.NOTHING_FOUND}


# --- days ------------------------------------------------------------------------------------


def test_days_before_parliament_are_counted_from_day_to_day() -> None:
    found = bill.days_before_parliament(VERSIONS)
    assert list(found["version"]) == [id for id in IDS if id.startswith("bill")]
    # 2016 was a leap year: the second bill's session has a 29 February in it.
    assert list(found["days"]) == [15, 316, 288, 454]


def test_a_bill_lost_the_next_day_counts_one() -> None:
    one = VERSIONS[VERSIONS["id"] == "bill-2015-16"].assign(
        dated="2016-02-28", session_ended="2016-02-29"
    )
    assert list(bill.days_before_parliament(one)["days"]) == [1]


def test_three_bills_were_gone_before_the_election_of_2017() -> None:
    ended = bill.days_before_parliament(VERSIONS)["session_ended"]
    assert (ended[:3] < "2017-06-08").all()


# --- charts ----------------------------------------------------------------------------------

FORMS = ["wide", "narrow"]


def drawn(id: str, form: str) -> list[int]:
    traces = charts.get(id).spec(form)["data"]  # type: ignore[arg-type]
    return [row for trace in traces for row in trace.get("customdata", ())]


@pytest.mark.parametrize("form", FORMS)
def test_each_row_of_the_lists_is_drawn_once(form: str) -> None:
    for id in ("bill-provisions-in-later-law", "bill-in-parliament"):
        assert sorted(drawn(id, form)) == list(range(len(charts.get(id).table)))


@pytest.mark.parametrize("form", FORMS)
def test_the_matrix_has_a_tile_for_every_version(form: str) -> None:
    chart = charts.get("bill-provisions-by-version")
    rows = drawn("bill-provisions-by-version", form)
    assert sorted(rows) == sorted(list(range(len(chart.table))) * len(VERSIONS))
    tiles = [
        hover
        for trace in chart.spec(form)["data"]  # type: ignore[arg-type]
        for hover in trace.get("hovertext", ())
    ]
    words = {"yes": "in it", "changed": "in another form", "no": "left out", "unknown": "not seen"}
    for pair in bill.by_version(PROVISIONS, VERSIONS).to_dict("records"):
        said = f"{pair['short']}<br>{pair['name']}: <b>{words[pair['state']]}</b>"
        assert tiles.count(said) == 1


def test_titles_say_what_the_tables_hold() -> None:
    title = charts.get("bill-provisions-by-version").title
    found = bill.changes(PROVISIONS, "bill-2016-17", "bill-2017-19")
    assert set(found["change"]) == {"reshaped"}
    assert f"reshaped {units.cardinal(len(found))} provisions" in title
    duty = PROVISIONS.set_index("id").loc["sos-duty"]
    assert {duty[bill.column(id)] for id in IDS} == {bill.YES}
    effects = list(bill.fates_on(PROVISIONS, FATES, bill_provisions_in_later_law.ON)["effect"])
    counts = [effects.count(each) for each in ("done", "partly-done", "opposite")]
    named = re.findall(
        "|".join(units.cardinal(n) for n in range(1, 11)),
        charts.get("bill-provisions-in-later-law").title,
    )
    assert named == [units.cardinal(count) for count in counts]
    begun = STAGES["version"][STAGES["stage"] == "second-reading-begun"]
    assert len(begun) == 1


def test_minutes_are_the_ledgers() -> None:
    table = charts.get("bill-in-parliament").table
    minutes = table[table["measure"] == bill_in_parliament.MINUTES]
    ids = ["bill-2016-03-end", "bill-2016-03-end-left", "bill-2016-03-17min"]
    assert list(minutes["value"]) == [ledger.value(id) for id in ids]
    assert list(minutes["as_given"])[1] == "about 15 minutes"


@pytest.mark.parametrize(
    ("number", "word"), [(1, "one"), (10, "ten"), (11, "11"), (0, "0"), (1200, "1,200")]
)
def test_counts_in_a_sentence(number: int, word: str) -> None:
    assert units.cardinal(number) == word
