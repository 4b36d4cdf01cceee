"""The tracker on the book's own pledges."""

import json
import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pandas as pd
import pytest

from policy import tables, tracker
from policy.tracker import Register, vocabulary
from tracked import status_on

EVE, POLLING_DAY, MORROW = date(2017, 6, 7), date(2017, 6, 8), date(2017, 6, 9)
BROKEN = {"not-delivered", "not-borne-out"}


@cache
def register() -> Register:
    return tracker.read()


@cache
def lives() -> pd.DataFrame:
    return tracker.history(register(), register().latest())


def on(day: date) -> pd.DataFrame:
    return tracker.on(lives(), day).set_index("pledge")


def status(pledge: str, day: str, column: str = "maker") -> str | None:
    return status_on(lives(), pledge, date.fromisoformat(day), column)


def of_2017() -> set[str]:
    """Labour's pledges that hang on the election of 8 June 2017."""
    made = register().pledges
    awaits = vocabulary.AWAITS_ELECTION
    return {
        each.id
        for each in made
        if each.plan == "labour-review" and each.condition == awaits and each.made.last <= EVE
    }


def test_the_vocabulary_is_that_of_the_tables() -> None:
    package = json.loads((tables.DATA / "datapackage.json").read_text(encoding="utf-8"))
    fields = {
        (resource["name"], field["name"]): field["constraints"]
        for resource in package["resources"]
        for field in resource.get("schema", {}).get("fields", ())
        if "constraints" in field
    }
    assert set(fields["pledge_events", "effect"]["enum"]) == set(vocabulary.EFFECTS)
    assert set(fields["pledges", "condition"]["enum"]) == set(vocabulary.DECLARED)
    types = set(fields["pledges", "type"]["enum"])
    assert {each for each in types if vocabulary.kind(each) != "promise"} == {
        "prediction",
        "claim",
        "demand",
    }


def test_every_pledge_has_a_status_a_reason_and_evidence_or_a_search() -> None:
    now = on(register().latest())
    assert set(now.index) == {pledge.id for pledge in register().pledges}
    assert {event.pledge for event in register().events} == set(now.index)
    for column in vocabulary.COLUMNS:
        assert (now[column] != "").all() and (now[f"{column}_reason"] != "").all()


def test_labour_of_2017_is_open_to_the_end_of_polling_day_and_then_not_tested() -> None:
    assert len(of_2017()) > 30
    for day in (EVE, POLLING_DAY):
        assert set(on(day).loc[sorted(of_2017()), "maker"]) <= {"open", "superseded", "withdrawn"}
        assert set(on(day).loc[sorted(of_2017()), "position"]) == {"undecided"}
    after = on(MORROW).loc[sorted(of_2017())]
    gone = after["maker"].isin(["superseded", "withdrawn"])
    assert set(after.loc[~gone, "maker"]) == {"not-tested"}
    assert set(after["position"]) == {"never-held-office"}
    assert gone.sum() <= 1


def test_no_promise_of_a_maker_who_never_held_office_is_ever_called_broken() -> None:
    positions = lives()[lives()["column"] == "position"]
    barred = {"never-held-office", "undecided", "bill-not-enacted", "bill-before-parliament"}
    never = [
        pledge for pledge, rows in positions.groupby("pledge") if set(rows["status"]) <= barred
    ]
    makers = lives()[(lives()["column"] == "maker") & lives()["pledge"].isin(never)]
    assert set(never) > of_2017()
    assert not set(makers["status"]) & BROKEN


def test_each_bill_revives_what_it_carries_and_its_end_lets_it_lapse() -> None:
    seen = 0
    for event in register().standing():
        pledge = next(each for each in register().pledges if each.id == event.pledge)
        if pledge.condition != vocabulary.AWAITS_ACT:
            continue
        if event.effect == "bill-presented":
            assert status(event.pledge, event.day.isoformat()) == "in-progress"
            assert status(event.pledge, event.day.isoformat(), "position") == (
                "bill-before-parliament"
            )
        elif event.effect == "bill-fell":
            assert status(event.pledge, event.day.isoformat()) == "lapsed"
            seen += 1
    assert seen > 10


def test_the_plans_are_superseded_where_successors_took_over() -> None:
    assert status("con17-implement-stps", "2019-01-06") == "in-progress"
    assert status("con17-implement-stps", "2019-01-07") == "superseded"
    assert status("nhse-stp-to-2021", "2026-11-21") == "superseded"


