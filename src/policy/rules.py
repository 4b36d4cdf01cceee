"""What a schema cannot say of the data, each as a named rule with a message to act on.

A rule takes the whole data folder as text and yields faults. It reads only cells that the
schema accepts, so that one mistake is reported once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from policy import tables, wordings
from policy.dates import Span, financial_year, partial_date, span
from policy.derive import METHODS
from policy.tables import Contents, Dangling, Fault, Place, Refused, Row, Sheet
from policy.tracker import rulings, scales, vocabulary
from policy.tracker.vocabulary import UNCHANGED

NONE_FOUND = "none found"
NOT_PERIODS = ("not-stated", "not-applicable")
KINDS = ("primary", "secondary", "campaign", "seed")
ENTRY_TYPES = ("misc", "report", "online")
FIELDS = ("author", "title", "date", "publisher", "url", "seen-at", "kind", "note")

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBERS = ("value", "low", "high")


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


def corrections_hold(data: Contents) -> Iterator[Fault]:
    """A correction changed a cell on a day in the calendar; the last one says what it holds."""
    if not _readable(data, "figures", "corrections"):
        return
    held = {row.cells["id"]: row.cells for row in data.sheets["figures"].rows}
    sheet = data.sheets["corrections"]
    last: dict[tuple[str, str], Row] = {}
    for row in sheet.rows:
        if row.refused or row["figure"] not in held:
            continue
        yield from _date_fault(sheet.file, row.number, "corrected_on", row["corrected_on"])
        if row["was"] == row["now"]:
            yield _fault(sheet, row, "now", "another value than the one that was corrected")
        cell = (row["figure"], row["column"])
        last[cell] = max(last.get(cell, row), row, key=lambda each: each["corrected_on"])
    for (figure, column), row in last.items():
        if row["now"] != held[figure][column]:
            place = f"{data.sheets['figures'].file} {figure}, column {column}"
            yield _fault(sheet, row, "now", f"what {place} holds", held[figure][column])


# --- rules over the steps from plan to board ---------------------------------------------------


def milestones_run_forward(data: Contents) -> Iterator[Fault]:
    """Steps have dates in the calendar, each no earlier than the step just above it."""
    above: tuple[date, str] | None = None
    for row in data.sheets["milestones"].rows if "milestones" in data.sheets else ():
        with suppress(Refused):
            file, value = data.sheets["milestones"].file, row["date"]
            faults = list(_date_fault(file, row.number, "date", value))
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
            yield _fault(sheet, row, "standing", expected, before)
        else:
            reached[form] = standing

    return _each(data, ["milestones"], rule)


def what_is_replaced_was_there(data: Contents) -> Iterator[Fault]:
    """A step ends a form that an earlier step names, once, and never the step's own."""
    started: set[str] = set()
    ended: set[str] = set()

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        form, old = row["form"], row["replaces"]
        if old == form:
            yield _fault(sheet, row, "replaces", "a form other than the step's own")
        elif old and old not in started:
            yield _fault(sheet, row, "replaces", "a form of an earlier step")
        elif old and old in ended:
            yield _fault(sheet, row, "replaces", "a form that no earlier step has ended")
        started.add(form)
        ended.update(filter(None, [old]))

    return _each(data, ["milestones"], rule)


def milestones_count_areas(data: Contents) -> Iterator[Fault]:
    """The figure of a step is a count, so that steps can be set side by side."""
    if not _readable(data, "milestones", "figures"):
        return
    measures = {row.cells["id"]: row.cells["measure"] for row in data.sheets["figures"].rows}
    for row in data.sheets["milestones"].rows:
        measure = measures.get(row.cells["figure"], "count")
        if measure != "count":
            expected = f"a figure that counts; this one is a {measure}"
            yield _fault(data.sheets["milestones"], row, "figure", expected)


# --- rules over what Labour said -----------------------------------------------------------------

