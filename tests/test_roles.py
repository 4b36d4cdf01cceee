"""Numbers on pages: links, cards, warnings, and headings that stay clean."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from policy import ledger, tables, text
from policy.book import figures
from small_book import SmallBook, build

GAP = "money-fyfv-gap-30bn"
DERIVED = next(figure.id for figure in ledger.figures() if figure.working)
KEY = next(iter(tables.sources()))
PROBE = f"""# Of {{fig}}`{GAP}`

Text {{fig}}`{GAP}`, bare {{fig}}`{GAP}|bare`, {{calc}}`{DERIVED}` and {{src}}`{KEY}`.

## Under {{fig}}`{DERIVED}`

| a | b |
|---|---|
| {{fig}}`{GAP}\\|bare` | x |

```{{note}}
In a note {{fig}}`{GAP}`.
```
"""
WRONG = """# Wrong

Line three {fig}`money-fyfv-gap-30b`.

Line five {fig}`money-fyfv-gap-30bn|loud`.

Line seven {calc}`money-fyfv-gap-30bn`.

Line nine {src}`no-such-source`.

Line eleven {calc}`no-such-figure`.
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    pages = {"arguments/probe": PROBE, "plain": "# No numbers\n\nNone.\n"}
    return build(tmp_path_factory.mktemp("roles"), pages)


def links(html: str) -> list[tuple[str, str, str]]:
    """Address, figure and words of each number on a page."""
    found = re.findall(r'<a class="fig[^"]*" href="([^"]*)" data-fig="([^"]*)">(.*?)</a>', html)
    return [(href, id, unescape(words)) for href, id, words in found]


def test_the_pages_build_without_a_warning(book: SmallBook) -> None:
    assert book.warnings == ""


def test_each_number_is_a_link_to_its_row_with_its_hedge(book: SmallBook) -> None:
    gap, derived = ledger.figure(GAP), ledger.figure(DERIVED)
    full, bare = text.show(gap), text.show(gap, "bare")
    words = [full, full, bare, derived.working, text.show(derived), bare, full]
    got = links(book.html("arguments/probe"))
    assert [each[2] for each in got] == words
    assert {each[0] for each in got} == {f"../reference/ledger.html#{id}" for id in (GAP, DERIVED)}
    assert all(href.endswith(f"#{id}") for href, id, _ in got)


def test_every_row_that_a_number_leads_to_is_there(book: SmallBook) -> None:
    rows = re.findall(r'<tr role="row" id="([^"]*)"', book.html("reference/ledger"))
    assert rows == [figure.id for figure in ledger.figures()]


def test_a_source_leads_to_its_entry(book: SmallBook) -> None:
    label = tables.sources()[KEY].label
    href = f'href="../reference/sources.html#{KEY}"'
    (words,) = re.findall(rf"<a [^>]*{href}[^>]*>(.*?)</a>", book.html("arguments/probe"))
    assert unescape(words) == label
    assert f'<li id="{KEY}">' in book.html("reference/sources")


def test_headings_carry_the_number_and_nothing_else(book: SmallBook) -> None:
    said = text.show(ledger.figure(GAP))
    whole = book.title_and_body("arguments/probe")
    (title,) = re.findall(r"<title>(.*?) &#8212;", whole)
    assert unescape(title) == f"Of {said}"
    home = book.html("index")
    (entry,) = re.findall(
        r'<a class="reference internal" href="arguments/probe.html">(.*?)</a>', home
    )
    assert unescape(entry) == f"Of {said}"
    contents = whole[whole.index("sphinxsidebar") :]
    assert "data-fig" not in contents
    assert unescape(book.app.env.titles["arguments/probe"].astext()) == f"Of {said}"


def test_search_does_not_index_cards(book: SmallBook) -> None:
    index = (book.folder / "html" / "searchindex.js").read_text(encoding="utf-8")
    assert "fig-cards" not in index
    assert '"confid"' in index  # the stem of a word of the ledger itself, so the index was written


def test_cards_ride_once_a_figure_and_only_where_there_are_numbers(book: SmallBook) -> None:
    assert set(book.cards("arguments/probe")) == {GAP, DERIVED}
    assert book.cards("plain") == {}
    assert "cards.js" in book.title_and_body("arguments/probe")
    assert "cards.js" not in book.title_and_body("plain")


def test_a_card_says_who_what_on_which_basis_and_where_from(book: SmallBook) -> None:
    figure = ledger.figure(GAP)
    card = book.cards("arguments/probe")[GAP]
    rows = dict(card["rows"])
    assert card["said"] == text.show(figure)
    assert card["statement"] == text.resolve(figure.statement)
    assert rows["Who"] == figure.actor
    assert {"Measures", "Basis", "Period", "Where", "Confidence"} <= set(rows)
    assert card["source"]["locator"] == figure.locator
    assert card["source"]["label"] == tables.sources()[figure.source].label
    assert card["row"] == f"../reference/ledger.html#{GAP}"


def test_a_derived_card_has_its_working_and_no_source(book: SmallBook) -> None:
    card = book.cards("arguments/probe")[DERIVED]
    assert dict(card["rows"])["Working"] == ledger.figure(DERIVED).working
    assert "source" not in card


def test_a_checked_claim_carries_its_verdict() -> None:
    checked = tables.table("checks")["figure"][0]
    rows = dict(figures.card(ledger.figure(checked), "l.html", "s.html")["rows"])
    assert re.match(r"Arithmetic: .+\. Source: .+\. Premise: .+\.", rows["Check"])


def test_a_copy_that_was_read_is_never_the_link_of_a_card() -> None:
    copies = {source.seen_at for source in tables.sources().values() if source.seen_at}
    publishers = {source.url for source in tables.sources().values()}
    for figure in ledger.figures():
        card = figures.card(figure, "l.html", "s.html")
        if "source" in card:
            assert card["source"]["at"] not in copies - publishers


def test_no_card_can_close_the_block_it_rides_in() -> None:
    said = {"a": "1 < 2 </script><script>"}
    block = figures.card_block(said)
    inside = block.removeprefix('<script type="application/json" id="fig-cards">')
    inside = inside.strip().removesuffix("</script>")
    assert "<" not in inside
    assert json.loads(inside) == said


def test_unknown_names_warn_with_line_and_nearest(tmp_path: Path) -> None:
    warnings = build(tmp_path, {"wrong": WRONG}).warnings
    for line, reason in (
        (3, f"no figure has the id 'money-fyfv-gap-30b'; nearest: {GAP}"),
        (5, "no form 'loud'"),
        (7, f"figure '{GAP}' is not derived"),
        (9, "no source has the key 'no-such-source'"),
        (11, "no figure has the id 'no-such-figure'"),
    ):
        assert re.search(rf"wrong\.md:{line}: WARNING: {re.escape(reason)}", warnings)
    assert warnings.count("WARNING") == 5


def test_a_page_follows_every_table_its_numbers_come_from(book: SmallBook) -> None:
    followed = {Path(name).name for name in book.app.env.dependencies["arguments/probe"]}
    wanted = {"figures.csv", "derivations.csv", "deflators.csv", "checks.csv", "sources.bib"}
    assert wanted <= followed
    assert book.app.env.dependencies["plain"] == set()
