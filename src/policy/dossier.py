"""Pledges as readers meet them: words, tests, dated evidence, and statuses with their reasons.

The tracker works with ids and dates; here its answers are joined to the words of the tables. All
is as of the end of one day, by default the last on which anything was put on record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from policy import tables, text, tracker
from policy.rules.rows import NONE_FOUND
from policy.tracker.vocabulary import COLUMNS, MAKER, OUTCOME, POSITION, QUESTIONS, kind

TABLES = ("pledges", "pledge_events", "status_rules", "statuses")

TYPES: Mapping[str, str] = {
    "process": "process",
    "structure": "structure of bodies",
    "legislation": "law",
    "funding": "money",
    "outcome": "a promised result",
    "prediction": "prediction",
    "claim": "claim",
    "demand": "demand",
}
"""The types of `pledges.csv` in words."""

CLASSES: Mapping[str, str] = {
    "promise": "Promises",
    "prediction": "Predictions and claims",
    "demand": "Demands on others",
}
"""How a type is scored; the classes are never pooled."""


@dataclass(frozen=True)
class Standing:
    """One answer to one question, and the days on which it held.

    Attributes:
        column: The question, one of `QUESTIONS`.
        first: The first day.
        last: The last day, or None while it holds.
        status: The answer as `statuses.csv` names it.
        label: The answer in words.
        reason: Why, in a sentence.
        change: What would change it, in a sentence.
        event: The id of the evidence that brought it about, "" when the calendar did.
        rule: The row of `status_rules.csv` that decided it.
    """

    column: str
    first: date
    last: date | None
    status: str
    label: str
    reason: str
    change: str
    event: str
    rule: str


@dataclass(frozen=True)
class Evidence:
    """One dated event, as on record.

    Attributes:
        id: Its name.
        when: The date of it, maybe in part.
        day: The day from which it counts.
        effect: What it does to the pledge.
        test: The test it bears on: both, weak or strong.
        what: What happened, numbers as ``{fig:id}``.
        who: Who acted.
        source: Key of sources.bib, "" when nothing was found.
        locator: Where in the source, or where the search went.
        confidence: high, medium or low.
        recorded: The day it was put on record.
        corrects: The id of the event that it stands in for, or "".
        corrected_by: The id of the event that stands in for it, or "".
        notes: Scope and cautions, or "".
    """

    id: str
    when: str
    day: date
    effect: str
    test: str
    what: str
    who: str
    source: str
    locator: str
    confidence: str
    recorded: str
    corrects: str
    corrected_by: str
    notes: str


@dataclass(frozen=True)
class Dossier:
    """A pledge and all that is told of it; text fields as in `pledges.csv`.

    Attributes:
        kind: How it is scored, one of `CLASSES`.
        figures: Ids of the figures it names.
        evidence: Its events in the order in which they count.
        lives: For each question its answers, the first first. Each has at least one.
    """

    id: str
    plan: str
    maker: str
    words: str
    type: str
    kind: str
    made_on: str
    source: str
    locator: str
    weak_test: str
    strong_test: str
    condition: str
    condition_words: str
    deadline: str
    deadline_words: str
    figures: tuple[str, ...]
    confidence: str
    notes: str
    evidence: tuple[Evidence, ...]
    lives: Mapping[str, tuple[Standing, ...]]

    def now(self, column: str) -> Standing:
        """The answer to a question on the last day that the dossier covers."""
        return self.lives[column][-1]

    def digest(self) -> str:
        """SHA-256 of what a reader is shown, numbers written out."""
        told = [
            [getattr(self, name) for name in _SHOWN],
            [[getattr(each, name) for name in Evidence.__annotations__] for each in self.evidence],
            [
                [getattr(each, name) for name in Standing.__annotations__]
                for column in QUESTIONS
                for each in self.lives[column]
            ],
        ]
        said = json.dumps(told, ensure_ascii=False, default=str)
        return hashlib.sha256(text.resolve(said).encode()).hexdigest()


_WORDS = (
    *("id", "plan", "maker", "words", "type", "made_on", "source", "locator", "weak_test"),
    *("strong_test", "condition", "condition_words", "deadline", "deadline_words"),
    *("confidence", "notes"),
)
_SHOWN = (*_WORDS, "kind", "figures")


def last_day() -> date:
    """The last day on which anything was put on record: today, as the book counts."""
    return tracker.read().latest()


def dossiers(day: date | None = None) -> tuple[Dossier, ...]:
    """Every pledge made by a day, in the order of the table.

    Args:
        day: The last day that is told of; without it `last_day`.
    """
    register = tracker.read()
    until = day or register.latest()
    lives = _lives(tracker.history(register, until))
    counted = {event.id: event.day for event in register.events}
    evidence: dict[str, list[Evidence]] = {}
    events = tables.table("pledge_events").to_dict("records")
    stand_in = {row["corrects"]: row["id"] for row in events if row["corrects"]}
    for row in sorted(events, key=lambda row: (counted[row["id"]], int(row["order"]), row["id"])):
        if counted[row["id"]] <= until:
            found = _evidence(row, counted[row["id"]], stand_in.get(row["id"], ""))
            evidence.setdefault(row["pledge"], []).append(found)
    return tuple(
        Dossier(
            **{name: row[name] for name in _WORDS},
            kind=kind(row["type"]),
            figures=tuple(row["figures"].split()),
            evidence=tuple(evidence.get(row["id"], ())),
            lives=lives[row["id"]],
        )
        for row in tables.table("pledges").to_dict("records")
        if row["id"] in lives
    )


def _evidence(row: Mapping[Hashable, Any], day: date, corrected_by: str) -> Evidence:
    source = "" if row["source"] == NONE_FOUND else row["source"]
    kept = ("id", "effect", "test", "what", "who", "locator", "confidence", "corrects")
    return Evidence(
        **{name: row[name] for name in kept},
        when=row["date"],
        day=day,
        source=source,
        recorded=row["recorded_on"],
        corrected_by=corrected_by,
        notes=row["notes"],
    )


def _lives(history: pd.DataFrame) -> dict[str, dict[str, tuple[Standing, ...]]]:
    words = labels()
    found: dict[str, dict[str, list[Standing]]] = {}
    for row in history.to_dict("records"):
        standing = Standing(
            label=words[row["column"]][row["status"]],
            **{
                str(name): row[name]
                for name in ("column", "first", "last", "status", "event", "rule")
            },
            reason=text.resolve(row["reason"]),
            change=text.resolve(row["change"]),
        )
        columns = found.setdefault(row["pledge"], {column: [] for column in COLUMNS})
        columns[row["column"]].append(standing)
    return {
        pledge: {column: tuple(told) for column, told in columns.items()}
        for pledge, columns in found.items()
    }


def labels() -> dict[str, dict[str, str]]:
    """For each question its statuses in the order of `statuses.csv`, each as readers see it."""
    return _of_statuses("label")


def definitions() -> dict[str, dict[str, str]]:
    """For each question its statuses in the order of `statuses.csv`, each with its meaning."""
    return _of_statuses("definition")


def _of_statuses(name: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {column: {} for column in QUESTIONS}
    for row in tables.table("statuses").to_dict("records"):
        found[row["column"]][row["status"]] = row[name]
    return found


@dataclass(frozen=True)
class Count:
    """How many of how many have a status, and for those what their makers' own status is.

    Attributes:
        status: The status.
        label: The status in words.
        n: How many have it.
        of: How many there are in all.
        within: Counts of the maker's own status among the `n`; empty but for positions.
    """

    status: str
    label: str
    n: int
    of: int
    within: tuple[Count, ...] = ()


@dataclass(frozen=True)
class Group:
    """The pledges of one class under one plan, counted by two questions that stay apart.

    Attributes:
        kind: The class, one of `CLASSES`.
        plan: The plan.
        of: How many of them were made by the day.
        position: Who could act, and within each position the maker's own status.
        outcome: What happened, whoever did it.
    """

    kind: str
    plan: str
    of: int
    position: tuple[Count, ...]
    outcome: tuple[Count, ...]


def summary(day: date | None = None) -> tuple[Group, ...]:
    """How the pledges stood at the end of a day, by class and plan.

    A group is told of from the start, with nothing in it until its first pledge is made.

    Args:
        day: The day; without it `last_day`.
    """
    register = tracker.read()
    view = tracker.on(tracker.history(register), day or register.latest())
    by = ("plan", "class")
    position = tracker.counts(view, POSITION, by)
    within = tracker.counts(view, MAKER, (*by, POSITION))
    outcome = tracker.counts(view, OUTCOME, by)
    groups = dict.fromkeys((pledge.kind, pledge.plan) for pledge in register.pledges)
    ordered = sorted(groups, key=lambda group: list(CLASSES).index(group[0]))
    made = []
    for kind_, plan in ordered:
        mine = {"plan": plan, "class": kind_}
        counted = tuple(
            Count(
                each.status,
                each.label,
                each.n,
                each.of,
                _counts(MAKER, within, mine | {POSITION: each.status}),
            )
            for each in _counts(POSITION, position, mine)
        )
        of = counted[0].of if counted else 0
        made.append(Group(kind_, plan, of, counted, _counts(OUTCOME, outcome, mine)))
    return tuple(made)


def _counts(column: str, table: pd.DataFrame, group: Mapping[str, str]) -> tuple[Count, ...]:
    rows = table
    for name, value in group.items():
        rows = rows[rows[name] == value]
    found = {
        str(status): (int(n), int(of))
        for status, n, of in zip(rows["status"], rows["n"], rows["of"], strict=True)
    }
    return tuple(
        Count(status, label, *found[status])
        for status, label in labels()[column].items()
        if status in found
    )
