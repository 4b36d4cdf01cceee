"""The rule table: which status an event brings about, and why.

A rule names the cases it takes in. Exactly one rule takes in each case, so the order of the
table's rows does not matter, and a reader finds the rule by looking for the row that fits.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from policy.tracker.cells import Choice, choice, fits, fits_effect
from policy.tracker.vocabulary import (
    AFTER,
    COLUMNS,
    CONDITIONS,
    DEADLINE_PASSED,
    EFFECTS,
    ELECTION_LOST,
    KINDS,
    MADE,
    POSITION,
    TESTS,
    TIMES,
    UNCHANGED,
    WHOLE,
)

if TYPE_CHECKING:
    import pandas as pd


class RuleError(Exception):
    """The rule table does not decide a case once."""


@dataclass(frozen=True)
class Case:
    """What a rule decides on.

    Attributes:
        column: Which question is asked: position, maker or outcome.
        effect: What happened: an event's effect, `made` or `deadline-passed`.
        kind: promise, prediction or demand.
        condition: How the pledge's condition stood just before.
        test: Whether it bears on the whole pledge, or on its weak or strong test alone.
        time: Where it falls against the deadline: none, before, on (its last day), after.
    """

    column: str
    effect: str
    kind: str
    condition: str
    test: str
    time: str


@dataclass(frozen=True)
class Rule:
    """One row of `status_rules.csv`.

    Attributes:
        id: Its name.
        column: Which question it answers.
        effects: The effects it takes in.
        kinds: The kinds of pledge it takes in.
        conditions: The conditions it takes in.
        tests: The tests it takes in.
        times: The places against a deadline that it takes in.
        status: The status it brings about, or `unchanged`.
        keeps: Statuses that stand against it.
        reason: Why, in one sentence.
        change: What would change the status, in one sentence.
    """

    id: str
    column: str
    effects: Choice
    kinds: Choice
    conditions: Choice
    tests: Choice
    times: Choice
    status: str
    keeps: frozenset[str]
    reason: str
    change: str

    def takes(self, case: Case) -> bool:
        """Whether this rule is the one for a case."""
        return (
            self.column == case.column
            and fits_effect(self.effects, case.effect)
            and fits(self.kinds, case.kind)
            and fits(self.conditions, case.condition)
            and fits(self.tests, case.test)
            and fits(self.times, case.time)
        )

    def after(self, before: str | None) -> str:
        """The status after this rule, given the one before (None when there was none)."""
        if before is not None and (self.status == UNCHANGED or before in self.keeps):
            return before
        return self.status


@dataclass(frozen=True, eq=False)
class Rulebook:
    """The rules, the words for the statuses, and what each position means for the rules.

    Attributes:
        rules: Every row of `status_rules.csv`.
        conditions: The condition that each status of the position column stands for.
        dated: What each status of the maker column says of a deadline that has passed.
    """

    rules: tuple[Rule, ...]
    conditions: Mapping[str, str]
    dated: Mapping[str, str]
    _decided: dict[Case, Rule] = field(default_factory=dict, repr=False)

    def rule(self, case: Case) -> Rule:
        """The one rule for a case.

        Raises:
            RuleError: No rule takes the case in, or several do.
        """
        if case not in self._decided:
            found = [rule for rule in self.rules if rule.takes(case)]
            if len(found) != 1:
                named = ", ".join(rule.id for rule in found) or "none"
                raise RuleError(f"one rule is wanted for {case}; these take it in: {named}")
            self._decided[case] = found[0]
        return self._decided[case]


def rulebook(rules: pd.DataFrame, statuses: pd.DataFrame) -> Rulebook:
    """The rulebook that the tables status_rules and statuses make."""
    made = tuple(rule({str(k): str(v) for k, v in row.items()}) for row in rules.to_dict("records"))
    positions = statuses[statuses["column"] == POSITION]
    dated = statuses[statuses["date_result"] != ""]
    return Rulebook(
        made,
        dict(zip(positions["status"], positions["condition"], strict=True)),
        dict(zip(dated["status"], dated["date_result"], strict=True)),
    )


def rule(row: Mapping[str, str]) -> Rule:
    """The rule in one row of `status_rules.csv`."""
    return Rule(
        id=row["id"],
        column=row["column"],
        effects=choice(row["effect"]),
        kinds=choice(row["class"]),
        conditions=choice(row["condition"]),
        tests=choice(row["test"]),
        times=choice(row["deadline"]),
        status=row["status"],
        keeps=frozenset(row["keeps"].split()),
        reason=row["reason"],
        change=row["change"],
    )


def cases() -> Iterator[Case]:
    """Every case that can arise.

    A pledge is made whole and before any election on it is lost. A deadline passes for the
    whole pledge, on the day after it.
    """
    for column, kind, condition in itertools.product(COLUMNS, KINDS, CONDITIONS):
        if condition != ELECTION_LOST:
            for time in TIMES:
                yield Case(column, MADE, kind, condition, WHOLE, time)
        yield Case(column, DEADLINE_PASSED, kind, condition, WHOLE, AFTER)
        for effect, test, time in itertools.product(EFFECTS, TESTS, TIMES):
            yield Case(column, effect, kind, condition, test, time)


@lru_cache(maxsize=16)
def undecided(rules: tuple[Rule, ...]) -> tuple[tuple[Case, tuple[str, ...]], ...]:
    """The cases that not exactly one rule takes in, each with the ids of those that do."""
    found = []
    for case in cases():
        takers = tuple(rule.id for rule in rules if rule.takes(case))
        if len(takers) != 1:
            found.append((case, takers))
    return tuple(found)


def reachable(rules: Iterable[Rule], column: str, kind: str) -> tuple[str, ...]:
    """The statuses that the rules can give to a kind of pledge, in the order of the rules."""
    given = (
        rule.status
        for rule in rules
        if rule.column == column and fits(rule.kinds, kind) and rule.status != UNCHANGED
    )
    return tuple(dict.fromkeys(given))
