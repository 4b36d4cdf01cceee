"""The ledger's page, and the page that each of its entries has for itself.

The ledger's page is one table that needs no script; `ledger.js` adds filters. It holds what a
reader scans: number, statement, source, who, period, kind. What else is told of a figure stands
on a page of its own under ``ledger/<id>/``, and all of it together in ``ledger/details.js``, which
the script fetches when the first row is opened. So the table stays light however much is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective

from policy import citation, ledger, text, units
from policy.book import figures
from policy.book.fill import fill, follow, raw
from policy.entry import known, told
from policy.entry.known import Entry
from policy.entry.words import kind, who
from policy.ledger import Figure

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FOLDER = "ledger"
"""Where the entries' own pages lie in the built book."""


@dataclass(frozen=True)
class Places:
    """Addresses from a page that shows entries.

    Attributes:
        root: The book's top, "" or ending in a slash.
        figure: The address of another figure, with ``{}`` for its id.
        chapters: Pages by their names, such as "arguments/money", from the book's top.
    """

    root: str
    figure: str
    chapters: Mapping[str, str]


def setup(app: Sphinx) -> None:
    """Register the directive, its files, and the writing of the entries' pages."""
    app.add_directive("ledger", LedgerDirective)
    app.connect("html-page-context", _add_files)
    app.connect("build-finished", _write_entries)
    app.add_css_file("ledger.css")


def _add_files(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if page == figures.LEDGER:
        app.add_js_file("ledger.js", loading_method="defer")


class LedgerDirective(SphinxDirective):
    """``{ledger}``: every figure as a row of one table, with filters where scripts run."""

    def run(self) -> list[nodes.Node]:
        """Write the table."""
        figures.depend(self.env)
        follow(self.env, "ledger.html")
        root = "../" * self.env.docname.count("/")
        return [raw(ledger_html(ledger.figures(), Places(root, "#{}", {})))]


def ledger_html(shown: Sequence[Figure], places: Places) -> str:
    """The ledger's table as HTML, rows in the order given."""
    rows = [_row(figure, places) for figure in shown]
    filters = [
        ("plan", "Plan", list(told.PLANS.items())),
        ("actor", "Who", _options(row["who"] for row in rows)),
        ("nature", "Kind", _options(figure.nature for figure in shown)),
        ("year", "Year", _options(str(year) for row in rows for year in row["years"])),
        ("confidence", "Confidence", [(name, name) for name in ("high", "medium", "low")]),
    ]
    return fill("ledger.html", rows=rows, filters=filters, root=places.root, folder=FOLDER)


def _options(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(value, text.spoken(value)) for value in sorted(set(values), key=str.casefold)]


def _row(figure: Figure, places: Places) -> dict[str, Any]:
    when = figure.when if figure.unit == "date" else figure.period
    source = told.source(figure)
    return {
        "figure": figure,
        "said": text.show(figure),
        "statement": written(told.statement(figure), places),
        "source": written(source, places) if source else "",
        "who": who(figure),
        "period": text.period(figure) or text.spoken(figure.period),
        "kind": kind(figure),
        "years": units.years(when),
    }


def details_html(entry: Entry, places: Places, *, whole: bool) -> str:
    """What is told of a figure besides its row, as a list of labels and lines.

    Args:
        entry: The entry.
        places: Addresses from the page that the list is for.
        whole: True to tell also what the row of the ledger says.
    """
    shown = [
        (item.label, [written(line, places) for line in item.lines])
        for item in told.items(entry)
        if whole or item.label not in told.ELSEWHERE
    ]
    return fill("entry_details.html", items=shown, quotable=told.QUOTABLE)


def entry_html(entry: Entry, places: Places, book: citation.Book) -> str:
    """The page of one entry of this book."""
    figure = entry.figure
    return fill(
        "entry.html",
        figure=figure,
        said=text.show(figure),
        statement=written(told.statement(figure), places),
        plain=text.resolve(figure.statement),
        who=who(figure),
        details=Markup(details_html(entry, places, whole=True)),
        root=places.root,
        book=book,
    )


def written(line: told.Line, places: Places) -> Markup:
    """A line of an entry as HTML."""
    return Markup("").join(
        part if isinstance(part, str) else _reference(part, places) for part in line
    )


def _reference(ref: told.Ref, places: Places) -> Markup:
    if ref.kind == "title":
        return Markup("<cite>{}</cite>").format(ref.words)
    page, _, anchor = ref.target.partition("#")
    chapter = f"{places.root}{places.chapters.get(page, '')}"
    address = {
        "figure": places.figure.format(ref.target),
        "chart": f"{places.root}charts/{ref.target}/index.html",
        "source": f"{places.root}{figures.SOURCES}.html#{ref.target}",
        "chapter": chapter,
        "check": f"{chapter}#{anchor}",
        "address": ref.target,
    }[ref.kind]
    return Markup('<a href="{}">{}</a>').format(address, ref.words)


def _write_entries(app: Sphinx, failure: Exception | None) -> None:
    """Write every entry's page, and all details for the ledger's page to fetch."""
    if failure or figures.LEDGER not in app.env.all_docs:
        return
    pages = sorted(app.env.found_docs - {figures.LEDGER})
    entries = known.entries({page: Path(app.env.doc2path(page)) for page in pages})
    chapters = {page: app.builder.get_target_uri(page) for page in pages}
    write(Path(app.outdir) / FOLDER, entries, chapters)


def write(folder: Path, entries: Mapping[str, Entry], chapters: Mapping[str, str]) -> None:
    """Write the pages of these entries and `details.js`.

    Args:
        folder: Where to; it lies in the book's top.
        entries: The entries by id.
        chapters: The addresses of chapters from the book's top, by page.
    """
    alone = Places("../../", "../{}/index.html", chapters)
    listed = Places("../", "#{}", chapters)
    book = citation.book()
    for id, entry in entries.items():
        (folder / id).mkdir(parents=True, exist_ok=True)
        (folder / id / "index.html").write_text(entry_html(entry, alone, book), encoding="utf-8")
    told_of = {id: details_html(entry, listed, whole=False) for id, entry in entries.items()}
    # A script and not JSON, since a page opened from disk may load scripts alone.
    body = json.dumps(told_of, ensure_ascii=False, separators=(",", ":"))
    (folder / "details.js").write_text(f"window.policyEntries = {body};\n", encoding="utf-8")
