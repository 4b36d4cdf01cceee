"""`sources.bib`: the documents, and everything that is wrong with the file as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from policy.tables.fault import BOM, Fault


@dataclass(frozen=True)
class Source:
    """A document. Every field is "" when the file does not give it.

    Attributes:
        key: Its name in the tables.
        kind: primary, secondary, campaign or seed.
        author: Persons and bodies, "Chris Ham and The King's Fund".
        title: As published.
        publisher: Who put it out.
        date: Partial ISO date: a year, a month or a day.
        url: The publisher's own address.
        seen_at: The copy that was read, when that was another. Never shown as the source.
        note: Anything a reader needs to know of it.
        short: The authors as a label names them, "Ham and The King's Fund".
    """

    key: str
    kind: str = ""
    author: str = ""
    title: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    seen_at: str = ""
    note: str = ""
    short: str = ""

    @property
    def label(self) -> str:
        """Author and year, as prose names a source: "Nuffield Trust (2016)"."""
        name = self.short or self.publisher or self.title
        return f"{name} ({self.date[:4] or 'undated'})"

    @property
    def link(self) -> str:
        """The publisher's address, or ""; the copy that was read is never offered for it."""
        return self.url


@dataclass(frozen=True)
class Entry:
    """One entry of sources.bib: its type, the source, and where its fields stand."""

    type: str
    row: int
    source: Source
    fields: Mapping[str, str]
    rows: Mapping[str, int]


@dataclass(frozen=True)
class Bibliography:
    """sources.bib: the entries that could be read, every key there is, and what is wrong.

    `keys` holds the keys of broken entries too, so that a broken entry is not also reported
    as a missing one. When the file cannot be read at all `readable` is False.
    """

    file: str
    entries: tuple[Entry, ...]
    keys: frozenset[str]
    faults: tuple[Fault, ...]
    readable: bool


@dataclass
class _Chunk:
    """The lines of one entry as they stand in the file."""

    key: str
    row: int
    lines: list[str]
    rows: dict[str, int] = field(default_factory=dict)


_ENTRY = re.compile(r"\s*@\s*([A-Za-z]+)\s*[{(]\s*([^\s,{}()]*)")
_FIELD = re.compile(r"\s*([A-Za-z][\w-]*)\s*=")
# What TeX prints as something else. Most titles have none of it, and TeX is slow to read.
_TEX = re.compile(r"\\|--|~|``|''")
_NOT_ENTRIES = ("comment", "preamble", "string")


@lru_cache(maxsize=8)
def parse(file: str, data: bytes) -> Bibliography:
    """Read sources.bib; `file` is the name that messages give it."""
    found: list[Fault] = []
    if data.startswith(BOM):
        found.append(Fault(file, 1, None, None, "UTF-8 without a byte order mark (BOM)"))
        data = data.removeprefix(BOM)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        return Bibliography(
            file, (), frozenset(), (Fault(file, row, None, None, "UTF-8 text"),), readable=False
        )
    lines = text.replace("\r\n", "\n").split("\n")
    chunks = _chunks(lines)
    first: dict[str, _Chunk] = {}
    for chunk in chunks:
        key = chunk.key.lower()
        fault = _imbalance(file, chunk)
        if fault is None and not key:
            fault = Fault(file, chunk.row, "key", "", "a key such as kings-fund-2016-stps")
        if fault is None and key in first:
            expected = f"a new key: line {first[key].row} has it already"
            fault = Fault(file, chunk.row, "key", chunk.key, expected)
        first.setdefault(key, chunk)
        if fault is not None:
            found.append(fault)
            # Blanked, not cut, so that line numbers below it stay true.
            start = chunk.row - 1
            lines[start : start + len(chunk.lines)] = [""] * len(chunk.lines)
    if not chunks:
        found.append(Fault(file, 1, None, None, "at least one entry such as @misc{key, ...}"))
        return Bibliography(file, (), frozenset(), tuple(found), readable=False)
    entries, others = _parsed(
        file, "\n".join(lines), {chunk.key: chunk for chunk in first.values()}
    )
    found.extend(others)
    found.sort(key=lambda fault: fault.row or 0)
    return Bibliography(file, entries, frozenset(c.key for c in chunks), tuple(found), True)


def _chunks(lines: Sequence[str]) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    taking = False
    for row, line in enumerate(lines, 1):
        opening = _ENTRY.match(line)
        if opening is not None:
            taking = opening[1].lower() not in _NOT_ENTRIES
            if taking:
                chunks.append(_Chunk(opening[2], row, []))
        if taking:
            chunks[-1].lines.append(line)
            name = _FIELD.match(line)
            if name is not None:
                chunks[-1].rows.setdefault(name[1].lower(), row)
    return chunks


