"""Rules over the tables by which the tracker sets and translates statuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policy import tables
from policy.rules.rows import (
    fault,
    named,
    over_rows,
    readable,
)
from policy.tables import Contents, Fault, Row, Sheet
from policy.tracker import rulings, scales, vocabulary
from policy.tracker.vocabulary import UNCHANGED


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
            yield fault(sheet, numbers[takers[-1]], "id", expected)
        elif not takers and (case.column, case.effect) not in told:
            yield Fault(sheet.file, None, "effect", None, f"a row for {words}")
        told |= {takers, (case.column, case.effect)}


def _sound(data: Contents, name: str) -> bool:
    """Whether a table can be read and the schema has nothing against it."""
    return readable(data, name) and not data.sheets[name].faults


def _status_rules(sheet: Sheet) -> tuple[rulings.Rule, ...]:
    return tuple(rulings.rule(row.cells) for row in sheet.rows)


def statuses_defined(data: Contents) -> Iterator[Fault]:
    """A rule brings about, and keeps, statuses that its own column has."""
    if not readable(data, "status_rules", "statuses"):
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

    yield from over_rows(data, ["status_rules"], rule)


def positions_read(data: Contents) -> Iterator[Fault]:
    """A position says how the rules read it, and no other status does."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if (row["column"] == "position") != bool(row["condition"]):
            expected = "how the rules read a position; blank for the other columns"
            yield fault(sheet, row, "condition", expected)

    return over_rows(data, ["statuses"], rule)


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
            yield fault(sheet, numbers[takers[-1]], "id", expected)
        elif not takers and method not in told:
            yield Fault(sheet.file, None, "method", method, f"complete: a row for {words}")
        told |= {takers, method}


def examples_exist(data: Contents) -> Iterable[Fault]:
    """The worked example of a status is a pledge."""
    return named(data, "statuses", "example", "pledges")


def coded_events_exist(data: Contents) -> Iterable[Fault]:
    """What the first coding by hand coded is an event."""
    return named(data, "hand_codes", "event", "pledge_events")


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
                yield fault(sheet, row, "effect", expected)
        elif row["pledge"] in kinds and effect in vocabulary.TRUTH:
            yield fault(sheet, row, "effect", f"the effect of a deed: it is a {kind}")

    return over_rows(data, ["pledge_events"], rule)


def conditions_settled_once(data: Contents) -> Iterator[Fault]:
    """An election settles a pledge that must be won, and settles it once."""
    conditions = _pledge_column(data, "condition")
    settled: dict[str, Row] = {}

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if row["effect"] not in vocabulary.ELECTION or row["pledge"] not in conditions:
            return
        if conditions[row["pledge"]] != "must-win":
            expected = f"another effect: {row['pledge']} does not wait for an election"
            yield fault(sheet, row, "effect", expected)
        elif row["pledge"] in settled and not row["corrects"]:
            first = settled[row["pledge"]]
            expected = f"another effect: row {first.number} has settled the election"
            yield fault(sheet, row, "effect", expected)
        settled.setdefault(row["pledge"], row)

    return over_rows(data, ["pledge_events"], rule)


def corrections_in_order(data: Contents) -> Iterator[Fault]:
    """A correction stands in for an earlier record of the same pledge."""
    if not readable(data, "pledge_events"):
        return
    events = {row.cells["id"]: row for row in data.sheets["pledge_events"].rows}

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        if not row["corrects"]:
            return
        old = events.get(row["corrects"])
        if old is None:
            near = tables.nearest(row["corrects"], events)
            yield fault(sheet, row, "corrects", f"an id in {sheet.file}", near)
        elif old["pledge"] != row["pledge"]:
            yield fault(sheet, row, "corrects", f"an event of {row['pledge']}")
        elif old["recorded_on"] >= row["recorded_on"]:
            expected = f"later than {old['recorded_on']}, when what it corrects was put on record"
            yield fault(sheet, row, "recorded_on", expected)

    yield from over_rows(data, ["pledge_events"], rule)


def _pledge_column(data: Contents, column: str) -> Mapping[str, str]:
    if not readable(data, "pledges"):
        return {}
    rows = data.sheets["pledges"].rows
    return {row.cells["id"]: row.cells[column] for row in rows if column not in row.refused}


RULES = (
    cases_decided_once,
    statuses_defined,
    positions_read,
    pledges_labelled_once,
    examples_exist,
    coded_events_exist,
    effects_fit_the_type,
    conditions_settled_once,
    corrections_in_order,
)
