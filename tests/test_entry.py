"""An entry of the ledger: gathered, printed, found by words, and added by answering questions."""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data_package import DataCopy, copy_of_data, leave_out
from policy import charts, ledger, lint, rules, tables, text
from policy.entry import asked, found, known, new_figure, printed, told, words
from policy.entry.new_figure import FIGURE
from prompts import Person

GAP, CUT = "money-fyfv-gap-30bn", "money-konp-30bn-cut"


@pytest.fixture(scope="module")
def entries() -> dict[str, known.Entry]:
    return known.entries(known.chapters())


# --- what is known ---------------------------------------------------------------------------


def test_every_figure_has_its_entry_in_the_order_of_the_ledger(
    entries: dict[str, known.Entry],
) -> None:
    assert [entry.figure for entry in entries.values()] == list(ledger.figures())


def test_uses_are_the_inverse_of_inputs(entries: dict[str, known.Entry]) -> None:
    uses = {(each.id, id) for id, entry in entries.items() for each in entry.used}
    inputs = {(f.id, id) for f in ledger.figures() for id in f.inputs if id in entries}
    assert uses == inputs


def test_a_chart_stands_at_every_figure_in_its_table_and_at_no_other(
    entries: dict[str, known.Entry],
) -> None:
    for id in charts.registry():
        plotted = {name for name, entry in entries.items() if id in {c.id for c in entry.charts}}
        assert plotted == set(charts.get(id).table.get("ledger_id", ())) - {""}


def test_a_correction_is_told_with_what_it_was_and_why(entries: dict[str, known.Entry]) -> None:
    corrected = {each.figure for each in ledger.corrections()}
    assert {id for id, entry in entries.items() if entry.corrections} == corrected != set()
    (lines,) = (
        item.lines for item in told.items(entries["money-cap-325"]) if item.label == "Corrected"
    )
    (line,) = (
        "".join(part if isinstance(part, str) else part.words for part in each) for each in lines
    )
    assert line.startswith("21 November 2026: price basis was cash, now not stated. The source")


def test_conflicts_are_told_at_both_ends(entries: dict[str, known.Entry]) -> None:
    pairs = {(id, other.id) for id, entry in entries.items() for other in entry.conflicts}
    assert ("money-def-1314-pac", "money-def-1314-kf") in pairs
    assert pairs == {(other, id) for id, other in pairs}
    # What a note names in another sentence is no conflict.
    assert ("money-fyfv-scen-21", "money-fyfv-scen-21-efficiency") not in pairs


def test_chapters_are_found_by_role_box_and_drawing(tmp_path: Path) -> None:
    made = {
        "role": f"# By role\n\nIt is {{fig}}`{GAP}|bare`.\n",
        "working": "# By working\n\n{calc}`konp-30-of-119`\n",
        "box": "# By box\n\n```{check} konp-30bn\n```\n",
        "drawn": f"# By drawing\n\n```{{chain}} {CUT}\n```\n",
        "code": f"# In code\n\n```python\n{{fig}}`{GAP}`\n```\n",
        "none": "# None\n",
    }
    for name, text_ in made.items():
        (tmp_path / f"{name}.md").write_text(text_)
    all_ = known.entries(known.chapters(tmp_path))
    assert {c.page for c in all_[GAP].chapters} == {"role", "box", "drawn"}
    assert {c.page for c in all_["konp-30-of-119"].chapters} == {"working"}
    assert {c.page for c in all_[CUT].chapters} == {"box", "drawn"}
    ((check, shown),) = all_[CUT].checks
    assert (check.id, [each.title for each in shown]) == ("konp-30bn", ["By box"])


def test_a_title_has_its_numbers_in_words(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"# The {{term}}`gap` of {{fig}}`{GAP}|bare`\n\n{{fig}}`{GAP}`\n")
    (chapter,) = known.entry(GAP, known.chapters(tmp_path)).chapters
    assert chapter.title == "The gap of £30bn"


# --- printed ---------------------------------------------------------------------------------


