"""The lint: what it catches, what it lets pass, and that the book itself passes."""

import csv
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plain_figure import PLAIN
from policy import ledger, lint, tables, text
from policy.lint import TextFault

GAP = replace(PLAIN, id="gap", value=30.0, hedge="nearly")
SHARE = replace(PLAIN, id="share", value=25.21, unit="percent", places=1, working="a / b")
LOSS = replace(PLAIN, id="loss", value=-2447.0, unit="gbp-m")
RANGE = replace(PLAIN, id="range", low=5.0, high=10.0)
SITES = replace(PLAIN, id="sites", value=46.0, unit="sites")
FIGURES = (GAP, SHARE, LOSS, RANGE, SITES)


def said(prose: str, own: ledger.Figure | None = None) -> list[str]:
    return [each.said for each in lint.findings(prose, FIGURES, own)]


def chapter(words: str) -> list[str]:
    known = (["a-2017-b"], ["check-one"], ["made-one", "made-two"])
    found = lint.chapter_faults("chapters/probe.md", words, FIGURES, *known)
    return [str(fault) for fault in found]


@pytest.mark.parametrize(
    ("prose", "number"),
    [
        ("a gap of £30bn a year", "£30bn"),
        ("a gap of £30 billion a year", "£30 billion"),
        ("all 46 sites", "46"),
        ("the 44-plan programme", "44"),
        ("a fall of -3.5% since", "3.5%"),
        ("25 per cent of it", "25 per cent"),
        ("the 6th largest", "6th"),
        ("between £5bn and more", "£5bn"),
        ("about £2000 each", "£2000"),
        ("some 1,948 beds", "1,948"),
        ("2017% of it", "2017%"),
        ("2.4 of them", "2.4"),
        ("forty-four plans", "forty-four"),
        ("Twelve bodies", "Twelve"),
        ("a dozen bodies", "dozen"),
        ("thousands of beds", "thousands"),
        ("the twentieth plan", "twentieth"),
        ("3 plans", "3"),
    ],
)
def test_a_naked_number_is_found(prose: str, number: str) -> None:
    assert said(prose) == [number]


@pytest.mark.parametrize(
    "prose",
    [
        "In 2017 and the 1990s, and by 2020/21 or 2015-16 or 2015\u201316.",
        "On 3 May 2017, in May 2017, from 3 to 5 May, on 2017-05-03.",
        "Presented as Bill 37 under section 75, clauses 1 to 4 and Schedule 2.",
        "HC 887, para 3; Cm 9365, pages 12-14; ch. 4; p. 7; paragraph 12(a).",
        "The Act 2012 c. 7 and version 3.11 under CC BY 4.0.",
        "COVID-19, the G7 and NHS 111, by 38 Degrees, 24/7.",
        "One of three plans, the sixth economy, ten bodies, the first and the second.",
        "A {fig:gap} or {fig:gap|bare} and {fig:range|low}.",
    ],
)
def test_names_dates_and_small_words_are_allowed(prose: str) -> None:
    assert said(prose) == []


@pytest.mark.parametrize(
    ("own", "statement"),
    [
        (GAP, "It put the gap at nearly £30bn, or £30 billion."),
        (GAP, "It put the gap at £30,000 million."),
        (SHARE, "It is 25.2% of the total."),
        (LOSS, "A deficit of £2,447m in 2015/16."),
        (LOSS, "A deficit of £2.447bn in 2015/16."),
        (RANGE, "Between £5bn and £10bn a year."),
        (SITES, "It counts forty-six sites, that is 46."),
    ],
)
def test_a_statement_may_hold_its_own_number(own: ledger.Figure, statement: str) -> None:
    assert said(statement, own) == []


@pytest.mark.parametrize(
    ("own", "statement", "number"),
    [
        (GAP, "It put the gap at nearly £22bn.", "£22bn"),
        (GAP, "It put the gap at nearly £30m.", "£30m"),
        (GAP, "It put the gap at nearly 30.", "30"),
        (SHARE, "It is 25.21% of the total.", "25.21%"),
        (SITES, "It counts forty-seven sites.", "forty-seven"),
        (SITES, "It counts dozens of sites.", "dozens"),
    ],
)
def test_a_statement_may_hold_no_other_number(
    own: ledger.Figure, statement: str, number: str
) -> None:
    assert said(statement, own) == [number]


