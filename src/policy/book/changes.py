"""``{changes}``: what the book said otherwise before, by the day it was put on record.

Two sections: statuses of pledges that changed, and cells of figures that were corrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective

from policy import api, ledger, tables, text, units
from policy.api import register
from policy.api.feed import NAME
from policy.book import figures
from policy.book.fill import fill, follow, raw
from policy.entry.words import leading, who
from policy.ledger import Correction
from policy.tracker.vocabulary import COLUMNS, QUESTIONS

if TYPE_CHECKING:
    import pandas as pd
    from sphinx.application import Sphinx

PAGE = "reference/changes"


def setup(app: Sphinx) -> None:
    """Register the directive, and tell readers of feeds where the feed is."""
    app.add_directive("changes", ChangesDirective)
    app.connect("html-page-context", _point_to_feed)


def _point_to_feed(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if page == PAGE:
        link = '<link rel="alternate" type="application/atom+xml" title="{}" href="{}">\n'
        tag = Markup(link).format("Changes of status", f"../api/{NAME}")
        context["metatags"] = context.get("metatags", "") + str(tag)


class ChangesDirective(SphinxDirective):
    """``{changes}``: changes of status, then corrections, each with the latest day first."""

    def run(self) -> list[nodes.Node]:
        """Write both sections; the page follows every table they are made of."""
        figures.depend(self.env, *register.TABLES, "corrections")
        follow(self.env, "status_changes.html", "corrections.html")
        root = "../" * self.env.docname.count("/")
        page = figures.address(self.env, figures.LEDGER)
        state = api.read()
        changed = raw(statuses_html(state, api.changes(state.register), root))
        corrections = ledger.corrections()
        corrected = raw(corrections_html(corrections, page), _figures(corrections))
        return [
            _section("changes-of-status", "Changes of status", changed),
            _section("corrections", "Corrections to figures", corrected),
        ]


def _section(id: str, title: str, body: nodes.Node) -> nodes.section:
    return nodes.section("", nodes.title("", title), body, ids=[id])


def statuses_html(state: api.State, changed: pd.DataFrame, root: str) -> str:
    """The changes of status as HTML.

    Args:
        state: The register.
        changed: What changed, as `api.changes` gives it.
        root: The book's top from the page, "" or ending in a slash.
    """
    days = [
        (units.day(day), *_of_day(state, changed[changed["recorded_on"] == day]))
        for day in sorted(set(changed["recorded_on"]), reverse=True)
    ]
    return fill(
        "status_changes.html",
        days=days,
        pledges=state.pledges,
        questions={column: leading(words) for column, words in QUESTIONS.items()},
        labels=state.labels,
        root=root,
        feed=NAME,
    )


def _of_day(
    state: api.State, rows: pd.DataFrame
) -> tuple[dict[str, list[str]], list[dict[str, Any]]]:
    """Of one day: pledges new to the record with their three labels, and what changed."""
    new: dict[str, dict[str, str]] = {}
    changed: list[dict[str, Any]] = []
    for row in tables.records(rows):
        label = state.labels[row["column"], row["after"]]
        if row["before"]:
            changed.append(row | {"label": label, "since": units.day(row["since"])})
        else:
            new.setdefault(row["pledge"], {})[row["column"]] = label
    return {id: [told[column] for column in COLUMNS] for id, told in new.items()}, changed


def corrections_html(corrections: Iterable[Correction], page: str) -> str:
    """The corrections as HTML, in the order given.

    Args:
        corrections: What was corrected.
        page: Address of the ledger from the page they are shown on.
    """
    days: dict[str, list[Mapping[str, Any]]] = {}
    for each in corrections:
        days.setdefault(units.date(each.corrected_on), []).append(
            {
                "figure": text.linked(f"{{fig:{each.figure}}}", page),
                "who": who(ledger.figure(each.figure)),
                "column": text.spoken(each.column.replace("_", "-")),
                "was": text.spoken(each.was) or "blank",
                "now": text.spoken(each.now) or "blank",
                "why": text.linked(each.why, page),
            }
        )
    return fill("corrections.html", days=days)


def _figures(corrections: Iterable[Correction]) -> list[str]:
    """Ids of the figures that the corrections show, each once."""
    shown = (id for each in corrections for id in (each.figure, *text.named([each.why])))
    return list(dict.fromkeys(shown))
