"""Pages are read again when what they were made from differs, whatever the file times say."""

import os
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace


class Book:
    """A Sphinx project of three pages, one of which includes a file."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "pages").mkdir()
        self.data = root / "data.txt"
        self.data.write_text("thirty")
        self.page("index", "Index\n=====\n\n.. toctree::\n\n   uses\n   plain\n")
        self.page("uses", "Uses\n====\n\n.. include:: ../data.txt\n")
        self.page("plain", "Plain\n=====\n\nNothing.\n")

    def page(self, name: str, text: str) -> None:
        (self.root / "pages" / f"{name}.rst").write_text(text)

    def build(self, **keys: str) -> set[str]:
        """Build with these chapter keys and return the pages that were read."""
        read: set[str] = set()
        with docutils_namespace():
            app = Sphinx(
                self.root / "pages",
                None,
                self.root / "html",
                self.root / "trees",
                "html",
                confoverrides={
                    "extensions": ["policy.book.freshness"],
                    "policy_chapter_keys": keys,
                },
                status=None,
                warningiserror=True,
            )
            app.connect("source-read", lambda app, name, source: read.add(name))
            app.build()
        return read

    def shown(self, name: str) -> str:
        return (self.root / "html" / f"{name}.html").read_text()


@pytest.fixture
def small(tmp_path: Path) -> Book:
    made = Book(tmp_path)
    assert made.build() == {"index", "uses", "plain"}
    return made


def test_nothing_is_read_twice(small: Book) -> None:
    assert small.build() == set()


def test_an_included_file_put_back_with_an_old_time(small: Book) -> None:
    small.data.write_text("thirty-one")
    os.utime(small.data, (0, 0))
    assert small.build() == {"uses"}
    assert "thirty-one" in small.shown("uses")
    assert small.build() == set()


def test_a_page_put_back_with_an_old_time(small: Book) -> None:
    small.page("plain", "Plain\n=====\n\nSomething.\n")
    os.utime(small.root / "pages" / "plain.rst", (0, 0))
    assert small.build() == {"plain"}


def test_cells_that_gave_another_result(small: Book) -> None:
    assert small.build(plain="one") == {"plain"}
    assert small.build(plain="one") == set()
    assert small.build(plain="two") == {"plain"}


def test_a_file_that_is_gone_is_missed(small: Book) -> None:
    small.page("uses", "Uses\n====\n\nNo more.\n")
    small.build()
    small.data.unlink()
    assert small.build() == set()
    small.page("uses", "Uses\n====\n\n.. include:: ../data.txt\n")
    small.data.write_text("back")
    small.build()
    small.data.unlink()
    with pytest.raises(Exception, match=r"data\.txt"):
        small.build()
