"""Fills the templates of `written/`, HTML that is made from data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from docutils import nodes

from policy.entry.words import stopped

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

WRITTEN = Path(__file__).parent / "written"

_TEMPLATES = jinja2.Environment(
    autoescape=True,
    loader=jinja2.FileSystemLoader(WRITTEN),
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=jinja2.StrictUndefined,
)
_TEMPLATES.filters["stopped"] = stopped


def fill(template: str, **values: object) -> str:
    """A template of `written/` with these values; a name it does not get is an error."""
    return _TEMPLATES.get_template(template).render(values)


def follow(env: BuildEnvironment, *templates: str) -> None:
    """Let the page being read follow templates of `written/`, and the one that others import."""
    for name in (*templates, "choice.html"):
        env.note_dependency(str(WRITTEN / name))


def raw(html: str, figures: Iterable[str] = ()) -> nodes.raw:
    """HTML as a node of a page, with the ids of the figures it links, so that they have cards."""
    return nodes.raw("", html, format="html", figures=list(figures))


def embedded(data: object) -> str:
    """Data for a script, as JSON in which no text can close the block that it rides in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
