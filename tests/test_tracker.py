import itertools
import random
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy import tables, tracker
from policy.tracker import vocabulary
from policy.tracker.rulings import cases
from tracked import book, event, pledges, register, status_on, statuses

WON = ("2017-06-08", "election-won")
LOST = ("2017-06-08", "election-lost")
NEVER_BROKEN = {"not-delivered", "not-borne-out"}


# --- conditions and polling day --------------------------------------------------------------


@pytest.mark.parametrize(
    ("result", "day", "status", "position"),
    [
        (LOST, "2017-05-02", None, None),
        (LOST, "2017-05-03", "open", "undecided"),
        (LOST, "2017-06-07", "open", "undecided"),
        (LOST, "2017-06-08", "open", "undecided"),
        (LOST, "2017-06-09", "not-tested", "never-held-office"),
        (WON, "2017-06-08", "open", "undecided"),
        (WON, "2017-06-09", "not-started", "could-act"),
    ],
)
def test_an_election_counts_from_the_day_after_polling_day(
    result: tuple[str, str], day: str, status: str | None, position: str | None
) -> None:
    assert statuses("process must-win", result, day=day) == status
    assert statuses("process must-win", result, day=day, column="position") == position


def test_what_others_do_after_a_lost_election_shows_in_the_outcome_alone() -> None:
    told = (LOST, ("2022-04-28", "partly-by-others"))
    for day, outcome in (("2022-04-27", "nothing-yet"), ("2022-04-28", "partly-by-others")):
        assert statuses("legislation must-win", *told, day=day) == "not-tested"
        assert statuses("legislation must-win", *told, day=day, column="outcome") == outcome


def test_a_later_election_does_not_settle_an_earlier_promise() -> None:
    told = (LOST, ("2024-07-04", "election-won"), ("2025-01-01", "done"))
    assert statuses("process must-win", *told, day="2026-01-01") == "not-tested"


def test_a_deadline_that_passes_tests_nobody_who_never_held_office() -> None:
    words = "process must-win 2017-12-31"
    assert statuses(words, LOST, day="2018-01-01") == "not-tested"
    assert statuses(words, LOST, day="2018-01-01", column="outcome") == "nothing-found"
    found = (LOST, ("2018-06-11", "not-done"))
    assert statuses(words, *found, day="2018-06-11") == "not-tested"
    assert statuses(words, *found, day="2018-06-11", column="outcome") == "did-not-happen"


def test_what_its_maker_took_back_before_the_vote_was_not_on_offer() -> None:
    for effect, status in (("withdrawn", "withdrawn"), ("replaced", "superseded")):
        told = (("2017-05-16", effect), LOST)
        assert statuses("process must-win", *told, day="2017-06-09") == status
    told = (LOST, ("2024-06-13", "withdrawn"))
    assert statuses("process must-win", *told, day="2026-01-01") == "not-tested"


def test_a_bill_lapses_and_the_next_one_revives_it() -> None:
    told = (
        ("2018-07-11", "bill-presented"),
        ("2019-10-08", "bill-fell"),
        ("2021-05-01", "bill-presented"),
        ("2022-04-28", "enacted"),
    )
    words = "legislation must-be-enacted"
    for day, status, position in (
        ("2018-07-10", "open", "bill-not-enacted"),
        ("2018-07-11", "in-progress", "bill-before-parliament"),
        ("2019-10-07", "in-progress", "bill-before-parliament"),
        ("2019-10-08", "lapsed", "bill-not-enacted"),
        ("2021-05-01", "in-progress", "bill-before-parliament"),
        ("2022-04-27", "in-progress", "bill-before-parliament"),
        ("2022-04-28", "in-progress", "enacted"),
    ):
        assert statuses(words, *told, day=day) == status
        assert statuses(words, *told, day=day, column="position") == position


def test_a_lapsed_bill_stays_lapsed_when_others_do_the_thing() -> None:
    told = (
        ("2018-07-11", "bill-presented"),
        ("2019-10-08", "bill-fell"),
        ("2022-07-01", "partly-by-others"),
        ("2026-05-14", "replaced"),
    )
    words = "structure must-be-enacted"
    assert statuses(words, *told, day="2026-11-21") == "lapsed"
    assert statuses(words, *told, day="2026-11-21", column="outcome") == "partly-by-others"


