"""Rules over the plans' tables: steps to boards, Labour's wordings, stances, the comparison."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from policy import tables, wordings
from policy.dates import partial_date, span
from policy.rules.rows import (
    LONGEST_QUOTE,
    NONE_FOUND,
    date_fault,
    fault,
    nearest_period,
    over_rows,
    readable,
)
from policy.tables import Contents, Fault, Refused, Row, Sheet


def milestones_run_forward(data: Contents) -> Iterator[Fault]:
    """Steps have dates in the calendar, each no earlier than the step just above it."""
    above: tuple[date, str] | None = None
    for row in data.sheets["milestones"].rows if "milestones" in data.sheets else ():
        with suppress(Refused):
            file, value = data.sheets["milestones"].file, row["date"]
            faults = list(date_fault(file, row.number, "date", value))
            yield from faults
            if faults:
                continue
            last = partial_date(value).last
            if above and last < above[0]:
                yield Fault(file, row.number, "date", value, f"{above[1]} or later, as above it")
            above = last, value


_STANDINGS = ("none", "enacted", "statutory")


def standing_is_kept(data: Contents) -> Iterator[Fault]:
    """A form of organisation that has standing in law does not lose it at a later step."""
    reached: dict[str, str] = {}

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        form, standing = row["form"], row["standing"]
        before = reached.setdefault(form, standing)
        if _STANDINGS.index(standing) < _STANDINGS.index(before):
            expected = f"{before} or more, since {form} had that before"
            yield fault(sheet, row, "standing", expected, before)
        else:
            reached[form] = standing

    return over_rows(data, ["milestones"], rule)


def what_is_replaced_was_there(data: Contents) -> Iterator[Fault]:
    """A step ends a form that an earlier step names, once, and never the step's own."""
    started: set[str] = set()
    ended: set[str] = set()

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        form, old = row["form"], row["replaces"]
        if old == form:
            yield fault(sheet, row, "replaces", "a form other than the step's own")
        elif old and old not in started:
            yield fault(sheet, row, "replaces", "a form of an earlier step")
        elif old and old in ended:
            yield fault(sheet, row, "replaces", "a form that no earlier step has ended")
        started.add(form)
        ended.update(filter(None, [old]))

    return over_rows(data, ["milestones"], rule)


def milestones_count_areas(data: Contents) -> Iterator[Fault]:
    """The figure of a step is a count, so that steps can be set side by side."""
    if not readable(data, "milestones", "figures"):
        return
    measures = {row.cells["id"]: row.cells["measure"] for row in data.sheets["figures"].rows}
    for row in data.sheets["milestones"].rows:
        id = row.cells["figure"]
        measure = measures.get(id, "count") if id else "count"
        if measure != "count":
            expected = f"a figure that counts; this one is a {measure}"
            yield fault(data.sheets["milestones"], row, "figure", expected)


def wordings_in_order(data: Contents) -> Iterator[Fault]:
    """A wording is dated, and no row stands after one that can only be later."""
    latest: tuple[date, str] | None = None
    for row in data.sheets["wordings"].rows if "wordings" in data.sheets else ():
        if "date" in row.refused:
            continue
        sheet, text = data.sheets["wordings"], row["date"]
        try:
            days = span(text)
        except ValueError as error:
            near = nearest_period(text)
            yield fault(sheet, row, "date", f"a date or period in the calendar ({error})", near)
            continue
        if latest is not None and days.last < latest[0]:
            yield fault(sheet, row, "date", f"no earlier than {latest[1]}, which stands above it")
        if latest is None or days.first > latest[0]:
            latest = (days.first, text)


def positions_fit_subjects(data: Contents) -> Iterator[Fault]:
    """A wording on the plans or the Bill has a position of that subject, and no other has one."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        subject, position = row["subject"], row["position"]
        allowed = tuple(wordings.POSITIONS.get(subject, ()))
        if allowed and position not in allowed:
            expected = f"one of {', '.join(allowed)}, since the subject is {subject}"
            yield fault(sheet, row, "position", expected, tables.nearest(position, allowed))
        elif position and not allowed:
            yield fault(sheet, row, "position", f"blank, since the subject is {subject}")

    return over_rows(data, ["wordings"], rule)


def quotes_are_short(data: Contents) -> Iterator[Fault]:
    """A quotation names a text and does not copy it."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        count = len(row["quote"].split())
        if count > LONGEST_QUOTE:
            yield fault(sheet, row, "quote", f"at most {LONGEST_QUOTE} words: it has {count}")

    return over_rows(data, ["wordings"], rule)


NO_POSITION = "no-position-found"


def stances_are_dated(data: Contents) -> Iterator[Fault]:
    """A stance has a date in the calendar; where none was found there is no date."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if row["stance"] == NO_POSITION:
            if row["date"]:
                yield fault(sheet, row, "date", f"blank, since the stance is {NO_POSITION}")
        elif row["date"]:
            yield from date_fault(sheet.file, row.number, "date", row["date"])
        else:
            yield fault(sheet, row, "date", f"a date, since the stance is {row['stance']}")

    return over_rows(data, ["stances"], rule)


def stances_rest_on_sources(data: Contents) -> Iterator[Fault]:
    """A stance has a source and a place in it, and quotes no more than identifies the text."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if not row["source"] and row["stance"] != NO_POSITION:
            expected = f"a key in {data.sources.file}, since the stance is {row['stance']}"
            yield fault(sheet, row, "source", expected)
        if row["source"] and not row["locator"]:
            yield fault(sheet, row, "locator", f"a place in {row['source']}")
        elif row["locator"] and not row["source"]:
            yield fault(sheet, row, "locator", "blank, since there is no source")
        if row["quote"] and row["stance"] == NO_POSITION:
            yield fault(sheet, row, "quote", f"blank, since the stance is {NO_POSITION}")
        count = len(row["quote"].split())
        if count > LONGEST_QUOTE:
            yield fault(sheet, row, "quote", f"at most {LONGEST_QUOTE} words: it has {count}")

    return over_rows(data, ["stances"], rule)


