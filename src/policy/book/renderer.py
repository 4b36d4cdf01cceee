"""Charts in a chapter: a picture that needs no script, a table, and what it takes to cite it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes

from policy import citation, tables
from policy.charts import html, snapshot
from policy.charts.base import METADATA_KEY, MIME

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer
    from sphinx.application import Sphinx


class ChartRenderer:
    """Takes a chart's output from MyST-NB and gives the book's own HTML."""

    mime_priority_overrides: ClassVar = [("html", MIME, 1)]

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Nodes for one of our charts; None for anything else, which MyST-NB then shows."""
        said = data.output_metadata.get(MIME, {}).get(METADATA_KEY)
        if said is None or inline:
            return None
        env = renderer.renderer.sphinx_env
        for path in (
            snapshot.FOLDER / said["id"] / snapshot.RECORD,
            tables.ROOT / "CITATION.cff",
            tables.ROOT / "_config.yml",
            tables.path("sources"),
        ):
            env.note_dependency(str(path))
        body = figure(said, root="../" * env.docname.count("/"))
        return [nodes.raw("", body, format="html")]


def figure(said: Mapping[str, Any], root: str) -> str:
    """The chart's HTML in a page that lies ``root`` below the book's top."""
    id = said["id"]
    drawn = snapshot.fresh(id, said["picture"])
    base = f"{root}charts/{id}/"
    known = tables.sources()
    links = {item["key"]: known[item["key"]].link for item in said["sources"]}
    work = citation.book()
    item = citation.Cited(id, said["title"], said["digest"])
    stage = (
        f'<div class="policy-chart-stage">{html.picture(said, f"{root}charts/{id}/")}</div>'
        if drawn
        else html.left_out(said)
    )
    files = [("index.html", "Permanent page")]
    if drawn:
        files += [(f"{id}.svg", "SVG"), (f"{id}.png", "PNG")]
    files += [(f"{id}.csv", "CSV"), (f"{id}.json", "JSON")]
    downloads = "".join(
        f'<li><a href="{base}{name}"{"" if name == "index.html" else " download"}>{label}</a></li>'
        for name, label in files
    )
    said_so = escape(citation.plain(item, work))
    return (
        f'<figure class="policy-chart" id="chart-{id}" data-chart="{id}" data-root="{root}">'
        f'<figcaption><p class="policy-chart-title">{escape(said["title"])}</p>'
        f'<p class="policy-chart-subtitle">{escape(said["subtitle"])}</p></figcaption>'
        f"{stage}{html.sources(said, links, root)}{html.notes(said)}"
        f'<details class="policy-chart-numbers"{"" if drawn else " open"}>'
        f"<summary>Table of the numbers</summary>{html.table(said, root)}"
        f'</details><details class="policy-chart-cite"><summary>Cite this chart</summary>'
        f'<p class="policy-chart-citation">{said_so}</p><p class="policy-chart-actions">'
        '<button type="button" class="policy-chart-copy" hidden>Copy citation</button> '
        f'<a href="{base}cite.bib" download>BibTeX</a> <a href="{base}cite.ris" download>RIS</a>'
        f'</p></details><ul class="policy-chart-files">{downloads}</ul>'
        f'<p class="policy-chart-print">Cite as: {said_so}</p></figure>'
    )


def setup(app: Sphinx) -> None:
    """Add the charts' style and script to the pages; the script waits for the page."""
    app.add_css_file("charts.css")
    app.add_js_file("charts.js", loading_method="defer")