def test_an_entry_is_printed_with_all_that_is_told_of_it(entries: dict[str, known.Entry]) -> None:
    for id in (GAP, CUT, "konp-30-of-119", "money-def-1314-kf"):
        entry = entries[id]
        said = " ".join(printed.printed(entry).split())
        assert said.startswith(text.show(entry.figure))
        for item in told.items(entry):
            assert f" {item.label} " in said
        assert " ".join(text.quotable(id).split()) in said
        for name in (*(c.id for c in entry.charts), *(c.page for c in entry.chapters)):
            assert f"[{name}]" in said
        for link in (*entry.chain, *entry.repeated):
            assert f"[{link.repeats if link.figure == id else link.figure}]" in said


def test_lines_fit_a_terminal(entries: dict[str, known.Entry]) -> None:
    lines = printed.printed(entries[GAP]).splitlines()
    assert max(len(line) for line in lines if "http" not in line) <= 88


# --- found -----------------------------------------------------------------------------------


def ids(query: str) -> list[str]:
    return [each.id for each in found.find(query, ledger.figures())]


@pytest.mark.parametrize("query", ["30bn", "£30bn", "30 bn", "£30 billion", "30 BILLION"])
def test_a_number_is_found_however_it_is_written(query: str) -> None:
    assert {GAP, CUT, "money-pac-30bn-gap"} <= set(ids(query))
    assert ids(query) == ids("30bn") or "£" in query


def test_a_number_is_not_found_inside_another() -> None:
    shown = {text.show(ledger.figure(id)) for id in ids("8bn")}
    assert "about £8bn" in shown
    assert not any(re.search(r"[\d.]8bn", each) for each in shown)


def test_figures_with_the_number_come_before_those_that_mention_it() -> None:
    own = ["22bn" in text.show(ledger.figure(id)) for id in ids("22bn")]
    assert True in own and False in own
    assert own == sorted(own, reverse=True)


def test_every_word_counts() -> None:
    assert ids("30bn keep our") == [CUT]
    assert ids("30bn no-such-word") == []


@pytest.mark.parametrize("amount", ["30bn", "22bn", "26bn", "15bn", "8bn", "119bn", "10bn"])
def test_each_disputed_amount_is_answered_with_who_and_what_kind(amount: str) -> None:
    rows = printed.listed(found.find(amount, ledger.figures())).splitlines()
    first = ledger.figure(ids(amount)[0])
    assert rows[0].split("  ")[0] == text.show(first)
    assert words.kind(first) in rows[0] and words.who(first) in rows[0] and first.id in rows[0]
    assert f"£{amount}" in text.show(first)


# --- added -----------------------------------------------------------------------------------

RIGHT = {
    "id": "money-probe-1bn",
    "plan": "context",
    "actor": 'Somebody, of a "Body"',
    "statement": 'Somebody, of a "Body", said £1bn in 2017.',
    "value": "1",
    "low": "",
    "high": "",
    "when": "",
    "unit": "gbp-bn",
    "period": "2016/17",
    "geography": "England",
    "body": "not-stated",
    "price_basis": "cash",
    "price_year": "",
    "timing": "annual",
    "measure": "level",
    "nature": "claim",
    "hedge": "none",
    "source": "konp-2017-why-not-stps",
    "locator": "First bullet",
    "confidence": "high",
    "notes": "",
}


@pytest.fixture
def data(tmp_path: Path) -> DataCopy:
    """Data cut down to a few rows, so that every answer is judged in no time."""
    cut = copy_of_data(tmp_path)
    leave_out(cut, but={"figures", "derivations", "deflators", "checks", "chains", "glossary"})
    derived = "konp-30-of-119"
    keep = {
        "figures": {GAP, CUT, "money-konp-119bn"},
        "derivations": {derived},
        "checks": {"konp-30bn"},
        "chains": {CUT},
    }
    for name, first in keep.items():
        header, *rows = cut.records(name)
        cut.write_records(name, [header, *(row for row in rows if row[0] in first)])
    cut.set("checks", 2, derivations=derived)
    assert cut.faults() == []
    return cut


Fill = Callable[[dict[str, list[str]]], tuple[dict[str, str], Person]]


@pytest.fixture
def fill(data: DataCopy) -> Fill:
    def filled(answers: dict[str, list[str]]) -> tuple[dict[str, str], Person]:
        person = Person(RIGHT, answers)
        return asked.fill(asked.form(FIGURE, data.folder), person.ask, person.say), person

    return filled


