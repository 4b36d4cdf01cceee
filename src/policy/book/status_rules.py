"""``{status-rules} part``: how a status is set, written from the tables that set it.

Five parts: the words for the statuses, the rules, the other trackers' methods, where those part,
and where the rules and the first coding by hand differ. All of it is plain HTML that needs no
script; long lists are folded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from policy import dossier, tables, text, tracker, units
from policy.book import assets, figures
from policy.book.fill import fill, follow, raw
from policy.tracker import Register, vocabulary
from policy.tracker.vocabulary import COLUMNS, MAKER, OUTCOME, POSITION

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME = "status-rules"
TABLES = (
    "pledges",
    "pledge_events",
    "status_rules",
    "statuses",
    "scorings",
    "hand_codes",
)

QUESTIONS = {
    POSITION: "Was its maker in a position to act?",
    MAKER: "What is its status as its maker's pledge?",
    OUTCOME: "Did the thing happen, whoever did it?",
}

_KINDS = {
    vocabulary.PROMISE: ("promises",),
    vocabulary.PREDICTION: ("predictions", "claims"),
    vocabulary.DEMAND: ("demands",),
}
_CALENDAR = {vocabulary.MADE: "it is made", vocabulary.DEADLINE_PASSED: "its date passes"}
_CONDITIONS = {
    vocabulary.CLEAR: "no condition, or it is met",
    vocabulary.AWAITS_ELECTION: "the election is not decided",
    vocabulary.ELECTION_LOST: "the election was lost",
    vocabulary.AWAITS_ACT: "no Act yet",
}
_TESTS = {
    vocabulary.WHOLE: "the one test, or both",
    vocabulary.WEAK: "the weaker test",
    vocabulary.STRONG: "the stronger test",
}
_TIMES = {
    vocabulary.NO_DEADLINE: "no date set",
    vocabulary.BEFORE: "before its date",
    vocabulary.ON: "on its date",
    vocabulary.AFTER: "after its date",
}


@dataclass(frozen=True)
class Held:
    """What the page is written from.

    Attributes:
        register: Pledges, events and rules.
        lives: Their history up to the last day on record.
        now: How each stands on that day.
    """

    register: Register
    lives: pd.DataFrame
    now: pd.DataFrame


def setup(app: Sphinx) -> None:
    """Register the directive and its style with Sphinx."""
    app.add_directive(NAME, StatusRulesDirective)
    assets.add_files(app, [NAME], "status-rules.css")


class StatusRulesDirective(SphinxDirective):
    """``{status-rules} part``: one part of the account, as named in ``PARTS``."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the part; the page follows every table it is written from."""
        part = directives.choice(self.arguments[0], tuple(PARTS))
        figures.depend(self.env, *TABLES)
        follow(self.env, _template(part))
        written, used = html(
            part,
            ledger=figures.address(self.env, figures.LEDGER),
            sources=figures.address(self.env, figures.SOURCES),
            root="../" * self.env.docname.count("/"),
        )
        return [nodes.container("", raw(written, used), classes=[NAME])]


def html(part: str, *, ledger: str, sources: str, root: str) -> tuple[str, list[str]]:
    """One part as HTML, and the ids of the figures that it links.

    Args:
        part: A name in ``PARTS``.
        ledger: Address of the ledger from the page.
        sources: Address of the page of sources from there.
        root: The book's top from there, "" or ending in a slash.
    """
    shown = PARTS[part](read())
    used: dict[str, None] = {}

    def linked(words: str) -> str:
        used.update(
            (part.figure.id, None) for part in text.parts(words) if not isinstance(part, str)
        )
        return text.linked(words, ledger=ledger)

    written = fill(
        _template(part),
        **shown,
        linked=linked,
        labels={key: source.label for key, source in tables.sources().items()},
        sources=sources,
        pledge_page=partial("{root}pledges/{id}/index.html".format, root=root),
    )
    return written, list(used)


def _template(part: str) -> str:
    return f"status_{part.replace('-', '_')}.html"


def read() -> Held:
    """The book's own register as it stands on the last day on record."""
    register = tracker.read()
    day = register.latest()
    lives = tracker.history(register, day)
    return Held(register, lives, tracker.on(lives, day))


# --- the words for the statuses ------------------------------------------------------------------


def definitions(held: Held) -> dict[str, object]:
    """Every status under its question: what it means, how many have it, one that has had it."""
    words = tables.table("pledges").set_index("id")["words"]
    rows = tables.table("statuses")
    questions = []
    for column in COLUMNS:
        counted = _counted(held.now, column)
        listed = [
            {
                **row,
                "now": counted.get(row["status"], ""),
                "words": words[row["example"]].rstrip(".") if row["example"] else "",
                "when": _when(held.lives, column, row["status"], row["example"]),
            }
            for row in tables.records(rows[rows["column"] == column])
        ]
        questions.append({"title": QUESTIONS[column], "id": column, "statuses": listed})
    return {"questions": questions}


def _counted(now: pd.DataFrame, column: str) -> dict[str, str]:
    """For each status, how many of each kind of pledge have it, out of how many."""
    found = tracker.counts(now, column, by=("class",))
    said: dict[str, list[str]] = {}
    for kind, words in _KINDS.items():
        for row in tables.records(found[found["class"] == kind]):
            many = f"{row['n']} of {row['of']} {_joined(words, 'and')}"
            said.setdefault(row["status"], []).append(many)
    return {status: ", ".join(each) for status, each in said.items()}


