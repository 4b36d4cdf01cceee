import importlib
import inspect
import itertools
import json
import pkgutil
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_package import DataCopy, copy_of_data
from policy import derive, rules, tables
from policy.dates import Span, financial_year, partial_date, span
from policy.rules import inputs
from policy.tables import Fault

Wanted = Callable[[dict[str, str]], object]


@pytest.fixture
def data(tmp_path: Path) -> DataCopy:
    return copy_of_data(tmp_path)


def broken(data: DataCopy, name: str, wanted: Wanted = bool, **cells: str) -> tuple[int, Fault]:
    """Change cells of the first row that is wanted; give its number and the one fault."""
    number = data.find(name, wanted)
    data.set(name, number, **cells)
    return number, data.only_fault()


# --- dates and periods ---------------------------------------------------------------------

years = st.integers(1900, 2199)
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def fy(year: int) -> str:
    return f"{year}/{(year + 1) % 100:02}"


one_date = st.one_of(
    years.map(fy),
    years.map(str),
    days.map(lambda day: f"{day:%Y-%m}"),
    days.map(lambda day: day.isoformat()),
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020/21", date(2020, 4, 1), date(2021, 3, 31)),
        ("1999/00", date(1999, 4, 1), date(2000, 3, 31)),
        ("2017", date(2017, 1, 1), date(2017, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
        ("2017-12", date(2017, 12, 1), date(2017, 12, 31)),
        ("2017-05-03", date(2017, 5, 3), date(2017, 5, 3)),
        ("by 2020/21", date(2020, 4, 1), date(2021, 3, 31)),
        ("2015/16 to 2020/21", date(2015, 4, 1), date(2021, 3, 31)),
        ("2015/16 to 2016", date(2015, 4, 1), date(2016, 12, 31)),
        ("2016-06 to 2016", None, None),
        ("2016/18", None, None),
        ("2016/16", None, None),
        ("2016/2017", None, None),
        ("2016-17", None, None),
        ("2017-00", None, None),
        ("2017-02-29", None, None),
        ("2017-06-31", None, None),
        ("0000", None, None),
        ("2017 to 2016", None, None),
        ("2017 to 2017", None, None),
        ("2015 to 2016 to 2017", None, None),
        ("to 2017", None, None),
        ("by", None, None),
        ("by by 2017", None, None),
        ("2017 ", None, None),
        ("", None, None),
        ("not-stated", None, None),
        ("\N{ARABIC-INDIC DIGIT TWO}017", None, None),
    ],
)
def test_span(text: str, first: date | None, last: date | None) -> None:
    if first is None or last is None:
        with pytest.raises(ValueError):
            span(text)
    else:
        assert span(text) == Span(first, last)


@given(one_date)
def test_any_date_covers_whole_days_and_by_changes_nothing(text: str) -> None:
    found = span(text)
    assert found.first <= found.last
    assert span(f"by {text}") == found


@given(one_date, one_date)
def test_two_dates_make_a_period_only_in_order(one: str, two: str) -> None:
    if span(one).first < span(two).first:
        found = span(f"{one} to {two}")
        assert found.first == span(one).first
        assert found.last >= span(two).last
    else:
        with pytest.raises(ValueError):
            span(f"{one} to {two}")


@given(years)
def test_financial_years_follow_each_other_without_a_gap(year: int) -> None:
    assert financial_year(fy(year)).last + timedelta(days=1) == financial_year(fy(year + 1)).first


@given(years, st.integers(0, 99))
def test_only_the_next_year_makes_a_financial_year(year: int, second: int) -> None:
    if second == (year + 1) % 100:
        financial_year(f"{year}/{second:02}")
    else:
        with pytest.raises(ValueError, match="not a financial year"):
            financial_year(f"{year}/{second:02}")


@given(st.text("0123456789/- tby", max_size=14))
def test_no_text_is_read_as_a_period_by_accident(text: str) -> None:
    each = r"[0-9]{4}(/[0-9]{2}|-[0-9]{2}(-[0-9]{2})?)?"
    try:
        span(text)
    except ValueError:
        return
    assert re.fullmatch(f"(by )?{each}( to {each})?", text)


@given(days)
def test_a_partial_date_covers_the_day_it_was_cut_from(day: date) -> None:
    for length in (4, 7, 10):
        found = partial_date(day.isoformat()[:length])
        assert found.first <= day <= found.last


@pytest.mark.parametrize(
    ("period", "near"),
    [
        ("2016/18", "2016/17"),
        ("by 2016/18", "by 2016/17"),
        ("2016/18 to 2020/21", "2016/17 to 2020/21"),
        ("2020/21 to 2016/17", "2016/17 to 2020/21"),
        ("2016-17", "2016/17"),
        ("2016-17 to 2020-21", "2016/17 to 2020/21"),
        ("2017-02-30", None),
        ("2017 to 2017", None),
    ],
)
def test_a_period_that_is_not_in_the_calendar(
    data: DataCopy, period: str, near: str | None
) -> None:
    number, fault = broken(data, "figures", period=period)
    assert (fault.file, fault.row, fault.column) == ("data/figures.csv", number, "period")
    assert (fault.value, fault.nearest) == (period, near)
    assert "a period in the calendar" in fault.expected


def test_periods_of_derivations_are_held_too(data: DataCopy) -> None:
    number, fault = broken(data, "derivations", period="2016/18")
    assert (fault.file, fault.row) == ("data/derivations.csv", number)
    assert fault.nearest == "2016/17"


@pytest.mark.parametrize(("when", "near"), [("2019-13", None), ("2019-02-29", None)])
def test_a_date_that_is_not_in_the_calendar(data: DataCopy, when: str, near: str | None) -> None:
    number, fault = broken(data, "figures", lambda row: row["unit"] == "date", when=when)
    assert (fault.row, fault.column, fault.value) == (number, "when", when)
    assert fault.nearest == near


def test_a_deflator_of_an_impossible_year(data: DataCopy) -> None:
    number = len(data.records("deflators")) + 1
    row = {**data.row("deflators", 2), "year": "2016/18"}
    data.write_records("deflators", [*data.records("deflators"), list(row.values())])
    fault = data.only_fault()
    assert (fault.file, fault.row, fault.column) == ("data/deflators.csv", number, "year")
    assert fault.nearest == "2016/17"


# --- numbers -------------------------------------------------------------------------------


def ranged(row: dict[str, str]) -> bool:
    return bool(row["low"] and row["high"])


def plain(row: dict[str, str]) -> bool:
    return bool(row["value"] and not row["low"] and not row["high"])


def test_low_and_high_swapped(data: DataCopy) -> None:
    number = data.find("figures", ranged)
    row = data.row("figures", number)
    data.set("figures", number, low=row["high"], high=row["low"])
    assert data.only_fault() == Fault(
        "data/figures.csv",
        number,
        "low",
        row["high"],
        f"at most high, which is {row['low']}",
        f"low {row['low']}, high {row['high']}",
    )


@pytest.mark.parametrize(
    ("value", "low", "high", "column", "near"),
    [
        ("4", "5", "", "value", "5"),
        ("11", "", "10", "value", "10"),
        ("4", "5", "10", "value", "5"),
        ("11", "5", "10", "value", "10"),
        ("-1", "0", "1", "value", "0"),
        ("9", "10", "5", "low", "low 5, high 10"),
    ],
)
def test_a_value_outside_its_range(
    data: DataCopy, value: str, low: str, high: str, column: str, near: str
) -> None:
    number, fault = broken(data, "figures", plain, value=value, low=low, high=high)
    assert (fault.row, fault.column, fault.nearest) == (number, column, near)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [("5", "5", "10"), ("10", "5", "10"), ("5", "5", ""), ("", "5", "5"), ("", "-10", "-5")],
)
def test_a_range_in_order(data: DataCopy, value: str, low: str, high: str) -> None:
    data.set("figures", data.find("figures", plain), value=value, low=low, high=high)
    assert data.faults() == []


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"value": "", "low": "5"}, "high"),
        ({"value": "", "high": "5"}, "low"),
        ({"value": ""}, "value"),
        ({"when": "2019-04"}, "when"),
    ],
)
def test_a_number_row_without_its_number_or_with_a_date(
    data: DataCopy, cells: dict[str, str], column: str
) -> None:
    number, fault = broken(data, "figures", plain, **cells)
    assert (fault.row, fault.column) == (number, column)
    assert fault.value == cells.get(column, "")


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"when": ""}, "when"), ({"value": "2019"}, "value"), ({"high": "1"}, "high")],
)
def test_a_date_row_without_its_date_or_with_a_number(
    data: DataCopy, cells: dict[str, str], column: str
) -> None:
    number, fault = broken(data, "figures", lambda row: row["unit"] == "date", **cells)
    assert (fault.row, fault.column) == (number, column)
    assert "since the unit is date" in fault.expected


