"""Citations: readable, parsable by reference managers, and without an invented address."""

from datetime import date
from pathlib import Path

import pytest
from pybtex.database import parse_string

from policy import citation
from policy.citation import Book, Cited

BOOK = Book("A book", "Three Plans contributors", "0.1.0", date(2026, 11, 2))
HOSTED = Book("A book", "Three Plans contributors", "0.1.0", date(2026, 11, 2), "https://x.org/b")
ITEM = Cited("a-chart", "50% of £5bn & {more}_#1 ~ $x^2 \\ y", "0123456789abcdef" * 4)


def test_plain_names_version_date_chart_and_content() -> None:
    said = citation.plain(ITEM, BOOK)
    for part in ("(2026)", "version 0.1.0", "2 November 2026", "chart a-chart", "0123456789ab."):
        assert part in said
    assert "0123456789abc" not in said


def test_no_address_is_invented() -> None:
    every = [f(ITEM, BOOK) for f in (citation.plain, citation.bibtex, citation.ris)]
    assert "http" not in "".join(every)
    assert citation.address(ITEM, BOOK) == ""
    assert citation.embed(ITEM, BOOK, 400) == ""


def test_an_address_is_given_everywhere_once_the_book_has_one() -> None:
    where = "https://x.org/b/charts/a-chart/"
    for f in (citation.plain, citation.bibtex, citation.ris):
        assert where in f(ITEM, HOSTED)
    assert f'src="{where}embed.html"' in citation.embed(ITEM, HOSTED, 400)


def test_embed_code_survives_quotes_in_a_title() -> None:
    item = Cited("a-chart", 'The "gap"', ITEM.digest)
    assert 'title="The &quot;gap&quot;"' in citation.embed(item, HOSTED, 400)


def test_bibtex_is_parsed_with_every_special_sign_escaped() -> None:
    entry = parse_string(citation.bibtex(ITEM, HOSTED), "bibtex").entries
    fields = entry["three-plans-a-chart-0123456789ab"].fields
    title = r"50\% of \pounds{}5bn \& \{more\}\_\#1 \textasciitilde{} "
    assert fields["title"] == "{" + title + r"\$x\textasciicircum{}2 \textbackslash{} y}"
    assert fields["url"] == "https://x.org/b/charts/a-chart/"
    assert fields["year"] == "2026"


def test_ris_has_the_lines_the_format_asks_for() -> None:
    lines = citation.ris(ITEM, HOSTED).split("\r\n")
    assert lines[0] == "TY  - FIGURE"
    assert lines[-2:] == ["ER  - ", ""]
    assert "UR  - https://x.org/b/charts/a-chart/" in lines
    assert "DA  - 2026/11/02" in lines
    assert all(line[2:6] == "  - " for line in lines[:-1])


def cff(folder: Path, extra: str = "") -> None:
    (folder / "CITATION.cff").write_text(
        'title: "A book"\nauthors:\n  - name: "Us"\nversion: 0.1.0\n' + extra, encoding="utf-8"
    )


def test_the_book_comes_from_its_own_files(tmp_path: Path) -> None:
    cff(tmp_path, "date-released: 2026-11-02\n")
    (tmp_path / "_config.yml").write_text(
        'sphinx:\n  config:\n    policy_base_url: "https://x.org/b/"\n', encoding="utf-8"
    )
    assert citation.book(tmp_path) == Book(
        "A book", "Us", "0.1.0", date(2026, 11, 2), HOSTED.base_url
    )


@pytest.mark.parametrize("config", [None, "", "sphinx:\n", "sphinx:\n  config:\n"])
def test_without_the_setting_the_book_has_no_address(tmp_path: Path, config: str | None) -> None:
    cff(tmp_path, "date-released: 2026-11-02\n")
    if config is not None:
        (tmp_path / "_config.yml").write_text(config, encoding="utf-8")
    assert citation.book(tmp_path).base_url == ""


def test_an_address_without_a_scheme_is_refused(tmp_path: Path) -> None:
    cff(tmp_path, "date-released: 2026-11-02\n")
    (tmp_path / "_config.yml").write_text(
        "sphinx:\n  config:\n    policy_base_url: x.org\n", encoding="utf-8"
    )
    with pytest.raises(citation.CitationError, match="policy_base_url must start with"):
        citation.book(tmp_path)


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    cff(tmp_path)
    with pytest.raises(citation.CitationError, match="date-released"):
        citation.book(tmp_path)