# --- dates and deadlines ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("deadline", "done", "day", "status"),
    [
        ("", "2022-07-01", "2022-06-30", "not-started"),
        ("", "2022-07-01", "2022-07-01", "delivered"),
        ("2022-04-28", "2022-04-28", "2022-04-27", "not-started"),
        ("2022-04-28", "2022-04-28", "2022-04-28", "delivered"),
        ("2022-04-28", "2022-04-29", "2022-04-28", "not-started"),
        ("2022-04-28", "2022-04-29", "2022-04-29", "delivered-late"),
        ("2021-04", "2022-07-01", "2021-04-30", "not-started"),
        ("2021-04", "2022-07-01", "2021-05-01", "nothing-found"),
        ("2021-04", "2022-07-01", "2022-07-01", "delivered-late"),
        ("2021", "2021-12-31", "2021-12-31", "delivered"),
        ("2021", "2021", "2021-12-30", "not-started"),
        ("2021", "2021", "2021-12-31", "delivered"),
        ("2021-06", "2021", "2021-12-30", "nothing-found"),
        ("2021-06", "2021", "2021-12-31", "delivered-late"),
    ],
)
def test_dates_count_from_their_end(deadline: str, done: str, day: str, status: str) -> None:
    assert statuses(f"structure {deadline}", (done, "done"), day=day) == status


def test_a_date_that_may_be_late_or_in_time_is_named() -> None:
    made = pledges(a="process 2021-06", b="process 2021-06-30", c="process")
    events = [
        event("a", "2021", "done", id="unclear"),
        event("b", "2021-06", "done", id="in-time"),
        event("c", "2021", "done", id="no-deadline"),
    ]
    assert tracker.undecided_dates(register(made, events)) == ("unclear",)


def test_silence_is_never_read_as_not_delivered() -> None:
    for told in ((), (("2017-06-01", "started"),), (("2017-06-01", "stalled"),)):
        assert statuses("outcome 2018-03-31", *told, day="2018-04-01") == "nothing-found"
    assert statuses("prediction 2018-03-31", day="2018-04-01") == "nothing-found"


@pytest.mark.parametrize(
    ("effect", "status"),
    [
        ("not-done", "not-delivered"),
        ("started", "not-delivered"),
        ("milestone-met", "not-delivered"),
        ("stalled", "not-delivered"),
        ("withdrawn", "not-delivered"),
        ("done-by-others", "not-delivered"),
        ("replaced", "nothing-found"),
        ("noted", "nothing-found"),
        ("nothing-found", "nothing-found"),
        ("partly-done", "partly-delivered"),
        ("blocked", "thwarted"),
    ],
)
def test_evidence_after_the_date_says_whether_it_was_missed(effect: str, status: str) -> None:
    told = ("2018-06-01", effect)
    assert statuses("outcome 2018-03-31", told, day="2018-06-01") == status


def test_a_missed_date_with_later_delivery_is_delivered_late() -> None:
    told = (("2018-03-31", "started"), ("2018-09-30", "not-done"), ("2019-01-07", "done"))
    for day, status in (
        ("2018-03-31", "in-progress"),
        ("2018-04-01", "nothing-found"),
        ("2018-09-30", "not-delivered"),
        ("2019-01-07", "delivered-late"),
    ):
        assert statuses("outcome 2018-03-31", *told, day=day) == status


def test_not_done_while_there_is_time_changes_nothing() -> None:
    for words in ("outcome", "outcome 2019-03-31"):
        told = (("2018-01-01", "started"), ("2018-06-01", "not-done"))
        assert statuses(words, *told, day="2018-06-01") == "in-progress"


