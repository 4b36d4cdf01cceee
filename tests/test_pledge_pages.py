"""The tracker's page and the page of each pledge: what they show is what the tracker says."""

import csv
import json
import random
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from html import escape, unescape
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pybtex.database import parse_string

from policy import citation, dossier, lint, tables, text, tracker
from policy.book import pledges as page
from policy.dossier import CLASSES, Dossier
from policy.entry import known
from policy.tracker.vocabulary import QUESTIONS, kind
from small_book import SmallBook, build, plain

PLEDGES = dossier.dossiers()
LAST = dossier.last_day()
GIVEN = (LAST, date(2017, 6, 7), date(2017, 6, 9), date(2022, 4, 28))
EARLIEST = min(each.lives["maker"][0].first for each in PLEDGES)
PROBE = "# Tracker\n\n```{pledge-summary}\n```\n\nBetween.\n\n```{pledges}\n```\n"


def random_days(number: int) -> list[date]:
    """Days between the first that can be asked for and the last, the same in every run."""
    chance = random.Random(2017)
    return [EARLIEST + timedelta(chance.randint(0, (LAST - EARLIEST).days)) for _ in range(number)]


DAYS = (*GIVEN, EARLIEST, *random_days(50))


def in_csv() -> list[dict[str, str]]:
    with (tables.DATA / "pledges.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    pages = {page.PAGE: PROBE, "plain": "# Plain\n\nNo pledges.\n"}
    return build(tmp_path_factory.mktemp("pledges"), pages)


@pytest.fixture(scope="module")
def html(book: SmallBook) -> str:
    return book.html(page.PAGE)


@pytest.fixture(scope="module")
def lives() -> pd.DataFrame:
    return tracker.history(tracker.read())


def view(lives: pd.DataFrame, day: date) -> dict[str, dict[str, Any]]:
    return {str(row["pledge"]): row for row in tracker.on(lives, day).to_dict("records")}


# --- the list --------------------------------------------------------------------------------


def rows(html: str) -> dict[str, str]:
    listed = html[html.index('<ol class="pledge-list"') :]
    return dict(re.findall(r'<li id="pledge-([^"]+)"(.*?)</li>', listed, re.DOTALL))


def test_every_pledge_is_listed_once_with_its_words_and_answers(html: str) -> None:
    found, now = rows(html), view(tracker.history(tracker.read()), LAST)
    assert list(found) == [row["id"] for row in in_csv()]
    labels = dossier.labels()
    for row in in_csv():
        said = found[row["id"]]
        shown = " ".join(unescape(re.sub(r"<[^>]*>", "", f"<{said}")).split())
        assert f"{text.resolve(row['words'])} {row['maker']}, " in shown
        for name in ("plan", "type"):
            assert f'data-{name}="{row[name]}"' in said
        for column in QUESTIONS:
            label = labels[column][now[row["id"]][column]]
            assert f'<dd data-column="{column}">{label}</dd>' in said
        assert f'href="../pledges/{row["id"]}/index.html"' in said


def test_the_page_warns_of_nothing_and_no_control_is_dead_without_a_script(
    book: SmallBook, html: str
) -> None:
    assert book.warnings == ""
    for form in re.findall(r"<form[^>]*>", html):
        assert form.endswith(" hidden>")
    assert "pledges.js" not in book.title_and_body("plain")
    assert 'id="pledge-data"' not in book.title_and_body("plain")


def test_only_answers_that_ever_hold_are_offered(html: str) -> None:
    for column in QUESTIONS:
        (options,) = re.findall(rf'<select name="{column}">(.*?)</select>', html, re.DOTALL)
        offered = set(re.findall(r'<option value="([^"]+)">', options))
        assert offered == {one.status for each in PLEDGES for one in each.lives[column]}


def test_types_are_offered_under_their_class_and_no_class_is_pooled(html: str) -> None:
    (options,) = re.findall(r'<select name="type">(.*?)</select>', html, re.DOTALL)
    groups = dict(re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', options, re.DOTALL))
    assert list(groups) == list(CLASSES.values())
    for name, title in CLASSES.items():
        offered = re.findall(r'<option value="([^"]+)">', groups[title])
        assert offered[0] == f"all-{name}s"
        assert {kind(each) for each in offered[1:]} <= {name}


def test_numbers_in_the_list_have_cards(book: SmallBook) -> None:
    linked = {mark[1] for row in in_csv() for mark in text.MARK.finditer(row["words"])}
    assert linked
    assert set(book.cards(page.PAGE)) == linked


def test_figures_of_the_list_are_known_to_be_used_in_the_chapter() -> None:
    chapter = lint.CHAPTERS / f"{page.PAGE}.md"
    entry = known.entries({page.PAGE: chapter})["money-lab17-30"]
    assert [each.page for each in entry.chapters] == [page.PAGE]


def test_words_of_the_data_cannot_become_markup() -> None:
    broken = replace(PLEDGES[0], words="1 < 2 <b>A & B</b>", maker="<i>x</i>", notes="</script>")
    listed = page.list_html([broken], ledger="ledger.html", root="")
    alone = page.page_html(broken, citation.book(), date(2026, 11, 21))
    for said in (listed, alone):
        assert not re.search(r"<[bi]>|</script>", said)
        assert "1 &lt; 2 &lt;b&gt;A &amp; B&lt;/b&gt;" in said
    named = replace(PLEDGES[0], id="</script>")
    assert page.data_block([named]).count("</script>") == 1


# --- the summary -----------------------------------------------------------------------------


def recounted(day: date, lives: pd.DataFrame) -> dict[tuple[str, str], dict[str, Any]]:
    """Counts of one day by class and plan, made from the CSV and the tracker's view alone."""
    now = view(lives, day)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in in_csv():
        group = found.setdefault(
            (kind(row["type"]), row["plan"]),
            {"of": 0, "position": Counter(), "within": Counter(), "outcome": Counter()},
        )
        if row["id"] in now:
            at = now[row["id"]]
            group["of"] += 1
            group["position"][at["position"]] += 1
            group["within"][at["position"], at["maker"]] += 1
            group["outcome"][at["outcome"]] += 1
    return found


@pytest.mark.parametrize("day", GIVEN)
def test_the_summary_counts_what_the_tracker_says(day: date, lives: pd.DataFrame) -> None:
    groups = {(each.kind, each.plan): each for each in dossier.summary(day)}
    wanted = recounted(day, lives)
    assert set(groups) == set(wanted)
    for key, group in groups.items():
        assert group.of == wanted[key]["of"]
        assert {one.status: one.n for one in group.position} == wanted[key]["position"]
        assert {one.status: one.n for one in group.outcome} == wanted[key]["outcome"]
        assert {
            (at.status, one.status): one.n for at in group.position for one in at.within
        } == wanted[key]["within"]
        for one in (*group.position, *group.outcome):
            assert one.of == group.of
            assert sum(each.n for each in one.within) in (0, one.n)
            assert {each.of for each in one.within} <= {one.n}


def test_the_summary_on_the_page_is_that_of_the_last_day(html: str, lives: pd.DataFrame) -> None:
    shown = re.findall(
        r'<tr role="row" data-kind="([^"]+)" data-plan="([^"]+)">(.*?)</tr>', html, re.DOTALL
    )
    wanted = recounted(LAST, lives)
    assert {(name, plan) for name, plan, _ in shown} == set(wanted)
    assert sum(each["of"] for each in wanted.values()) == len(in_csv())
    item = r'<li data-column="([^"]+)" data-status="([^"]+)"><span class="pledge-n">(\d+) of (\d+)<'
    for name, plan, said in shown:
        mine = wanted[name, plan]
        assert f"{mine['of']} made" in said
        act, happened = re.findall(r'<td role="cell" data-column="[^"]+">(.*?)</td>', said, re.S)
        counted = [(status, int(n), int(of)) for _, status, n, of in re.findall(item, happened)]
        assert {status: n for status, n, _ in counted} == mine["outcome"]
        assert {of for *_, of in counted} == {mine["of"]}
        position, within = "", Counter()
        for column, status, n, of in re.findall(item, act):
            if column == "position":
                position = status
                assert (int(n), int(of)) == (mine["position"][status], mine["of"])
            else:
                within[position, status] = int(n)
                assert int(of) == mine["position"][position]
        assert within == mine["within"]
        # Two questions, never merged: no answer to one stands in the other's cell.
        assert 'data-column="outcome"' not in act
        assert 'data-column="maker"' not in happened


def test_no_promise_of_labours_of_2017_is_ever_kept_or_broken(lives: pd.DataFrame) -> None:
    judged = {"delivered", "delivered-late", "partly-delivered", "not-delivered", "thwarted"}
    for each in PLEDGES:
        if each.id.startswith("lab17-") and each.kind == "promise":
            assert not judged & {one.status for one in each.lives["maker"]}


def test_every_status_shown_has_its_meaning(html: str) -> None:
    (told,) = re.findall(r'<details class="pledge-meanings">(.*?)</details>', html, re.DOTALL)
    words = plain(told)
    for column in QUESTIONS:
        for status in {one.status for each in PLEDGES for one in each.lives[column]}:
            assert dossier.definitions()[column][status] in words


# --- as of any day ---------------------------------------------------------------------------


def looked_up(runs: list[list[str]], day: date) -> str | None:
    begun = [status for first, status in runs if first <= day.isoformat()]
    return begun[-1] if begun else None


def test_the_block_of_days_gives_every_answer_on_every_day(
    book: SmallBook, lives: pd.DataFrame
) -> None:
    (block,) = re.findall(r'id="pledge-data">(.*?)</script>', book.html(page.PAGE))
    data = json.loads(block)
    assert data["last"] == LAST.isoformat()
    assert list(data["labels"]) == list(QUESTIONS)
    for day in DAYS:
        now = view(lives, day)
        for id, told in data["pledges"].items():
            for column in QUESTIONS:
                wanted = now[id][column] if id in now else None
                assert looked_up(told[column], day) == wanted, (id, column, day)


def test_the_days_offered_lie_on_record(html: str) -> None:
    offered = re.findall(r'data-day="([^"]+)" aria-pressed="([^"]+)"', html)
    assert [day for day, _ in offered] == [day.isoformat() for day in GIVEN]
    assert [pressed for _, pressed in offered] == ["true", "false", "false", "false"]
    (first, last) = re.findall(r'name="on" min="([^"]+)" max="([^"]+)"', html)[0]
    assert (first, last) == (EARLIEST.isoformat(), LAST.isoformat())


@pytest.mark.parametrize("day", [date(2017, 6, 7), date(2017, 6, 9), EARLIEST])
def test_a_dossier_of_an_earlier_day_knows_nothing_later(day: date, lives: pd.DataFrame) -> None:
    now = view(lives, day)
    early = dossier.dossiers(day)
    assert [each.id for each in early] == [each.id for each in PLEDGES if each.id in now]
    for each in early:
        assert all(found.day <= day for found in each.evidence)
        for column in QUESTIONS:
            assert each.now(column).status == now[each.id][column]
            assert each.now(column).last is None


# --- the page of each pledge -----------------------------------------------------------------


@pytest.mark.parametrize("pledge", PLEDGES, ids=lambda each: each.id)
def test_a_pledges_page_tells_all_of_it(pledge: Dossier, book: SmallBook) -> None:
    folder = book.folder / "html" / "pledges" / pledge.id
    html = (folder / "index.html").read_text(encoding="utf-8")
    words = plain(html).replace(" .", ".")
    (row,) = [row for row in in_csv() if row["id"] == pledge.id]
    assert f'href="../../outcomes/pledge-tracker.html#pledge-{pledge.id}"' in html
    for name in ("words", "weak_test", "strong_test", "condition_words", "notes"):
        shown = unescape(re.sub(r"<[^>]*>", "", html))
        assert text.resolve(row[name]) in shown, name
    assert f'href="../../reference/sources.html#{row["source"]}"' in html
    events = tables.table("pledge_events")
    mine = events[events["pledge"] == pledge.id]
    assert html.count('<li id="evidence-') == len(mine) == len(pledge.evidence)
    for event in mine.to_dict("records"):
        said = html[html.index(f'id="evidence-{event["id"]}"') :]
        said = said[: said.index("</li>")]
        shown = unescape(re.sub(r"<[^>]*>", "", said))
        assert text.resolve(event["what"]) in shown
        assert f"Confidence: {event['confidence']}." in shown
        found = event["source"] != "none found"
        assert ("none found" not in shown) == found
        assert (f'sources.html#{event["source"]}"' in said) == found
    for column in QUESTIONS:
        for one in pledge.lives[column]:
            assert f'data-column="{column}" data-day="{one.first}" data-rule="{one.rule}"' in html
        assert pledge.now(column).reason in words
        assert pledge.now(column).change in words
    assert pledge.digest() in html


def test_a_date_in_part_is_shown_as_it_is_known(book: SmallBook) -> None:
    html = (book.folder / "html/pledges/lab17-halt-stps/index.html").read_text(encoding="utf-8")
    said = html[html.index('id="evidence-lab17-halt-stps-2"') :]
    assert "<strong>May 2017</strong>" in said[: said.index("</li>")]


@pytest.mark.parametrize("pledge", PLEDGES[:3], ids=lambda each: each.id)
def test_a_pledges_citation_is_read_by_others(pledge: Dossier, book: SmallBook) -> None:
    folder, item = book.folder / "html" / "pledges" / pledge.id, page.cited(pledge)
    assert {file.name for file in folder.iterdir()} == {
        *("index.html", "cite.txt", "cite.bib", "cite.ris"),
    }
    (entry,) = parse_string(
        (folder / "cite.bib").read_text(encoding="utf-8"), "bibtex"
    ).entries.values()
    assert item.short in entry.fields["note"]
    assert entry.fields["howpublished"].startswith("Pledge in:")
    ris = (folder / "cite.ris").read_bytes().decode()
    assert ris.startswith("TY  - DATA\r\n")
    said = (folder / "cite.txt").read_text(encoding="utf-8")
    assert f"pledge {pledge.id}" in said
    assert item.short in said
    assert "http" not in said
    assert escape(said.split("‘")[0].strip()) in (folder / "index.html").read_text("utf-8")


def test_a_configured_address_is_that_of_the_pledges_folder() -> None:
    work = replace(citation.book(), base_url="https://example.org/plans")
    wanted = f"https://example.org/plans/pledges/{PLEDGES[0].id}/"
    assert citation.address(page.cited(PLEDGES[0]), work) == wanted


def test_the_mark_of_a_pledge_changes_with_what_it_shows() -> None:
    pledge = next(each for each in PLEDGES if each.evidence)
    first = pledge.evidence[0]
    assert dossier.dossiers()[PLEDGES.index(pledge)].digest() == pledge.digest()
    now = pledge.now("maker")
    for changed in (
        replace(pledge, words=f"{pledge.words} More."),
        replace(pledge, weak_test="Another."),
        replace(pledge, evidence=(replace(first, what="Other."), *pledge.evidence[1:])),
        replace(pledge, evidence=pledge.evidence[1:]),
        replace(pledge, lives={**pledge.lives, "maker": (replace(now, status="open"),)}),
    ):
        assert changed.digest() != pledge.digest()


def test_a_corrected_entry_says_so() -> None:
    pledge = next(each for each in PLEDGES if len(each.evidence) > 1)
    old, new, *rest = pledge.evidence
    told = (replace(old, corrected_by=new.id), replace(new, corrects=old.id), *rest)
    words = page.page_html(replace(pledge, evidence=told), citation.book(), date(2026, 11, 21))
    assert f'Corrected: <a href="#evidence-{new.id}">' in words
    assert f'It stands in for <a href="#evidence-{old.id}">' in words


def test_details_for_the_list_are_those_of_the_pages(book: SmallBook) -> None:
    body = (book.folder / "html" / "pledges" / "details.js").read_text(encoding="utf-8")
    told = json.loads(body.removeprefix("window.policyPledges = ").removesuffix(";\n"))
    assert set(told["cards"]) == {each.id for each in PLEDGES}
    rules = {one.rule for each in PLEDGES for column in QUESTIONS for one in each.lives[column]}
    assert set(told["rules"]) == rules
    for each in PLEDGES:
        alone = (book.folder / f"html/pledges/{each.id}/index.html").read_text(encoding="utf-8")
        assert plain(told["cards"][each.id]) in plain(alone)
        assert "data-fig" not in told["cards"][each.id]
        assert "../../" not in told["cards"][each.id]


def test_a_book_without_the_chapter_has_no_pages_of_pledges(tmp_path: Path) -> None:
    built = build(tmp_path, {"plain": "# Plain\n\nNo pledges.\n"})
    assert not (tmp_path / "html" / "pledges").exists()
    assert built.warnings == ""


def test_labels_on_the_page_are_what_the_tables_say() -> None:
    for row in tables.table("statuses").to_dict("records"):
        assert dossier.labels()[row["column"]][row["status"]] == row["label"]
