"""What a schema cannot say of the data, each as a named rule with a message to act on.

A rule takes the whole data folder as text and yields faults. It reads only cells that the
schema accepts, so that one mistake is reported once.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from policy import tables
from policy.derive import METHODS
from policy.tables import Contents, Dangling, Fault, Place, Refused, Row, Sheet

NONE_FOUND = "none found"
NOT_STATED = "Not stated in the sources found."
COMPARED = ("labour-review", "stp-programme", "reinstatement-bill", "law-2017")
LONGEST_CELL = 45
"""Words in a cell of the comparison: what a reader holds while looking along a row."""
NOT_PERIODS = ("not-stated", "not-applicable")
KINDS = ("primary", "secondary", "campaign", "seed")
ENTRY_TYPES = ("misc", "report", "online")
FIELDS = ("author", "title", "date", "publisher", "url", "seen-at", "kind", "note")

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBERS = ("value", "low", "high")


# --- dates and periods -----------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """The first and last day of a date or period, both included."""

    first: date
    last: date


def span(text: str) -> Span:
    """The days a date or period covers.

    Takes a financial year `2020/21` (1 April to 31 March), a year `2017`, a month `2017-06`, a
    day `2017-05-03`, or two of them joined by ` to `, optionally after `by `.

    Raises:
        ValueError: The text is none of these, or its second date is not after its first.
    """
    whole = text.removeprefix("by ")
    ends = whole.split(" to ")
    if len(ends) > 2:
        raise ValueError(f"{text!r} joins more than two dates")
    spans = [_one_date(end) for end in ends]
    if len(spans) == 2 and spans[0].first >= spans[1].first:
        raise ValueError(f"{text!r} ends before it begins")
    return Span(spans[0].first, max(each.last for each in spans))


def partial_date(text: str) -> Span:
    """The days of a year, a month or a day in ISO form.

    Raises:
        ValueError: The text is none of these.
    """
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    if match is None:
        raise ValueError(f"{text!r} is not a date such as 2017, 2017-06 or 2017-05-03")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return Span(date(year, 1, 1), date(year, 12, 31))
    if day is None:
        if not 1 <= month <= 12:
            raise ValueError(f"{text!r} has no month {month}")
        return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    return Span(date(year, month, day), date(year, month, day))


def financial_year(text: str) -> Span:
    """The days of a financial year such as 2020/21.

    Raises:
        ValueError: The form is another, or the second year does not follow the first.
    """
    match = re.fullmatch(r"([0-9]{4})/([0-9]{2})", text)
    if match is None or int(match[2]) != (int(match[1]) + 1) % 100:
        raise ValueError(f"{text!r} is not a financial year such as 2016/17")
    start = int(match[1])
    return Span(date(start, 4, 1), date(start + 1, 4, 1) - timedelta(days=1))


def _one_date(text: str) -> Span:
    return financial_year(text) if "/" in text else partial_date(text)


def _nearest_period(text: str) -> str | None:
    """The period most likely meant, or None."""
    mended = re.sub(r"([0-9]{4})/([0-9]{2})", lambda m: f"{m[1]}/{(int(m[1]) + 1) % 100:02}", text)
    both = re.fullmatch(r"(?:by )?(.+) to (.+)", mended)
    swapped = f"{both[2]} to {both[1]}" if both else mended
    # 2017-18 reads as month 18 of 2017.
    slashed = re.sub(r"\b([0-9]{4})-([0-9]{2})\b(?!-)", r"\1/\2", text)
    for guess in (mended, swapped, slashed):
        try:
            span(guess)
        except ValueError:
            continue
        return guess
    return None


# --- reading rows ----------------------------------------------------------------------------

RowRule = Callable[[Sheet, Row], Iterable[Fault]]
Rule = Callable[[Contents], Iterable[Fault]]


def _each(data: Contents, names: Iterable[str], rule: RowRule) -> Iterator[Fault]:
    """Apply a rule to each row; a row whose cells the schema refused is passed over."""
    for sheet in (data.sheets[name] for name in names if name in data.sheets):
        for row in sheet.rows:
            with suppress(Refused):
                yield from rule(sheet, row)


def _fault(sheet: Sheet, row: Row, column: str, expected: str, near: str | None = None) -> Fault:
    return Fault(sheet.file, row.number, column, row.cells[column], expected, near)


def _readable(data: Contents, *names: str) -> bool:
    return all(name in data.sheets and data.sheets[name].readable for name in names)


# --- rules over the tables ---------------------------------------------------------------------

_CITED = {
    "figures": ("source",),
    "deflators": ("source",),
    "chains": ("source",),
    "glossary": ("source",),
    "checks": ("best_case_sources", "best_rebuttal_sources"),
    "comparison": ("sources",),
}


def sources_exist(data: Contents) -> Iterable[Fault]:
    """Every source key in a table is an entry of sources.bib; a missing one is told once."""
    if not data.sources.readable:
        return ()
    kind = f"a key in {data.sources.file}"
    used: list[Dangling] = []
    for name, columns in _CITED.items():
        for row in data.sheets[name].rows if _readable(data, name) else ():
            for column in columns:
                text = row.cells[column]
                if column in row.refused or text == NONE_FOUND:
                    continue
                for key in text.split():
                    if key not in data.sources.keys:
                        place = Place(data.sheets[name].file, row.number, column)
                        used.append(Dangling(key, place, kind, data.sources.keys))
    return tables.merged(used)


def ids_once(data: Contents) -> Iterator[Fault]:
    """An id names one number, a figure or a derivation, never both."""
    if not _readable(data, "figures", "derivations"):
        return
    figures, derivations = data.sheets["figures"], data.sheets["derivations"]
    taken = {row.cells["id"]: row.number for row in reversed(figures.rows) if row.cells["id"]}
    for row in derivations.rows:
        value = row.cells["id"]
        if value in taken:
            where = f"{figures.file} row {taken[value]}"
            yield _fault(derivations, row, "id", f"new here: {where} has it already")


def numbers_in_order(data: Contents) -> Iterator[Fault]:
    """Low is not above value and value not above high."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        value, low, high = (_number(row, name) for name in _NUMBERS)
        if low is not None and high is not None and low > high:
            swap = f"low {row['high']}, high {row['low']}"
            yield _fault(sheet, row, "low", f"at most high, which is {row['high']}", swap)
        elif value is not None and low is not None and value < low:
            yield _fault(sheet, row, "value", f"at least low, which is {row['low']}", row["low"])
        elif value is not None and high is not None and value > high:
            yield _fault(sheet, row, "value", f"at most high, which is {row['high']}", row["high"])

    return _each(data, ["figures"], rule)