# --- results -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "status"),
    [
        (("done weak",), "partly-delivered"),
        (("done weak", "not-done strong"), "partly-delivered"),
        (("not-done strong", "done weak"), "partly-delivered"),
        (("done strong",), "delivered"),
        (("done weak", "done strong"), "delivered"),
        (("not-done strong",), "not-started"),
        (("done strong", "done weak"), "delivered"),
    ],
)
def test_the_weaker_reading_met_and_the_stronger_not_is_part(
    told: tuple[str, ...], status: str
) -> None:
    events = [("2018-01-01", effect) for effect in told]
    assert statuses("outcome strong 2019-03-31", *events, day="2018-01-01") == status


def test_a_test_named_on_a_pledge_with_one_test_bears_on_the_whole() -> None:
    assert statuses("outcome", ("2018-01-01", "done weak"), day="2018-01-01") == "delivered"


@pytest.mark.parametrize(
    ("told", "status", "outcome"),
    [
        (("started", "replaced"), "superseded", "overtaken"),
        (("done", "replaced"), "delivered", "happened"),
        (("not-done", "replaced"), "superseded", "overtaken"),
        (("started", "withdrawn"), "withdrawn", "under-way"),
        (("started", "blocked"), "thwarted", "under-way"),
        (("bill-presented", "bill-fell"), "lapsed", "nothing-yet"),
        (("bill-fell", "bill-presented"), "in-progress", "nothing-yet"),
        (("done", "reversed"), "not-delivered", "undone"),
        (("reversed", "done"), "delivered", "happened"),
        (("done", "started"), "delivered", "happened"),
        (("stalled", "milestone-missed"), "stalled", "under-way"),
        (("stalled", "milestone-met"), "in-progress", "under-way"),
        (("done-by-others",), "done-by-others", "done-by-others"),
        (("partly-by-others",), "not-started", "partly-by-others"),
        (("opposite-by-others",), "not-started", "opposite"),
        (("nothing-found",), "nothing-found", "nothing-found"),
        (("nothing-found", "started"), "in-progress", "under-way"),
        (("done", "nothing-found"), "delivered", "happened"),
    ],
)
def test_what_a_maker_who_could_act_did(told: tuple[str, ...], status: str, outcome: str) -> None:
    events = [("2018-01-01", effect) for effect in told]
    assert statuses("process", *events, day="2018-01-01") == status
    assert statuses("process", *events, day="2018-01-01", column="outcome") == outcome


@pytest.mark.parametrize(
    ("words", "told", "status"),
    [
        ("claim", (), "open"),
        ("claim", ("partly-true",), "partly-true"),
        ("claim", ("nothing-found",), "nothing-found"),
        ("claim must-win", ("came-true",), "open"),
        ("prediction 2021-03-31", ("did-not-come-true",), "open"),
        ("prediction 2017-12-31", ("did-not-come-true",), "not-borne-out"),
        ("prediction 2017-12-31", ("came-true",), "partly-true"),
        ("prediction 2021-03-31", ("came-true",), "came-true"),
        ("prediction", ("withdrawn",), "withdrawn"),
        ("demand", (), "not-tested"),
        ("demand", ("done-by-others",), "not-tested"),
        ("demand must-be-enacted", ("bill-presented", "bill-fell"), "not-tested"),
        ("demand 2017-12-31", ("not-done",), "not-tested"),
    ],
)
def test_predictions_claims_and_demands_are_scored_apart(
    words: str, told: tuple[str, ...], status: str
) -> None:
    events = [("2018-01-01", effect) for effect in told]
    assert statuses(words, *events, day="2018-01-01") == status


def test_a_claim_on_what_a_maker_would_do_is_not_tested_when_it_loses() -> None:
    told = (LOST, ("2018-01-01", "did-not-come-true"))
    assert statuses("claim must-win", *told, day="2018-01-01") == "not-tested"


def test_order_settles_what_one_day_leaves_open() -> None:
    for first, second in (("done", "reversed"), ("reversed", "done")):
        told = (("2018", first), ("2018-12-31", second))
        expected = {"reversed": "not-delivered", "done": "delivered"}[second]
        assert statuses("process", *told, day="2018-12-31") == expected


