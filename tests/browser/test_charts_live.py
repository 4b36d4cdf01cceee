"""Charts on the pages: pictures first, live on a touch, always with their table."""

import csv
import json
import re

import pytest

from policy import charts
from policy.entry import known

pytestmark = pytest.mark.browser

SMALLEST_TEXT = 11  # CSS pixels
SHOWN = {
    f"{page}.html": ids
    for page, file in known.chapters().items()
    if (
        ids := re.findall(r'^charts\.get\("([a-z0-9-]+)"\)$', file.read_text("utf-8"), re.MULTILINE)
    )
}
"""The charts that each page's cells show."""
FOLDED = {"sources", "pledges"}
"""Columns of ids and keys that readers are shown in words."""

SHIFTS = """() => {
    window.shifted = 0;
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) window.shifted += entry.value;
    }).observe({type: "layout-shift", buffered: false});
}"""


def test_every_chart_is_shown_somewhere():
    assert {id for ids in SHOWN.values() for id in ids} == set(charts.registry())


@pytest.mark.parametrize(("width", "theme"), [("desktop", "light"), ("phone", "dark")])
@pytest.mark.parametrize("path", SHOWN)
def test_charts_are_shown_legible_and_whole(visit, built_book, path, width, theme):
    page = visit(path, width=width, theme=theme).page
    figures = page.locator("figure.policy-chart")
    assert figures.evaluate_all("all => all.map(each => each.dataset.chart)") == SHOWN[path]
    for figure in figures.all():
        chart = charts.get(figure.get_attribute("data-chart"))
        image = figure.locator("img")
        image.scroll_into_view_if_needed()
        image.evaluate("each => each.decode()")
        source = image.evaluate("each => each.currentSrc")
        assert source.endswith("narrow.svg" if width == "phone" else "wide.svg")
        natural, across = image.evaluate("each => [each.naturalWidth, each.clientWidth]")
        svg = (built_book / source.split("/", 3)[3]).read_text(encoding="utf-8")
        sizes = [float(size) for size in re.findall(r"font-size:\s*([\d.]+)px", svg)]
        assert min(sizes) * across / natural >= SMALLEST_TEXT, chart.id
        assert image.get_attribute("alt") == chart.alt
        # The card is white in both themes: the palette is made for white.
        ground = figure.evaluate("each => getComputedStyle(each).backgroundColor")
        assert ground == "rgb(255, 255, 255)"
        said = figure.inner_text()
        for part in (chart.title, chart.subtitle, "Source:"):
            assert part in said


@pytest.mark.parametrize("path", SHOWN)
def test_the_tables_are_the_data_and_the_downloads(visit, built_book, path):
    page = visit(path).page
    for id in SHOWN[path]:
        figure = page.locator(f"#chart-{id}")
        figure.locator("summary", has_text="Table").click()
        assert figure.locator("caption").is_visible()
        head = figure.locator("thead th").all_inner_texts()
        rows = figure.locator("tbody tr").evaluate_all(
            "all => all.map(row => [...row.cells].map(cell => cell.innerText))"
        )
        file = built_book / "charts" / id / f"{id}.csv"
        downloaded = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
        assert len(head) == len(downloaded[0])
        assert all(downloaded[0]) and len(set(downloaded[0])) == len(downloaded[0])
        plain = [at for at, name in enumerate(downloaded[0]) if name not in FOLDED]
        for row, said in zip(rows, downloaded[1:], strict=True):
            assert [row[at] for at in plain] == [said[at] for at in plain], id
        assert len(rows) == len(charts.get(id).table)


@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize("path", SHOWN)
def test_charts_go_live_in_place(visit, built_book, path, width):
    opened = visit(path, width=width)
    page = opened.page
    assert not [r for r in opened.responses if "plotly" in r.url], "nothing is fetched before"
    page.evaluate(SHIFTS)
    # A phone's drawing differs by its numbers alone, which the first charts of a page show.
    for id in SHOWN[path][: 3 if width == "phone" else None]:
        figure = page.locator(f"#chart-{id}")
        stage = figure.locator(".policy-chart-stage")
        stage.scroll_into_view_if_needed()
        stage.locator("img").evaluate("each => each.decode()")
        page.evaluate("window.shifted = 0")
        before = stage.evaluate("each => [each.clientWidth, each.clientHeight]")
        if width == "phone":
            stage.tap()
        else:
            stage.hover(position={"x": 5, "y": 5})
            stage.hover(position={"x": 60, "y": 40})
        figure.locator(".main-svg").first.wait_for(state="attached")
        page.wait_for_timeout(100)
        assert page.evaluate("window.shifted") < 0.01, id
        assert stage.evaluate("each => [each.clientWidth, each.clientHeight]") == before
        # Live and still are one drawing: the same numbers reach Plotly.
        record = json.loads((built_book / "charts" / id / f"{id}.json").read_text(encoding="utf-8"))
        live = figure.evaluate(
            """each => each.querySelector('.js-plotly-plot').data
                .map(trace => [trace.x ?? [], trace.y ?? []])"""
        )
        wanted = record["specs"]["narrow" if width == "phone" else "wide"]["data"]
        assert live == [[trace.get("x", []), trace.get("y", [])] for trace in wanted], id
    assert opened.outside == []
    assert opened.console == []


def test_a_chart_is_read_by_keyboard(visit):
    page = visit("arguments/money.html").page
    figure = page.locator("#chart-gap-and-scenarios")
    figure.locator(".policy-chart-stage").focus()
    page.keyboard.press("ArrowRight")
    first = figure.locator("[aria-live]").inner_text()
    assert "nearly £30bn" in first
    page.keyboard.press("ArrowRight")
    assert figure.locator("[aria-live]").inner_text() not in ("", first)
    page.keyboard.press("Escape")
    assert figure.locator("[aria-live]").inner_text() == ""


@pytest.mark.parametrize("kind", ["SVG", "PNG", "CSV", "JSON"])
def test_a_chart_can_be_downloaded(visit, kind):
    page = visit("arguments/money.html").page
    link = page.locator("#chart-planned-spending").get_by_role("link", name=kind)
    with page.expect_download() as waiting:
        link.click()
    file = waiting.value.path()
    assert waiting.value.suggested_filename == f"planned-spending.{kind.lower()}"
    first = file.read_bytes()[:64]
    assert first.startswith({"SVG": b"<svg", "PNG": b"\x89PNG", "CSV": b"", "JSON": b"{"}[kind])
    assert len(file.read_bytes()) > 500


def test_the_permanent_page_stands_alone(visit):
    opened = visit("arguments/money.html")
    figure = opened.page.locator("#chart-gap-and-scenarios")
    figure.get_by_role("link", name="Permanent page").click()
    page = opened.page
    page.wait_for_url("**/charts/gap-and-scenarios/**")
    said = page.locator("body").inner_text()
    chart = charts.get("gap-and-scenarios")
    for part in (chart.title, chart.subtitle, "BibTeX", "RIS"):
        assert part in said
    data = json.loads(page.locator("script[type='application/ld+json']").text_content())
    assert data["@type"] == "Dataset"
    assert page.locator("table").first.is_visible()


def test_without_a_server_a_chart_still_goes_live(browser, built_book):
    """Opened from disk, as a colleague who got the folder by mail would."""
    page = browser.new_page()
    page.goto((built_book / "arguments" / "money.html").as_uri())
    stage = page.locator("#chart-gap-and-scenarios .policy-chart-stage")
    stage.click()
    page.locator("#chart-gap-and-scenarios .main-svg").first.wait_for(state="attached")
    page.close()
