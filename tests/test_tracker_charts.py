"""Charts of the pledges: every count names its pledges, and no count stands without a whole."""

import json
import re
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from policy import charts, citation, tables, tracker
from policy.charts import Chart, ChartError, html, pledged
from policy.charts.marks import rows
from policy.charts.stacked import Columns, Room, stacked
from policy.charts.theme import LAYOUTS
from policy.export import permalinks
from tracked import event, pledges, register, status_on

BY_PLAN = "status-by-plan-and-type"
OVER_TIME = "status-over-time"
DEADLINES = "deadlines-met-late-missed"
CONDITION = "outcome-against-condition"
METHODS = "five-methods-on-one-list"
EVIDENCE = "age-and-confidence-of-evidence"
WHOLES = {
    BY_PLAN: ["plan", "type"],
    OVER_TIME: ["plan", "day"],
    DEADLINES: ["plan"],
    CONDITION: ["position"],
    METHODS: ["method"],
    EVIDENCE: ["plan"],
}
"""What each count of a chart is out of."""


@cache
def made(id: str) -> Chart:
    return charts.get(id)


@cache
def now() -> pd.DataFrame:
    held = tracker.read()
    return pledged.view(held, held.latest())


@pytest.mark.parametrize("id", WHOLES)
def test_every_count_names_its_pledges_and_what_it_is_out_of(id: str) -> None:
    table = made(id).table
    assert list(table["n"]) == [len(set(cell.split())) for cell in table["pledges"]]
    for _, group in table.groupby(WHOLES[id]):
        ids = " ".join(group["pledges"]).split()
        assert len(ids) == len(set(ids)), "a pledge is counted twice"
        assert set(group["of"]) == {len(ids)}


def test_all_pledges_are_counted_once_where_all_are_shown() -> None:
    every = set(tables.table("pledges")["id"])
    for id in (BY_PLAN, METHODS, EVIDENCE):
        assert set(made(id).pledges()) == every


def test_what_is_no_promise_is_left_out_or_stands_apart() -> None:
    other = set(now()[now()["class"] != "promise"]["pledge"])
    assert other
    for id in (OVER_TIME, DEADLINES, CONDITION):
        assert not other & set(made(id).pledges())
    table = made(BY_PLAN).table
    apart = table[table["type"].isin(["Predictions", "Claims", "Demands"])]
    assert set(" ".join(apart["pledges"]).split()) == other


def numbers(title: str) -> list[int]:
    return [int(each) for each in re.findall(r"\b\d+\b", title)]


def test_titles_say_what_the_tables_count() -> None:
    found = now()
    promised = found[found["class"] == "promise"]

    def of(plan: str, *statuses: str) -> tuple[int, int]:
        mine = promised[promised["plan"] == plan]["maker"]
        return sum(status in statuses for status in mine), len(mine)

    labour, stps = of("labour-review", "not-tested"), of("stp-programme", "delivered")
    late, bill = of("stp-programme", "delivered-late"), of("reinstatement-bill", "lapsed")
    expected = [*labour, stps[0] + late[0], stps[1], bill[0]]
    assert numbers(made(BY_PLAN).title) == expected

    results = made(DEADLINES).table.groupby("result")["n"].sum()
    named = ["Met by the date", "Done after the date", "Missed: evidence found"]
    counted = [int(results[each]) for each in [*named, "Date passed, no result found"]]
    assert numbers(made(DEADLINES).title) == [int(results.sum()), *counted]

    lost = promised[promised["position"] == "never-held-office"]["outcome"]
    others = sum(outcome in ("done-by-others", "partly-by-others") for outcome in lost)
    assert numbers(made(CONDITION).title) == [others, len(lost)]

    lives = tracker.history(tracker.read())
    turned = [
        pledge
        for pledge in promised["pledge"]
        if status_on(lives, pledge, date(2017, 6, 8)) == "open"
        and status_on(lives, pledge, date(2017, 6, 9)) == "not-tested"
    ]
    assert numbers(made(OVER_TIME).title)[-1] == len(turned)

    ages = made(EVIDENCE).table
    old = ages[ages["age"].isin(["Six to eight years", "Eight years or more"])]["n"].sum()
    assert numbers(made(EVIDENCE).title) == [old, len(found)]

    senses = made(METHODS).table.groupby(["method", "which_means"])["n"].sum().unstack()
    kept, missed = senses["kept"], senses["not kept"]
    ends = [kept.min(), kept.max(), missed.min(), missed.max()]
    assert numbers(made(METHODS).title) == [len(found), *map(int, ends)]


