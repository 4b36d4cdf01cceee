"""The timeline on the page: a list by year that needs no script, with filters where scripts run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from policy import tables, text, timeline
from policy.book import assets, figures
from policy.book.fill import fill, follow, raw
from policy.timeline import Event

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME = "timeline"
ANCHOR = "timeline-list"
TEMPLATE = "timeline.html"


def setup(app: Sphinx) -> None:
    """Register the directive and the files it needs with Sphinx."""
    app.add_directive(NAME, TimelineDirective)
    assets.add_files(app, [NAME], "controls.css", "timeline.css", "timeline.js")


class TimelineDirective(SphinxDirective):
    """``{timeline}``: dated events around the three plans, by year."""

    def run(self) -> list[nodes.Node]:
        """Write the list; it follows the timeline and every table behind its figures."""
        figures.depend(self.env, timeline.TABLE)
        follow(self.env, TEMPLATE)
        listed = timeline.events()
        written = html(
            listed,
            ledger=figures.address(self.env, figures.LEDGER),
            sources=figures.address(self.env, figures.SOURCES),
        )
        shown = text.named(words for event in listed for words in (event.words, event.notes))
        return [nodes.container("", raw(written, shown), ids=[ANCHOR], classes=[NAME])]


def html(listed: Sequence[Event], *, ledger: str, sources: str) -> str:
    """The list with its filters.

    Args:
        listed: The events, in order.
        ledger: Address of the ledger from the page.
        sources: Address of the page of sources from there.
    """
    present = {event.kind for event in listed}
    return fill(
        TEMPLATE,
        years=timeline.by_year(listed),
        total=len(listed),
        plans=timeline.PLANS,
        kinds=timeline.KINDS,
        offered=[(name, label) for name, label in timeline.KINDS.items() if name in present],
        labels={key: source.label for key, source in tables.sources().items()},
        linked=partial(text.linked, ledger=ledger),
        plain=text.resolve,
        sources=sources,
    )
