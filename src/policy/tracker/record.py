"""Pledges and events as the rules read them, and what was on record on a given day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from policy import tables
from policy.dates import Span, partial_date
from policy.tracker import vocabulary
from policy.tracker.rulings import Rulebook, rulebook

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Pledge:
    """A pledge, without its words.

    Attributes:
        id: Its name.
        plan: Which of the three plans it belongs to.
        type: The type that `pledges.csv` gives it.
        made: The days on which it may have been made.
        condition: The condition it was made under, as the rules read it.
        deadline: The days that its deadline covers, or None.
        strong: Whether its words allow a second, stronger test.
    """

    id: str
    plan: str
    type: str
    made: Span
    condition: str
    deadline: Span | None
    strong: bool

    @property
    def kind(self) -> str:
        """How it is scored: promise, prediction or demand."""
        return vocabulary.kind(self.type)


@dataclass(frozen=True)
class Event:
    """A dated piece of evidence on one pledge, without its words.

    Attributes:
        id: Its name.
        pledge: The pledge it bears on.
        when: The days on which it may have happened.
        order: Its place among events of one day.
        effect: What it does, one of `vocabulary.EFFECTS`.
        test: Which test of the pledge it bears on: both, weak or strong.
        recorded: The day on which this project put it on record.
        corrects: The id of the event that it stands in for from that day, or "".
    """

    id: str
    pledge: str
    when: Span
    order: int
    effect: str
    test: str
    recorded: date
    corrects: str

    @property
    def day(self) -> date:
        """The first day on which it counts.

        A partial date counts from its last day. Polling day is in force to its end, so what
        an election settles counts from the day after.
        """
        last = self.when.last
        return last + timedelta(days=1) if self.effect in vocabulary.ELECTION else last


@dataclass(frozen=True)
class Register:
    """Everything the tracker works with: pledges, events on record, and the rules."""

    pledges: tuple[Pledge, ...]
    events: tuple[Event, ...]
    book: Rulebook

    def known_on(self, day: date) -> Register:
        """What was on record at the end of a day.

        A row put on record later is not there, and what it corrects still is. A pledge is on
        record from the first row about it.
        """
        events = tuple(event for event in self.events if event.recorded <= day)
        known = {event.pledge for event in events}
        pledges = tuple(pledge for pledge in self.pledges if pledge.id in known)
        return Register(pledges, events, self.book)

    def standing(self) -> tuple[Event, ...]:
        """The events on record less those that another one corrects."""
        corrected = {event.corrects for event in self.events}
        return tuple(event for event in self.events if event.id not in corrected)

    def latest(self) -> date:
        """The last day on which anything was put on record.

        Raises:
            ValueError: Nothing is on record.
        """
        return max(event.recorded for event in self.events)


def register(pledges: pd.DataFrame, events: pd.DataFrame, book: Rulebook) -> Register:
    """The register that the tables pledges and pledge_events make under a rulebook."""
    return Register(
        tuple(_pledge(row) for row in tables.records(pledges)),
        tuple(_event(row) for row in tables.records(events)),
        book,
    )


def read() -> Register:
    """The register of the book's own data."""
    book = rulebook(tables.table("status_rules"), tables.table("statuses"))
    return register(tables.table("pledges"), tables.table("pledge_events"), book)


def _pledge(row: dict[str, Any]) -> Pledge:
    return Pledge(
        id=row["id"],
        plan=row["plan"],
        type=row["type"],
        made=partial_date(row["made_on"]),
        condition=vocabulary.DECLARED[row["condition"]],
        deadline=partial_date(row["deadline"]) if row["deadline"] else None,
        strong=bool(row["strong_test"]),
    )


def _event(row: dict[str, Any]) -> Event:
    return Event(
        id=row["id"],
        pledge=row["pledge"],
        when=partial_date(row["date"]),
        order=int(row["order"]),
        effect=row["effect"],
        test=row["test"],
        recorded=date.fromisoformat(row["recorded_on"]),
        corrects=row["corrects"],
    )
