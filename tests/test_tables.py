import codecs
import csv
import hashlib
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_package import DataCopy, copy_of_data
from policy import rules, tables
from policy.tables import Fault

CSV_TABLES = tuple(
    resource["name"]
    for resource in json.loads((tables.DATA / "datapackage.json").read_text("utf-8"))["resources"]
    if resource["path"].endswith(".csv")
)


@pytest.fixture
def data(tmp_path: Path) -> DataCopy:
    return copy_of_data(tmp_path)


def on_disk(name: str, folder: Path = tables.DATA) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- the data as it stands -----------------------------------------------------------------


def test_the_data_has_no_fault() -> None:
    assert list(map(str, rules.all_faults())) == []


def test_every_table_of_the_folder_is_declared_and_read() -> None:
    assert {path.stem for path in tables.DATA.glob("*.csv")} == set(CSV_TABLES)
    for name in CSV_TABLES:
        assert len(tables.table(name)) == len(on_disk(name)) > 0


def test_the_schema_declares_the_references_between_figures_chains_and_checks() -> None:
    descriptor = json.loads((tables.DATA / "datapackage.json").read_text(encoding="utf-8"))
    declared = {
        (resource["name"], key["fields"][0], key["reference"]["resource"])
        for resource in descriptor["resources"]
        for key in resource.get("schema", {}).get("foreignKeys", [])
    }
    assert declared >= {
        ("chains", "figure", "figures"),
        ("chains", "repeats", "figures"),
        ("checks", "figure", "figures"),
    }


# --- faults as text ------------------------------------------------------------------------


def test_a_fault_is_one_line_that_says_where_what_and_what_instead() -> None:
    fault = Fault("data/figures.csv", 12, "unit", "GBP bln", "one of gbp-bn, gbp-m", "gbp-bn")
    assert str(fault) == (
        "data/figures.csv row 12, column unit: 'GBP bln' is not one of gbp-bn, gbp-m; "
        "nearest: gbp-bn"
    )


def test_a_fault_without_a_value_a_row_or_a_column_still_reads_well() -> None:
    assert str(Fault("data/chains.csv", None, None, None, "this file; it is missing")) == (
        "data/chains.csv: expected this file; it is missing"
    )
    assert str(Fault("data/a.csv", 3, "locator", " ", "a value")) == (
        "data/a.csv row 3, column locator: blank, expected a value"
    )


def test_a_long_value_is_cut_short_and_kept_on_one_line() -> None:
    text = str(Fault("data/a.csv", 3, "notes", "many\nwords " * 40, "short"))
    assert "\n" not in text
    assert "many words many words" in text
    assert len(text) < 130


def test_a_data_error_lists_every_fault() -> None:
    faults = [Fault("data/a.csv", row, None, None, "better") for row in (2, 3)]
    error = tables.DataError(faults)
    assert error.faults == tuple(faults)
    assert str(error).splitlines() == [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("value", "known", "near"),
    [
        ("GBP bln", ["gbp-bn", "gbp-m", "percent"], "gbp-bn"),
        ("england", ["England", "UK"], "England"),
        ("zebra", ["England", "UK"], None),
        ("zebra", [], None),
    ],
)
def test_nearest(value: str, known: list[str], near: str | None) -> None:
    assert tables.nearest(value, known) == near


# --- one wrong cell ------------------------------------------------------------------------


def test_a_misspelt_unit(data: DataCopy) -> None:
    number = data.find("figures", lambda row: row["unit"] == "gbp-bn")
    data.set("figures", number, unit="GBP bln")
    fault = data.only_fault()
    assert fault.expected.startswith("one of gbp-bn, gbp-m")
    assert fault == Fault(
        "data/figures.csv", number, "unit", "GBP bln", fault.expected, nearest="gbp-bn"
    )


def test_an_unknown_method(data: DataCopy) -> None:
    number = data.find("derivations", lambda row: row["method"] == "difference")
    data.set("derivations", number, method="differnce")
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.nearest) == (number, "method", "difference")


@pytest.mark.parametrize(
    ("value", "near"),
    [
        ("INF", None),
        ("-inf", None),
        ("NaN", None),
        ("nan", None),
        ("1,000", "1000"),
        ("1,234,567.5", "1234567.5"),
        ("£5", "5"),
        ("£5bn", "5"),
        ("25%", "25"),
        ("5 ", "5"),
        (" 5", "5"),
        ("+5", "5"),
        ("-£5", "-5"),
        ("\N{MINUS SIGN}5", "-5"),
        ("(5)", "-5"),
        ("1_000", "1000"),
        ("1e3", None),
        ("007", "7"),
        (".5", None),
        ("5.", None),
        ("5 to 10", None),
        ("\N{ARABIC-INDIC DIGIT THREE}\N{ARABIC-INDIC DIGIT FOUR}", None),
        ("about thirty", None),
    ],
)
def test_what_is_not_a_plain_number(data: DataCopy, value: str, near: str | None) -> None:
    number = data.find("figures", lambda row: row["value"] and not row["low"])
    data.set("figures", number, value=value)
    assert data.only_fault() == Fault(
        "data/figures.csv", number, "value", value, "a plain number such as 30 or -1.5", near
    )


