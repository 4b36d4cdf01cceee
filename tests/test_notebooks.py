"""Chapters as they leave the book: with words for roles, and able to run."""

import json
from pathlib import Path

import nbformat
import pytest

from policy import ledger, tables, text
from policy.export import notebooks

GAP = "money-fyfv-gap-30bn"


def test_roles_become_the_words_of_the_book() -> None:
    derived = next(figure for figure in ledger.figures() if figure.working)
    key, source = next(iter(tables.sources().items()))
    words = notebooks.in_words(
        f"At {{fig}}`{GAP}`, or {{fig}}`{GAP}|bare`: {{calc}}`{derived.id}`. {{src}}`{key}`,"
        " a {term}`gap`, the {term}`other gap <gap>`, and {ref}`here <x>`."
    )
    assert words == (
        f"At {text.show(ledger.figure(GAP))}, or {text.show(ledger.figure(GAP), 'bare')}: "
        f"{derived.working}. {source.label}, a gap, the other gap, and here."
    )


def test_a_form_in_a_cell_of_a_table_is_understood() -> None:
    bare = text.show(ledger.figure(GAP), "bare")
    assert notebooks.in_words(f"| {{fig}}`{GAP}\\|bare` |") == f"| {bare} |"


def test_links_within_the_book_become_text_and_others_stay() -> None:
    words = notebooks.in_words(
        "[Ledger](reference/ledger.md#x), [a page](https://example.org/a.html), ![p](a.png)"
    )
    assert words == "Ledger, [a page](https://example.org/a.html), ![p](a.png)"


def test_directives_become_quotations() -> None:
    words = notebooks.in_words(
        f"Before.\n\n:::{{note}} Mind\n:class: x\nIt is {{fig}}`{GAP}`.\n\nMore.\n:::\n\nAfter."
    )
    shown = text.show(ledger.figure(GAP))
    assert words == f"Before.\n\n> **Mind**\n>\n> It is {shown}.\n>\n> More.\n\nAfter."


def test_code_that_is_shown_stays_as_it_is() -> None:
    shown = "```python\nx = 1\n```\n"
    assert notebooks.in_words(shown) == shown


def test_a_check_says_its_finding() -> None:
    words = notebooks.in_words("```{check} konp-30bn\n```")
    assert text.resolve(ledger.check("konp-30bn").finding) in words.replace("\n> ", "\n")
    assert words.startswith("> **")


def test_a_chain_becomes_its_steps() -> None:
    words = notebooks.in_words("```{chain} money-konp-30bn-cut\n```")
    links = ledger.chain_of("money-konp-30bn-cut")
    assert words.startswith("> **£30bn, Keep Our NHS Public**")
    assert words.count("\n> - ") == len(links) > 1
    assert all(text.resolve(link.drift) in words for link in links)


def test_a_place_that_the_data_fill_says_so() -> None:
    assert "made from the data" in notebooks.in_words("```{which-ten}\n```")


def test_an_unknown_figure_is_an_error() -> None:
    with pytest.raises(ledger.UnknownFigure, match="money-fyfv"):
        notebooks.in_words("{fig}`money-fyfv-gap-30bm`")


def test_downloads_are_valid_notebooks_with_outputs_and_no_roles(built_book: Path) -> None:
    folder = built_book / "notebooks"
    files = sorted(folder.rglob("*.ipynb"))
    assert files
    for file in files:
        notebook = nbformat.read(file, as_version=4)
        nbformat.validate(notebook)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                assert cell.execution_count
            else:
                assert "{fig}" not in cell.source and "{fig:" not in cell.source
        assert "three-plans-chart" not in file.read_text(encoding="utf-8")
        assert file.with_suffix(".md").read_text(encoding="utf-8").startswith("---\njupytext:")
    money = json.loads((folder / "arguments" / "money.ipynb").read_text(encoding="utf-8"))
    outputs = [each for cell in money["cells"] for each in cell.get("outputs", [])]
    assert any("application/vnd.plotly.v1+json" in each.get("data", {}) for each in outputs)
