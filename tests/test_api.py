"""Files for machines: complete, agreeing with each other and the tracker, valid, the same bytes."""

import csv
import io
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pandas as pd
import pytest

import atom
from policy import api, citation, ledger, lint, tables, tracker, units
from policy.api import feed, register, structured
from policy.book import changes as page
from policy.citation import Book
from policy.export import api as files
from policy.rules.rows import NONE_FOUND
from policy.tracker.vocabulary import COLUMNS
from small_book import SmallBook, build, plain
from tracked import event as told
from tracked import pledges as made
from tracked import register as small_register

STATE = api.read()
LATER = (STATE.day + timedelta(days=10)).isoformat()
"""A day after all that is on record."""
PLEDGES = api.records(STATE)
HOSTED = "https://x.org/b"
HALT = "lab17-halt-stps"


def work(base_url: str = "") -> Book:
    return replace(citation.book(), base_url=base_url)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("book")
    files.write(top)
    return top


def load(path: Path) -> Any:
    return json.loads(path.read_bytes())


# --- the register ---------------------------------------------------------------------------------


def test_every_pledge_and_every_event_is_there(book: Path) -> None:
    whole = load(book / "api" / "pledges.json")
    assert [each["id"] for each in whole["pledges"]] == list(tables.table("pledges")["id"])
    events = {event["id"]: event for each in whole["pledges"] for event in each["events"]}
    rows = {row["id"]: row for row in tables.table("pledge_events").to_dict("records")}
    assert events.keys() == rows.keys()
    for id, row in rows.items():
        for column, cell in row.items():
            if "{fig:" not in str(cell):
                assert events[id][column] == cell, (id, column)
    assert "{fig:" not in json.dumps(whole)


def test_counts_agree_in_the_json_the_csv_and_the_tracker(book: Path) -> None:
    whole = load(book / "api" / "pledges.json")
    table = pd.read_csv(book / "api" / "pledges.csv", keep_default_na=False)
    view = tracker.on(tracker.history(tracker.read()), STATE.day)
    for column in COLUMNS:
        wanted = {
            (row["plan"], row["class"], row["status"]): (row["n"], row["of"])
            for row in tracker.counts(view, column).to_dict("records")
        }
        given = {
            (row["plan"], row["class"], row["status"]): (row["n"], row["of"])
            for row in whole["counts"]
            if row["column"] == column
        }
        assert given == wanted
        found = Counter(
            (each["plan"], each["class"], each["status"][column]["status"])
            for each in whole["pledges"]
        )
        assert {key: n for key, (n, _) in wanted.items()} == found
        keys = ["plan", "class", f"{column}_status"]
        assert table.groupby(keys).size().to_dict() == found
    assert table["events"].sum() == len(tables.table("pledge_events"))


def test_a_history_has_no_holes_and_ends_in_the_status_of_the_day() -> None:
    for each in PLEDGES:
        for column in COLUMNS:
            runs = [run for run in each["history"] if run["column"] == column]
            for before, after in pairwise(runs):
                gap = date.fromisoformat(after["first"]) - date.fromisoformat(before["last"])
                assert gap.days == 1 and before["status"] != after["status"]
            last, status = runs[-1], each["status"][column]
            assert last["last"] is None
            assert last["first"] == status["since"] <= STATE.day.isoformat()
            assert {name: last[name] for name in status if name != "since"} == {
                name: words for name, words in status.items() if name != "since"
            }


def test_a_pledges_own_file_says_what_the_whole_says(book: Path) -> None:
    whole = load(book / "api" / "pledges.json")
    documents = {source["key"]: source for source in whole["sources"]}
    named = {path.stem for path in (book / "api" / "pledges").iterdir()}
    assert named == {each["id"] for each in whole["pledges"]}
    for each in whole["pledges"]:
        own = load(book / "api" / "pledges" / f"{each['id']}.json")
        assert own["pledge"] == each
        keys = {each["source"], *(event["source"] for event in each["events"])} - {NONE_FOUND}
        assert {source["key"] for source in own["sources"]} == keys
        assert all(source == documents[source["key"]] for source in own["sources"])
        assert own["content_sha256"] == api.digest([each]) != whole["content_sha256"]
        assert own["content_sha256"][:12] in own["citation"] and each["id"] in own["citation"]
    copies = {source.seen_at for source in tables.sources().values() if source.seen_at}
    assert not copies & {source["url"] for source in whole["sources"]}


