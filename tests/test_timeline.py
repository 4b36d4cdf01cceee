"""The timeline: its dates, its order, and a page that is the table and nothing else."""

import json
import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from policy import lint, tables, text, timeline
from policy.book import timeline as page
from policy.timeline import Event
from small_book import SmallBook, build, plain

CHAPTER = lint.CHAPTERS / "outcomes" / "timeline.md"
PROBE = "# Timeline\n\nBefore it.\n\n```{timeline}\n```\n\nAfter it.\n"
ROWS = tables.table("timeline").to_dict("records")
EVENTS = timeline.events()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    pages = {"outcomes/timeline": PROBE, "plain": "# Plain\n\nNo list.\n"}
    return build(tmp_path_factory.mktemp("timeline"), pages)


@pytest.fixture(scope="module")
def written(book: SmallBook) -> str:
    return book.html("outcomes/timeline")


def event(date: str, id: str = "tl-x", kind: str = "policy", words: str = "It happens.") -> Event:
    return Event(id, date, ("context",), kind, words, ("sky-2017-labour-halt",), "high", "")


# --- dates and order ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "said", "last"),
    [
        ("2019", "in 2019", date(2019, 12, 31)),
        ("2016-02", "in February 2016", date(2016, 2, 29)),
        ("2017-05-03", "3 May 2017", date(2017, 5, 3)),
    ],
)
def test_a_date_goes_as_far_as_it_is_known_and_counts_from_its_end(
    when: str, said: str, last: date
) -> None:
    assert (event(when).when, event(when).last) == (said, last)


def test_events_stand_in_order_with_a_month_after_its_days() -> None:
    assert [each.last for each in EVENTS] == sorted(each.last for each in EVENTS)
    place = {each.id: at for at, each in enumerate(EVENTS)}
    pairs = [
        (day, month)
        for month in EVENTS
        for day in EVENTS
        if len(month.date) == 7 and day.date.startswith(f"{month.date}-")
    ]
    assert len(pairs) > 3
    assert all(place[day.id] < place[month.id] for day, month in pairs)
    # Known to the day comes before a whole month or year that ends on the day.
    for one, other in pairwise(EVENTS):
        assert one.last < other.last or len(one.date) >= len(other.date)


def test_years_hold_every_event_once_and_in_order() -> None:
    years = timeline.by_year(EVENTS)
    assert list(years) == sorted(years)
    assert [each for events in years.values() for each in events] == list(EVENTS)
    assert all(each.last.year == year for year, events in years.items() for each in events)
    assert timeline.by_year([]) == {}


def test_every_word_of_the_vocabularies_has_a_label_for_readers() -> None:
    package = json.loads((tables.DATA / "datapackage.json").read_text(encoding="utf-8"))
    mine = next(each for each in package["resources"] if each["name"] == "timeline")
    kind = next(field for field in mine["schema"]["fields"] if field["name"] == "kind")
    assert set(timeline.KINDS) == set(kind["constraints"]["enum"])
    assert set(timeline.PLANS) == {plan for row in ROWS for plan in row["plan"].split()}


def test_planned_and_nothing_else_lies_ahead() -> None:
    assert {each.id for each in EVENTS if each.ahead} == {
        row["id"] for row in ROWS if row["kind"] == "planned"
    }
    assert any(each.ahead for each in EVENTS)


# --- the page ----------------------------------------------------------------------------------


