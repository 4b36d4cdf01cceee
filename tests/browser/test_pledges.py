"""The tracker in Chromium: as of any day, filtered, opened, by keyboard and without a script."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from in_chromium import alone, axe, served, wider
from policy import dossier, tracker
from policy.book import pledges
from which_ten_page import build

pytestmark = pytest.mark.browser

PAGE = f"{pledges.PAGE}.html"
ALL = dossier.dossiers()
IDS = [each.id for each in ALL]
LAST = dossier.last_day()
FIRST = min(each.lives["maker"][0].first for each in ALL)
LIVES = tracker.history(tracker.read())
LABELS = dossier.labels()
MOST_BYTES = 250_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small book with the tracker, in place of the whole book's."""
    folder = build(tmp_path_factory.mktemp("tracker"), alone(pledges.PAGE)).folder
    with served(folder) as address:
        yield address


def shown(page) -> list[str]:
    return page.locator(".pledge-list > li").evaluate_all(
        "all => all.filter(each => each.offsetParent).map(each => each.dataset.pledge)"
    )


def chosen(page) -> str:
    return page.locator(".pledge-days [aria-pressed=true]").evaluate_all(
        "all => all.map(each => each.dataset.day).join()"
    )


# What the script shows: for each pledge in view its answers, and every count of the summary.
READ = """day => {
    const input = document.querySelector(".pledge-asof input");
    input.value = day;
    input.dispatchEvent(new Event("input", {bubbles: true}));
    const answers = {};
    for (const row of document.querySelectorAll(".pledge-list > li")) {
        if (row.hidden) continue;
        const told = row.querySelectorAll(".pledge-answers dd");
        answers[row.dataset.pledge] = [...told].map(each => each.textContent);
    }
    const counts = [];
    for (const row of document.querySelectorAll("tr[data-plan]")) {
        for (const item of row.querySelectorAll("li")) {
            const within = item.parentElement.closest("li");
            counts.push([row.dataset.kind, row.dataset.plan, item.dataset.column,
                within ? within.dataset.status : "", item.dataset.status,
                item.querySelector(".pledge-n").textContent]);
        }
    }
    const made = document.querySelector(".pledge-made").textContent;
    return {answers, counts, made};
}"""


def counted(view) -> list[list[str]]:
    """Every count of a day as `tracker.counts` has it, as the script writes it."""
    by = ("class", "plan")
    found = []
    for column, keys in (
        ("position", by),
        ("outcome", by),
        ("maker", (*by, "position")),
    ):
        for row in tracker.counts(view, column, keys).to_dict("records"):
            within = row["position"] if column == "maker" else ""
            said = f"{row['n']} of {row['of']}"
            found.append([row["class"], row["plan"], column, within, row["status"], said])
    return sorted(found)


def test_list_and_summary_are_the_trackers_on_every_day_tried(visit):
    chance = random.Random(8)
    given = [LAST, date(2017, 6, 7), date(2017, 6, 8), date(2017, 6, 9), date(2022, 4, 28), FIRST]
    tried = [FIRST + timedelta(chance.randint(0, (LAST - FIRST).days)) for _ in range(50)]
    page = visit(PAGE).page
    for day in (*given, *tried):
        found = page.evaluate(READ, day.isoformat())
        view = tracker.on(LIVES, day)
        wanted = {
            row["pledge"]: [LABELS[column][row[column]] for column in dossier.QUESTIONS]
            for row in view.to_dict("records")
        }
        assert found["answers"] == wanted, day
        assert sorted(found["counts"]) == counted(view), day
        assert found["made"] == f"{len(view)} of {len(ALL)}", day


def test_the_days_offered_change_list_summary_and_address(visit):
    page = visit(f"{PAGE}?from=here").page
    assert chosen(page) == LAST.isoformat()
    halt = page.locator("#pledge-lab17-halt-stps .pledge-answers dd")
    labour = page.locator("tr[data-kind=promise][data-plan=labour-review]")
    for day, answers, count in (
        ("2017-06-07", ["undecided", "open", "nothing yet"], "30 of 30 undecided"),
        ("2017-06-09", ["never held the office", "not tested", "nothing yet"], "29 of 30 not"),
        ("2022-04-28", ["never held the office", "not tested", "did not happen"], "not tested"),
    ):
        page.locator(f"[data-day='{day}']").first.click()
        assert halt.all_inner_texts() == answers
        assert count in " ".join(labour.inner_text().split())
        assert page.url.endswith(f"?from=here&on={day}")
        assert chosen(page) == day
    page.get_by_text("97 pledges shown").or_(page.get_by_text("had not been made")).wait_for()
    page.reload()
    assert chosen(page) == "2022-04-28"
    assert halt.all_inner_texts() == answers
    page.locator(".pledge-days button").first.click()
    assert page.url.endswith("?from=here")
    assert shown(page) == IDS


