"""What the built pages ask for: nothing from elsewhere, nothing missing, nothing heavy."""

import gzip
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from docutils import nodes
from docutils.utils import new_document

from policy.book import assets

BUDGET = 250_000
"""Bytes of a page with its styles, scripts and pictures, gzipped."""

Tag = tuple[str, dict[str, str]]


class Reader(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


@cache
def tags(page: Path) -> list[Tag]:
    reader = Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader.tags


@cache
def ids(page: Path) -> set[str]:
    return {attributes["id"] for _, attributes in tags(page) if "id" in attributes}


@pytest.fixture(scope="session")
def pages(built_book: Path) -> list[Path]:
    found = sorted(built_book.rglob("*.html"))
    assert len(found) > 6
    return found


@pytest.fixture(scope="session")
def chapters(built_book: Path, pages: list[Path]) -> list[Path]:
    """The pages that Sphinx wrote."""
    alone = {"charts", "ledger", "comparison", "pledges"}  # folders of pages that stand alone
    return [page for page in pages if page.relative_to(built_book).parts[0] not in alone]


def fetched(page: Path) -> list[str]:
    """What a browser loads for a page before anybody clicks."""
    found = []
    for tag, attributes in tags(page):
        if tag in ("script", "img", "source", "iframe", "video", "audio", "embed"):
            found += [attributes[name] for name in ("src", "srcset") if name in attributes]
        kinds = ("stylesheet", "icon", "preload", "prefetch")
        if tag == "link" and attributes.get("rel") in kinds:
            found.append(attributes["href"])
    return found


def target(page: Path, address: str) -> Path:
    return (page.parent / unquote(urlsplit(address).path)).resolve()


def test_nothing_is_fetched_from_another_host(pages: list[Path]) -> None:
    for page in pages:
        for address in fetched(page):
            assert not urlsplit(address).netloc, f"{page}: {address}"
            assert address.startswith("data:") or target(page, address).is_file(), (
                f"{page}: {address} is not there"
            )


def test_styles_fetch_nothing_from_another_host(built_book: Path) -> None:
    for sheet in built_book.rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        for address in re.findall(r"""(?:url\(|@import)\s*["']?([^"')]+)""", text):
            assert not re.match(r"(https?:)?//", address), f"{sheet}: {address}"


def test_every_link_leads_somewhere(pages: list[Path]) -> None:
    dead = []
    for page in pages:
        for tag, attributes in tags(page):
            address = attributes.get("href", "")
            parts = urlsplit(address)
            if tag != "a" or not address or parts.scheme or parts.netloc:
                continue
            file = target(page, address) if parts.path else page
            if not file.is_file():
                dead.append(f"{page.name}: {address}")
            elif parts.fragment and unquote(parts.fragment) not in ids(file):
                dead.append(f"{page.name}: {address} (no such place)")
    assert not dead


def test_ids_are_used_once(pages: list[Path]) -> None:
    for page in pages:
        seen = [attributes["id"] for _, attributes in tags(page) if "id" in attributes]
        assert len(seen) == len(set(seen)), {each for each in seen if seen.count(each) > 1}


def test_pages_are_light(chapters: list[Path]) -> None:
    for page in chapters:
        # Of a chart's two pictures a reader's browser fetches the one that fits the screen.
        files = {
            target(page, address)
            for address in fetched(page)
            if address[:5] != "data:" and not address.endswith("narrow.svg")
        }
        total = sum(len(gzip.compress(file.read_bytes())) for file in {page, *files})
        assert total < BUDGET, f"{page.name}: {total}"


def test_heavy_and_foreign_scripts_are_left_out(chapters: list[Path]) -> None:
    for page in chapters:
        text = page.read_text(encoding="utf-8")
        left_out = ("fontawesome.js", "bootstrap.js", "thebe", "unpkg", "mathjax", "require.js")
        for word in left_out:
            assert word not in text.lower(), f"{page.name}: {word}"
        scripts = [address for address in fetched(page) if ".js" in address]
        theme = "pydata-sphinx-theme.js"
        assert any(theme in each for each in scripts), "the theme's template changed"
        assert any("searchindex" in each for each in scripts) == (page.name == "search.html")
        assert not any("plotly" in each for each in scripts)


def test_every_icon_has_a_shape(built_book: Path, chapters: list[Path]) -> None:
    style = (built_book / "_static" / "book.css").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^\.(fa-[a-z-]+) \{", style, re.MULTILINE))
    kinds = {"fa-solid", "fa-lg"}
    for page in chapters:
        for _, attributes in tags(page):
            used = {name for name in attributes.get("class", "").split() if name[:3] == "fa-"}
            assert used - kinds <= drawn, f"{page.name}: {used}"


def test_each_page_says_what_it_is(chapters: list[Path], built_book: Path) -> None:
    described = []
    for page in chapters:
        text = page.read_text(encoding="utf-8")
        assert 'data-theme="light"' in text  # colours without a script
        assert "CC BY 4.0" in text and "Version " in text
        assert 'rel="icon"' in text
        if page.name != "search.html":
            (description,) = (a for t, a in tags(page) if a.get("name") == "description")
            assert 20 < len(description["content"]) <= assets.DESCRIPTION_LENGTH
            described.append(description["content"])
        assert len([tag for tag, _ in tags(page) if tag == "h1"]) == 1
    assert len(described) == len(set(described))


def test_chapters_offer_their_notebook(built_book: Path) -> None:
    page = built_book / "arguments" / "money.html"
    offered = {attributes["href"] for tag, attributes in tags(page) if "download" in attributes}
    assert {"../notebooks/arguments/money.ipynb", "../notebooks/arguments/money.md"} <= offered
    ledger = (built_book / "reference" / "ledger.html").read_text(encoding="utf-8")
    assert "page-downloads" not in ledger


def test_no_leftovers_of_the_build_are_published(built_book: Path) -> None:
    names = [file.relative_to(built_book).as_posix() for file in built_book.rglob("*")]
    for name in names:
        assert not re.search(r"\.map$|\.buildinfo$|^_sources|^reports|\.pickle$|genindex", name)


def page_with(*paragraphs: str) -> nodes.document:
    document = new_document("page")
    document += [nodes.paragraph("", text) for text in paragraphs]
    return document


def test_a_description_is_the_first_paragraph() -> None:
    assert assets.describe(page_with("One\n  line.", "Two.")) == "One line."
    assert assets.describe(page_with()) == ""


def test_a_long_description_ends_at_a_word() -> None:
    said = assets.describe(page_with("word, " * 60))
    assert len(said) <= assets.DESCRIPTION_LENGTH
    assert said.endswith("word...")
    assert assets.describe(page_with("x" * 160)) == "x" * 160
