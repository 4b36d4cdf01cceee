"""The control "Which £10bn?": its data are the engine's answers, and its table needs no script."""

import re
from collections.abc import Mapping
from dataclasses import astuple, replace
from html import unescape
from itertools import product
from typing import Any

import pytest

from policy import basis, ledger, tables, text, units
from policy.basis import Refusal, settlement
from policy.book import which_ten
from policy.book.fill import WRITTEN
from policy.book.which_ten import key
from small_book import plain
from which_ten_page import Built, build

CHOICES = tuple(basis.choices())
READINGS = which_ten.readings()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("which-ten"))


@pytest.fixture(scope="module")
def data(book: Built) -> dict[str, Any]:
    return book.data()


@pytest.fixture(scope="module")
def known() -> basis.Evidence:
    return basis.evidence()


def test_the_page_builds_without_a_warning(book: Built) -> None:
    assert book.warnings == ""


def test_every_answer_on_the_page_is_the_engines(
    data: dict[str, Any], known: basis.Evidence
) -> None:
    lines = data["lines"]
    assert list(data["answers"]) == [key(choice) for choice in CHOICES]
    assert len(data["answers"]) == 160
    for choice in CHOICES:
        shown = data["answers"][key(choice)]
        found = basis.which(choice, known)
        if isinstance(found, Refusal):
            assert [lines[line] for line in shown["refused"]] == list(found.reasons)
            assert "shown" not in shown
            continue
        assert shown["shown"] == basis.said(replace(found.rise, places=1))
        steps = [f"{lines[name]}: {lines[sum_]}" for name, sum_ in shown["steps"]]
        assert steps == [step.words for step in found.steps]
        cautions = [lines[line].rstrip(".") for line in shown["cautions"]]
        assert cautions == [text.resolve(each).rstrip(".") for each in found.cautions]
        series = [] if choice.prices == settlement.CASH else [choice.series]
        assert shown["rests"] == [*found.figures, *series]
        about = lines[shown["about"]]
        assert choice.start in about and choice.end in lines[shown["by"]]
        assert about.startswith("Planned" if choice.kind == "plan" else "Actual")
        assert ("NHS England" in about) == (choice.budget == "NHS England")
        assert (choice.prices if choice.prices == "cash" else f"{choice.prices} prices") in about


def test_a_refusal_offers_the_least_changes_that_have_an_answer(data: dict[str, Any]) -> None:
    by_key = {key(choice): choice for choice in CHOICES}
    answered = [choice for choice in CHOICES if "shown" in data["answers"][key(choice)]]

    def distance(one: basis.Choice, other: basis.Choice) -> int:
        return sum(a != b for a, b in zip(astuple(one), astuple(other), strict=True))

    refused = [choice for choice in CHOICES if choice not in answered]
    assert refused
    for choice in refused:
        near = data["answers"][key(choice)]["near"]
        assert 1 <= len(near) <= 4
        least = min(distance(choice, other) for other in answered)
        for other, words in near:
            assert by_key[other] in answered
            assert distance(choice, by_key[other]) == least
            assert words.count(": ") == least


def test_the_selects_offer_every_choice_and_no_other(book: Built) -> None:
    offered = []
    for select in re.findall(r"<select name=.*?</select>", book.html(), re.S):
        offered.append(re.findall(r'<option value="([^"]*)"', select))
    assert [".".join(each) for each in product(*offered)] == [key(choice) for choice in CHOICES]


@pytest.mark.parametrize("reading", READINGS, ids=lambda each: each.figure.id)
def test_each_reading_is_reproduced_by_the_choices_it_is_shown_with(
    reading: which_ten.Reading, known: basis.Evidence
) -> None:
    found = basis.which(reading.choice, known)
    assert not isinstance(found, Refusal)
    assert found.rise.value is not None and reading.figure.value is not None
    stored = units.digits(reading.figure.value).partition(".")[2]
    assert units.rounded(found.rise.value, len(stored)) == reading.figure.value
    assert reading.figure.body == reading.choice.budget
    assert reading.figure.period == f"{reading.choice.start} to {reading.choice.end}"
    assert reading.figure.price_basis == "real"
    assert reading.figure.price_year in (reading.choice.prices, "not-stated")


def test_the_readings_are_those_that_the_argument_is_about() -> None:
    values = {(each.choice.budget, each.figure.value) for each in READINGS}
    nhs = {("NHS England", value) for value in (10, 8.4, 7.6)}
    assert values == nhs | {("DHSC", value) for value in (6, 4.5)}


