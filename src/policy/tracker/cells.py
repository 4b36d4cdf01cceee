"""Cells of a rule table that name several values, or any."""

from __future__ import annotations

from policy.tracker.vocabulary import ANY, MADE

Choice = frozenset[str] | None
"""The values a cell names; None stands for any."""


def choice(cell: str) -> Choice:
    """The values of a cell, which are separated by spaces."""
    return None if cell == ANY else frozenset(cell.split())


def fits(named: Choice, value: str) -> bool:
    """Whether a cell takes in a value."""
    return named is None or value in named


def fits_effect(named: Choice, effect: str) -> bool:
    """Whether a cell of effects takes one in; any of them leaves out that a pledge was made."""
    return effect != MADE if named is None else effect in named
