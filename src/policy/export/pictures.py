"""Draws the committed pictures of the charts with Chrome, the same bytes every time."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import kaleido
from choreographer.browsers.chromium import Chromium

from policy import charts
from policy.charts import Chart, snapshot
from policy.charts.theme import Form

FORMS: tuple[Form, ...] = ("wide", "narrow", "cite")
PNG_SCALE = 2


class PictureError(RuntimeError):
    """Chrome was found and did not draw; the message names the chart."""


def stale(ids: Iterable[str], folder: Path = snapshot.FOLDER) -> list[str]:
    """The charts whose pictures are missing or were drawn from something else."""
    return [id for id in ids if not snapshot.fresh(id, charts.get(id).picture_digest(), folder)]


def browser() -> str | None:
    """The Chrome or Chromium to draw with: ``BROWSER_PATH`` if set, else the usual names."""
    found = Chromium.find_browser(skip_local=False)
    return str(found) if found else None


def redraw(ids: Iterable[str], folder: Path = snapshot.FOLDER) -> list[str]:
    """Draw the pictures of these charts and record what they were drawn from.

    Args:
        ids: the charts to draw, in one batch: starting Chrome takes longer than drawing.
        folder: where the pictures are kept, one folder a chart.

    Returns:
        The charts drawn; none of them if there is no Chrome.

    Raises:
        PictureError: if Chrome fails on a chart. Pictures already there stay as they were.
    """
    chrome = browser()
    made = [charts.get(id) for id in ids]
    if chrome is None or not made:
        return []
    with tempfile.TemporaryDirectory() as name:
        drawn = Path(name)
        _draw(made, drawn, chrome)
        # All of them are read before any is kept, so that a fault leaves the old ones whole.
        files = {chart.id: _files(chart, drawn) for chart in made}
    for id, contents in files.items():
        (folder / id).mkdir(parents=True, exist_ok=True)
        for file, content in contents.items():
            (folder / id / file).write_bytes(content)
    return list(files)


def _draw(made: list[Chart], into: Path, chrome: str) -> None:
    jobs: list[dict[str, Any]] = []
    for chart in made:
        for form in FORMS:
            figure = chart.figure(form)
            size = {"width": figure.layout.width, "height": figure.layout.height}
            # Kaleido reads options before the name's ending, so the format is said twice.
            svg = {"format": "svg", "scale": 1, **size}
            jobs.append({"fig": figure, "path": into / f"{chart.id}.{form}.svg", "opts": svg})
            if form == "cite":
                png = {"format": "png", "scale": PNG_SCALE, **size}
                jobs.append({"fig": figure, "path": into / f"{chart.id}.{form}.png", "opts": png})
    try:
        # Without mathjax=False Kaleido would fetch it from a public server.
        kaleido.write_fig_from_object_sync(
            jobs, cancel_on_error=True, kopts={"mathjax": False, "path": chrome}
        )
    except Exception as error:
        names = ", ".join(chart.id for chart in made)
        raise PictureError(f"{chrome} could not draw {names}: {error}") from error


def _files(chart: Chart, drawn: Path) -> dict[str, bytes]:
    """What is kept of a chart, the record last: it vouches for the rest."""
    files = {}
    for form in FORMS:
        svg = (drawn / f"{chart.id}.{form}.svg").read_text(encoding="utf-8")
        files[f"{form}.svg"] = steadied(svg, chart.id, chart.title, chart.alt).encode()
    files["cite.png"] = (drawn / f"{chart.id}.cite.png").read_bytes()
    files[snapshot.RECORD] = f"{chart.picture_digest()}\n".encode()
    return files


def steadied(svg: str, id: str, title: str, alt: str) -> str:
    """A Plotly SVG with the same bytes every time, and with a name and a description.

    Plotly draws a random number for each figure and puts it into every id. Here it becomes the
    chart's own id, so that two charts on one page never share a clip path.

    Raises:
        PictureError: if the SVG does not have the one random number expected.
    """
    found = set(re.findall(r'id="(?:defs|topdefs|clip)-?([0-9a-f]{6})', svg))
    if len(found) != 1:
        raise PictureError(f"chart {id}: expected one random id in the SVG, found {sorted(found)}")
    svg = re.sub(rf"(defs-|clip|legend|[\"#]p){found.pop()}", rf"\g<1>{id}-", svg)
    head, rest = svg.split(">", 1)
    label = f' role="img" aria-labelledby="{id}-title {id}-desc"'
    name = f'<title id="{id}-title">{escape(title, quote=False)}</title>'
    description = f'<desc id="{id}-desc">{escape(alt, quote=False)}</desc>'
    return f"{head}{label}>{name}{description}{rest}\n"