LONGEST_QUOTE = 8
"""Words of somebody else's text that may stand in a row."""


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
            near = _nearest_period(text)
            yield _fault(sheet, row, "date", f"a date or period in the calendar ({error})", near)
            continue
        if latest is not None and days.last < latest[0]:
            yield _fault(sheet, row, "date", f"no earlier than {latest[1]}, which stands above it")
        if latest is None or days.first > latest[0]:
            latest = (days.first, text)


def positions_fit_subjects(data: Contents) -> Iterator[Fault]:
    """A wording on the plans or the Bill has a position of that subject, and no other has one."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        subject, position = row["subject"], row["position"]
        allowed = tuple(wordings.POSITIONS.get(subject, ()))
        if allowed and position not in allowed:
            expected = f"one of {', '.join(allowed)}, since the subject is {subject}"
            yield _fault(sheet, row, "position", expected, tables.nearest(position, allowed))
        elif position and not allowed:
            yield _fault(sheet, row, "position", f"blank, since the subject is {subject}")

    return _each(data, ["wordings"], rule)


def quotes_are_short(data: Contents) -> Iterator[Fault]:
    """A quotation names a text and does not copy it."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        count = len(row["quote"].split())
        if count > LONGEST_QUOTE:
            yield _fault(sheet, row, "quote", f"at most {LONGEST_QUOTE} words: it has {count}")

    return _each(data, ["wordings"], rule)


# --- rules over the Reinstatement Bill -----------------------------------------------------------

_BILL_DAYS = {
    "bill_versions": ("dated", "session_ended"),
    "provision_fates": ("date",),
    "bill_stages": ("date",),
}
_LAST_STAGE = "dissolved"


def bill_days(data: Contents) -> Iterator[Fault]:
    """Days in the tables of the Bill are days in the calendar."""
    for name, columns in _BILL_DAYS.items():

        def rule(sheet: Sheet, row: Row, columns: Sequence[str] = columns) -> Iterator[Fault]:
            for column in columns:
                if column not in row.refused and row[column]:
                    yield from _date_fault(sheet.file, row.number, column, row[column])

        yield from _each(data, [name], rule)