@pytest.mark.parametrize("value", ["1.0", "one", "1,0", "--1"])
def test_what_is_not_a_whole_number(data: DataCopy, value: str) -> None:
    number = data.find("derivations")
    data.set("derivations", number, places=value)
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.value) == (number, "places", value)
    assert fault.expected == "a plain whole number such as 30"


@pytest.mark.parametrize(("value", "limit"), [("-1", "0"), ("99", "4")])
def test_a_number_out_of_bounds(data: DataCopy, value: str, limit: str) -> None:
    number = data.find("derivations")
    data.set("derivations", number, places=value)
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.value) == (number, "places", value)
    assert fault.nearest == limit


@pytest.mark.parametrize("value", ["", "   ", "\N{NO-BREAK SPACE}"])
def test_a_blank_locator(data: DataCopy, value: str) -> None:
    number = data.find("figures")
    data.set("figures", number, locator=value)
    fault = data.only_fault()
    assert (fault.file, fault.row, fault.column) == ("data/figures.csv", number, "locator")
    assert "blank, expected a value (Where in the document" in str(fault)


def test_a_cell_of_spaces_is_not_blank_where_blank_is_allowed(data: DataCopy) -> None:
    number = data.find("figures", lambda row: not row["price_year"])
    data.set("figures", number, price_year="  ")
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.expected) == (number, "price_year", "no spaces")


@pytest.mark.parametrize(
    ("value", "near"),
    [
        ("FY2016/17", "2016/17"),
        ("FY16-17", "2016/17"),
        ("2016/2017", "2016/17"),
        ("2016\N{EN DASH}17 to 2017\N{EN DASH}18", "2016/17 to 2017/18"),
        ("April 2019", "2019-04"),
        ("3 May 2017", "2017-05-03"),
        ("03/05/2017", "2017-05-03"),
        ("2017-5-3", "2017-05-03"),
        ("By 2020/21", "by 2020/21"),
        ("not stated", "not-stated"),
        ("soon", None),
    ],
)
def test_a_period_in_another_form(data: DataCopy, value: str, near: str | None) -> None:
    number = data.find("figures")
    data.set("figures", number, period=value)
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.value) == (number, "period", value)
    assert fault.nearest == near
    assert "a financial year 2020/21" in fault.expected


def test_an_id_in_another_form(data: DataCopy) -> None:
    number = data.find("wordings", lambda row: "-" in row["id"])
    old = data.row("wordings", number)["id"]
    data.set("wordings", number, id=old.title().replace("-", "_"))
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.nearest) == (number, "id", old)


# --- keys and references -------------------------------------------------------------------


def test_a_repeated_id_is_told_once(data: DataCopy) -> None:
    records = data.records("figures")
    data.write_records("figures", [*records, records[4]])
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.value) == (len(records) + 1, "id", records[4][0])
    assert fault.expected == "new here: row 5 has it already"


def test_a_repeated_key_of_two_columns(data: DataCopy) -> None:
    records = data.records("chains")
    data.write_records("chains", [*records, records[1]])
    fault = data.only_fault()
    assert (fault.row, fault.column) == (len(records) + 1, "figure + repeats")
    assert fault.value == " + ".join(records[1][:2])


@pytest.mark.parametrize(
    ("name", "column"), [("chains", "figure"), ("chains", "repeats"), ("checks", "figure")]
)
def test_a_reference_to_nothing(data: DataCopy, name: str, column: str) -> None:
    number = data.find(name)
    right = data.row(name, number)[column]
    data.set(name, number, **{column: f"{right}x"})
    assert data.only_fault() == Fault(
        f"data/{name}.csv", number, column, f"{right}x", "an id in data/figures.csv", right
    )


def test_a_deleted_figure_is_told_once_however_often_it_is_used(data: DataCopy) -> None:
    chains = on_disk("chains")
    inputs = {each for row in on_disk("derivations") for each in row["inputs"].split()}
    lost = next(row["repeats"] for row in chains if row["repeats"] in inputs)
    uses = sum((row["figure"] == lost) + (row["repeats"] == lost) for row in chains)
    records = data.records("figures")
    data.write_records("figures", [record for record in records if record[0] != lost])
    fault = data.only_fault()
    assert fault.value == lost
    assert fault.expected.count("row") >= uses - 1


def test_a_reference_to_a_row_with_another_fault_is_not_a_fault(data: DataCopy) -> None:
    used = on_disk("chains")[0]["figure"]
    number = data.find("figures", lambda row: row["id"] == used)
    data.set("figures", number, hedge="neraly")
    assert data.only_fault().nearest == "nearly"


# --- files that are not what they should be ------------------------------------------------


@pytest.mark.parametrize("name", [*CSV_TABLES, "sources"])
def test_a_removed_file(data: DataCopy, name: str) -> None:
    data.path(name).unlink()
    fault = data.only_fault()
    assert (fault.file, fault.row) == (f"data/{data.path(name).name}", None)
    assert fault.expected == "this file; it is missing"


def test_a_renamed_file(data: DataCopy) -> None:
    data.path("figures").rename(data.folder / "figure.csv")
    fault = data.only_fault()
    assert (fault.file, fault.nearest) == ("data/figures.csv", "figure.csv")


