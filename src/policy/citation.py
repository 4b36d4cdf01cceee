"""How a chart, a row of the comparison or a pledge is cited: in words, as BibTeX and as RIS.

A citation never invents an address. Without a configured one it names the book, its version and
date, the id of what is cited and the first twelve digits of the content hash, which are enough to
find it again and to see whether it has changed.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from policy import units
from policy.tables import ROOT


@dataclass(frozen=True)
class Kind:
    """What can be cited: the folder it stands in, its name in a citation, its type in RIS."""

    folder: str
    name: str
    ris: str


KINDS = {
    "chart": Kind("charts", "chart", "FIGURE"),
    "comparison": Kind("comparison", "comparison", "DATA"),
    "pledge": Kind("pledges", "pledge", "DATA"),
}

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

EMBED_HINT = "To get embed code, set policy_base_url in _config.yml to the book's address."


class CitationError(ValueError):
    """The book's own particulars are missing or cannot be read."""


@dataclass(frozen=True)
class Book:
    """The cited work as a whole. ``base_url`` ends without a slash and may be empty."""

    title: str
    author: str
    version: str
    released: date
    base_url: str = ""


@dataclass(frozen=True)
class Cited:
    """One thing as cited: its id, its title and the full SHA-256 of its content.

    Attributes:
        id: What names it in its folder of the built book.
        title: Its title.
        digest: SHA-256 of what a reader is shown.
        kind: One of `KINDS`.
    """

    id: str
    title: str
    digest: str
    kind: str = "chart"

    @property
    def short(self) -> str:
        """The part of the content hash that is printed."""
        return self.digest[:12]


def book(root: Path = ROOT) -> Book:
    """The book's particulars from ``CITATION.cff``, its address from ``_config.yml``.

    Raises:
        CitationError: if ``CITATION.cff`` lacks a field, or the address is not http(s).
    """
    cff = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    try:
        return Book(
            title=str(cff["title"]),
            author="; ".join(str(author["name"]) for author in cff["authors"]),
            version=str(cff["version"]),
            released=date.fromisoformat(str(cff["date-released"])),
            base_url=_base_url(root / "_config.yml"),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CitationError(f"CITATION.cff or _config.yml: {error}") from error


def _base_url(config: Path) -> str:
    if not config.exists():
        return ""
    settings = yaml.safe_load(config.read_text(encoding="utf-8")) or {}
    found = ((settings.get("sphinx") or {}).get("config") or {}).get("policy_base_url") or ""
    url = str(found).strip().rstrip("/")
    if url and not url.startswith(("https://", "http://")):
        raise ValueError(f"policy_base_url must start with https:// or http://, not {url!r}")
    return url


def address(item: Cited, work: Book) -> str:
    """Its permanent address, or nothing when the book has none."""
    folder = KINDS[item.kind].folder
    return f"{work.base_url}/{folder}/{item.id}/" if work.base_url else ""


def plain(item: Cited, work: Book) -> str:
    """One sentence in the Harvard manner."""
    said = (
        f"{work.author} ({work.released.year}) ‘{item.title}’, {KINDS[item.kind].name} {item.id}, "
        f"in {work.title}, {_edition(item, work)}."
    )
    where = address(item, work)
    return f"{said} Available at: {where}" if where else said


def bibtex(item: Cited, work: Book) -> str:
    """A BibTeX entry; values are escaped, so any title survives TeX and Zotero."""
    kind = KINDS[item.kind].name.capitalize()
    fields = {
        "author": f"{{{_tex(work.author)}}}",
        "title": f"{{{_tex(item.title)}}}",
        "howpublished": f"{kind} in: {_tex(work.title)}",
        "year": str(work.released.year),
        "month": str(work.released.month),
        "version": _tex(work.version),
        "note": _tex(f"{kind} {item.id}, {_edition(item, work)}"),
    }
    where = address(item, work)
    if where:
        fields["url"] = where
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{three-plans-{item.id}-{item.short},\n{lines},\n}}\n"


def ris(item: Cited, work: Book) -> str:
    """A RIS record, with the line ends the format asks for."""
    kind = KINDS[item.kind]
    fields = [
        ("TY", kind.ris),
        ("AU", work.author),
        ("TI", item.title),
        ("T2", work.title),
        ("PY", str(work.released.year)),
        ("DA", work.released.strftime("%Y/%m/%d")),
        ("ET", work.version),
        ("ID", item.id),
        ("N1", f"{kind.name.capitalize()} {item.id}, version {work.version}, content {item.short}"),
    ]
    where = address(item, work)
    if where:
        fields.append(("UR", where))
    fields.append(("ER", ""))
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields)


def embed(item: Cited, work: Book, height: int) -> str:
    """HTML that shows the chart on another page, or nothing when the book has no address."""
    where = address(item, work)
    if not where:
        return ""
    title = html.escape(item.title, quote=True)
    return (
        f'<iframe src="{where}embed.html" title="{title}" width="100%" height="{height}" '
        'loading="lazy" style="border:0;max-width:760px"></iframe>'
    )


def _edition(item: Cited, work: Book) -> str:
    return f"version {work.version}, {units.day(work.released)}, content {item.short}"


_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "#": r"\#",
        "$": r"\$",
        "%": r"\%",
        "&": r"\&",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "£": r"\pounds{}",
    }
)


def _tex(value: str) -> str:
    return value.translate(_TEX)