def stances_agree(data: Contents) -> Iterator[Fault]:
    """An actor is of one kind, and has one stance on a plan at a time or none at all."""
    kinds: dict[str, Row] = {}
    taken: dict[tuple[str, str], list[Row]] = {}

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        first = kinds.setdefault(row["who"], row)
        if row["kind"] != first["kind"]:
            expected = f"{first['kind']}, which {row['who']} is in row {first.number}"
            yield fault(sheet, row, "kind", expected, first["kind"])
        others = taken.setdefault((row["who"], row["plan"]), [])
        for other in others:
            if NO_POSITION in (row["stance"], other["stance"]):
                expected = f"free of a contradiction: row {other.number} says {other['stance']}"
                yield fault(sheet, row, "stance", expected)
                break
            if row["date"] == other["date"]:
                yield fault(sheet, row, "date", f"another day than that of row {other.number}")
                break
        others.append(row)

    return over_rows(data, ["stances"], rule)


NOT_STATED = "Not stated in the sources found."
COMPARED = ("labour-review", "stp-programme", "reinstatement-bill", "law-2017")
LONGEST_CELL = 45
"""Words in a cell of the comparison: what a reader holds while looking along a row."""


def every_cell_is_there(data: Contents) -> Iterator[Fault]:
    """Each dimension of the comparison has a cell in every column."""
    if not readable(data, "dimensions", "comparison"):
        return
    dimensions, cells = data.sheets["dimensions"], data.sheets["comparison"]
    found = {(row.cells["dimension"], row.cells["column"]) for row in cells.rows}
    # A name that is not known has been told already, and may be the one that is missed here.
    unsure = {row.cells["column"] for row in cells.rows} - set(COMPARED)
    unsure |= {row.cells["dimension"] for row in cells.rows} - dimensions.values("id")
    for row in () if unsure else dimensions.rows:
        missing = [name for name in COMPARED if (row.cells["id"], name) not in found]
        if missing and "id" not in row.refused:
            expected = f"a dimension with a cell in {cells.file} for {' and '.join(missing)}"
            yield fault(dimensions, row, "id", expected)


def cells_say_what_they_rest_on(data: Contents) -> Iterator[Fault]:
    """A cell has sources, a place in each and a confidence, or says that nothing was found."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if (row["cell"] == NOT_STATED) != (row["sources"] == NONE_FOUND):
            if row["sources"] == NONE_FOUND:
                expected = f"'{NOT_STATED}', since sources is {NONE_FOUND}"
                yield fault(sheet, row, "cell", expected, NOT_STATED)
            else:
                expected = f"{NONE_FOUND}, since the cell says that nothing was"
                yield fault(sheet, row, "sources", expected, NONE_FOUND)
            return
        if row["sources"] == NONE_FOUND:
            for column in ("locator", "confidence"):
                if row[column]:
                    yield fault(sheet, row, column, f"blank, since sources is {NONE_FOUND}")
            return
        if not row["confidence"]:
            yield fault(sheet, row, "confidence", "high, medium or low, since there are sources")
        keys, places = row["sources"].split(), row["locator"].split("; ")
        if len(keys) != len(places) or not all(places):
            expected = f"a place in each of {len(keys)} sources, separated by '; '"
            yield fault(sheet, row, "locator", expected)

    return over_rows(data, ["comparison"], rule)


def figures_in_cells_are_sourced(data: Contents) -> Iterator[Fault]:
    """The source of each figure in a cell is among the sources of the cell."""
    if not (data.sources.readable and readable(data, "figures")):
        return iter(())
    known = data.sources.keys
    # Of two figures with one id, which is a fault told elsewhere, the first counts.
    said = {row.cells["id"]: row.cells["source"] for row in reversed(data.sheets["figures"].rows)}

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        keys = row["sources"].split()
        # A key that no source has is told elsewhere, and may be the one that is missed here.
        if row["sources"] != NONE_FOUND and not known.issuperset(keys):
            return
        for id in re.findall(r"\{fig:([^{}|\s]+)", row["cell"]):
            if said.get(id) in known and said[id] not in keys:
                expected = f"a list with {said[id]}, the source of {id}"
                yield fault(sheet, row, "sources", expected)

    return over_rows(data, ["comparison"], rule)


def cells_are_short(data: Contents) -> Iterator[Fault]:
    """A cell can be read in one look."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        count = len(row["cell"].split())
        if count > LONGEST_CELL:
            expected = f"at most {LONGEST_CELL} words: it has {count}"
            yield fault(sheet, row, "cell", expected)

    return over_rows(data, ["comparison"], rule)


RULES = (
    milestones_run_forward,
    standing_is_kept,
    what_is_replaced_was_there,
    milestones_count_areas,
    wordings_in_order,
    positions_fit_subjects,
    quotes_are_short,
    stances_are_dated,
    stances_rest_on_sources,
    stances_agree,
    every_cell_is_there,
    cells_say_what_they_rest_on,
    figures_in_cells_are_sourced,
    cells_are_short,
)
