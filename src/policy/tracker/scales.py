"""How other trackers' scales would label the same pledges, and where they part.

A method's scale is applied to every pledge alike. Whether the method would have taken the
pledge up is part of its rules where it says so: most follow the winners of an election alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from policy.tracker.cells import Choice, choice, fits
from policy.tracker.rulings import Rule, reachable
from policy.tracker.vocabulary import COLUMNS, KINDS

if TYPE_CHECKING:
    import pandas as pd

NOT_SCORED = "not-scored"
UNKNOWN = "not-stated"

_ON = ("class", "position", "maker", "outcome")


class ScoringError(Exception):
    """A method's rules do not label a pledge once."""


@dataclass(frozen=True)
class Scoring:
    """One row of `scorings.csv`: which pledges a method gives a label to.

    Attributes:
        id: Its name.
        method: The tracker.
        takes: For class, position, maker and outcome, the values it takes in.
        label: The method's own word.
        sense: What the word comes to, in words shared by all methods.
        rule: The method's rule in our words.
        source: Where the rule was read.
        locator: Where in it.
    """

    id: str
    method: str
    takes: tuple[Choice, ...]
    label: str
    sense: str
    rule: str
    source: str
    locator: str

    def fits(self, pledge: Mapping[str, str]) -> bool:
        """Whether a pledge gets this label."""
        return all(fits(named, pledge[on]) for named, on in zip(self.takes, _ON, strict=True))


def scorings(table: pd.DataFrame) -> tuple[Scoring, ...]:
    """The rows of the table `scorings`."""
    return tuple(
        scoring({str(k): str(v) for k, v in row.items()}) for row in table.to_dict("records")
    )


def scoring(row: Mapping[str, str]) -> Scoring:
    """The scoring in one row of `scorings.csv`."""
    return Scoring(
        id=row["id"],
        method=row["method"],
        takes=tuple(choice(row[on]) for on in _ON),
        label=row["label"],
        sense=row["sense"],
        rule=row["rule"],
        source=row["source"],
        locator=row["locator"],
    )


def label(rows: tuple[Scoring, ...], method: str, pledge: Mapping[str, str]) -> Scoring:
    """The one row by which a method labels a pledge.

    Args:
        rows: All rows of all methods.
        method: The method.
        pledge: Its class, position, maker (status) and outcome.

    Raises:
        ScoringError: No row takes the pledge in, or several do.
    """
    found = [row for row in rows if row.method == method and row.fits(pledge)]
    if len(found) != 1:
        named = ", ".join(row.id for row in found) or "none"
        asked = {on: pledge[on] for on in _ON}
        raise ScoringError(f"{method} labels {asked} by these rows: {named}; one is wanted")
    return found[0]


def crosswalk(view: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Each method's label for each pledge.

    Args:
        view: Pledges on one day, as `on` gives them.
        table: The table `scorings`.

    Columns: pledge, plan, class, position, maker, outcome, method, label, sense, rule,
    source, locator, scoring (id of the row).
    """
    import pandas as pd

    rows = scorings(table)
    methods = tuple(dict.fromkeys(row.method for row in rows))
    made = []
    for pledge in view.to_dict("records"):
        kept = {name: pledge[name] for name in ("pledge", "plan", *_ON)}
        for method in methods:
            row = label(rows, method, kept)
            told = {"label": row.label, "sense": row.sense, "rule": row.rule}
            where = {"source": row.source, "locator": row.locator, "scoring": row.id}
            made.append(kept | {"method": method} | told | where)
    columns = ["pledge", "plan", *_ON, "method", "label", "sense", "rule"]
    return pd.DataFrame(made, columns=[*columns, "source", "locator", "scoring"], dtype=object)


def partings(crossed: pd.DataFrame) -> pd.DataFrame:
    """Where methods that score a pledge would disagree about it.

    A method that would not score a pledge, or whose rule was not found, does not disagree.

    Columns: pledge, plan, class, position, maker, outcome, scored (how many methods give it a
    label), senses (the different ones, separated by spaces), parts (whether there are several).
    """
    import pandas as pd

    rows = []
    for pledge, group in crossed.groupby("pledge", sort=False):
        told = group[~group["sense"].isin([NOT_SCORED, UNKNOWN])]
        senses = sorted(set(told["sense"]))
        first = group.iloc[0]
        kept = {name: first[name] for name in ("plan", *_ON)}
        facts = {"scored": len(told), "senses": " ".join(senses), "parts": len(senses) > 1}
        rows.append({"pledge": pledge} | kept | facts)
    columns = ["pledge", "plan", *_ON, "scored", "senses", "parts"]
    return pd.DataFrame(rows, columns=columns)


@lru_cache(maxsize=16)
def unlabelled(
    rows: tuple[Scoring, ...], rules: tuple[Rule, ...]
) -> tuple[tuple[str, tuple[tuple[str, str], ...], tuple[str, ...]], ...]:
    """Where a method does not give exactly one label to what the rules can make of a pledge.

    Each is the method, the pledge as pairs of name and value, and the ids of the rows.
    """
    found = []
    for kind in KINDS:
        columns = [reachable(rules, column, kind) for column in COLUMNS]
        for values in itertools.product((kind,), *columns):
            pledge = dict(zip(_ON, values, strict=True))
            for method in dict.fromkeys(row.method for row in rows):
                takers = tuple(row.id for row in rows if row.method == method and row.fits(pledge))
                if len(takers) != 1:
                    found.append((method, tuple(pledge.items()), takers))
    return tuple(found)
