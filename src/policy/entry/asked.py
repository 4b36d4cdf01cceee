"""A new row of a table, asked for column by column and added clean.

Every answer is held at once against the same schema, rules and lint that `policy check` uses;
this module knows none of its own. Nothing is written before the whole row has passed them, and
then the file is replaced in one step. What is special to a table is its `Subject`.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from policy import ledger, lint, rules, tables
from policy.ledger import Figure
from policy.tables import Column, Contents, Fault, descriptor, references, sheets

Ask = Callable[[str], str]
Say = Callable[[str], None]
Row = Mapping[str, str]

BACK = "<"


class UnfitData(Exception):
    """The data have faults of their own, so that a new row could not be told from them."""


@dataclass(frozen=True)
class Subject:
    """What is special to asking for a row of one table.

    Attributes:
        table: The table.
        noun: What a row is, such as "figure".
        first: Columns to ask for before the others, which follow in the order of the file.
        offers: For a column, what Enter alone stands for, from the answers so far; "" for none.
        waives: Names of rules that another row, added with this one, is to meet.
        own: The figure that a row is, whose numbers may stand in its texts.
        settled: Columns to be answered before the texts are judged.
    """

    table: str
    noun: str
    first: tuple[str, ...] = ()
    offers: Mapping[str, Callable[[Form, Row], str]] = field(default_factory=dict)
    waives: frozenset[str] = frozenset()
    own: Callable[[Row, tuple[Column, ...]], Figure] | None = None
    settled: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Form:
    """The table that a row is to be added to.

    Attributes:
        subject: The table and what is special to it.
        folder: The data folder.
        columns: The columns to fill, in the order of the file.
        beside: Rows of other tables to be added in the same step, each with its form.
    """

    subject: Subject
    folder: Path
    columns: tuple[Column, ...]
    beside: tuple[tuple[Form, Row], ...] = ()

    @property
    def file(self) -> Path:
        """The table's file."""
        return tables.path(self.subject.table, self.folder)

    def then(self, subject: Subject, row: Row) -> Form:
        """The form for a row of another table that is to be added together with this row."""
        columns = tables.columns(subject.table, self.folder)
        return Form(subject, self.folder, columns, (*self.beside, (self, row)))

    def rows(self) -> tuple[sheets.Row, ...]:
        """The rows that the table has now."""
        return tables.contents(self.folder).sheets[self.subject.table].rows

    def content(self, row: Row) -> bytes:
        """The file as it stands now with the row at its end."""
        present = self.file.read_bytes()
        if not present.endswith(b"\n"):
            present += b"\n"
        return present + self.line(row).encode()

    def line(self, row: Row) -> str:
        """The row as CSV; columns without an answer are blank."""
        made = io.StringIO(newline="")
        writer = csv.writer(made, lineterminator="\n")
        writer.writerow([row.get(column.name, "") for column in self.columns])
        return made.getvalue()

    def faults(self, row: Row) -> list[Fault]:
        """What the schema and the rules have against the data with this row."""
        data = tables.contents(self.folder)
        for form, given in (*self.beside, (self, row)):
            data = form._added(data, given)
        table = self.subject.table
        resource = _package(self.folder).resources[table]
        lost = references.merged(references.dangling(resource, data.sheets))
        held = (rule for name, rule in rules.RULES.items() if name not in self.subject.waives)
        return [*data.sheets[table].faults, *lost, *(each for rule in held for each in rule(data))]

    def _added(self, data: Contents, row: Row) -> Contents:
        table = self.subject.table
        label = data.sheets[table].file
        resource = _package(self.folder).resources[table]
        sheet = sheets.parse(label, self.content(row), resource)
        return replace(data, sheets={**data.sheets, table: sheet})

    def text_faults(self, row: Row) -> list[Fault]:
        """What the lint has against the texts of a row whose numbers are in order."""
        table, known = self.subject.table, ledger.figures(self.folder)
        own = self.subject.own(row, self.columns) if self.subject.own else None
        known = (*known, own) if own else known
        texts = [column for name, column in (*lint.OWN, *lint.COLUMNS) if name == table]
        return [
            Fault(table, None, column, each.said, each.expected, each.nearest)
            for column in texts
            for each in lint.findings(row.get(column, ""), known, own)
        ]

    def offer(self, column: str, row: Row) -> str:
        """What Enter alone stands for at a question, "" for a blank."""
        return self.subject.offers[column](self, row) if column in self.subject.offers else ""