def test_a_folder_in_the_place_of_a_file(data: DataCopy) -> None:
    data.path("figures").unlink()
    data.path("figures").mkdir()
    fault = data.only_fault()
    assert fault.file == "data/figures.csv"
    assert fault.expected.startswith("a file to read (")


def test_a_file_that_nobody_declared(data: DataCopy) -> None:
    (data.folder / "figures-2.csv").write_text("id\n1\n", encoding="utf-8")
    fault = data.only_fault()
    assert (fault.file, fault.nearest) == ("data/figures-2.csv", "figures.csv")
    assert "declares" in fault.expected


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_utf_16_file(data: DataCopy, encoding: str) -> None:
    data.path("figures").write_bytes(data.text("figures").encode(encoding))
    fault = data.only_fault()
    assert fault.file == "data/figures.csv"
    assert "this is UTF-16" in fault.expected


def test_latin_1_bytes_are_shown_where_they_stand(data: DataCopy) -> None:
    number = data.find("glossary")
    for row in range(number, len(data.records("glossary")) + 1):
        plain = {
            k: v.encode("ascii", "replace").decode() for k, v in data.row("glossary", row).items()
        }
        data.set("glossary", row, **plain)
    data.set("glossary", number + 1, definition="A caf\N{LATIN SMALL LETTER E WITH ACUTE} at £5")
    data.path("glossary").write_bytes(data.text("glossary").encode("latin-1"))
    fault = data.only_fault()
    assert (fault.row, fault.column) == (number + 1, "definition")
    assert fault.value == "A caf\N{LATIN SMALL LETTER E WITH ACUTE} at £5"
    assert fault.expected.startswith("UTF-8 but Latin-1 or Windows-1252; save")


def test_latin_1_bytes_in_many_cells_are_one_fault(data: DataCopy) -> None:
    for number in (3, 5):
        data.set("glossary", number, definition="£5")
    data.path("glossary").write_bytes(data.text("glossary").encode("cp1252", errors="replace"))
    fault = data.only_fault()
    assert fault.row is not None and fault.row <= 3
    assert "the first of" in fault.expected


def test_a_byte_order_mark_is_named(data: DataCopy) -> None:
    file = data.path("figures")
    file.write_bytes(codecs.BOM_UTF8 + file.read_bytes())
    fault = data.only_fault()
    assert (fault.file, fault.row) == ("data/figures.csv", 1)
    assert "byte order mark (BOM)" in fault.expected


def test_what_is_behind_a_byte_order_mark_is_checked_too(data: DataCopy) -> None:
    data.set("figures", 2, hedge="neraly")
    file = data.path("figures")
    file.write_bytes(codecs.BOM_UTF8 + file.read_bytes())
    assert [fault.row for fault in data.faults()] == [1, 2]


@pytest.mark.parametrize(
    ("delimiter", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "upright bars")]
)
def test_another_delimiter(data: DataCopy, delimiter: str, name: str) -> None:
    data.write_records("figures", data.records("figures"), delimiter)
    fault = data.only_fault()
    assert (fault.file, fault.row) == ("data/figures.csv", 1)
    assert fault.expected == f"commas between the cells; they are {name}"


@pytest.mark.parametrize("text", ["", "\n", " \n\n", codecs.BOM_UTF8.decode()])
def test_an_empty_file(data: DataCopy, text: str) -> None:
    data.write("chains", text)
    fault = data.faults()[-1]
    assert len(data.faults()) == 1 + text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}")
    assert (fault.file, fault.row) == ("data/chains.csv", 1)
    assert "the file is empty" in fault.expected


def test_a_header_without_rows(data: DataCopy) -> None:
    data.write_records("chains", data.records("chains")[:1])
    fault = data.only_fault()
    assert (fault.file, fault.row) == ("data/chains.csv", 2)
    assert fault.expected == "at least one row below the header"


@pytest.mark.parametrize("blank", ["\n", ",,,,,\n", '"",  ,,,,\n'])
def test_blank_rows_at_the_end(data: DataCopy, blank: str) -> None:
    count = len(data.records("chains"))
    data.write("chains", data.text("chains") + 3 * blank)
    fault = data.only_fault()
    assert (fault.file, fault.row) == ("data/chains.csv", count + 1)
    assert f"so are the rows to {count + 3}" in fault.expected


def test_a_blank_row_between_others_does_not_move_the_count(data: DataCopy) -> None:
    records = data.records("figures")
    records.insert(3, [""] * len(records[0]))
    records[6][records[0].index("hedge")] = "neraly"
    data.write_records("figures", records)
    assert [fault.row for fault in data.faults()] == [4, 7]


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_of_other_systems_are_read(data: DataCopy, ending: str) -> None:
    data.write("chains", data.text("chains").replace("\n", ending))
    assert tables.table("chains", data.folder).equals(tables.table("chains"))


def test_a_file_need_not_end_in_a_line_end(data: DataCopy) -> None:
    data.write("chains", data.text("chains").rstrip("\n"))
    assert data.faults() == []


# --- headers -------------------------------------------------------------------------------


def without(records: list[list[str]], column: str) -> list[list[str]]:
    place = records[0].index(column)
    return [[*record[:place], *record[place + 1 :]] for record in records]


