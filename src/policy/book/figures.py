"""Numbers in chapters: the roles ``{fig}``, ``{src}`` and ``{calc}``, and the cards behind them.

A number becomes a link to its row in the ledger, which is all that a reader without JavaScript
needs. The cards of one page ride in one JSON block at its end; `cards.js` shows them.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from policy import ledger, tables, text
from policy.book.fill import embedded
from policy.entry.words import described, verdict

if TYPE_CHECKING:
    from docutils.nodes import Node, system_message
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

LEDGER = "reference/ledger"
SOURCES = "reference/sources"
TABLES = (*ledger.TABLES, "checks", "chains", "sources")

logger = logging.getLogger(__name__)


class figure_link(nodes.reference):
    """A number on a page being written: a link that knows its figure."""


def setup(app: Sphinx) -> None:
    """Register the roles, the node and the cards with Sphinx."""
    app.add_node(figure_link, html=(_visit_link, _depart_link))
    for name, role in (("fig", FigureRole), ("calc", WorkingRole), ("src", SourceRole)):
        app.add_role(name, role())
    app.connect("doctree-resolved", _make_links)
    app.connect("html-page-context", _add_cards)
    app.add_css_file("cards.css")


def depend(env: BuildEnvironment, *more: str) -> None:
    """Let the page being read follow every table that a figure's words come from."""
    for name in (*TABLES, *more):
        env.note_dependency(str(tables.path(name)))


def address(env: BuildEnvironment, page: str) -> str:
    """The address of another page, from the page being read."""
    return env.app.builder.get_relative_uri(env.docname, page)


def link(env: BuildEnvironment, figure: ledger.Figure, words: str, *classes: str) -> nodes.Node:
    """A figure's words, leading to its row in the ledger.

    HTML written by a template links figures itself, with the class and the `data-fig` of such a
    link, and names their ids in the `figures` of its raw node, so that they have cards too.

    It stays an ordinary reference until the page is written, because Sphinx strips those, and
    no other kind of link, from the headings that it copies into tables of contents.
    """
    uri = f"{address(env, LEDGER)}#{figure.id}"
    return nodes.reference(
        "", words, refuri=uri, internal=True, classes=["fig", *classes], figure=figure.id
    )


def source_link(env: BuildEnvironment, key: str) -> nodes.Node:
    """A source's short name, leading to its entry on the page of sources."""
    label = tables.sources()[key].label
    return nodes.reference("", label, refuri=f"{address(env, SOURCES)}#{key}", internal=True)


def linked(env: BuildEnvironment, words: str) -> list[nodes.Node]:
    """A text of the data as nodes, each ``{fig:id}`` a link."""
    return [
        nodes.Text(part) if isinstance(part, str) else link(env, part.figure, part.text)
        for part in text.parts(words)
    ]


class FigureRole(SphinxRole):
    """``{fig}`id` `` or ``{fig}`id|form` ``: a figure in words, linked to its row."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Write the figure; an unknown id or form is a warning at the role's line."""
        depend(self.env)
        id, _, form = self.text.partition("|")
        try:
            figure = ledger.figure(id.strip())
            return [link(self.env, figure, text.show(figure, form.strip() or "full"))], []
        except (ledger.UnknownFigure, text.FormError) as error:
            return _refuse(self, str(error))


class WorkingRole(SphinxRole):
    """``{calc}`id` ``: the working of a derived number."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Write the working; an unknown or cited figure is a warning at the role's line."""
        depend(self.env)
        try:
            figure = ledger.figure(self.text.strip())
        except ledger.UnknownFigure as error:
            return _refuse(self, str(error))
        if not figure.working:
            return _refuse(self, f"figure {figure.id!r} is not derived and has no working")
        return [link(self.env, figure, figure.working, "calc")], []


class SourceRole(SphinxRole):
    """``{src}`key` ``: a source's short name, linked to its entry."""

    def run(self) -> tuple[list[Node], list[system_message]]:
        """Write the source; an unknown key is a warning at the role's line."""
        depend(self.env)
        key = self.text.strip()
        known = tables.sources()
        if key not in known:
            near = tables.nearest(key, known)
            hint = f"; nearest: {near}" if near else ""
            return _refuse(self, f"no source has the key {key!r}{hint}")
        return [source_link(self.env, key)], []


def warn(place: SphinxDirective | SphinxRole, message: str) -> None:
    """Warn at the line of a role or a directive, under its name."""
    logger.warning(message, location=place.get_location(), type="policy", subtype=place.name)


def _refuse(role: SphinxRole, message: str) -> tuple[list[Node], list[system_message]]:
    warn(role, message)
    return [nodes.literal(role.text, role.text)], []


def _make_links(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Turn references to figures into links that carry the figure's id."""
    if app.builder.format != "html":
        return
    for reference in list(doctree.findall(nodes.reference)):
        if "figure" in reference:
            made = figure_link("", "", *reference.children, **reference.attributes)
            reference.replace_self(made)


def _visit_link(translator: HTML5Translator, node: figure_link) -> None:
    attributes = {"class": " ".join(node["classes"]), "href": node["refuri"]}
    attributes["data-fig"] = node["figure"]
    written = " ".join(f'{name}="{html.escape(value)}"' for name, value in attributes.items())
    translator.body.append(f"<a {written}>")


def _depart_link(translator: HTML5Translator, node: figure_link) -> None:
    translator.body.append("</a>")


def _add_cards(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if doctree is None:
        return
    linked = (node["figure"] for node in doctree.findall(figure_link))
    listed: Iterator[list[str]] = (node.get("figures", []) for node in doctree.findall(nodes.raw))
    ids: dict[str, None] = dict.fromkeys((*linked, *chain.from_iterable(listed)))
    if not ids:
        return
    pages = {name: app.builder.get_relative_uri(page, name) for name in (LEDGER, SOURCES)}
    cards = {id: card(ledger.figure(id), pages[LEDGER], pages[SOURCES]) for id in ids}
    context["body"] += card_block(cards)
    app.add_js_file("cards.js", loading_method="defer")


def card_block(cards: Mapping[str, object]) -> str:
    """The cards of one page as a data block that no text in them can close."""
    return f'<script type="application/json" id="fig-cards">{embedded(cards)}</script>\n'


def card(figure: ledger.Figure, ledger_page: str, sources_page: str) -> dict[str, Any]:
    """What the card of a figure says, in the order it is read.

    Args:
        figure: The figure.
        ledger_page: Address of the ledger from the page the card is on.
        sources_page: Address of the page of sources from there.

    Returns:
        `said` (the figure in words), `statement`, `rows` (pairs of label and text, blank ones
        left out), `source` (label and address, absent for a derived number) and `row` (address
        of the ledger row).
    """
    rows = [
        ("Who", figure.actor or "Worked out by this book"),
        ("Working", figure.working),
        *described(figure),
        ("Check", " ".join(verdict(check) for check in ledger.check_of(figure.id))),
    ]
    made: dict[str, Any] = {
        "said": text.show(figure),
        "statement": text.resolve(figure.statement),
        "rows": [row for row in rows if row[1]],
        "row": f"{ledger_page}#{figure.id}",
    }
    if figure.source:
        source = tables.sources()[figure.source]
        made["source"] = {
            "label": source.label,
            "at": source.link or f"{sources_page}#{source.key}",
            "locator": figure.locator,
        }
    return made