def _number(row: Row, column: str) -> float | None:
    return float(row[column]) if row[column] else None


def value_or_date(data: Contents) -> Iterator[Fault]:
    """A date row has `when` and no number; any other has a value or a range, and no `when`."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        unit = row["unit"]
        filled = [name for name in _NUMBERS if row[name]]
        if unit == "date":
            if not row["when"]:
                yield _fault(sheet, row, "when", "a date such as 2017-06, since the unit is date")
            for name in filled:
                yield _fault(sheet, row, name, "blank, since the unit is date")
            return
        if row["when"]:
            yield _fault(sheet, row, "when", f"blank, since the unit is {unit} and not date")
        if not filled:
            yield _fault(sheet, row, "value", "a number, or a range in low and high")
        elif filled in (["low"], ["high"]):
            other = "high" if filled == ["low"] else "low"
            yield _fault(sheet, row, other, f"a number to go with {filled[0]}, or a value")

    return _each(data, ["figures"], rule)


def dates_are_dates(data: Contents) -> Iterator[Fault]:
    """`when` is a date in the calendar."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if row["when"]:
            yield from _date_fault(sheet.file, row.number, "when", row["when"])

    return _each(data, ["figures"], rule)


def _date_fault(file: str, number: int, column: str, value: str) -> Iterator[Fault]:
    try:
        partial_date(value)
    except ValueError:
        expected = "a date such as 2017, 2017-06 or 2017-05-03"
        tidy = next((each for each in tables.tidied(value) if _is_date(each)), None)
        yield Fault(file, number, column, value, expected, tidy)


def _is_date(text: str) -> bool:
    try:
        partial_date(text)
    except ValueError:
        return False
    return True


def periods(data: Contents) -> Iterator[Fault]:
    """A period is days in the calendar: 2016/17, not 2016/18, and it ends after it begins."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        value = row["period"]
        if value in NOT_PERIODS:
            return
        try:
            span(value)
        except ValueError as error:
            near = _nearest_period(value)
            yield _fault(sheet, row, "period", f"a period in the calendar ({error})", near)

    return _each(data, ["figures", "derivations"], rule)


def deflator_years(data: Contents) -> Iterator[Fault]:
    """The year of a price index is a financial year."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        yield from _financial_year_fault(sheet, row, "year")

    return _each(data, ["deflators"], rule)


def _financial_year_fault(sheet: Sheet, row: Row, column: str) -> Iterator[Fault]:
    try:
        financial_year(row[column])
    except ValueError:
        near = _nearest_period(row[column])
        yield _fault(sheet, row, column, "a financial year such as 2016/17", near)


