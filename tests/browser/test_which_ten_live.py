"""The control "Which £10bn?" in Chromium: it shows the engine's answers and keeps its place."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from in_chromium import axe, served, wider
from policy import basis, text
from policy.basis import Refusal
from policy.book import which_ten
from policy.book.which_ten import key
from which_ten_page import build

pytestmark = pytest.mark.browser

PAGE = "arguments/probe.html"
READINGS = {reading.figure.id: reading for reading in which_ten.readings()}
OUTTURN = "nhs-england.2014-15.2020-21.cash.sr2015-implied.outturn"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small book with the control, in place of the whole book's."""
    folder = build(tmp_path_factory.mktemp("which-ten")).folder
    with served(folder) as address:
        yield address


def figure(page) -> str:
    return page.locator(".which-ten-figure").inner_text()


def shown_rests(page) -> list[str]:
    return page.locator(".which-ten-basis li").evaluate_all(
        "all => all.filter(each => each.offsetParent).map(each => each.id.replace('ten-', ''))"
    )


def test_every_choice_shows_the_engines_figure_steps_and_sources(visit):
    page = visit(PAGE).page
    seen = page.evaluate(
        """() => {
            const root = document.querySelector(".which-ten");
            const selects = [...root.querySelectorAll("select")];
            const texts = (name) =>
                [...root.querySelectorAll(name)].map((each) => each.textContent);
            const seen = {};
            const walk = (at, key) => {
                if (at < selects.length) {
                    for (const option of selects[at].options) {
                        selects[at].value = option.value;
                        walk(at + 1, [...key, option.value]);
                    }
                    return;
                }
                selects[0].dispatchEvent(new Event("change", {bubbles: true}));
                seen[key.join(".")] = {
                    figure: texts(".which-ten-figure strong")[0],
                    about: texts(".which-ten-about")[0],
                    steps: texts(".which-ten-steps li"),
                    rests: [...root.querySelectorAll(".which-ten-basis li")]
                        .filter((each) => !each.hidden)
                        .map((each) => each.id.replace("ten-", "")),
                    near: texts(".which-ten-near button").length,
                };
            };
            walk(0, []);
            return seen;
        }"""
    )
    known = basis.evidence()
    said = {key(reading.choice): id for id, reading in READINGS.items()}
    assert len(seen) == 160
    for choice in basis.choices():
        now, found = seen[key(choice)], basis.which(choice, known)
        if isinstance(found, Refusal):
            assert now["figure"] == "No answer"
            assert now["about"] == " ".join(found.reasons)
            assert now["steps"] == now["rests"] == []
            assert now["near"]
            continue
        assert now["figure"] == basis.said(replace(found.rise, places=1))
        assert now["steps"] == [step.words for step in found.steps]
        series = [] if choice.prices == "cash" else [choice.series]
        reading = [said[key(choice)]] if key(choice) in said else []
        assert set(now["rests"]) == {*found.figures, *series, *reading}
        assert now["near"] == 0


def test_a_choice_changes_the_figure_and_can_be_sent_to_somebody(visit):
    page = visit(PAGE).page
    first = next(iter(READINGS.values()))
    assert figure(page).startswith("£10.5bn")
    assert "ten=" not in page.url
    page.get_by_label("From").select_option("2015/16")
    assert figure(page) == "£8.4bn a year by 2020/21"
    page.get_by_label("Prices").select_option("2015/16 prices")
    assert figure(page) == "£7.6bn a year by 2020/21"
    at = key(READINGS["money-joint-76"].choice)
    assert page.url.endswith(f"?ten={at}#{which_ten.ANCHOR}")
    assert page.get_by_role("link", name="Link to this view").evaluate("a => a.href") == page.url

    before = page.locator(".which-ten").inner_text()
    page.reload()
    assert page.locator(".which-ten").inner_text() == before
    assert page.get_by_label("From").input_value() == "2015-16"
    assert page.get_by_label("Prices").input_value() == "2015-16"
    assert first.figure.id not in shown_rests(page)


def test_an_address_that_names_no_choice_gives_the_first_view(visit):
    for query in ("?ten=", "?ten=toString", "?ten=nhs-england.1066"):
        assert figure(visit(PAGE + query).page).startswith("£10.5bn")