def bills_have_a_session(data: Contents) -> Iterator[Fault]:
    """A bill has a session and the day on which it ended, after it came in; a draft has neither."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        ended = row["session_ended"]
        if row["kind"] == "draft":
            for column, none in (
                ("session", "not-applicable"),
                ("bill_number", "not-applicable"),
                ("session_ended", ""),
            ):
                if row[column] != none:
                    expected = f"{none or 'blank'}, since the version is a draft"
                    yield _fault(sheet, row, column, expected, none or None)
        elif not ended:
            yield _fault(sheet, row, "session_ended", "a day, since the version is a bill")
        elif ended <= row["dated"]:
            expected = f"a day after the bill came in, {row['dated']}"
            yield _fault(sheet, row, "session_ended", expected)

    return _each(data, ["bill_versions"], rule)


def versions_have_columns(data: Contents) -> Iterator[Fault]:
    """Each version of the Bill is a column of the provisions."""
    if not _readable(data, "bill_versions", "provisions"):
        return
    sheet, provisions = data.sheets["bill_versions"], data.sheets["provisions"]
    columns = set(provisions.rows[0].cells) if provisions.rows else set()
    for row in sheet.rows:
        column = row.cells["id"].replace("-", "_")
        if "id" not in row.refused and column not in columns:
            near = tables.nearest(column, columns)
            expected = f"a version with a column of its own in {provisions.file}"
            yield _fault(sheet, row, "id", expected, near.replace("_", "-") if near else None)


def provisions_are_in_a_version(data: Contents) -> Iterator[Fault]:
    """A provision is in one version at least, and a note says how it changed where it did."""
    if not _readable(data, "bill_versions", "provisions"):
        return
    versions = [row.cells["id"].replace("-", "_") for row in data.sheets["bill_versions"].rows]

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        listed = [column for column in versions if column in row.cells]
        states = [row[column] for column in listed]
        if listed and not {"yes", "changed"} & set(states):
            yield _fault(sheet, row, listed[-1], "yes or changed in at least one version")
        if "changed" in states and not row["notes"]:
            yield _fault(sheet, row, "notes", "words on what changed, since a version says changed")

    yield from _each(data, ["provisions"], rule)


def fates_follow_the_bill(data: Contents) -> Iterator[Fault]:
    """What became of a provision comes after the first draft, unless it was law already.

    A bill is what proposes, and what was done or turned round names the law or says not a law.
    """
    if not _readable(data, "bill_versions"):
        return
    days = [row.cells["dated"] for row in data.sheets["bill_versions"].rows if row.cells["dated"]]
    first = min(days, default="")

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        effect, law = row["effect"], row["law"]
        if effect == "already-law":
            if row["date"] >= first:
                yield _fault(sheet, row, "date", f"a day before the first draft, {first}")
        elif row["date"] < first:
            yield _fault(sheet, row, "date", f"a day from the first draft on, {first}")
        if effect.startswith("proposed") and "Bill" not in law:
            yield _fault(sheet, row, "law", f"a bill, since the effect is {effect}")
        elif law == "none" and effect != "not-done":
            yield _fault(sheet, row, "law", f"a law, or 'not a law: ...', for {effect}")

    yield from _each(data, ["provision_fates"], rule)


def stages_fit_the_version(data: Contents) -> Iterator[Fault]:
    """A stage lies between the day its version came in and the end of the session.

    The dissolution of Parliament may come after it.
    """
    if not _readable(data, "bill_versions"):
        return
    # A session that ends before its bill came in has been told already.
    spans = {
        row.cells["id"]: (row.cells["dated"], row.cells["session_ended"])
        for row in data.sheets["bill_versions"].rows
        if not "" < row.cells["session_ended"] <= row.cells["dated"]
    }

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        dated, ended = spans.get(row["version"], ("", ""))
        if row["date"] < dated:
            yield _fault(
                sheet, row, "date", f"a day from {dated} on, when {row['version']} came in"
            )
        elif ended and row["date"] > ended and row["stage"] != _LAST_STAGE:
            yield _fault(sheet, row, "date", f"a day up to {ended}, when the session ended")

    yield from _each(data, ["bill_stages"], rule)


# --- rules over the stances ----------------------------------------------------------------------

NO_POSITION = "no-position-found"


def stances_are_dated(data: Contents) -> Iterator[Fault]:
    """A stance has a date in the calendar; where none was found there is no date."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if row["stance"] == NO_POSITION:
            if row["date"]:
                yield _fault(sheet, row, "date", f"blank, since the stance is {NO_POSITION}")
        elif row["date"]:
            yield from _date_fault(sheet.file, row.number, "date", row["date"])
        else:
            yield _fault(sheet, row, "date", f"a date, since the stance is {row['stance']}")

    return _each(data, ["stances"], rule)


