"""Pages written from the data: whole without a script, and true to the tables."""

import gzip
import json
import re
from dataclasses import replace
from html import escape, unescape
from pathlib import Path

import pytest

from policy import charts, citation, ledger, tables, text
from policy.book import entries, pages
from policy.entry.known import Chapter, Entry
from policy.entry.told import PLANS
from small_book import SmallBook, build, plain

CHECKS = list(tables.table("checks")["id"])
TERM = str(tables.table("glossary")["term"][0])
PROBE = "# Probe\n\n" + "".join(f"```{{check}} {id}\n```\n\n" for id in CHECKS)
PROBE += f"See {{term}}`{TERM}`.\n"
CITES = """# Of {fig}`money-fyfv-gap-30bn`

It is {fig}`money-fyfv-gap-30bn|bare` and again {fig}`money-fyfv-gap-30bn`.

```python
ledger.value("{fig}`money-stp-nwl`")
```

<!-- {fig}`money-stp-nwl` -->
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    pages = {"probe": PROBE, "arguments/cites": CITES}
    return build(tmp_path_factory.mktemp("pages"), pages)


@pytest.fixture(scope="module")
def rows(book: SmallBook) -> dict[str, str]:
    """The HTML of each row of the ledger by id."""
    found = re.findall(
        r'<tr role="row" id="([^"]*)"(.*?)</tr>', book.html("reference/ledger"), re.S
    )
    return dict(found)


@pytest.fixture(scope="module")
def details(book: SmallBook) -> dict[str, str]:
    """The HTML of each row's details by id, as the page fetches them."""
    script = (book.folder / "html" / "ledger" / "details.js").read_text(encoding="utf-8")
    return json.loads(script.removeprefix("window.policyEntries = ").removesuffix(";\n"))


def test_the_pages_build_without_a_warning(book: SmallBook) -> None:
    assert book.warnings == ""


def test_the_ledger_shows_each_figure_with_hedge_statement_and_who(rows: dict[str, str]) -> None:
    assert list(rows) == [figure.id for figure in ledger.figures()]
    for figure in ledger.figures():
        words = plain(rows[figure.id])
        for part in (text.show(figure), text.resolve(figure.statement), figure.actor):
            assert " ".join(part.split()) in words.replace(" ,", ",").replace(" .", ".")


def cells(row: str) -> list[str]:
    """The words of a row's cells after its number."""
    return [plain(cell) for cell in re.findall(r'<td role="cell">(.*?)</td>', row, re.S)]


def test_a_row_says_at_a_glance_what_kind_of_number_it_is(rows: dict[str, str]) -> None:
    assert cells(rows["money-fyfv-gap-30bn"])[3] == "gap; projection, high"
    assert cells(rows["money-konp-30bn-cut"])[3] == "change; claim, high"


def test_each_row_says_what_the_filters_ask(rows: dict[str, str]) -> None:
    for figure in ledger.figures():
        said = dict(re.findall(r'data-(plan|nature|year|confidence)="([^"]*)"', rows[figure.id]))
        assert said["plan"] == figure.plan
        assert cells(rows[figure.id])[1] == (figure.actor or "This book")
        assert said["nature"] == figure.nature
        assert said["confidence"] == figure.confidence
        year = re.search(r"\d{4}", figure.when or figure.period)
        assert year is None or year[0] in said["year"].split()


def test_each_filter_offers_exactly_what_the_rows_have(
    book: SmallBook, rows: dict[str, str]
) -> None:
    html = book.html("reference/ledger")
    for name in ("plan", "actor", "nature", "confidence", "year"):
        (select,) = re.findall(rf'<select name="{name}">(.*?)</select>', html, re.S)
        offered = {unescape(value) for value in re.findall(r'value="([^"]+)"', select)}
        if name == "actor":
            have = {cells(row)[1] for row in rows.values()}
        else:
            values = (re.search(rf'data-{name}="([^"]*)"', row) for row in rows.values())
            have = {unescape(match[1]) for match in values if match}
        if name == "year":
            have = {year for years in have for year in years.split()}
        assert have <= offered
        assert name in ("plan", "confidence") or offered == have


def test_filters_wait_hidden_for_their_script(book: SmallBook) -> None:
    assert re.search(r'<form class="ledger-filters"[^>]* hidden>', book.html("reference/ledger"))
    assert "ledger.js" in book.title_and_body("reference/ledger")
    assert "ledger.js" not in book.title_and_body("probe")


def test_every_link_within_the_reference_pages_has_its_target(
    book: SmallBook, details: dict[str, str]
) -> None:
    ledger_page, sources_page = book.html("reference/ledger"), book.html("reference/sources")
    rows, keys = (set(re.findall(r' id="([^"]*)"', page)) for page in (ledger_page, sources_page))
    assert set(re.findall(r'href="\.\./reference/sources\.html#([^"]*)"', ledger_page)) <= keys
    assert set(
        re.findall(
            r'class="ledger-source"><a href="\.\./reference/sources\.html#([^"]*)"', ledger_page
        )
    )
    assert set(re.findall(r'<a href="#([^"]*)"', ledger_page)) <= rows
    for told in details.values():
        assert set(re.findall(r'<a href="#([^"]*)"', told)) <= rows
        assert set(re.findall(r'href="\.\./reference/sources\.html#([^"]*)"', told)) <= keys
    assert set(re.findall(r'href="ledger\.html#([^"]*)"', sources_page)) <= rows