def test_the_files_are_what_their_schema_says(book: Path) -> None:
    for name, found in (
        ("schema.json", [book / "api" / "pledges.json"]),
        ("pledge.schema.json", sorted((book / "api" / "pledges").iterdir())),
    ):
        schema = load(book / "api" / name)
        jsonschema.Draft202012Validator.check_schema(schema)
        formats = jsonschema.FormatChecker()
        validator = jsonschema.Draft202012Validator(schema, format_checker=formats)
        for path in found:
            validator.validate(load(path))
    broken = load(book / "api" / "pledges.json")
    broken["pledges"][0]["events"][0]["effect"] = "finished"
    with pytest.raises(jsonschema.ValidationError, match="finished"):
        jsonschema.validate(broken, api.schema())


def test_every_column_of_the_csv_is_described_in_its_place(book: Path) -> None:
    rows = list(csv.reader(io.StringIO((book / "api" / "pledges.csv").read_text("utf-8"))))
    described = api.csv_columns()
    assert rows[0] == list(described["column"])
    assert all(described["holds"]) and len(rows) - 1 == len(PLEDGES)
    for part in ("", "pledge", "event", "interval", "status", "count", "source"):
        assert all(api.json_fields(part)["holds"])


def test_an_earlier_day_has_what_was_on_record_then() -> None:
    events = tables.table("pledge_events")
    later = (
        events[events["pledge"] == HALT]
        .tail(1)
        .assign(id="probe", recorded_on=LATER, effect="noted", order=999, what="Seen.")
    )
    frames = [tables.table(each) for each in ("status_rules", "statuses")]
    both = pd.concat([events, later])
    now = api.state(tables.table("pledges"), both, *frames)
    then = api.state(tables.table("pledges"), both, *frames, STATE.day)
    assert (now.day, then.day) == (date.fromisoformat(LATER), STATE.day)
    assert api.records(then) == PLEDGES
    assert api.digest(api.records(now)) != api.digest(PLEDGES)
    (added,) = (each for each in api.records(now)[0]["events"] if each["id"] == "probe")
    assert (added["order"], added["corrected_by"]) == (999, "")


def test_two_writings_are_the_same_to_the_byte(book: Path, tmp_path: Path) -> None:
    files.write(tmp_path)
    names = sorted(path.relative_to(book) for path in book.rglob("*") if path.is_file())
    assert names == sorted(
        path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()
    )
    for name in names:
        assert (book / name).read_bytes() == (tmp_path / name).read_bytes(), name


def test_without_an_address_no_file_has_one_of_the_book(book: Path) -> None:
    assert not citation.book().base_url
    whole = load(book / "api" / "pledges.json")
    assert "Available at" not in whole["citation"]
    assert api.cited(STATE, work(HOSTED)).endswith(f"Available at: {HOSTED}/api/pledges.json")


# --- changes and the feed -------------------------------------------------------------------------


