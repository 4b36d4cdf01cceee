"""Rules over the figures and the tables that speak of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy import tables
from policy.dates import financial_year, span
from policy.rules.rows import (
    NONE_FOUND,
    date_fault,
    fault,
    nearest_period,
    over_rows,
    readable,
)
from policy.tables import Contents, Dangling, Fault, Place, Row, Sheet

NOT_PERIODS = ("not-stated", "not-applicable")
_NUMBERS = ("value", "low", "high")


def ids_once(data: Contents) -> Iterator[Fault]:
    """An id names one number, a figure or a derivation, never both."""
    if not readable(data, "figures", "derivations"):
        return
    figures, derivations = data.sheets["figures"], data.sheets["derivations"]
    taken = {row.cells["id"]: row.number for row in reversed(figures.rows) if row.cells["id"]}
    for row in derivations.rows:
        value = row.cells["id"]
        if value in taken:
            where = f"{figures.file} row {taken[value]}"
            yield fault(derivations, row, "id", f"new here: {where} has it already")


def numbers_in_order(data: Contents) -> Iterator[Fault]:
    """Low is not above value and value not above high."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        value, low, high = (_number(row, name) for name in _NUMBERS)
        if low is not None and high is not None and low > high:
            swap = f"low {row['high']}, high {row['low']}"
            yield fault(sheet, row, "low", f"at most high, which is {row['high']}", swap)
        elif value is not None and low is not None and value < low:
            yield fault(sheet, row, "value", f"at least low, which is {row['low']}", row["low"])
        elif value is not None and high is not None and value > high:
            yield fault(sheet, row, "value", f"at most high, which is {row['high']}", row["high"])

    return over_rows(data, ["figures"], rule)


def _number(row: Row, column: str) -> float | None:
    return float(row[column]) if row[column] else None


def value_or_date(data: Contents) -> Iterator[Fault]:
    """A date row has `when` and no number; any other has a value or a range, and no `when`."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        unit = row["unit"]
        filled = [name for name in _NUMBERS if row[name]]
        if unit == "date":
            if not row["when"]:
                yield fault(sheet, row, "when", "a date such as 2017-06, since the unit is date")
            for name in filled:
                yield fault(sheet, row, name, "blank, since the unit is date")
            return
        if row["when"]:
            yield fault(sheet, row, "when", f"blank, since the unit is {unit} and not date")
        if not filled:
            yield fault(sheet, row, "value", "a number, or a range in low and high")
        elif filled in (["low"], ["high"]):
            other = "high" if filled == ["low"] else "low"
            yield fault(sheet, row, other, f"a number to go with {filled[0]}, or a value")

    return over_rows(data, ["figures"], rule)


def dates_are_dates(data: Contents) -> Iterator[Fault]:
    """`when` is a date in the calendar."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if row["when"]:
            yield from date_fault(sheet.file, row.number, "when", row["when"])

    return over_rows(data, ["figures"], rule)


def periods(data: Contents) -> Iterator[Fault]:
    """A period is days in the calendar: 2016/17, not 2016/18, and it ends after it begins."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        value = row["period"]
        if value in NOT_PERIODS:
            return
        try:
            span(value)
        except ValueError as error:
            near = nearest_period(value)
            yield fault(sheet, row, "period", f"a period in the calendar ({error})", near)

    return over_rows(data, ["figures", "derivations"], rule)


def deflator_years(data: Contents) -> Iterator[Fault]:
    """The year of a price index is a financial year."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        yield from _financial_year_fault(sheet, row, "year")

    return over_rows(data, ["deflators"], rule)


def _financial_year_fault(sheet: Sheet, row: Row, column: str) -> Iterator[Fault]:
    try:
        financial_year(row[column])
    except ValueError:
        near = nearest_period(row[column])
        yield fault(sheet, row, column, "a financial year such as 2016/17", near)


def price_years(data: Contents) -> Iterator[Fault]:
    """Real money names the year of its prices, or says not-stated; nothing else has one."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        basis, year = row["price_basis"], row["price_year"]
        if basis == "real":
            if not year:
                expected = "a financial year or not-stated, since price_basis is real"
                yield fault(sheet, row, "price_year", expected, "not-stated")
            elif year != "not-stated":
                yield from _financial_year_fault(sheet, row, "price_year")
        elif year and not basis == year == "not-stated":
            yield fault(sheet, row, "price_year", f"blank, since price_basis is {basis}")

    return over_rows(data, ["figures", "derivations"], rule)


def money_has_a_basis(data: Contents) -> Iterator[Fault]:
    """Money is cash, real, or of a basis that nobody stated; it cannot have none."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if row["unit"].startswith("gbp") and row["price_basis"] == "not-applicable":
            expected = f"cash, real or not-stated, since the unit is {row['unit']}"
            yield fault(sheet, row, "price_basis", expected, "not-stated")

    return over_rows(data, ["figures", "derivations"], rule)


def two_sources_a_side(data: Contents) -> Iterator[Fault]:
    """A best case and a best rebuttal rest on two different sources or more, or none found."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        for column in ("best_case_sources", "best_rebuttal_sources"):
            if column in row.refused or row[column] == NONE_FOUND:
                continue
            if len(set(row[column].split())) < 2:
                yield fault(sheet, row, column, f"two different sources, or '{NONE_FOUND}'")

    return over_rows(data, ["checks"], rule)


def related_terms_exist(data: Contents) -> Iterable[Fault]:
    """What the glossary says to see also is in the glossary."""
    if not readable(data, "glossary"):
        return ()
    sheet, known = data.sheets["glossary"], data.sheets["glossary"].values("term")
    return tables.merged(
        Dangling(term, Place(sheet.file, row.number, "see_also"), f"a term in {sheet.file}", known)
        for row in sheet.rows
        if "see_also" not in row.refused
        for term in filter(None, row.cells["see_also"].split("; "))
        if term not in known
    )


def corrections_hold(data: Contents) -> Iterator[Fault]:
    """A correction changed a cell on a day in the calendar; the last one says what it holds."""
    if not readable(data, "figures", "corrections"):
        return
    held = {row.cells["id"]: row.cells for row in data.sheets["figures"].rows}
    sheet = data.sheets["corrections"]
    last: dict[tuple[str, str], Row] = {}
    for row in sheet.rows:
        if row.refused or row["figure"] not in held:
            continue
        yield from date_fault(sheet.file, row.number, "corrected_on", row["corrected_on"])
        if row["was"] == row["now"]:
            yield fault(sheet, row, "now", "another value than the one that was corrected")
        cell = (row["figure"], row["column"])
        last[cell] = max(last.get(cell, row), row, key=lambda each: each["corrected_on"])
    for (figure, column), row in last.items():
        if row["now"] != held[figure][column]:
            place = f"{data.sheets['figures'].file} {figure}, column {column}"
            yield fault(sheet, row, "now", f"what {place} holds", held[figure][column])


RULES = (
    ids_once,
    numbers_in_order,
    value_or_date,
    dates_are_dates,
    periods,
    deflator_years,
    price_years,
    money_has_a_basis,
    two_sources_a_side,
    related_terms_exist,
    corrections_hold,
)