def test_right_answers_become_one_clean_row_at_the_end(data: DataCopy, fill: Fill) -> None:
    before, files = data.text("figures"), sorted(data.folder.iterdir())
    row, person = fill({})
    assert row == RIGHT
    assert person.asked == list(RIGHT)
    assert person.complaints() == []
    asked.add(row, asked.form(FIGURE, data.folder))
    after = data.text("figures")
    assert after.startswith(before)
    added = after.removeprefix(before)
    assert added.endswith("\n") and added.count("\n") == 1
    assert next(csv.reader([added])) == list(RIGHT.values())
    assert data.faults() == []
    assert not [fault for fault in lint.faults(data.folder) if "figures.csv" in fault.file]
    assert ledger.figure("money-probe-1bn", data.folder).actor == RIGHT["actor"]
    assert sorted(data.folder.iterdir()) == files


def test_each_question_explains_its_column(fill: Fill) -> None:
    _, person = fill({})
    said = "\n".join(person.told)
    assert "[1 of 22] id: " in said
    assert "One of: labour-review, stp-programme, reinstatement-bill, context" in said
    # The vocabulary is whole, however long it is.
    assert "beds-per-1000" in said


@pytest.mark.parametrize(
    ("column", "wrong", "message"),
    [
        ("id", GAP, "new here: row 2 has it already"),
        ("id", "konp-30-of-119", "new here"),
        ("id", "Money Probe", "nearest: money-probe"),
        ("id", "", "blank"),
        ("plan", "labour", "nearest: labour-review"),
        ("value", "£1bn", "nearest: 1"),
        ("value", "1,000", "nearest: 1000"),
        ("value", "inf", "a plain number"),
        ("unit", "gbp-bln", "nearest: gbp-bn"),
        ("period", "2016/18", "nearest: 2016/17"),
        ("price_basis", "not-applicable", "since the unit is gbp-bn"),
        ("price_year", "2016/17", "blank, since price_basis is cash"),
        ("source", "konp-2017-why-not-stp", "nearest: konp-2017-why-not-stps"),
        ("locator", "", "blank, expected"),
        ("notes", "It was a savage cut.", "a neutral word"),
        ("notes", "See {fig:money-fyfv-gap-30b}.", f"nearest: {GAP}"),
        ("notes", "There were 987 of them.", "written as {fig:id}"),
        ("actor", "\udce9", "UTF-8"),
        ("actor", "A\0B", "UTF-8"),
    ],
)
def test_a_wrong_answer_is_refused_at_once_and_asked_again(
    fill: Fill, column: str, wrong: str, message: str
) -> None:
    row, person = fill({column: [wrong]})
    assert row == RIGHT
    (complaint,) = person.complaints()
    assert complaint.startswith(f"{column}: ") and message in complaint
    place = person.asked.index(column)
    assert person.asked[place + 1] == column
    assert person.asked.count(column) == 2


def test_a_number_in_a_statement_that_is_not_the_rows_own_is_refused(fill: Fill) -> None:
    row, person = fill({"statement": ["Somebody said £2bn."]})
    assert row == RIGHT
    (complaint,) = person.complaints()
    assert "'£2bn' is not a number of this row" in complaint
    # The numbers come after the statement, so it is asked again after them.
    assert person.asked[person.asked.index("unit") + 1] == "statement"


def test_a_range_and_a_date_are_figures_too(data: DataCopy, fill: Fill) -> None:
    columns = tables.columns("figures", data.folder)
    row, person = fill(
        {"value": [""], "low": ["2"], "high": ["3"], "statement": ["From £2bn to £3bn."]}
    )
    assert person.complaints() == []
    assert text.show(new_figure.figure(row, columns)) == "£2bn to £3bn"
    date = {
        **{"value": [""], "when": ["2017-05"], "unit": ["date"], "statement": ["In May 2017."]},
        **{"price_basis": ["not-applicable"], "timing": ["not-applicable"], "measure": ["date"]},
    }
    row, person = fill(date)
    assert person.complaints() == []
    assert text.show(new_figure.figure(row, columns)) == "May 2017"


