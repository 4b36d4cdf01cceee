"""A new figure, asked for column by column and added as one clean row.

Every answer is held at once against the same schema, rules and lint that `policy check` uses;
this module knows none of its own. Nothing is written before the whole row has passed them, and
then the file is replaced in one step.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from policy import ledger, lint, rules, tables, text
from policy.entry.words import described
from policy.ledger import Figure
from policy.tables import Fault, descriptor, sheets
from policy.tables.descriptor import Column

Ask = Callable[[str], str]
Say = Callable[[str], None]

TABLE = "figures"
BACK = "<"

_NUMBERS = ("value", "low", "high")
_QUANTITY = {*_NUMBERS, "when", "unit"}
_TEXTS = tuple(column for table, column in lint.OWN if table == TABLE)


class UnfitData(Exception):
    """The data have faults of their own, so that a new row could not be told from them."""


@dataclass(frozen=True)
class Form:
    """The table that a row is to be added to.

    Attributes:
        folder: The data folder.
        columns: The columns to fill, in the order of the file.
    """

    folder: Path
    columns: tuple[Column, ...]

    def content(self, row: Mapping[str, str]) -> bytes:
        """The file as it stands now with the row at its end."""
        present = tables.path(TABLE, self.folder).read_bytes()
        if not present.endswith(b"\n"):
            present += b"\n"
        return present + self.line(row).encode()

    def line(self, row: Mapping[str, str]) -> str:
        """The row as CSV; columns without an answer are blank."""
        made = io.StringIO(newline="")
        writer = csv.writer(made, lineterminator="\n")
        writer.writerow([row.get(column.name, "") for column in self.columns])
        return made.getvalue()

    def faults(self, row: Mapping[str, str]) -> list[Fault]:
        """What the schema and the rules have against the data with this row."""
        data = tables.contents(self.folder)
        label = data.sheets[TABLE].file
        sheet = sheets.parse(label, self.content(row), _package(self.folder).resources[TABLE])
        data = replace(data, sheets={**data.sheets, TABLE: sheet})
        return [*sheet.faults, *(each for rule in rules.RULES.values() for each in rule(data))]

    def text_faults(self, row: Mapping[str, str]) -> list[Fault]:
        """What the lint has against the texts of a row whose numbers are in order."""
        own = figure(row, self.columns)
        known = (*ledger.figures(self.folder), own)
        return [
            Fault(TABLE, None, column, each.said, each.expected, each.nearest)
            for column in _TEXTS
            for each in lint.findings(row.get(column, ""), known, own)
        ]


def form(folder: Path = tables.DATA) -> Form:
    """The form for the table of figures.

    Raises:
        UnfitData: The data have faults already.
    """
    found = rules.all_faults(folder)
    if found:
        listed = "\n".join(map(str, found))
        raise UnfitData(f"{listed}\nThe data have faults: mend them before adding to them.")
    return Form(folder, _package(folder).resources[TABLE].columns)


def fill(blank: Form, ask: Ask, say: Say) -> dict[str, str]:
    """Ask for every column until each answer is right, and return the row.

    Args:
        blank: The form.
        ask: Shows a prompt and returns an answer; raises EOFError when there is none to come.
        say: Shows a line.
    """
    say(
        f"A new figure: {len(blank.columns)} answers, each checked as it is given. Enter alone "
        f"leaves a column blank, {BACK} goes back a question, Ctrl+C stops and writes nothing."
    )
    names = [column.name for column in blank.columns]
    row: dict[str, str] = {}
    asked: list[str] = []
    due: str | None = names[0]
    while due is not None:
        place = names.index(due)
        _explain(blank.columns[place], place + 1, len(names), say)
        answer = " ".join(ask(f"{due}> ").split())
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
            row.pop(column, None)
        due = next((name for name in names if name not in row), None)
    return row


def _wrong(blank: Form, row: Mapping[str, str], due: str) -> list[tuple[str, Fault]]:
    """What is wrong with the answers so far, by column.

    A fault that falls on no column of the row, such as an id that another table has, came with
    the answer just given. A column not yet asked for cannot be wrong. Texts wait for the
    numbers, which may stand in them.
    """
    try:
        found = blank.faults(row)
    except UnicodeEncodeError:
        return [(due, Fault(due, None, None, None, "text that can be written as UTF-8"))]
    label = f"{blank.folder.name}/{tables.path(TABLE, blank.folder).name}"
    wrong = [
        (each.column if each.file == label and each.column is not None else due, each)
        for each in found
    ]
    wrong = [(column, fault) for column, fault in wrong if column in row]
    if wrong or not row.keys() >= _QUANTITY:
        return wrong
    return [(str(each.column), each) for each in blank.text_faults(row) if each.column in row]


def shown(row: Mapping[str, str], blank: Form) -> str:
    """The row as it will be written, and the figure as the book will print it."""
    made = figure(row, blank.columns)
    lines = [
        "The row:",
        f"  {blank.line(row).rstrip()}",
        "As the book will print it:",
        f"  {text.show(made)}",
        f"  {text.resolve(made.statement)}",
        *(f"  {label}: {words}" for label, words in described(made) if words),
        f"  Source: {tables.sources(blank.folder)[made.source].label}, {made.locator}",
    ]
    return "\n".join(lines)


def add(row: Mapping[str, str], blank: Form) -> Path:
    """Put the row at the end of the table's file, in one step, and return the file.

    Raises:
        tables.DataError: With this row the data as they stand now would have faults; nothing
            was written.
    """
    file = tables.path(TABLE, blank.folder)
    content = blank.content(row)
    with tempfile.TemporaryDirectory() as scratch:
        trial = Path(shutil.copytree(blank.folder, Path(scratch) / blank.folder.name))
        tables.path(TABLE, trial).write_bytes(content)
        found = rules.all_faults(trial)
    if found:
        raise tables.DataError(found)
    written = file.with_name(f".{file.name}.new")
    try:
        written.write_bytes(content)
        shutil.copymode(file, written)
        written.replace(file)
    finally:
        written.unlink(missing_ok=True)
    return file


def figure(row: Mapping[str, str], columns: tuple[Column, ...]) -> Figure:
    """The figure that a row of text describes.

    Raises:
        ValueError: A number is none.
    """
    cells: dict[str, Any] = {column.name: row.get(column.name, "") for column in columns}
    numbers = {name: float(cells[name]) if cells[name] else None for name in _NUMBERS}
    return Figure(**cells | numbers)


def _explain(column: Column, number: int, count: int, say: Say) -> None:
    say(f"\n[{number} of {count}] {column.name}: {column.description}")
    if column.enum:
        say(f"  One of: {', '.join(column.enum)}")
    if not column.required:
        say("  May be left blank.")


def _package(folder: Path) -> descriptor.Package:
    file = folder / "datapackage.json"
    return descriptor.parse(f"{folder.name}/{file.name}", file.read_bytes())