class _Items(HTMLParser):
    """The items of the list: what a reader is shown of each event, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[dict[str, object]] = []
        self.year = ""
        self._part = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "h3":
            self._part = "year"
            self.year = ""
        elif tag == "li" and "data-kind" in named:
            self.items.append(
                {"year": self.year, "hrefs": [], **{key: named[key] for key in named}, "time": ""}
            )
        elif self.items and tag in ("p", "span", "strong", "time"):
            self._part = named.get("class") or tag
            if tag == "time":
                self.items[-1]["datetime"] = named["datetime"]
        elif self.items and tag == "a":
            self.items[-1]["hrefs"].append(named["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h3", "time", "strong", "p", "span"):
            self._part = ""

    def handle_data(self, data: str) -> None:
        if self._part == "year":
            self.year += data.strip()
        elif self.items and self._part:
            item = self.items[-1]
            item[self._part] = str(item.get(self._part, "")) + data


def items(html: str) -> list[dict[str, object]]:
    parser = _Items()
    parser.feed(html)
    return parser.items


def test_the_page_is_the_table(written: str) -> None:
    """Every row is on the page once, each cell as it stands in the CSV, and nothing more."""
    shown = items(written)
    assert sorted(str(item["id"]) for item in shown) == sorted(row["id"] for row in ROWS)
    assert [item["id"] for item in shown] == [each.id for each in EVENTS]
    by_id = {item["id"]: item for item in shown}
    for row in ROWS:
        item = by_id[row["id"]]
        assert item["datetime"] == row["date"]
        assert item["year"] == row["date"][:4]
        assert item["data-plan"] == row["plan"]
        assert item["data-kind"] == row["kind"]
        assert item["timeline-words"] == text.resolve(row["event"])
        assert item.get("timeline-notes", "") == text.resolve(row["notes"])
        linked = [href for href in item["hrefs"] if "sources.html#" in href]
        assert [href.partition("#")[2] for href in linked] == row["source"].split()
        marks = [mark[1] for mark in text.MARK.finditer(f"{row['event']} {row['notes']}")]
        figures = [href for href in item["hrefs"] if "ledger.html#" in href]
        assert [href.partition("#")[2] for href in figures] == marks
        assert f"#{row['id']}" in item["hrefs"]
    assert written.count("data-confidence=") == len(ROWS)
    for row in ROWS:
        own = written[written.index(f'<li id="{row["id"]}"') :]
        assert f'data-confidence="{row["confidence"]}"' in own[: own.index("</li>")]


def test_numbers_have_cards_and_links_lead_somewhere(book: SmallBook, written: str) -> None:
    marks = {mark[1] for row in ROWS for mark in text.MARK.finditer(row["event"] + row["notes"])}
    assert set(book.cards("outcomes/timeline")) == marks
    for target in ("ledger", "sources"):
        whole = book.title_and_body(f"reference/{target}")
        for anchor in re.findall(rf'href="\.\./reference/{target}\.html#([^"]+)"', written):
            assert f'id="{anchor}"' in whole
    assert book.warnings == ""


def test_what_lay_ahead_is_marked_in_words(written: str) -> None:
    for each in EVENTS:
        own = written[written.index(f'<li id="{each.id}"') :]
        own = own[: own.index("</li>")]
        assert (timeline.KINDS["planned"] in plain(own)) == each.ahead


def test_every_id_on_the_page_is_there_once(written: str) -> None:
    found = re.findall(r'\bid="([^"]+)"', written)
    assert len(found) == len(set(found))


def test_no_script_is_needed_and_controls_wait_for_one(written: str) -> None:
    assert 'class="controls timeline-filters"' in written
    assert re.search(r"<form[^>]* hidden>", written)
    assert not re.search(r"<(li|section)[^>]* hidden", written)
    assert f"{len(EVENTS)} of {len(EVENTS)} events shown." in written


def test_only_a_page_with_the_list_asks_for_its_files(book: SmallBook) -> None:
    for file in ("timeline.css", "timeline.js"):
        assert file in book.title_and_body("outcomes/timeline")
        assert file not in book.title_and_body("plain")


def test_words_of_the_data_cannot_become_markup() -> None:
    odd = event("2019", words='<script>alert("x")</script> & "so"')
    made = page.html((odd,), ledger="l.html", sources="s.html")
    assert "<script>" not in made
    assert "&lt;script&gt;" in made


def test_a_kind_without_events_is_not_offered() -> None:
    made = page.html((event("2019"),), ledger="l.html", sources="s.html")
    assert '<option value="policy">' in made
    assert '<option value="funding">' not in made


def test_the_chapter_shows_the_list_and_types_no_event() -> None:
    chapter = CHAPTER.read_text(encoding="utf-8")
    assert "```{timeline}" in chapter
    assert len(re.findall(r"\w[\w'-]*", chapter)) < 300