def test_an_answer_that_makes_an_earlier_one_wrong_brings_it_back(fill: Fill) -> None:
    row, person = fill({"unit": ["date"], "value": ["1", "<", "1"]})
    assert row == RIGHT
    assert {each.split(":")[0] for each in person.complaints()} == {"value", "when"}
    # Back from the value to the unit, which was the mistake.
    turn = person.asked.index("unit")
    assert person.asked[turn : turn + 4] == ["unit", "value", "unit", "value"]


def test_low_above_high_brings_low_back(fill: Fill) -> None:
    says = {"value": [""], "low": ["3", "1"], "high": ["2"], "statement": ["£1bn to £2bn."]}
    row, person = fill(says)
    (complaint,) = person.complaints()
    assert complaint.startswith("low: ") and "at most high" in complaint
    assert (row["low"], row["high"]) == ("1", "2")


def test_going_back_asks_the_question_before_again(fill: Fill) -> None:
    row, person = fill({"id": ["<", "money-probe-2bn", "money-probe-1bn"], "plan": ["<"]})
    assert row == RIGHT
    assert person.asked[:5] == ["id", "id", "plan", "id", "plan"]


def test_stopping_writes_nothing(data: DataCopy, fill: Fill) -> None:
    before = data.path("figures").read_bytes()
    with pytest.raises(EOFError):
        fill({"source": ["<EOF>"]})
    assert data.path("figures").read_bytes() == before


def test_faulty_data_are_not_added_to(data: DataCopy) -> None:
    data.replace("figures", ",gbp-bn,", ",gbp-bln,")
    with pytest.raises(asked.UnfitData, match="gbp-bln"):
        asked.form(FIGURE, data.folder)


def test_a_row_that_became_wrong_since_is_not_added(data: DataCopy, fill: Fill) -> None:
    row, _ = fill({})
    blank = asked.form(FIGURE, data.folder)
    asked.add(row, blank)
    before = data.path("figures").read_bytes()
    with pytest.raises(tables.DataError, match="has it already"):
        asked.add(row, blank)
    assert data.path("figures").read_bytes() == before


def test_rows_added_by_others_meanwhile_are_kept(data: DataCopy, fill: Fill) -> None:
    row, _ = fill({})
    blank = asked.form(FIGURE, data.folder)
    other = data.records("figures")[-1]
    other[0] = "money-probe-other"
    data.write_records("figures", [*data.records("figures"), other])
    asked.add(row, blank)
    assert [cells[0] for cells in data.records("figures")[-2:]] == [
        "money-probe-other",
        "money-probe-1bn",
    ]


def test_a_write_that_breaks_leaves_the_file_as_it_was(
    data: DataCopy, fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _ = fill({})
    blank = asked.form(FIGURE, data.folder)
    before = data.path("figures").read_bytes()
    names = {path.name for path in data.folder.iterdir()}

    def broken(*_: object) -> Iterator[None]:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(KeyboardInterrupt):
        asked.add(row, blank)
    assert data.path("figures").read_bytes() == before
    assert {path.name for path in data.folder.iterdir()} == names


def test_the_row_is_shown_as_written_and_as_printed(data: DataCopy, fill: Fill) -> None:
    row, _ = fill({"hedge": ["nearly"]})
    blank = asked.form(FIGURE, data.folder)
    said = new_figure.shown(row, blank)
    assert blank.line(row).rstrip() in said
    assert "  nearly £1bn\n" in said
    assert RIGHT["statement"] in said
    assert "Keep Our NHS Public (2017), First bullet" in said


def test_a_rule_that_is_new_to_the_check_is_at_once_one_of_the_questions(
    fill: Fill, monkeypatch: pytest.MonkeyPatch
) -> None:

    def no_claims(contents: tables.Contents) -> Iterator[tables.Fault]:
        sheet = contents.sheets["figures"]
        last = sheet.rows[-1]
        if last.cells["id"] == RIGHT["id"] and last.cells["nature"] == "claim":
            yield tables.Fault(sheet.file, last.number, "nature", "claim", "kind")

    monkeypatch.setattr(rules, "RULES", {"no-claims": no_claims})
    row, person = fill({"nature": ["claim", "plan"]})
    assert row["nature"] == "plan"
    assert person.complaints() == ["nature: 'claim' is not kind"]
