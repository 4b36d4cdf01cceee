"""Rules over the sources, and over the keys that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from policy import tables
from policy.rules.rows import (
    NONE_FOUND,
    date_fault,
    readable,
)
from policy.tables import Contents, Dangling, Fault, Place

KINDS = ("primary", "secondary", "campaign", "seed")
ENTRY_TYPES = ("misc", "report", "online")
FIELDS = ("author", "title", "date", "publisher", "url", "seen-at", "kind", "note")

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_CITED = {
    "figures": ("source",),
    "deflators": ("source",),
    "chains": ("source",),
    "glossary": ("source",),
    "checks": ("best_case_sources", "best_rebuttal_sources"),
    "milestones": ("source",),
    "wordings": ("source",),
    "bill_versions": ("sources",),
    "provisions": ("sources",),
    "provision_fates": ("source",),
    "bill_stages": ("source",),
    "stances": ("source",),
    "comparison": ("sources",),
    "pledges": ("source",),
    "pledge_events": ("source",),
    "timeline": ("source",),
    "scorings": ("source",),
}


def sources_exist(data: Contents) -> Iterable[Fault]:
    """Every source key in a table is an entry of sources.bib; a missing one is told once."""
    if not data.sources.readable:
        return ()
    kind = f"a key in {data.sources.file}"
    used: list[Dangling] = []
    for name, columns in _CITED.items():
        for row in data.sheets[name].rows if readable(data, name) else ():
            for column in columns:
                text = row.cells[column]
                if column in row.refused or text == NONE_FOUND:
                    continue
                for key in text.split():
                    if key not in data.sources.keys:
                        place = Place(data.sheets[name].file, row.number, column)
                        used.append(Dangling(key, place, kind, data.sources.keys))
    return tables.merged(used)


def source_entries(data: Contents) -> Iterator[Fault]:
    """An entry has a plain key, a known type, known fields, and a date or a note instead."""
    file = data.sources.file
    for entry in data.sources.entries:
        source = entry.source
        if _KEY.fullmatch(source.key) is None:
            tidy = next((t for t in tables.tidied(source.key) if _KEY.fullmatch(t)), None)
            yield Fault(file, entry.row, "key", source.key, "lower-case words and hyphens", tidy)
        if entry.type not in ENTRY_TYPES:
            near = tables.nearest(entry.type, ENTRY_TYPES)
            expected = f"one of {', '.join(ENTRY_TYPES)}"
            yield Fault(file, entry.row, "entry type", entry.type, expected, near)
        unknown = [name for name in entry.fields if name not in FIELDS]
        for name in unknown:
            row = entry.rows.get(name, entry.row)
            near = tables.nearest(name, FIELDS)
            yield Fault(file, row, name, name, f"one of the fields {', '.join(FIELDS)}", near)
        # A misspelt field is not also a missing one.
        meant = {tables.nearest(name, FIELDS) for name in unknown}
        for name, value in (("title", source.title), ("kind", source.kind)):
            if not value and name not in meant:
                yield Fault(file, entry.row, name, "", f"a {name} for {source.key}")
        if not (source.date or source.note or meant & {"date", "note"}):
            yield Fault(file, entry.row, "date", "", f"a date for {source.key}, or a note on it")


def source_values(data: Contents) -> Iterator[Fault]:
    """Kinds, dates and web addresses of the sources are what they claim to be."""
    file = data.sources.file
    for entry in data.sources.entries:
        source, rows = entry.source, entry.rows
        if source.kind and source.kind not in KINDS:
            near = tables.nearest(source.kind, KINDS)
            row = rows.get("kind", entry.row)
            yield Fault(file, row, "kind", source.kind, f"one of {', '.join(KINDS)}", near)
        if source.date:
            yield from date_fault(file, rows.get("date", entry.row), "date", source.date)
        for name, value in (("url", source.url), ("seen-at", source.seen_at)):
            if value and not _is_web_address(value):
                expected = "a web address that begins with https:// or http://, or blank"
                near = f"https://{value}" if _is_web_address(f"https://{value}") else None
                yield Fault(file, rows.get(name, entry.row), name, value, expected, near)


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    host = parts.netloc
    return parts.scheme in ("http", "https") and "." in host and not re.search(r"\s", text)


def bodies_in_braces(data: Contents) -> Iterator[Fault]:
    """A body named as author stands in double braces, or BibTeX takes it for a person."""
    for entry in data.sources.entries:
        author, publisher = entry.source.author, entry.source.publisher
        if " " in author and author == publisher and entry.source.short != author:
            row = entry.rows.get("author", entry.row)
            expected = "a body in double braces; BibTeX reads it as a person's name"
            yield Fault(data.sources.file, row, "author", author, expected, f"{{{{{author}}}}}")


RULES = (
    sources_exist,
    source_entries,
    source_values,
    bodies_in_braces,
)
