"""Drawn chains: who said a number, who repeated it, and what changed at each step.

The drawing is an ordered list of ordinary nodes, so its numbers have cards and it reads as a
list wherever styles are missing. Boxes and lines are `chains.css`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from policy import ledger, tables, text, units
from policy.book import figures
from policy.entry import chain
from policy.entry.words import stopped, who
from policy.ledger import Link

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

CHANGES = {
    "unit": "Changed: the unit",
    "period": "Changed: the period",
    "hedge": "Changed: the hedge",
    "scope": "Changed: what is covered",
    "measure": "Changed: what is measured",
    "none": "Nothing lost",
}


def setup(app: Sphinx) -> None:
    """Register the directive and its style with Sphinx."""
    app.add_directive("chain", ChainDirective)
    app.add_css_file("chains.css")


class ChainDirective(SphinxDirective):
    """``{chain} id``: what a figure goes back to, it, and who repeated it, as one drawing."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Draw the chain; an id without one is a warning at the directive's line."""
        figures.depend(self.env)
        id = self.arguments[0]
        known = chain.in_chains()
        if id not in known:
            near = tables.nearest(id, known)
            hint = f"; nearest: {near}" if near else ""
            figures.warn(self, f"no chain has the figure {id!r}{hint}")
            return []
        return [drawn(self.env, id)]


def drawn(env: BuildEnvironment, id: str) -> nodes.Node:
    """The chain of a figure, first to say it first."""
    steps = chain.steps(id)
    head = nodes.paragraph("", "", nodes.strong("", "Who said it, and what changed"))
    listed = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
    listed += [_step(env, step) for step in steps]
    made = nodes.container("", head, listed, classes=["chain"])
    others = chain.branches(steps)
    if others:
        made += _others(env, others)
    return made


def _step(env: BuildEnvironment, step: chain.Step) -> nodes.Node:
    figure = step.figure
    source = tables.sources()[figure.source]
    said = nodes.paragraph(
        "",
        "",
        figures.link(env, figure, text.show(figure)),
        nodes.Text(f" {who(figure)}"),
        classes=["chain-said"],
    )
    statement = nodes.paragraph("", "", *figures.linked(env, figure.statement))
    dated = f", {units.date(source.date)}" if source.date else ""
    read = nodes.paragraph(
        "",
        "",
        nodes.Text("Source: "),
        figures.source_link(env, source.key),
        nodes.Text(f"{dated}. {stopped(figure.locator)}"),
        classes=["chain-source"],
    )
    card = nodes.container("", said, statement, read, classes=["chain-step"])
    return nodes.list_item("", *(_change(env, link) for link in step.links), card)


def _change(env: BuildEnvironment, link: Link) -> nodes.Node:
    """What was lost or changed on the way from one figure to the next."""
    before = ledger.figure(link.repeats)
    inferred = chain.is_inferred(link)
    label = f"{CHANGES[link.drift_kind]}{' (link inferred)' if inferred else ''}. "
    told = nodes.paragraph(
        "",
        "",
        nodes.strong("", label),
        nodes.Text("From "),
        figures.link(env, before, text.show(before)),
        nodes.Text(f", {who(before)}: "),
        *figures.linked(env, stopped(link.drift)),
    )
    classes = ["chain-change", *(["chain-inferred"] if inferred else [])]
    return nodes.container("", told, classes=classes)


def _others(env: BuildEnvironment, links: Iterable[Link]) -> nodes.Node:
    """Who else took up a number of the chain, each with the kind of change."""
    made = nodes.paragraph("", "", nodes.Text("Also taken up by: "), classes=["chain-others"])
    for place, link in enumerate(links):
        figure = ledger.figure(link.figure)
        before = ledger.figure(link.repeats)
        change = CHANGES[link.drift_kind].lower()
        made += [
            nodes.Text("; " if place else ""),
            nodes.Text(f"{who(figure)}, "),
            figures.link(env, figure, text.show(figure)),
            nodes.Text(f" (from {text.show(before)}, {who(before)}; {change})"),
        ]
    made += nodes.Text(".")
    return made
