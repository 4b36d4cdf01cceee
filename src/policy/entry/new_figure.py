"""A new figure of the ledger: what its texts may say, and how it is shown before it is added."""

from __future__ import annotations

from typing import Any

from policy import tables, text
from policy.entry.asked import Form, Row, Subject
from policy.entry.words import described
from policy.ledger import Figure
from policy.tables import Column

_NUMBERS = ("value", "low", "high")


def figure(row: Row, columns: tuple[Column, ...]) -> Figure:
    """The figure that a row of text describes.

    Raises:
        ValueError: A number is none.
    """
    cells: dict[str, Any] = {column.name: row.get(column.name, "") for column in columns}
    numbers = {name: float(cells[name]) if cells[name] else None for name in _NUMBERS}
    return Figure(**cells | numbers)


FIGURE = Subject("figures", "figure", own=figure, settled=frozenset({*_NUMBERS, "when", "unit"}))


def shown(row: Row, blank: Form) -> str:
    """The row as it will be written, and the figure as the book will print it."""
    made = figure(row, blank.columns)
    lines = [
        "The row:",
        f"  {blank.line(row).rstrip()}",
        "As the book will print it:",
        f"  {text.show(made)}",
        f"  {text.resolve(made.statement)}",
        *(f"  {label}: {words}" for label, words in described(made) if words),
        f"  Source: {tables.sources(blank.folder)[made.source].label}, {made.locator}",
    ]
    return "\n".join(lines)