def test_a_day_that_ends_as_it_began_starts_nothing_new() -> None:
    told = [
        event("a", "2018-01-01", "started"),
        event("a", "2018-06-01", "stalled", order=1),
        event("a", "2018-06-01", "milestone-met", order=2),
    ]
    found = tracker.history(register(pledges(a="process"), told))
    assert found[found["column"] == "maker"]["status"].tolist() == ["not-started", "in-progress"]


# --- laws of the clock -------------------------------------------------------------------------

EARLIEST, LATEST = date(2016, 1, 1), date(2023, 12, 31)
days = st.dates(EARLIEST, LATEST)
written = st.builds(lambda day, length: day.isoformat()[:length], days, st.sampled_from((4, 7, 10)))
conditions = st.sampled_from(("", "must-win", "must-be-enacted"))
types = st.sampled_from(("process", "structure", "outcome", "prediction", "claim", "demand"))
pledge_words = st.builds(
    lambda type_, condition, deadline, strong: f"{type_} {condition} {deadline} {strong}",
    types,
    conditions,
    st.one_of(st.just(""), written),
    st.sampled_from(("", "strong")),
)
one_event = st.tuples(
    written,
    st.sampled_from(vocabulary.EFFECTS),
    st.sampled_from(("both", "weak", "strong")),
    st.integers(1, 3),
    days,
)


def told(drawn: list[tuple[str, str, str, int, date]]) -> list[dict[str, object]]:
    return [
        event(
            "a",
            when,
            effect,
            id=f"e{number}",
            test=test,
            order=order,
            recorded_on=recorded.isoformat(),
        )
        for number, (when, effect, test, order, recorded) in enumerate(drawn)
    ]


some_events = st.lists(one_event, max_size=8).map(told)


def lives(words: str, events: list[dict[str, object]]) -> pd.DataFrame:
    return tracker.history(register(pledges(a=words), events))


def view(history: pd.DataFrame, day: date) -> list[object]:
    """Everything a reader sees on a day, less what has not ended by then."""
    return tracker.on(history, day).to_dict("records")


@settings(deadline=None)
@given(pledge_words, some_events, days)
def test_a_later_event_never_changes_an_earlier_view(
    words: str, events: list[dict[str, object]], day: date
) -> None:
    known = {made.id for made in register(pledges(a=words), events).events if made.day <= day}
    earlier = [each for each in events if each["id"] in known]
    assert view(lives(words, events), day) == view(lives(words, earlier), day)


@settings(deadline=None)
@given(pledge_words, some_events)
def test_each_question_has_one_answer_on_every_day(
    words: str, events: list[dict[str, object]]
) -> None:
    found = lives(words, events)
    for _, column in found.groupby("column"):
        rows = column.to_dict("records")
        assert rows[0]["first"] == date(2017, 5, 3)
        assert rows[-1]["last"] is None
        for here, after in itertools.pairwise(rows):
            assert here["first"] <= here["last"]
            assert after["first"] == here["last"] + timedelta(days=1)
            assert after["status"] != here["status"]
    assert set(found["column"]) == {"position", "maker", "outcome"}


@settings(deadline=None)
@given(pledge_words, some_events)
def test_an_unmet_condition_never_yields_not_delivered(
    words: str, events: list[dict[str, object]]
) -> None:
    found = lives(words, events)
    clear = {"could-act", "enacted", "not-applicable"}
    acted = found[(found["column"] == "position") & found["status"].isin(clear)]
    broken = found[(found["column"] == "maker") & found["status"].isin(NEVER_BROKEN)]
    for first in broken["first"]:
        assert (acted["first"] <= first).any()
    if "must-win" in words and not any(each["effect"] == "election-won" for each in events):
        makers = found[found["column"] == "maker"]
        assert not set(makers["status"]) & NEVER_BROKEN


@settings(deadline=None)
@given(pledge_words, some_events, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    words: str, events: list[dict[str, object]], chance: random.Random
) -> None:
    shuffled = list(events)
    chance.shuffle(shuffled)
    pd.testing.assert_frame_equal(lives(words, events), lives(words, shuffled))


