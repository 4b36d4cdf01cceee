"""Which chapters run, and what is said when one fails."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from jupyter_cache import get_cache

from policy import tables
from policy.export import execute

HEAD = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

"""


def chapter(root: Path, name: str, *cells: str, text: str = "# Title") -> Path:
    file = root / "chapters" / f"{name}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    code = "\n\n".join(f"```{{code-cell}} python\n{cell}\n```" for cell in cells)
    file.write_text(f"{HEAD}{text}\n\n{code}\n", encoding="utf-8")
    return file


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "_build").mkdir()
    return tmp_path


Ran = Callable[[], list[str]]


@pytest.fixture
def ran(small: Path) -> Ran:
    """Brings the small book up to date and names the chapters that ran."""

    def update() -> list[str]:
        said: list[str] = []
        execute.update(small / "_build", said.append, small)
        return sorted(line.split()[1] for line in said)

    return update


def outputs(root: Path, name: str) -> list[str]:
    """The text shown by each code cell of a chapter, from the cache."""
    (found,) = (each for each in execute.chapters(root) if each.name == name)
    cells = execute.executed(root / "_build", found.notebook).cells
    shown = [cell.outputs for cell in cells if cell.cell_type == "code"]
    return ["".join(o.get("text") or o["data"]["text/plain"] for o in each) for each in shown]


def test_a_chapter_runs_once_and_again_when_its_cells_change(small: Path, ran: Ran) -> None:
    chapter(small, "one", "1 + 1")
    chapter(small, "part/two", "2 + 2")
    assert ran() == ["one", "part/two"]
    assert outputs(small, "one") == ["2"]
    assert ran() == []
    chapter(small, "part/two", "2 + 3")
    assert ran() == ["part/two"]
    assert outputs(small, "part/two") == ["5"]


def test_prose_alone_runs_nothing(small: Path, ran: Ran) -> None:
    chapter(small, "one", "1 + 1", text="# A title")
    ran()
    chapter(small, "one", "1 + 1", text="# Another title, and *more*")
    assert ran() == []


