"""Numbers on the pages, their cards and the ledger, in Chromium."""

import json
import re

import pytest

from policy import ledger, text

pytestmark = pytest.mark.browser


def forms(figure: ledger.Figure) -> set[str]:
    """Every way the book may print a figure."""
    found = set()
    for form in ("full", "bare", "number", "size", "annual", "period", "range", "0dp", "1dp"):
        try:
            found.add(text.show(figure, form))
        except (text.FormError, ValueError):
            continue
    return found | {figure.working} - {""}


@pytest.mark.parametrize("path", ["index.html", "how-to-read.html", "arguments/money.html"])
def test_the_numbers_on_a_page_are_the_data(visit, path):
    numbers = (
        visit(path)
        .page.locator("a.fig")
        .evaluate_all("all => all.map(each => [each.dataset.fig, each.textContent])")
    )
    assert numbers
    for id, said in numbers:
        assert said in forms(ledger.figure(id)), f"{id} is printed as {said}"


def test_the_ledger_shows_every_figure_as_it_is_said(visit):
    rows = visit("reference/ledger.html").page.locator("table.ledger > tbody > tr")
    shown = rows.evaluate_all(
        "all => all.map(row => [row.id, row.querySelector('th, td').innerText.trim()])"
    )
    assert {id for id, _ in shown} == {figure.id for figure in ledger.figures()}
    for id, said in shown:
        assert said == text.show(ledger.figure(id)), id


def a_card(page):
    return page.locator("#fig-card")


def test_a_card_opens_by_focus_and_closes_by_escape(visit):
    page = visit("arguments/money.html").page
    number = page.locator("a.fig").first
    figure = ledger.figure(number.get_attribute("data-fig"))
    number.focus()
    a_card(page).wait_for(state="visible")
    said = a_card(page).inner_text()
    assert text.resolve(figure.statement) in said
    assert figure.actor in said
    assert number.get_attribute("aria-describedby")
    page.keyboard.press("Escape")
    assert not a_card(page).is_visible()
    assert page.evaluate("document.activeElement.dataset.fig") == figure.id


def test_a_card_opens_by_hover_and_can_be_hovered(visit):
    page = visit("arguments/money.html").page
    page.locator("a.fig").nth(1).hover()
    a_card(page).wait_for(state="visible")
    box = a_card(page).bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=6)
    page.wait_for_timeout(500)
    assert a_card(page).is_visible(), "the card stays while the pointer is on it"
    page.mouse.move(2, 2)
    a_card(page).wait_for(state="hidden")


def test_a_tap_opens_a_card_inside_the_screen_and_the_next_follows_the_link(visit):
    page = visit("arguments/money.html", width="phone").page
    for at in (0, 3, 8):
        number = page.locator("a.fig").nth(at)
        page.locator("h1").tap()  # a tap elsewhere closes the card before
        a_card(page).wait_for(state="hidden")
        number.scroll_into_view_if_needed()
        number.tap()
        a_card(page).wait_for(state="visible")
        box = a_card(page).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 844
    assert page.url.endswith("money.html"), "the first tap does not leave the page"
    number.tap()
    page.wait_for_url("**/reference/ledger.html#*")


def test_a_heading_keeps_card_text_to_itself(visit):
    page = visit("arguments/money.html").page
    cards = json.loads(page.locator("#fig-cards").text_content())
    statements = [card["statement"] for card in cards.values()]
    assert statements
    outline = page.title() + page.locator(".bd-sidebar-secondary").inner_text()
    assert not [each for each in statements if each in outline]


def shown(page) -> list[str]:
    return page.locator("table.ledger > tbody > tr").evaluate_all(
        "all => all.filter(row => row.offsetParent !== null).map(row => row.id)"
    )


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_the_ledger_filters_by_plan_kind_and_words(visit, width):
    page = visit("reference/ledger.html", width=width).page
    everything = {figure.id: figure for figure in ledger.figures()}
    assert set(shown(page)) == set(everything)

    page.locator("select[name=plan]").select_option("reinstatement-bill")
    rows = shown(page)
    assert rows
    assert {everything[id].plan for id in rows} == {"reinstatement-bill"}

    page.locator("select[name=nature]").select_option("claim")
    rows = shown(page)
    assert {(everything[id].plan, everything[id].nature) for id in rows} == {
        ("reinstatement-bill", "claim")
    }
    # The count is announced once the typing or choosing has stopped.
    page.get_by_text(f"{len(rows)} of {len(everything)} figures shown").wait_for()

    # The choice is in the address, so it can be sent to somebody.
    page.reload()
    assert shown(page) == rows

    page.get_by_role("button", name="Show all").click()
    page.get_by_role("searchbox", name="Words").fill("nearly £30bn")
    page.wait_for_timeout(400)
    rows = shown(page)
    assert "money-fyfv-gap-30bn" in rows
    assert len(rows) < len(everything)


def test_a_filter_that_finds_nothing_says_so(visit):
    page = visit("reference/ledger.html").page
    page.get_by_role("searchbox", name="Words").fill("zebra crossing")
    page.wait_for_timeout(400)
    assert shown(page) == []
    assert re.search(r"\b0 of|No figure", page.get_by_role("status").inner_text())


def test_a_link_to_a_row_opens_its_details(visit):
    page = visit("reference/ledger.html#money-konp-30bn-cut").page
    row = page.locator("[id='money-konp-30bn-cut']")
    assert row.locator("details").first.evaluate("each => each.open")
    row.locator(".ledger-quotable").wait_for()
    said = row.inner_text()
    assert "Keep Our NHS Public" in said
    assert "To quote" in said


def test_the_sentence_to_quote_can_be_copied(visit):
    page = visit("reference/ledger.html#money-fyfv-gap-30bn").page
    row = page.locator("[id='money-fyfv-gap-30bn']")
    row.get_by_role("button", name=re.compile("Copy")).click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == row.locator(".ledger-quotable").inner_text().strip()
    assert "nearly £30bn" in copied
