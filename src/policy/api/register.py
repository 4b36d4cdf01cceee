"""The register of pledges as records and as a table: statuses, histories, events.

Numbers in the words of the data are written out. Text that the tables leave blank is "".
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from policy import tables, text, tracker, units
from policy.citation import Book
from policy.rules.rows import NONE_FOUND
from policy.tracker import Register
from policy.tracker.vocabulary import COLUMNS

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("pledges", "pledge_events", "status_rules", "statuses", "sources")
"""The tables that the register is made of, besides those behind its numbers."""

_TOLD = ("status", "label", "since", "reason")
_INTERVAL = ("column", "status", "reason", "change", "event", "rule")


TITLE = "Register of pledges"

CSV_COLUMNS = (
    *("id", "plan", "maker", "class", "type", "words", "made_on", "deadline", "condition"),
    *("weak_test", "strong_test", "source", "locator", "confidence"),
    *(f"{column}_{part}" for column in COLUMNS for part in _TOLD),
    *("figures", "events", "as_of"),
)
"""The columns of the register as a table, in their order."""


@dataclass(frozen=True)
class State:
    """Everything on record and what follows from it at the end of one day.

    Attributes:
        day: The day.
        register: Pledges and events on record that day, and the rules.
        pledges: Rows of `pledges.csv` by id, in the order of the file.
        events: Rows of `pledge_events.csv` by id, in the order of the file.
        labels: What readers see for a question and a status.
        history: The life of every pledge up to the day, as `tracker.history` gives it.
        view: Every pledge on the day, as `tracker.on` gives it.
    """

    day: date
    register: Register
    pledges: Mapping[str, Mapping[str, str]]
    events: Mapping[str, Mapping[str, str]]
    labels: Mapping[tuple[str, str], str]
    history: pd.DataFrame
    view: pd.DataFrame


def read(day: date | None = None) -> State:
    """The book's own register at the end of a day.

    Args:
        day: What was on record on this day; without it, on the last day of the record.

    Raises:
        tables.DataError: A table cannot be read.
    """
    return state(
        tables.table("pledges"),
        tables.table("pledge_events"),
        tables.table("status_rules"),
        tables.table("statuses"),
        day,
    )


def state(
    pledges: pd.DataFrame,
    events: pd.DataFrame,
    rules: pd.DataFrame,
    statuses: pd.DataFrame,
    day: date | None = None,
) -> State:
    """The register that these tables make at the end of a day, as `read` of the book's own."""
    whole = tracker.register(pledges, events, tracker.rulebook(rules, statuses))
    until = whole.latest() if day is None else day
    register = whole.known_on(until)
    history = tracker.history(register, until)
    named = zip(statuses["column"], statuses["status"], strict=True)
    return State(
        day=until,
        register=register,
        pledges=_rows(pledges, {each.id for each in register.pledges}),
        events=_rows(events, {each.id for each in register.events}),
        labels=dict(zip(named, statuses["label"], strict=True)),
        history=history,
        view=tracker.on(history, until),
    )


def _rows(table: pd.DataFrame, ids: set[str]) -> dict[str, dict[str, str]]:
    """The rows of a table with these ids, as text, numbers in it written out."""
    return {
        str(row["id"]): {str(column): text.resolve(str(cell)) for column, cell in row.items()}
        for row in table.to_dict("records")
        if row["id"] in ids
    }


def records(state: State) -> list[dict[str, Any]]:
    """Every pledge with its statuses, history and events, in the order of the table.

    What the keys hold is told by `described.schema`.
    """
    lives = {id: group.to_dict("records") for id, group in state.history.groupby("pledge")}
    views = {str(row["pledge"]): row for row in state.view.to_dict("records")}
    events: dict[str, list[dict[str, Any]]] = {}
    for event in _events(state):
        events.setdefault(event["pledge"], []).append(event)
    return [
        {
            **row,
            "class": str(views[id]["class"]),
            "figures": row["figures"].split(),
            "status": {column: _status(state, views[id], column) for column in COLUMNS},
            "history": [_interval(state, each) for each in lives[id]],
            "events": events.get(id, []),
        }
        for id, row in state.pledges.items()
        if id in views
    ]


def _status(state: State, view: Mapping[Any, Any], column: str) -> dict[str, str]:
    status = str(view[column])
    told = {name: str(view[f"{column}_{name}"]) for name in ("reason", "change", "event", "rule")}
    since = view[f"{column}_since"].isoformat()
    return {"status": status, "label": state.labels[column, status], "since": since} | told


def _interval(state: State, row: Mapping[Any, Any]) -> dict[str, Any]:
    days = {"first": row["first"].isoformat(), "last": row["last"] and row["last"].isoformat()}
    label = state.labels[row["column"], row["status"]]
    return {name: str(row[name]) for name in _INTERVAL} | days | {"label": label}


def _events(state: State) -> list[dict[str, Any]]:
    """The events on record, those of one pledge in the order in which they count."""
    corrected = {event.corrects: event.id for event in state.register.events if event.corrects}
    ordered = sorted(state.register.events, key=lambda event: (event.day, event.order, event.id))
    return [
        {
            **state.events[event.id],
            "order": event.order,
            "counts_from": event.day.isoformat(),
            "corrected_by": corrected.get(event.id, ""),
        }
        for event in ordered
    ]


def sources(record: Mapping[str, Any]) -> list[str]:
    """Keys of the documents that a pledge and its events rest on, each once."""
    named = [record["source"], *(event["source"] for event in record["events"])]
    return [key for key in dict.fromkeys(named) if key != NONE_FOUND]


def frame(state: State) -> pd.DataFrame:
    """The register as a table, one row a pledge; `described.csv_columns` tells its columns."""
    import pandas as pd

    rows = []
    for each in records(state):
        row = each | {"figures": " ".join(each["figures"]), "events": len(each["events"])}
        for column in COLUMNS:
            row |= {f"{column}_{part}": each["status"][column][part] for part in _TOLD}
        rows.append(row | {"as_of": state.day.isoformat()})
    return pd.DataFrame(rows, columns=list(CSV_COLUMNS))


def counts(state: State) -> list[dict[str, Any]]:
    """How many pledges of each plan and class have each status, by question, out of how many."""
    return [
        {"column": column}
        | {str(name): int(cell) if name in ("n", "of") else cell for name, cell in row.items()}
        for column in COLUMNS
        for row in tracker.counts(state.view, column).to_dict("records")
    ]


def digest(told: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 of records, which changes when anything in them does."""
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def cited(state: State, work: Book, record: Mapping[str, Any] | None = None) -> str:
    """The register, or one pledge of it, in one sentence in the Harvard manner.

    Args:
        state: The register.
        work: The book; its address is part of the sentence if it has one.
        record: The pledge, as `records` gives it.
    """
    if record is None:
        title, content, file = TITLE, digest(records(state)), "pledges.json"
    else:
        title, content = f"Pledge {record['id']}", digest([record])
        file = f"pledges/{record['id']}.json"
    said = (
        f"{work.author} ({work.released.year}) ‘{title}’, data, in {work.title}, version "
        f"{work.version}, {units.day(work.released)}, as of "
        f"{units.day(state.day)}, content {content[:12]}."
    )
    return f"{said} Available at: {work.base_url}/api/{file}" if work.base_url else said