# --- prices --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["figures", "derivations"])
@pytest.mark.parametrize(
    ("basis", "year", "near"),
    [
        ("real", "", "not-stated"),
        ("real", "2016/18", "2016/17"),
        ("cash", "2016/17", None),
        ("cash", "not-stated", None),
        ("not-stated", "2016/17", None),
    ],
)
def test_a_price_year_that_does_not_fit_the_basis(
    data: DataCopy, name: str, basis: str, year: str, near: str | None
) -> None:
    money: Wanted = lambda row: row["unit"].startswith("gbp")  # noqa: E731
    number, fault = broken(data, name, money, price_basis=basis, price_year=year)
    assert (fault.file, fault.row, fault.column) == (f"data/{name}.csv", number, "price_year")
    assert (fault.value, fault.nearest) == (year, near)


@pytest.mark.parametrize(
    ("basis", "year"),
    [
        ("real", "2016/17"),
        ("real", "not-stated"),
        ("cash", ""),
        ("not-stated", ""),
        ("not-stated", "not-stated"),
    ],
)
def test_a_price_year_that_fits_the_basis(data: DataCopy, basis: str, year: str) -> None:
    number = data.find("figures", lambda row: row["unit"].startswith("gbp"))
    data.set("figures", number, price_basis=basis, price_year=year)
    assert data.faults() == []