def price_years(data: Contents) -> Iterator[Fault]:
    """Real money names the year of its prices, or says not-stated; nothing else has one."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        basis, year = row["price_basis"], row["price_year"]
        if basis == "real":
            if not year:
                expected = "a financial year or not-stated, since price_basis is real"
                yield _fault(sheet, row, "price_year", expected, "not-stated")
            elif year != "not-stated":
                yield from _financial_year_fault(sheet, row, "price_year")
        elif year and not basis == year == "not-stated":
            yield _fault(sheet, row, "price_year", f"blank, since price_basis is {basis}")

    return _each(data, ["figures", "derivations"], rule)


def money_has_a_basis(data: Contents) -> Iterator[Fault]:
    """Money is cash, real, or of a basis that nobody stated; it cannot have none."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if row["unit"].startswith("gbp") and row["price_basis"] == "not-applicable":
            expected = f"cash, real or not-stated, since the unit is {row['unit']}"
            yield _fault(sheet, row, "price_basis", expected, "not-stated")

    return _each(data, ["figures", "derivations"], rule)


def two_sources_a_side(data: Contents) -> Iterator[Fault]:
    """A best case and a best rebuttal rest on two different sources or more, or none found."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        for column in ("best_case_sources", "best_rebuttal_sources"):
            if column in row.refused or row[column] == NONE_FOUND:
                continue
            if len(set(row[column].split())) < 2:
                yield _fault(sheet, row, column, f"two different sources, or '{NONE_FOUND}'")

    return _each(data, ["checks"], rule)


def related_terms_exist(data: Contents) -> Iterable[Fault]:
    """What the glossary says to see also is in the glossary."""
    if not _readable(data, "glossary"):
        return ()
    sheet, known = data.sheets["glossary"], data.sheets["glossary"].values("term")
    return tables.merged(
        Dangling(term, Place(sheet.file, row.number, "see_also"), f"a term in {sheet.file}", known)
        for row in sheet.rows
        if "see_also" not in row.refused
        for term in filter(None, row.cells["see_also"].split("; "))
        if term not in known
    )


# --- rules over the comparison -----------------------------------------------------------------


def every_cell_is_there(data: Contents) -> Iterator[Fault]:
    """Each dimension of the comparison has a cell in every column."""
    if not _readable(data, "dimensions", "comparison"):
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
            yield _fault(dimensions, row, "id", expected)


def cells_say_what_they_rest_on(data: Contents) -> Iterator[Fault]:
    """A cell has sources, a place in each and a confidence, or says that nothing was found."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if (row["cell"] == NOT_STATED) != (row["sources"] == NONE_FOUND):
            if row["sources"] == NONE_FOUND:
                expected = f"'{NOT_STATED}', since sources is {NONE_FOUND}"
                yield _fault(sheet, row, "cell", expected, NOT_STATED)
            else:
                expected = f"{NONE_FOUND}, since the cell says that nothing was"
                yield _fault(sheet, row, "sources", expected, NONE_FOUND)
            return
        if row["sources"] == NONE_FOUND:
            for column in ("locator", "confidence"):
                if row[column]:
                    yield _fault(sheet, row, column, f"blank, since sources is {NONE_FOUND}")
            return
        if not row["confidence"]:
            yield _fault(sheet, row, "confidence", "high, medium or low, since there are sources")
        keys, places = row["sources"].split(), row["locator"].split("; ")
        if len(keys) != len(places) or not all(places):
            expected = f"a place in each of {len(keys)} sources, separated by '; '"
            yield _fault(sheet, row, "locator", expected)

    return _each(data, ["comparison"], rule)


def figures_in_cells_are_sourced(data: Contents) -> Iterator[Fault]:
    """The source of each figure in a cell is among the sources of the cell."""
    if not (data.sources.readable and _readable(data, "figures")):
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
                yield _fault(sheet, row, "sources", expected)

    return _each(data, ["comparison"], rule)


