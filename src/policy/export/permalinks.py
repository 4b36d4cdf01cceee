"""Each chart's permanent page and downloads: ``charts/<id>/`` in the built book."""

from __future__ import annotations

import hashlib
import json
import shutil
from html import escape
from pathlib import Path
from typing import Any

from policy import charts, citation, ledger, tables
from policy.charts import Chart, html, snapshot
from policy.citation import Book, Cited

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
STYLE = Path(__file__).parents[1] / "book" / "static" / "charts.css"

_EMBED_EXTRA = 260
"""Pixels that an embedded chart needs besides its drawing: title, subtitle, source."""


def write(outdir: Path) -> list[Path]:
    """Write the page and downloads of every chart.

    Args:
        outdir: top of the built book.

    Returns:
        The folders written, one a chart.
    """
    work = citation.book()
    return [_write(charts.get(id), work, outdir / "charts" / id) for id in charts.registry()]


def _write(chart: Chart, work: Book, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    said = chart.metadata()
    item = Cited(chart.id, chart.title, said["digest"])
    drawn = snapshot.fresh(chart.id, said["picture"])
    names = {f"{chart.id}.csv": chart.csv()}
    for name, text in names.items():
        _put(folder / name, text)
    if drawn:
        kept = snapshot.FOLDER / chart.id
        for source, name in (
            ("wide.svg", "wide.svg"),
            ("narrow.svg", "narrow.svg"),
            ("cite.svg", f"{chart.id}.svg"),
            ("cite.png", f"{chart.id}.png"),
        ):
            shutil.copyfile(kept / source, folder / name)
    _put(folder / "spec.js", html.script(said))
    _put(folder / "cite.txt", citation.plain(item, work) + "\n")
    _put(folder / "cite.bib", citation.bibtex(item, work))
    _put(folder / "cite.ris", citation.ris(item, work))
    _put(folder / "embed.html", _embedded(said, item, work, drawn))
    record = _record(chart, said, work, folder)
    lines = json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1)
    _put(folder / f"{chart.id}.json", lines + "\n")
    _put(folder / "index.html", _page(said, item, work, folder, drawn))
    return folder


def _put(path: Path, text: str) -> None:
    # Bytes, since RIS brings its own line ends and none may be changed.
    path.write_bytes(text.encode())


def _record(chart: Chart, said: dict[str, Any], work: Book, folder: Path) -> dict[str, Any]:
    """What a machine needs to check the chart: values, where they come from, and hashes."""
    known = tables.sources()
    files = sorted(path for path in folder.iterdir() if path.suffix in {".csv", ".svg", ".png"})
    item = Cited(chart.id, chart.title, said["digest"])
    return {
        "id": chart.id,
        "title": chart.title,
        "subtitle": chart.subtitle,
        "unit": chart.unit,
        "alt": chart.alt,
        "notes": chart.notes,
        "book": {
            "title": work.title,
            "author": work.author,
            "version": work.version,
            "date": work.released.isoformat(),
        },
        "address": citation.address(item, work),
        "licence": LICENCE,
        "citation": citation.plain(item, work),
        "content_sha256": said["digest"],
        "files_sha256": {path.name: _sha256(path) for path in files},
        "table": [dict(zip(said["columns"], row, strict=True)) for row in said["rows"]],
        "ledger": [_provenance(id) for id in _ledger_ids(chart)],
        "sources": [
            {
                "key": key,
                "author": known[key].author,
                "title": known[key].title,
                "publisher": known[key].publisher,
                "date": known[key].date,
                "url": known[key].link,
            }
            for key in chart.sources
        ],
        "specs": {"wide": said["wide"], "narrow": said["narrow"]},
    }


def _ledger_ids(chart: Chart) -> list[str]:
    """Ids of the figures in the chart's table; a row that is no number has none."""
    return [id for id in dict.fromkeys(chart.table.get("ledger_id", ())) if id]


def _provenance(id: str) -> dict[str, Any]:
    figure = ledger.figure(id)
    return {
        "id": id,
        "statement": figure.statement,
        "actor": figure.actor,
        "nature": figure.nature,
        "hedge": figure.hedge,
        "period": figure.period,
        "price_basis": figure.price_basis,
        "source": figure.source,
        "locator": figure.locator,
        "working": figure.working,
    }


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _json_ld(said: dict[str, Any], item: Cited, work: Book) -> str:
    """schema.org Dataset; addresses are relative unless the book has one of its own."""
    base = citation.address(item, work)
    data = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": said["title"],
        "description": f"{said['subtitle']}. {said['alt']}",
        "identifier": item.digest,
        "version": work.version,
        "datePublished": work.released.isoformat(),
        "license": LICENCE,
        "creator": {"@type": "Organization", "name": work.author},
        "isPartOf": {"@type": "Book", "name": work.title},
        "variableMeasured": said["unit"],
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": kind,
                "contentUrl": f"{base}{item.id}.{ending}",
            }
            for kind, ending in (("text/csv", "csv"), ("application/json", "json"))
        ],
    }
    if base:
        data["url"] = base
    body = json.dumps(data, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{body}</script>'


def _head(title: str, description: str, extra: str = "") -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="description" content="{escape(description)}">\n'
        # An empty icon keeps browsers from asking for one that is not there.
        f'<link rel="icon" href="data:,">\n{extra}'
        f"<style>\n{STYLE.read_text(encoding='utf-8')}\n{_PAGE_STYLE}</style>\n</head>\n"
    )