def test_a_row_has_working_inputs_and_uses(details: dict[str, str]) -> None:
    derived = next(f for f in ledger.figures() if f.working and "deflator:" in " ".join(f.inputs))
    words = plain(details[derived.id])
    assert derived.working in words
    assert "price index" in words
    for name in derived.inputs:
        if not name.startswith("deflator:"):
            assert f'href="#{name}"' in details[derived.id]
            assert f'href="#{derived.id}"' in details[name]


def test_a_chain_can_be_walked_both_ways(details: dict[str, str]) -> None:
    for link in tables.table("chains").itertuples():
        assert f'href="#{link.repeats}"' in told(details[str(link.figure)])["Repeats"]
        assert f'href="#{link.figure}"' in told(details[str(link.repeats)])["Repeated by"]
        assert text.resolve(str(link.drift)) in bare(
            told(details[str(link.repeats)])["Repeated by"]
        )


def bare(html: str) -> str:
    """HTML without its tags, where a tag is no space."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def told(row: str) -> dict[str, str]:
    """The HTML of a row's details by label."""
    return dict(re.findall(r"<dt>(.*?)</dt>\s*(<dd.*?</dd>)(?=\s*<dt>|\s*</dl>)", row, re.S))


def test_a_row_names_the_charts_that_plot_it(details: dict[str, str]) -> None:
    plotted = {id: charts.get(id) for id in charts.registry()}
    named = 0
    for figure in ledger.figures():
        said = told(details[figure.id]).get("In charts", "")
        linked = set(re.findall(r'href="\.\./charts/([^"]*)/index\.html"', said))
        assert linked == {
            id
            for id, chart in plotted.items()
            if figure.id in list(chart.table.get("ledger_id", ()))
        }
        assert all(plotted[id].title in plain(said) for id in linked)
        named += len(linked)
    assert named > 10


def test_a_row_names_the_chapters_that_cite_it(details: dict[str, str]) -> None:
    said = told(details["money-fyfv-gap-30bn"])["In chapters"]
    assert re.findall(r'href="([^"]*)">([^<]*)</a>', said) == [
        ("../arguments/cites.html", "Of nearly £30bn"),
        ("../probe.html", "Probe"),
    ]
    # In code and in comments a figure is not cited.
    assert "In chapters" not in told(details["money-stp-nwl"])


def test_a_row_shows_its_check_and_where_the_whole_of_it_stands(details: dict[str, str]) -> None:
    for id in CHECKS:
        check = ledger.check(id)
        said = details[check.figure]
        assert f'href="../probe.html#check-{id}"' in said
        assert text.resolve(check.finding) in bare(said)


def test_the_ledger_stays_small_enough_to_be_sent(book: SmallBook) -> None:
    page = book.title_and_body("reference/ledger").encode()
    assert len(gzip.compress(page, 6)) < 90_000  # the theme adds more than that


def test_entries_follow_chapters_even_if_the_table_need_not(tmp_path: Path) -> None:
    home = "# Home\n\n```{toctree}\n:glob:\n*\nreference/*\n```\n"
    pages = {"index": home, "one": "# One\n\nNothing.\n", "two": "# Two\n\nNothing.\n"}
    page = tmp_path / "html" / "ledger" / "money-fyfv-gap-30bn" / "index.html"
    build(tmp_path, pages)
    assert "In chapters" not in page.read_text("utf-8")
    cites = "# Cites\n\nIt is {fig}`money-fyfv-gap-30bn`.\n"
    build(tmp_path, pages | {"two": cites})
    assert page.read_text("utf-8").count("../../two.html") == 1
    (tmp_path / "source" / "two.md").unlink()
    del pages["two"]
    build(tmp_path, pages | {"three": cites})
    assert page.read_text("utf-8").count("../../three.html") == 1
    assert "../../two.html" not in page.read_text("utf-8")


def test_each_row_has_its_sentence_to_quote(details: dict[str, str]) -> None:
    for figure in ledger.figures():
        (sentence,) = re.findall(r'<p class="ledger-quotable">(.*?)</p>', details[figure.id], re.S)
        assert unescape(sentence) == text.quotable(figure.id)


def test_words_of_the_data_cannot_become_markup() -> None:
    probe = replace(ledger.figure("money-fyfv-gap-30bn"), actor="<b>A & B</b>", notes="1 < 2")
    cited = Entry(probe, chapters=(Chapter("a", "<i>Title</i>"),))
    places = entries.Places("../../", "../{}/index.html", {"a": "a.html"})
    html = entries.entry_html(cited, places, citation.book())
    for made in (html, entries.ledger_html([probe], places)):
        assert "<i>" not in made
        assert "<b>" not in made
        assert "&lt;b&gt;A &amp; B&lt;/b&gt;" in made
    assert "1 &lt; 2" in html
    assert '<a href="../../a.html">&lt;i&gt;Title&lt;/i&gt;</a>' in html