def test_a_missing_column(data: DataCopy) -> None:
    data.write_records("figures", without(data.records("figures"), "hedge"))
    fault = data.only_fault()
    assert (fault.file, fault.row, fault.column) == ("data/figures.csv", 1, "hedge")
    assert fault.expected == "this column; it is missing"


@pytest.mark.parametrize("name", ["hedging", "Hedge", "caution"])
def test_a_renamed_column_is_one_fault(data: DataCopy, name: str) -> None:
    records = data.records("figures")
    records[0][records[0].index("hedge")] = name
    data.write_records("figures", records)
    fault = data.only_fault()
    assert (fault.row, fault.value, fault.nearest) == (1, name, "hedge")


def test_an_extra_column(data: DataCopy) -> None:
    data.write_records("figures", [[*record, "x"] for record in data.records("figures")])
    fault = data.only_fault()
    assert (fault.file, fault.row, fault.value) == ("data/figures.csv", 1, "x")
    assert fault.expected == "one of the declared columns"


def test_a_column_twice(data: DataCopy) -> None:
    place = data.records("figures")[0].index("hedge")
    data.write_records("figures", [[*r, r[place]] for r in data.records("figures")])
    fault = data.only_fault()
    assert (fault.row, fault.column) == (1, "hedge")
    assert fault.expected == "this column once, not 2 times"


def test_columns_in_another_order(data: DataCopy) -> None:
    data.write_records("chains", [[r[1], r[0], *r[2:]] for r in data.records("chains")])
    fault = data.only_fault()
    assert (fault.row, fault.column) == (1, "figure")
    assert "declared order: figure, repeats" in fault.expected


def test_no_header(data: DataCopy) -> None:
    data.write_records("chains", data.records("chains")[1:])
    fault = data.only_fault()
    assert (fault.file, fault.row) == ("data/chains.csv", 1)
    assert fault.expected.startswith("the header figure,repeats,")


@pytest.mark.parametrize(("extra", "count"), [(["x"], 7), (None, 5)])
def test_a_row_of_another_length(data: DataCopy, extra: list[str] | None, count: int) -> None:
    records = data.records("chains")
    records[2] = [*records[2], *extra] if extra else records[2][:-1]
    data.write_records("chains", records)
    fault = data.only_fault()
    assert (fault.file, fault.row) == ("data/chains.csv", 3)
    assert fault.expected.startswith(f"6 cells; there are {count} cells")


@pytest.mark.parametrize("name", ["figures", "derivations"])
def test_a_row_moved_by_a_comma_is_not_also_a_missing_row(data: DataCopy, name: str) -> None:
    wanted = {
        each for row in on_disk("checks") for each in (row["figure"], *row["derivations"].split())
    }
    number = data.find(name, lambda row: row["id"] in wanted)
    records = data.records(name)
    records[number - 1].insert(0, "")
    data.write_records(name, records)
    fault = data.only_fault()
    assert (fault.row, fault.column) == (number, None)
    assert "a cell that holds a comma stands in quotation marks" in fault.expected


def test_a_moved_row_refers_to_nothing_and_is_told_once(data: DataCopy) -> None:
    records = data.records("chains")
    records[1].insert(0, "x")
    data.write_records("chains", records)
    assert data.only_fault().row == 2


# --- broken quotes -------------------------------------------------------------------------


def quoted_line(data: DataCopy) -> tuple[int, str]:
    """A row in the middle of figures with a quoted statement, as it stands in the file."""
    lines = data.text("figures").split("\n")
    for number, line in enumerate(lines, 1):
        if number > 3 and ',"' in line and '",' in line and '""' not in line:
            return number, line
    raise LookupError("no quoted cell")


def test_a_quote_that_is_not_closed_is_told_where_it_began(data: DataCopy) -> None:
    number, line = quoted_line(data)
    data.replace("figures", line, line.replace('",', ",", 1))
    fault = data.only_fault()
    began = next(csv.reader(io.StringIO(line)))
    assert (fault.file, fault.row) == ("data/figures.csv", number)
    assert fault.column in data.records("figures")[0]
    assert any(cell and fault.value.startswith(f'"{cell[:20]}') for cell in began)
    assert "opened but not closed" in fault.expected


def test_a_quote_that_is_not_opened(data: DataCopy) -> None:
    number, line = quoted_line(data)
    data.replace("figures", line, line.replace(',"', ",", 1))
    fault = data.only_fault()
    assert (fault.file, fault.row) == ("data/figures.csv", number)


def test_a_quote_inside_a_plain_cell(data: DataCopy) -> None:
    line = (
        data.replace("chains", ",none seen,", ',"none" seen,')
        if (",none seen," in data.text("chains"))
        else data.replace("chains", "money-", 'money"-')
    )
    fault = data.only_fault()
    assert (fault.file, fault.row) == ("data/chains.csv", line)


