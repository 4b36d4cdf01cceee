"""The only reader of `data/`: tables as typed frames, and the sources, never unchecked.

`datapackage.json` says what every column may hold. A file is read once per process and state
of its bytes; a file with any fault is refused as a whole, and every fault says where it stands
and what would be right. Row numbers are those a spreadsheet shows, the header being row 1; in
`sources.bib` they are lines.

Nothing heavy is imported until it is needed: pandas for a frame, pybtex for the sources,
frictionless (the independent second reading) for `faults` alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policy.tables import bibliography, descriptor
from policy.tables import sheets as csv_sheets
from policy.tables.bibliography import Bibliography, Entry, Source
from policy.tables.descriptor import Column, Package, Resource
from policy.tables.fault import DataError, Fault, nearest, not_one_of, tidied
from policy.tables.references import Dangling, Place, dangling, merged
from policy.tables.sheets import Refused, Row, Sheet

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "DATA",
    "ROOT",
    "Bibliography",
    "Column",
    "Contents",
    "Dangling",
    "DataError",
    "Entry",
    "Fault",
    "Place",
    "Refused",
    "Row",
    "Sheet",
    "Source",
    "columns",
    "contents",
    "digest",
    "faults",
    "forget_reads",
    "merged",
    "nearest",
    "note_read",
    "path",
    "records",
    "second_reading",
    "sources",
    "table",
    "tables_read",
    "tidied",
    "titles",
]

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT / "data"

_DESCRIPTOR = "datapackage.json"
_SOURCES = "sources"
_SOURCES_FILE = "sources.bib"

_READ: set[str] = set()


@dataclass(frozen=True)
class Contents:
    """A whole data folder as text, for rules that a schema cannot state.

    Attributes:
        sheets: Every declared table by name.
        sources: The bibliography.
        dangling: What references in the schema name and no table has.
    """

    sheets: Mapping[str, Sheet]
    sources: Bibliography
    dangling: tuple[Dangling, ...]


def table(name: str, folder: Path = DATA) -> pd.DataFrame:
    """A table as a frame of the declared types, indexed from 0.

    Strings are pandas `str` with "" for a blank cell, numbers float64 with NaN, integers Int64
    with <NA>, booleans bool. Writing to the frame changes nobody else's.

    Raises:
        DataError: With every fault of that file and of its references, or no such table.
    """
    _READ.add(name)
    package, resource = _declared(name, folder)
    wanted = {resource.name, *(each.table for each in resource.references)}
    sheets = {each: _sheet(package.resources[each], folder) for each in wanted}
    sheet = sheets[resource.name]
    found = [*sheet.faults, *merged(dangling(resource, sheets))]
    if found:
        raise DataError(found)
    rows = tuple(tuple(row.cells.values()) for row in sheet.rows)
    return _frame(resource.columns, rows).copy(deep=False)


def sources(folder: Path = DATA) -> dict[str, Source]:
    """Every document of sources.bib by key, in the order of the file.

    Raises:
        DataError: With every fault of the file as BibTeX.
    """
    _READ.add(_SOURCES)
    read = _bibliography(folder)
    if read.faults:
        raise DataError(read.faults)
    return {entry.source.key: entry.source for entry in read.entries}


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, each its cells by the names of the columns."""
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def tables_read() -> frozenset[str]:
    """Names of the tables asked for since the process began or `forget_reads` was called."""
    return frozenset(_READ)


def columns(name: str, folder: Path = DATA) -> tuple[Column, ...]:
    """The columns of a table in the order of its file, as the package declares them.

    Raises:
        DataError: No such table is declared.
    """
    return _declared(name, folder)[1].columns


def titles(folder: Path = DATA) -> dict[str, str]:
    """What each table holds, in a few words, by name and in the order of the package.

    Raises:
        DataError: The package cannot be read.
    """
    package = _package(folder)
    if package.faults:
        raise DataError(package.faults)
    return {each.name: each.title for each in package.resources.values() if each.columns}


def note_read(*names: str) -> None:
    """Record tables as read, for who keeps what it made of them earlier."""
    _READ.update(names)


def forget_reads() -> None:
    """Start the record of tables read anew."""
    _READ.clear()


def path(name: str, folder: Path = DATA) -> Path:
    """The file of a table, or of `sources`.

    Raises:
        DataError: No such table is declared.
    """
    return folder / (_SOURCES_FILE if name == _SOURCES else _declared(name, folder)[1].path)


def digest(name: str, folder: Path = DATA) -> str:
    """SHA-256 of the bytes of a table's file, in hexadecimal."""
    file = path(name, folder)
    seen = file.stat()
    return _digest(file, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size)