def test_changes_go_by_the_day_of_the_record() -> None:
    events = [
        told("a", "2017-06-08", "election-won", recorded_on="2026-01-01", order=1, id="a-1"),
        told("b", "2017-09-01", "nothing-found", recorded_on="2026-01-01", order=1, id="b-1"),
        told("a", "2017-10-01", "done", recorded_on="2026-03-01", order=2, id="a-2"),
        told(
            *("a", "2017-10-01", "started"),
            **{"recorded_on": "2026-04-01", "order": 3, "id": "a-3", "corrects": "a-2"},
        ),
        told("a", "2018-01-01", "noted", recorded_on="2026-05-01", order=4, id="a-4"),
    ]
    known = small_register(made(a="process must-win", b="outcome 2026-02-15"), events)
    found = api.changes(known)
    maker = found[found["column"] == "maker"]
    said = [
        (str(row["recorded_on"]), row["pledge"], row["before"], row["after"], row["events"])
        for row in maker.to_dict("records")
    ]
    assert [each for each in said if each[1] == "a"] == [
        ("2026-01-01", "a", "", "not-started", "a-1"),
        ("2026-03-01", "a", "not-started", "delivered", "a-2"),
        ("2026-04-01", "a", "delivered", "in-progress", "a-3"),
    ]
    # The deadline passed between two days of the record, by the calendar alone.
    assert [each for each in said if each[1] == "b"][1:] == [
        ("2026-03-01", "b", said[1][3], "nothing-found", "")
    ]


def test_the_last_day_of_all_changes_is_what_the_register_says() -> None:
    last = api.changes(STATE.register).groupby(["pledge", "column"])["after"].last()
    assert len(last) == 3 * len(PLEDGES)
    for each in PLEDGES:
        for column in COLUMNS:
            assert last[each["id"], column] == each["status"][column]["status"]


def later_state() -> api.State:
    """The register with two more events, recorded after all others."""
    events = tables.table("pledge_events")
    row = events[events["pledge"] == HALT].tail(1)
    done = row.assign(id="probe", pledge="nhse-stp-to-2021", date=LATER, recorded_on=LATER).assign(
        order=999, effect="done", what="Done."
    )
    seen = row.assign(id="probe-2", recorded_on=LATER, effect="noted", order=999)
    frames = [tables.table(each) for each in ("status_rules", "statuses")]
    return api.state(tables.table("pledges"), pd.concat([events, done, seen]), *frames)


@pytest.mark.parametrize("base_url", ["", HOSTED])
@pytest.mark.parametrize("later", [False, True])
def test_the_feed_is_valid(base_url: str, later: bool) -> None:
    state = later_state() if later else STATE
    assert atom.faults(feed.feed(state, work(base_url))) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"T00:00:00Z</updated>", b"</updated>", "no RFC 3339 date"),
        (f"{STATE.day}T00".encode(), b"2026-02-31T00", "not in the calendar"),
        (b"</feed>", b"", "not XML"),
        (b"2005/Atom", b"2005/Atoms", "the top is"),
        (b"<id>urn:uuid:", b"<id>", "is no IRI"),
        (b"<name>Three Plans contributors</name>", b"", "without a name"),
        (b"<title>Put on record", b"<title>A</title><title>Put", "entry has 2 title"),
        (b'type="application/json"', b'type="text/html"', "two alternate links"),
        (b'<content type="text">', b'<content type="prose">', "content of type"),
    ],
)
def test_a_feed_that_is_not_valid_is_found_out(old: bytes, new: bytes, message: str) -> None:
    whole = feed.feed(STATE, work())
    assert old in whole
    assert message in "; ".join(atom.faults(whole.replace(old, new, 1)))


def test_an_id_used_twice_is_found_out() -> None:
    whole = feed.feed(STATE, work())
    first, second = re.findall(rb"<id>(\S+)</id>", whole)[1:3]
    assert "used twice" in "; ".join(atom.faults(whole.replace(second, first)))


def entries(document: bytes) -> list[ElementTree.Element]:
    return ElementTree.fromstring(document).findall(f"{atom.ATOM}entry")


def words(entry: ElementTree.Element, name: str) -> str:
    return entry.findtext(f"{atom.ATOM}{name}") or ""