cells = st.text(alphabet=st.sampled_from('ab", £'), max_size=6)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(cells, cells), min_size=1, max_size=4), st.data())
def test_a_lost_quotation_mark_is_always_found_in_its_row(
    rows: list[tuple[str, str]], draw: st.DataObject
) -> None:
    made = ["id,text,more\n"]
    for number, row in enumerate(rows):
        quoted = (f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row)
        made.append(f"{number},{','.join(quoted)}\n")
    at = draw.draw(st.integers(0, len(rows) - 1)) + 1
    marks = [place for place, letter in enumerate(made[at]) if letter == '"']
    gone = draw.draw(st.sampled_from(marks))
    made[at] = made[at][:gone] + made[at][gone + 1 :]
    with tempfile.TemporaryDirectory() as folder:
        place = small_package(
            Path(folder), "".join(made), id="string", text="string", more="string"
        )
        with pytest.raises(tables.DataError) as caught:
            tables.table("small", place)
    assert caught.value.faults[0].row == at + 1


# --- the descriptor ------------------------------------------------------------------------


def small_package(folder: Path, text: str, /, **types: str) -> Path:
    """A package of one table, for tests of what a value means."""
    fields = [{"name": name, "type": kind} for name, kind in types.items()]
    schema = {"fields": fields, "primaryKey": "id"}
    resource = {"name": "small", "type": "table", "path": "small.csv", "schema": schema}
    descriptor = {"name": "small", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    (folder / "small.csv").write_text(text, encoding="utf-8", newline="")
    return folder


def edit_descriptor(data: DataCopy, change: Callable[[dict], object]) -> None:
    file = data.folder / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    change(descriptor)
    file.write_text(json.dumps(descriptor), encoding="utf-8")


def test_no_descriptor(data: DataCopy) -> None:
    (data.folder / "datapackage.json").unlink()
    fault = data.only_fault()
    assert str(fault) == "data/datapackage.json: expected this file; it is missing"
    with pytest.raises(tables.DataError):
        tables.table("figures", data.folder)


def test_a_descriptor_that_is_not_json(data: DataCopy) -> None:
    (data.folder / "datapackage.json").write_text('{"name": "x",\n oops}', encoding="utf-8")
    fault = data.only_fault()
    assert (fault.file, fault.row) == ("data/datapackage.json", 2)


@pytest.mark.parametrize(
    ("change", "value", "near"),
    [
        (
            lambda d: d["resources"][0]["schema"]["fields"][4].update(type="numbr"),
            "numbr",
            "number",
        ),
        (
            lambda d: d["resources"][0]["schema"]["fields"][0]["constraints"].update(patern="x"),
            "patern",
            "pattern",
        ),
        (lambda d: d["resources"][0]["schema"].update(primaryKey=["idd"]), "idd", "id"),
        (
            lambda d: d["resources"][4]["schema"]["foreignKeys"][0]["reference"].update(
                resource="figure"
            ),
            "figure",
            "figures",
        ),
        (
            lambda d: d["resources"][4]["schema"]["foreignKeys"][0]["reference"].update(
                fields=["idd"]
            ),
            "idd",
            "id",
        ),
    ],
)
def test_a_declaration_the_reader_cannot_hold_to(
    data: DataCopy, change: Callable[[dict], object], value: str, near: str
) -> None:
    edit_descriptor(data, change)
    fault = data.only_fault()
    assert (fault.file, fault.value, fault.nearest) == ("data/datapackage.json", value, near)
    with pytest.raises(tables.DataError, match=value):
        tables.table("figures", data.folder)


@pytest.mark.parametrize(
    "change",
    [
        lambda resource: resource.pop("path"),
        lambda resource: resource.update(path=1),
        lambda resource: resource.update(schema="chains.json"),
        lambda resource: resource["schema"]["fields"][0].pop("type"),
        lambda resource: resource["schema"]["foreignKeys"][0].update(fields=["figure", "repeats"]),
    ],
)
def test_a_resource_that_cannot_be_read(data: DataCopy, change: Callable[[dict], object]) -> None:
    edit_descriptor(data, lambda d: change(d["resources"][4]))
    assert "resource 5" in data.only_fault().expected


def test_what_only_frictionless_refuses_is_a_fault_too(data: DataCopy) -> None:
    edit_descriptor(data, lambda d: d.update(licenses="CC-BY-4.0"))
    fault = data.only_fault()
    assert fault.file == "data/datapackage.json"
    assert "a valid Data Package" in fault.expected


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("figures", {"unit": "GBP bln"}),
        ("figures", {"value": "£5"}),
        ("figures", {"locator": ""}),
        ("figures", {"id": "Not Kebab"}),
        ("chains", {"repeats": "nothing"}),
        ("derivations", {"places": "99"}),
    ],
)
def test_frictionless_refuses_what_this_reader_refuses(
    data: DataCopy, name: str, cells: dict[str, str]
) -> None:
    import frictionless

    descriptor = str(data.folder / "datapackage.json")
    assert frictionless.Package(descriptor).validate().valid
    data.set(name, data.find(name), **cells)
    assert not frictionless.Package(descriptor).validate().valid
    assert tables.faults(data.folder)


# --- many faults at once -------------------------------------------------------------------