def _imbalance(file: str, chunk: _Chunk) -> Fault | None:
    """A brace too few or too many in one entry, at the field where it went wrong."""
    depth = 0
    closed = False
    name, row = "key", chunk.row
    for number, line in enumerate(chunk.lines, chunk.row):
        opening = _FIELD.match(line)
        if opening is not None:
            if closed:
                expected = f"a field inside an entry: {chunk.key} ends above it"
                return Fault(file, number, opening[1].lower(), line.strip(), expected)
            if depth != 1:
                break
            name, row = opening[1].lower(), number
        closed = closed or (depth == 1 and line.strip() == "}")
        # BibTeX counts a brace behind a backslash too.
        depth += line.count("{") - line.count("}")
    else:
        if depth == 0:
            return None
    sign = "an opening brace { is missing" if depth < 1 else "a closing brace } is missing"
    value = chunk.lines[row - chunk.row].strip()
    return Fault(file, row, name, value, f"a field whose braces balance: {sign} in {chunk.key}")


def _parsed(
    file: str, text: str, chunks: Mapping[str, _Chunk]
) -> tuple[tuple[Entry, ...], list[Fault]]:
    import pybtex.errors
    from pybtex.database.input import bibtex
    from pybtex.exceptions import PybtexError

    found: list[Fault] = []
    with pybtex.errors.capture() as errors:
        library = bibtex.Parser().parse_string(text)
    broken: set[str] = set()
    for error in errors:
        repeated = re.fullmatch(r"entry with key (\S+) has a duplicate (\S+) field", str(error))
        if repeated is not None:
            chunk = chunks[repeated[1]]
            expected = f"this field once in {chunk.key}"
            found.append(Fault(file, chunk.row, repeated[2], None, expected))
            continue
        row: int | None = getattr(error, "lineno", None)
        hint = ", or a comma at the end of the line before" if "'}' expected" in str(error) else ""
        found.append(Fault(file, row, None, None, f"valid BibTeX ({error}{hint})"))
        # What was read of a broken entry is not all of it, so nothing is said of its fields.
        broken.update([c.key for c in chunks.values() if c.row <= (row or 0)][-1:])
    entries: list[Entry] = []
    for key, entry in library.entries.items():
        if key in broken:
            continue
        try:
            entries.append(_entry(key, entry, chunks[key]))
        except (UnicodeDecodeError, PybtexError) as error:
            expected = f"an entry whose TeX can be read ({error})"
            found.append(Fault(file, chunks[key].row, "key", key, expected))
    return tuple(entries), found


def _entry(key: str, entry: Any, chunk: _Chunk) -> Entry:
    fields = {name.lower(): str(value) for name, value in entry.fields.items()}
    names = [_person(person) for person in entry.persons.get("author", ())]
    for role, persons in entry.persons.items():
        fields[role.lower()] = " and ".join(str(person) for person in persons)
    source = Source(
        key=key,
        kind=_bare(fields.get("kind", "")),
        author=" and ".join(full for full, _ in names),
        title=_prose(fields.get("title", "")),
        publisher=_prose(fields.get("publisher", "")),
        date=_bare(fields.get("date", "")),
        url=_bare(fields.get("url", "")),
        seen_at=_bare(fields.get("seen-at", "")),
        note=_prose(fields.get("note", "")),
        short=_short([last for _, last in names]),
    )
    return Entry(entry.type.lower(), chunk.row, source, fields, chunk.rows)


def _person(person: Any) -> tuple[str, str]:
    """Full name and label name; a body in braces is one name that is not taken apart."""
    given = [*person.first_names, *person.middle_names]
    family = [*person.prelast_names, *person.last_names, *person.lineage_names]
    return _prose(" ".join([*given, *family])), _prose(" ".join(family or given))


def _short(names: Sequence[str]) -> str:
    return f"{names[0]} and others" if len(names) > 2 else " and ".join(names)


def _bare(text: str) -> str:
    """An address, date or code: braces and the escapes of special signs taken away."""
    return re.sub(r"\\([%&#_~])", r"\1", text).replace("{", "").replace("}", "").strip()


def _prose(text: str) -> str:
    """Words: TeX accents and escapes resolved, braces taken away."""
    if _TEX.search(text) is None:
        return " ".join(text.replace("{", "").replace("}", "").split())
    from pybtex.richtext import Text

    # TeX would take a bare % for a comment and drop what follows it.
    escaped = re.sub(r"(?<!\\)((?:\\\\)*)([%#&_])", r"\1\\\2", text)
    return str(Text.from_latex(escaped)).replace(r"\$", "$").strip()