def test_each_entry_has_a_page_of_its_own(book: SmallBook, details: dict[str, str]) -> None:
    assert list(details) == [figure.id for figure in ledger.figures()]
    for figure in ledger.figures():
        page = (book.folder / "html" / "ledger" / figure.id / "index.html").read_text("utf-8")
        words = plain(page)
        assert text.quotable(figure.id) in words
        assert f"<h1><span>{escape(text.show(figure))}</span>" in page
        for label in ("Confidence", "Plan", "Id"):
            assert f"<dt>{label}</dt>" in page
    page = (book.folder / "html" / "ledger" / "gap-from-parts" / "index.html").read_text("utf-8")
    assert 'href="../money-gap-flat-108/index.html"' in page
    assert 'href="../../reference/ledger.html#gap-from-parts"' in page


def test_pages_follow_the_files_they_are_written_with(book: SmallBook) -> None:
    for page in ("ledger", "sources"):
        followed = {Path(name).name for name in book.app.env.dependencies[f"reference/{page}"]}
        assert {f"{page}.html", "figures.csv", "sources.bib"} <= followed
    assert any("glossary.csv" in name for name in book.app.env.dependencies["reference/glossary"])


def test_each_source_stands_once_under_its_kind(book: SmallBook) -> None:
    html = book.html("reference/sources")
    groups = re.split(r'<section id="kind-', html)[1:]
    shown = {
        key: group.split('"')[0]
        for group in groups
        for key in re.findall(r'<li id="([^"]*)"', group)
    }
    assert shown == {key: source.kind for key, source in tables.sources().items()}
    assert len(re.findall(r"<li id=", html)) == len(shown)


def test_a_copy_that_was_read_is_named_as_one(book: SmallBook) -> None:
    html = book.html("reference/sources")
    entries = dict(re.findall(r'<li id="([^"]*)">(.*?)</li>', html, re.S))
    for key, source in tables.sources().items():
        entry = entries[key]
        assert ("Publisher's page" in unescape(entry)) == bool(source.link)
        copy = bool(source.seen_at) and source.seen_at != source.link
        assert ("Copy that was read, not the publisher's own" in unescape(entry)) == copy
        resting = [f.id for f in ledger.figures() if f.source == key]
        assert re.findall(r'ledger\.html#([^"]*)"', entry) == resting


def test_terms_can_be_linked_and_all_are_there(book: SmallBook) -> None:
    assert re.search(
        r'<a class="reference internal" href="reference/glossary.html#term-', book.html("probe")
    )
    words = plain(book.html("reference/glossary"))
    for row in tables.table("glossary").itertuples():
        assert str(row.term) in unescape(words).replace("\u2019", "'")


def boxes(book: SmallBook) -> dict[str, str]:
    """The HTML of each check box by the check's id."""
    parts = re.split(r'<div class="check admonition" id="check-', book.html("probe"))[1:]
    return {part.split('"')[0]: part for part in parts}


def test_each_check_answers_every_question(book: SmallBook) -> None:
    found = boxes(book)
    assert list(found) == CHECKS
    for id, html in found.items():
        questions = re.findall(r"<dt>(.*?)</dt>", html)
        assert questions == [
            "Is the arithmetic right?",
            "Is the source found?",
            "Does the premise hold?",
            "What we find",
            "Fairest version",
            "Best case",
            "Best rebuttal",
        ]
        check = ledger.check(id)
        assert f'data-fig="{check.figure}"' in html
        for derivation in check.derivations:
            assert f'data-fig="{derivation}"' in html
            assert ledger.figure(derivation).working in plain(html)
        for key in (*check.best_case_sources, *check.best_rebuttal_sources):
            assert f'href="reference/sources.html#{key}"' in html
        assert plain(html).count("none found") == (not check.best_case_sources) + (
            not check.best_rebuttal_sources
        )


def test_every_answer_in_the_vocabulary_has_words() -> None:
    package = json.loads((tables.DATA / "datapackage.json").read_text(encoding="utf-8"))
    fields = {
        (resource["name"], field["name"]): field.get("constraints", {}).get("enum", [])
        for resource in package["resources"]
        for field in resource.get("schema", {}).get("fields", [])
    }
    assert set(pages.ARITHMETIC) == set(fields["checks", "arithmetic"])
    assert set(pages.SOURCE_FOUND) == set(fields["checks", "source_found"])
    assert set(pages.PREMISE) == set(fields["checks", "premise"])
    assert set(PLANS) == set(fields["figures", "plan"])
    assert {source.kind for source in tables.sources().values()} <= set(pages.KINDS)


def test_an_unknown_check_warns_with_line_and_nearest(tmp_path: Path) -> None:
    wrong = f"# Wrong\n\n```{{check}} {CHECKS[0]}x\n```\n"
    warnings = build(tmp_path, {"wrong": wrong}).warnings
    assert re.search(
        rf"wrong\.md:3: WARNING: no check has the id '{CHECKS[0]}x'; nearest: {CHECKS[0]}", warnings
    )
