"""Every page of the built book, as a reader meets it in Chromium."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import ClassVar
from urllib.parse import unquote, urldefrag

import pytest
import yaml

from in_chromium import axe, wider
from repository import ROOT

pytestmark = pytest.mark.browser

_TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [
    f"{name}.html"
    for name in (
        _TOC["root"],
        *(chapter["file"] for part in _TOC["parts"] for chapter in part["chapters"]),
    )
]
STANDING_ALONE = (
    "charts/gap-and-scenarios/index.html",
    "charts/what-119bn-can-be/index.html",
    "ledger/money-konp-30bn-cut/index.html",
    "pledges/lab17-repeal-hsca/index.html",
)
MOST_BYTES = 250_000


# Each theme and each width once: colours do not depend on the width, nor widths on the colours.
@pytest.mark.parametrize(("width", "theme"), [("desktop", "light"), ("phone", "dark")])
@pytest.mark.parametrize("path", [*CHAPTERS, *STANDING_ALONE, "search.html"])
def test_a_page_is_quiet_light_fits_and_can_be_read(visit, path, width, theme):
    opened = visit(path, width=width, theme=theme)
    opened.scroll()

    assert opened.outside == [], "a page asks nothing of another host"
    assert opened.console == [], "a page writes nothing to the console"
    assert [r.url for r in opened.responses if r.status >= 400] == []
    assert opened.weight() < MOST_BYTES
    assert wider(opened.page) <= 0, "the page is wider than the screen"
    # Jupyter Book's own search page has an empty form field without a label.
    if path != "search.html":
        assert _axe(opened.page) == []


def _axe(page):
    """What axe has against a page, in words."""
    # Rows of a long list are alike, and axe takes a minute for all of the ledger: some will do.
    page.evaluate(
        """() => {
            const lists = ['table.ledger > tbody > tr', '.pledge-list > li', '.sources > li'];
            for (const list of lists)
                document.querySelectorAll(`${list}:nth-child(n + 13)`)
                    .forEach(row => row.remove());
            document.querySelectorAll('details').forEach(each => each.open = true);
        }"""
    )
    return axe(page)


@pytest.mark.parametrize("path", CHAPTERS)
def test_without_scripts_a_page_is_whole(visit, path):
    page = visit(path, script=False).page

    assert page.locator("h1").is_visible()
    # Text is legible without the theme's script: near-black on white.
    colour, ground = page.evaluate(
        """() => [getComputedStyle(document.querySelector('main h1')).color,
                  getComputedStyle(document.body).backgroundColor]"""
    )
    assert sum(map(int, re.findall(r"\d+", colour)[:3])) < 150
    assert sum(map(int, re.findall(r"\d+", ground)[:3])) > 700 or ground == "rgba(0, 0, 0, 0)"
    for image in page.locator(".policy-chart-stage img").all():
        assert image.is_visible()
        image.scroll_into_view_if_needed()
        assert image.evaluate("each => each.decode().then(() => each.naturalWidth)") > 300
    for details in page.locator("details.policy-chart-numbers").all():
        details.locator("> summary").click()
        assert details.locator("table").is_visible()


def test_without_scripts_a_number_leads_to_its_ledger_row(visit):
    page = visit("arguments/money.html", script=False).page
    number = page.locator("a.fig").first
    id = number.get_attribute("data-fig")
    number.click()
    assert page.url.endswith(f"reference/ledger.html#{id}")
    assert page.locator(f"[id='{id}']").is_visible()
    assert not page.locator("form.ledger-filters").is_visible(), "no dead controls"


class _Links(HTMLParser):
    """The addresses that a page asks for or leads to, and its places to arrive at."""

    WHERE: ClassVar = {"a": "href", "img": "src", "link": "href", "script": "src"}

    def __init__(self, page: Path):
        super().__init__()
        self.addresses: list[str] = []
        self.places = {"", "top"}
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if said.get("id"):
            self.places.add(said["id"])
        if said.get(self.WHERE.get(tag)):
            self.addresses.append(said[self.WHERE[tag]])


def test_every_link_inside_the_book_arrives(built_book):
    """Each relative link of each page names a file that exists and, with #, a place in it."""
    pages = {page: _Links(page) for page in sorted(built_book.rglob("*.html"))}
    links, broken = 0, set()
    for page, found in pages.items():
        for said in found.addresses:
            address, fragment = urldefrag(said)
            if re.match(r"[a-z]+:", address):
                continue
            links += 1
            target = (page.parent / unquote(address.split("?")[0])).resolve() if address else page
            target = target / "index.html" if target.is_dir() else target
            if target in pages:
                arrives = not fragment or fragment in pages[target].places
            else:
                arrives = target.is_file()
            if not arrives:
                broken.add(f"{page.relative_to(built_book)}: {said}")
    assert len(pages) >= len(CHAPTERS)
    assert links > 1000
    assert sorted(broken) == []


def test_the_search_finds_a_word_offline(visit):
    opened = visit("search.html?q=counterfactual")
    results = opened.page.locator("#search-results li a")
    results.first.wait_for()
    assert results.count() >= 1
    assert opened.outside == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_print_a_chapter_is_text_and_pictures(visit, theme):
    page = visit("arguments/money.html", theme=theme).page
    page.emulate_media(media="print")
    assert not page.locator(".bd-sidebar-primary").is_visible()
    assert not page.locator("header.bd-header-article, .header-article-items").first.is_visible()
    assert page.locator(".policy-chart-stage img").first.is_visible()
    assert page.locator(".policy-chart-print").first.is_visible(), "a print says how to cite"
    assert not page.locator(".policy-chart-files").first.is_visible()
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_only_the_pages_of_the_contents_are_built(built_book):
    built = {str(p.relative_to(built_book)) for p in built_book.rglob("*.html")}
    assert {*CHAPTERS, "search.html"} <= built
    alone = ("charts/", "ledger/", "comparison/", "pledges/")
    assert {p for p in built if not p.startswith(alone)} == {*CHAPTERS, "search.html"}
