"""The timeline in Chromium: filters, words, anchors, a phone, no script, and paper."""

import re
from collections.abc import Iterator

import pytest

from in_chromium import alone, axe, served, wider
from policy import tables, timeline
from which_ten_page import build

pytestmark = pytest.mark.browser

PAGE = "outcomes/timeline.html"
EVENTS = timeline.events()
IDS = [each.id for each in EVENTS]
ROWS = tables.table("timeline").to_dict("records")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small book with the timeline, in place of the whole book's."""
    folder = build(tmp_path_factory.mktemp("timeline"), alone("outcomes/timeline")).folder
    with served(folder) as address:
        yield address


def shown(page) -> list[str]:
    return page.locator(".timeline-year li").evaluate_all(
        "all => all.filter(each => each.offsetParent).map(each => each.id)"
    )


def rows(**wanted: str) -> list[str]:
    """What the CSV has under a plan or a kind, in the order of the page."""
    fits = {
        row["id"]
        for row in ROWS
        if wanted.get("plan", row["plan"].split()[0]) in row["plan"].split()
        and wanted.get("kind", row["kind"]) == row["kind"]
    }
    return [id for id in IDS if id in fits]


def test_the_whole_list_is_there_in_order(visit):
    assert shown(visit(PAGE).page) == IDS


@pytest.mark.parametrize("plan", timeline.PLANS)
def test_a_plan_shows_what_the_table_has_under_it(visit, plan):
    page = visit(PAGE).page
    page.get_by_role("combobox", name="Plan").select_option(plan)
    assert shown(page) == rows(plan=plan) != IDS
    assert f"plan={plan}" in page.url


@pytest.mark.parametrize("kind", timeline.KINDS)
def test_a_kind_shows_what_the_table_has_of_it(visit, kind):
    page = visit(f"{PAGE}?kind={kind}").page
    assert shown(page) == rows(kind=kind) != []


def test_filters_work_together_and_stand_in_the_address(visit):
    page = visit(f"{PAGE}?from=here").page
    page.get_by_role("combobox", name="Plan").select_option("reinstatement-bill")
    page.get_by_role("combobox", name="Kind").select_option("legal")
    wanted = rows(plan="reinstatement-bill", kind="legal")
    assert shown(page) == wanted
    page.get_by_role("searchbox", name="Words").fill("court  APPEAL")
    assert shown(page) == ["tl-jr-ca", "tl-jr-sc"]
    page.get_by_text(f"2 of {len(IDS)} events shown.").wait_for()
    assert "from=here&plan=reinstatement-bill&kind=legal&words=court" in page.url
    page.reload()
    assert shown(page) == ["tl-jr-ca", "tl-jr-sc"]
    page.get_by_role("button", name="Show all").click()
    assert shown(page) == IDS
    assert page.url.endswith("?from=here")


def test_words_find_dates_numbers_and_sources_but_not_the_furniture(visit):
    page = visit(PAGE).page
    words = page.get_by_role("searchbox", name="Words")
    words.fill("in april 2015")
    assert shown(page) == ["tl-unitingcare-start"]
    words.fill("£325m")
    assert shown(page) == ["tl-budget-mar-2017"]
    words.fill("seen to happen")
    assert set(shown(page)) >= {each.id for each in EVENTS if each.ahead}
    words.fill("confidence: high")
    assert shown(page) == []
    page.get_by_text(f"0 of {len(IDS)} events shown.").wait_for()
    assert page.locator(".timeline-year:visible, .timeline-years a:visible").count() == 0


def test_years_without_an_event_go_with_their_jumps(visit):
    page = visit(f"{PAGE}?kind=planned").page
    years = sorted({each.date[:4] for each in EVENTS if each.ahead})
    assert (
        page.locator("h3:visible").evaluate_all(
            "all => all.map(each => each.firstChild.textContent)"
        )
        == years
    )
    assert page.locator(".timeline-years a:visible").all_inner_texts() == years


@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize("query", ["", "?kind=planned", "?words=no+such+words"])
def test_an_address_that_names_an_event_shows_it(visit, width, query):
    page = visit(f"{PAGE}{query}#tl-konp-2017", width=width).page
    assert "tl-konp-2017" in shown(page)
    assert 0 <= page.locator("#tl-konp-2017").bounding_box()["y"] < 400


def test_an_events_own_link_leads_to_it(visit):
    page = visit(PAGE).page
    page.locator("#tl-labour-pledge").get_by_role("link", name="Link to the event").click()
    assert page.url.endswith("#tl-labour-pledge")
    assert 0 <= page.locator("#tl-labour-pledge").bounding_box()["y"] < 400


def test_an_address_that_asks_for_nothing_known_shows_all(visit):
    for query in ("?kind=", "?kind=toString", "?plan=labour", "#no-such-event", "#index"):
        assert shown(visit(PAGE + query).page) == IDS


def test_the_keyboard_alone_is_enough(visit):
    page = visit(PAGE).page
    page.get_by_role("combobox", name="Plan").focus()
    page.keyboard.press("ArrowDown")
    assert shown(page) == rows(plan=next(iter(timeline.PLANS)))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("manifesto")
    assert set(shown(page)) < set(rows(plan=next(iter(timeline.PLANS))))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert shown(page) == IDS


def test_a_number_has_its_card(visit):
    page = visit(PAGE).page
    page.locator("#tl-budget-mar-2017 a.fig").first.focus()
    page.locator("#fig-card").wait_for(state="visible")


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_without_a_script_all_of_it_can_be_read(visit, width):
    page = visit(PAGE, width=width, script=False).page
    assert page.locator(".timeline-year li:visible").count() == len(IDS)
    assert not page.locator(".timeline-filters").is_visible()
    assert (
        page.locator("#tl-icb-merge-2027").get_by_text("Planned, not seen to happen").is_visible()
    )
    assert wider(page) <= 0


@pytest.mark.parametrize("script", [True, False])
def test_on_paper_it_is_the_list(visit, script):
    page = visit(PAGE, script=script).page
    page.emulate_media(media="print")
    assert page.locator(".timeline-year li:visible").count() == len(IDS)
    assert (
        page.locator("form:visible, .timeline-years:visible, .timeline-link:visible").count() == 0
    )
    sheets = re.findall(rb"/Count (\d+)", page.pdf(format="A4"))
    assert 1 < int(sheets[0]) < 20


def test_on_paper_a_filtered_list_says_how_much_is_left_out(visit):
    page = visit(f"{PAGE}?kind=election").page
    page.get_by_text(f"{len(rows(kind='election'))} of {len(IDS)} events shown.").wait_for()
    page.emulate_media(media="print")
    assert shown(page) == rows(kind="election")
    assert page.locator(".timeline-count").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_it_fits_can_be_read_and_asks_nobody_else(visit, width, theme):
    opened = visit(PAGE, width=width, theme=theme)
    page = opened.page
    assert wider(page) <= 0
    for control in page.locator(".timeline-filters :is(select, input, button)").all():
        assert control.bounding_box()["height"] >= 44
    assert axe(page, "div.timeline") == []
    assert opened.outside == []