@lru_cache(maxsize=256)
def _digest(file: Path, *_: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def contents(folder: Path = DATA) -> Contents:
    """Everything in the folder as text, with what the schema refuses marked in each row.

    Without a sound declaration there are no sheets: nothing could be held against them.
    """
    package = _package(folder)
    declared = [each for each in package.resources.values() if each.columns and not package.faults]
    sheets = {each.name: _sheet(each, folder) for each in declared}
    lost = tuple(value for each in declared for value in dangling(each, sheets))
    return Contents(sheets, _bibliography(folder), lost)


def faults(folder: Path = DATA) -> tuple[Fault, ...]:
    """Everything the schema and the formats have against the data, in one run."""
    package = _package(folder)
    read = contents(folder)
    found = list(package.faults)
    for sheet in read.sheets.values():
        found.extend(sheet.faults)
    found.extend(read.sources.faults)
    if not package.faults:
        found.extend(_strangers(package, found, folder))
    found.extend(merged(read.dangling))
    return tuple(found)


def _label(folder: Path, file: str) -> str:
    return f"{folder.name}/{file}"


def _package(folder: Path) -> Package:
    label = _label(folder, _DESCRIPTOR)
    try:
        data = (folder / _DESCRIPTOR).read_bytes()
    except OSError as error:
        return Package({}, (_unread(label, error),))
    return descriptor.parse(label, data)


def _declared(name: str, folder: Path) -> tuple[Package, Resource]:
    package = _package(folder)
    if package.faults:
        raise DataError(package.faults)
    known = [resource.name for resource in package.resources.values() if resource.columns]
    if name not in known:
        raise DataError([not_one_of(_label(folder, _DESCRIPTOR), None, "name", name, known)])
    return package, package.resources[name]


def _sheet(resource: Resource, folder: Path) -> Sheet:
    label = _label(folder, resource.path)
    try:
        data = (folder / resource.path).read_bytes()
    except OSError as error:
        fault = _unread(label, error, nearest(resource.path, _undeclared(folder)))
        return Sheet(label, (), (fault,), readable=False)
    return csv_sheets.parse(label, data, resource)


def _bibliography(folder: Path) -> Bibliography:
    label = _label(folder, _SOURCES_FILE)
    try:
        data = (folder / _SOURCES_FILE).read_bytes()
    except OSError as error:
        fault = _unread(label, error, nearest(_SOURCES_FILE, _undeclared(folder)))
        return Bibliography(label, (), frozenset(), (fault,), readable=False)
    return bibliography.parse(label, data)


def _unread(label: str, error: OSError, guess: str | None = None) -> Fault:
    missing = isinstance(error, FileNotFoundError)
    expected = "this file; it is missing" if missing else f"a file to read ({error.strerror})"
    return Fault(label, None, None, None, expected, guess if missing else None)


def _undeclared(folder: Path) -> list[str]:
    """Tables and bibliographies in the folder that the descriptor does not name."""
    known = {each.path for each in _package(folder).resources.values()} | {_SOURCES_FILE}
    files = (each.relative_to(folder).as_posix() for each in sorted(folder.rglob("*.*")))
    return [name for name in files if name.endswith((".csv", ".bib")) and name not in known]


def _strangers(package: Package, found: list[Fault], folder: Path) -> Iterator[Fault]:
    """Undeclared files, but for those already named as a missing file's new name."""
    named = {fault.nearest for fault in found if fault.value is None}
    paths = [resource.path for resource in package.resources.values()]
    for name in _undeclared(folder):
        if name not in named:
            expected = f"a file that {_DESCRIPTOR} declares"
            yield Fault(_label(folder, name), None, None, name, expected, nearest(name, paths))


@lru_cache(maxsize=64)
def _frame(columns: tuple[Column, ...], rows: tuple[tuple[str, ...], ...]) -> pd.DataFrame:
    import pandas as pd

    def series(column: Column, cells: list[str]) -> pd.Series:
        if column.type == "number":
            return pd.Series([float(cell) if cell else None for cell in cells], dtype="float64")
        if column.type == "integer":
            return pd.Series([int(cell) if cell else None for cell in cells], dtype="Int64")
        if column.type == "boolean":
            return pd.Series([cell == "true" for cell in cells], dtype="bool")
        return pd.Series(cells, dtype="str")

    return pd.DataFrame(
        {
            column.name: series(column, [row[place] for row in rows])
            for place, column in enumerate(columns)
        }
    )


def second_reading(folder: Path = DATA) -> Iterator[Fault]:
    """What frictionless has against the data, read independently.

    For data with no other fault: what it refuses, other people's tools would refuse too.
    """
    import frictionless

    label = _label(folder, _DESCRIPTOR)
    try:
        report = frictionless.Package(str(folder / _DESCRIPTOR)).validate()
    except frictionless.FrictionlessException as error:
        for reason in error.reasons or [error.error]:
            yield Fault(label, None, None, None, f"a valid Data Package ({reason.message})")
        return
    for reason in report.errors:
        yield Fault(label, None, None, None, f"a valid Data Package ({reason.message})")
    for task in report.tasks:
        for reason in task.errors:
            yield Fault(
                _label(folder, task.place),
                getattr(reason, "row_number", None),
                getattr(reason, "field_name", None),
                getattr(reason, "cell", None),
                f"what frictionless accepts ({reason.note})",
            )
