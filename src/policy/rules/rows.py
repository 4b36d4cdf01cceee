"""What every rule uses: the rows to look at, and faults that say where and what was expected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from policy import tables
from policy.dates import partial_date, span
from policy.tables import Contents, Dangling, Fault, Place, Refused, Row, Sheet

NONE_FOUND = "none found"
LONGEST_QUOTE = 8
"""Words of somebody else's text that may stand in a row."""


RowRule = Callable[[Sheet, Row], Iterable[Fault]]
Rule = Callable[[Contents], Iterable[Fault]]


def over_rows(data: Contents, names: Iterable[str], rule: RowRule) -> Iterator[Fault]:
    """Apply a rule to each row; a row whose cells the schema refused is passed over."""
    for sheet in (data.sheets[name] for name in names if name in data.sheets):
        for row in sheet.rows:
            with suppress(Refused):
                yield from rule(sheet, row)


def fault(sheet: Sheet, row: Row, column: str, expected: str, near: str | None = None) -> Fault:
    """A fault in one cell of a row."""
    return Fault(sheet.file, row.number, column, row.cells[column], expected, near)


def readable(data: Contents, *names: str) -> bool:
    """Whether these tables are there and could be read."""
    return all(name in data.sheets and data.sheets[name].readable for name in names)


def lists(data: Contents, name: str, column: str) -> Iterator[tuple[Place, str]]:
    """The cells of a column that holds a list, each with its place."""
    if name in data.sheets:
        sheet = data.sheets[name]
        for row in sheet.rows:
            if column not in row.refused:
                yield Place(sheet.file, row.number, column), row[column]


def named(data: Contents, name: str, column: str, target: str) -> Iterable[Fault]:
    """Cells of a column that are not an id of the target table; a blank names nothing.

    An id that the schema's references have missed already is told there.
    """
    if not readable(data, name, target):
        return ()
    sheet = data.sheets[name]
    known = data.sheets[target].values("id") | {lost.value for lost in data.dangling}
    kind = f"an id in {data.sheets[target].file}"
    return tables.merged(
        Dangling(row.cells[column], Place(sheet.file, row.number, column), kind, known)
        for row in sheet.rows
        if column not in row.refused and row.cells[column] and row.cells[column] not in known
    )


def date_fault(file: str, number: int, column: str, value: str) -> Iterator[Fault]:
    """The fault of a cell that is no date of the calendar; none if it is one."""
    try:
        partial_date(value)
    except ValueError:
        expected = "a date such as 2017, 2017-06 or 2017-05-03"
        tidy = next((each for each in tables.tidied(value) if is_date(each)), None)
        yield Fault(file, number, column, value, expected, tidy)


def is_date(text: str) -> bool:
    """Whether a text is a year, a month or a day of the calendar."""
    try:
        partial_date(text)
    except ValueError:
        return False
    return True


def nearest_period(text: str) -> str | None:
    """The period most likely meant, or None."""
    mended = re.sub(r"([0-9]{4})/([0-9]{2})", lambda m: f"{m[1]}/{(int(m[1]) + 1) % 100:02}", text)
    both = re.fullmatch(r"(?:by )?(.+) to (.+)", mended)
    swapped = f"{both[2]} to {both[1]}" if both else mended
    # 2017-18 reads as month 18 of 2017.
    slashed = re.sub(r"\b([0-9]{4})-([0-9]{2})\b(?!-)", r"\1/\2", text)
    for guess in (mended, swapped, slashed):
        try:
            span(guess)
        except ValueError:
            continue
        return guess
    return None
