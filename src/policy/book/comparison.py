"""The comparison on the page: one table that needs no script, with a chooser where scripts run.

On paper the page is the table alone, on two sheets. On a phone each row is a card; the script
shows one of them at a time.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from policy import citation, compare, tables, text
from policy.book import assets, figures
from policy.book.fill import fill, follow, raw
from policy.compare import Dimension

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME = "comparison"
ANCHOR = "comparison-table"
TEMPLATE = "comparison.html"


def setup(app: Sphinx) -> None:
    """Register the directive and the files it needs with Sphinx."""
    app.add_directive(NAME, ComparisonDirective)
    assets.add_files(app, [NAME], "controls.css", "comparison.css", "comparison.js")


class ComparisonDirective(SphinxDirective):
    """``{comparison}``: the three plans and the law of spring 2017, side by side."""

    def run(self) -> list[nodes.Node]:
        """Write the table; it follows both tables and every table behind its figures."""
        figures.depend(self.env, *compare.TABLES)
        follow(self.env, TEMPLATE)
        for name in ("CITATION.cff", "_config.yml"):
            self.env.note_dependency(str(tables.ROOT / name))
        written = html(
            compare.dimensions(),
            ledger=figures.address(self.env, figures.LEDGER),
            sources=figures.address(self.env, figures.SOURCES),
            root="../" * self.env.docname.count("/"),
        )
        table = raw(written, compare.figures())
        return [nodes.container("", table, ids=[ANCHOR], classes=[NAME])]


def html(rows: tuple[Dimension, ...], *, ledger: str, sources: str, root: str) -> str:
    """The table with its controls.

    Args:
        rows: The dimensions, in order.
        ledger: Address of the ledger from the page.
        sources: Address of the page of sources from there.
        root: The book's top from there, "" or ending in a slash.
    """
    return fill(
        TEMPLATE,
        rows=rows,
        columns=compare.COLUMNS,
        labels={key: source.label for key, source in tables.sources().items()},
        work=citation.book(),
        linked=partial(text.linked, ledger=ledger),
        sources=sources,
        root=root,
    )