@pytest.mark.parametrize("name", ["figures", "derivations"])
def test_money_without_a_price_basis(data: DataCopy, name: str) -> None:
    money: Wanted = lambda row: row["unit"] == "gbp-bn"  # noqa: E731
    number, fault = broken(data, name, money, price_basis="not-applicable", price_year="")
    assert (fault.file, fault.row, fault.column) == (f"data/{name}.csv", number, "price_basis")
    assert fault.expected == "cash, real or not-stated, since the unit is gbp-bn"


# --- keys ----------------------------------------------------------------------------------


def test_an_id_in_figures_and_derivations(data: DataCopy) -> None:
    taken = data.row("figures", 3)["id"]
    records = data.records("derivations")
    row = {**data.row("derivations", 2), "id": taken}
    data.write_records("derivations", [*records, list(row.values())])
    assert data.only_fault() == Fault(
        "data/derivations.csv",
        len(records) + 1,
        "id",
        taken,
        "new here: data/figures.csv row 3 has it already",
    )


def test_a_deleted_source_is_told_once_with_all_its_uses(data: DataCopy) -> None:
    row = data.row("chains", 2)
    key = row["source"]
    uses = data.text("figures").count(f",{key},") + data.text("chains").count(f",{key},")
    assert uses > 1
    entry = re.search(rf"@\w+\{{{key},.*?\n\}}\n", data.text("sources"), re.DOTALL)
    assert entry is not None
    data.replace("sources", entry[0], "")
    fault = data.only_fault()
    number = data.find("figures", lambda row: row["source"] == key)
    assert (fault.file, fault.row, fault.column) == ("data/figures.csv", number, "source")
    assert fault.value == key
    assert fault.expected.startswith("a key in data/sources.bib (also used in ")
    assert "data/chains.csv row 2" in fault.expected


@pytest.mark.parametrize("name", ["figures", "deflators", "chains", "glossary"])
def test_a_misspelt_source(data: DataCopy, name: str) -> None:
    number = data.find(name, lambda row: row["source"])
    right = data.row(name, number)["source"]
    data.set(name, number, source=f"{right}-x")
    assert data.only_fault() == Fault(
        f"data/{name}.csv", number, "source", f"{right}-x", "a key in data/sources.bib", right
    )


@pytest.mark.parametrize("column", ["best_case_sources", "best_rebuttal_sources"])
def test_a_misspelt_source_among_others(data: DataCopy, column: str) -> None:
    number = data.find("checks", lambda row: " " in row[column].replace("none found", ""))
    keys = data.row("checks", number)[column].split()
    data.set("checks", number, **{column: " ".join([*keys[:-1], f"{keys[-1]}x"])})
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.nearest) == (number, column, keys[-1])