@pytest.mark.parametrize("form", ["wide", "narrow"])
@pytest.mark.parametrize("id", WHOLES)
def test_every_row_is_drawn_once_at_one_scale_and_side_by_side(id: str, form: str) -> None:
    chart = made(id)
    drawn: dict[int, tuple[float, float, float]] = {}
    for trace in chart.spec(form)["data"]:  # type: ignore[arg-type]
        for place, row in enumerate(trace.get("customdata") or []):
            assert row not in drawn
            drawn[row] = tuple(trace[name][place] for name in ("y", "base", "x"))
    assert sorted(drawn) == list(range(len(chart.table)))
    units = {round(drawn[row][2] / n, 6) for row, n in enumerate(chart.table["n"])}
    assert len(units) == 1, "two scales"
    by_line: dict[float, list[tuple[float, float]]] = {}
    for y, base, length in drawn.values():
        by_line.setdefault(y, []).append((base, base + length))
    starts = set()
    for spans in by_line.values():
        spans.sort()
        starts.add(spans[0][0])
        for (_, end), (start, _) in pairwise(spans):
            assert start == pytest.approx(end)
    assert len(starts) == 1, "bars begin at one line"


def test_a_day_is_shown_as_it_ended() -> None:
    held = tracker.read()
    lives = tracker.history(held)
    words = pledged.labels("maker")
    for day, group in made(OVER_TIME).table.groupby("day"):
        then = tracker.on(lives, date.fromisoformat(str(day))).set_index("pledge")["maker"]
        for status, cell in zip(group["status"], group["pledges"], strict=True):
            assert {words[then[id]] for id in cell.split()} == {status}


def bar(*parts: tuple[str, int]) -> pd.DataFrame:
    return pd.DataFrame(
        [{"group": "g", "name": "a", "part": part, "n": n, "of": 100} for part, n in parts]
    )


def test_a_count_is_written_in_its_part_where_there_is_room() -> None:
    looks = {"big": pledged.DONE, "small": pledged.LATE}
    drawing = stacked(
        rows(bar(("big", 99), ("small", 1))),
        LAYOUTS["narrow"],
        columns=Columns("group", "name", "part"),
        looks=looks,
        room=Room(90, 30, 24),
    )
    words = [note.text for note in drawing.layout.annotations]
    assert "99" in words and "1" not in words
    assert "<b>100</b>" in words
    assert words[:2] == ["big", "small"]


def test_parts_that_look_alike_share_a_place_in_the_key() -> None:
    looks = {"delivered": pledged.DONE, "borne out": pledged.DONE}
    drawing = stacked(
        rows(bar(("delivered", 2), ("borne out", 1))),
        LAYOUTS["wide"],
        columns=Columns("group", "name", "part"),
        looks=looks,
        room=Room(90, 30, 24),
    )
    assert drawing.layout.annotations[0].text == "delivered, borne out"


def test_an_order_that_leaves_a_value_out_is_refused() -> None:
    table = pd.DataFrame({"plan": ["b", "a", "c"]})
    assert list(pledged.in_order(table, plan="cba")["plan"]) == ["c", "b", "a"]
    with pytest.raises(ValueError, match="plan has 'c', which has no place"):
        pledged.in_order(table, plan="ab")


def test_every_status_and_result_has_a_look() -> None:
    rows = tables.table("statuses")
    makers = rows[rows["column"] == "maker"]
    assert set(makers["status"]) == set(pledged.STATUSES)
    assert set(pledged.status_looks()) == set(makers["label"])


# --- where counts come from ----------------------------------------------------------------------


def counted(**changes: object) -> Chart:
    fields = {
        "id": "an-example",
        "title": "One",
        "subtitle": "England",
        "unit": "pledges",
        "sources": (),
        "alt": "One bar",
        "table": pd.DataFrame({"status": ["a"], "n": [2], "pledges": ["lab17-halt-stps rb-enact"]}),
        "draw": made(DEADLINES).draw,
    }
    return Chart(**fields | changes)  # type: ignore[arg-type]


def test_a_chart_of_counts_names_the_register_as_its_source() -> None:
    chart = counted()
    bears = tables.table("pledge_events")["pledge"].isin(["lab17-halt-stps", "rb-enact"]).sum()
    register = f"this book's register of pledges (2 pledges, {bears} events)"
    assert chart.source_labels() == [register]
    line = html.sources(chart.metadata(), {}, "../")
    assert '<a href="../outcomes/pledge-tracker.html">this book&#x27;s register' in line
    assert counted(sources=("bma-2017-26bn",)).source_labels()[1] != register


