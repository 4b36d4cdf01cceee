"""Numbers in words: units, hedges and forms, and what is never lost on the way."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plain_figure import PLAIN
from policy import ledger, tables, text, units
from policy.text import FormError


def columns(table: str) -> dict[str, list[str]]:
    """The vocabulary of each column of a table, from the descriptor of the data."""
    package = json.loads((tables.DATA / "datapackage.json").read_text(encoding="utf-8"))
    resource = next(each for each in package["resources"] if each["name"] == table)
    return {
        field["name"]: field.get("constraints", {}).get("enum", [])
        for field in resource["schema"]["fields"]
    }


UNITS = [unit for unit in columns("figures")["unit"] if unit not in ("date", "rank")]
HEDGES = [word for word in columns("figures")["hedge"] if word not in ("none", "not-stated")]


@pytest.mark.parametrize(
    ("changes", "form", "words"),
    [
        ({"value": 30, "hedge": "nearly"}, "full", "nearly £30bn"),
        ({"value": 30, "hedge": "nearly"}, "bare", "£30bn"),
        ({"value": 30, "hedge": "nearly"}, "annual", "nearly £30bn a year"),
        ({"value": 325, "unit": "gbp-m"}, "full", "£325m"),
        ({"value": 1.2}, "full", "£1.2bn"),
        ({"value": -2447, "unit": "gbp-m"}, "full", "−£2,447m"),
        ({"value": -2447, "unit": "gbp-m"}, "size", "£2,447m"),
        ({"value": -3, "hedge": "about"}, "full", "about −£3bn"),
        (
            {"value": -3, "hedge": "more than", "measure": "change"},
            "full",
            "a fall of more than £3bn",
        ),
        ({"value": -3, "hedge": "at least", "measure": "gap"}, "full", "minus at least £3bn"),
        ({"value": -3, "hedge": "more than"}, "size", "more than £3bn"),
        ({"low": 5, "high": 10}, "full", "£5bn to £10bn"),
        ({"low": 5, "high": 10, "hedge": "about"}, "full", "about £5bn to £10bn"),
        ({"low": 5, "high": 10}, "annual", "£5bn to £10bn a year"),
        ({"low": 5, "high": 10, "hedge": "about"}, "low", "£5bn"),
        ({"low": 5, "high": 10, "hedge": "about"}, "high", "£10bn"),
        ({"low": 5, "high": 10}, "number", "£5bn to £10bn"),
        ({"value": 7, "low": 5, "high": 10}, "full", "£7bn"),
        ({"value": 7, "low": 5, "high": 10}, "range", "£5bn to £10bn"),
        ({"low": 2, "high": 3, "unit": "percent-per-year"}, "full", "2% to 3% a year"),
        ({"value": 46, "unit": "sites", "hedge": "could"}, "full", "a possible 46 sites"),
        ({"value": 46, "unit": "sites", "hedge": "could"}, "number", "46"),
        ({"value": 15, "hedge": "rounded"}, "full", "a rounded £15bn"),
        ({"value": 1, "unit": "bodies"}, "full", "1 body"),
        ({"value": 2, "unit": "bodies"}, "full", "2 bodies"),
        ({"value": 1, "unit": "people"}, "full", "1 person"),
        ({"value": 0, "unit": "plans"}, "full", "0 plans"),
        ({"value": 55619430, "unit": "people"}, "full", "55,619,430 people"),
        ({"value": 2.4, "unit": "percent"}, "full", "2.4%"),
        ({"value": 0.9, "unit": "percent-per-year", "hedge": "about"}, "full", "about 0.9% a year"),
        ({"value": 9.8, "unit": "percent-of-gdp"}, "full", "9.8% of GDP"),
        ({"value": 9.8, "unit": "percent-of-gdp"}, "number", "9.8%"),
        ({"value": 768.5, "unit": "gbp-per-person"}, "full", "£768.50 per person"),
        ({"value": 2057, "unit": "gbp-per-person"}, "full", "£2,057 per person"),
        ({"value": 6, "unit": "rank"}, "full", "sixth"),
        ({"value": 11, "unit": "rank"}, "full", "11th"),
        ({"value": 22, "unit": "rank"}, "full", "22nd"),
        ({"value": 6, "unit": "rank", "hedge": "could"}, "full", "possibly sixth"),
        ({"when": "2019-04", "unit": "date"}, "full", "April 2019"),
        ({"when": "2017-05-03", "unit": "date"}, "full", "3 May 2017"),
        ({"when": "2012", "unit": "date", "hedge": "could"}, "full", "possibly 2012"),
        ({"value": 119.035}, "1dp", "£119.0bn"),
        ({"value": 119.035, "hedge": "about"}, "bare|0dp", "£119bn"),
        ({"value": 0.25, "places": 1}, "full", "£0.3bn"),
        ({"value": 25.21, "unit": "percent", "places": 1}, "2dp", "25.21%"),
        ({"value": 30, "period": "by 2020/21"}, "period", "by 2020/21"),
        ({"value": 30, "period": "2017-06 to 2018-01-02"}, "period", "June 2017 to 2 January 2018"),
        ({"value": 30, "period": "not-stated"}, "period", "period not stated"),
    ],
)
def test_forms(changes: dict[str, object], form: str, words: str) -> None:
    assert text.show(replace(PLAIN, **changes), form) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "form", "reason"),
    [
        ({"value": 30}, "loud", "no form 'loud'"),
        ({"value": 30}, "5dp", "no form '5dp'"),
        ({"value": 30}, "bare|size", "exclude each other"),
        ({"value": 30}, "range", "has no low"),
        ({"value": 30}, "high", "has no high"),
        ({"low": 5, "high": 10}, "size", "has no value"),
        ({"value": 30, "timing": "cumulative"}, "annual", "its timing is cumulative"),
        ({"value": 30, "period": "not-applicable"}, "period", "has no period"),
    ],
)
def test_a_form_that_does_not_fit_is_refused(
    changes: dict[str, object], form: str, reason: str
) -> None:
    with pytest.raises(FormError, match=reason):
        text.show(replace(PLAIN, **changes), form)  # type: ignore[arg-type]


def parsed(words: str) -> list[float]:
    """The numbers of a text as a reader takes them, independent of how they were written."""
    measured = words.removesuffix("for each £1").replace("per 1,000 people", "")
    found = re.findall(r"(−?)[£$]?(\d[\d,]*(?:\.\d+)?)", measured)
    return [float(f"{'-' if sign else ''}{digits.replace(',', '')}") for sign, digits in found]


values = st.integers(-(10**9), 10**9).flatmap(
    lambda whole: st.sampled_from([whole / 10**places for places in range(5)])
)
units_of_amounts = st.sampled_from(UNITS)


@given(values, units_of_amounts, st.sampled_from(["bare", "full", "number"]))
def test_a_shown_number_reads_back_as_stored(value: float, unit: str, form: str) -> None:
    figure = replace(PLAIN, value=value, unit=unit, hedge="about")
    assert parsed(text.show(figure, form)) == [value]


@given(values, st.sampled_from(HEDGES), units_of_amounts)
def test_the_default_form_never_loses_the_hedge(value: float, hedge: str, unit: str) -> None:
    shown = text.show(replace(PLAIN, value=value, unit=unit, hedge=hedge))
    said = {"could": "possible", "rounded": "rounded"}.get(hedge, hedge)
    assert f"{said} " in shown
    assert parsed(shown)[0] in (value, abs(value))


@given(values, values, st.sampled_from(HEDGES), units_of_amounts)
def test_a_range_keeps_both_ends(low: float, high: float, hedge: str, unit: str) -> None:
    low, high = sorted((low, high))
    figure = replace(PLAIN, low=low, high=high, unit=unit, hedge=hedge)
    for form in ("full", "bare", "number", "range"):
        assert parsed(text.show(figure, form)) == [low, high]
    assert parsed(text.show(figure, "low")) == [low]
    assert parsed(text.show(figure, "high")) == [high]


@given(values, st.integers(0, 4))
def test_rounding_moves_a_number_by_half_a_step_at_most(value: float, places: int) -> None:
    (shown,) = parsed(text.show(replace(PLAIN, value=value), f"{places}dp"))
    assert abs(shown - value) <= 0.5 / 10**places + 1e-9 * abs(value)


def test_every_unit_of_the_data_has_words() -> None:
    for unit in UNITS:
        shown = text.show(replace(PLAIN, value=3, unit=unit))
        assert "-" not in shown
        assert re.search(r"[a-z£%]", shown) or unit == "index"


def test_every_hedge_of_the_data_is_printed() -> None:
    assert len({text.show(replace(PLAIN, value=3, hedge=hedge)) for hedge in HEDGES}) == len(HEDGES)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_number_no_words(value: float) -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        text.show(replace(PLAIN, value=value))


@pytest.mark.parametrize("when", ["2017-13", "2017-00", "17", "2017-05-32", "May 2017"])
def test_no_such_date(when: str) -> None:
    with pytest.raises(ValueError, match=re.escape(when)):
        units.date(when)


@pytest.mark.parametrize(
    ("period", "years"),
    [
        ("2017", (2017,)),
        ("2020/21", (2020, 2021)),
        ("by 2020/21", (2020, 2021)),
        ("2015/16 to 2017/18", (2015, 2016, 2017, 2018)),
        ("2017-12 to 2018-02-03", (2017, 2018)),
        ("not-stated", ()),
    ],
)
def test_years_of_a_period(period: str, years: tuple[int, ...]) -> None:
    assert units.years(period) == years


def test_resolve_writes_marks_out_and_leaves_the_rest() -> None:
    gap = text.show(ledger.figure("money-fyfv-gap-30bn"))
    bare = text.show(ledger.figure("money-fyfv-gap-30bn"), "bare")
    assert text.resolve("no marks {here} or {fig}") == "no marks {here} or {fig}"
    marked = "A {fig:money-fyfv-gap-30bn}, so {fig:money-fyfv-gap-30bn|bare}."
    assert text.resolve(marked) == f"A {gap}, so {bare}."
    assert [type(part) for part in text.parts(marked)] == [str, text.Shown, str, text.Shown, str]


def test_resolve_refuses_an_unknown_id_and_names_the_nearest() -> None:
    with pytest.raises(ledger.UnknownFigure, match="nearest: money-fyfv-gap-30bn"):
        text.resolve("{fig:money-fyfv-gap-30b}")


def test_the_whole_ledger_can_be_shown_and_quoted() -> None:
    for figure in ledger.figures():
        assert text.show(figure)
        sentence = text.quotable(figure.id)
        assert "{fig" not in sentence
        assert not re.search(r"(?<!\.)\.\.(?!\.)", sentence)


def test_a_quotable_sentence_says_who_what_when_and_where_it_is_printed() -> None:
    figure = ledger.figure("money-fyfv-gap-30bn")
    sentence = text.quotable(figure.id)
    source = tables.sources()[figure.source]
    for part in (figure.actor, text.show(figure), "2020/21", source.title, figure.locator):
        assert part in sentence
