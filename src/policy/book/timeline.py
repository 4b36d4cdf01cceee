"""The timeline on the page: a list by year that needs no script, with filters where scripts run."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from policy import tables, text, timeline
from policy.book import figures
from policy.book.fill import WRITTEN, fill, raw
from policy.timeline import Event

if TYPE_CHECKING:
    from sphinx.application import Sphinx

NAME = "timeline"
ANCHOR = "timeline-list"
TEMPLATE = WRITTEN / "timeline.html"


def setup(app: Sphinx) -> None:
    """Register the directive and the files it needs with Sphinx."""
    app.add_directive(NAME, TimelineDirective)
    app.connect("html-page-context", _add_files)


def _add_files(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if doctree and any(ANCHOR in each["ids"] for each in doctree.findall(nodes.container)):
        app.add_css_file("timeline.css")
        app.add_js_file("timeline.js", loading_method="defer")


class TimelineDirective(SphinxDirective):
    """``{timeline}``: dated events around the three plans, by year."""

    def run(self) -> list[nodes.Node]:
        """Write the list; it follows the timeline and every table behind its figures."""
        figures.depend(self.env, timeline.TABLE)
        self.env.note_dependency(os.path.relpath(TEMPLATE, self.env.srcdir))
        uri = self.env.app.builder.get_relative_uri
        listed = timeline.events()
        written = raw(
            html(
                listed,
                ledger=uri(self.env.docname, figures.LEDGER),
                sources=uri(self.env.docname, figures.SOURCES),
            )
        )
        written["figures"] = list(shown_figures(listed))
        return [nodes.container("", written, ids=[ANCHOR], classes=[NAME])]


def html(listed: Sequence[Event], *, ledger: str, sources: str) -> str:
    """The list with its filters.

    Args:
        listed: The events, in order.
        ledger: Address of the ledger from the page.
        sources: Address of the page of sources from there.
    """
    present = {event.kind for event in listed}
    return fill(
        TEMPLATE.name,
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


def shown_figures(listed: Sequence[Event]) -> tuple[str, ...]:
    """Ids of the figures that the list shows, each once, as they come."""
    marks = (
        mark[1]
        for event in listed
        for words in (event.words, event.notes)
        for mark in text.MARK.finditer(words)
    )
    return tuple(dict.fromkeys(marks))