def test_a_pledge_that_is_not_in_the_register_is_refused() -> None:
    table = pd.DataFrame({"n": [1], "pledges": ["lab17-halt-stp"]})
    with pytest.raises(ChartError, match=r"names lab17-halt-stp, not in pledges\.csv"):
        counted(table=table)


def test_a_chart_without_pledges_still_needs_sources() -> None:
    with pytest.raises(ChartError, match="sources is blank"):
        counted(table=pd.DataFrame({"n": [1.0], "ledger_id": ["x"]}))


def test_a_count_leads_to_its_pledges() -> None:
    shown = html.table(counted().metadata(), "../")
    one = '<a href="../pledges/lab17-halt-stps/index.html">lab17-halt-stps</a>'
    two = '<a href="../pledges/rb-enact/index.html">rb-enact</a>'
    assert f"<details><summary>2 pledges</summary>{one} {two}</details>" in shown
    alone = counted(table=pd.DataFrame({"n": [1], "pledges": ["rb-enact"]}))
    first = html.table(alone.metadata() | {"columns": ["n", "pledges"]}, "../")
    assert f'<td class="pledges">{two}</td>' in first
    assert "<a " not in html.table(counted().metadata(), None)


def test_the_record_of_a_chart_tells_each_pledge_with_its_source(tmp_path: Path) -> None:
    chart = made(METHODS)
    permalinks._write(chart, citation.book(), tmp_path / chart.id)
    record = json.loads((tmp_path / chart.id / f"{chart.id}.json").read_text(encoding="utf-8"))
    assert [each["id"] for each in record["pledges"]] == chart.pledges()
    known = tables.sources()
    assert all(each["source"] in known and each["locator"] for each in record["pledges"])
    assert "{fig:" not in json.dumps(record["pledges"])
    assert record["sources"], "the rules of the methods have sources of their own"


# --- counts and ages -----------------------------------------------------------------------------


def test_a_group_is_counted_out_of_its_whole() -> None:
    view = pd.DataFrame({"plan": list("aab"), "status": list("xyx"), "pledge": ["1", "2", "3"]})
    whole = tracker.grouped(view, ("plan", "status"), ("plan",))
    assert whole.to_dict("list") == {
        "plan": ["a", "a", "b"],
        "status": ["x", "y", "x"],
        "n": [1, 1, 1],
        "of": [2, 2, 1],
        "pledges": ["1", "2", "3"],
    }
    assert tracker.grouped(view, ("status",))[["n", "of"]].values.tolist() == [[2, 3], [1, 3]]


def newest(day: str, *events: dict[str, object]) -> pd.DataFrame:
    held = register(pledges(a="process"), events)
    told = pd.DataFrame(list(events)).assign(
        confidence=[f"c{n}" for n in range(len(events))], source="s"
    )
    return tracker.newest_evidence(held, told, date.fromisoformat(day))


def test_the_newest_evidence_is_the_last_that_is_no_search() -> None:
    found = newest(
        "2020-06-30",
        event("a", "2019-06-30", "done", id="old"),
        event("a", "2020-06-30", "nothing-found", id="search"),
        event("a", "2020-07-01", "noted", id="later"),
    )
    assert list(found["event"]) == ["old"]
    assert found["years"].iloc[0] == pytest.approx(1, abs=0.01)


def test_a_partial_date_is_as_old_as_its_end() -> None:
    found = newest("2021-01-01", event("a", "2020", "done", id="year"))
    assert found["last"].iloc[0] == date(2020, 12, 31)
    assert newest("2020-12-30", event("a", "2020", "done", id="year")).empty


def test_of_one_day_the_last_by_order_is_newest_and_corrections_stand_in() -> None:
    first = event("a", "2020-01-01", "started", id="first", order=2)
    second = event("a", "2020-01-01", "done", id="second", order=1)
    assert list(newest("2020-02-01", first, second)["event"]) == ["first"]
    mended = event("a", "2019-01-01", "started", id="mended", corrects="first")
    assert list(newest("2020-02-01", first, second, mended)["event"]) == ["second"]


def test_a_pledge_with_searches_alone_has_no_evidence() -> None:
    assert newest("2021-01-01", event("a", "2020-01-01", "nothing-found")).empty


def test_evidence_of_the_book_is_never_from_the_future() -> None:
    held = tracker.read()
    found = tracker.newest_evidence(held, tables.table("pledge_events"), held.latest())
    assert (found["years"] >= 0).all()
    eve = tracker.newest_evidence(
        held, tables.table("pledge_events"), held.latest() - timedelta(days=365 * 20)
    )
    assert eve.empty
