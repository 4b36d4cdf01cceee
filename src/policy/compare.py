"""The comparison: three plans and the law of spring 2017, question by question.

Each row of the table is a dimension with a cell for every column. A row is citable on its own:
its digest is that of the words a reader is shown, so a corrected figure changes it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from policy import tables, text
from policy.rules.plans import COMPARED, NOT_STATED
from policy.rules.rows import NONE_FOUND

TABLES = ("dimensions", "comparison")

_TITLES = {
    "labour-review": "Labour's review",
    "stp-programme": "The STPs",
    "reinstatement-bill": "The Reinstatement Bill",
    "law-2017": "The law in spring 2017",
}
COLUMNS: Mapping[str, str] = {name: _TITLES[name] for name in COMPARED}
"""The columns of the table in order, each with its heading."""


@dataclass(frozen=True)
class Cell:
    """What one column says on one dimension.

    Attributes:
        column: One of `COLUMNS`.
        words: The answer, its numbers as ``{fig:id}``.
        sources: Keys of sources.bib, none when nothing was found.
        places: Where in each source, in their order.
        confidence: high, medium or low; "" when nothing was found.
        notes: Scope and cautions, "" when there are none.
    """

    column: str
    words: str
    sources: tuple[str, ...]
    places: tuple[str, ...]
    confidence: str
    notes: str

    @property
    def stated(self) -> bool:
        """Whether any source answers at all."""
        return self.words != NOT_STATED


@dataclass(frozen=True)
class Dimension:
    """A row of the table: a question and the answer of every column, in their order."""

    id: str
    title: str
    question: str
    cells: tuple[Cell, ...]

    def digest(self) -> str:
        """SHA-256 of what a reader is shown, numbers written out."""
        shown = [
            [
                cell.column,
                text.resolve(cell.words),
                cell.sources,
                cell.places,
                cell.confidence,
                text.resolve(cell.notes),
            ]
            for cell in self.cells
        ]
        said = json.dumps([self.id, self.title, self.question, shown], ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()


def dimensions() -> tuple[Dimension, ...]:
    """Every row of the table, in its order.

    Raises:
        tables.DataError: The tables cannot be read.
    """
    cells = {
        (row["dimension"], row["column"]): _cell(row)
        for row in tables.table("comparison").to_dict("records")
    }
    return tuple(
        Dimension(
            row["id"],
            row["title"],
            row["question"],
            tuple(cells[row["id"], column] for column in COLUMNS),
        )
        for row in tables.table("dimensions").to_dict("records")
    )


def _cell(row: Mapping[Hashable, Any]) -> Cell:
    found = row["sources"] != NONE_FOUND
    return Cell(
        row["column"],
        row["cell"],
        tuple(row["sources"].split()) if found else (),
        tuple(row["locator"].split("; ")) if found else (),
        row["confidence"],
        row["notes"],
    )


def figures() -> tuple[str, ...]:
    """Ids of the figures that the table shows, each once, as they come."""
    cells = (cell for each in dimensions() for cell in each.cells)
    return text.named(words for cell in cells for words in (cell.words, cell.notes))


def frame(*rows: Dimension) -> pd.DataFrame:
    """Rows of the comparison as a table for readers, one cell a row, numbers written out.

    Args:
        rows: The rows wanted; all of them when none is named.

    Returns:
        Columns dimension, title, question, column, cell, sources, locator, confidence, notes,
        all text; sources are keys separated by a space.
    """
    return pd.DataFrame(
        [
            {
                "dimension": each.id,
                "title": each.title,
                "question": each.question,
                "column": cell.column,
                "cell": text.resolve(cell.words),
                "sources": " ".join(cell.sources) or NONE_FOUND,
                "locator": "; ".join(cell.places),
                "confidence": cell.confidence,
                "notes": text.resolve(cell.notes),
            }
            for each in rows or dimensions()
            for cell in each.cells
        ]
    )