def test_all_faults_of_all_files_come_in_one_run(data: DataCopy) -> None:
    data.set("figures", 2, hedge="neraly", confidence="hihg")
    data.set("figures", 5, measure="gapp")
    data.set("derivations", 3, method="summ")
    data.set("checks", 2, arithmetic="rigth")
    data.path("glossary").unlink()
    data.replace("sources", "kind = {", "kind = ")
    found = [(fault.file, fault.row) for fault in data.faults()]
    assert found[:6] == [
        ("data/figures.csv", 2),
        ("data/figures.csv", 2),
        ("data/figures.csv", 5),
        ("data/derivations.csv", 3),
        ("data/checks.csv", 2),
        ("data/glossary.csv", None),
    ]
    assert [file for file, _ in found[6:]] == ["data/sources.bib"]


# --- frames --------------------------------------------------------------------------------


def test_columns_have_the_declared_types() -> None:
    figures = tables.table("figures")
    assert figures["value"].dtype == "float64"
    assert tables.table("derivations")["places"].dtype == "Int64"
    assert isinstance(figures.index, pd.RangeIndex)
    text = [name for name in figures if name not in ("value", "low", "high")]
    assert {str(figures[name].dtype) for name in text} == {"str"}
    assert not figures[text].isna().any().any()


def test_cells_are_what_the_file_says() -> None:
    for name in CSV_TABLES:
        frame = tables.table(name)
        for row, (_, cells) in zip(on_disk(name), frame.iterrows(), strict=True):
            for column, text in row.items():
                if isinstance(cells[column], str):
                    assert cells[column] == text
                elif text:
                    assert cells[column] == float(text)
                else:
                    assert pd.isna(cells[column])


def test_writing_to_a_table_changes_nobody_elses() -> None:
    mine = tables.table("figures")
    mine.loc[0, "value"] = -1.0
    mine["more"] = 1
    theirs = tables.table("figures")
    assert theirs.loc[0, "value"] != -1.0
    assert "more" not in theirs


@pytest.mark.parametrize("name", ["figures", "chains"])
def test_a_table_with_a_fault_is_never_served(data: DataCopy, name: str) -> None:
    data.set(name, 2, source="No Key", locator="")
    with pytest.raises(tables.DataError) as caught:
        tables.table(name, data.folder)
    assert [fault.column for fault in caught.value.faults] == ["source", "locator"]


def test_a_table_that_refers_to_nothing_is_never_served(data: DataCopy) -> None:
    data.set("chains", 2, repeats="nothing")
    assert len(tables.table("figures", data.folder))
    with pytest.raises(tables.DataError, match="nothing"):
        tables.table("chains", data.folder)


def test_an_unknown_table() -> None:
    with pytest.raises(tables.DataError, match=r"'figurs' is not one of .*; nearest: figures"):
        tables.table("figurs")


def test_a_changed_file_is_read_again(data: DataCopy) -> None:
    number = data.find("figures", lambda row: row["value"])
    tables.table("figures", data.folder)
    data.set("figures", number, value="12345", low="", high="")
    assert tables.table("figures", data.folder).loc[number - 2, "value"] == 12345
    data.set("figures", number, value="£5")
    with pytest.raises(tables.DataError):
        tables.table("figures", data.folder)


def test_an_unchanged_file_is_made_into_a_frame_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tables.table("figures")
    monkeypatch.setattr(pd, "DataFrame", lambda *_: pytest.fail("made again"))
    tables.table("figures")


def test_what_was_read_is_recorded() -> None:
    tables.forget_reads()
    assert tables.tables_read() == frozenset()
    tables.table("chains")
    tables.sources()
    assert tables.tables_read() == {"chains", "sources"}
    tables.forget_reads()
    assert tables.tables_read() == frozenset()


def test_a_refused_table_is_recorded_too(data: DataCopy) -> None:
    tables.forget_reads()
    data.write("chains", "")
    with pytest.raises(tables.DataError):
        tables.table("chains", data.folder)
    assert tables.tables_read() == {"chains"}


