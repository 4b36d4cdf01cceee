"""The Sphinx extension of the book: figures in the text, pages from data, charts, assets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy.book import (
    assets,
    balance,
    chains,
    comparison,
    entries,
    figures,
    freshness,
    pages,
    pledges,
    renderer,
    which_ten,
)

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register every part of the extension with Sphinx."""
    parts = (
        *(figures, entries, pages, chains, balance, comparison, pledges, which_ten),
        *(renderer, assets, freshness),
    )
    for part in parts:
        part.setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
