"""What a schema cannot say of the data, each as a named rule with a message to act on.

A rule takes the whole data folder as text and yields faults. It reads only cells that the
schema accepts, so that one mistake is reported once. A subject's rules have a module of their
own, which lists them in `RULES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from policy import tables
from policy.rules import bill, figures, inputs, plans, pledges, sources, tracker
from policy.rules.rows import Rule
from policy.tables import Fault

RULES: Mapping[str, Rule] = {
    rule.__name__.replace("_", "-"): rule
    for subject in (sources, figures, plans, bill, pledges, tracker, inputs)
    for rule in subject.RULES
}


def all_faults(folder: Path = tables.DATA) -> tuple[Fault, ...]:
    """Everything against the data: what schema and formats find, and what the rules find.

    Data with no fault are read a second time, by frictionless.
    """
    found = (*tables.faults(folder), *faults(folder))
    return found or tuple(tables.second_reading(folder))


def faults(folder: Path = tables.DATA) -> tuple[Fault, ...]:
    """Everything the rules have against the data, in the order of `RULES`.

    What the schema has refused is left out, since `tables.faults` reports it.
    """
    data = tables.contents(folder)
    return tuple(fault for rule in RULES.values() for fault in rule(data))
