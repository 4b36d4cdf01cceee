"""The comparison in Chromium: wide, on a phone, by keyboard, without a script and on paper."""

import re
from collections.abc import Iterator

import pytest

from in_chromium import alone, axe, served, wider
from policy import compare
from policy.export import comparison
from which_ten_page import build

pytestmark = pytest.mark.browser

PAGE = "plans/side-by-side.html"
ROWS = compare.dimensions()
IDS = [row.id for row in ROWS]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small book with the comparison, in place of the whole book's."""
    folder = build(tmp_path_factory.mktemp("comparison"), alone("plans/side-by-side")).folder
    comparison.write(folder)
    with served(folder) as address:
        yield address


def shown(page) -> list[str]:
    return page.locator("table.comparison tbody tr").evaluate_all(
        "all => all.filter(each => each.offsetParent).map(each => each.id.slice(10))"
    )


def test_a_wide_page_shows_every_row_under_a_head_that_stays(visit):
    page = visit(PAGE).page
    assert shown(page) == IDS
    box = page.locator(".comparison-box")
    box.evaluate("each => { each.scrollTop = each.scrollHeight / 2; each.scrollLeft = 200; }")
    frame, head, side = (
        page.locator(name).first.bounding_box()
        for name in (".comparison-box", "table.comparison thead th", "table.comparison tbody th")
    )
    assert abs(head["y"] - frame["y"]) <= 2
    assert abs(head["x"] - frame["x"]) <= 2
    assert abs(side["x"] - frame["x"]) <= 2
    last = page.locator("table.comparison tbody tr").last
    last.scroll_into_view_if_needed()
    assert page.locator("table.comparison thead").is_visible()


def test_words_find_rows_and_stand_in_the_address(visit):
    page = visit(PAGE).page
    page.get_by_label("Words").fill("foundation  TRUSTS")
    assert shown(page) == ["organisations"]
    assert "words=foundation" in page.url
    page.get_by_text("1 of 19 questions shown. 1 have these words.").wait_for()
    page.reload()
    assert shown(page) == ["organisations"]
    page.get_by_role("button", name="Show all").click()
    assert shown(page) == IDS
    assert "words" not in page.url
    page.get_by_label("Words").fill("no such words here")
    assert shown(page) == []
    page.get_by_text("0 of 19 questions shown.").wait_for()


def test_one_row_can_be_chosen_and_sent_to_somebody(visit):
    page = visit(f"{PAGE}?from=here").page
    page.locator(".comparison-control select").select_option("price-tag")
    assert shown(page) == ["price-tag"]
    assert "from=here&show=price-tag" in page.url
    page.reload()
    assert shown(page) == ["price-tag"]
    # Words that the chosen row has not bring the others back.
    page.get_by_label("Words").fill("dissolved")
    assert shown(page) == ["standing"]


@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize("query", ["", "?show=standing", "?words=dissolved"])
def test_an_address_that_names_a_row_shows_it(visit, width, query):
    page = visit(f"{PAGE}{query}#dimension-timetable", width=width).page
    assert "timetable" in shown(page)
    top = page.locator("#dimension-timetable").bounding_box()["y"]
    assert 0 <= top < 400


def test_an_address_that_names_no_row_shows_the_usual_ones(visit):
    for query in ("?show=", "?show=toString", "?show=price", "#dimension-price"):
        assert shown(visit(PAGE + query).page) == IDS
        assert shown(visit(PAGE + query, width="phone").page) == IDS[:1]


def test_a_phone_shows_one_question_at_a_time(visit):
    page = visit(PAGE, width="phone").page
    assert shown(page) == IDS[:1]
    before, after = (page.get_by_role("button", name=name) for name in ("Previous", "Next"))
    assert before.is_disabled()
    seen = [*shown(page)]
    while after.is_enabled():
        after.click()
        seen += shown(page)
    assert seen == IDS
    assert after.is_disabled()
    # The button went off: the keyboard goes on from the other one.
    assert page.evaluate("document.activeElement.textContent") == "Previous"
    labels = page.locator(f"#dimension-{IDS[-1]} .comparison-label")
    assert labels.all_inner_texts() == list(compare.COLUMNS.values())
    page.get_by_role("button", name="Show all").click()
    assert shown(page) == IDS


def test_a_phone_leads_from_words_to_the_first_row_that_has_them(visit):
    page = visit(PAGE, width="phone").page
    page.get_by_label("Words").fill("monitor")
    first = shown(page)
    assert len(first) == 1
    offered = page.locator(".comparison-control option:not([disabled])").evaluate_all(
        "all => all.map(each => each.value)"
    )
    assert offered[0] == "all"
    assert first[0] == offered[1]
    page.get_by_role("button", name="Next").click()
    assert shown(page) == [offered[2]]


def test_the_keyboard_alone_is_enough(visit):
    page = visit(PAGE).page
    page.locator(".comparison-control select").focus()
    page.keyboard.press("ArrowDown")
    assert shown(page) == IDS[:1]
    page.keyboard.press("Tab")
    page.keyboard.type("scrutinise")
    assert shown(page) == ["organisations"]
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert shown(page) == IDS
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "comparison-box"
    page.keyboard.press("End")
    page.wait_for_function("document.querySelector('.comparison-box').scrollTop > 0")


def test_a_number_has_its_card(visit):
    page = visit(PAGE).page
    page.locator("#dimension-savings-claimed a.fig").first.focus()
    page.locator("#fig-card").wait_for(state="visible")
    page.keyboard.press("Escape")
    assert page.locator("#fig-card").count() == 0


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_without_a_script_all_of_it_can_be_read(visit, width):
    page = visit(PAGE, width=width, script=False).page
    assert page.locator("table.comparison td:visible").count() == 4 * len(IDS)
    assert not page.locator(".comparison-control").is_visible()
    assert not page.locator(".comparison-count").is_visible()
    assert wider(page) <= 0


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize("query", ["", "?words=dissolved"])
def test_on_paper_it_is_the_whole_table_on_two_sheets(visit, script, width, query):
    page = visit(PAGE + query, width=width, script=script).page
    made = page.pdf(prefer_css_page_size=True)
    assert re.findall(rb"/Count (\d+)", made) == [b"2"]
    (box,) = set(re.findall(rb"/MediaBox \[([\d. ]+)\]", made))
    left, low, right, high = map(float, box.split())
    assert right - left > high - low
    page.emulate_media(media="print")
    assert page.locator("table.comparison td:visible").count() == 4 * len(IDS)
    assert page.locator("h1").first.is_visible()
    assert page.locator("h2:visible, form:visible, button:visible").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_it_fits_can_be_read_and_asks_nobody_else(visit, width, theme):
    opened = visit(PAGE, width=width, theme=theme)
    page = opened.page
    assert wider(page) <= 0
    for control in page.locator(".comparison-control :is(select, input, button):visible").all():
        assert control.bounding_box()["height"] >= 44
    assert axe(page, "div.comparison") == []
    assert opened.outside == []


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_rows_page_fits_and_can_be_read(visit, width):
    opened = visit("comparison/savings-claimed/index.html", width=width)
    assert wider(opened.page) <= 0
    assert axe(opened.page) == []
    assert opened.console == []
    back = opened.page.get_by_role("link", name="See it beside the other questions")
    back.click()
    assert opened.page.url.endswith("/plans/side-by-side.html#dimension-savings-claimed")
    opened.page.locator("#dimension-savings-claimed").wait_for(state="visible")
