"""Chains as data and as drawings: in order, whole, and readable as a list."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from policy import ledger, tables, text
from policy.book import chains
from policy.entry import chain
from small_book import SmallBook, build, plain

GAP, CUT, CALL = "money-fyfv-gap-30bn", "money-konp-30bn-cut", "money-cta-2013-30bn"
ENDS = (
    CUT,
    "money-sky-22bn-demand",
    "money-konp-119bn",
    "money-sr15-nhse-2020-21-cumulative",
    "market-konp-claim-5-10bn",
)
"""The chains that the book's arguments need."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> SmallBook:
    words = "# Probe\n\n" + "".join(f"```{{chain}} {id}\n```\n\n" for id in ENDS)
    return build(tmp_path_factory.mktemp("chains"), {"arguments/probe": words})


@pytest.fixture(scope="module")
def drawings(book: SmallBook) -> dict[str, str]:
    """The HTML of each drawing by the figure asked for."""
    parts = re.split(r'<div class="chain docutils container">', book.html("arguments/probe"))
    return dict(zip(ENDS, parts[1:], strict=True))


def ids(id: str) -> list[str]:
    return [step.figure.id for step in chain.steps(id)]


def test_a_chain_goes_back_to_the_first_and_on_to_the_last() -> None:
    assert ids(CUT) == [CALL, GAP, CUT]
    # From the middle it goes both ways, and takes in everybody who took the figure up.
    assert {CALL, GAP, CUT, "money-pac-30bn-gap", "money-sky-22bn-demand"} <= set(ids(GAP))
    assert ids("market-konp-claim-5-10bn")[-1] == "seed-konp-5-10bn-wastes"


@pytest.mark.parametrize("id", sorted(chain.in_chains()))
def test_nothing_stands_before_what_it_repeats(id: str) -> None:
    told = chain.steps(id)
    order = {step.figure.id: place for place, step in enumerate(told)}
    assert id in order
    for step in told:
        assert all(order[link.repeats] < order[step.figure.id] for link in step.links)
    assert {link for step in told for link in step.links} >= set(ledger.chain_of(id))


def test_a_figure_in_no_chain_has_no_steps() -> None:
    assert chain.steps("money-uk-138") == ()
    with pytest.raises(ledger.UnknownFigure, match=f"nearest: {CUT}"):
        chain.steps(f"{CUT}s")


def test_branches_are_those_who_took_up_a_step_and_are_not_in_the_chain() -> None:
    links = chain.branches(chain.steps(CUT))
    assert "money-pac-30bn-gap" in {link.figure for link in links}
    assert {link.repeats for link in links} <= set(ids(CUT))
    assert {link.figure for link in links}.isdisjoint(ids(CUT))


def test_an_end_of_each_disputed_number_is_linked_to_an_earlier_figure() -> None:
    for id in ENDS:
        assert len(chain.steps(id)) > 1


def test_a_link_that_no_source_prints_says_that_it_is_inferred() -> None:
    for link in tables.table("chains").itertuples():
        if "names no source" in str(link.drift):
            assert "inferred" in str(link.drift)


def test_the_pages_build_without_a_warning(book: SmallBook) -> None:
    assert book.warnings == ""


@pytest.mark.parametrize("id", ENDS)
def test_a_drawing_is_an_ordered_list_of_who_said_what(drawings: dict[str, str], id: str) -> None:
    html = drawings[id]
    assert html.count("<ol") == 1
    items = re.findall(r"<li>(.*?)</li>", html, re.S)
    assert len(items) == len(chain.steps(id))
    for item, step in zip(items, chain.steps(id), strict=True):
        words, figure = bare(item), step.figure
        assert f'data-fig="{figure.id}"' in item
        assert f"{text.show(figure)} {figure.actor}" in words
        assert text.resolve(figure.statement) in words
        assert f'href="../reference/sources.html#{figure.source}"' in item
        assert figure.locator in words
        assert item.count("chain-change") == len(step.links)
        for link in step.links:
            assert text.resolve(link.drift) in words
            assert f"{chains.CHANGES[link.drift_kind]}" in words
            # What changed is read before the figure that it led to.
            assert item.index("chain-change") < item.index("chain-step")
            assert f'data-fig="{link.repeats}"' in item
        inferred = sum(chain.is_inferred(link) for link in step.links)
        assert item.count("chain-inferred") == words.count("(link inferred)") == inferred


def bare(html: str) -> str:
    """HTML without its tags, typographic marks as they are typed."""
    words = " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())
    return words.replace("\u2018", "'").replace("\u2019", "'")


def test_a_drawing_names_who_else_took_the_number_up(drawings: dict[str, str]) -> None:
    (others,) = re.findall(r'<p class="chain-others">(.*?)</p>', drawings[CUT], re.S)
    assert 'data-fig="money-pac-30bn-gap"' in others
    assert "Public Accounts Committee" in plain(others)
    assert "chain-others" not in drawings["money-sr15-nhse-2020-21-cumulative"]


def test_numbers_in_a_drawing_have_cards(book: SmallBook) -> None:
    cards = book.cards("arguments/probe")
    assert {step.figure.id for id in ENDS for step in chain.steps(id)} <= cards.keys()


def test_a_chapter_with_a_drawing_cites_the_figures_in_it(book: SmallBook) -> None:
    for id in (CALL, GAP, CUT):
        page = book.folder / "html" / "ledger" / id / "index.html"
        assert "../../arguments/probe.html" in page.read_text(encoding="utf-8")


def test_every_kind_of_change_has_words() -> None:
    package = json.loads((tables.DATA / "datapackage.json").read_text(encoding="utf-8"))
    (table,) = (each for each in package["resources"] if each["name"] == "chains")
    (kind,) = (each for each in table["schema"]["fields"] if each["name"] == "drift_kind")
    assert set(chains.CHANGES) == set(kind["constraints"]["enum"])


def test_a_figure_without_a_chain_warns_with_line_and_nearest(tmp_path: Path) -> None:
    wrong = f"# Wrong\n\n```{{chain}} {CUT}x\n```\n\n```{{chain}} money-uk-138\n```\n"
    warnings = build(tmp_path, {"wrong": wrong}).warnings
    assert f"wrong.md:3: WARNING: no chain has the figure '{CUT}x'; nearest: {CUT}" in warnings
    assert "wrong.md:6: WARNING: no chain has the figure 'money-uk-138'" in warnings