amounts = st.integers(1, 10**8).map(lambda whole: whole / 100)


@given(amounts, st.sampled_from(["gbp-bn", "gbp-m", "gbp", "percent", "sites"]))
def test_whatever_a_figure_shows_is_its_own_number(value: float, unit: str) -> None:
    figure = replace(PLAIN, value=-value, unit=unit)
    shown = text.show(figure, "number").replace("\u2212", "")
    assert lint.equals(shown, figure)
    assert not lint.equals(shown, replace(figure, value=value * 2))


def test_the_nearest_figure_is_named() -> None:
    (fault,) = chapter("One\n\ntwo £30bn\n")
    assert fault == "chapters/probe.md:3: '£30bn' is not written as a figure; nearest: gap"


@pytest.mark.parametrize("mark", ["\u201c{}\u201d", '"{}"', "\u2018{}\u2019", '"one\n{}"'])
def test_long_quotations_are_found_and_short_ones_are_not(mark: str) -> None:
    words = "word " * lint.LONGEST_QUOTATION
    (fault,) = chapter(f"He said {mark.format(words + 'more')} then.")
    assert "a quotation of at most" in fault
    short = "word " * (lint.LONGEST_QUOTATION - 1)
    assert chapter(f"He said {mark.format(short.strip())} then.") == []


def test_apostrophes_are_no_quotation_marks() -> None:
    prose = "the trusts\u2019 plans and a long line of words that runs on to the bodies\u2019 money"
    assert chapter(prose) == []


@pytest.mark.parametrize(
    "word", ["slashed", "Savage", "swingeing", "only", "best", "worst", "failed", "admitted"]
)
def test_loaded_words_are_found_outside_quotations(word: str) -> None:
    (fault,) = chapter(f"They {word} it.")
    assert f"'{word}' is not a neutral word" in fault
    assert chapter(f'They called it "{word}" then.') == []


def test_best_case_and_names_of_forms_are_neutral() -> None:
    assert chapter("**Its best case.** The best rebuttal. Inflation-only, a read-only file.") == []


@pytest.mark.parametrize(
    "markup",
    [
        "---\ntitle: 44\n---\n\ntext",
        "```{code-cell} python\n:tags: [x]\n\nx = 44\n```",
        "```\n44\n```",
        "~~~python\n44\n~~~",
        "````\n```\n44\n```\n````",
        "<!-- 44\n44 -->",
        "% 44",
        "(target-44)=\n# Head",
        "a `44` and ``4`4`` code",
        "{fig}`gap` and {fig}`gap|bare` and {calc}`share` and {src}`a-2017-b`",
        "{doc}`seen 44 times <other>`",
        "[a link](https://example.org/44/(45)#46) and <https://example.org/44>",
        "https://example.org/44",
        "[ref]: https://example.org/44",
        'An <a href="44.html">anchor</a>.',
        "A note[^44].",
        "1. first\n2. second",
        "```{toctree}\nchapter-44\n```",
        "```{note}\n:name: n-44\nno number\n```",
        "```{note}\n---\nname: 44\n---\nno number\n```",
        "```{check} check-one\n```",
        "```{status} made-one made-two\n```",
        "| {fig}`gap\\|bare` |\n|---|",
        ":::{figure} picture-44.svg\nA caption.\n:::",
    ],
)
def test_what_is_not_prose_is_not_read(markup: str) -> None:
    assert chapter(markup) == []


@pytest.mark.parametrize(
    ("markup", "line"),
    [
        ("# A head of 46", 1),
        ("| a | b |\n|---|---|\n| 46 | x |", 3),
        ("- item\n- 46 items", 2),
        ("> quoted 46", 1),
        ("```{note}\nInside 46.\n```", 2),
        ("```{note} Title 46\nInside.\n```", 1),
        (":::{tip}\n:class: x\nInside 46.\n:::", 3),
        ("::::{grid}\n:::{card} C\n46\n:::\n::::", 3),
        ("```python\n1\n```\n\nafter 46", 5),
        ("[46 links](https://example.org)", 1),
        ("**46**", 1),
    ],
)
def test_all_prose_is_read_and_the_line_is_right(markup: str, line: int) -> None:
    (fault,) = chapter(markup)
    assert fault.startswith(f"chapters/probe.md:{line}: '46'")


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("{fig}`gapp`", "'gapp' is not the id of a figure; nearest: gap"),
        ("{fig}`gap|loud`", "'gap|loud' is not a form that this figure has"),
        ("{fig}`gap|range`", "has no low"),
        ("{calc}`gap`", "'gap' is not the id of a derived number"),
        ("{src}`a-2017-c`", "'a-2017-c' is not a key in sources.bib; nearest: a-2017-b"),
        ("```{check} check-two\n```", "'check-two' is not the id of a check; nearest: check-one"),
        ("| {fig}`gap|bare` |\n|---|", "'gap|bare' is not written with \\| in a table"),
        ("```{chain} gapp\n```", "'gapp' is not the id of a figure; nearest: gap"),
        (
            "```{status} made-one made-twoo\n```",
            "'made-twoo' is not the id of a pledge; nearest: made-two",
        ),
    ],
)
def test_unknown_names_are_found(markup: str, reason: str) -> None:
    (fault,) = chapter(f"Some text.\n\n{markup}\n")
    assert fault.startswith("chapters/probe.md:3: ")
    assert reason in fault


