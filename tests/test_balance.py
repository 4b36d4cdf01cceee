"""The balance of the book: honest counts, floors that bite, and messages that name all four."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from data_package import copy_of_data
from policy import balance, charts, tables
from policy.balance import MEASURES, Evidence
from policy.stances import PLANS
from repository import copy_of_the_book, policy
from small_book import plain

LABOUR, STPS, BILL = PLANS
WORDS = dict.fromkeys(PLANS, 1000)


def small(words: Mapping[str, int] = WORDS) -> Evidence:
    """Two figures, a check and two stances on each plan; the claimants are Lea, Sam and Bea."""
    figures, checks, stances = [], [], []
    for plan, who in zip(PLANS, ("Lea", "Sam", "Bea"), strict=True):
        figures += [
            (f"{plan}-a", plan, f"{who}, as reported by others", "one", "high"),
            (f"{plan}-b", plan, "Somebody", "two", "medium"),
        ]
        checks.append((f"{plan}-check", f"{plan}-a", "holds", "a b c d", "one two", "e f g", "two"))
        stances += [
            (who, plan, "supports", "2017-05-03", "one"),
            ("Nay", plan, "opposes", "2017-05-03", "three"),
        ]
    case = ["best_case", "best_case_sources", "best_rebuttal", "best_rebuttal_sources"]
    return Evidence(
        pd.DataFrame(figures, columns=["id", "plan", "actor", "source", "confidence"]),
        pd.DataFrame(checks, columns=["id", "figure", "premise", *case]),
        pd.DataFrame(stances, columns=["who", "plan", "stance", "date", "source"]),
        {"one": "primary", "two": "secondary", "three": "campaign", "four": "seed"},
        words,
    )


def value(held: Evidence, measure: str, plan: str) -> float:
    counted = balance.counts(held)
    return float(
        counted.loc[(counted["measure"] == measure) & (counted["plan"] == plan), "value"].iloc[0]
    )


def limit(**floors: float) -> pd.DataFrame:
    """Floors for some measures by name, 0 for the others."""
    given = {name.replace("_", "-"): floor for name, floor in floors.items()}
    assert set(given) <= set(MEASURES)
    rows = [(name, given.get(name, 0.0), "count", f"Label of {name}", "r") for name in MEASURES]
    return pd.DataFrame(rows, columns=["measure", "floor", "unit", "label", "reason"])


def thin(held: Evidence, **floors: float) -> list[str]:
    found = balance.thin(balance.counts(held), limit(**floors), "data/balance_limits.csv")
    return [str(fault) for fault in found]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("figures", 2),
        ("sources", 3),
        ("source-kinds", 3),
        ("not-low", 100),
        ("high-confidence", 50),
        ("not-campaign", 100),
        ("checks", 1),
        ("backers-checked", 1),
        ("case-words", 75),
        ("cases-found", 100),
        ("supporters", 1),
        ("opponents", 1),
        ("chapter-words", 100),
    ],
)
def test_counts_are_honest_and_alike_for_like_plans(measure: str, expected: float) -> None:
    assert [value(small(), measure, plan) for plan in PLANS] == [expected] * 3


def test_every_measure_is_tested_above_and_has_a_floor_in_the_data() -> None:
    assert set(tables.table("balance_limits")["measure"]) == set(MEASURES)


def changed(name: str, row: int, **cells: str) -> Evidence:
    """The small evidence with cells of one table changed; row 0 of each table is Labour's."""
    held = small()
    table = getattr(held, name).copy()
    for column, cell in cells.items():
        table.loc[row, column] = cell
    return replace(held, **{name: table})


