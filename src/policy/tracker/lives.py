"""The life of each pledge as intervals, each with the rule and the event that began it.

Events are read in the order in which they count, and each is judged by what stood before it.
So a later event can never change an earlier view.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from policy.tracker.record import Event, Pledge, Register
from policy.tracker.rulings import Case, Rule, Rulebook
from policy.tracker.vocabulary import (
    AFTER,
    BEFORE,
    COLUMNS,
    DEADLINE_PASSED,
    MADE,
    NO_DEADLINE,
    ON,
    POSITION,
    WHOLE,
)

if TYPE_CHECKING:
    import pandas as pd

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Interval:
    """A run of days on which one question about a pledge has one answer.

    Attributes:
        pledge: The pledge.
        column: The question: position, maker or outcome.
        first: The first day.
        last: The last day, or None when it has not ended.
        status: The answer.
        reason: Why, in one sentence.
        change: What would change it, in one sentence.
        event: The event that began it, or "" when the calendar did.
        rule: The rule that decided it.
    """

    pledge: str
    column: str
    first: date
    last: date | None
    status: str
    reason: str
    change: str
    event: str
    rule: str


@dataclass(frozen=True)
class _Step:
    """Something that may change a pledge's statuses, in the order in which it counts."""

    day: date
    phase: int
    order: int
    id: str
    effect: str
    test: str
    time: str


def intervals(pledge: Pledge, events: tuple[Event, ...], book: Rulebook) -> tuple[Interval, ...]:
    """The whole life of one pledge in all three columns, from the day it was made.

    Args:
        pledge: The pledge.
        events: The events on it, in any order.
        book: The rules.
    """
    condition = pledge.condition
    changes: dict[str, list[tuple[date, str, Rule, str]]] = {column: [] for column in COLUMNS}
    for step in _steps(pledge, events):
        position = ""
        for column in COLUMNS:
            rule = book.rule(
                Case(column, step.effect, pledge.kind, condition, step.test, step.time)
            )
            before = changes[column][-1][1] if changes[column] else None
            status = rule.after(before)
            if status != before:
                changes[column].append((step.day, status, rule, step.id))
            if column == POSITION:
                position = status
        condition = book.conditions[position]
    return tuple(
        interval for column in COLUMNS for interval in _runs(pledge.id, column, changes[column])
    )


def _steps(pledge: Pledge, events: tuple[Event, ...]) -> list[_Step]:
    """What happens to a pledge: it is made, its deadline passes, and its events.

    On one day the calendar comes first. Nothing comes before the pledge is made.
    """
    start, deadline = pledge.made.last, pledge.deadline
    steps = [_Step(start, 0, 0, "", MADE, WHOLE, _time(start, pledge))]
    if deadline is not None:
        day = max(start, deadline.last + _ONE_DAY)
        steps.append(_Step(day, 1, 0, "", DEADLINE_PASSED, WHOLE, AFTER))
    for event in events:
        test = event.test if pledge.strong and event.test != "both" else WHOLE
        time = _time(event.when.last, pledge)
        day = max(start, event.day)
        steps.append(_Step(day, 2, event.order, event.id, event.effect, test, time))
    return sorted(steps, key=lambda step: (step.day, step.phase, step.order, step.id))


def _time(day: date, pledge: Pledge) -> str:
    if pledge.deadline is None:
        return NO_DEADLINE
    if day == pledge.deadline.last:
        return ON
    return BEFORE if day < pledge.deadline.last else AFTER


def _runs(
    pledge: str, column: str, changes: list[tuple[date, str, Rule, str]]
) -> Iterator[Interval]:
    """Changes as intervals; of several on one day the last stands."""
    by_day = {day: (status, rule, event) for day, status, rule, event in changes}
    days = sorted(by_day)
    merged: list[Interval] = []
    for day in days:
        status, rule, event = by_day[day]
        if merged and merged[-1].status == status:
            continue
        merged.append(
            Interval(pledge, column, day, None, status, rule.reason, rule.change, event, rule.id)
        )
    for here, after in zip(merged, [*merged[1:], None], strict=True):
        end = after.first - _ONE_DAY if after else None
        yield replace(here, last=end)


def history(register: Register, until: date | None = None) -> pd.DataFrame:
    """The life of every pledge as a table, one row an interval.

    Args:
        register: Pledges, events and rules.
        until: Leave out what begins after this day. Without it deadlines still to come are in
            the table too, as they will pass if nothing else happens.

    Columns: pledge, plan, type, class, column, first, last (None while it runs), status,
    reason, change, event ("" when the calendar began it), rule.
    """
    import pandas as pd

    events: dict[str, list[Event]] = {}
    for event in register.standing():
        events.setdefault(event.pledge, []).append(event)
    rows = []
    for pledge in register.pledges:
        named = {"pledge": pledge.id, "plan": pledge.plan, "type": pledge.type}
        for each in intervals(pledge, tuple(events.get(pledge.id, ())), register.book):
            if until is None or each.first <= until:
                rows.append(named | {"class": pledge.kind} | vars(_cut(each, until)))
    columns = ["pledge", "plan", "type", "class", "column", "first", "last", "status"]
    columns += ["reason", "change", "event", "rule"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _cut(interval: Interval, until: date | None) -> Interval:
    """The interval as it is known on a day: what ends later is still running."""
    if until is None or interval.last is None or interval.last < until:
        return interval
    return replace(interval, last=None)


def on(history: pd.DataFrame, day: date) -> pd.DataFrame:
    """Every pledge as it stood at the end of a day, one row each, in the order given.

    A pledge that was not yet made is left out.

    Columns: pledge, plan, type, class, and for each of position, maker and outcome the
    status under that name and `_since`, `_reason`, `_change`, `_event` and `_rule` after it.
    """
    import pandas as pd

    rows: dict[str, dict[str, object]] = {}
    for row in history.to_dict("records"):
        if row["first"] > day or (row["last"] is not None and row["last"] < day):
            continue
        found = rows.setdefault(
            row["pledge"], {name: row[name] for name in ("pledge", "plan", "type", "class")}
        )
        column = row["column"]
        found[column] = row["status"]
        found[f"{column}_since"] = row["first"]
        for name in ("reason", "change", "event", "rule"):
            found[f"{column}_{name}"] = row[name]
    parts = ("", "_since", "_reason", "_change", "_event", "_rule")
    columns = ["pledge", "plan", "type", "class"]
    columns += [f"{column}{part}" for column in COLUMNS for part in parts]
    return pd.DataFrame(list(rows.values()), columns=columns, dtype=object)


def undecided_dates(register: Register) -> tuple[str, ...]:
    """Events whose partial date leaves open on which side of the deadline they fall.

    They are counted from the end of their date, so as late.
    """
    deadlines = {pledge.id: pledge.deadline for pledge in register.pledges}
    found = []
    for event in register.standing():
        deadline = deadlines.get(event.pledge)
        if deadline is not None and event.when.first <= deadline.last < event.when.last:
            found.append(event.id)
    return tuple(found)
