"""Each row's permanent page and downloads: ``comparison/<id>/`` in the built book."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from policy import citation, compare, tables, text
from policy.api import structured
from policy.citation import Book, Cited
from policy.compare import Cell, Dimension
from policy.entry.words import stopped
from policy.export import page

TABLE = "comparison.csv"
_REFERENCE = "../../reference/"
_LEDGER = f"{_REFERENCE}ledger.html"
_CHAPTER = "../../plans/side-by-side.html"


def write(outdir: Path) -> list[Path]:
    """Write the page and downloads of every row, and the whole table as CSV.

    Args:
        outdir: Top of the built book.

    Returns:
        The folders written, one a row.
    """
    work = citation.book()
    top = outdir / "comparison"
    top.mkdir(parents=True, exist_ok=True)
    page.put(top / TABLE, _csv())
    return [_write(row, work, top / row.id) for row in compare.dimensions()]


def cited(row: Dimension) -> Cited:
    """A row as it is cited."""
    return Cited(row.id, f"{row.title}: {row.question}", row.digest(), "comparison")


def _csv(*rows: Dimension) -> str:
    return compare.frame(*rows).to_csv(index=False, lineterminator="\n")


def _write(row: Dimension, work: Book, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    item = cited(row)
    page.put(folder / f"{row.id}.csv", _csv(row))
    page.put_citations(folder, item, work)
    page.put_json(folder / f"{row.id}.json", _record(row, item, work, folder))
    page.put(folder / "index.html", _page(row, item, work, folder))
    return folder


def _record(row: Dimension, item: Cited, work: Book, folder: Path) -> dict[str, Any]:
    """What a machine needs: the cells, where they come from, and hashes."""
    keys = dict.fromkeys(key for cell in row.cells for key in cell.sources)
    table = f"{row.id}.csv"
    return {
        "id": row.id,
        "title": row.title,
        "question": row.question,
        "cells": [
            {
                "column": cell.column,
                "heading": compare.COLUMNS[cell.column],
                "words": text.resolve(cell.words),
                "stated": cell.stated,
                "figures": [mark[1] for mark in text.MARK.finditer(cell.words)],
                "sources": [
                    {"key": key, "locator": place}
                    for key, place in zip(cell.sources, cell.places, strict=True)
                ],
                "confidence": cell.confidence,
                "notes": text.resolve(cell.notes),
            }
            for cell in row.cells
        ],
        "sources": page.documents(keys),
        "book": page.edition(work),
        "address": citation.address(item, work),
        "licence": page.LICENCE,
        "citation": citation.plain(item, work),
        "content_sha256": item.digest,
        "files_sha256": {table: page.sha256(folder / table)},
    }


def _page(row: Dimension, item: Cited, work: Book, folder: Path) -> str:
    files = "".join(
        f'<li><a href="{name}" download>{words}</a> <span>{page.size(folder / name)}</span></li>'
        for name, words in (
            (f"{row.id}.csv", "CSV, the cells"),
            (f"{row.id}.json", "JSON, the cells with sources and hashes"),
            (f"../{TABLE}", "CSV, the whole table"),
        )
    )
    cells = "\n".join(_cell(cell) for cell in row.cells)
    about = f"Three plans and the law of spring 2017: {row.question}"
    return (
        page.head(row.title, about, _STYLE, _json_ld(row, item, work) + "\n")
        + '<body class="permalink">\n<header><a href="../../index.html">'
        f"{escape(work.title)}</a></header>\n<main>\n"
        f"<h1>{escape(row.title)}</h1>\n<p>{escape(row.question)} "
        f'<a href="{_CHAPTER}#dimension-{row.id}">See it beside the other questions</a>.</p>\n'
        f"{cells}\n"
        f"{page.cite_section(item, work, 'row')}"
        f'<section id="files"><h2>Download</h2><ul class="files">{files}</ul></section>\n'
        f"{page.about_section(item, work)}"
        "</main>\n</body>\n</html>\n"
    )


def _cell(cell: Cell) -> str:
    notes = f'<p class="notes">{text.linked(cell.notes, _LEDGER)}</p>\n' if cell.notes else ""
    rests = (
        f'<ul class="sources">{"".join(map(_source, cell.sources, cell.places))}</ul>\n'
        f'<p class="confidence">Confidence in this reading: {cell.confidence}.</p>\n'
        if cell.sources
        else '<p class="confidence">Sources: none found.</p>\n'
    )
    return (
        f'<section id="{cell.column}"><h2>{escape(compare.COLUMNS[cell.column])}</h2>\n'
        f'<p class="words">{text.linked(cell.words, _LEDGER)}</p>\n{notes}{rests}</section>'
    )


def _source(key: str, place: str) -> str:
    source = tables.sources()[key]
    label = escape(source.label)
    entry = f'<a href="{_REFERENCE}sources.html#{key}">{label}</a>'
    at = f' <a href="{escape(source.link)}">Publisher\'s page</a>.' if source.link else ""
    return f"<li>{entry}, <cite>{escape(stopped(source.title))}</cite> {escape(place)}.{at}</li>"


def _json_ld(row: Dimension, item: Cited, work: Book) -> str:
    """schema.org Dataset; addresses are relative unless the book has one of its own."""
    base = citation.address(item, work)
    about = f"Three plans and the law of spring 2017. {item.title}"
    files = [f"{base}{item.id}.{ending}" for ending in ("csv", "json")]
    return structured.script(structured.dataset(item.title, about, item.digest, work, files, base))


_STYLE = """
h1 { margin: 1rem 0 0.5rem; font-size: 1.75rem; line-height: 1.2; }
section ul.sources { margin: 0 0 0.5rem; padding-left: 1.25rem; overflow-wrap: anywhere; }
section :is(ul.sources, p.words, p.notes) a + a { margin-left: 0; }
.notes, .confidence { color: #505a5f; }
.notes { padding-left: 0.75rem; border-left: 3px solid #b1b4b6; }
"""
