"""The Sphinx extension of the book: figures in the text, pages from data, charts, assets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy.book import (
    assets,
    balance,
    chains,
    changes,
    comparison,
    entries,
    figures,
    freshness,
    machines,
    pages,
    pledges,
    renderer,
    status_rules,
    statuses,
    timeline,
    which_ten,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register every part of the extension with Sphinx."""
    parts = (
        *(figures, entries, pages, chains, balance, comparison, pledges, which_ten),
        *(statuses, timeline, status_rules, changes, machines),
        *(renderer, assets, freshness),
    )
    for part in parts:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