@pytest.mark.parametrize("on", ["2031-01-01", "2017-02-30", "2017-6-7", "yesterday", "2000-01-01"])
def test_a_day_that_cannot_be_shown_gives_the_last(visit, on):
    page = visit(f"{PAGE}?on={on}").page
    assert chosen(page) == LAST.isoformat()
    assert shown(page) == IDS


def test_a_day_out_of_range_is_marked_and_changes_nothing(visit):
    page = visit(f"{PAGE}?on=2017-06-07").page
    day = page.get_by_label("Any day")
    before = shown(page)
    day.fill("2031-01-01")
    assert day.get_attribute("aria-invalid") == "true"
    assert shown(page) == before
    day.fill("2019-12-13")
    assert day.get_attribute("aria-invalid") is None
    assert "on=2019-12-13" in page.url
    assert chosen(page) == ""


def test_filters_find_pledges_and_stand_in_the_address(visit):
    page = visit(PAGE).page
    view = {row["pledge"]: row for row in tracker.on(LIVES, LAST).to_dict("records")}
    filters = page.locator(".pledge-filters")
    filters.locator("[name=plan]").select_option("stp-programme")
    assert shown(page) == [each.id for each in ALL if each.plan == "stp-programme"]
    filters.locator("[name=maker]").select_option("not-delivered")
    wanted = [
        id
        for id in IDS
        if view[id]["plan"] == "stp-programme" and view[id]["maker"] == "not-delivered"
    ]
    assert shown(page) == wanted
    page.get_by_text(f"{len(wanted)} of {len(IDS)} pledges shown").wait_for()
    page.reload()
    assert shown(page) == wanted
    filters.get_by_role("button", name="Show all").click()
    page.wait_for_function("!location.search")
    assert shown(page) == IDS
    filters.locator("[name=type]").select_option("all-predictions")
    assert shown(page) == [each.id for each in ALL if each.kind == "prediction"]
    filters.locator("[name=type]").select_option("claim")
    assert shown(page) == [each.id for each in ALL if each.type == "claim"]
    filters.locator("[name=type]").select_option("")
    filters.locator("[name=outcome]").select_option("opposite")
    assert shown(page) == [id for id in IDS if view[id]["outcome"] == "opposite"]
    filters.locator("[name=outcome]").select_option("")
    page.get_by_label("Words").fill("  REPEAL   2012 ")
    assert "lab17-repeal-hsca" in shown(page)
    page.get_by_label("Words").fill("no such words here")
    assert shown(page) == []
    page.get_by_text(f"0 of {len(IDS)} pledges shown").wait_for()


def test_a_filter_follows_the_day(visit):
    page = visit(f"{PAGE}?maker=in-progress&plan=reinstatement-bill&on=2018-07-11").page
    for day in ("2018-07-11", "2017-06-07"):
        page.get_by_label("Any day").fill(day)
        view = tracker.on(LIVES, date.fromisoformat(day))
        mine = view[(view["plan"] == "reinstatement-bill") & (view["maker"] == "in-progress")]
        assert shown(page) == list(mine["pledge"])
    assert shown(page) == []


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_number_of_the_summary_leads_to_the_pledges_it_counts(visit, width):
    page = visit(f"{PAGE}?on=2017-06-09", width=width).page
    for link in page.locator(".pledge-counts a").all():
        number = int(link.locator(".pledge-n").inner_text().split(" of ")[0])
        address = link.get_attribute("href")
        link.click()
        assert len(shown(page)) == number
        assert page.url.endswith(address.split("#")[0])
        assert page.evaluate("document.activeElement.className") == "pledge-count"
        page.get_by_role("button", name="Show all").click()


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_an_address_that_names_a_pledge_shows_it_opened(visit, width):
    for query in ("", "?plan=stp-programme", "?on=2015-01-01"):
        page = visit(f"{PAGE}{query}#pledge-rb-sos-duty", width=width).page
        row = page.locator("#pledge-rb-sos-duty")
        row.get_by_role("heading", name="Status history").wait_for()
        assert 0 <= row.bounding_box()["y"] < 400
        assert row.locator(".pledge-evidence > li").count() == 9


