"""The ledger's filters in Chromium find what the command line finds, in the same order."""

import pytest

from policy import ledger
from policy.entry import found

pytestmark = pytest.mark.browser

QUERIES = (
    "30bn",
    "£22 billion",
    "8bn",
    "26bn association",
    "25 per cent",
    "nuffield gap",
    "2020/21",
)


def shown(page) -> list[str]:
    return page.locator("table.ledger > tbody > tr").evaluate_all(
        "all => all.filter(row => !row.hidden).map(row => row.id)"
    )


def test_an_address_with_words_shows_what_the_command_line_finds(visit):
    opened = visit("reference/ledger.html?words=30bn").page
    for query in QUERIES:
        opened.locator("input[name=words]").fill(query)
        assert shown(opened) == [each.id for each in found.find(query, ledger.figures())], query
    opened.locator("input[name=words]").fill("")
    assert shown(opened) == [each.id for each in ledger.figures()], "the order is as it was"


@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize("amount", ["30bn", "22bn", "26bn", "15bn", "8bn"])
def test_a_disputed_amount_is_answered_with_who_and_what_kind(visit, width, amount):
    page = visit(f"reference/ledger.html?words={amount}", width=width).page
    page.locator("form.ledger-filters").wait_for()  # shown when its script has run
    rows = page.locator("table.ledger > tbody > tr:visible")
    assert page.locator("input[name=words]").input_value() == amount
    assert 1 < rows.count() < 40
    first = ledger.figure(rows.first.get_attribute("id"))
    number, _, who, _, kind = rows.first.locator("th, td").all_inner_texts()
    assert f"£{amount}" in number
    assert first.actor in who
    assert f"{first.measure}; {first.nature}" in kind


def test_details_say_whose_they_are_and_carry_the_id(visit):
    page = visit("reference/ledger.html#money-konp-30bn-cut").page
    row = page.locator("#money-konp-30bn-cut")
    assert row.locator("summary").get_attribute("aria-label") == (
        "Details of £30bn, Keep Our NHS Public"
    )
    assert row.locator("dl code").inner_text() == "money-konp-30bn-cut"
    row.get_by_role("link", name="Page of this entry").click()
    assert page.url.endswith("/ledger/money-konp-30bn-cut/index.html")
    assert page.locator("h1").inner_text().split() == ["£30bn", "Keep", "Our", "NHS", "Public"]
    page.get_by_role("link", name="In the ledger").click()
    page.wait_for_url("**/reference/ledger.html#money-konp-30bn-cut")


def test_details_are_fetched_once_and_when_a_row_is_opened(visit):
    opened = visit("reference/ledger.html")

    def fetched() -> int:
        return sum(each.url.endswith("details.js") for each in opened.responses)

    assert fetched() == 0
    for id in ("money-konp-30bn-cut", "money-fyfv-gap-30bn"):
        row = opened.page.locator(f"[id='{id}']")
        row.locator("summary").click()
        row.locator(".ledger-quotable").wait_for()
        assert fetched() == 1
    assert opened.console == []


def test_without_scripts_details_are_a_link_away(visit):
    page = visit("reference/ledger.html", script=False).page
    page.locator("[id='money-fyfv-gap-30bn']").get_by_role("link", name="Details").click()
    assert page.url.endswith("/ledger/money-fyfv-gap-30bn/index.html")
    assert "nearly £30bn" in page.locator(".ledger-quotable").inner_text()