def _figure(said: dict[str, Any], drawn: bool, *, numbers: bool) -> str:
    """Title, picture, source and notes; the table too where there is room for it."""
    known = tables.sources()
    links = {item["key"]: known[item["key"]].link for item in said["sources"]}
    stage = (
        f'<div class="policy-chart-stage">{html.picture(said, "")}</div>'
        if drawn
        else html.left_out(said)
    )
    table = ""
    if numbers or not drawn:
        shown = html.table(said, "../../reference/")
        table = (
            '<details class="policy-chart-numbers" open><summary>Table of the numbers</summary>'
            f"{shown}</details>"
        )
    return (
        f'<figure class="policy-chart" id="chart-{said["id"]}"><figcaption>'
        f'<h1 class="policy-chart-title">{escape(said["title"])}</h1>'
        f'<p class="policy-chart-subtitle">{escape(said["subtitle"])}</p></figcaption>'
        f"{stage}{html.sources(said, links)}{html.notes(said)}{table}</figure>"
    )


def _page(said: dict[str, Any], item: Cited, work: Book, folder: Path, drawn: bool) -> str:
    files = "".join(
        f'<li><a href="{path.name}" download>{words}</a> <span>{_size(path)}</span></li>'
        for path, words in _downloads(item.id, folder)
    )
    code = citation.embed(item, work, said["wide"]["layout"]["height"] + _EMBED_EXTRA)
    embed = (
        f"<pre><code>{escape(code)}</code></pre>"
        if code
        else f"<p>{escape(citation.EMBED_HINT)}</p>"
    )
    return (
        _head(said["title"], said["subtitle"], _json_ld(said, item, work) + "\n")
        + '<body class="permalink">\n<header><a href="../../index.html">'
        f"{escape(work.title)}</a></header>\n<main>\n"
        f"{_figure(said, drawn, numbers=True)}\n"
        f'<section id="cite"><h2>Cite this chart</h2><p>{escape(citation.plain(item, work))}</p>'
        '<p><a href="cite.bib" download>BibTeX</a> <a href="cite.ris" download>RIS</a> '
        '<a href="cite.txt" download>Plain text</a></p>'
        f"<details><summary>BibTeX</summary><pre><code>"
        f"{escape(citation.bibtex(item, work))}</code></pre></details></section>\n"
        f'<section id="files"><h2>Download</h2><ul class="files">{files}</ul></section>\n'
        f'<section id="embed"><h2>Show it on another page</h2>{embed}</section>\n'
        '<section id="about"><h2>About this version</h2><dl>'
        f"<dt>Chart</dt><dd>{item.id}</dd>"
        f"<dt>Version</dt><dd>{escape(work.version)}, {work.released.isoformat()}</dd>"
        f'<dt>Content (SHA-256)</dt><dd class="hash">{item.digest}</dd>'
        f'<dt>Licence</dt><dd><a href="{LICENCE}">CC BY 4.0</a>; figures stay under their '
        "publishers' terms</dd></dl></section>\n</main>\n</body>\n</html>\n"
    )


def _downloads(id: str, folder: Path) -> list[tuple[Path, str]]:
    offered = (
        ("svg", "SVG, with title and source"),
        ("png", "PNG, with title and source"),
        ("csv", "CSV, the numbers"),
        ("json", "JSON, the numbers with sources, hashes and drawing"),
    )
    found = ((folder / f"{id}.{ending}", words) for ending, words in offered)
    return [(path, words) for path, words in found if path.exists()]


def _size(path: Path) -> str:
    return f"{max(1, round(path.stat().st_size / 1000))} kB"


def _embedded(said: dict[str, Any], item: Cited, work: Book, drawn: bool) -> str:
    where = citation.address(item, work) or "index.html"
    return (
        _head(said["title"], said["subtitle"])
        + f'<body class="embedded">\n<main>\n{_figure(said, drawn, numbers=False)}\n'
        f'<p><a href="{where}" target="_blank" rel="noopener">{escape(work.title)}</a>, '
        f"version {escape(work.version)}, content {item.short}</p>\n</main>\n</body>\n</html>\n"
    )


_PAGE_STYLE = """
html { color-scheme: light; background: #fff; }
body { margin: 0; color: #0b0c0c; font: 1.0625rem/1.5 Arial, "Liberation Sans", Helvetica,
  sans-serif; }
body.permalink > * { max-width: 760px; margin: 0 auto; padding: 0 1rem; box-sizing: border-box; }
body.permalink > header { padding-top: 1rem; }
body.permalink .policy-chart { margin: 1rem 0 2rem; }
body.permalink section { margin: 0 0 2rem; }
body.embedded { padding: 0; font-size: 0.875rem; }
body.embedded .policy-chart { margin: 0 0 0.5rem; }
a { color: #12436d; text-underline-offset: 0.15em; }
a:focus-visible, summary:focus-visible { outline: 3px solid #f46a25; outline-offset: 2px; }
h2 { margin: 0 0 0.5rem; font-size: 1.25rem; line-height: 1.25; }
p { margin: 0 0 0.75rem; }
pre { margin: 0 0 0.75rem; padding: 0.75rem; border: 1px solid #b1b4b6; overflow-x: auto;
  font-size: 0.875rem; white-space: pre-wrap; overflow-wrap: anywhere; }
section a + a { margin-left: 0.75rem; }
.files { margin: 0; padding: 0; list-style: none; }
.files li { padding: 0.25rem 0; }
.files span { color: #505a5f; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1rem; margin: 0; }
dt { font-weight: 700; }
dd { margin: 0; }
.hash { overflow-wrap: anywhere; font-family: "Liberation Mono", Consolas, monospace;
  font-size: 0.875rem; }
@media (max-width: 480px) { dl { grid-template-columns: 1fr; } }
@media print { section:not(#cite), header { display: none; } }
"""