def stances_rest_on_sources(data: Contents) -> Iterator[Fault]:
    """A stance has a source and a place in it, and quotes no more than identifies the text."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if not row["source"] and row["stance"] != NO_POSITION:
            expected = f"a key in {data.sources.file}, since the stance is {row['stance']}"
            yield _fault(sheet, row, "source", expected)
        if row["source"] and not row["locator"]:
            yield _fault(sheet, row, "locator", f"a place in {row['source']}")
        elif row["locator"] and not row["source"]:
            yield _fault(sheet, row, "locator", "blank, since there is no source")
        if row["quote"] and row["stance"] == NO_POSITION:
            yield _fault(sheet, row, "quote", f"blank, since the stance is {NO_POSITION}")
        count = len(row["quote"].split())
        if count > LONGEST_QUOTE:
            yield _fault(sheet, row, "quote", f"at most {LONGEST_QUOTE} words: it has {count}")

    return _each(data, ["stances"], rule)


def stances_agree(data: Contents) -> Iterator[Fault]:
    """An actor is of one kind, and has one stance on a plan at a time or none at all."""
    kinds: dict[str, Row] = {}
    taken: dict[tuple[str, str], list[Row]] = {}

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        first = kinds.setdefault(row["who"], row)
        if row["kind"] != first["kind"]:
            expected = f"{first['kind']}, which {row['who']} is in row {first.number}"
            yield _fault(sheet, row, "kind", expected, first["kind"])
        others = taken.setdefault((row["who"], row["plan"]), [])
        for other in others:
            if NO_POSITION in (row["stance"], other["stance"]):
                expected = f"free of a contradiction: row {other.number} says {other['stance']}"
                yield _fault(sheet, row, "stance", expected)
                break
            if row["date"] == other["date"]:
                yield _fault(sheet, row, "date", f"another day than that of row {other.number}")
                break
        others.append(row)

    return _each(data, ["stances"], rule)


NOT_STATED = "Not stated in the sources found."
COMPARED = ("labour-review", "stp-programme", "reinstatement-bill", "law-2017")
LONGEST_CELL = 45
"""Words in a cell of the comparison: what a reader holds while looking along a row."""


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


# --- rules over the pledges -----------------------------------------------------------------------

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
                    yield from _date_fault(sheet.file, row.number, column, row.cells[column])

        yield from _each(data, [name], rule)


def deadlines_after_pledges(data: Contents) -> Iterator[Fault]:
    """A deadline does not lie before the pledge was made."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        made, deadline = _days(row["made_on"]), _days(row["deadline"])
        if made and deadline and deadline.last < made.first:
            expected = f"not before made_on, which is {row['made_on']}"
            yield _fault(sheet, row, "deadline", expected)

    return _each(data, ["pledges"], rule)


def _days(text: str) -> Span | None:
    """The days of a date; None where there is none, or none in the calendar."""
    return partial_date(text) if _is_date(text) else None


def events_after_pledges(data: Contents) -> Iterator[Fault]:
    """Nothing bears on a pledge before it was made."""
    made_on = _by_pledge(data, "made_on")

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        pledge, day = row["pledge"], _days(row["date"])
        made = _days(made_on.get(pledge, ""))
        if made and day and day.last < made.first:
            expected = f"not before {made_on[pledge]}, when {pledge} was made"
            yield _fault(sheet, row, "date", expected)

    return _each(data, ["pledge_events"], rule)


def _by_pledge(data: Contents, column: str) -> Mapping[str, str]:
    """What a column of the pledges holds for each, less what the schema refused."""
    if not _readable(data, "pledges"):
        return {}
    rows = data.sheets["pledges"].rows
    return {row.cells["id"]: row.cells[column] for row in rows if column not in row.refused}