@pytest.mark.parametrize("column", ["best_case_sources", "best_rebuttal_sources"])
@pytest.mark.parametrize("twice", [False, True])
def test_a_side_that_rests_on_one_source(data: DataCopy, column: str, twice: bool) -> None:
    key = data.row("figures", 2)["source"]
    text = f"{key} {key}" if twice else key
    number, fault = broken(data, "checks", **{column: text})
    assert (fault.file, fault.row, fault.column) == ("data/checks.csv", number, column)
    assert fault.expected == "two different sources, or 'none found'"


def test_a_side_may_rest_on_nothing(data: DataCopy) -> None:
    data.set("checks", 2, best_case_sources="none found")
    assert data.faults() == []


def test_both_sides_of_one_check_are_told(data: DataCopy) -> None:
    key = data.row("figures", 2)["source"]
    data.set("checks", 2, best_case_sources=key, best_rebuttal_sources=key)
    columns = ["best_case_sources", "best_rebuttal_sources"]
    assert [fault.column for fault in data.faults()] == columns


def test_one_side_is_held_when_the_other_is_refused(data: DataCopy) -> None:
    key = data.row("figures", 2)["source"]
    data.set("checks", 2, best_case_sources="Not Keys", best_rebuttal_sources=key)
    columns = ["best_case_sources", "best_rebuttal_sources"]
    assert [fault.column for fault in data.faults()] == columns


def test_a_source_with_many_uses_is_told_in_a_line(data: DataCopy) -> None:
    records = data.records("deflators")
    place = records[0].index("source")
    data.write_records(
        "deflators", [records[0], *([*r[:place], "lost", *r[place + 1 :]] for r in records[1:])]
    )
    fault = data.only_fault()
    assert fault.value == "lost"
    assert fault.expected == (
        "a key in data/sources.bib (also used in row 3, row 4, row 5, row 6, row 7, row 8 "
        f"and {len(records) - 8} more)"
    )


def test_a_related_term_that_is_not_in_the_glossary(data: DataCopy) -> None:
    term = data.row("glossary", 3)["term"]
    number, fault = broken(data, "glossary", see_also=f"{term}; {term}x")
    assert (fault.row, fault.column, fault.value) == (number, "see_also", f"{term}x")
    assert fault.nearest == term


# --- what rests on what --------------------------------------------------------------------


def test_an_input_that_does_not_exist(data: DataCopy) -> None:
    number = data.find("derivations", lambda row: row["method"] == "difference")
    first, second = data.row("derivations", number)["inputs"].split()
    data.set("derivations", number, inputs=f"{first} {second}x")
    assert data.only_fault() == Fault(
        "data/derivations.csv",
        number,
        "inputs",
        f"{second}x",
        "an id in data/figures.csv or data/derivations.csv",
        second,
    )


@pytest.mark.parametrize("change", [("/", "/9"), ("deflator:", "deflator:x-")])
def test_a_deflator_that_does_not_exist(data: DataCopy, change: tuple[str, str]) -> None:
    number = data.find("derivations", lambda row: "deflator:" in row["inputs"])
    *others, right = data.row("derivations", number)["inputs"].split()
    data.set("derivations", number, inputs=" ".join([*others, right.replace(*change)]))
    fault = data.only_fault()
    assert (fault.row, fault.column) == (number, "inputs")
    assert fault.expected == "a series and year in data/deflators.csv"
    assert fault.nearest is not None and fault.nearest.startswith("deflator:")


def test_a_check_of_a_derivation_that_does_not_exist(data: DataCopy) -> None:
    number = data.find("checks", lambda row: row["derivations"])
    first, *others = data.row("checks", number)["derivations"].split()
    data.set("checks", number, derivations=" ".join([f"{first}x", *others]))
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.nearest) == (number, "derivations", first)


