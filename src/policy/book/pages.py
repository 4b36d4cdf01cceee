"""Pages written from the data: the ledger, the sources, the glossary and the check boxes.

The ledger and the sources are whole HTML tables and lists that need no script; `ledger.js`
adds filters to what is already there. Check boxes and the glossary are ordinary document nodes,
so that their numbers have cards and their terms can be linked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from docutils import nodes
from markupsafe import Markup
from sphinx import addnodes
from sphinx.domains.std import make_glossary_term
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from policy import ledger, tables, text, units
from policy.book import figures
from policy.entry import known, told
from policy.entry.known import Entry
from policy.entry.words import kind, stopped, who

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

KINDS = {
    "primary": ("Primary sources", "Documents that first say it, and official records."),
    "secondary": ("Secondary sources", "Reports and analysis of other documents."),
    "campaign": ("Campaign documents", "By those who argue for or against a plan."),
    "seed": ("Starting points", "The documents whose figures this book set out to test."),
}

PLANS = told.PLANS

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

logger = logging.getLogger(__name__)

WRITTEN = Path(__file__).parent / "written"

_TEMPLATES = jinja2.Environment(
    autoescape=True,
    loader=jinja2.FileSystemLoader(WRITTEN),
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)


_TEMPLATES.filters["stopped"] = stopped


def setup(app: Sphinx) -> None:
    """Register the directives and the files they need with Sphinx."""
    app.add_directive("ledger", LedgerDirective)
    app.add_directive("sources", SourcesDirective)
    app.add_directive("glossary-table", GlossaryDirective)
    app.add_directive("check", CheckDirective)
    app.connect("env-get-outdated", _follow_chapters)
    app.connect("html-page-context", _add_files)
    app.add_css_file("ledger.css")


def _add_files(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if page == figures.LEDGER:
        app.add_js_file("ledger.js", loading_method="defer")


def _html(written: str) -> nodes.Node:
    return nodes.raw("", written, format="html")


# --- the ledger ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Places:
    """Addresses from the page of the ledger.

    Attributes:
        sources: The page of sources.
        root: The book's top, "" or ending in a slash.
        chapters: Pages by their names, such as "arguments/money".
    """

    sources: str
    root: str
    chapters: Mapping[str, str]


class LedgerDirective(SphinxDirective):
    """``{ledger}``: every figure as a row of one table, with filters where scripts run."""

    def run(self) -> list[nodes.Node]:
        """Write the table; it follows all that an entry tells of, chapters and charts too."""
        files = {
            page: Path(self.env.doc2path(page))
            for page in sorted(self.env.found_docs - {self.env.docname})
        }
        entries = known.entries(files)
        figures.depend(self.env, *sorted(tables.tables_read()))
        for file in (WRITTEN / "ledger.html", *files.values()):
            self.env.note_dependency(str(file))
        uri = self.env.app.builder.get_relative_uri
        places = Places(
            sources=uri(self.env.docname, figures.SOURCES),
            root="../" * self.env.docname.count("/"),
            chapters={page: uri(self.env.docname, page) for page in files},
        )
        return [_html(ledger_html(list(entries.values()), places))]


def _follow_chapters(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """The ledger names the chapters that use a figure, so it follows new and lost ones."""
    others = (added | removed) - {figures.LEDGER}
    return [figures.LEDGER] if others and figures.LEDGER in env.all_docs else []


def ledger_html(shown: Sequence[Entry], places: Places) -> str:
    """The ledger as HTML, rows in the order given."""
    rows = [_row(entry, places) for entry in shown]
    filters = [
        ("plan", "Plan", list(PLANS.items())),
        ("actor", "Who", _options(row["who"] for row in rows)),
        ("nature", "Kind", _options(entry.figure.nature for entry in shown)),
        ("year", "Year", _options(str(year) for row in rows for year in row["years"])),
        ("confidence", "Confidence", [(name, name) for name in ("high", "medium", "low")]),
    ]
    return _TEMPLATES.get_template("ledger.html").render(
        rows=rows, filters=filters, quotable=told.QUOTABLE
    )


def _options(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(value, text.spoken(value)) for value in sorted(set(values), key=str.casefold)]


def _row(entry: Entry, places: Places) -> dict[str, Any]:
    figure = entry.figure
    when = figure.when if figure.unit == "date" else figure.period
    return {
        "figure": figure,
        "said": text.show(figure),
        "statement": _written(told.statement(figure), places),
        "who": who(figure),
        "period": text.period(figure) or text.spoken(figure.period),
        "kind": kind(figure),
        "years": units.years(when),
        "told": [
            (item.label, [_written(line, places) for line in item.lines])
            for item in told.items(entry)
            if item.label not in told.ELSEWHERE
        ],
    }


def _written(line: told.Line, places: Places) -> Markup:
    """A line of an entry as HTML for the ledger's page."""
    return Markup("").join(
        part if isinstance(part, str) else _reference(part, places) for part in line
    )


def _reference(ref: told.Ref, places: Places) -> Markup:
    if ref.kind == "title":
        return Markup("<cite>{}</cite>").format(ref.words)
    page, _, anchor = ref.target.partition("#")
    address = {
        "figure": f"#{ref.target}",
        "chart": f"{places.root}charts/{ref.target}/index.html",
        "source": f"{places.sources}#{ref.target}",
        "chapter": places.chapters.get(page, ""),
        "check": f"{places.chapters.get(page, '')}#{anchor}",
        "address": ref.target,
    }[ref.kind]
    return Markup('<a href="{}">{}</a>').format(address, ref.words)


# --- the sources -----------------------------------------------------------------------------


class SourcesDirective(SphinxDirective):
    """``{sources}``: every document by kind, with the figures that rest on it."""

    def run(self) -> list[nodes.Node]:
        """Write one section a kind."""
        figures.depend(self.env)
        self.env.note_dependency(str(WRITTEN / "sources.html"))
        page = figures.address(self.env, figures.LEDGER, "").rstrip("#")
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
            body = _TEMPLATES.get_template("sources.html").render(entries=entries, ledger=page)
            head = (nodes.title("", title), nodes.paragraph("", about))
            made.append(nodes.section("", *head, _html(body), ids=[f"kind-{name}"]))
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
        figures.depend(self.env)
        try:
            check = ledger.check(self.arguments[0])
        except ledger.UnknownFigure as error:
            near = f"; nearest: {error.nearest}" if error.nearest else ""
            logger.warning(
                f"no check has the id {error.id!r}{near}",
                location=self.get_location(),
                type="policy",
                subtype="check",
            )
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
