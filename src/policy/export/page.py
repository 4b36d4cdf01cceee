"""What every permanent page shares: its head, its look, and how its files are written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from policy import citation, tables
from policy.citation import Book, Cited

LICENCE = citation.LICENCE


def put(path: Path, text: str) -> None:
    """Write a file, as bytes: RIS brings its own line ends and none may be changed."""
    path.write_bytes(text.encode())


def put_json(path: Path, record: dict[str, Any]) -> None:
    """Write a record, its keys in order."""
    put(path, json.dumps(record, ensure_ascii=False, sort_keys=True, indent=1) + "\n")


def put_citations(folder: Path, item: Cited, work: Book) -> None:
    """Write the citation as plain text, BibTeX and RIS."""
    put(folder / "cite.txt", citation.plain(item, work) + "\n")
    put(folder / "cite.bib", citation.bibtex(item, work))
    put(folder / "cite.ris", citation.ris(item, work))


def documents(keys: Iterable[str]) -> list[dict[str, str]]:
    """Sources as a record names them, in the order of their keys."""
    known = tables.sources()
    return [
        {
            "key": key,
            "author": known[key].author,
            "title": known[key].title,
            "publisher": known[key].publisher,
            "date": known[key].date,
            "url": known[key].link,
        }
        for key in keys
    ]


def edition(work: Book) -> dict[str, str]:
    """The book as a record names it."""
    return {
        "title": work.title,
        "author": work.author,
        "version": work.version,
        "date": work.released.isoformat(),
    }


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def head(title: str, description: str, style: str = "", extra: str = "") -> str:
    """A page up to its body.

    Args:
        title: What the page is called.
        description: What it is about, for those who find it by a search.
        style: CSS of this kind of page, which comes before what all have in common.
        extra: HTML for the head, ending in a line break.
    """
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="description" content="{escape(description)}">\n'
        # An empty icon keeps browsers from asking for one that is not there.
        f'<link rel="icon" href="data:,">\n{extra}'
        f"<style>\n{style}\n{_STYLE}</style>\n</head>\n"
    )


def cite_section(item: Cited, work: Book, noun: str) -> str:
    """The part of a page that says how to cite it."""
    return (
        f'<section id="cite"><h2>Cite this {noun}</h2><p>{escape(citation.plain(item, work))}</p>'
        '<p><a href="cite.bib" download>BibTeX</a> <a href="cite.ris" download>RIS</a> '
        '<a href="cite.txt" download>Plain text</a></p>'
        f"<details><summary>BibTeX</summary><pre><code>"
        f"{escape(citation.bibtex(item, work))}</code></pre></details></section>\n"
    )


def about_section(item: Cited, work: Book) -> str:
    """The part of a page that says which version it is."""
    return (
        '<section id="about"><h2>About this version</h2><dl>'
        f"<dt>{citation.KINDS[item.kind].name.capitalize()}</dt><dd>{item.id}</dd>"
        f"<dt>Version</dt><dd>{escape(work.version)}, {work.released.isoformat()}</dd>"
        f'<dt>Content (SHA-256)</dt><dd class="hash">{item.digest}</dd>'
        f'<dt>Licence</dt><dd><a href="{LICENCE}">CC BY 4.0</a>; figures stay under their '
        "publishers' terms</dd></dl></section>\n"
    )


def size(path: Path) -> str:
    """How much there is to download, in kilobytes."""
    return f"{max(1, round(path.stat().st_size / 1000))} kB"


_STYLE = """
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