def test_paths_and_digests(data: DataCopy) -> None:
    assert tables.path("figures") == tables.DATA / "figures.csv"
    assert tables.path("sources") == tables.DATA / "sources.bib"
    before = tables.digest("sources", data.folder)
    assert before == hashlib.sha256(data.path("sources").read_bytes()).hexdigest()
    data.write("sources", data.text("sources") + "\n")
    assert tables.digest("sources", data.folder) != before
    with pytest.raises(tables.DataError, match="nearest: figures"):
        tables.path("figure")


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    script = """
import sys
def heavy():
    return sorted({"pandas", "pybtex", "frictionless"} & set(sys.modules))
from policy import tables
print(heavy())
tables.sources()
print(heavy())
tables.table("checks")
print(heavy())
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["[]", "['pybtex']", "['pandas', 'pybtex']"]


words = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12
).filter(lambda text: text == "" or text.strip())


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            words,
            st.none() | st.decimals(-(10**9), 10**9, places=4),
            st.none() | st.integers(-(10**15), 10**15),
            st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_values_come_back_as_typed(rows: list[tuple]) -> None:
    made = io.StringIO(newline="")
    writer = csv.writer(made, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(["id", "text", "number", "whole", "yes"])
    for place, (text, number, whole, yes) in enumerate(rows):
        cells = ["" if each is None else f"{each:f}" for each in (number,)]
        writer.writerow(
            [f"row-{place}", text, *cells, "" if whole is None else whole, str(yes).lower()]
        )
    types = {"id": "string", "text": "string", "number": "number", "whole": "integer"}
    with tempfile.TemporaryDirectory() as folder:
        place = small_package(Path(folder), made.getvalue(), **types, yes="boolean")
        frame = tables.table("small", place)
    assert list(frame["text"]) == [text for text, *_ in rows]
    assert list(frame["yes"]) == [yes for *_, yes in rows]
    for (_, number, whole, _), (_, cells) in zip(rows, frame.iterrows(), strict=True):
        assert pd.isna(cells["number"]) if number is None else cells["number"] == float(number)
        assert pd.isna(cells["whole"]) if whole is None else cells["whole"] == whole


def test_booleans_are_true_or_false(tmp_path: Path) -> None:
    place = small_package(tmp_path, "id,yes\na,True\nb,\nc,yes\n", id="string", yes="boolean")
    with pytest.raises(tables.DataError) as caught:
        tables.table("small", place)
    assert [(f.row, f.value, f.nearest) for f in caught.value.faults] == [
        (2, "True", "true"),
        (3, "", None),
        (4, "yes", None),
    ]


# --- sources -------------------------------------------------------------------------------

ENTRY = "@misc{{{key},\n  title = {{{{T}}}},\n  date = {{2017}},\n  kind = {{primary}},\n{more}}}\n"


def one_source(folder: Path, more: str) -> tables.Source:
    small_package(folder, "id\na\n", id="string")
    text = f"@misc{{a-2017-b,\n{more}\n}}\n"
    (folder / "sources.bib").write_text(text, encoding="utf-8")
    return tables.sources(folder)["a-2017-b"]


@pytest.mark.parametrize(
    ("more", "label"),
    [
        ("author = {{Nuffield Trust}}, date = {2016-08}", "Nuffield Trust (2016)"),
        ("author = {Ham, Chris}, date = {2017-02-21}", "Ham (2017)"),
        ("author = {Chris Ham and Hugh Alderwick}, date = 2015", "Ham and Alderwick (2015)"),
        ("author = {A B and C D and {{The King's Fund}}}, date = {2015}", "B and others (2015)"),
        ("author = {{Health and Social Care}}, date = {2015}", "Health and Social Care (2015)"),
        ("author = {van der Berg, Jan}, date = {2015}", "van der Berg (2015)"),
        ("publisher = {{Sky News}}, date = {2017}", "Sky News (2017)"),
        ("title = {Why not?}, note = {Seen on paper}", "Why not? (undated)"),
    ],
)
def test_labels(tmp_path: Path, more: str, label: str) -> None:
    assert one_source(tmp_path, more).label == label


def test_a_source_is_plain_text(tmp_path: Path) -> None:
    source = one_source(
        tmp_path,
        """author = {Ham, Chris and {Nuffield Trust}},
        title = {{The {NHS}'s 5% & £22bn, 50\\% caf\\'e \\& more}},
        url = {https://example.org/~a/b\\_c_d?e=1%20f&g#h},
        seen-at = {https://mirror.example.org/x},""",
    )
    assert source.author == "Chris Ham and Nuffield Trust"
    assert source.title == "The NHS's 5% & £22bn, 50% café & more"
    assert source.url == source.link == "https://example.org/~a/b_c_d?e=1%20f&g#h"
    assert source.seen_at == "https://mirror.example.org/x"
    assert (source.key, source.kind, source.date, source.note) == ("a-2017-b", "", "", "")


def test_the_copy_that_was_read_is_never_the_link(tmp_path: Path) -> None:
    source = one_source(tmp_path, "title = {T}, seen-at = {https://mirror.example.org/}")
    assert (source.link, source.seen_at) == ("", "https://mirror.example.org/")


def test_sources_of_the_data_are_whole() -> None:
    found = tables.sources()
    text = (tables.DATA / "sources.bib").read_text(encoding="utf-8")
    assert len(found) == text.count("\n@") + text.startswith("@")
    for key, source in found.items():
        assert source.key == key
        assert not set("{}\\") & set("".join(vars(source).values()))


def first_key(data: DataCopy) -> str:
    return data.text("sources").partition("{")[2].partition(",")[0]


def test_a_closing_brace_lost_in_a_field(data: DataCopy) -> None:
    text = data.text("sources")
    line = next(each for each in text.split("\n") if each.strip().startswith("title = "))
    row = data.replace("sources", line, line.replace("},", ",", 1))
    fault = data.only_fault()
    assert (fault.file, fault.row, fault.column) == ("data/sources.bib", row, "title")
    assert f"a closing brace }} is missing in {first_key(data)}" in fault.expected


def test_an_opening_brace_lost_in_a_field(data: DataCopy) -> None:
    text = data.text("sources")
    line = next(each for each in text.split("\n") if each.strip().startswith("date = "))
    row = data.replace("sources", line, line.replace("},", "}},", 1))
    fault = data.only_fault()
    assert (fault.file, fault.row, fault.column) == ("data/sources.bib", row, "date")
    assert "an opening brace { is missing" in fault.expected


def test_an_entry_that_is_not_closed(data: DataCopy) -> None:
    row = data.replace("sources", "\n}\n", "\n\n")
    fault = data.only_fault()
    assert (fault.file, fault.row) == ("data/sources.bib", row)
    assert "a closing brace } is missing" in fault.expected


def test_a_broken_entry_does_not_hide_the_fault_of_another(data: DataCopy) -> None:
    row = data.replace("sources", "kind = {", "kind = ")
    text = data.text("sources")
    before, _, after = text.rpartition("kind = {")
    data.write("sources", f"{before}kind = {{x{after}")
    other = before.count("\n") + 1
    assert [fault.row for fault in data.faults()] == [row, other]


def test_a_broken_entry_does_not_move_the_lines_below_it(data: DataCopy) -> None:
    data.replace("sources", "kind = {", "kind = ")
    before, _, after = data.text("sources").rpartition("},\n  date")
    data.write("sources", f"{before}}}\n  date{after}")
    faults = data.faults()
    assert len(faults) == 2
    assert faults[1].row == before.count("\n") + 2


def test_a_title_that_tex_cannot_read(data: DataCopy) -> None:
    title = next(each for each in data.text("sources").split("\n") if "title =" in each)
    data.replace("sources", title, "  title = {The plans\\},")
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.value) == (1, "key", first_key(data))
    assert "an entry whose TeX can be read" in fault.expected


