"""Permanent pages: whole in themselves, true to the chart, the same on every build."""

import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from policy import charts, citation, ledger
from policy.charts import snapshot
from policy.export import permalinks

IDS = list(charts.registry())


class Links(HTMLParser):
    """Collects addresses: what the page loads, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.leads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in {"src", "srcset"} or (tag, name) == ("link", "href"):
                self.loads.append(value or "")
            elif name == "href":
                self.leads.append(value or "")


def links(page: str) -> Links:
    found = Links()
    found.feed(page)
    return found


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("book")
    permalinks.write(top)
    return top


def read(path: Path) -> str:
    return path.read_bytes().decode()


@pytest.mark.parametrize("id", IDS)
def test_a_page_loads_only_its_own_files_and_its_links_lead_somewhere(book: Path, id: str) -> None:
    folder = book / "charts" / id
    for name in ("index.html", "embed.html"):
        found = links(read(folder / name))
        local = [link for link in found.loads if not link.startswith("data:")]
        assert sorted(local) == ["narrow.svg", "wide.svg"]
        inside = [to for to in found.leads if not to.startswith(("https://", "http://", "../../"))]
        assert all((folder / to).is_file() for to in [*local, *inside])
    downloads = {f"{id}.{ending}" for ending in ("svg", "png", "csv", "json")}
    assert downloads <= set(links(read(folder / "index.html")).leads)


@pytest.mark.parametrize("id", IDS)
def test_the_downloads_hold_the_charts_numbers(book: Path, id: str) -> None:
    folder, chart = book / "charts" / id, charts.get(id)
    rows = list(csv.DictReader(io.StringIO(read(folder / f"{id}.csv"))))
    record = json.loads(read(folder / f"{id}.json"))
    numbers = set(chart.table.select_dtypes("number"))
    for column in chart.table:
        held = list(chart.table[column])
        assert [float(row[column]) if column in numbers else row[column] for row in rows] == held
        assert [row[column] for row in record["table"]] == held
    assert record["content_sha256"] == chart.digest()
    assert record["specs"]["wide"] == chart.spec("wide")
    name, script = read(folder / "spec.js").split(" = ", 1)
    assert name.endswith(f'["{id}"]')
    assert json.loads(script.removesuffix(";\n")) == record["specs"]
    plotted = set(chart.table.get("ledger_id", ())) - {""}
    assert {row["id"] for row in record["ledger"]} == plotted
    for row in record["ledger"]:
        figure = ledger.figure(row["id"])
        assert row["hedge"] == figure.hedge
        assert bool(row["working"]) == (row["nature"] == "derived")
    for name, digest in record["files_sha256"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("id", IDS)
def test_machines_are_told_what_the_page_is(book: Path, id: str) -> None:
    page = read(book / "charts" / id / "index.html")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    data = json.loads(found[1])
    assert data["@type"] == "Dataset"
    assert data["name"] == charts.get(id).title
    assert data["identifier"] == charts.get(id).digest()
    assert "url" not in data
    assert page.count("<h1") == 1
    assert escape(citation.EMBED_HINT) in page


def test_two_writings_are_the_same_to_the_byte(book: Path, tmp_path: Path) -> None:
    permalinks.write(tmp_path)
    files = sorted(path.relative_to(book) for path in book.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.*"))
    for name in files:
        assert (book / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_a_book_with_an_address_gives_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hosted = replace(citation.book(), base_url="https://x.org/b")
    monkeypatch.setattr(citation, "book", lambda: hosted)
    permalinks.write(tmp_path)
    folder = tmp_path / "charts" / IDS[0]
    where = f"https://x.org/b/charts/{IDS[0]}/"
    page = read(folder / "index.html")
    assert f"Available at: {where}" in page
    assert f"src=&quot;{where}embed.html&quot;" in page
    assert escape(citation.EMBED_HINT) not in page
    assert f'href="{where}"' in read(folder / "embed.html")
    assert read(folder / "cite.txt").endswith(where + "\n")


def test_a_stale_picture_is_left_out_and_the_page_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot, "fresh", lambda *args: False)
    permalinks.write(tmp_path)
    folder = tmp_path / "charts" / IDS[0]
    for name in ("index.html", "embed.html"):
        page = read(folder / name)
        assert "<img" not in page
        assert "it is left out" in page
        assert "<table" in page
    assert not list(folder.glob("*.svg"))
    assert f'href="{IDS[0]}.png"' not in read(folder / "index.html")
