"""Labour's review: wordings as they were said, counts in their own units, figures with checks."""

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from data_package import DataCopy, copy_of_data
from policy import charts, ledger, prose, rules, sites, tables, text, wordings
from policy.charts import Chart
from policy.tables import Fault

CHAPTER = tables.ROOT / "chapters" / "plans" / "labour-review.md"
FORMS = ("wide", "narrow")


# --- the table -------------------------------------------------------------------------------


@pytest.fixture
def data(tmp_path: Path) -> DataCopy:
    return copy_of_data(tmp_path)


def broken(data: DataCopy, id: str, **cells: str) -> tuple[int, Fault]:
    """Change cells of one wording; give its row and the one fault that follows."""
    number = data.find("wordings", lambda row: row["id"] == id)
    data.set("wordings", number, **cells)
    return number, data.only_fault()


@pytest.mark.parametrize(
    ("id", "cells", "column", "expected"),
    [
        ("plans-2017-05-16", {"date": "2017-02-30"}, "date", "in the calendar"),
        ("plans-2017-05-16", {"date": "2017-05-16 to 2016"}, "date", "in the calendar"),
        ("plans-2017-05-16", {"date": "2017-04"}, "date", "no earlier than 2017-05-03"),
        ("plans-2017-05-16", {"position": "halt-review"}, "position", "end, halt"),
        ("plans-2017-05-16", {"position": "backs"}, "position", "the subject is plans"),
        ("plans-2017-05-16", {"position": ""}, "position", "the subject is plans"),
        ("bill-2017-05-16", {"position": "halt"}, "position", "reinstatement-bill"),
        ("closures-2017-05-02", {"position": "halt"}, "position", "blank"),
        ("money-2017-05-03", {"quote": "a b c d e f g h i"}, "quote", "at most 8 words"),
        ("plans-2017-05-16", {"source": "hsj-2017-labour-soften"}, "source", "sources.bib"),
        ("plans-2017-05-16", {"voice": "leader"}, "voice", "party"),
    ],
)
def test_a_wrong_wording_is_told_once_and_in_its_place(
    data: DataCopy, id: str, cells: dict[str, str], column: str, expected: str
) -> None:
    number, fault = broken(data, id, **cells)
    assert (fault.file, fault.row, fault.column) == ("data/wordings.csv", number, column)
    assert expected in fault.expected


def test_a_wording_whose_day_is_not_known_may_stand_among_days(data: DataCopy) -> None:
    number = data.find("wordings", lambda row: row["id"] == "plans-2017-05-16")
    for date in ("2017-05", "2017-05-04 to 2017-05-16", "2017"):
        data.set("wordings", number, date=date)
        assert data.faults() == []


def test_the_schema_has_the_words_that_are_printed() -> None:
    columns = {
        field["name"]: field.get("constraints", {}).get("enum", [])
        for resource in _package()["resources"]
        if resource["name"] == "wordings"
        for field in resource["schema"]["fields"]
    }
    positions = [code for codes in wordings.POSITIONS.values() for code in codes]
    assert columns["position"] == positions
    assert columns["voice"] == list(wordings.VOICES)
    assert set(wordings.LANES) == set(wordings.POSITIONS) <= set(columns["subject"])


def _package() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((tables.DATA / "datapackage.json").read_text("utf-8"))
    return found


def test_both_accounts_of_september_2017_stay() -> None:
    said = wordings.sequence(tables.table("wordings"))
    plans = said[said["about"] == wordings.LANES["plans"]]
    told = plans[plans["voice"] == wordings.VOICES["account"]]
    assert set(told["position"]) == {"End them", "Keep, with changes"}
    assert set(told["when"]) == {"September 2017"}
    assert told["sources"].nunique() == 2


def test_the_review_was_promised_before_the_manifesto() -> None:
    said = wordings.sequence(tables.table("wordings"))
    plans = said[said["about"] == wordings.LANES["plans"]]
    may = plans[plans["when"].str.contains("May 2017")]
    assert list(may["position"]) == [
        "Halt and review",
        "Halt and review",
        "Halt them",
        "Halt and review",
        "Halt and review",
    ]


def test_a_subject_is_listed_in_order_of_time() -> None:
    said = tables.table("wordings")
    listed = wordings.listed(said, "legislation")
    when = list(listed["when"])
    assert (when[0], when[-1]) == ("16 May 2017", "14 May 2026")
    assert list(listed.index) == list(range(len(listed)))


def test_an_unknown_subject_is_answered_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"no wording is about 'plan'; subjects: .*plans"):
        wordings.listed(tables.table("wordings"), "plan")


# --- the drawn sequence ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made() -> dict[str, Chart]:
    return {id: charts.get(id) for id in ("labour-wording", "sites-at-risk")}


def marked(chart: Chart, form: str) -> list[tuple[dict[str, Any], int, float, float]]:
    """Every mark that stands for a row: its trace, the row, x and y from the top."""
    return [
        (trace, row, x, y)
        for trace in chart.spec(form)["data"]  # type: ignore[arg-type]
        for row, x, y in zip(trace.get("customdata") or [], trace["x"], trace["y"], strict=False)
    ]


