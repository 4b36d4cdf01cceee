"""Rules over the pledges, the events that bear on them, and the timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from policy import tables
from policy.dates import Span, partial_date
from policy.rules.rows import (
    NONE_FOUND,
    date_fault,
    fault,
    is_date,
    over_rows,
    readable,
)
from policy.tables import Contents, Fault, Row, Sheet

_DAYS = {
    "pledges": ("made_on", "deadline"),
    "pledge_events": ("date", "recorded_on"),
    "timeline": ("date",),
}


def pledge_days(data: Contents) -> Iterator[Fault]:
    """The dates of pledges, of what bears on them and of the timeline are in the calendar."""
    for name, columns in _DAYS.items():

        def rule(sheet: Sheet, row: Row, columns: Sequence[str] = columns) -> Iterator[Fault]:
            for column in columns:
                if column not in row.refused and row.cells[column]:
                    yield from date_fault(sheet.file, row.number, column, row.cells[column])

        yield from over_rows(data, [name], rule)


def deadlines_after_pledges(data: Contents) -> Iterator[Fault]:
    """A deadline does not lie before the pledge was made."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        made, deadline = _days(row["made_on"]), _days(row["deadline"])
        if made and deadline and deadline.last < made.first:
            expected = f"in or after made_on, which is {row['made_on']}"
            yield fault(sheet, row, "deadline", expected)

    return over_rows(data, ["pledges"], rule)


def _days(text: str) -> Span | None:
    """The days of a date; None where there is none, or none in the calendar."""
    return partial_date(text) if is_date(text) else None


def events_after_pledges(data: Contents) -> Iterator[Fault]:
    """Nothing bears on a pledge before it was made."""
    made_on = _by_pledge(data, "made_on")

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        pledge, day = row["pledge"], _days(row["date"])
        made = _days(made_on.get(pledge, ""))
        if made and day and day.last < made.first:
            expected = f"in or after {made_on[pledge]}, when {pledge} was made"
            yield fault(sheet, row, "date", expected)

    return over_rows(data, ["pledge_events"], rule)


def _by_pledge(data: Contents, column: str) -> Mapping[str, str]:
    """What a column of the pledges holds for each, less what the schema refused."""
    if not readable(data, "pledges"):
        return {}
    rows = data.sheets["pledges"].rows
    return {row.cells["id"]: row.cells[column] for row in rows if column not in row.refused}


def events_are_past(data: Contents) -> Iterator[Fault]:
    """Nothing is put on record before it has happened."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        day, recorded = _days(row["date"]), _days(row["recorded_on"])
        if day and recorded and day.first > recorded.last:
            expected = f"up to recorded_on, which is {row['recorded_on']}"
            yield fault(sheet, row, "date", expected)

    return over_rows(data, ["pledge_events"], rule)


def what_lies_ahead_is_planned(data: Contents) -> Iterator[Fault]:
    """A row of the timeline later than all that is on record says that it is a plan."""
    if not readable(data, "pledge_events"):
        return
    on_record = data.sheets["pledge_events"].values("recorded_on")
    latest = max((days.last for days in map(_days, on_record) if days), default=None)

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        day = _days(row["date"])
        if day and latest and day.first > latest and row["kind"] != "planned":
            expected = f"up to {latest}, the last recorded_on, unless kind is planned"
            yield fault(sheet, row, "date", expected)

    yield from over_rows(data, ["timeline"], rule)


def every_pledge_has_an_event(data: Contents) -> Iterator[Fault]:
    """A pledge has evidence, or the day of a search that found none."""
    if not readable(data, "pledges", "pledge_events"):
        return
    events = data.sheets["pledge_events"]
    pledges, evidenced = data.sheets["pledges"].values("id"), events.values("pledge")
    # An event whose pledge is misspelt has been told already.
    meant = {tables.nearest(name, pledges) for name in evidenced - pledges}

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if row["id"] not in evidenced | meant:
            expected = f"a pledge with a row in {events.file}; nothing-found if a search found none"
            yield fault(sheet, row, "id", expected)

    yield from over_rows(data, ["pledges"], rule)


def events_in_one_order(data: Contents) -> Iterator[Fault]:
    """No two events of a pledge share a place in their order."""
    first: dict[tuple[str, str], int] = {}

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        place = (row["pledge"], row["order"])
        if first.setdefault(place, row.number) != row.number:
            expected = f"a number of its own: row {first[place]} has it for {row['pledge']}"
            yield fault(sheet, row, "order", expected)

    return over_rows(data, ["pledge_events"], rule)


def tests_are_set(data: Contents) -> Iterator[Fault]:
    """An event bears on the weak or the strong test only where its pledge has two."""
    strong = _by_pledge(data, "strong_test")

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if row["test"] != "both" and strong.get(row["pledge"]) == "":
            expected = f"both: {row['pledge']} has no strong_test"
            yield fault(sheet, row, "test", expected, "both")

    return over_rows(data, ["pledge_events"], rule)


def searches_have_no_source(data: Contents) -> Iterator[Fault]:
    """What was looked for and not found has no source, and everything else has one."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        searched = row["effect"] == "nothing-found"
        if searched and row["source"] != NONE_FOUND:
            expected = f"'{NONE_FOUND}', since effect is nothing-found"
            yield fault(sheet, row, "source", expected, NONE_FOUND)
        elif not searched and row["source"] == NONE_FOUND:
            yield fault(sheet, row, "source", f"a source, since effect is {row['effect']}")

    return over_rows(data, ["pledge_events"], rule)


def conditions_are_told(data: Contents) -> Iterator[Fault]:
    """A pledge that waits for an election or a law says for which."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if row["condition"] != "none" and not row["condition_words"]:
            expected = f"a sentence, since condition is {row['condition']}"
            yield fault(sheet, row, "condition_words", expected)

    return over_rows(data, ["pledges"], rule)


def statuses_are_computed(data: Contents) -> Iterator[Fault]:
    """No table of the tracker's evidence has a typed status, not even a declared one."""
    for sheet in (data.sheets[name] for name in _DAYS if name in data.sheets):
        for column in sheet.rows[0].cells if sheet.rows else ():
            if "status" in column:
                expected = "no such column: a status is computed from the events"
                yield Fault(sheet.file, 1, column, column, expected)


RULES = (
    pledge_days,
    deadlines_after_pledges,
    events_after_pledges,
    events_are_past,
    what_lies_ahead_is_planned,
    every_pledge_has_an_event,
    events_in_one_order,
    tests_are_set,
    searches_have_no_source,
    conditions_are_told,
    statuses_are_computed,
)
