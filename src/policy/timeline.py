"""The timeline: dated events around the three plans, in the order in which they count."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from policy import tables, units
from policy.dates import partial_date

TABLE = "timeline"

PLANS: Mapping[str, str] = {
    "labour-review": "Labour's review",
    "stp-programme": "The STPs",
    "reinstatement-bill": "The Reinstatement Bill",
    "context": "Background",
}
"""What an event may bear on, as readers see it."""

PLANNED = "planned"

KINDS: Mapping[str, str] = {
    "legislation": "Law-making",
    "policy": "Policy",
    "political": "Politics",
    "election": "Elections",
    "analysis": "Findings and reviews",
    "publication": "Plans and texts",
    "organisational": "Bodies",
    "contract": "Contracts",
    "legal": "Courts and legal rules",
    "funding": "Money",
    PLANNED: "Planned, not seen to happen",
}
"""Kinds of event, as readers see them."""

_WITHIN = {4: "in ", 7: "in ", 10: ""}


@dataclass(frozen=True)
class Event:
    """Something that happened on a date that may be partial.

    Attributes:
        id: Its name, and its anchor on the page.
        date: A year, a month or a day in ISO form.
        plans: What it bears on, keys of `PLANS`.
        kind: One of `KINDS`.
        words: What happened, numbers as ``{fig:id}``.
        sources: Keys of sources.bib, at least one.
        confidence: high, medium or low.
        notes: Scope and cautions, "" when there are none.
    """

    id: str
    date: str
    plans: tuple[str, ...]
    kind: str
    words: str
    sources: tuple[str, ...]
    confidence: str
    notes: str

    @property
    def last(self) -> datetime.date:
        """The last day on which it may have happened: a partial date counts from its end."""
        return partial_date(self.date).last

    @property
    def when(self) -> str:
        """The date as far as it is known: "3 May 2017", "in May 2017", "in 2017"."""
        return _WITHIN[len(self.date)] + units.date(self.date)

    @property
    def ahead(self) -> bool:
        """Whether it still lay ahead when its source was written, and was not seen to happen."""
        return self.kind == PLANNED


def events() -> tuple[Event, ...]:
    """Every event, in order; one known to the day comes before a month or year that it ends.

    Raises:
        tables.DataError: The table cannot be read.
    """
    found = (_event(row) for row in tables.table(TABLE).to_dict("records"))
    return tuple(sorted(found, key=lambda event: (event.last, -len(event.date))))


def by_year(listed: Iterable[Event]) -> dict[int, tuple[Event, ...]]:
    """Events under their years, years and events in the order in which they come."""
    years: dict[int, tuple[Event, ...]] = {}
    for event in listed:
        year = event.last.year
        years[year] = (*years.get(year, ()), event)
    return years


def _event(row: Mapping[Any, Any]) -> Event:
    return Event(
        id=row["id"],
        date=row["date"],
        plans=tuple(row["plan"].split()),
        kind=row["kind"],
        words=row["event"],
        sources=tuple(row["source"].split()),
        confidence=row["confidence"],
        notes=row["notes"],
    )