def test_a_reading_without_a_price_year_says_what_every_year_gives(
    data: dict[str, Any], known: basis.Evidence
) -> None:
    unstated = [each for each in READINGS if each.figure.price_year == "not-stated"]
    assert unstated
    for reading in unstated:
        words = data["readings"][key(reading.choice)]["words"]
        assert "price year is not stated" in words
        for year in settlement.PRICES[1:]:
            found = basis.which(replace(reading.choice, prices=year), known)
            if isinstance(found, Refusal):
                assert f" in {year} prices" not in words
            else:
                assert f"{basis.said(replace(found.rise, places=1))} in {year} prices" in words


def test_each_button_is_a_reading_of_the_ledger(book: Built, data: dict[str, Any]) -> None:
    buttons = re.findall(
        r'<button type="button" data-ten="([^"]*)"[^>]*>(.*?)</button>', book.html()
    )
    assert [each for each, _ in buttons] == [key(reading.choice) for reading in READINGS]
    for (at, label), reading in zip(buttons, READINGS, strict=True):
        assert plain(label) == f"{text.show(reading.figure)} {reading.who}"
        assert data["readings"][at]["figure"] == reading.figure.id
        assert text.resolve(reading.figure.statement) in data["readings"][at]["words"]


def test_everything_an_answer_rests_on_is_listed_and_linked(
    book: Built, data: dict[str, Any]
) -> None:
    items = dict(re.findall(r'<li id="ten-([^"]*)">(.*?)</li>', book.html(), re.S))
    rests = {id for each in data["answers"].values() for id in each.get("rests", ())}
    assert set(items) == rests | {reading.figure.id for reading in READINGS}
    for id, item in items.items():
        assert re.search(r'href="\.\./reference/sources\.html#[\w-]+"', item)
        if id not in settlement.SERIES:
            assert f'href="../reference/ledger.html#{id}" data-fig="{id}"' in item
            assert text.show(ledger.figure(id)) in plain(item)


def test_without_a_script_a_table_gives_every_reading_and_no_control_is_there(
    book: Built, known: basis.Evidence
) -> None:
    html = book.html()
    assert re.search(r'<form class="controls which-ten-control"[^>]* hidden>', html)
    table = html[html.index("which-ten-named") :]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table[: table.index("</table>")], re.S)[1:]
    assert len(rows) == len(READINGS)
    for row, reading in zip(rows, READINGS, strict=True):
        found = basis.which(reading.choice, known)
        assert not isinstance(found, Refusal)
        words = plain(row)
        assert words.startswith(text.show(reading.figure))
        assert basis.said(replace(found.rise, places=1)) in words
        assert all(step.words in words for step in found.steps)
        for id in (reading.figure.id, *found.figures):
            assert f'href="../reference/ledger.html#{id}"' in row


def test_no_text_can_close_the_data_block(book: Built) -> None:
    (block,) = re.findall(r'which-ten-data">(.*?)</script>', book.html(), re.S)
    assert "<" not in block
    assert "&" not in block or unescape(block) == block


def test_only_a_page_with_the_control_fetches_its_script_and_style(book: Built) -> None:
    for name in ("which-ten.js", "which-ten.css"):
        assert name in book.html()
        assert name not in book.html("index")


def test_the_page_follows_every_table_that_its_answers_come_from(book: Built) -> None:
    source = book.app.srcdir
    followed = {(source / each).resolve() for each in book.app.env.dependencies["arguments/probe"]}
    names = ("figures", "derivations", "deflators", "checks", "chains", "sources")
    assert {tables.path(name).resolve() for name in names} <= followed
    assert WRITTEN / which_ten.TEMPLATE in followed


def row(**changes: Any) -> Mapping[str, Any]:
    usual = {"gbp_bn": 1.0, "shown": "£1.0bn", "steps": "Change: £2bn − £1bn = £1bn", "refused": ""}
    return usual | {"cautions": "", "figures": "a b"} | changes


@pytest.mark.parametrize(("value", "word"), [(1.0, "rise"), (0.0, "rise"), (-1.0, "change")])
def test_a_fall_is_not_called_a_rise(value: float, word: str) -> None:
    made = which_ten.block({CHOICES[0]: row(gbp_bn=value)}, [])
    about = made["lines"][made["answers"][key(CHOICES[0])]["about"]]
    assert about == f"Planned {word} in NHS England's budget since 2014/15, in cash."
