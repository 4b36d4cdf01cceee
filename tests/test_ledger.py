"""The ledger on a small package of its own: lookups, derivations, chains and refusals."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from policy import ledger, tables
from policy.derive import DerivationError

FIGURE = {
    "plan": "context",
    "actor": "Somebody",
    "statement": "A statement.",
    "unit": "gbp-bn",
    "period": "2020/21",
    "geography": "England",
    "body": "NHS England",
    "price_basis": "cash",
    "timing": "annual",
    "measure": "level",
    "nature": "claim",
    "hedge": "none",
    "source": "somebody-2017-something",
    "locator": "Page 1",
    "confidence": "high",
}
DERIVATION = {
    "statement": "A derived statement.",
    "method": "difference",
    "unit": "gbp-bn",
    "period": "2020/21",
    "geography": "England",
    "body": "NHS England",
    "price_basis": "cash",
    "timing": "annual",
    "measure": "change",
    "places": "1",
    "plan": "context",
}
FIGURES = [
    {"id": "big", "value": "119"},
    {"id": "small", "value": "30", "confidence": "low", "hedge": "nearly"},
    {"id": "range", "low": "5", "high": "10"},
    {"id": "day", "unit": "date", "when": "2019-04", "price_basis": "not-applicable"},
]
LINK = {"drift": "none seen", "drift_kind": "none", "source": "a", "locator": "b"}
CHECK = {
    "title": "T",
    "derivations": "",
    "arithmetic": "right",
    "source_found": "found",
    "premise": "holds",
    "finding": "F",
    "fairest": "F",
    "best_case": "B",
    "best_case_sources": "none found",
    "best_rebuttal": "R",
    "best_rebuttal_sources": "a b",
}
DEFLATORS = [
    {"series": "ons-2026-03", "year": year, "value": value, "basis": "b", "source": "s"}
    | {"locator": "l"}
    for year, value in (("2015/16", "100"), ("2020/21", "110"))
]


def write(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    package = json.loads((tables.DATA / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(each for each in package["resources"] if each["name"] == name)
    columns = [field["name"] for field in resource["schema"]["fields"]]
    with (folder / resource["path"]).open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def package(
    folder: Path, derivations: list[dict[str, str]], chains: list[tuple[str, str]] | None = None
) -> Path:
    shutil.copy(tables.DATA / "datapackage.json", folder)
    write(folder, "figures", [FIGURE | row for row in FIGURES])
    write(folder, "derivations", [DERIVATION | row for row in derivations])
    write(folder, "deflators", DEFLATORS)
    write(folder, "checks", [CHECK | {"id": "c", "figure": "big"}])
    links = [
        LINK | {"figure": here, "repeats": there} for here, there in chains or [("big", "day")]
    ]
    write(folder, "chains", links)
    return folder


def test_a_cited_figure_keeps_its_cells_and_blanks_are_none(tmp_path: Path) -> None:
    package(tmp_path, [{"id": "rest", "inputs": "big small"}])
    figure = ledger.figure("small", tmp_path)
    assert (figure.value, figure.low, figure.high) == (30, None, None)
    assert (figure.hedge, figure.source, figure.price_year) == ("nearly", FIGURE["source"], "")
    assert (figure.working, figure.inputs, figure.places) == ("", (), None)


def test_a_derived_figure_has_value_working_and_the_lowest_confidence(tmp_path: Path) -> None:
    package(tmp_path, [{"id": "rest", "inputs": "big small"}])
    figure = ledger.figure("rest", tmp_path)
    assert figure.value == 89
    assert figure.working == "£119bn − £30bn = about £89.0bn"
    assert (figure.nature, figure.hedge, figure.confidence) == ("derived", "about", "low")
    assert figure.inputs == ("big", "small")


def test_a_derived_figure_keeps_the_caution_of_its_inputs(tmp_path: Path) -> None:
    rows = [
        {"id": "exact", "inputs": "big big"},
        {"id": "further", "inputs": "big rest"},
        {"id": "rest", "inputs": "big small"},
        {"id": "added", "method": "sum", "inputs": "big small"},
    ]
    package(tmp_path, rows)
    hedges = {id: ledger.figure(id, tmp_path).hedge for id in ("exact", "further", "added")}
    assert hedges == {"exact": "none", "further": "about", "added": "nearly"}


def test_derivations_may_rest_on_each_other_in_any_order(tmp_path: Path) -> None:
    rows = [
        {"id": "second", "inputs": "first small"},
        {"id": "first", "inputs": "big small"},
    ]
    package(tmp_path, rows)
    assert ledger.value("second", tmp_path) == 59
    assert [figure.id for figure in ledger.figures(tmp_path)][-2:] == ["second", "first"]


def test_a_deflator_is_named_by_series_and_year(tmp_path: Path) -> None:
    inputs = "small deflator:ons-2026-03:2015/16 deflator:ons-2026-03:2020/21"
    package(tmp_path, [{"id": "now", "method": "reprice", "inputs": inputs}])
    assert ledger.value("now", tmp_path) == pytest.approx(33)


@pytest.mark.parametrize(
    ("rows", "error", "reason"),
    [
        ([{"id": "a", "inputs": "bigg small"}], ledger.UnknownFigure, "nearest: big"),
        (
            [{"id": "a", "inputs": "b big"}, {"id": "b", "inputs": "a big"}],
            DerivationError,
            "a -> b -> a",
        ),
        ([{"id": "a", "inputs": "range big"}], DerivationError, "'range' has no single value"),
        ([{"id": "a", "inputs": "day big"}], DerivationError, "'day' has no single value"),
        ([{"id": "a", "inputs": "big"}], DerivationError, "derivation 'a': difference takes 2"),
    ],
)
def test_a_derivation_that_cannot_be_computed_says_why(
    tmp_path: Path, rows: list[dict[str, str]], error: type[Exception], reason: str
) -> None:
    package(tmp_path, rows)
    with pytest.raises(error, match=reason):
        ledger.figures(tmp_path)


def test_an_unknown_id_names_the_nearest(tmp_path: Path) -> None:
    package(tmp_path, [{"id": "rest", "inputs": "big small"}])
    with pytest.raises(ledger.UnknownFigure, match="no figure has the id 'smal'; nearest: small"):
        ledger.figure("smal", tmp_path)
    with pytest.raises(ledger.UnknownFigure, match=r"'zzzzzz'$"):
        ledger.figure("zzzzzz", tmp_path)


@pytest.mark.parametrize(("id", "reason"), [("range", "use low and high"), ("day", "a date")])
def test_no_single_value(tmp_path: Path, id: str, reason: str) -> None:
    package(tmp_path, [{"id": "rest", "inputs": "big small"}])
    with pytest.raises(ValueError, match=reason):
        ledger.value(id, tmp_path)


def test_a_chain_is_followed_to_its_first_figure(tmp_path: Path) -> None:
    chains = [("range", "day"), ("big", "small"), ("small", "range"), ("big", "day")]
    package(tmp_path, [{"id": "rest", "inputs": "big small"}], chains)
    steps = [(link.figure, link.repeats) for link in ledger.chain_of("big", tmp_path)]
    assert steps == [("big", "small"), ("big", "day"), ("small", "range"), ("range", "day")]
    assert ledger.chain_of("day", tmp_path) == ()
    assert [link.figure for link in ledger.repeated_by("day", tmp_path)] == ["range", "big"]


def test_checks_are_found_by_id_and_by_figure(tmp_path: Path) -> None:
    package(tmp_path, [{"id": "rest", "inputs": "big small"}])
    (check,) = ledger.check_of("big", tmp_path)
    assert check == ledger.check("c", tmp_path)
    assert check.best_case_sources == ()
    assert check.best_rebuttal_sources == ("a", "b")
    assert ledger.check_of("small", tmp_path) == ()
    with pytest.raises(ledger.UnknownFigure):
        ledger.check("d", tmp_path)


def test_the_frame_has_every_figure_once_with_its_id(tmp_path: Path) -> None:
    package(tmp_path, [{"id": "rest", "inputs": "big small"}])
    frame = ledger.frame(tmp_path)
    assert list(frame["id"]) == ["big", "small", "range", "day", "rest"]
    assert frame.set_index("id").loc["rest", "value"] == 89


def test_a_changed_table_changes_the_ledger_in_the_same_process(tmp_path: Path) -> None:
    package(tmp_path, [{"id": "rest", "inputs": "big small"}])
    assert ledger.value("rest", tmp_path) == 89
    changed: list[dict[str, Any]] = [FIGURE | row for row in FIGURES]
    changed[0]["value"] = "120"
    write(tmp_path, "figures", changed)
    assert ledger.value("rest", tmp_path) == 90


def test_every_look_at_the_ledger_records_the_tables_it_rests_on() -> None:
    ledger.figures()
    tables.forget_reads()
    ledger.figure("money-fyfv-gap-30bn")
    assert {"figures", "derivations", "deflators"} <= tables.tables_read()
