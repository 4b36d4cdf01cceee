"""A book of two pages in the book's own theme: one with the control "Which £10bn?", one without."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sphinx.application import Sphinx

from repository import ROOT
from small_book import built

PAGES = {
    "index": "# Plain\n\nNo control here.\n\n```{toctree}\narguments/probe\n```\n",
    "arguments/probe": "# Probe\n\nBefore it.\n\n```{which-ten}\n```\n\nAfter it.\n",
}


@dataclass(frozen=True)
class Built:
    """The folder with the pages, the application that made them, and its warnings."""

    folder: Path
    app: Sphinx
    warnings: str

    def html(self, page: str = "arguments/probe") -> str:
        """A whole page as written."""
        return (self.folder / f"{page}.html").read_text(encoding="utf-8")

    def data(self) -> dict[str, Any]:
        """What the control's script picks from."""
        found = re.findall(r'which-ten-data">(.*?)</script>', self.html(), re.S)
        assert len(found) == 1
        read = json.loads(found[0])
        assert isinstance(read, dict)
        return read


def build(folder: Path, pages: Mapping[str, str] = PAGES) -> Built:
    """Build the pages with the settings of the real book."""
    for name, words in pages.items():
        file = folder / "source" / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    config = settings["sphinx"]["config"] | {
        "extensions": ["myst_parser", "sphinx_book_theme", "policy.book"],
        "html_theme": "sphinx_book_theme",
        "project": "probe",
    }
    return Built(folder / "html", *built(folder, config))