def test_royal_assent_counts_on_its_day() -> None:
    assert status("con17-legislate-if-needed", "2022-04-27") == "in-progress"
    assert status("con17-legislate-if-needed", "2022-04-28") == "delivered"
    assert status("lab17-repeal-hsca", "2022-04-27", "outcome") == "nothing-yet"
    assert status("lab17-repeal-hsca", "2022-04-28", "outcome") == "partly-by-others"
    assert status("lab17-repeal-hsca", "2022-04-28") == "not-tested"


@pytest.mark.parametrize(
    ("pledge", "expected", "outcome"),
    [
        ("nhse-ae-90-sept17", "not-delivered", "did-not-happen"),
        ("nhse-stp-metrics", "delivered", "happened"),
        ("nhse-stp-by-june-2016", "delivered-late", "happened"),
        ("con17-keep-ae-and-18wk", "partly-delivered", "partly-happened"),
        ("nhse-900m-models", "nothing-found", "nothing-found"),
        ("labgov-abolish-nhse", "in-progress", "under-way"),
        ("lab17-halt-stps", "not-tested", "overtaken"),
        ("rb-migrant-charge", "lapsed", "opposite"),
        ("konp-pred-30bn-cut", "not-borne-out", "did-not-happen"),
        ("konp-demand-reject-stps", "not-tested", "did-not-happen"),
    ],
)
def test_ten_pledges_as_a_reader_of_the_rules_would_code_them(
    pledge: str, expected: str, outcome: str
) -> None:
    latest = register().latest().isoformat()
    assert status(pledge, latest) == expected
    assert status(pledge, latest, "outcome") == outcome


def test_every_status_with_an_example_has_been_that_of_its_example() -> None:
    had = set(zip(lives()["column"], lives()["status"], lives()["pledge"], strict=True))
    for row in tables.table("statuses").to_dict("records"):
        if row["example"]:
            assert (row["column"], row["status"], row["example"]) in had


def test_a_status_without_an_example_is_one_that_no_pledge_has_had() -> None:
    had = set(zip(lives()["column"], lives()["status"], strict=True))
    for row in tables.table("statuses").to_dict("records"):
        assert bool(row["example"]) == ((row["column"], row["status"]) in had), row["status"]


def test_no_date_leaves_open_whether_a_deadline_was_met() -> None:
    assert tracker.undecided_dates(register()) == ()


def test_rows_in_any_order_tell_the_same() -> None:
    pledges, events = list(register().pledges), list(register().events)
    chance = random.Random(20170608)
    chance.shuffle(pledges)
    chance.shuffle(events)
    shuffled = replace(register(), pledges=tuple(pledges), events=tuple(events))
    keys = ["pledge", "column", "first"]
    mixed = tracker.history(shuffled, register().latest()).sort_values(keys, ignore_index=True)
    pd.testing.assert_frame_equal(mixed, lives().sort_values(keys, ignore_index=True))


def test_before_anything_was_recorded_the_book_says_nothing() -> None:
    first = min(event.recorded for event in register().events)
    assert tracker.history(register().known_on(first - timedelta(days=1))).empty
    assert len(register().known_on(register().latest()).events) == len(register().events)


def test_every_pledge_is_labelled_by_every_method() -> None:
    scorings = tables.table("scorings")
    for day in (EVE, MORROW, register().latest()):
        now = tracker.on(lives(), day)
        crossed = tracker.crosswalk(now, scorings)
        assert len(crossed) == len(now) * scorings["method"].nunique()
        assert len(tracker.partings(crossed)) == len(now)


def test_every_deadline_of_a_promise_has_one_result() -> None:
    found = tracker.deadlines(register(), register().latest())
    dated = {each.id for each in register().pledges if each.deadline and each.kind == "promise"}
    assert set(found["pledge"]) == dated
    assert len(found) == len(dated)


def test_counts_add_up_to_the_pledges() -> None:
    now = tracker.on(lives(), register().latest())
    for column in vocabulary.COLUMNS:
        assert tracker.counts(now, column)["n"].sum() == len(register().pledges)


def test_the_rules_and_the_first_coding_by_hand_differ_for_stated_reasons() -> None:
    codes = tables.table("hand_codes")
    found = tracker.compared(register(), codes)
    apart = found[found["agrees"] == "neither"]
    assert len(found) == len(codes)
    assert (apart["why"] != "").all()
    assert len(apart) < len(found) / 3