@pytest.mark.parametrize(("change", "count"), [("fewer", "2 inputs"), ("more", "2 inputs")])
def test_inputs_that_do_not_fit_the_method(data: DataCopy, change: str, count: str) -> None:
    number = data.find("derivations", lambda row: row["method"] == "difference")
    inputs = data.row("derivations", number)["inputs"].split()
    wrong = inputs[:1] if change == "fewer" else [*inputs, inputs[0]]
    data.set("derivations", number, inputs=" ".join(wrong))
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.value) == (number, "inputs", " ".join(wrong))
    assert fault.expected.startswith(f"{count} for difference: ")


def test_a_method_that_is_declared_but_not_written(
    data: DataCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = data.find("derivations", lambda row: row["method"] == "difference")
    fewer = {name: method for name, method in derive.METHODS.items() if name != "difference"}
    monkeypatch.setattr(inputs, "METHODS", fewer)
    found = {fault.value for fault in data.faults()}
    assert found == {"difference"}
    assert data.faults()[0].row == number


def test_every_declared_method_is_written() -> None:
    derivations = tables.contents().sheets["derivations"]
    assert derivations.readable
    method = next(
        column
        for column in tables.descriptor.parse("x", (tables.DATA / "datapackage.json").read_bytes())
        .resources["derivations"]
        .columns
        if column.name == "method"
    )
    assert set(method.enum) == set(derive.METHODS)


def link(data: DataCopy, *pairs: tuple[str, str]) -> int:
    """Add chain rows; give the number of the last."""
    row = data.row("chains", 2)
    added = [list({**row, "figure": a, "repeats": b}.values()) for a, b in pairs]
    records = [*data.records("chains"), *added]
    data.write_records("chains", records)
    return len(records)


def free_ids(data: DataCopy, count: int) -> list[str]:
    """Ids of figures that are in no chain yet."""
    used = {cell for record in data.records("chains") for cell in record[:2]}
    return [record[0] for record in data.records("figures")[1:] if record[0] not in used][:count]


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_chain_that_comes_round_is_told_with_its_circle(data: DataCopy, length: int) -> None:
    ids = free_ids(data, length)
    ring = [*ids, ids[0]]
    number = link(data, *itertools.pairwise(ring))
    fault = data.only_fault()
    assert (fault.file, fault.row, fault.column) == ("data/chains.csv", number, "repeats")
    assert fault.value == ids[0]
    last = ring[-2]
    circle = " repeats ".join([last, *ids[: length - 1], last])
    assert fault.expected == f"free of a circle: {circle}"


def test_a_circle_made_with_a_chain_of_the_data(data: DataCopy) -> None:
    row = data.row("chains", 2)
    number = link(data, (row["repeats"], row["figure"]))
    fault = data.only_fault()
    assert fault.row == number
    assert f"{row['repeats']} repeats {row['figure']} repeats" in fault.expected


def test_two_circles_are_two_faults(data: DataCopy) -> None:
    a, b, c, d = free_ids(data, 4)
    link(data, (a, b), (b, a), (c, d), (d, c))
    assert len(data.faults()) == 2


def test_one_figure_repeated_on_two_ways_is_no_circle(data: DataCopy) -> None:
    a, b, c, d = free_ids(data, 4)
    link(data, (a, b), (a, c), (b, d), (c, d))
    assert data.faults() == []


def test_a_very_long_chain_is_no_circle(data: DataCopy) -> None:
    count = 1200
    row = data.row("figures", data.find("figures", plain))
    more = [list({**row, "id": f"link-{n}"}.values()) for n in range(count)]
    data.write_records("figures", [*data.records("figures"), *more])
    link(data, *((f"link-{n}", f"link-{n + 1}") for n in range(count - 1)))
    assert data.faults() == []
    link(data, (f"link-{count - 1}", "link-0"))
    assert len(data.faults()) == 1


@pytest.mark.parametrize("itself", [True, False])
def test_a_derivation_that_rests_on_itself(data: DataCopy, itself: bool) -> None:
    records = data.records("derivations")
    row = {**data.row("derivations", 2), "method": "identity"}
    pairs = [("a-a", "a-a")] if itself else [("a-a", "b-b"), ("b-b", "a-a")]
    added = [list({**row, "id": a, "inputs": b}.values()) for a, b in pairs]
    data.write_records("derivations", [*records, *added])
    fault = data.only_fault()
    assert (fault.file, fault.row) == ("data/derivations.csv", len(records) + len(pairs))
    assert fault.column == "inputs"
    circle = "a-a rests on a-a" if itself else "b-b rests on a-a rests on b-b"
    assert fault.expected == f"free of a circle: {circle}"


# --- sources -------------------------------------------------------------------------------


def line(data: DataCopy, start: str) -> str:
    """The first line of sources.bib that starts so, indent aside."""
    return next(each for each in data.text("sources").split("\n") if each.strip().startswith(start))


def first_key(data: DataCopy) -> str:
    return line(data, "@").partition("{")[2].rstrip(",")


@pytest.mark.parametrize("field", ["title", "kind"])
def test_a_source_without_a_field_it_needs(data: DataCopy, field: str) -> None:
    key = first_key(data)
    data.replace("sources", line(data, f"{field} =") + "\n", "")
    assert data.only_fault() == Fault(
        "data/sources.bib", 1, field, "", f"a {field} for {key}", None
    )


def test_a_source_with_a_blank_title(data: DataCopy) -> None:
    data.replace("sources", line(data, "title ="), "  title = {{}},")
    assert data.only_fault().column == "title"


def test_a_source_without_a_date_needs_a_note(data: DataCopy) -> None:
    added = "@misc{a-b,\n  title = {T},\n  kind = {primary},\n}\n"
    lines = data.text("sources").count("\n")
    data.write("sources", data.text("sources") + added)
    fault = data.only_fault()
    assert (fault.row, fault.column) == (lines + 1, "date")
    data.replace("sources", "{T},\n  kind", "{T},\n  note = {Undated leaflet},\n  kind")
    assert data.faults() == []


@pytest.mark.parametrize("field", ["title", "date", "kind", "publisher"])
def test_a_misspelt_field_is_not_also_a_missing_one(data: DataCopy, field: str) -> None:
    wrong = field[:-1]
    row = data.replace("sources", f"  {field} = ", f"  {wrong} = ")
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.nearest) == (row, wrong, field)