def cells_are_short(data: Contents) -> Iterator[Fault]:
    """A cell can be read in one look."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        count = len(row["cell"].split())
        if count > LONGEST_CELL:
            expected = f"at most {LONGEST_CELL} words: it has {count}"
            yield _fault(sheet, row, "cell", expected)

    return _each(data, ["comparison"], rule)


# --- rules over what rests on what -------------------------------------------------------------


def inputs_exist(data: Contents) -> Iterable[Fault]:
    """Inputs of derivations and checks are figures, derivations or deflators that exist."""
    if not _readable(data, "figures", "derivations", "deflators"):
        return ()
    derived = data.sheets["derivations"].values("id")
    numbers = derived | data.sheets["figures"].values("id")
    indices = frozenset(
        f"deflator:{row.cells['series']}:{row.cells['year']}"
        for row in data.sheets["deflators"].rows
    )
    figures, derivations = data.sheets["figures"].file, data.sheets["derivations"].file
    # A figure that is gone may be missed by a chain or check too, which has been told already.
    told = {lost.value for lost in data.dangling}
    used: list[Dangling] = []
    for place, text in _lists(data, "derivations", "inputs"):
        for each in text.split():
            if each.startswith("deflator:"):
                kind, known = f"a series and year in {data.sheets['deflators'].file}", indices
            else:
                kind, known = f"an id in {figures} or {derivations}", numbers
            if each not in known and each not in told:
                used.append(Dangling(each, place, kind, known))
    for place, text in _lists(data, "checks", "derivations"):
        for each in text.split():
            if each not in derived:
                used.append(Dangling(each, place, f"an id in {derivations}", derived))
    return tables.merged(used)


def _lists(data: Contents, name: str, column: str) -> Iterator[tuple[Place, str]]:
    if name in data.sheets:
        sheet = data.sheets[name]
        for row in sheet.rows:
            if column not in row.refused:
                yield Place(sheet.file, row.number, column), row[column]


def inputs_fit_the_method(data: Contents) -> Iterator[Fault]:
    """A method is known, and gets as many inputs as it takes."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        name, inputs = row["method"], row["inputs"].split()
        if name not in METHODS:
            near = tables.nearest(name, METHODS)
            yield _fault(sheet, row, "method", f"one of {', '.join(METHODS)}", near)
            return
        method = METHODS[name]
        if len(inputs) < method.least or (method.most is not None and len(inputs) > method.most):
            count = f"{method.least}" if method.least == method.most else f"{method.least} or more"
            noun = "input" if count == "1" else "inputs"
            yield _fault(sheet, row, "inputs", f"{count} {noun} for {name}: {method.formula}")

    return _each(data, ["derivations"], rule)


def chains_end(data: Contents) -> Iterator[Fault]:
    """A figure does not come round to repeating itself."""
    return _circles(data, "chains", "figure", "repeats", "repeats")


def derivations_end(data: Contents) -> Iterator[Fault]:
    """A derivation does not rest on itself."""
    return _circles(data, "derivations", "id", "inputs", "rests on")


def _circles(data: Contents, name: str, start: str, ends: str, verb: str) -> Iterator[Fault]:
    if name not in data.sheets:
        return
    sheet = data.sheets[name]
    arrows: dict[str, dict[str, Row]] = {}
    for row in sheet.rows:
        if {start, ends}.isdisjoint(row.refused):
            for end in row[ends].split():
                arrows.setdefault(row[start], {}).setdefault(end, row)
    for circle in _cycles({here: list(there) for here, there in arrows.items()}):
        steps = [(here, circle[(i + 1) % len(circle)]) for i, here in enumerate(circle)]
        here, there = max(steps, key=lambda step: arrows[step[0]][step[1]].number)
        turn = circle.index(here)
        ring = [*circle[turn:], *circle[:turn], here]
        expected = f"free of a circle: {f' {verb} '.join(ring)}"
        row = arrows[here][there]
        yield Fault(sheet.file, row.number, ends, there, expected)


def _cycles(arrows: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """A circle for each arrow that leads back to a name it came from."""
    circles: list[list[str]] = []
    done: set[str] = set()
    for start in arrows:
        trail: list[str] = []
        # Each level of the stack is the names still to try after the trail's name at that depth.
        stack = [iter([start])]
        while stack:
            name = next(stack[-1], None)
            if name is None:
                stack.pop()
                if trail:
                    done.add(trail.pop())
            elif name in trail:
                circles.append(trail[trail.index(name) :])
            elif name not in done:
                trail.append(name)
                stack.append(iter(arrows.get(name, ())))
    return circles


# --- rules over the sources ----------------------------------------------------------------------


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
            yield from _date_fault(file, rows.get("date", entry.row), "date", source.date)
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


RULES: Mapping[str, Rule] = {
    rule.__name__.replace("_", "-"): rule
    for rule in (
        sources_exist,
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
        every_cell_is_there,
        cells_say_what_they_rest_on,
        figures_in_cells_are_sourced,
        cells_are_short,
        inputs_exist,
        inputs_fit_the_method,
        chains_end,
        derivations_end,
        source_entries,
        source_values,
        bodies_in_braces,
    )
}


def faults(folder: Path = tables.DATA) -> tuple[Fault, ...]:
    """Everything the rules have against the data, in the order of `RULES`.

    What the schema has refused is left out, since `tables.faults` reports it.
    """
    data = tables.contents(folder)
    return tuple(fault for rule in RULES.values() for fault in rule(data))
