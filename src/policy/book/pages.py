"""Pages written from the data: the sources, the glossary and the check boxes.

The sources are a whole HTML list that needs no script. Check boxes and the glossary are ordinary
document nodes, so that their numbers have cards and their terms can be linked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes
from sphinx.domains.std import make_glossary_term
from sphinx.util.docutils import SphinxDirective

from policy import ledger, tables, text, units
from policy.book import figures
from policy.book.fill import fill, follow, raw

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

KINDS = {
    "primary": ("Primary sources", "Documents that first say it, and official records."),
    "secondary": ("Secondary sources", "Reports and analysis of other documents."),
    "campaign": ("Campaign documents", "By those who argue for or against a plan."),
    "seed": ("Starting points", "The documents whose figures this book set out to test."),
}

ARITHMETIC = {
    "right": "Yes.",
    "wrong": "No.",
    "cannot-be-tested": "It cannot be tested.",
}
SOURCE_FOUND = {"found": "Yes.", "partly": "In part.", "not-found": "No."}
PREMISE = {
    "holds": "Yes.",
    "partly": "In part.",
    "does-not-hold": "No.",
    "disputed": "It is disputed.",
}


def setup(app: Sphinx) -> None:
    """Register the directives with Sphinx."""
    app.add_directive("sources", SourcesDirective)
    app.add_directive("glossary-table", GlossaryDirective)
    app.add_directive("check", CheckDirective)


# --- the sources -----------------------------------------------------------------------------


class SourcesDirective(SphinxDirective):
    """``{sources}``: every document by kind, with the figures that rest on it."""

    def run(self) -> list[nodes.Node]:
        """Write one section a kind."""
        figures.depend(self.env)
        follow(self.env, "sources.html")
        page = figures.address(self.env, figures.LEDGER)
        resting: dict[str, list[tuple[str, str]]] = {}
        for figure in ledger.figures():
            resting.setdefault(figure.source, []).append((figure.id, text.show(figure)))
        made: list[nodes.Node] = []
        for name, (title, about) in KINDS.items():
            found = [source for source in tables.sources().values() if source.kind == name]
            if not found:
                continue
            found.sort(key=lambda source: (source.label.casefold(), source.title.casefold()))
            entries = [(each, _published(each.date), resting.get(each.key, [])) for each in found]
            body = fill("sources.html", entries=entries, ledger=page)
            head = (nodes.title("", title), nodes.paragraph("", about))
            made.append(nodes.section("", *head, raw(body), ids=[f"kind-{name}"]))
        return made


def _published(date: str) -> str:
    return " to ".join(units.date(end) for end in date.split("/")) if date else ""


# --- the glossary ----------------------------------------------------------------------------


class GlossaryDirective(SphinxDirective):
    """``{glossary-table}``: the terms of data/glossary.csv as a Sphinx glossary."""

    def run(self) -> list[nodes.Node]:
        """Write the terms in alphabetical order."""
        figures.depend(self.env, "glossary")
        rows = tables.table("glossary").to_dict("records")
        rows.sort(key=lambda row: str(row["term"]).casefold())
        made = nodes.definition_list(classes=["glossary"])
        for row in rows:
            words = [nodes.Text(row["term"])]
            term = make_glossary_term(
                self.env,
                words,
                None,
                self.env.doc2path(self.env.docname),
                self.lineno,
                None,
                self.state.document,
            )
            made += nodes.definition_list_item("", term, self._definition(row))
        return [addnodes.glossary("", made, sorted=False)]

    def _definition(self, row: dict[Any, Any]) -> nodes.Node:
        body = nodes.paragraph("", "", *figures.linked(self.env, row["definition"]))
        if row["source"]:
            body += [nodes.Text(" Source: "), figures.source_link(self.env, row["source"])]
            body += nodes.Text(".")
        if row["see_also"]:
            body += nodes.Text(f" See also: {row['see_also']}.")
        return nodes.definition("", body)


# --- the check box ---------------------------------------------------------------------------


class CheckDirective(SphinxDirective):
    """``{check} id``: one claim tested, question by question, with both sides' best."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Write the box; an unknown id is a warning at the directive's line."""
        figures.depend(self.env, "claim_reviews")
        try:
            check = ledger.check(self.arguments[0])
        except ledger.UnknownFigure as error:
            near = f"; nearest: {error.nearest}" if error.nearest else ""
            figures.warn(self, f"no check has the id {error.id!r}{near}")
            return []
        return [_box(self.env, check)]


def _box(env: BuildEnvironment, check: ledger.Check) -> nodes.Node:
    claimed = ledger.figure(check.figure)
    claim = nodes.paragraph("", "", nodes.strong("", "The claim. "), *_claim(env, claimed))
    sums = [_sums(env, check.derivations)] if check.derivations else []
    answers = nodes.definition_list(
        "",
        _answer("Is the arithmetic right?", [nodes.Text(ARITHMETIC[check.arithmetic])], *sums),
        _answer("Is the source found?", [nodes.Text(SOURCE_FOUND[check.source_found])]),
        _answer("Does the premise hold?", [nodes.Text(PREMISE[check.premise])]),
        _answer("What we find", figures.linked(env, check.finding)),
        _answer("Fairest version", figures.linked(env, check.fairest)),
        _answer("Best case", _argued(env, check.best_case, check.best_case_sources)),
        _answer("Best rebuttal", _argued(env, check.best_rebuttal, check.best_rebuttal_sources)),
    )
    title = nodes.title("", f"Check: {text.resolve(check.title)}")
    return nodes.admonition("", title, claim, answers, classes=["check"], ids=[f"check-{check.id}"])


def _claim(env: BuildEnvironment, claimed: ledger.Figure) -> list[nodes.Node]:
    """The claim's statement, its own number linked where it stands."""
    for form in ("full", "bare"):
        words = text.show(claimed, form)
        before, found, after = claimed.statement.partition(words)
        if found:
            number = figures.link(env, claimed, words)
            return [*figures.linked(env, before), number, *figures.linked(env, after)]
    number = figures.link(env, claimed, text.show(claimed))
    return [*figures.linked(env, claimed.statement), nodes.Text(" In the ledger: "), number]


def _sums(env: BuildEnvironment, ids: Sequence[str]) -> nodes.Node:
    """What was computed, each sum with its working."""
    made = nodes.bullet_list()
    for id in ids:
        derived = ledger.figure(id)
        working = figures.link(env, derived, derived.working, "calc")
        words = f"{text.resolve(derived.statement).rstrip('.')}: "
        made += nodes.list_item("", nodes.paragraph("", "", nodes.Text(words), working))
    return made


def _answer(question: str, words: Sequence[nodes.Node], *more: nodes.Node) -> nodes.Node:
    body = nodes.definition("", nodes.paragraph("", "", *words), *more)
    return nodes.definition_list_item("", nodes.term("", question), body)


def _argued(env: BuildEnvironment, words: str, keys: Sequence[str]) -> list[nodes.Node]:
    """One side's argument followed by the sources that it rests on."""
    made = [*figures.linked(env, words), nodes.Text(" Sources: ")]
    if not keys:
        return [*made, nodes.Text("none found.")]
    for place, key in enumerate(keys):
        made += [nodes.Text("; ")] if place else []
        made.append(figures.source_link(env, key))
    return [*made, nodes.Text(".")]
