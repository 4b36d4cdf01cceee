"""What became of a pledge, told inside a chapter: the tracker's own answer, never a typed one."""

import re
from datetime import date
from pathlib import Path

import pytest

from policy import lint, tables, tracker, units
from policy.book import statuses
from small_book import SmallBook, build, plain

CHAPTER = lint.CHAPTERS / "outcomes" / "predictions.md"
REGISTER = tracker.read()
DAY = REGISTER.latest()
NOW = statuses.standings(DAY)
LABELS = {
    (row["column"], row["status"]): row["label"]
    for row in tables.table("statuses").to_dict("records")
}

PROBE = """# Probe

```{status} konp-pred-30bn-cut nhse-ae-95-2018
```

```{status} konp-pred-30bn-cuts
```
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    return build(tmp_path_factory.mktemp("status"), {"outcomes/probe": PROBE})


def asked() -> list[str]:
    chapter = CHAPTER.read_text(encoding="utf-8")
    return " ".join(re.findall(r"^```\{status\} (.+)$", chapter, re.M)).split()


def test_every_pledge_stands_as_the_tracker_has_it() -> None:
    view = tracker.on(tracker.history(REGISTER), DAY)
    assert set(NOW) == set(view["pledge"])
    for row in view.to_dict("records"):
        standing = NOW[row["pledge"]]
        for column in ("maker", "outcome"):
            answer = getattr(standing, column)
            assert answer.label == LABELS[column, row[column]]
            assert (answer.since, answer.reason) == (
                row[f"{column}_since"],
                row[f"{column}_reason"],
            )


def test_whether_its_maker_could_act_is_asked_of_promises_alone() -> None:
    assert NOW["lab17-halt-stps"].position is not None
    assert NOW["lab17-halt-stps"].position.label == LABELS["position", "never-held-office"]
    assert NOW["konp-pred-30bn-cut"].position is None
    assert NOW["konp-demand-reject-stps"].position is None


def test_an_earlier_day_knows_what_stood_then() -> None:
    then = statuses.standings(date(2017, 3, 1))
    assert "lab17-halt-stps" not in then
    assert then["konp-pred-30bn-cut"].maker.label == LABELS["maker", "open"]


def test_the_box_tells_who_when_what_and_how_it_stands(book: SmallBook) -> None:
    html = book.html("outcomes/probe")
    box = plain(html[html.index("admonition") :])
    assert f"Status on {units.date(DAY.isoformat())}" in box
    assert "Keep Our NHS Public, 31 January 2017. Date set: 31 March 2021." in box
    assert "Not borne out (from 31 March 2021)." in box
    assert "Was its maker able to act? Could act (from 31 March 2017)." in box
    assert 'data-fig="money-konp-30bn-cut"' in html
    assert 'href="../pledges/konp-pred-30bn-cut/index.html"' in html
    assert "money-konp-30bn-cut" in book.cards("outcomes/probe")


def test_an_unknown_pledge_is_a_warning_with_the_nearest(book: SmallBook) -> None:
    assert "no pledge has the id 'konp-pred-30bn-cuts'; nearest: konp-pred-30bn-cut" in (
        book.warnings
    )
    assert book.warnings.count("WARNING") == 1
    assert plain(book.html("outcomes/probe")).count("Status on") == 1


def test_the_chapter_tells_of_each_side_and_types_no_status() -> None:
    ids = asked()
    assert len(ids) == len(set(ids))
    assert {id.partition("-")[0] for id in ids} == {"konp", "lab17", "con17", "nhse"}
    prose = re.sub(r"```.*?```", "", CHAPTER.read_text(encoding="utf-8"), flags=re.S).lower()
    for word in ("borne out", "not delivered", "delivered late", "no result found", "not tested"):
        assert word not in prose


def test_the_chapter_leaves_out_no_prediction_or_claim() -> None:
    view = tracker.on(tracker.history(REGISTER), DAY)
    predictions = set(view[view["class"] == "prediction"]["pledge"])
    assert predictions <= set(asked())


def test_what_each_case_says_has_both_sides() -> None:
    chapter = CHAPTER.read_text(encoding="utf-8")
    for section in re.split(r"^## ", chapter, flags=re.M)[1:]:
        if "**What came.**" in section or "**What the rules were.**" in section:
            assert "**Fairest reading.**" in section, section[:40]
            assert "**Best rebuttal.**" in section, section[:40]
            assert "```{status}" in section, section[:40]


def test_no_quotation_stands_without_a_source_after_it() -> None:
    prose = re.sub(r"```.*?```", "", CHAPTER.read_text(encoding="utf-8"), flags=re.S)
    for line in prose.splitlines():
        for quoted in re.finditer(r"\"[^\"]+\"", line):
            assert "{src}" in line[quoted.end() :], quoted[0]


def test_the_page_follows_the_tables_behind_a_status(book: SmallBook) -> None:
    followed = {Path(name).name for name in book.app.env.dependencies["outcomes/probe"]}
    assert {f"{name}.csv" for name in statuses.TABLES} <= followed