def test_an_opened_pledge_gives_the_reasons_of_the_day(visit):
    opened = visit(f"{PAGE}?on=2017-06-07")
    page = opened.page
    assert not any("details.js" in each.url for each in opened.responses)
    row = page.locator("#pledge-lab17-halt-stps")
    row.locator("summary").click()
    why = row.locator("[data-why=maker]")
    why.wait_for()
    for day, label in (("2017-06-07", "open"), ("2017-06-09", "not tested")):
        page.locator(f"[data-day='{day}']").first.click()
        view = tracker.on(LIVES, date.fromisoformat(day))
        (now,) = view[view["pledge"] == "lab17-halt-stps"].to_dict("records")
        said = why.inner_text()
        assert said.startswith(label)
        assert now["maker_reason"] in said
        assert now["maker_change"] in said
        later = row.locator(".pledge-evidence li:has(.pledge-later)")
        after = [each for each in ALL[0].evidence if each.day.isoformat() > day]
        assert later.count() == len(after)
    page.locator(".pledge-days button").first.click()
    assert row.locator(".pledge-later").count() == 0
    assert sum("details.js" in each.url for each in opened.responses) == 1
    row.get_by_role("link", name="Page of this pledge").click()
    page.wait_for_url("**/pledges/lab17-halt-stps/index.html")


def test_the_keyboard_alone_is_enough(visit):
    page = visit(PAGE).page
    page.locator(".pledge-days button").nth(1).focus()
    page.keyboard.press("Enter")
    assert chosen(page) == "2017-06-07"
    page.locator(".pledge-counts a").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.className") == "pledge-count"
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.tagName") != "SUMMARY":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".pledge-details .pledge-evidence").first.wait_for()


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_without_a_script_all_of_it_can_be_read(visit, width):
    page = visit(PAGE, width=width, script=False).page
    assert page.locator(".pledge-list > li:visible").count() == len(IDS)
    assert page.locator("form.pledge-asof, form.pledge-filters").count() == 2
    assert not page.locator(".pledge-asof").is_visible()
    assert not page.locator(".pledge-filters").is_visible()
    assert page.locator("tr[data-plan]:visible").count() == len(dossier.summary())
    assert wider(page) <= 0
    page.locator("#pledge-nhse-rtt-92 a").last.click()
    assert page.url.endswith("/pledges/nhse-rtt-92/index.html")
    assert page.get_by_role("heading", name="Evidence").is_visible()


def test_with_a_script_the_summary_reads_as_without(visit):
    said = [
        " ".join(
            visit(PAGE, script=script).page.locator(".pledge-summary-table").inner_text().split()
        )
        for script in (True, False)
    ]
    assert said[0] == said[1]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_it_is_light_fits_can_be_read_and_asks_nobody_else(visit, width, theme):
    opened = visit(PAGE, width=width, theme=theme)
    page = opened.page
    opened.scroll()
    assert opened.weight() < MOST_BYTES
    page.locator("#pledge-lab17-repeal-hsca summary").click()
    page.locator("#pledge-lab17-repeal-hsca .pledge-history").first.wait_for()
    page.locator(".pledge-meanings summary").click()
    assert wider(page) <= 0
    for control in page.locator(
        ":is(.pledge-asof, .pledge-filters) :is(select, input, button)"
    ).all():
        assert control.bounding_box()["height"] >= 44
    assert opened.weight() < MOST_BYTES
    # The rows are alike: thirty will do.
    page.evaluate(
        """() => document.querySelectorAll('.pledge-list > li:nth-child(n + 31)')
            .forEach(row => row.remove())"""
    )
    assert axe(page, "main") == []
    assert opened.outside == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_pledges_page_fits_and_can_be_read(visit, width, theme):
    opened = visit("pledges/lab17-repeal-hsca/index.html", width=width, theme=theme)
    page = opened.page
    assert wider(page) <= 0
    assert axe(page) == []
    assert opened.console == []
    page.get_by_role("link", name="In the tracker").click()
    page.locator("#pledge-lab17-repeal-hsca .pledge-evidence").wait_for()