@pytest.mark.parametrize(
    ("held", "measure", "expected"),
    [
        (changed("figures", 0, confidence="low"), "not-low", 50),
        (changed("figures", 0, confidence="low"), "high-confidence", 0),
        (changed("figures", 0, source="three"), "not-campaign", 50),
        (changed("figures", 0, source="four"), "not-campaign", 50),
        (changed("figures", 0, source="two"), "sources", 3),  # the stance still cites it
        (changed("figures", 1, source="one"), "sources", 2),
        (changed("figures", 0, actor="Bea"), "backers-checked", 0),
        (changed("stances", 0, stance="supports-with-conditions"), "backers-checked", 0),
        (changed("stances", 0, date="2017-06-09"), "backers-checked", 0),
        (changed("stances", 0, stance="supports-with-conditions"), "supporters", 1),
        (changed("stances", 1, stance="mixed"), "opponents", 0),
        (changed("checks", 0, best_case="a"), "case-words", 100 / 3),
        (changed("checks", 0, best_rebuttal="a b c d e f g h"), "case-words", 50),
        (changed("checks", 0, best_case_sources="none found"), "cases-found", 50),
    ],
)
def test_a_change_moves_the_measure_it_belongs_to(
    held: Evidence, measure: str, expected: float
) -> None:
    assert value(held, measure, LABOUR) == pytest.approx(expected)


def test_the_claim_of_another_plans_backer_counts_for_that_backer() -> None:
    held = changed("figures", 0, actor="Bea")
    assert value(held, "backers-checked", BILL) == 2
    assert value(held, "checks", BILL) == 1


def test_a_plan_with_nothing_counts_nothing_and_breaks_nothing() -> None:
    held = small()
    bare = replace(
        held,
        figures=held.figures[held.figures["plan"] != LABOUR],
        stances=held.stances[held.stances["plan"] != LABOUR],
        checks=held.checks.iloc[1:],
    )
    counted = balance.counts(bare)
    mine = counted[(counted["plan"] == LABOUR) & (counted["measure"] != "chapter-words")]
    assert not mine["value"].any()
    assert len(thin(bare, figures=1, checks=1, case_words=1)) == 3


@pytest.mark.parametrize(
    ("actor", "name"),
    [
        ("Labour Party", "Labour Party"),
        ("Labour Party, as reported by Sky News", "Labour Party"),
        ("Labour Party (Jeremy Corbyn)", "Labour Party"),
        ("Labour Party conference", "Labour Party conference"),
        ("Sky News", "Sky News"),
    ],
)
def test_a_speaker_is_known_by_the_name_in_the_stances(actor: str, name: str) -> None:
    assert balance.speaker(actor, ["Labour Party", "Labour"]) == name


# --- floors ------------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", sorted(MEASURES))
def test_a_floor_is_met_exactly_and_missed_by_a_hair(measure: str) -> None:
    has = value(small(), measure, LABOUR)
    name = measure.replace("-", "_")
    assert thin(small(), **{name: has}) == []
    assert len(thin(small(), **{name: has + 0.01})) == len(PLANS)


def test_a_message_names_measure_plan_count_and_floor() -> None:
    held = small({LABOUR: 300, STPS: 1000, BILL: 900})
    (message,) = thin(held, chapter_words=60)
    row = list(MEASURES).index("chapter-words") + 2
    assert message == (
        f"data/balance_limits.csv row {row}, column floor: expected at least 60 for labour-review "
        "in chapter-words; it has 30 (Label of chapter-words)"
    )


def test_a_percentage_is_not_rounded_up_to_its_floor() -> None:
    assert balance.said(59.9, "percent") == "59%"
    assert balance.said(3.0, "count") == "3"


def test_a_measure_without_a_floor_is_a_fault() -> None:
    limits = limit().iloc[1:]
    (fault,) = balance.thin(balance.counts(small()), limits, "data/balance_limits.csv")
    assert fault.expected == "a floor for the measure figures"


def test_words_are_not_counted_until_a_plan_has_its_chapter() -> None:
    assert "chapter-words" not in set(balance.counts(small({}))["measure"])
    assert thin(small({}), chapter_words=60) == []
    assert len(balance.against(balance.counts(small({})), limit())) == len(MEASURES) - 1


def test_once_a_plan_has_its_chapter_a_missing_one_is_thin() -> None:
    found = thin(small({STPS: 10}), chapter_words=60)
    assert [re.search(r"for ([\w-]+) in", message)[1] for message in found] == [LABOUR, BILL]  # type: ignore[index]


