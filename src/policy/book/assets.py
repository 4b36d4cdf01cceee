"""What pages carry: the stylesheet, the icon, the footer, the download links, files of their own.

The theme's own scripts weigh more than the rest of a page together, so the templates in
this package leave out the ones that the book has no use for.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from policy import citation

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

HERE = Path(__file__).parent
DESCRIPTION_LENGTH = 160


def setup(app: Sphinx) -> None:
    """Register templates, static files and what each page's template is given."""
    app.add_config_value("policy_base_url", "", "html", str)
    app.connect("config-inited", _add_paths)
    app.connect("html-page-context", _add_context)
    app.add_css_file("book.css", priority=900)


def add_files(app: Sphinx, shown: Sequence[str], *files: str) -> None:
    """Give style and script to the pages that show a container of one of these classes."""

    def add(
        app: Sphinx,
        page: str,
        template: str,
        context: dict[str, Any],
        doctree: nodes.document | None,
    ) -> None:
        if not shows(doctree, *shown):
            return
        for file in files:
            if file.endswith(".css"):
                app.add_css_file(file)
            else:
                app.add_js_file(file, loading_method="defer")

    app.connect("html-page-context", add)


def shows(doctree: nodes.document | None, *names: str) -> bool:
    """True of a page that has a container of one of these classes."""
    found = doctree.findall(nodes.container) if doctree else ()
    return any(name in each["classes"] for each in found for name in names)


def _add_paths(app: Sphinx, config: Config) -> None:
    config.templates_path.insert(0, str(HERE / "templates"))
    config.html_static_path.insert(0, str(HERE / "static"))
    config.html_favicon = str(HERE / "static" / "favicon.svg")


def _add_context(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    context["book"] = citation.book()
    # Only pages with code cells have a notebook; their front matter names a kernel.
    if "kernelspec" in (context.get("meta") or {}):
        context["notebook"] = f"notebooks/{page}"
    text = describe(doctree) if doctree else ""
    if text and 'name="description"' not in context.get("metatags", ""):
        tag = f'<meta name="description" content="{html.escape(text)}" />\n'
        context["metatags"] = context.get("metatags", "") + tag


def describe(doctree: nodes.document) -> str:
    """Return the first paragraph of a page, cut at a word to fit a search result."""
    for paragraph in doctree.findall(nodes.paragraph):
        text = " ".join(paragraph.astext().split())
        if len(text) <= DESCRIPTION_LENGTH:
            return text
        return text[: DESCRIPTION_LENGTH - 3].rsplit(" ", 1)[0].rstrip(",;:") + "..."
    return ""