def test_marks_in_data_text_are_looked_up() -> None:
    (finding,) = lint.findings("About {fig:gapp}.", FIGURES)
    assert (finding.said, finding.nearest) == ("gapp", "gap")


def test_sentences_in_chart_modules_are_read_and_the_rest_is_not() -> None:
    code = '''"""A module of 44 lines."""


def draw(size):
    """Draw 44 of them."""
    title = "A gap of £30bn that {fig:gap} shows"
    other = f"and {size} in 46 sites"
    style = '<p class="small text" style="44">'
    return "#12436D", "44", "screen and (max-width: 767px)", "Arial"
'''
    found = [(fault.row, fault.value) for fault in lint.module_faults("m.py", code, FIGURES)]
    assert found == [(6, "£30bn"), (7, "46")]


def test_every_fault_of_the_book_is_found_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(tables.DATA, folder)
    break_cell(folder / "checks.csv", "finding", "It is £31.7bn, the worst of all.")
    break_cell(folder / "figures.csv", "statement", "It said £31.7bn once.")
    break_cell(folder / "glossary.csv", "definition", "Some {fig:nothing-like-it-at-all}.")
    chapters = tmp_path / "chapters"
    chapters.mkdir()
    (chapters / "one.md").write_text("# One\n\nA gap of 31.7.\n", encoding="utf-8")
    package = tmp_path / "policy"
    (package / "charts").mkdir(parents=True)
    (package / "charts" / "one.py").write_text('X = "A chart of 31.7 things"\n', encoding="utf-8")
    found = lint.faults(folder, chapters, package)
    mine = [(f.file, f.row, f.column, f.value) for f in found if f.value in MINE]
    assert mine == [
        ("data/figures.csv", 2, "statement", "£31.7bn"),
        ("data/checks.csv", 2, "finding", "£31.7bn"),
        ("data/checks.csv", 2, "finding", "worst"),
        ("data/glossary.csv", 2, "definition", "nothing-like-it-at-all"),
        ("chapters/one.md", 3, None, "31.7"),
        ("src/policy/charts/one.py", 1, None, "31.7"),
    ]


MINE = {"£31.7bn", "31.7", "worst", "nothing-like-it-at-all"}


def break_cell(file: Path, column: str, words: str) -> None:
    """Put other words into one column of the first row."""
    with file.open(newline="", encoding="utf-8") as opened:
        rows = list(csv.reader(opened))
    rows[1][rows[0].index(column)] = words
    with file.open("w", newline="", encoding="utf-8") as opened:
        csv.writer(opened, lineterminator="\n").writerows(rows)


def test_a_broken_derivation_is_one_fault_and_chapters_are_still_read(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(tables.DATA, folder)
    break_cell(folder / "derivations.csv", "inputs", "no-such-figure no-such-figure")
    chapters = tmp_path / "chapters"
    chapters.mkdir()
    (chapters / "one.md").write_text("A gap of 31.7 and {fig}`gap`.\n", encoding="utf-8")
    package = tmp_path / "policy"
    (package / "charts").mkdir(parents=True)
    first, *_, last = lint.faults(folder, chapters, package)
    assert "derivations.csv" in first.file
    assert "no-such-figure" in str(first)
    assert isinstance(last, TextFault)
    assert last.value == "31.7"


def test_the_book_passes() -> None:
    assert [str(fault) for fault in lint.faults()] == []
