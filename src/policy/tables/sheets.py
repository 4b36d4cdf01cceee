"""One CSV file as rows of text, and everything the schema has against it.

The parser is this module's own, because others are kind to a file that is not what it should
be: they take UTF-16, semicolons, stray quotation marks, INF and 1_000 without a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

from policy.tables.descriptor import Column, Resource
from policy.tables.fault import (
    BOM,
    LONGEST_SHOWN,
    DataError,
    Fault,
    choice,
    nearest,
    not_one_of,
    tidied,
)


class Refused(Exception):
    """A cell that the schema has already refused: whoever reads it has nothing to add."""


@dataclass(frozen=True)
class Row:
    """One row as text. Reading a cell that the schema refused raises `Refused`.

    Attributes:
        number: The row a spreadsheet shows.
        cells: Every cell by column, as it stands in the file.
        refused: Columns whose cell is not what the schema declares.
        aligned: False when the row has a cell too many or too few.
    """

    number: int
    cells: Mapping[str, str]
    refused: frozenset[str] = frozenset()
    aligned: bool = True

    def __getitem__(self, column: str) -> str:
        """The cell, if the schema accepts it."""
        if column in self.refused:
            raise Refused(column)
        return self.cells[column]


@dataclass(frozen=True)
class Sheet:
    """One table as text, with what the schema has against it.

    Attributes:
        file: The file, as messages name it.
        rows: The rows; empty when the file cannot be read as a table.
        faults: What the schema refuses in this file, seen by itself.
        readable: False when the file is no table, so that nothing may be concluded from it.
    """

    file: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    readable: bool

    def values(self, column: str) -> frozenset[str]:
        """What the column holds, or may hold.

        A row with a cell too many or too few has its cells in the wrong columns, so each of
        them may be the one that belongs here.
        """
        return frozenset(
            cell
            for row in self.rows
            for cell in ([row.cells[column]] if row.aligned else row.cells.values())
        )


# A cell and what ends it. A cell in quotation marks may hold anything, its own marks doubled;
# any other cell holds no quotation mark at all. Possessive, so a broken cell fails at once.
_CELL = re.compile(r'(?:"((?:[^"]++|"")*+)"|([^",\r\n]*+))(,|\r\n|\n|\r|\Z)')
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)")
_BOOLEANS = ("true", "false")
_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "upright bars"}
_SAVE_AS = "save the file as CSV UTF-8"


@lru_cache(maxsize=64)
def parse(file: str, data: bytes, resource: Resource) -> Sheet:
    """Read one table; `file` is the name that messages give it."""
    found: list[Fault] = []
    if data.startswith(BOM):
        found.append(
            Fault(file, 1, None, None, f"UTF-8 without a byte order mark (BOM); {_SAVE_AS}")
        )
        data = data.removeprefix(BOM)
    try:
        text = _decoded(file, data)
        _check_delimiter(file, text)
        records = _records(file, text)
        _check_header(file, records, resource)
    except DataError as error:
        return Sheet(file, (), (*found, *error.faults), readable=False)
    rows: list[Row] = []
    names = [column.name for column in resource.columns]
    blank: list[int] = []
    for number, cells in enumerate(records[1:], 2):
        if not any(cell.strip() for cell in cells):
            blank.append(number)
            continue
        row = Row(number, dict(zip(names, [*cells, *[""] * len(names)], strict=False)))
        if len(cells) != len(names):
            found.append(_ragged(file, number, len(cells), len(names)))
            row = replace(row, refused=frozenset(names), aligned=False)
        else:
            faults = list(_cell_faults(file, row, resource.columns))
            found.extend(faults)
            row = replace(row, refused=frozenset(fault.column or "" for fault in faults))
        rows.append(row)
    found.extend(_blank_rows(file, blank))
    if not rows and not found:
        found.append(Fault(file, 2, None, None, "at least one row below the header"))
    found.extend(_repeated_keys(file, rows, resource))
    found.sort(key=lambda fault: fault.row or 0)
    return Sheet(file, tuple(rows), tuple(found), readable=True)


def _decoded(file: str, data: bytes) -> str:
    if b"\0" in data:
        raise DataError(
            [Fault(file, None, None, None, f"UTF-8, but this is UTF-16 or no text; {_SAVE_AS}")]
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise DataError([_foreign_bytes(file, data)]) from None
    if not text.strip():
        raise DataError([Fault(file, 1, None, None, "a header and rows; the file is empty")])
    return text


def _check_delimiter(file: str, text: str) -> None:
    header = text.splitlines()[0]
    for sign, name in _DELIMITERS.items():
        if sign in header and "," not in header:
            expected = f"commas between the cells; they are {name}"
            raise DataError([Fault(file, 1, None, None, expected)])


def _foreign_bytes(file: str, data: bytes) -> Fault:
    """Point at the first cell that is not UTF-8 and show it as Windows would."""
    text = data.decode("utf-8", errors="surrogateescape")
    with suppress(DataError):
        records = _records(file, text)
        spoiled = [
            (number, place, cell)
            for number, cells in enumerate(records, 1)
            for place, cell in enumerate(cells)
            if any("\udc80" <= letter <= "\udcff" for letter in cell)
        ]
        number, place, cell = spoiled[0]
        column = records[0][place] if number > 1 and place < len(records[0]) else None
        value = cell.encode("utf-8", errors="surrogateescape").decode("cp1252", errors="replace")
        count = "" if len(spoiled) == 1 else f" (the first of {len(spoiled)} such cells)"
        expected = f"UTF-8 but Latin-1 or Windows-1252{count}; {_SAVE_AS}"
        return Fault(file, number, column, value, expected)
    return Fault(file, None, None, None, f"UTF-8, but this is another encoding; {_SAVE_AS}")


def _records(file: str, text: str) -> list[list[str]]:
    records: list[list[str]] = []
    cells: list[str] = []
    place = 0
    while place < len(text) or cells:
        match = _CELL.match(text, place)
        if match is None:
            raise DataError([_broken_quote(file, text, place, records, cells)])
        quoted, plain, end = match.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        place = match.end()
        if end != ",":
            records.append(cells)
            cells = []
    return records


def _broken_quote(
    file: str, text: str, place: int, records: Sequence[Sequence[str]], cells: Sequence[str]
) -> Fault:
    column = None
    if records and len(cells) < len(records[0]):
        column = records[0][len(cells)]
    began = text[place : place + 2 * LONGEST_SHOWN].splitlines()[0]
    fault = "opened but not closed" if began.startswith('"') else "inside a cell that has none"
    return Fault(
        file,
        len(records) + 1,
        column,
        began,
        f"a cell with its quotation marks in order: one is {fault} "
        "(a cell holding a comma or a mark stands in marks, its own marks doubled)",
    )


def _check_header(file: str, records: Sequence[Sequence[str]], resource: Resource) -> None:
    header = list(records[0])
    wanted = [column.name for column in resource.columns]
    if header == wanted:
        return
    if set(header).isdisjoint(wanted):
        expected = f"the header {','.join(wanted)}; no such column is in the first row"
        raise DataError([Fault(file, 1, None, None, expected)])
    faults: list[Fault] = []
    missing = [name for name in wanted if name not in header]
    counts = Counter(header)
    for name in dict.fromkeys(header):
        if name not in wanted:
            guess = nearest(name, missing)
            if guess is None and len(missing) == 1 and len(header) == len(wanted):
                guess = missing[0]
            if guess is not None:
                missing.remove(guess)
            expected = "one of the declared columns"
            faults.append(Fault(file, 1, name or "(no name)", name, expected, guess))
        elif counts[name] > 1:
            faults.append(Fault(file, 1, name, None, f"this column once, not {counts[name]} times"))
    for name in missing:
        faults.append(Fault(file, 1, name, None, "this column; it is missing"))
    if not faults:
        moved = next(w for w, h in zip(wanted, header, strict=True) if w != h)
        expected = f"the columns in their declared order: {', '.join(wanted)}"
        faults.append(Fault(file, 1, moved, None, expected))
    raise DataError(faults)


def _ragged(file: str, number: int, found: int, wanted: int) -> Fault:
    cells = "1 cell" if found == 1 else f"{found} cells"
    hint = " (a cell that holds a comma stands in quotation marks)" if found > wanted else ""
    return Fault(file, number, None, None, f"{wanted} cells; there are {cells}{hint}")


def _blank_rows(file: str, blank: Sequence[int]) -> Iterator[Fault]:
    for number in blank:
        if number - 1 not in blank:
            last = number
            while last + 1 in blank:
                last += 1
            run = "" if last == number else f" (so are the rows to {last})"
            yield Fault(file, number, None, None, f"a row with something in it; it is blank{run}")


def _cell_faults(file: str, row: Row, columns: Sequence[Column]) -> Iterator[Fault]:
    for column in columns:
        value = row.cells[column.name]
        if not value.strip():
            # A cell of spaces looks blank to whoever made it, and would pass for filled.
            if column.required or value:
                wanted = f"a value ({column.description})" if column.required else "no spaces"
                yield Fault(file, row.number, column.name, "", wanted)
            elif column.type == "boolean":
                yield not_one_of(file, row.number, column.name, value, _BOOLEANS)
            continue
        refusal = _refusal(column, value)
        if refusal is not None:
            yield Fault(file, row.number, column.name, value, *refusal)


def _refusal(column: Column, value: str) -> tuple[str, str | None] | None:
    """What was expected of a filled cell and the nearest such value; None if it is right."""
    if column.type == "boolean" and value not in _BOOLEANS:
        return choice(_BOOLEANS), nearest(value, _BOOLEANS)
    if column.type in ("number", "integer"):
        form = _NUMBER if column.type == "number" else _INTEGER
        if form.fullmatch(value) is None:
            kind, sample = ("number", "30 or -1.5") if form is _NUMBER else ("whole number", "30")
            return f"a plain {kind} such as {sample}", _plain(value, form)
        if column.minimum is not None and float(value) < column.minimum:
            return f"at least {column.minimum}", str(column.minimum)
        if column.maximum is not None and float(value) > column.maximum:
            return f"at most {column.maximum}", str(column.maximum)
    if column.enum and value not in column.enum:
        return choice(column.enum), nearest(value, column.enum)
    if column.pattern is not None and re.fullmatch(column.pattern, value) is None:
        tidy = next((t for t in tidied(value) if re.fullmatch(column.pattern, t)), None)
        return f"in the form of this column ({column.description})", tidy
    return None


def _plain(value: str, form: re.Pattern[str]) -> str | None:
    text = re.sub(r"(?<=[0-9])[,_ ](?=[0-9]{3})", "", value).replace("\N{MINUS SIGN}", "-")
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    digits = re.fullmatch(r"[^0-9.-]*(-?)[^0-9.]*0*([0-9]+(?:\.[0-9]+)?)[^0-9.]*", text)
    if digits is None:
        return None
    guess = "".join(digits.groups())
    return guess if form.fullmatch(guess) else None


def _repeated_keys(file: str, rows: Sequence[Row], resource: Resource) -> Iterator[Fault]:
    single = [(column.name,) for column in resource.columns if column.unique]
    keys = dict.fromkeys([*single, *([resource.key] if resource.key else [])])
    for key in keys:
        first: dict[tuple[str, ...], int] = {}
        for row in rows:
            values = tuple(row.cells[name] for name in key)
            if not all(values) or not row.refused.isdisjoint(key):
                continue
            if values in first:
                name, shown = " + ".join(key), " + ".join(values)
                expected = f"new here: row {first[values]} has it already"
                yield Fault(file, row.number, name, shown, expected)
            else:
                first[values] = row.number
