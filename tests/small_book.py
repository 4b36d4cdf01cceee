"""A book of a few pages, built by Sphinx with this project's roles and directives alone."""

import io
import json
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

REFERENCE = {
    "reference/ledger": "# Ledger\n\n```{ledger}\n```\n",
    "reference/sources": "# Sources\n\n```{sources}\n```\n",
    "reference/glossary": "# Glossary\n\n```{glossary-table}\n```\n",
}

ROOMS = (
    *("figures", "entries", "pages", "chains", "comparison"),
    *("changes", "machines", "pledges", "statuses", "timeline"),
)
"""The parts of the extension that write pages from data."""


@dataclass(frozen=True)
class SmallBook:
    """The built pages and what Sphinx warned of."""

    folder: Path
    app: Sphinx
    warnings: str

    def html(self, page: str) -> str:
        """The body of one page, without the theme around it."""
        whole = self.title_and_body(page)
        return whole[whole.index('<div class="body"') : whole.index('<div class="sphinxsidebar"')]

    def title_and_body(self, page: str) -> str:
        """The whole page as written."""
        return (self.folder / "html" / f"{page}.html").read_text(encoding="utf-8")

    def cards(self, page: str) -> dict[str, Any]:
        """The cards that ride at the end of a page, {} when there are none."""
        block = re.search(
            r'<script type="application/json" id="fig-cards">(.*?)</script>', self.html(page)
        )
        return json.loads(block[1]) if block else {}


def build(folder: Path, pages: dict[str, str]) -> SmallBook:
    """Build pages given as Markdown; the reference pages come on their own.

    Built in the same folder again, a page that has not changed keeps its file.
    """
    source = folder / "source"
    listed = "\n".join(name for name in (*pages, *REFERENCE) if name != "index")
    home = f"# Home\n\n```{{toctree}}\n{listed}\n```\n"
    for name, words in ({"index": home} | pages | REFERENCE).items():
        file = source / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file() or file.read_text(encoding="utf-8") != words:
            file.write_text(words, encoding="utf-8")
    settings = {
        "extensions": ["myst_parser", *(f"policy.book.{name}" for name in ROOMS)],
        "myst_enable_extensions": ["colon_fence"],
        "html_theme": "basic",
        "nitpicky": True,
        "language": "en_GB",
        "project": "probe",
    }
    return SmallBook(folder, *built(folder, settings))


def built(folder: Path, settings: dict[str, Any]) -> tuple[Sphinx, str]:
    """Build `source` in a folder into `html` there: the application, and what it warned of."""
    source, html, trees = (str(folder / name) for name in ("source", "html", "doctrees"))
    said = io.StringIO()
    with patch_docutils(source), docutils_namespace():
        app = Sphinx(source, None, html, trees, "html", settings, status=None, warning=said)
        app.build()
    return app, said.getvalue()


def plain(html: str) -> str:
    """HTML as a reader sees it: tags gone, spaces single."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())