@settings(deadline=None)
@given(pledge_words, some_events, one_event, days)
def test_what_is_recorded_later_does_not_change_what_the_book_would_have_said(
    words: str,
    events: list[dict[str, object]],
    edit: tuple[str, str, str, int, date],
    day: date,
) -> None:
    before = register(pledges(a=words), events).known_on(day)
    (added,) = told([edit])
    added |= {"id": "edit", "recorded_on": (day + timedelta(days=1)).isoformat()}
    added |= {"corrects": events[0]["id"] if events else ""}
    after = register(pledges(a=words), [*events, added]).known_on(day)
    pd.testing.assert_frame_equal(tracker.history(before), tracker.history(after))


def test_an_edit_counts_from_the_day_it_was_recorded() -> None:
    made, edited = pledges(a="outcome 2018-03-31"), "2027-02-01"
    events = [
        event("a", "2018-03-31", "done", id="first"),
        event("a", "2018-03-31", "noted", id="out", corrects="first", recorded_on=edited),
        event("a", "2018-06-01", "not-done", id="new", recorded_on=edited),
    ]
    whole = register(made, events)
    day = date(2019, 1, 1)
    then = tracker.history(whole.known_on(date(2027, 1, 31)))
    now = tracker.history(whole.known_on(date(2027, 2, 1)))
    assert status_on(then, "a", day) == "delivered"
    assert status_on(now, "a", day) == "not-delivered"
    assert tracker.history(whole.known_on(date(2026, 11, 20))).empty
    assert whole.latest() == date(2027, 2, 1)
    pd.testing.assert_frame_equal(now, tracker.history(whole))


def test_every_day_says_why_and_what_would_change_it() -> None:
    found = lives("outcome 2018-03-31", [event("a", "2018-03-31", "done", id="first")])
    made, done = found[found["column"] == "maker"].to_dict("records")
    assert (made["event"], done["event"]) == ("", "first")
    for row in found.to_dict("records"):
        assert row["reason"].endswith(".") and row["change"].endswith(".")
        assert row["rule"] in set(tables.table("status_rules")["id"])


def test_every_case_is_decided_by_one_rule() -> None:
    for case in cases():
        assert book().rule(case).takes(case)


# --- counts ------------------------------------------------------------------------------------


def test_counts_carry_how_many_there_are() -> None:
    made = pledges(
        a="process must-win labour-review",
        b="process must-win labour-review",
        c="outcome",
        d="prediction",
    )
    events = [event("a", *LOST), event("b", *LOST), event("c", "2018-01-01", "done")]
    now = tracker.on(tracker.history(register(made, events)), date(2018, 1, 1))
    found = tracker.counts(now)
    assert found.to_dict("records") == [
        {"plan": "labour-review", "class": "promise", "status": "not-tested", "n": 2, "of": 2},
        {"plan": "stp-programme", "class": "prediction", "status": "open", "n": 1, "of": 1},
        {"plan": "stp-programme", "class": "promise", "status": "delivered", "n": 1, "of": 1},
    ]
    by_type = tracker.counts(now, "outcome", by=("type",))
    assert by_type[by_type["type"] == "process"]["of"].tolist() == [2]
    assert tracker.counts(now, by=())["of"].unique().tolist() == [4]


def test_deadlines_are_met_late_missed_or_not_known() -> None:
    dated = {"met": "done", "slipped": "done", "late": "", "missed": "", "silent": "", "due": ""}
    made = pledges(
        **dict.fromkeys(dated, "outcome 2018-03-31"),
        lost="outcome must-win 2018-03-31",
        part="outcome strong 2018-03-31",
        claim="prediction 2018-03-31",
        undated="outcome",
    )
    made.loc[made["id"] == "due", "deadline"] = "2020"
    events = [
        event("met", "2018-03-31", "done"),
        event("slipped", "2018-03-31", "done"),
        event("slipped", "2018-12-31", "reversed"),
        event("late", "2018-04-01", "done"),
        event("missed", "2018-04-30", "not-done"),
        event("lost", *LOST),
        event("part", "2018-03-01", "done", test="weak"),
    ]
    found = tracker.deadlines(register(made, events), date(2019, 1, 1))
    assert dict(zip(found["pledge"], found["result"], strict=True)) == {
        "met": "met",
        "slipped": "met",
        "late": "late",
        "missed": "missed",
        "silent": "no-result",
        "due": "not-due",
        "lost": "set-aside",
        "part": "part",
    }