def test_an_unknown_entry_type(data: DataCopy) -> None:
    start = line(data, "@").partition("{")[0]
    data.replace("sources", start, "@onlin")
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.value) == (1, "entry type", "onlin")
    assert fault.nearest == "online"


def test_a_key_in_another_form(data: DataCopy) -> None:
    lines = data.text("sources").count("\n")
    added = "@misc{Nuffield_2016:x,\n  title = {T},\n  date = {2016},\n  kind = {primary},\n}\n"
    data.write("sources", data.text("sources") + added)
    fault = data.only_fault()
    assert (fault.row, fault.column) == (lines + 1, "key")
    assert (fault.value, fault.nearest) == ("Nuffield_2016:x", "nuffield-2016-x")


def test_an_unknown_kind(data: DataCopy) -> None:
    row = data.replace("sources", line(data, "kind ="), "  kind = {primry},")
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.nearest) == (row, "kind", "primary")


@pytest.mark.parametrize(
    ("value", "near"),
    [
        ("2017-13", None),
        ("2017-02-29", None),
        ("2016/17", None),
        ("May 2017", "2017-05"),
        ("3 May 2017", "2017-05-03"),
        ("2017-5-3", "2017-05-03"),
        ("spring 2017", None),
    ],
)
def test_a_date_of_a_source(data: DataCopy, value: str, near: str | None) -> None:
    row = data.replace("sources", line(data, "date ="), f"  date = {{{value}}},")
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.value) == (row, "date", value)
    assert fault.nearest == near


@pytest.mark.parametrize("field", ["url", "seen-at"])
@pytest.mark.parametrize(
    ("value", "near"),
    [
        ("seed:konp", None),
        ("seed:1", None),
        ("www.kingsfund.org.uk/x", "https://www.kingsfund.org.uk/x"),
        ("ftp://example.org/x", None),
        ("file:///x.pdf", None),
        ("https://", None),
        ("https://localhost/x", None),
        ("https://example.org/a b", None),
        ("javascript:alert(1)", None),
        ("https://[example.org/", None),
        ("see notes", None),
    ],
)
def test_an_address_that_is_none(data: DataCopy, field: str, value: str, near: str | None) -> None:
    row = data.replace("sources", line(data, f"{field} ="), f"  {field} = {{{value}}},")
    fault = data.only_fault()
    assert (fault.file, fault.row, fault.column) == ("data/sources.bib", row, field)
    assert (fault.value, fault.nearest) == (value, near)