def form(subject: Subject, folder: Path = tables.DATA) -> Form:
    """The form for a table.

    Raises:
        UnfitData: The data have faults already.
    """
    found = rules.all_faults(folder)
    if found:
        listed = "\n".join(map(str, found))
        raise UnfitData(f"{listed}\nThe data have faults: mend them before adding to them.")
    return Form(subject, folder, tables.columns(subject.table, folder))


def fill(blank: Form, ask: Ask, say: Say, given: Row | None = None) -> dict[str, str]:
    """Ask for every column until each answer is right, and return the row.

    Args:
        blank: The form.
        ask: Shows a prompt and returns an answer; raises EOFError when there is none to come.
        say: Shows a line.
        given: Columns that are settled and not asked for.
    """
    row = dict(given or {})
    columns = {column.name: column for column in blank.columns}
    names = [name for name in dict.fromkeys((*blank.subject.first, *columns)) if name not in row]
    say(
        f"A new {blank.subject.noun}: {len(names)} answers, each checked as it is given. Enter "
        f"alone leaves a column blank or takes what is offered, {BACK} goes back a question, "
        "Ctrl+C stops and writes nothing."
    )
    asked: list[str] = []
    due: str | None = names[0]
    while due is not None:
        offer = blank.offer(due, row)
        _explain(columns[due], names.index(due) + 1, len(names), offer, say)
        answer = " ".join(ask(f"{due}> ").split()) or offer
        if answer == BACK:
            due = asked.pop() if asked else due
            row.pop(due, None)
            continue
        row[due] = answer
        wrong = _wrong(blank, row, due)
        for column, fault in wrong:
            say(f"  {replace(fault, file=column, row=None, column=None)}")
        if not any(column == due for column, _ in wrong):
            asked.append(due)
        for column, _ in wrong:
            if column in names:
                row.pop(column, None)
        due = next((name for name in names if name not in row), None)
    return row


def _wrong(blank: Form, row: Row, due: str) -> list[tuple[str, Fault]]:
    """What is wrong with the answers so far, by column.

    A fault that falls on no column of the row, such as an id that another table has, came with
    the answer just given. A column not yet asked for cannot be wrong. Texts wait for the
    numbers that may stand in them.
    """
    try:
        found = blank.faults(row)
    except UnicodeEncodeError:
        return [(due, Fault(due, None, None, None, "text that can be written as UTF-8"))]
    label = f"{blank.folder.name}/{blank.file.name}"
    wrong = [
        (each.column if each.file == label and each.column is not None else due, each)
        for each in found
    ]
    wrong = [(column, fault) for column, fault in wrong if column in row]
    if wrong or not row.keys() >= blank.subject.settled:
        return wrong
    return [(str(each.column), each) for each in blank.text_faults(row) if each.column in row]


def add(row: Row, blank: Form) -> tuple[Path, ...]:
    """Put the row, and those beside it, at the ends of their files, and return the files.

    Each file is replaced in one step. If one of several cannot be, the others are put back.

    Raises:
        tables.DataError: With these rows the data as they stand now would have faults; nothing
            was written.
    """
    made = {form.file: form.content(given) for form, given in (*blank.beside, (blank, row))}
    with tempfile.TemporaryDirectory() as scratch:
        trial = Path(shutil.copytree(blank.folder, Path(scratch) / blank.folder.name))
        for file, content in made.items():
            (trial / file.relative_to(blank.folder)).write_bytes(content)
        found = rules.all_faults(trial)
    if found:
        raise tables.DataError(found)
    before = {file: file.read_bytes() for file in made}
    placed: list[Path] = []
    try:
        for file in made:
            _place(file, made[file])
            placed.append(file)
    except BaseException:
        for file in placed:
            _place(file, before[file])
        raise
    return tuple(made)


def _place(file: Path, content: bytes) -> None:
    """Put content in the place of a file in one step."""
    written = file.with_name(f".{file.name}.new")
    try:
        written.write_bytes(content)
        shutil.copymode(file, written)
        written.replace(file)
    finally:
        written.unlink(missing_ok=True)


def _explain(column: Column, number: int, count: int, offer: str, say: Say) -> None:
    say(f"\n[{number} of {count}] {column.name}: {column.description}")
    if column.enum:
        say(f"  One of: {', '.join(column.enum)}")
    if offer:
        say(f"  Enter alone takes {offer}.")
    elif not column.required:
        say("  May be left blank.")


def _package(folder: Path) -> descriptor.Package:
    file = folder / "datapackage.json"
    return descriptor.parse(f"{folder.name}/{file.name}", file.read_bytes())