# --- other trackers ----------------------------------------------------------------------------


def labels(words: str, *told: tuple[str, str], day: str = "2019-01-01") -> dict[str, str]:
    events = [event("a", when, effect, order=number) for number, (when, effect) in enumerate(told)]
    now = tracker.on(tracker.history(register(pledges(a=words), events)), date.fromisoformat(day))
    crossed = tracker.crosswalk(now, tables.table("scorings"))
    return dict(zip(crossed["method"], crossed["label"], strict=True))


def test_late_delivery_is_part_for_one_method_and_unstated_for_others() -> None:
    found = labels("outcome 2018-03-31", ("2018-06-01", "done"))
    assert found["Polimètre"] == "Kept in part or in the works"
    assert found["PolitiFact"] == found["Full Fact"] == "Not stated"
    assert found["Comparative Party Pledges Project"] == "Fulfilled"


def test_blocked_is_broken_for_some_and_thwarted_for_one() -> None:
    found = labels("outcome", ("2018-06-01", "blocked"))
    assert found["PolitiFact"] == "Promise Broken"
    assert found["RMIT ABC"] == "Thwarted"


def test_losers_are_scored_by_one_method_and_by_what_happened() -> None:
    words = "legislation must-win"
    found = labels(words, LOST, ("2018-06-01", "partly-by-others"))
    assert found.pop("Comparative Party Pledges Project") == "Partially fulfilled"
    assert set(found.values()) == {"Not scored"}
    assert set(labels(words, LOST, day="2017-06-08").values()) == {"Not scored"}


def test_where_methods_part() -> None:
    made = pledges(a="outcome", b="outcome", c="claim")
    events = [event("a", "2018-06-01", "blocked"), event("b", "2018-06-01", "done")]
    now = tracker.on(tracker.history(register(made, events)), date(2019, 1, 1))
    found = tracker.partings(tracker.crosswalk(now, tables.table("scorings")))
    told = found.set_index("pledge")[["scored", "senses", "parts"]].to_dict("index")
    assert told == {
        "a": {"scored": 3, "senses": "blocked not-kept", "parts": True},
        "b": {"scored": 5, "senses": "kept", "parts": False},
        "c": {"scored": 0, "senses": "", "parts": False},
    }


def test_every_label_says_where_its_rule_was_read() -> None:
    keys = tables.sources()
    for row in tables.table("scorings").to_dict("records"):
        assert row["source"] in keys and row["locator"] and row["rule"]


# --- a first coding by hand --------------------------------------------------------------------


def test_a_hand_code_agrees_with_the_maker_the_outcome_both_or_neither() -> None:
    made = pledges(a="process must-win", b="outcome 2018-03-31", c="process")
    events = [
        event("a", *LOST, id="lost"),
        event("a", "2018-01-01", "not-done", id="not"),
        event("b", "2018-03-31", "not-done", id="missed"),
        event("c", "2018-01-01", "noted", id="context"),
        event("c", "2018-02-01", "started", id="begun"),
    ]
    said = {
        "lost": "not-testable",
        "not": "not-delivered",
        "missed": "not-delivered",
        "context": "delivered",
        "begun": "stalled",
    }
    codes = pd.DataFrame({"event": list(said), "code": list(said.values())})
    found = tracker.compared(register(made, events), codes).set_index("event")
    assert found["agrees"].to_dict() == {
        "lost": "maker",
        "not": "outcome",
        "missed": "both",
        "context": "neither",
        "begun": "neither",
    }
    assert found.loc["lost", "why"] == ""
    assert "context" in found.loc["context", "why"]
    assert found.loc["begun", "why"].startswith("Work on it was begun")