def test_a_field_after_its_entry(data: DataCopy) -> None:
    key = first_key(data)
    row = data.replace("sources", "\n}\n", "\n}\n  note = {Stray},\n") + 2
    fault = data.only_fault()
    assert (fault.row, fault.column) == (row, "note")
    assert fault.expected == f"a field inside an entry: {key} ends above it"


def test_a_comma_lost_between_fields(data: DataCopy) -> None:
    row = data.replace("sources", "},\n  date", "}\n  date")
    fault = data.only_fault()
    assert fault.file == "data/sources.bib"
    assert fault.row in (row, row + 1)
    assert "comma" in fault.expected


@pytest.mark.parametrize("change", [str, str.upper])
def test_a_key_twice(data: DataCopy, change: Callable[[str], str]) -> None:
    key = first_key(data)
    lines = data.text("sources").count("\n")
    data.write("sources", data.text("sources") + ENTRY.format(key=change(key), more=""))
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.value) == (lines + 1, "key", change(key))
    assert fault.expected == "a new key: line 1 has it already"


def test_a_field_twice(data: DataCopy) -> None:
    key = first_key(data)
    data.replace("sources", "  title = ", "  date = {2017},\n  title = ")
    fault = data.only_fault()
    assert (fault.row, fault.column, fault.expected) == (1, "date", f"this field once in {key}")


def test_an_entry_without_a_key(data: DataCopy) -> None:
    lines = data.text("sources").count("\n")
    data.write("sources", data.text("sources") + ENTRY.format(key="", more=""))
    fault = data.only_fault()
    assert (fault.row, fault.column) == (lines + 1, "key")


@pytest.mark.parametrize("text", ["", "\n", "% nothing\n"])
def test_no_entries(data: DataCopy, text: str) -> None:
    data.write("sources", text)
    fault = data.only_fault()
    assert (fault.file, fault.row) == ("data/sources.bib", 1)
    assert "at least one entry" in fault.expected


def test_sources_with_a_byte_order_mark(data: DataCopy) -> None:
    file = data.path("sources")
    file.write_bytes(codecs.BOM_UTF8 + file.read_bytes())
    fault = data.only_fault()
    assert (fault.file, fault.row) == ("data/sources.bib", 1)
    assert "byte order mark" in fault.expected


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_sources_in_another_encoding(data: DataCopy, encoding: str) -> None:
    row = data.replace("sources", "title = {", "title = {£")
    data.path("sources").write_bytes(data.text("sources").encode(encoding, errors="replace"))
    fault = data.only_fault()
    assert fault.file == "data/sources.bib"
    assert fault.row == (row if encoding == "latin-1" else 1)
    assert "UTF-8" in fault.expected


def test_broken_sources_are_never_served(data: DataCopy) -> None:
    data.replace("sources", "kind = {", "kind = ")
    with pytest.raises(tables.DataError, match=r"sources\.bib"):
        tables.sources(data.folder)


def test_comments_and_macros_are_no_entries(tmp_path: Path) -> None:
    small_package(tmp_path, "id\na\n", id="string")
    text = '@comment{{x}}\n@string{nt = "Nuffield"}\n' + ENTRY.format(key="a-b", more="")
    (tmp_path / "sources.bib").write_text(text, encoding="utf-8")
    assert list(tables.sources(tmp_path)) == ["a-b"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("{A} b{C}\n   d  ", "A bC d"),
        ("``Cuts'' 2015--20", "“Cuts” 2015\N{EN DASH}20"),
        ("Trust~board's 'view' #1 a_b $5", "Trust\N{NO-BREAK SPACE}board's 'view' #1 a_b $5"),
        ("50% of {NHS} trusts", "50% of NHS trusts"),
        ("50% of {NHS} trusts -- all", "50% of NHS trusts \N{EN DASH} all"),
    ],
)
def test_titles_read_as_tex_prints_them(tmp_path: Path, title: str, text: str) -> None:
    assert one_source(tmp_path, f"title = {{{title}}}").title == text