def test_a_body_read_as_a_person(data: DataCopy) -> None:
    added = (
        "@misc{a-b,\n  title = {T},\n  date = {2016},\n  kind = {primary},\n"
        "  author = {Nuffield Trust},\n  publisher = {Nuffield Trust},\n}\n"
    )
    lines = data.text("sources").count("\n")
    data.write("sources", data.text("sources") + added)
    fault = data.only_fault()
    assert (fault.row, fault.column) == (lines + 5, "author")
    assert fault.nearest == "{{Nuffield Trust}}"


# --- all of them ---------------------------------------------------------------------------


def test_every_rule_says_what_it_holds() -> None:
    assert len(rules.RULES) == len(set(rules.RULES.values()))
    for name, rule in rules.RULES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert rule.__doc__


def test_rules_run_on_the_rest_when_a_cell_is_refused(data: DataCopy) -> None:
    data.set("figures", data.find("figures", plain), unit="GBP bln")
    number = data.find("figures", ranged)
    row = data.row("figures", number)
    data.set("figures", number, low=row["high"], high=row["low"])
    assert [fault.column for fault in data.faults()] == ["unit", "low"]


def test_rules_see_the_other_cells_of_a_row_with_a_refused_cell(data: DataCopy) -> None:
    data.set("figures", 2, hedge="neraly", period="2016/18")
    assert [fault.column for fault in data.faults()] == ["hedge", "period"]


@pytest.mark.parametrize("name", ["derivations", "deflators", "chains", "corrections", "glossary"])
def test_rules_do_without_a_table_that_is_not_declared(data: DataCopy, name: str) -> None:
    file = data.folder / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    descriptor["resources"] = [each for each in descriptor["resources"] if each["name"] != name]
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    fault = data.only_fault()
    assert (fault.file, fault.expected) == (
        f"data/{name}.csv",
        "a file that datapackage.json declares",
    )


# --- corrections ----------------------------------------------------------------------------


def test_the_last_correction_is_what_the_cell_holds(data: DataCopy) -> None:
    number = data.find("corrections", lambda row: row["column"] == "hedge")
    row = data.row("corrections", number)
    data.set("corrections", number, now="nearly")
    fault = data.only_fault()
    assert (fault.file, fault.row, fault.column) == ("data/corrections.csv", number, "now")
    assert fault.expected == f"what data/figures.csv {row['figure']}, column hedge holds"
    assert fault.nearest == row["now"]


def test_a_later_correction_replaces_an_earlier_one(data: DataCopy) -> None:
    number = data.find("corrections", lambda row: row["column"] == "hedge")
    row = data.row("corrections", number)
    earlier = row | {"was": "nearly", "now": row["was"], "corrected_on": "2026-11-01"}
    data.write_records("corrections", [*data.records("corrections"), list(earlier.values())])
    assert data.faults() == []


def test_a_correction_changes_something_on_a_day_of_the_calendar(data: DataCopy) -> None:
    number = data.find("corrections", lambda row: row["column"] == "hedge")
    same = data.row("corrections", number)["now"]
    data.set("corrections", number, was=same)
    assert data.only_fault().expected == "another value than the one that was corrected"
    data.set("corrections", number, was="about", corrected_on="2026-02-30")
    assert data.only_fault().column == "corrected_on"


def test_a_correction_of_an_unknown_figure_or_column_is_named(data: DataCopy) -> None:
    data.set("corrections", 2, figure="money-nt-36")
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.value) == (2, "figure", "money-nt-36")
    data.set("corrections", 2, figure="money-pac-4pc", column="timings")
    assert data.only_fault().nearest == "timing"


def test_every_rule_is_listed_once() -> None:
    subjects = (
        importlib.import_module(f"policy.rules.{each.name}")
        for each in pkgutil.iter_modules(rules.__path__)
        if each.name != "rows"
    )
    written = [
        rule
        for subject in subjects
        for name, rule in vars(subject).items()
        if inspect.isfunction(rule)
        and rule.__module__ == subject.__name__
        and not name.startswith("_")
    ]
    assert sorted(map(id, written)) == sorted(map(id, rules.RULES.values()))
    assert len(written) > 50
