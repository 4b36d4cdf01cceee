"""The feed of changes of status, in Atom (RFC 4287).

An entry is one pledge on one day of the record. Its id is worked out from these two, so that it
stays what it is wherever the book is published, and no host has to be made up for it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from policy import units
from policy.api.changes import changes
from policy.api.register import State
from policy.citation import Book
from policy.entry.words import leading, sentence
from policy.tracker.vocabulary import QUESTIONS

if TYPE_CHECKING:
    import pandas as pd

ATOM = "http://www.w3.org/2005/Atom"
NAME = "changes.atom"

_NAMES = uuid.UUID("b3f9c223-da46-468c-b3eb-71b46fd6fd63")
"""The namespace of the ids. It is never changed: readers know entries by what comes of it."""

_RIGHTS = "CC BY 4.0. Figures stay under their publishers' terms."
_PAGE = "reference/changes.html"


def feed(state: State, work: Book) -> bytes:
    """The whole feed as it is written to a file, the latest day first.

    Addresses are relative to the feed's own, `api/changes.atom`, unless the book has one.
    """
    root = f"{work.base_url}/" if work.base_url else "../"
    top = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": "en-GB"})
    _add(top, "id", _id("feed"))
    _add(top, "title", f"Changes of status: {work.title}")
    _add(top, "subtitle", "What became of each pledge, by the day it was put on record here.")
    _add(top, "updated", _time(state.day))
    _add(_add(top, "author"), "name", work.author)
    _add(top, "rights", _RIGHTS)
    _add(top, "link", rel="alternate", type="text/html", href=f"{root}{_PAGE}")
    if work.base_url:
        _add(top, "link", rel="self", type="application/atom+xml", href=f"{root}api/{NAME}")
    found = changes(state.register)
    for day in sorted(set(found["recorded_on"]), reverse=True):
        for pledge, rows in found[found["recorded_on"] == day].groupby("pledge", sort=False):
            _entry(top, state, str(pledge), day, rows, root)
    ElementTree.indent(top, " ")
    body = ElementTree.tostring(top, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'.encode()


def _entry(
    top: ElementTree.Element,
    state: State,
    pledge: str,
    day: date,
    changed: pd.DataFrame,
    root: str,
) -> None:
    rows = changed.to_dict("records")
    new = all(row["before"] == "" for row in rows)
    entry = _add(top, "entry")
    _add(entry, "id", _id(f"{pledge} {day.isoformat()}"))
    said = state.pledges[pledge]
    _add(entry, "title", f"{'Put on record' if new else 'Changed'}: {said['words']}")
    _add(entry, "updated", _time(day))
    _add(entry, "published", _time(day))
    _add(entry, "category", term=said["plan"])
    address = f"{root}pledges/{pledge}/index.html"
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    record = f"{root}api/pledges/{pledge}.json"
    _add(entry, "link", rel="alternate", type="application/json", href=record)
    lines = [f"{said['maker']}.", *(_told(state, row) for row in rows)]
    _add(entry, "content", "\n".join(lines), type="text")


def _told(state: State, row: Mapping[Any, Any]) -> str:
    """One question, its answer, what that was before, and why."""
    column = str(row["column"])
    label = sentence(state.labels[column, row["after"]])
    since = units.day(row["since"])
    was = f" (before: {state.labels[column, row['before']]})" if row["before"] else ""
    return f"{leading(QUESTIONS[column])} {label}, since {since}{was}. {row['reason']}"


def _add(
    parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str
) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, name, attributes)
    made.text = text
    return made


def _id(name: str) -> str:
    return uuid.uuid5(_NAMES, name).urn


def _time(day: date) -> str:
    """The start of a day as RFC 3339 writes it; the record knows days and no hours."""
    return f"{day.isoformat()}T00:00:00Z"
