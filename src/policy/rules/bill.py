"""Rules over the versions, provisions and stages of the Reinstatement Bill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy import tables
from policy.rules.rows import (
    date_fault,
    fault,
    over_rows,
    readable,
)
from policy.tables import Contents, Fault, Row, Sheet

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
                    yield from date_fault(sheet.file, row.number, column, row[column])

        yield from over_rows(data, [name], rule)


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
                    yield fault(sheet, row, column, expected, none or None)
        elif not ended:
            yield fault(sheet, row, "session_ended", "a day, since the version is a bill")
        elif ended <= row["dated"]:
            expected = f"a day after the bill came in, {row['dated']}"
            yield fault(sheet, row, "session_ended", expected)

    return over_rows(data, ["bill_versions"], rule)


def versions_have_columns(data: Contents) -> Iterator[Fault]:
    """Each version of the Bill is a column of the provisions."""
    if not readable(data, "bill_versions", "provisions"):
        return
    sheet, provisions = data.sheets["bill_versions"], data.sheets["provisions"]
    columns = set(provisions.rows[0].cells) if provisions.rows else set()
    for row in sheet.rows:
        column = row.cells["id"].replace("-", "_")
        if "id" not in row.refused and column not in columns:
            near = tables.nearest(column, columns)
            expected = f"a version with a column of its own in {provisions.file}"
            yield fault(sheet, row, "id", expected, near.replace("_", "-") if near else None)


def provisions_are_in_a_version(data: Contents) -> Iterator[Fault]:
    """A provision is in one version at least, and a note says how it changed where it did."""
    if not readable(data, "bill_versions", "provisions"):
        return
    versions = [row.cells["id"].replace("-", "_") for row in data.sheets["bill_versions"].rows]

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        listed = [column for column in versions if column in row.cells]
        states = [row[column] for column in listed]
        if listed and not {"yes", "changed"} & set(states):
            yield fault(sheet, row, listed[-1], "yes or changed in at least one version")
        if "changed" in states and not row["notes"]:
            yield fault(sheet, row, "notes", "words on what changed, since a version says changed")

    yield from over_rows(data, ["provisions"], rule)


def fates_follow_the_bill(data: Contents) -> Iterator[Fault]:
    """What became of a provision comes after the first draft, unless it was law already.

    A bill is what proposes, and what was done or turned round names the law or says not a law.
    """
    if not readable(data, "bill_versions"):
        return
    days = [row.cells["dated"] for row in data.sheets["bill_versions"].rows if row.cells["dated"]]
    first = min(days, default="")

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        effect, law = row["effect"], row["law"]
        if effect == "already-law":
            if row["date"] >= first:
                yield fault(sheet, row, "date", f"a day before the first draft, {first}")
        elif row["date"] < first:
            yield fault(sheet, row, "date", f"a day from the first draft on, {first}")
        if effect.startswith("proposed") and "Bill" not in law:
            yield fault(sheet, row, "law", f"a bill, since the effect is {effect}")
        elif law == "none" and effect != "not-done":
            yield fault(sheet, row, "law", f"a law, or 'not a law: ...', for {effect}")

    yield from over_rows(data, ["provision_fates"], rule)


def stages_fit_the_version(data: Contents) -> Iterator[Fault]:
    """A stage lies between the day its version came in and the end of the session.

    The dissolution of Parliament may come after it.
    """
    if not readable(data, "bill_versions"):
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
            yield fault(sheet, row, "date", f"a day from {dated} on, when {row['version']} came in")
        elif ended and row["date"] > ended and row["stage"] != _LAST_STAGE:
            yield fault(sheet, row, "date", f"a day up to {ended}, when the session ended")

    yield from over_rows(data, ["bill_stages"], rule)


RULES = (
    bill_days,
    bills_have_a_session,
    versions_have_columns,
    provisions_are_in_a_version,
    fates_follow_the_bill,
    stages_fit_the_version,
)