def test_a_chapter_follows_the_tables_it_read_and_no_others(
    small: Path, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    chapter(small, "reads", "from policy import tables\nlen(tables.table('glossary'))")
    chapter(small, "reads-not", "'nothing'")
    assert ran() == ["reads", "reads-not"]
    record = json.loads((small / "_build" / "executed.json").read_text())
    assert sorted(entry["tables"] for entry in record.values()) == [[], ["glossary"]]

    real = execute._digest
    changed = tables.path("glossary")
    monkeypatch.setattr(execute, "_digest", lambda f: "other" if f == changed else real(f))
    assert ran() == ["reads"]
    monkeypatch.setattr(
        execute, "_digest", lambda f: "new" if f == tables.path("chains") else real(f)
    )
    assert ran() == ["reads"]  # back to what the file holds; chains concern nobody
    assert ran() == []


def test_code_and_lock_concern_every_chapter(small: Path, ran: Ran) -> None:
    chapter(small, "one", "1")
    chapter(small, "two", "2")
    ran()
    (small / "requirements.txt").write_text("pandas==3.0\n")
    assert ran() == ["one", "two"]
    module = small / "src" / "policy" / "new.py"
    module.parent.mkdir(parents=True)
    module.write_text("x = 1\n")
    assert ran() == ["one", "two"]
    assert ran() == []


def test_chapters_share_a_kernel_and_nothing_else(small: Path, ran: Ran) -> None:
    look = "('left' in globals(), 'policy.tables' in __import__('sys').modules, {})"
    leave = "left = True\nfrom policy import tables\ntables.table('glossary')\n"
    for number in range(4):
        chapter(small, f"c{number}", look.format(number), f"{leave}{number}")
    ran()
    for number in range(4):
        assert outputs(small, f"c{number}")[0] == f"(False, False, {number})"


def test_cells_run_in_their_chapters_folder_and_count_from_one(small: Path, ran: Ran) -> None:
    for name in ("a/one", "b/two", "b/three"):
        chapter(small, name, f"import pathlib; (pathlib.Path.cwd().name, {name!r})", "2")
    ran()
    for name in ("a/one", "b/two", "b/three"):
        assert outputs(small, name)[0] == repr((name[0], name))
    for each in execute.chapters(small):
        cells = execute.executed(small / "_build", each.notebook).cells
        counts = [cell.execution_count for cell in cells if cell.cell_type == "code"]
        assert counts == [1, 2]


def test_same_cells_in_two_chapters_run_once(small: Path, ran: Ran) -> None:
    chapter(small, "one", "6 * 7")
    chapter(small, "two", "6 * 7", text="# Other prose")
    assert len(ran()) == 1
    assert outputs(small, "one") == outputs(small, "two") == ["42"]
    assert ran() == []


def test_results_of_a_removed_chapter_leave_the_cache(small: Path, ran: Ran) -> None:
    chapter(small, "one", "1")
    file = chapter(small, "two", "2")
    ran()
    file.unlink()
    ran()
    assert len(get_cache(small / "_build" / ".jupyter_cache").list_cache_records()) == 1


@pytest.mark.parametrize("text", ["", "[1, 2]", '{"x": {}}', '{"a": '])
def test_a_damaged_record_means_running_again(small: Path, ran: Ran, text: str) -> None:
    chapter(small, "one", "1")
    ran()
    (small / "_build" / "executed.json").write_text(text)
    assert ran() == ["one"]


def test_an_error_names_chapter_line_cell_and_cause(small: Path, ran: Ran) -> None:
    chapter(small, "good", "1")
    chapter(small, "part/bad", "fine = 1", "fine + missing")
    chapter(small, "bad-too", "int('x')")
    with pytest.raises(execute.ChapterError) as caught:
        ran()
    assert sorted(caught.value.messages) == [
        "chapters/bad-too.md line 15, code cell 1: ValueError: "
        "invalid literal for int() with base 10: 'x'",
        "chapters/part/bad.md line 19, code cell 2: NameError: name 'missing' is not defined",
    ]
    with pytest.raises(execute.ChapterError):
        ran()  # a failure is not remembered as a result
    chapter(small, "part/bad", "fine = 1", "fine + 1")
    chapter(small, "bad-too", "int('1')")
    assert ran() == ["bad-too", "part/bad"]


def test_a_stale_result_goes_before_its_chapter_fails(small: Path, ran: Ran) -> None:
    file = small / "state.txt"
    chapter(small, "one", f"assert not __import__('os').path.exists({str(file)!r})\n'shown'")
    ran()
    file.touch()
    (small / "requirements.txt").write_text("changed\n")
    with pytest.raises(execute.ChapterError):
        ran()
    with pytest.raises(KeyError):
        outputs(small, "one")


def test_a_cell_that_never_ends(small: Path, ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execute, "CELL_SECONDS", 1)
    chapter(small, "slow", "import time; time.sleep(60)")
    with pytest.raises(execute.ChapterError, match="code cell 1: took longer than 1 seconds"):
        ran()


def test_a_process_that_ends_fails_its_chapter_alone(small: Path, ran: Ran) -> None:
    chapter(small, "a-dies", "import os; os._exit(3)")
    for number in range(3):
        chapter(small, f"lives-{number}", str(number))
    with pytest.raises(execute.ChapterError) as caught:
        ran()
    (message,) = caught.value.messages
    assert "a-dies" in message and "ended" in message
    assert outputs(small, "lives-2") == ["2"]


def test_what_is_printed_with_a_pause_is_one_output(small: Path, ran: Ran) -> None:
    pause = "print('a', flush=True); __import__('time').sleep(0.5); print('b', flush=True)"
    chapter(small, "one", pause)
    ran()
    (found,) = execute.chapters(small)
    (cell,) = (
        each
        for each in execute.executed(small / "_build", found.notebook).cells
        if each.cell_type == "code"
    )
    assert [output["text"] for output in cell.outputs] == ["a\nb\n"]
