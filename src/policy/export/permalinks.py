"""Each chart's permanent page and downloads: ``charts/<id>/`` in the built book."""

from __future__ import annotations

import shutil
from html import escape
from pathlib import Path
from typing import Any

from policy import charts, citation, ledger, tables, text
from policy.api import structured
from policy.charts import Chart, html, snapshot
from policy.citation import Book, Cited
from policy.export import page

STYLE = Path(__file__).parents[1] / "book" / "static" / "charts.css"

_ROOT = "../../"
"""The book's top from a chart's page."""

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
    for name, content in names.items():
        page.put(folder / name, content)
    if drawn:
        kept = snapshot.FOLDER / chart.id
        for source, name in (
            ("wide.svg", "wide.svg"),
            ("narrow.svg", "narrow.svg"),
            ("cite.svg", f"{chart.id}.svg"),
            ("cite.png", f"{chart.id}.png"),
        ):
            shutil.copyfile(kept / source, folder / name)
    page.put(folder / "spec.js", html.script(said))
    page.put_citations(folder, item, work)
    page.put(folder / "embed.html", _embedded(said, item, work, drawn))
    page.put_json(folder / f"{chart.id}.json", _record(chart, said, work, folder))
    page.put(folder / "index.html", _page(said, item, work, folder, drawn))
    return folder


def _record(chart: Chart, said: dict[str, Any], work: Book, folder: Path) -> dict[str, Any]:
    """What a machine needs to check the chart: values, where they come from, and hashes."""
    files = sorted(path for path in folder.iterdir() if path.suffix in {".csv", ".svg", ".png"})
    item = Cited(chart.id, chart.title, said["digest"])
    return {
        "id": chart.id,
        "title": chart.title,
        "subtitle": chart.subtitle,
        "unit": chart.unit,
        "alt": chart.alt,
        "notes": chart.notes,
        "book": page.edition(work),
        "address": citation.address(item, work),
        "licence": page.LICENCE,
        "citation": citation.plain(item, work),
        "content_sha256": said["digest"],
        "files_sha256": {path.name: page.sha256(path) for path in files},
        "table": [dict(zip(said["columns"], row, strict=True)) for row in said["rows"]],
        "ledger": [_provenance(id) for id in _ledger_ids(chart)],
        "pledges": _pledges(chart.pledges()),
        "sources": page.documents(chart.sources),
        "specs": {"wide": said["wide"], "narrow": said["narrow"]},
    }


def _ledger_ids(chart: Chart) -> list[str]:
    """Ids of the figures in the chart's table; a row that is no number has none."""
    return [id for id in dict.fromkeys(chart.table.get("ledger_id", ())) if id]


def _pledges(ids: list[str]) -> list[dict[str, Any]]:
    """The pledges that the chart counts, each with where its words were read."""
    if not ids:
        return []
    made = tables.table("pledges").set_index("id")
    told = ["plan", "maker", "words", "type", "made_on", "source", "locator"]
    return [
        {"id": id, **{name: text.resolve(str(made.loc[id, name])) for name in told}} for id in ids
    ]


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


def _json_ld(said: dict[str, Any], item: Cited, work: Book) -> str:
    """schema.org Dataset; addresses are relative unless the book has one of its own."""
    base = citation.address(item, work)
    about = f"{said['subtitle']}. {said['alt']}"
    files = [f"{base}{item.id}.{ending}" for ending in ("csv", "json")]
    data = structured.dataset(said["title"], about, item.digest, work, files, base)
    return structured.script(data | {"variableMeasured": said["unit"]})


def _head(said: dict[str, Any], extra: str = "") -> str:
    return page.head(said["title"], said["subtitle"], STYLE.read_text(encoding="utf-8"), extra)


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
        shown = html.table(said, _ROOT)
        table = (
            '<details class="policy-chart-numbers" open><summary>Table of the numbers</summary>'
            f"{shown}</details>"
        )
    return (
        f'<figure class="policy-chart" id="chart-{said["id"]}"><figcaption>'
        f'<h1 class="policy-chart-title">{escape(said["title"])}</h1>'
        f'<p class="policy-chart-subtitle">{escape(said["subtitle"])}</p></figcaption>'
        f"{stage}{html.sources(said, links, _ROOT)}{html.notes(said)}{table}</figure>"
    )


def _page(said: dict[str, Any], item: Cited, work: Book, folder: Path, drawn: bool) -> str:
    files = "".join(
        f'<li><a href="{path.name}" download>{words}</a> <span>{page.size(path)}</span></li>'
        for path, words in _downloads(item.id, folder)
    )
    code = citation.embed(item, work, said["wide"]["layout"]["height"] + _EMBED_EXTRA)
    embed = (
        f"<pre><code>{escape(code)}</code></pre>"
        if code
        else f"<p>{escape(citation.EMBED_HINT)}</p>"
    )
    return (
        _head(said, _json_ld(said, item, work) + "\n")
        + '<body class="permalink">\n<header><a href="../../index.html">'
        f"{escape(work.title)}</a></header>\n<main>\n"
        f"{_figure(said, drawn, numbers=True)}\n"
        f"{page.cite_section(item, work, 'chart')}"
        f'<section id="files"><h2>Download</h2><ul class="files">{files}</ul></section>\n'
        f'<section id="embed"><h2>Show it on another page</h2>{embed}</section>\n'
        f"{page.about_section(item, work)}"
        "</main>\n</body>\n</html>\n"
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


def _embedded(said: dict[str, Any], item: Cited, work: Book, drawn: bool) -> str:
    where = citation.address(item, work) or "index.html"
    return (
        _head(said) + f'<body class="embedded">\n<main>\n{_figure(said, drawn, numbers=False)}\n'
        f'<p><a href="{where}" target="_blank" rel="noopener">{escape(work.title)}</a>, '
        f"version {escape(work.version)}, content {item.short}</p>\n</main>\n</body>\n</html>\n"
    )