@pytest.mark.parametrize("form", FORMS)
def test_each_wording_is_drawn_once_in_the_column_of_its_position(
    made: dict[str, Chart], form: str
) -> None:
    chart = made["labour-wording"]
    found = sorted(marked(chart, form), key=lambda mark: mark[1])
    assert [row for _, row, _, _ in found] == list(range(len(chart.table)))
    columns: dict[tuple[str, str], set[float]] = {}
    last: dict[str, float] = {}
    for _, row, x, y in found:
        said = chart.table.iloc[row]
        columns.setdefault((said["about"], said["position"]), set()).add(x)
        assert y > last.get(said["about"], 0)
        last[said["about"]] = y
    assert all(len(places) == 1 for places in columns.values())
    lanes = [[x for (lane, _), (x,) in columns.items() if lane == name] for name in last]
    assert all(len(set(places)) == len(places) for places in lanes)


@pytest.mark.parametrize("form", FORMS)
def test_every_column_and_every_voice_is_named(made: dict[str, Chart], form: str) -> None:
    notes = made["labour-wording"].spec(form)["layout"]["annotations"]  # type: ignore[arg-type]
    written = [" ".join(re.sub("<[^>]+>", " ", note["text"]).split()) for note in notes]
    for names in wordings.POSITIONS.values():
        assert set(names.values()) <= set(written)
    assert set(wordings.VOICES.values()) <= set(written)


def test_two_voices_never_look_alike(made: dict[str, Chart]) -> None:
    chart = made["labour-wording"]
    looks: dict[str, set[tuple[str, str]]] = {}
    for trace, row, _, _ in marked(chart, "wide"):
        marker = trace["marker"]
        look = (marker["symbol"], marker["color"])
        looks.setdefault(chart.table.iloc[row]["voice"], set()).add(look)
    assert all(len(look) == 1 for look in looks.values())
    assert len(set.union(*looks.values())) == len(looks)


# --- the counts --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_a_row_has_as_many_marks_as_its_figure_says(made: dict[str, Chart], form: str) -> None:
    chart = made["sites-at-risk"]
    drawn = [row for _, row, _, _ in marked(chart, form)]
    for number, row in chart.table.iterrows():
        assert drawn.count(int(str(number))) == ledger.value(row["ledger_id"]) == row["number"]


def test_no_two_units_share_a_heading() -> None:
    frame = sites.counts(ledger.frame())
    units = frame["ledger_id"].map(lambda id: ledger.figure(id).unit)
    units = units.replace("footprints", "plans")  # a plan for each
    assert (units.groupby(frame["counts"]).nunique() == 1).all()


def test_a_part_follows_its_whole_and_is_smaller() -> None:
    frame = sites.counts(ledger.frame())
    for _, group in frame.groupby("counts", sort=False):
        assert list(group["number"]) == sorted(group["number"], reverse=True)


@pytest.mark.parametrize("form", FORMS)
def test_fields_stand_apart_and_in_shapes_of_their_own(made: dict[str, Chart], form: str) -> None:
    chart = made["sites-at-risk"]
    ends: dict[str, tuple[float, float]] = {}
    shapes: dict[str, set[str]] = {}
    for trace, row, _, y in marked(chart, form):
        name = chart.table.iloc[row]["counts"]
        low, high = ends.get(name, (y, y))
        ends[name] = (min(low, y), max(high, y))
        shapes.setdefault(name, set()).add(trace["marker"]["symbol"])
    fields = list(ends.values())
    assert all(above[1] + 20 < below[0] for above, below in itertools.pairwise(fields))
    assert all(len(shape) == 1 for shape in shapes.values())
    kinds = {sites.DEPARTMENTS, sites.MIXED, sites.PLANS, sites.WHOLE}
    assert len(set.union(*(shapes[kind] for kind in kinds))) == len(kinds)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("id", ["labour-wording", "sites-at-risk"])
def test_every_mark_is_inside_the_drawing(made: dict[str, Chart], id: str, form: str) -> None:
    layout = made[id].spec(form)["layout"]  # type: ignore[arg-type]
    (left, right), (bottom, top) = layout["xaxis"]["range"], layout["yaxis"]["range"]
    for _, _, x, y in marked(made[id], form):
        assert left + 5 <= x <= right - 5
        assert top + 5 <= y <= bottom - 5


def test_the_journals_two_counts_are_one_study() -> None:
    value = ledger.value
    assert value("hsj-agreed-plus-net") == value("prop-count-hsj-24")
    assert value("prop-count-hsj-7") + value("prop-count-hsj-26") == value("prop-count-hsj-33")


# --- the chapter -------------------------------------------------------------------------------


def test_every_count_that_labour_gave_has_a_check_on_the_page() -> None:
    counted = [
        figure.id
        for figure in ledger.figures()
        if figure.plan == "labour-review" and figure.measure == "count"
    ]
    assert len(counted) >= 4
    page = CHAPTER.read_text("utf-8")
    for id in counted:
        checks = ledger.check_of(id)
        assert checks, f"{id} has no check"
        assert any(f"{{check}} {check.id}\n" in page for check in checks), id


def test_the_chapter_names_its_cases_and_its_gaps() -> None:
    page = CHAPTER.read_text("utf-8")
    assert page.count("**The case.**") == page.count("**Its best rebuttal.**") == 3
    for heading in ("Legal basis", "What happened next", "What is not known"):
        assert f"\n## {heading}\n" in page
    assert 1500 <= len(re.findall(r"[A-Za-z][\w'’-]*", prose.prose(page))) <= 2500


def test_rules_of_wordings_are_run() -> None:
    names = {"wordings-in-order", "positions-fit-subjects", "quotes-are-short"}
    assert names <= set(rules.RULES)


def test_wordings_print_their_numbers_from_the_ledger() -> None:
    for said in tables.table("wordings")["paraphrase"]:
        assert "{fig:" not in text.resolve(said)
