"""A chart as HTML: picture, table and words, the same in a chapter and on its own page.

Works from a chart's metadata, not from the chart: a chapter is executed long before its page is
written, and the metadata is what the execution leaves behind.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from html import escape
from typing import Any

from policy.charts import snapshot

NARROW = "screen and (max-width: 767px)"
"""When the phone drawing is shown. Print always takes the wide one."""

_NUMBER = ' class="number"'
_HEADINGS = {"gbp_bn": "£bn", "ledger_id": "Ledger row", "sources": "Source", "n": "Number"}
_TRACKER = "outcomes/pledge-tracker.html"


def picture(said: Mapping[str, Any], folder: str) -> str:
    """A ``<picture>`` with both drawings, sized, so that nothing moves while it loads.

    Args:
        said: the chart's metadata.
        folder: where the drawings lie, relative to the page, ending in a slash.
    """
    wide, narrow = (said[form]["layout"] for form in ("wide", "narrow"))
    return (
        f'<picture><source media="{NARROW}" srcset="{folder}narrow.svg" '
        f'width="{narrow["width"]}" height="{narrow["height"]}">'
        f'<img class="dark-light" src="{folder}wide.svg" width="{wide["width"]}" '
        f'height="{wide["height"]}" alt="{escape(said["alt"])}"></picture>'
    )


def heading(column: str) -> str:
    """A column's name as readers see it."""
    return _HEADINGS.get(column, column.replace("_", " ").capitalize())


def cell(value: object) -> str:
    """A table cell: numbers without stray decimals, text escaped."""
    if isinstance(value, float):
        return f"{value:,.3f}".rstrip("0").rstrip(".") if math.isfinite(value) else ""
    return escape(str(value))


def table(said: Mapping[str, Any], root: str | None) -> str:
    """The chart's values as a table in a box that scrolls by itself.

    Args:
        said: the chart's metadata.
        root: the book's top, relative to this page, "" or ending in a slash; None for no links.
    """
    columns: list[str] = said["columns"]
    numbers = {i for row in said["rows"] for i, value in enumerate(row) if _is_number(value)}
    head = "".join(
        f'<th scope="col"{_NUMBER if i in numbers else ""}>{escape(heading(name))}</th>'
        for i, name in enumerate(columns)
    )
    labels = {item["key"]: item["label"] for item in said["sources"]}
    body = "".join(
        "<tr>"
        + "".join(_cell(columns[i], i, value, labels, root) for i, value in enumerate(row))
        + "</tr>"
        for row in said["rows"]
    )
    caption = f"{said['title']}. {said['subtitle']}."
    return (
        f'<div class="policy-chart-scroll" role="region" tabindex="0" '
        f'aria-label="Table: {escape(said["title"])}"><table class="policy-chart-table">'
        f"<caption><span>{escape(caption)}</span></caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(column: str, at: int, value: object, labels: Mapping[str, str], root: str | None) -> str:
    if at == 0:
        return f'<th scope="row">{cell(value)}</th>'
    words = str(value)
    if column == "ledger_id" and root is not None and words:
        return f'<td><a href="{root}reference/ledger.html#{escape(words)}">{cell(value)}</a></td>'
    if column == "sources":
        page = f"{root}reference/sources.html" if root is not None else ""
        return f"<td>{'; '.join(_source(key, labels[key], page) for key in words.split())}</td>"
    if column == "pledges":
        return f'<td class="pledges">{_pledges(words.split(), root)}</td>'
    return f"<td{_NUMBER if _is_number(value) else ''}>{cell(value)}</td>"


def _pledges(ids: list[str], root: str | None) -> str:
    """Links to the pledges' own pages; several are folded away."""
    named = [escape(id) for id in ids]
    if root is not None:
        named = [f'<a href="{root}pledges/{id}/index.html">{id}</a>' for id in named]
    if len(named) < 2:
        return "".join(named)
    return f"<details><summary>{len(named)} pledges</summary>{' '.join(named)}</details>"


def _source(key: str, label: str, page: str) -> str:
    return f'<a href="{page}#{escape(key)}">{escape(label)}</a>' if page else escape(label)


def _is_number(value: object) -> bool:
    return isinstance(value, float | int)


def sources(said: Mapping[str, Any], links: Mapping[str, str], root: str) -> str:
    """The source line.

    Args:
        said: the chart's metadata.
        links: where each source leads, by its key.
        root: the book's top, relative to this page, "" or ending in a slash.
    """
    named = [
        f'<a href="{escape(links[item["key"]])}">{escape(item["label"])}</a>'
        if links.get(item["key"])
        else escape(item["label"])
        for item in said["sources"]
    ]
    if register := said["register"]:
        named.insert(0, f'<a href="{root}{_TRACKER}">{escape(register)}</a>')
    return f'<p class="policy-chart-source">Source: {"; ".join(named)}.</p>'


def notes(said: Mapping[str, Any]) -> str:
    """The notes as a paragraph, or nothing."""
    text = said["notes"]
    return f'<p class="policy-chart-notes">Note: {escape(text)}</p>' if text else ""


def script(said: Mapping[str, Any]) -> str:
    """Both drawings, as the script that a page fetches when the chart is to come to life.

    A script and not JSON, since a page opened from disk may load scripts alone.
    """
    both = {form: said[form] for form in ("wide", "narrow")}
    body = json.dumps(both, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f'(window.policyCharts ??= {{}})["{said["id"]}"] = {body};\n'


def left_out(said: Mapping[str, Any]) -> str:
    """What a page says in place of a picture that is missing or not of these numbers."""
    why = (
        "has not been drawn yet"
        if snapshot.recorded(said["id"]) is None
        else "was drawn from other numbers"
    )
    return (
        f'<p class="policy-chart-missing">The picture of this chart {why}, so it is left out. '
        "The table holds the numbers; <code>make draw</code> draws the picture.</p>"
    )