def test_what_else_the_address_asks_for_is_kept(visit):
    page = visit(f"{PAGE}?from=here").page
    page.get_by_label("From").select_option("2015/16")
    assert "?from=here&ten=" in page.url


@pytest.mark.parametrize("id", READINGS)
def test_a_button_leads_to_a_reading_by_name(visit, id):
    page = visit(f"{PAGE}?ten={OUTTURN}").page
    reading = READINGS[id]
    name = f"{text.show(reading.figure)} {reading.who}"
    page.get_by_role("button", name=name).click()
    assert page.locator("[aria-pressed=true]").inner_text() == name
    assert text.resolve(reading.figure.statement) in page.locator(".which-ten-said").inner_text()
    assert id in shown_rests(page)
    assert f"ten={key(reading.choice)}" in page.url
    found = basis.which(reading.choice)
    assert figure(page).startswith(basis.said(replace(found.rise, places=1)))


def test_a_refusal_says_why_and_leads_on(visit):
    page = visit(f"{PAGE}?ten={OUTTURN}").page
    assert figure(page).strip() == "No answer"
    about = page.locator(".which-ten-about").inner_text()
    assert "The ledger has no actual budget of NHS England" in about
    assert not page.locator(".which-ten-working").is_visible()
    assert not page.locator(".which-ten-basis").is_visible()
    page.get_by_role("button", name="To: 2019/20").click()
    assert figure(page).startswith("£29.3bn")
    assert not page.locator(".which-ten-near").is_visible()
    # The button went away; the keyboard goes on from what it changed.
    assert page.evaluate("document.activeElement.name") == "end"


def test_the_keyboard_alone_is_enough(visit):
    page = visit(PAGE).page
    page.get_by_role("button", name="Chancellor").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert figure(page).startswith("£8.4bn")
    for _ in range(4):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "budget"
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("Budget").input_value() == "dhsc"
    assert figure(page).startswith("£5.0bn")

    # Escape closes the card of a number and leaves the choice.
    page.locator(".which-ten-basis a.fig >> visible=true").first.focus()
    page.locator("#fig-card").wait_for(state="visible")
    page.keyboard.press("Escape")
    assert page.locator("#fig-card").count() == 0
    assert figure(page).startswith("£5.0bn")


def test_the_answer_is_announced_and_no_more_than_that(visit):
    page = visit(PAGE).page
    live = page.locator(".which-ten [aria-live=polite]")
    assert live.count() == 1
    page.get_by_label("From").select_option("2015/16")
    said = " ".join(live.inner_text().split())
    assert said == (
        "£8.4bn a year by 2020/21 Planned rise in NHS England's budget since 2015/16, "
        "in 2020/21 prices, with inflation as assumed in 2015."
    )


def test_inflation_is_no_choice_in_cash(visit):
    page = visit(PAGE).page
    page.get_by_label("Prices").select_option("Cash")
    assert page.get_by_label("Inflation").is_disabled()
    page.get_by_label("Prices").select_option("2015/16 prices")
    assert page.get_by_label("Inflation").is_enabled()


def test_without_a_script_the_table_stands_alone(visit):
    page = visit(PAGE, script=False).page
    assert page.locator(".which-ten-named tbody tr").count() == len(READINGS)
    assert page.locator(".which-ten-named table").is_visible()
    for control in page.locator(".which-ten :is(form, select, button, .which-ten-basis)").all():
        assert not control.is_visible()
    assert not visit(PAGE).page.locator(".which-ten-named").is_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", ["desktop", "phone"])
@pytest.mark.parametrize("query", ["", f"?ten={OUTTURN}"])
def test_it_fits_can_be_read_and_asks_nobody_else(visit, width, theme, query):
    opened = visit(PAGE + query, width=width, theme=theme)
    page = opened.page
    assert wider(page) <= 0
    for control in page.locator(".which-ten :is(select, button):visible").all():
        assert control.bounding_box()["height"] >= 44
    assert axe(page, ".which-ten") == []
    assert opened.outside == []


def test_paper_has_the_answer_and_no_controls(visit):
    page = visit(PAGE, theme="dark").page
    page.emulate_media(media="print")
    assert page.locator(".which-ten-figure").is_visible()
    assert page.locator(".which-ten-steps").is_visible()
    for control in page.locator(".which-ten :is(select, button)").all():
        assert not control.is_visible()
