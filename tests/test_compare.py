"""The comparison: its data hold together, the page shows them, and each row can be cited."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pybtex.database import parse_string

from data_package import DataCopy, copy_of_data
from policy import citation, compare, lint, tables, text
from policy.book import comparison as page
from policy.book.fill import WRITTEN
from policy.export import comparison as permanent
from policy.rules.plans import COMPARED, LONGEST_CELL, NOT_STATED
from policy.rules.rows import NONE_FOUND
from policy.tables import Fault
from small_book import SmallBook, build, plain

HERE = Path(__file__).parent
CHAPTER = lint.CHAPTERS / "plans" / "side-by-side.md"
PROBE = "# Side by side\n\nBefore it.\n\n```{comparison}\n```\n\nAfter it.\n"
ROWS = compare.dimensions()
CELLS = [(row, cell) for row in ROWS for cell in row.cells]

Wanted = Callable[[dict[str, str]], object]


@pytest.fixture
def data(tmp_path: Path) -> DataCopy:
    return copy_of_data(tmp_path)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    pages = {"plans/side-by-side": PROBE, "plain": "# Plain\n\nNo table.\n"}
    return build(tmp_path_factory.mktemp("compare"), pages)


# --- the data --------------------------------------------------------------------------------


def broken(data: DataCopy, wanted: Wanted, **cells: str) -> tuple[int, Fault]:
    """Change cells of the first cell of the comparison that is wanted; give the one fault."""
    number = data.find("comparison", wanted)
    data.set("comparison", number, **cells)
    return number, data.only_fault()


def stated(row: dict[str, str]) -> bool:
    return row["sources"] != NONE_FOUND and "{fig:" not in row["cell"]


def unstated(row: dict[str, str]) -> bool:
    return row["sources"] == NONE_FOUND


def test_every_dimension_has_a_cell_in_every_column() -> None:
    assert len(ROWS) >= 16
    assert tuple(compare.COLUMNS) == COMPARED
    for row in ROWS:
        assert [cell.column for cell in row.cells] == list(COMPARED)


def test_every_cell_has_a_source_or_says_it_has_none() -> None:
    for _, cell in CELLS:
        assert bool(cell.sources) == (cell.words != NOT_STATED) == cell.stated
        assert len(cell.places) == len(cell.sources)
        assert bool(cell.confidence) == bool(cell.sources)


def test_a_missing_cell_is_told(data: DataCopy) -> None:
    records = data.records("comparison")
    gone = records.pop()
    data.write_records("comparison", records)
    fault = data.only_fault()
    assert (fault.file, fault.column, fault.value) == ("data/dimensions.csv", "id", gone[0])
    assert gone[1] in fault.expected


def test_a_dimension_without_cells_is_told_once(data: DataCopy) -> None:
    records = data.records("dimensions")
    data.write_records("dimensions", [*records, ["new-one", "New one", "What is new?"]])
    fault = data.only_fault()
    assert fault.value == "new-one"
    assert all(column in fault.expected for column in COMPARED)


def test_a_second_cell_for_the_same_place_is_told(data: DataCopy) -> None:
    records = data.records("comparison")
    data.write_records("comparison", [*records, records[1]])
    assert "comparison.csv" in data.only_fault().file


@pytest.mark.parametrize(
    ("column", "value", "near"),
    [
        ("dimension", "legal-bases", "legal-basis"),
        ("column", "labour-reviews", "labour-review"),
        ("sources", "sky-2017-labour-hold", "sky-2017-labour-halt"),
        ("confidence", "hihg", "high"),
    ],
)
def test_a_misspelt_name_is_told_with_the_nearest(
    data: DataCopy, column: str, value: str, near: str
) -> None:
    one_source = lambda row: row["sources"] == near or column != "sources"  # noqa: E731
    fits = lambda row: stated(row) and row[column] == near and one_source(row)  # noqa: E731
    number, fault = broken(data, fits, **{column: value})
    assert (fault.file, fault.row, fault.column) == ("data/comparison.csv", number, column)
    assert fault.nearest == near


def test_a_cell_without_sources_must_say_so(data: DataCopy) -> None:
    _, fault = broken(data, unstated, cell="The Bill names a measure.")
    assert fault.column == "cell"
    assert fault.nearest == NOT_STATED


def test_a_cell_that_says_nothing_was_found_has_no_sources(data: DataCopy) -> None:
    _, fault = broken(data, stated, cell=NOT_STATED)
    assert (fault.column, fault.nearest) == ("sources", NONE_FOUND)


@pytest.mark.parametrize(("column", "value"), [("locator", "Page 1"), ("confidence", "low")])
def test_what_was_not_found_has_no_place_and_no_confidence(
    data: DataCopy, column: str, value: str
) -> None:
    _, fault = broken(data, unstated, **{column: value})
    assert fault.column == column
    assert "blank" in fault.expected


def test_a_cell_with_sources_has_a_confidence(data: DataCopy) -> None:
    assert broken(data, stated, confidence="")[1].column == "confidence"


@pytest.mark.parametrize("locator", ["", "One place", "One place; ; Another", "a; b; c; d; e"])
def test_each_source_has_its_place(data: DataCopy, locator: str) -> None:
    _, fault = broken(
        data, lambda row: stated(row) and row["sources"].count(" ") == 2, locator=locator
    )
    assert fault.column == "locator"
    assert "3 sources" in fault.expected


def test_a_cell_cites_the_source_of_each_of_its_figures(data: DataCopy) -> None:
    def one_of_two(row: dict[str, str]) -> bool:
        return "{fig:money-asc-ifs-8" in row["cell"]

    row = data.row("comparison", data.find("comparison", one_of_two))
    sources, places = row["sources"].split(), row["locator"].split("; ")
    at = sources.index("ifs-2017-adult-social-care")
    del sources[at], places[at]
    _, fault = broken(data, one_of_two, sources=" ".join(sources), locator="; ".join(places))
    assert fault.column == "sources"
    assert "ifs-2017-adult-social-care" in fault.expected


def test_a_misspelt_source_of_a_cell_with_a_figure_is_told_once(data: DataCopy) -> None:
    def one_figure(row: dict[str, str]) -> bool:
        return "{fig:money-asc-ifs-8" in row["cell"]

    keys = data.row("comparison", data.find("comparison", one_figure))["sources"]
    _, fault = broken(data, one_figure, sources=f"{keys}-x")
    assert fault.nearest == keys.split()[-1]


def test_a_cell_is_short(data: DataCopy) -> None:
    words = " ".join(["word"] * LONGEST_CELL)
    number = data.find("comparison", stated)
    data.set("comparison", number, cell=words)
    assert data.faults() == []
    data.set("comparison", number, cell=f"{words} more")
    fault = data.only_fault()
    assert (fault.row, fault.column) == (number, "cell")


# --- words -----------------------------------------------------------------------------------


def runs(words: str) -> set[str]:
    """Marks of every run of nine words, as they stand in `seed_runs.txt`."""
    found = re.findall(r"[a-z0-9£%]+", words.lower().replace("’", "").replace("'", ""))
    said = (" ".join(found[at : at + 9]) for at in range(len(found) - 8))
    return {hashlib.sha256(run.encode()).hexdigest()[:10] for run in said}


SEEDS = {
    line
    for line in (HERE / "seed_runs.txt").read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("#")
}


def test_nine_words_of_a_seed_are_known_when_seen() -> None:
    seed = "STPs have no statutory basis, however, which means there is no new money"
    assert runs(seed) & SEEDS
    assert not runs("STPs have no statutory basis") & SEEDS


@pytest.mark.parametrize(("row", "cell"), CELLS, ids=lambda each: getattr(each, "id", None))
def test_no_cell_repeats_more_than_eight_words_of_a_seed(
    row: compare.Dimension, cell: compare.Cell
) -> None:
    assert not runs(f"{text.resolve(cell.words)} {text.resolve(cell.notes)}") & SEEDS


def test_the_chapter_does_not_either() -> None:
    assert not runs(CHAPTER.read_text(encoding="utf-8")) & SEEDS


# --- the table on the page -------------------------------------------------------------------


class Table(HTMLParser):
    """Rows of the comparison as a browser would find them, from the page's HTML alone."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: dict[tuple[str, str], dict[str, str]] = {}
        self.titles: dict[str, dict[str, str]] = {}
        self.keys: dict[tuple[str, str], list[str]] = {}
        self.row = self.column = ""
        self.into: list[tuple[str, dict[str, str] | None, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        kind = said.get("class", "")
        if tag == "tr" and said.get("id", "").startswith("dimension-"):
            self.row, self.column = said["id"].removeprefix("dimension-"), ""
            self.titles[self.row] = {}
        elif tag == "td" and self.row:
            self.column = said["data-column"]
            self.cells[self.row, self.column] = {}
            self.keys[self.row, self.column] = []
        elif tag == "a" and self.column and "sources.html#" in said["href"]:
            self.keys[self.row, self.column].append(said["href"].partition("#")[2])
        store = None
        if kind.startswith("comparison-") and self.row:
            store = self.cells[self.row, self.column] if self.column else self.titles[self.row]
        self.into.append((tag, store, kind.removeprefix("comparison-")))

    def handle_endtag(self, tag: str) -> None:
        while self.into and self.into.pop()[0] != tag:
            pass
        if tag == "tr":
            self.row = self.column = ""

    def handle_data(self, data: str) -> None:
        for _, store, name in self.into:
            if store is not None:
                store[name] = store.get(name, "") + data


@pytest.fixture(scope="module")
def shown(book: SmallBook) -> Table:
    found = Table()
    found.feed(book.html("plans/side-by-side"))
    return found


def test_the_page_builds_without_a_warning(book: SmallBook) -> None:
    assert book.warnings == ""


def test_the_table_on_the_page_is_the_csv(shown: Table) -> None:
    with tables.path("comparison").open(encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    with tables.path("dimensions").open(encoding="utf-8", newline="") as file:
        questions = list(csv.DictReader(file))
    assert list(shown.titles) == [row["id"] for row in questions]
    for row in questions:
        assert shown.titles[row["id"]]["title"] == row["title"]
        assert shown.titles[row["id"]]["question"] == row["question"]
    order = [(row["id"], column) for row in questions for column in COMPARED]
    assert list(shown.cells) == order
    assert sorted(order) == sorted((row["dimension"], row["column"]) for row in records)
    for row in records:
        at = row["dimension"], row["column"]
        cell = shown.cells[at]
        assert cell["words"] == text.resolve(row["cell"])
        assert cell.get("notes", "") == text.resolve(row["notes"])
        keys = [] if row["sources"] == NONE_FOUND else row["sources"].split()
        assert shown.keys[at] == keys
        said = cell.get("sources", "")
        assert said.endswith(f"Confidence: {row['confidence']}.") == bool(keys)
        for key in keys:
            assert tables.sources()[key].label in said


def test_the_columns_stand_in_order_with_their_headings(book: SmallBook) -> None:
    html = book.html("plans/side-by-side")
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', html)
    assert [plain(head) for head in heads] == ["Question", *compare.COLUMNS.values()]


def test_each_number_leads_to_the_ledger_and_has_a_card(book: SmallBook) -> None:
    html = book.html("plans/side-by-side")
    linked = re.findall(
        r'<a class="fig" href="\.\./reference/ledger\.html#([\w-]+)" data-fig="([\w-]+)">', html
    )
    assert {id for id, _ in linked} == set(compare.figures())
    assert all(id == figure for id, figure in linked)
    assert set(book.cards("plans/side-by-side")) == set(compare.figures())
    assert book.cards("plain") == {}
    ids = set(re.findall(r' id="([^"]*)"', book.html("reference/ledger")))
    assert set(compare.figures()) <= ids


def test_each_source_and_each_rows_page_can_be_reached(book: SmallBook, shown: Table) -> None:
    listed = set(re.findall(r'<li id="([^"]*)"', book.html("reference/sources")))
    assert {key for keys in shown.keys.values() for key in keys} <= listed
    html = book.html("plans/side-by-side")
    found = re.findall(r'href="\.\./comparison/([\w-]+)/index\.html"', html)
    assert found == [row.id for row in ROWS]
    assert f'href="../comparison/{permanent.TABLE}"' in html


def test_the_ledger_names_the_page_for_each_figure_of_the_table(book: SmallBook) -> None:
    for id in compare.figures():
        entry = (book.folder / "html" / "ledger" / id / "index.html").read_text("utf-8")
        assert 'href="../../plans/side-by-side.html">Side by side</a>' in entry


def test_the_page_follows_the_tables_and_the_template(book: SmallBook) -> None:
    source = book.app.srcdir
    followed = {
        (source / each).resolve() for each in book.app.env.dependencies["plans/side-by-side"]
    }
    names = (*compare.TABLES, "figures", "derivations", "sources")
    assert {tables.path(name).resolve() for name in names} <= followed
    assert {WRITTEN / page.TEMPLATE, tables.ROOT / "CITATION.cff"} <= followed


def test_the_control_waits_hidden_for_its_script(book: SmallBook) -> None:
    html = book.title_and_body("plans/side-by-side")
    assert re.search(r'<form class="controls comparison-control"[^>]* hidden>', html)
    for name in ("comparison.js", "comparison.css"):
        assert name in html
        assert name not in book.title_and_body("plain")
    offered = re.findall(r'<option value="([^"]*)">([^<]*)<', html)
    assert offered == [("all", "All questions"), *((row.id, row.title) for row in ROWS)]


def test_words_of_the_data_cannot_become_markup() -> None:
    first = ROWS[0].cells[0]
    cell = replace(first, words="1 < 2 <b>A & B</b>", notes="<i>x</i>")
    row = replace(ROWS[0], title="<u>T</u>", cells=(cell, *ROWS[0].cells[1:]))
    html = page.html((row,), ledger="ledger.html", sources="sources.html", root="")
    assert not re.search(r"<[bui]>", html)
    assert "1 &lt; 2 &lt;b&gt;A &amp; B&lt;/b&gt;" in html


# --- the permanent pages ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def top(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("permanent")
    permanent.write(folder)
    return folder / "comparison"


def test_each_row_has_a_folder_of_its_own(top: Path) -> None:
    assert {each.name for each in top.iterdir()} == {row.id for row in ROWS} | {permanent.TABLE}
    for row in ROWS:
        assert {file.name for file in (top / row.id).iterdir()} == {
            "index.html",
            "cite.txt",
            "cite.bib",
            "cite.ris",
            f"{row.id}.csv",
            f"{row.id}.json",
        }


def records(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"), newline="")))


def test_the_table_for_download_is_the_table_with_its_numbers_written_out(top: Path) -> None:
    whole = records(top / permanent.TABLE)
    assert len(whole) == len(CELLS)
    for found, (row, cell) in zip(whole, CELLS, strict=True):
        assert (found["dimension"], found["column"]) == (row.id, cell.column)
        assert found["cell"] == text.resolve(cell.words)
        assert (found["sources"] == NONE_FOUND) != bool(cell.sources)
    assert not any("{fig:" in value for found in whole for value in found.values())
    for row in ROWS:
        assert records(top / row.id / f"{row.id}.csv") == [
            found for found in whole if found["dimension"] == row.id
        ]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_rows_page_shows_its_cells_sources_and_citation(
    row: compare.Dimension, top: Path
) -> None:
    html = (top / row.id / "index.html").read_text(encoding="utf-8")
    words = plain(html)
    assert row.title in words
    assert row.question in words
    for cell in row.cells:
        said = html[html.index(f'<section id="{cell.column}">') :]
        said = said[: said.index("</section>")]
        assert f"<h2>{escape(compare.COLUMNS[cell.column])}</h2>" in said
        (shown,) = re.findall(r'<p class="words">(.*?)</p>', said)
        assert unescape(re.sub(r"<[^>]*>", "", shown)) == text.resolve(cell.words)
        for id in (mark[1] for mark in text.MARK.finditer(cell.words)):
            assert f'href="../../reference/ledger.html#{id}"' in said
        for key in cell.sources:
            assert f'href="../../reference/sources.html#{key}"' in said
            source = tables.sources()[key]
            assert not source.link or f'href="{escape(source.link)}"' in said
            assert not source.seen_at or source.seen_at not in unescape(said)
        assert ("none found" in said) == (not cell.sources)
    assert f'href="../../plans/side-by-side.html#dimension-{row.id}"' in html
    assert row.digest() in html
    assert citation.plain(permanent.cited(row), citation.book()).split("‘")[0] in words


@pytest.mark.parametrize("row", ROWS[:3], ids=lambda row: row.id)
def test_a_rows_citation_is_read_by_others(row: compare.Dimension, top: Path) -> None:
    item = permanent.cited(row)
    (entry,) = parse_string(
        (top / row.id / "cite.bib").read_text("utf-8"), "bibtex"
    ).entries.values()
    assert item.short in entry.fields["note"]
    assert entry.fields["howpublished"].startswith("Comparison in:")
    ris = (top / row.id / "cite.ris").read_bytes().decode()
    assert ris.startswith("TY  - DATA\r\n")
    assert f"ID  - {row.id}\r\n" in ris
    said = (top / row.id / "cite.txt").read_text("utf-8")
    assert f"comparison {row.id}" in said
    assert item.short in said
    assert "http" not in said


def test_a_configured_address_is_that_of_the_rows_folder() -> None:
    work = replace(citation.book(), base_url="https://example.org/plans")
    item = permanent.cited(ROWS[0])
    assert citation.address(item, work) == f"https://example.org/plans/comparison/{ROWS[0].id}/"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_a_rows_record_is_whole_and_true_to_its_files(row: compare.Dimension, top: Path) -> None:
    record = json.loads((top / row.id / f"{row.id}.json").read_text(encoding="utf-8"))
    assert record["content_sha256"] == row.digest()
    assert [cell["column"] for cell in record["cells"]] == list(COMPARED)
    keys = {each["key"] for cell in record["cells"] for each in cell["sources"]}
    assert keys == {each["key"] for each in record["sources"]}
    for name, digest in record["files_sha256"].items():
        assert hashlib.sha256((top / row.id / name).read_bytes()).hexdigest() == digest


def test_the_mark_of_a_row_changes_with_what_it_shows_and_with_nothing_else() -> None:
    row = ROWS[0]
    assert compare.dimensions()[0].digest() == row.digest()
    first = row.cells[0]
    for changed in (
        replace(first, words=f"{first.words} More."),
        replace(first, places=("Elsewhere", *first.places[1:])),
        replace(first, confidence="low"),
        replace(first, notes="A caution."),
    ):
        assert replace(row, cells=(changed, *row.cells[1:])).digest() != row.digest()
    assert replace(row, question="Why?").digest() != row.digest()


def test_words_of_the_data_cannot_become_markup_on_a_rows_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = replace(ROWS[0].cells[0], words="<b>1</b>", notes="</script>", places=("<i>p</i>",) * 2)
    row = replace(ROWS[0], title="<u>T</u>", cells=(cell, *ROWS[0].cells[1:]))
    monkeypatch.setattr(compare, "dimensions", lambda: (row,))
    permanent.write(tmp_path)
    html = (tmp_path / "comparison" / row.id / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"<[bui]>", html)
    assert html.count("</script>") == 1