def test_beside_its_floor_the_thinnest_plan_is_named() -> None:
    held = small({LABOUR: 700, STPS: 1000, BILL: 650})
    shown = balance.against(balance.counts(held), limit(chapter_words=66, figures=2))
    row = shown.set_index("measure").loc["chapter-words"]
    assert (row["thinnest"], row["met"], row[STPS]) == (BILL, False, 100)
    assert shown.set_index("measure").loc["figures", "met"]


# --- the real book -----------------------------------------------------------------------------


def chapters(folder: Path, **words: str) -> Path:
    for name, text in words.items():
        file = folder / "plans" / f"{name.replace('_', '-')}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_only_prose_is_counted(tmp_path: Path) -> None:
    text = (
        "---\nkernelspec: x\n---\n\n# Two words\n\nThe {fig}`money-stp-nwl` and `code` here.\n\n"
        "| It's | all |\n|---|---|\n\n"
        "```{code-cell} python\ncharts.get('x')\n```\n\n```{check} konp-30bn\n```\n"
    )
    held = balance.read(chapters=chapters(tmp_path, labour_review=text))
    assert held.words == {LABOUR: len(["Two", "words", "The", "and", "here", "It's", "all"])}


def test_a_short_chapter_is_caught_in_the_real_data(tmp_path: Path) -> None:
    long = "# Chapter\n\n" + "word " * 1000
    folder = chapters(tmp_path, labour_review=long, stp_programme=long, reinstatement_bill="# B\n")
    (fault,) = [
        each for each in balance.faults(chapters=folder) if "chapter-words" in each.expected
    ]
    assert "reinstatement-bill" in fault.expected and "at least 60%" in fault.expected


def test_the_book_as_it_is_meets_its_floors() -> None:
    assert [str(fault) for fault in balance.faults()] == []


def test_claims_of_each_claimant_add_up_to_the_checks() -> None:
    held = balance.read()
    found = balance.findings(held)
    assert found["checks"].sum() == len(held.checks)
    assert (found[list(balance.PREMISES)].sum(axis="columns") == found["checks"]).all()
    assert found["checks"].is_monotonic_decreasing


def test_policy_check_fails_when_one_side_is_thinned(tmp_path: Path) -> None:
    root = copy_of_the_book(tmp_path / "book")
    limits = root / "data" / "balance_limits.csv"
    text = limits.read_text(encoding="utf-8")
    limits.write_text(text.replace("figures,20,", "figures,80,"), encoding="utf-8")
    result = policy(root, "check")
    assert result.returncode == 1
    assert "at least 80 for labour-review in figures; it has " in result.stdout


def test_a_limit_on_an_unknown_measure_is_refused(tmp_path: Path) -> None:
    data = copy_of_data(tmp_path)
    data.set("balance_limits", 2, measure="figuers")
    assert data.only_fault().nearest == "figures"


def test_most_checks_are_of_a_document_the_book_began_with() -> None:
    chart = charts.get("balance-of-the-book")
    first = chart.table[chart.table["who"] == chart.table["who"][0]]
    assert set(first["sources"]) == {"konp-2017-why-not-stps"}
    assert first["checks"].sum() > chart.table["checks"].sum() / 2, "the chart's title says so"


@pytest.mark.parametrize("form", ["wide", "narrow"])
def test_each_finding_is_drawn_once_at_its_count(form: str) -> None:
    chart = charts.get("balance-of-the-book")
    drawn = {
        row: x
        for trace in chart.spec(form)["data"]  # type: ignore[arg-type]
        for row, x in zip(trace.get("customdata", []), trace["x"], strict=False)
    }
    assert drawn == dict(enumerate(chart.table["checks"]))


def test_the_page_shows_every_measure_with_its_floor(built_book: Path) -> None:
    page = (built_book / "reference" / "method-and-balance.html").read_text(encoding="utf-8")
    shown = plain(page).replace("’", "'")
    for row in tables.table("balance_limits").to_dict("records"):
        assert row["label"] in shown and row["reason"] in shown
    counted = balance.against(balance.counts(balance.read()), tables.table("balance_limits"))
    for row in counted.to_dict("records"):
        numbers = " ".join(balance.said(row[name], row["unit"]) for name in (*PLANS, "floor"))
        assert f"{row['label']} {numbers}" in shown
