"""A new pledge with its first event, or a new event: what is offered, and what follows from it.

A pledge without an event would have nothing to rest on, and `policy check` refuses one. So a
pledge is asked for together with its first event, which may be a search that found nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd

from policy import tables, text, tracker
from policy.entry.asked import Form, Row, Subject
from policy.entry.words import leading, sentence
from policy.tracker.vocabulary import COLUMNS, QUESTIONS

_STEP = 10
"""Between the places of events, so that another can be put between two."""


def _next_id(blank: Form, row: Row) -> str:
    """The pledge's id with the next number that no event has."""
    taken = {each.cells["id"] for each in blank.rows()}
    pledge = row.get("pledge", "")
    numbers = range(1, len(taken) + 2)
    return next(f"{pledge}-{n}" for n in numbers if f"{pledge}-{n}" not in taken)


def _next_place(blank: Form, row: Row) -> str:
    """After the pledge's last event; just after the event that this one corrects, if it does."""
    rows = [each.cells for each in blank.rows() if each.cells["pledge"] == row.get("pledge")]
    places = {int(each["order"]) for each in rows}
    old = [int(each["order"]) for each in rows if each["id"] == row.get("corrects")]
    if old:
        return str(next(n for n in range(old[0] + 1, old[0] + len(places) + 2) if n not in places))
    return str((max(places, default=0) // _STEP + 1) * _STEP)


def _today(blank: Form, row: Row) -> str:
    return date.today().isoformat()


PLEDGE = Subject("pledges", "pledge", waives=frozenset({"every-pledge-has-an-event"}))

EVENT = Subject(
    "pledge_events",
    "event",
    # What it corrects comes early: it decides whether an election may be settled again.
    first=("pledge", "id", "corrects"),
    offers={
        "id": _next_id,
        "order": _next_place,
        "test": lambda blank, row: "both",
        "recorded_on": _today,
    },
)


def shown(row: Row, blank: Form) -> str:
    """An event as it will be written, with its pledge if that is new, and the statuses after it."""
    lines = []
    for form, given in (*blank.beside, (blank, row)):
        lines += [f"The row of {form.file.name}:", f"  {form.line(given).rstrip()}"]
    lines += ["As the book will print it:", f"  {text.resolve(row['what'])}"]
    lines += [f"With it on record, on {row['recorded_on']}:", *_followed(row, blank)]
    return "\n".join(lines)


def _followed(row: Row, blank: Form) -> Iterator[str]:
    """The pledge's three statuses on the day of the record, and what they were without the row."""
    day = date.fromisoformat(row["recorded_on"])
    before, after = _view(blank, [], day), _view(blank, [*blank.beside, (blank, row)], day)
    statuses = tables.table("statuses", blank.folder)
    named = zip(statuses["column"], statuses["status"], strict=True)
    labels = dict(zip(named, statuses["label"], strict=True))
    now, id = after.loc[row["pledge"]], row["pledge"]
    for column in COLUMNS:
        was = str(before.loc[id, column]) if id in before.index else str(now[column])
        changed = f" (before: {labels[column, was]})" if was != now[column] else ""
        label = sentence(labels[column, now[column]])
        why = f"{now[f'{column}_reason']} Rule: {now[f'{column}_rule']}."
        yield f"  {leading(QUESTIONS[column])} {label}{changed}. {why}"


def _view(blank: Form, added: list[tuple[Form, Row]], day: date) -> pd.DataFrame:
    """Every pledge on a day, by id, with these rows added."""
    frames = {}
    for name in ("pledges", "pledge_events", "status_rules", "statuses"):
        own = [pd.DataFrame([given]) for form, given in added if form.subject.table == name]
        frames[name] = pd.concat([tables.table(name, blank.folder).astype(object), *own])
    book = tracker.rulebook(frames["status_rules"], frames["statuses"])
    register = tracker.register(frames["pledges"], frames["pledge_events"], book)
    return tracker.on(tracker.history(register), day).set_index("pledge")
