"""What tests in Chromium share: a small book of one chapter, served, and what all pages must do."""

import contextlib
import functools
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python

from policy import lint

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Keep the test's output to the tests."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on this machine, with no slash at the end."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def alone(name: str) -> dict[str, str]:
    """A plain home page and a chapter as it is written, less its code and its links to others."""
    chapter = (lint.CHAPTERS / f"{name}.md").read_text(encoding="utf-8")
    head = "---\nhtml_theme.sidebar_secondary.remove: true\n---"
    chapter = re.sub(r"\A---\n.*?\n---", head, chapter, flags=re.DOTALL)
    chapter = re.sub(r"```\{code-cell\}.*?```", "", chapter, flags=re.DOTALL)
    chapter = re.sub(r"\[([^\]]*)\]\(\.\.?/[^)]*\)", r"\1", chapter)
    return {"index": f"# Plain\n\nNothing here.\n\n```{{toctree}}\n{name}\n```\n", name: chapter}


def wider(page: Any) -> int:
    """By how many pixels a page is wider than the screen."""
    pixels = page.locator("html").evaluate("each => each.scrollWidth - each.clientWidth")
    assert isinstance(pixels, int)
    return pixels


def axe(page: Any, within: str | None = None) -> list[str]:
    """What axe has against a page, or against one block of it, in words."""
    page.evaluate(AXE)
    found = page.evaluate(
        "within => axe.run(within ?? document, {resultTypes: ['violations']})", within
    )
    assert len(found["passes"]) > 10, "axe looked"
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