def _when(lives: pd.DataFrame, column: str, status: str, example: str) -> str:
    """The days on which an example first had a status, in words; blank without an example."""
    if not example:
        return ""
    mine = lives[(lives["pledge"] == example) & (lives["column"] == column)]
    first = mine[mine["status"] == status].iloc[0]
    start = units.day(first["first"])
    return f"from {start}" + (f" to {units.day(first['last'])}" if first["last"] else "")


# --- the rules -----------------------------------------------------------------------------------


def rules(held: Held) -> dict[str, object]:
    """Every rule in words, in groups by question and kind of pledge."""
    table = tables.table("status_rules")
    words = dossier.labels()
    deciding = {column: Counter(held.now[f"{column}_rule"]) for column in COLUMNS}
    questions = []
    for column in (MAKER, OUTCOME, POSITION):
        mine = table[table["column"] == column]
        groups = [
            {
                "title": _subjects(str(kinds)),
                "rules": [
                    _ruled(row, words[column], deciding[column]) for row in tables.records(group)
                ],
            }
            for kinds, group in mine.groupby("class", sort=False)
        ]
        questions.append({"title": QUESTIONS[column], "groups": groups, "n": len(mine)})
    return {"questions": questions}


def _ruled(
    row: Mapping[str, Any], words: Mapping[str, str], deciding: Counter[str]
) -> dict[str, object]:
    on = [
        _either(row["condition"], _CONDITIONS),
        _either(row["test"], _TESTS),
        _either(row["deadline"], _TIMES),
    ]
    return {
        "id": row["id"],
        "event": _either(row["effect"], _CALENDAR) or "anything at all",
        "on": [each for each in on if each],
        "status": words.get(row["status"], "no change"),
        "changes": row["status"] in words,
        "reason": row["reason"],
        "change": row["change"],
        "keeps": _joined([words[each] for each in row["keeps"].split()], "or")
        if row["keeps"]
        else "",
        "decides": deciding[row["id"]],
    }


def _subjects(kinds: str) -> str:
    """The kinds of pledge that a cell takes in, in words."""
    if kinds == vocabulary.ANY:
        return "Pledges of every kind"
    words = [word for kind in kinds.split() for word in _KINDS[kind]]
    return _joined(words, "and").capitalize()


def _either(cell: str, words: Mapping[str, str]) -> str:
    """The values of a cell in words; blank when it takes in any."""
    if cell == vocabulary.ANY:
        return ""
    return _joined([words.get(each, text.spoken(each)) for each in cell.split()], "or")


def _joined(words: Sequence[str], last: str) -> str:
    """Words as a list in a sentence: "a, b or c"."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1])))


# --- the other methods ---------------------------------------------------------------------------


def methods(held: Held) -> dict[str, object]:
    """Each method's labels with their rules and sources, and how many pledges get each."""
    table = tables.table("scorings")
    crossed = tracker.crosswalk(held.now, table)
    given = crossed["scoring"].value_counts()
    listed = [
        {
            "name": method,
            "rows": [row | {"n": int(given.get(row["id"], 0))} for row in tables.records(group)],
        }
        for method, group in table.groupby("method", sort=False)
    ]
    return {"methods": listed, "of": len(held.now)}


def partings(held: Held) -> dict[str, object]:
    """The pledges that methods would score differently, in groups that all label alike."""
    crossed = tracker.crosswalk(held.now, tables.table("scorings"))
    found = tracker.partings(crossed)
    words = dossier.labels()
    groups: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in tables.records(found[found["parts"]]):
        labels = tables.records(
            crossed[crossed["pledge"] == row["pledge"]][["method", "label", "source"]]
        )
        alike = (row[MAKER], row[OUTCOME], *(each["label"] for each in labels))
        group = groups.setdefault(
            alike,
            {
                "maker": words[MAKER][row[MAKER]],
                "outcome": words[OUTCOME][row[OUTCOME]],
                "labels": labels,
                "pledges": [],
            },
        )
        group["pledges"].append(row["pledge"])
    return {
        "groups": sorted(groups.values(), key=lambda each: -len(each["pledges"])),
        "parted": int(found["parts"].sum()),
        "scored": int((found["scored"] > 1).sum()),
        "of": len(found),
    }


# --- the first coding by hand --------------------------------------------------------------------


def hand_codes(held: Held) -> dict[str, object]:
    """Where the first coding and the rules differ, in groups by the reason."""
    found = tracker.compared(held.register, tables.table("hand_codes"))
    what = tables.table("pledge_events").set_index("id")["what"]
    words = dossier.labels()
    apart = found[found["agrees"] == "neither"]
    groups: dict[str, list[dict[str, str]]] = {}
    for row in tables.records(apart):
        told = {
            "pledge": row["pledge"],
            "day": units.day(row["day"]),
            "what": what[row["event"]],
            "code": text.spoken(row["code"]),
            "maker": words[MAKER][row["maker"]],
            "outcome": words[OUTCOME][row["outcome"]],
        }
        groups.setdefault(row["why"], []).append(told)
    agrees = Counter(found["agrees"])
    return {
        "groups": sorted(groups.items(), key=lambda each: -len(each[1])),
        "counts": {name: agrees[name] for name in ("both", MAKER, OUTCOME, "neither")},
        "of": len(found),
    }


PARTS: Mapping[str, Callable[[Held], dict[str, object]]] = {
    "definitions": definitions,
    "rules": rules,
    "methods": methods,
    "partings": partings,
    "hand-codes": hand_codes,
}
