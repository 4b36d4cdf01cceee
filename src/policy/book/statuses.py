"""What became of single pledges, told where a chapter speaks of them.

The directive ``{status}`` shows what was said, by whom and when, with the status that the
tracker's rules give it. So a chapter types no status, and a new event changes every page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from policy import tables, tracker, units
from policy.book import figures
from policy.book.pledges import FOLDER

TABLES = ("pledges", "pledge_events", "status_rules", "statuses")


@dataclass(frozen=True)
class Answer:
    """One question about a pledge and how it stands: the status in words, its day, the reason."""

    label: str
    since: date
    reason: str

    def __str__(self) -> str:
        """Label and day: "Not borne out (from 31 March 2021)"."""
        first = units.day(self.since)
        return f"{self.label[:1].upper()}{self.label[1:]} (from {first})"


@dataclass(frozen=True)
class Standing:
    """A pledge as it stands on a day.

    Attributes:
        words: What was said, numbers as ``{fig:id}``.
        said: Who said it, and when, and the date that was set.
        position: Whether its maker could act; None for a prediction, a claim or a demand.
        maker: Its status as its maker's promise or prediction.
        outcome: Whether the thing happened, whoever did it.
    """

    words: str
    said: str
    position: Answer | None
    maker: Answer
    outcome: Answer


def standings(day: date) -> dict[str, Standing]:
    """Every pledge made by the end of a day, as it stood then, by id."""
    view = tracker.on(tracker.history(tracker.read()), day).set_index("pledge")
    labels = {
        (row["column"], row["status"]): row["label"]
        for row in tables.table("statuses").to_dict("records")
    }
    return {
        row["id"]: _standing(row, view.loc[row["id"]].to_dict(), labels)
        for row in tables.table("pledges").to_dict("records")
        if row["id"] in view.index
    }


def _standing(
    pledge: Mapping[Any, Any], view: Mapping[Any, Any], labels: Mapping[tuple[str, str], str]
) -> Standing:
    def answer(column: str) -> Answer:
        return Answer(
            labels[column, view[column]], view[f"{column}_since"], view[f"{column}_reason"]
        )

    due = units.date(pledge["deadline"]) if pledge["deadline"] else "none"
    return Standing(
        words=pledge["words"],
        said=f"{pledge['maker']}, {units.date(pledge['made_on'])}. Date set: {due}.",
        position=answer("position") if view["class"] == "promise" else None,
        maker=answer("maker"),
        outcome=answer("outcome"),
    )


class StatusDirective(SphinxDirective):
    """``{status} id id``: pledges with what became of each, by the tracker's rules."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Write the box; an unknown id is a warning at the directive's line."""
        figures.depend(self.env, *TABLES)
        day = tracker.read().latest()
        known = standings(day)
        listed = nodes.definition_list()
        for id in self.arguments[0].split():
            if id in known:
                listed += self._told(id, known[id])
            else:
                near = tables.nearest(id, known)
                hint = f"; nearest: {near}" if near else ""
                figures.warn(self, f"no pledge has the id {id!r}{hint}")
        title = nodes.title("", f"Status on {units.day(day)}")
        return [nodes.admonition("", title, listed, classes=["status"])] if listed.children else []

    def _told(self, id: str, standing: Standing) -> nodes.Node:
        words = nodes.term("", "", *figures.linked(self.env, standing.words))
        found = [nodes.strong("", f"{standing.maker}."), nodes.Text(f" {standing.maker.reason}")]
        if standing.position:
            found += [nodes.Text(f" Was its maker able to act? {standing.position}.")]
        found += [nodes.Text(f" And the thing itself? {standing.outcome}. ")]
        page = f"{'../' * self.env.docname.count('/')}{FOLDER}/{id}/index.html"
        found += [nodes.reference("", "Dated evidence and rules", refuri=page, internal=True)]
        body = nodes.definition("", nodes.paragraph("", standing.said))
        body += nodes.paragraph("", "", *found)
        return nodes.definition_list_item("", words, body)


def setup(app: Sphinx) -> None:
    """Register the directive with Sphinx."""
    app.add_directive("status", StatusDirective)