def test_an_entry_is_a_pledge_on_a_day_and_the_latest_comes_first() -> None:
    state = later_state()
    first, *others = entries(feed.feed(state, work()))
    assert words(first, "updated") == f"{LATER}T00:00:00Z"
    assert words(first, "title").startswith("Changed: ")
    assert "(before: " in words(first, "content")
    assert len(others) == len(PLEDGES)
    assert all(words(each, "title").startswith("Put on record: ") for each in others)
    assert all(words(each, "content").count("since") >= 3 for each in others)
    # What is only noted changes nothing, so it is no entry.
    assert sum(LATER in words(each, "updated") for each in [first, *others]) == 1


def test_ids_stay_when_the_feed_grows_or_the_book_moves() -> None:
    ids = [words(each, "id") for each in entries(feed.feed(STATE, work()))]
    assert [words(each, "id") for each in entries(feed.feed(STATE, work(HOSTED)))] == ids
    assert [words(each, "id") for each in entries(feed.feed(later_state(), work()))][1:] == ids
    assert all(id.startswith("urn:uuid:") for id in ids)


def test_links_of_the_feed_are_relative_until_the_book_has_an_address(book: Path) -> None:
    plain_feed, hosted = feed.feed(STATE, work()), feed.feed(STATE, work(HOSTED))
    assert b"http" not in plain_feed.replace(b"http://www.w3.org/2005/Atom", b"")
    assert f'rel="self" type="application/atom+xml" href="{HOSTED}/api/changes.atom"' in str(hosted)
    for entry in entries(plain_feed):
        links = {each.get("type"): each.get("href") for each in entry.findall(f"{atom.ATOM}link")}
        assert (book / "api" / str(links["application/json"])).is_file()
        assert str(links["text/html"]).endswith("/index.html")


# --- JSON-LD --------------------------------------------------------------------------------------

REVIEWED = list(tables.table("claim_reviews")["check"])


@pytest.mark.parametrize("id", REVIEWED)
def test_a_review_names_the_party_and_rates_in_words(id: str) -> None:
    (said,) = structured.claim_reviews([id], work(), "arguments/money.html")
    check = ledger.check(id)
    figure = ledger.figure(check.figure)
    assert said["@type"] == "ClaimReview"
    assert said["claimReviewed"] and said["reviewBody"] and "{fig:" not in json.dumps(said)
    claim = said["itemReviewed"]
    assert claim["@type"] == "Claim"
    assert claim["author"]["@type"] in ("Organization", "Person")
    assert claim["author"]["name"] in figure.actor
    assert claim["appearance"]["name"] == tables.sources()[figure.source].title
    rating = said["reviewRating"]
    assert rating.keys() == {"@type", "alternateName"}
    assert not re.search(r"\d", rating["alternateName"])
    for answer in (check.arithmetic, check.source_found, check.premise):
        assert answer.replace("-", " ") in rating["alternateName"]
    assert "url" not in said


def test_a_review_has_an_address_where_the_book_has_one() -> None:
    (said,) = structured.claim_reviews(["konp-30bn"], work(HOSTED), "arguments/money.html")
    assert said["url"] == f"{HOSTED}/arguments/money.html#check-konp-30bn"


def test_promises_predictions_and_statements_of_nobody_are_not_reviewed() -> None:
    """A promise is not true or false; a check of what nobody named has said is no ClaimReview."""
    assert "labour-no-spending-implication" not in REVIEWED
    for id in REVIEWED:
        assert ledger.figure(ledger.check(id).figure).nature != "pledge"
    shown = ["sky-two-bodies", "konp-30bn", "konp-aco-april-2019"]
    assert len(structured.claim_reviews(shown, work(), "a.html")) == 1


def test_claims_of_more_than_one_side_are_reviewed() -> None:
    makers = set(tables.table("claim_reviews")["claimant"])
    assert {"Keep Our NHS Public", "Labour Party", "HM Government", "NHS England"} <= makers