def events_are_past(data: Contents) -> Iterator[Fault]:
    """Nothing is put on record before it has happened."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        day, recorded = _days(row["date"]), _days(row["recorded_on"])
        if day and recorded and day.first > recorded.last:
            expected = f"not after recorded_on, which is {row['recorded_on']}"
            yield _fault(sheet, row, "date", expected)

    return _each(data, ["pledge_events"], rule)


def what_lies_ahead_is_planned(data: Contents) -> Iterator[Fault]:
    """A row of the timeline later than all that is on record says that it is a plan."""
    if not _readable(data, "pledge_events"):
        return
    on_record = data.sheets["pledge_events"].values("recorded_on")
    latest = max((days.last for days in map(_days, on_record) if days), default=None)

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        day = _days(row["date"])
        if day and latest and day.first > latest and row["kind"] != "planned":
            expected = f"not after {latest}, the last recorded_on, unless kind is planned"
            yield _fault(sheet, row, "date", expected)

    yield from _each(data, ["timeline"], rule)


def every_pledge_has_an_event(data: Contents) -> Iterator[Fault]:
    """A pledge has evidence, or the day of a search that found none."""
    if not _readable(data, "pledges", "pledge_events"):
        return
    events = data.sheets["pledge_events"]
    pledges, evidenced = data.sheets["pledges"].values("id"), events.values("pledge")
    # An event whose pledge is misspelt has been told already.
    meant = {tables.nearest(name, pledges) for name in evidenced - pledges}

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if row["id"] not in evidenced | meant:
            expected = f"a pledge with a row in {events.file}; nothing-found if a search found none"
            yield _fault(sheet, row, "id", expected)

    yield from _each(data, ["pledges"], rule)


def events_in_one_order(data: Contents) -> Iterator[Fault]:
    """No two events of a pledge share a place in their order."""
    first: dict[tuple[str, str], int] = {}

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        place = (row["pledge"], row["order"])
        if first.setdefault(place, row.number) != row.number:
            expected = f"a number of its own: row {first[place]} has it for {row['pledge']}"
            yield _fault(sheet, row, "order", expected)

    return _each(data, ["pledge_events"], rule)


def tests_are_set(data: Contents) -> Iterator[Fault]:
    """An event bears on the weak or the strong test only where its pledge has two."""
    strong = _by_pledge(data, "strong_test")

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if row["test"] != "both" and strong.get(row["pledge"]) == "":
            expected = f"both: {row['pledge']} has no strong_test"
            yield _fault(sheet, row, "test", expected, "both")

    return _each(data, ["pledge_events"], rule)


def searches_have_no_source(data: Contents) -> Iterator[Fault]:
    """What was looked for and not found has no source, and everything else has one."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        searched = row["effect"] == "nothing-found"
        if searched and row["source"] != NONE_FOUND:
            expected = f"'{NONE_FOUND}', since effect is nothing-found"
            yield _fault(sheet, row, "source", expected, NONE_FOUND)
        elif not searched and row["source"] == NONE_FOUND:
            yield _fault(sheet, row, "source", f"a source, since effect is {row['effect']}")

    return _each(data, ["pledge_events"], rule)


def conditions_are_told(data: Contents) -> Iterator[Fault]:
    """A pledge that waits for an election or a law says for which."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if row["condition"] != "none" and not row["condition_words"]:
            expected = f"a sentence, since condition is {row['condition']}"
            yield _fault(sheet, row, "condition_words", expected)

    return _each(data, ["pledges"], rule)


def statuses_are_computed(data: Contents) -> Iterator[Fault]:
    """No table of the tracker's evidence has a typed status, not even a declared one."""
    for sheet in (data.sheets[name] for name in _DAYS if name in data.sheets):
        for column in sheet.rows[0].cells if sheet.rows else ():
            if "status" in column:
                expected = "no such column: a status is computed from the events"
                yield Fault(sheet.file, 1, column, column, expected)


# --- rules over what rests on what -------------------------------------------------------------


def inputs_exist(data: Contents) -> Iterable[Fault]:
    """What derivations, checks and pledges name is a figure, derivation or deflator."""
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
    for place, text in _lists(data, "pledges", "figures"):
        for each in text.split():
            if each not in numbers and each not in told:
                kind = f"an id in {figures} or {derivations}"
                used.append(Dangling(each, place, kind, numbers))
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


# --- rules over the tracker's tables -------------------------------------------------------------


def cases_decided_once(data: Contents) -> Iterator[Fault]:
    """Whatever happens to a pledge, exactly one row of each column's rules takes it in."""
    if not _sound(data, "status_rules"):
        return
    sheet = data.sheets["status_rules"]
    numbers = {row.cells["id"]: row for row in sheet.rows}
    told: set[object] = set()
    for case, takers in rulings.undecided(_status_rules(sheet)):
        words = (
            f"{case.column}: {case.effect} on a {case.kind}, condition {case.condition}, "
            f"test {case.test}, deadline {case.time}"
        )
        if takers and takers not in told:
            expected = f"the one row for {words}; {takers[0]} takes it in too"
            yield _fault(sheet, numbers[takers[-1]], "id", expected)
        elif not takers and (case.column, case.effect) not in told:
            yield Fault(sheet.file, None, "effect", None, f"a row for {words}")
        told |= {takers, (case.column, case.effect)}


