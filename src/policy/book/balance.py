"""``{balance}``: how much the book holds on each plan, beside the floors and their reasons.

Counted when the page is read, so the page follows the tables and the plans' chapters.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from policy import balance, tables
from policy.book import figures
from policy.entry import told
from policy.stances import PLANS

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

PAGE = "reference/method-and-balance"

SHORT = {"labour-review": "Review", "stp-programme": "STPs", "reinstatement-bill": "Bill"}
"""The plans in the order of the columns, in names that fit a phone."""

_NOT_COUNTED = "not counted: no plan has its chapter yet"


def setup(app: Sphinx) -> None:
    """Register the directive with Sphinx."""
    app.add_directive("balance", BalanceDirective)
    app.connect("env-get-outdated", _follow_chapters)


class BalanceDirective(SphinxDirective):
    """``{balance}``: a table of counts, then a list of reasons."""

    def run(self) -> list[nodes.Node]:
        """Write both; the page follows every table and chapter that is counted."""
        figures.depend(self.env, *balance.TABLES)
        for page in set(balance.CHAPTERS.values()) & self.env.found_docs:
            self.env.note_dependency(self.env.doc2path(page))
        held = balance.read(chapters=Path(self.env.srcdir))
        limits = tables.table("balance_limits")
        shown = balance.against(balance.counts(held), limits)
        return [counted(shown), *thinnest(shown), reasons(limits, set(shown["measure"]))]


def _follow_chapters(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """A plan's chapter that is new or gone changes the counts."""
    others = (added | removed) & set(balance.CHAPTERS.values())
    return [PAGE] if others and PAGE in env.all_docs else []


def counted(shown: pd.DataFrame) -> nodes.Node:
    """One row a measure: its label, a column for each plan, and the floor."""
    head = ["Measure", *SHORT.values(), "Floor"]
    body = [
        [row["label"], *(balance.said(row[plan], row["unit"]) for plan in (*PLANS, "floor"))]
        for row in shown.to_dict("records")
    ]
    return _table(head, body)


def thinnest(shown: pd.DataFrame) -> list[nodes.Node]:
    """On how many measures each plan has least, in one sentence."""
    least = shown[list(PLANS)].min(axis="columns")
    said = [f"{told.PLANS[plan]} {int((shown[plan] == least).sum())}" for plan in PLANS]
    words = f"On how many of these {len(shown)} a plan has least, or shares the last place: "
    words += f"{'; '.join(said)}."
    return [nodes.paragraph("", words)]


def reasons(limits: pd.DataFrame, measured: set[str]) -> nodes.Node:
    """Every floor's reason; a measure that could not be taken says why."""
    made = nodes.definition_list()
    for row in limits.to_dict("records"):
        aside = "" if row["measure"] in measured else f" ({_NOT_COUNTED})"
        term = nodes.term("", f"{row['label']}: {balance.said(row['floor'], row['unit'])}{aside}")
        body = nodes.definition("", nodes.paragraph("", row["reason"]))
        made += nodes.definition_list_item("", term, body)
    return made


def _table(head: Sequence[str], body: Sequence[Sequence[str]]) -> nodes.Node:
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in head), cols=len(head))
    group += nodes.thead("", _row(head))
    group += nodes.tbody("", *(_row(cells) for cells in body))
    return nodes.table("", group, classes=["colwidths-auto", "counts"])


def _row(cells: Sequence[str]) -> nodes.Node:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell)) for cell in cells))