def test_the_register_is_a_dataset_with_a_hash_and_files() -> None:
    for base, root in (("", "../"), (HOSTED, f"{HOSTED}/")):
        said = structured.register(STATE, work(base), "../")
        assert (said["@type"], said["dateModified"]) == ("Dataset", STATE.day.isoformat())
        assert said["identifier"] == api.digest(PLEDGES)
        at = [each["contentUrl"] for each in said["distribution"]]
        assert at == [f"{root}api/{n}" for n in ("pledges.csv", "pledges.json", "changes.atom")]


def test_no_words_can_close_the_element() -> None:
    assert "</script><" not in structured.script({"name": "</script><script>"})[:-9]


# --- pages ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    pages = {
        "reference/changes": (lint.CHAPTERS / "reference" / "changes.md").read_text("utf-8"),
        "reference/data": "# Data\n\nWords.\n",
        "checked": "# Checked\n\n```{check} konp-30bn\n```\n\n```{check} sky-two-bodies\n```\n",
        "plain": "# Plain\n\nWords.\n",
    }
    return build(tmp_path_factory.mktemp("small"), pages)


def said_to_machines(book: SmallBook, name: str) -> list[dict[str, Any]]:
    whole = book.title_and_body(name)
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', whole)
    return [json.loads(each) for each in found]


def test_pages_tell_machines_what_they_show(small: SmallBook) -> None:
    assert small.warnings == ""
    (checked,) = said_to_machines(small, "checked")
    assert checked["itemReviewed"]["author"]["name"] == "Keep Our NHS Public"
    (dataset,) = said_to_machines(small, "reference/data")
    assert dataset["@type"] == "Dataset"
    assert said_to_machines(small, "plain") == []


def test_the_page_of_changes_shows_every_pledge_and_correction(small: SmallBook) -> None:
    body = small.html("reference/changes")
    shown = re.findall(r'href="\.\./pledges/([^"/]*)/index\.html"', body)
    assert shown == [each["id"] for each in PLEDGES]
    corrections = ledger.corrections()
    _, _, corrected = body.partition('id="corrections"')
    assert corrected.count("<li>") == len(corrections)
    assert re.findall(r'<li><a class="fig" href="ledger\.html#([^"]*)"', corrected) == [
        each.figure for each in corrections
    ]
    assert set(small.cards("reference/changes")) >= {each.figure for each in corrections}
    whole = small.title_and_body("reference/changes")
    assert 'type="application/atom+xml"' in whole and 'href="../api/changes.atom"' in whole


def test_a_changed_status_says_what_it_was_and_why() -> None:
    state = later_state()
    html = page.statuses_html(state, api.changes(state.register), "../")
    first, second = html.split("<h3>")[1:]
    said = plain(first)
    assert said.startswith(units.date(LATER)) and " Before: " in said and " Now: " in said
    assert "Put on record" not in said
    assert f"Put on record: {len(PLEDGES)} pledges" in plain(second)


def test_what_the_page_on_data_says_of_loading_works(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapter = (lint.CHAPTERS / "reference" / "data.md").read_text(encoding="utf-8")
    cells = re.findall(r"^```python\n(.*?)^```", chapter, re.MULTILINE | re.DOTALL)
    assert len(cells) == 2
    monkeypatch.chdir(book)
    names: dict[str, Any] = {}
    for cell in cells:
        exec(cell, names)
    assert list(names["pledges"]["id"]) == [each["id"] for each in PLEDGES]
    assert not names["pledges"].isna().any().any()
    assert len(names["events"]) == len(tables.table("pledge_events"))
    assert set(names["history"]["column"]) == set(COLUMNS)
    named = set(re.findall(r'href="\.\./(api/[^"]*)"', chapter))
    assert named and all((book / name).is_file() for name in named)


def test_the_tables_of_the_register_are_those_it_reads() -> None:
    """The page of changes is written again when one of them changes."""
    tables.forget_reads()
    api.records(api.read())
    behind = {*ledger.TABLES, "checks", "chains"}
    assert tables.tables_read() - behind <= set(register.TABLES)
    assert set(register.TABLES) - {"sources"} <= tables.tables_read()
