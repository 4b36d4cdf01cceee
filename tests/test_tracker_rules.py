from pathlib import Path

import pytest

from data_package import DataCopy, copy_of_data
from policy import tables
from policy.rules import tracker as rules
from policy.tables import Bibliography, Contents, Fault, sheets
from policy.tables.descriptor import Column, Resource


@pytest.fixture
def data(tmp_path: Path) -> DataCopy:
    return copy_of_data(tmp_path)


def row_of(data: DataCopy, name: str, id: str) -> int:
    return data.find(name, lambda row: row["id"] == id)


def test_a_case_without_a_rule_is_named(data: DataCopy) -> None:
    data.set("status_rules", row_of(data, "status_rules", "promise-blocked"), deadline="none")
    fault = data.only_fault()
    assert (fault.file, fault.column) == ("data/status_rules.csv", "effect")
    assert "maker: blocked on a promise, condition clear" in fault.expected


def test_a_case_with_two_rules_is_named(data: DataCopy) -> None:
    number = row_of(data, "status_rules", "promise-withdrawn")
    data.set("status_rules", number, deadline="any")
    fault = data.only_fault()
    assert fault.column == "id"
    assert "withdrawn on a promise, condition clear" in fault.expected
    assert "takes it in too" in fault.expected


def test_a_rule_brings_about_a_status_of_its_own_column(data: DataCopy) -> None:
    number = row_of(data, "status_rules", "outcome-undone")
    data.set("status_rules", number, status="thwarted")
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.value) == (number, "status", "thwarted")
    assert "a status of the column outcome" in fault.expected


def test_a_rule_keeps_statuses_that_exist(data: DataCopy) -> None:
    number = row_of(data, "status_rules", "promise-done-late")
    data.set("status_rules", number, keeps="delivred")
    fault = data.only_fault()
    assert (fault.row, fault.column) == (number, "keeps")
    assert fault.nearest == "delivered"


def test_an_effect_outside_the_vocabulary_is_refused(data: DataCopy) -> None:
    number = row_of(data, "status_rules", "promise-undone")
    data.set("status_rules", number, effect="undone")
    assert data.only_fault().column == "effect"


def test_a_position_says_how_the_rules_read_it(data: DataCopy) -> None:
    number = data.find("statuses", lambda row: row["status"] == "enacted")
    data.set("statuses", number, condition="")
    fault = data.only_fault()
    assert (fault.row, fault.column) == (number, "condition")


def test_a_method_labels_every_pledge(data: DataCopy) -> None:
    number = row_of(data, "scorings", "politifact-stalled")
    data.set("scorings", number, maker="delivered")
    found = data.faults()
    assert {fault.column for fault in found} == {"id", "method"}
    assert any("a row for class promise" in fault.expected for fault in found)
    assert any("takes it in too" in fault.expected for fault in found)


def test_a_scoring_names_a_source(data: DataCopy) -> None:
    number = row_of(data, "scorings", "abc-broken")
    data.set("scorings", number, source="abc-2016-promise-traker")
    fault = data.only_fault()
    assert (fault.row, fault.column) == (number, "source")
    assert fault.nearest == "abc-2016-promise-tracker"


# --- rules that need pledges -------------------------------------------------------------------

PLEDGES = "id,type,condition\na,process,must-win\nb,claim,none\nc,demand,none\n"
HEADER = "id,pledge,effect,recorded_on,corrects"


def contents(*events: str, statuses: str = "", coded: str = "") -> Contents:
    """A data folder of pledges, events and statuses alone."""
    texts = {
        "pledges": PLEDGES,
        "pledge_events": "\n".join([HEADER, *events, ""]),
        "statuses": "\n".join(["column,status,condition,example", statuses, ""]),
        "hand_codes": "\n".join(["event,code", coded, ""]),
    }
    return Contents({name: _sheet(name, text) for name, text in texts.items()}, NO_SOURCES, ())


NO_SOURCES = Bibliography("data/sources.bib", (), frozenset(), (), readable=True)


def _sheet(name: str, text: str) -> tables.Sheet:
    columns = tuple(
        Column(each, "string", "", False, False, (), None, None, None)
        for each in text.split("\n", 1)[0].split(",")
    )
    resource = Resource(name, f"{name}.csv", columns, (), ())
    return sheets.parse(f"data/{name}.csv", text.encode(), resource)


def only(faults: object) -> Fault:
    found = list(faults)  # type: ignore[call-overload]
    assert len(found) == 1, found
    fault = found[0]
    assert isinstance(fault, Fault)
    return fault


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        ("e,a,came-true,2026-11-21,", "the effect of a deed: it is a promise"),
        ("e,c,partly-true,2026-11-21,", "the effect of a deed: it is a demand"),
        ("e,b,done,2026-11-21,", "came-true"),
        ("e,b,stalled,2026-11-21,", "came-true"),
    ],
)
def test_effects_fit_what_kind_of_pledge_it_is(event: str, expected: str) -> None:
    fault = only(rules.effects_fit_the_type(contents(event)))
    assert (fault.row, fault.column) == (2, "effect")
    assert expected in fault.expected


@pytest.mark.parametrize(
    "event", ["e,a,done,2026-11-21,", "e,b,withdrawn,2026-11-21,", "e,b,noted,2026-11-21,"]
)
def test_fitting_effects_pass(event: str) -> None:
    assert list(rules.effects_fit_the_type(contents(event))) == []


def test_an_election_settles_a_pledge_once() -> None:
    told = ("e,a,election-lost,2026-11-21,", "f,a,election-won,2026-11-21,")
    fault = only(rules.conditions_settled_once(contents(*told)))
    assert (fault.row, fault.column) == (3, "effect")
    assert "row 2 has settled" in fault.expected


def test_a_correction_of_an_election_is_no_second_one() -> None:
    told = ("e,a,election-lost,2026-11-21,", "f,a,election-won,2026-12-01,e")
    assert list(rules.conditions_settled_once(contents(*told))) == []


def test_an_election_settles_what_waits_for_one() -> None:
    fault = only(rules.conditions_settled_once(contents("e,c,election-won,2026-11-21,")))
    assert "c does not wait for an election" in fault.expected


@pytest.mark.parametrize(
    ("event", "column", "expected"),
    [
        ("f,a,noted,2026-12-01,g", "corrects", "an id in"),
        ("f,b,noted,2026-12-01,e", "corrects", "an event of b"),
        ("f,a,noted,2026-11-21,e", "recorded_on", "later than 2026-11-21"),
    ],
)
def test_a_correction_is_a_later_record_of_the_same_pledge(
    event: str, column: str, expected: str
) -> None:
    fault = only(rules.corrections_in_order(contents("e,a,started,2026-11-21,", event)))
    assert (fault.row, fault.column) == (3, column)
    assert expected in fault.expected


def test_an_example_is_a_pledge() -> None:
    fault = only(rules.examples_exist(contents(statuses="maker,open,,d")))
    assert (fault.row, fault.column, fault.value) == (2, "example", "d")
    assert list(rules.examples_exist(contents(statuses="maker,open,,a"))) == []


def test_what_was_coded_by_hand_is_an_event() -> None:
    event = "e,a,started,2026-11-21,"
    fault = only(rules.coded_events_exist(contents(event, coded="f,stalled")))
    assert (fault.row, fault.column, fault.value) == (2, "event", "f")
    assert list(rules.coded_events_exist(contents(event, coded="e,stalled"))) == []