def _sound(data: Contents, name: str) -> bool:
    """Whether a table can be read and the schema has nothing against it."""
    return _readable(data, name) and not data.sheets[name].faults


def _status_rules(sheet: Sheet) -> tuple[rulings.Rule, ...]:
    return tuple(rulings.rule(row.cells) for row in sheet.rows)


def statuses_defined(data: Contents) -> Iterator[Fault]:
    """A rule brings about, and keeps, statuses that its own column has."""
    if not _readable(data, "status_rules", "statuses"):
        return
    known: dict[str, set[str]] = {}
    for each in data.sheets["statuses"].rows:
        known.setdefault(each.cells["column"], set()).add(each.cells["status"])

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        mine = sorted(known.get(row["column"], ()))
        named = {"status": {row["status"]} - {UNCHANGED}, "keeps": set(row["keeps"].split())}
        for column, used in named.items():
            for status in sorted(used - set(mine)):
                expected = f"a status of the column {row['column']} in data/statuses.csv"
                near = tables.nearest(status, mine)
                yield Fault(sheet.file, row.number, column, status, expected, near)

    yield from _each(data, ["status_rules"], rule)


def positions_read(data: Contents) -> Iterator[Fault]:
    """A position says how the rules read it, and no other status does."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if (row["column"] == "position") != bool(row["condition"]):
            expected = "how the rules read a position; blank for the other columns"
            yield _fault(sheet, row, "condition", expected)

    return _each(data, ["statuses"], rule)


def pledges_labelled_once(data: Contents) -> Iterator[Fault]:
    """Each method of the crosswalk labels whatever the rules can make of a pledge, once."""
    if not (_sound(data, "scorings") and _sound(data, "status_rules")):
        return
    if any(statuses_defined(data)):
        return
    sheet = data.sheets["scorings"]
    rows = tuple(scales.scoring(row.cells) for row in sheet.rows)
    numbers = {row.cells["id"]: row for row in sheet.rows}
    told: set[object] = set()
    for method, pledge, takers in scales.unlabelled(
        rows, _status_rules(data.sheets["status_rules"])
    ):
        words = ", ".join(f"{name} {value}" for name, value in pledge)
        if takers and takers not in told:
            expected = f"the one row of {method} for {words}; {takers[0]} takes it in too"
            yield _fault(sheet, numbers[takers[-1]], "id", expected)
        elif not takers and method not in told:
            yield Fault(sheet.file, None, "method", method, f"complete: a row for {words}")
        told |= {takers, method}


def examples_exist(data: Contents) -> Iterable[Fault]:
    """The worked example of a status is a pledge."""
    return _named(data, "statuses", "example", "pledges")


def coded_events_exist(data: Contents) -> Iterable[Fault]:
    """What the first coding by hand coded is an event."""
    return _named(data, "hand_codes", "event", "pledge_events")


def _named(data: Contents, name: str, column: str, target: str) -> Iterable[Fault]:
    """Cells of a column that are not an id of the target table; a blank names nothing."""
    if not _readable(data, name, target):
        return ()
    sheet, known = data.sheets[name], data.sheets[target].values("id")
    kind = f"an id in {data.sheets[target].file}"
    return tables.merged(
        Dangling(row.cells[column], Place(sheet.file, row.number, column), kind, known)
        for row in sheet.rows
        if column not in row.refused and row.cells[column] and row.cells[column] not in known
    )


def effects_fit_the_type(data: Contents) -> Iterator[Fault]:
    """A prediction or claim is tested, a promise or demand is done: their effects differ."""
    kinds = _pledge_column(data, "type")

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        kind = vocabulary.kind(kinds.get(row["pledge"], ""))
        effect = row["effect"]
        if row["pledge"] in kinds and kind == vocabulary.PREDICTION:
            deeds = {*vocabulary.PROGRESS, *vocabulary.RESULT, *vocabulary.BY_OTHERS}
            if effect in deeds - {"withdrawn"}:
                expected = f"{', '.join(vocabulary.TRUTH)} or noted: it is a prediction or claim"
                yield _fault(sheet, row, "effect", expected)
        elif row["pledge"] in kinds and effect in vocabulary.TRUTH:
            yield _fault(sheet, row, "effect", f"the effect of a deed: it is a {kind}")

    return _each(data, ["pledge_events"], rule)


def conditions_settled_once(data: Contents) -> Iterator[Fault]:
    """An election settles a pledge that must be won, and settles it once."""
    conditions = _pledge_column(data, "condition")
    settled: dict[str, Row] = {}

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if row["effect"] not in vocabulary.ELECTION or row["pledge"] not in conditions:
            return
        if conditions[row["pledge"]] != "must-win":
            expected = f"another effect: {row['pledge']} does not wait for an election"
            yield _fault(sheet, row, "effect", expected)
        elif row["pledge"] in settled and not row["corrects"]:
            first = settled[row["pledge"]]
            expected = f"another effect: row {first.number} has settled the election"
            yield _fault(sheet, row, "effect", expected)
        settled.setdefault(row["pledge"], row)

    return _each(data, ["pledge_events"], rule)


def corrections_in_order(data: Contents) -> Iterator[Fault]:
    """A correction stands in for an earlier record of the same pledge."""
    if not _readable(data, "pledge_events"):
        return
    events = {row.cells["id"]: row for row in data.sheets["pledge_events"].rows}

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if not row["corrects"]:
            return
        old = events.get(row["corrects"])
        if old is None:
            near = tables.nearest(row["corrects"], events)
            yield _fault(sheet, row, "corrects", f"an id in {sheet.file}", near)
        elif old["pledge"] != row["pledge"]:
            yield _fault(sheet, row, "corrects", f"an event of {row['pledge']}")
        elif old["recorded_on"] >= row["recorded_on"]:
            expected = f"later than {old['recorded_on']}, when what it corrects was put on record"
            yield _fault(sheet, row, "recorded_on", expected)

    yield from _each(data, ["pledge_events"], rule)


def _pledge_column(data: Contents, column: str) -> Mapping[str, str]:
    if not _readable(data, "pledges"):
        return {}
    rows = data.sheets["pledges"].rows
    return {row.cells["id"]: row.cells[column] for row in rows if column not in row.refused}


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
        corrections_hold,
        milestones_run_forward,
        standing_is_kept,
        what_is_replaced_was_there,
        milestones_count_areas,
        bill_days,
        bills_have_a_session,
        versions_have_columns,
        provisions_are_in_a_version,
        fates_follow_the_bill,
        stages_fit_the_version,
        stances_are_dated,
        stances_rest_on_sources,
        stances_agree,
        every_cell_is_there,
        cells_say_what_they_rest_on,
        figures_in_cells_are_sourced,
        cells_are_short,
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
        inputs_exist,
        inputs_fit_the_method,
        chains_end,
        derivations_end,
        source_entries,
        source_values,
        bodies_in_braces,
        wordings_in_order,
        positions_fit_subjects,
        quotes_are_short,
    )
}


def faults(folder: Path = tables.DATA) -> tuple[Fault, ...]:
    """Everything the rules have against the data, in the order of `RULES`.

    What the schema has refused is left out, since `tables.faults` reports it.
    """
    data = tables.contents(folder)
    return tuple(fault for rule in RULES.values() for fault in rule(data))
