"""The whole build: what follows a change, what a fault leaves behind, what is always the same."""

import filecmp
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from jupyter_cache import get_cache

from policy.export import build
from repository import copy_of_the_book, policy

OTHER_PLACE = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LC_ALL": "C"}

GAP = "money-fyfv-gap-30bn"
CHART = "gap-and-scenarios"

MEDDLING = """\
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

# A chapter that changes what the book is made from

```{code-cell} python
with open("../data/README.md", "a") as file:
    file.write(" ")
```
"""


def contents(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def book(root: Path) -> dict[str, bytes]:
    return contents(root / "_build" / "html")


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{file.name} no longer holds {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second repository, elsewhere in place and time, with a build of its own."""
    root = copy_of_the_book(tmp_path_factory.mktemp("elsewhere") / "a book with spaces")
    result = policy(root, "build", **OTHER_PLACE)
    assert result.returncode == 0, result.stdout + result.stderr
    return root


@pytest.fixture
def changed(live: Path, tmp_path: Path) -> Iterator[Path]:
    """The live repository, to change: its sources are put back, with their old times."""
    kept = [live / name for name in ("_toc.yml", "chapters", "charts", "data")]
    for path in kept:
        (shutil.copytree if path.is_dir() else shutil.copy2)(path, tmp_path / path.name)
    yield live
    for path in kept:
        if path.is_dir():
            shutil.rmtree(path)
            shutil.copytree(tmp_path / path.name, path)
        else:
            shutil.copy2(tmp_path / path.name, path)


def test_two_clean_builds_are_the_same_bytes(built_repository: Path, live: Path) -> None:
    assert differing(book(built_repository), book(live)) == []


def test_sphinx_ran_no_cell_itself(built_repository: Path) -> None:
    made = built_repository / "_build"
    records = {r.hashkey for r in get_cache(made / ".jupyter_cache").list_cache_records()}
    assert records == set(json.loads((made / "executed.json").read_text()))


def test_a_second_build_waits_and_finds_nothing_to_do(live: Path) -> None:
    before = book(live)
    with FileLock(live / "_build" / ".lock"):
        waiting = subprocess.Popen(
            [sys.executable, "-u", "-m", "policy", "build"],
            cwd=live,
            env={**os.environ, "PYTHONPATH": str(live / "src")},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert waiting.stdout is not None
        assert "Another build is running" in waiting.stdout.readline()
        assert waiting.poll() is None
    rest, _ = waiting.communicate(timeout=600)
    assert waiting.returncode == 0
    (line,) = rest.splitlines()  # no chapter ran, no picture was drawn
    assert str(live / "_build" / "html" / "index.html") in line
    assert all(f"{stage} " in line for stage in ("data", "pictures", "chapters", "pages", "files"))
    assert differing(before, book(live)) == []


def test_one_changed_byte_reaches_prose_chart_table_and_downloads(changed: Path) -> None:
    before = book(changed)
    figures = changed / "data" / "figures.csv"
    (row,) = (line for line in figures.read_text().splitlines() if line.startswith(GAP + ","))
    edit(figures, row, row.replace(",30,", ",31,"))
    times = figures.stat()
    os.utime(figures, (times.st_atime, 0))  # as if put back from an old copy
    result = policy(changed, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    ran = [line.split()[1] for line in result.stdout.splitlines() if "ran " in line]
    assert "arguments/money" in ran and "reference/status-rules" not in ran

    after = book(changed)
    page = after["arguments/money.html"].decode()
    assert set(re.findall(rf'data-fig="{GAP}">([^<]*)<', page)) == {"nearly £31bn", "£31bn"}
    assert "projected gap of nearly £31bn" in page  # the chart's own words, and its table
    assert '<td class="number">31</td>' in page
    assert "nearly £31bn" in after["index.html"].decode()
    assert "nearly £31bn" in after["notebooks/arguments/money.md"].decode()
    assert "nearly £31bn" in after["notebooks/arguments/money.ipynb"].decode()
    for name in ("csv", "json"):
        file = f"charts/{CHART}/{CHART}.{name}"
        assert before[file] != after[file] and b"31" in after[file]
    assert "£31bn" in after["reference/ledger.html"].decode()


def test_putting_the_old_files_back_gives_the_old_book(live: Path, built_repository: Path) -> None:
    result = policy(live, "build")
    assert result.returncode == 0, result.stdout + result.stderr
    assert differing(book(built_repository), book(live)) == []


MONEY = "chapters/arguments/money.md"


def refused(root: Path, *messages: str) -> None:
    """Assert that the book is not built, with each message, and that nothing else happens."""
    before = book(root)
    result = policy(root, "build")
    assert result.returncode == 1, result.stdout
    for message in messages:
        assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert differing(before, book(root)) == []
    left = {path.name for path in (root / "_build").iterdir()}
    assert not left & {"scratch", "doctrees-scratch", "html-before"}


def test_a_fault_in_the_data_leaves_the_last_good_book(changed: Path) -> None:
    edit(changed / "data" / "figures.csv", ",gbp-bn,", ",gbp-bln,")
    refused(changed, "figures.csv row ", "column unit", "'gbp-bln'", "nearest: gbp-bn")


def test_a_failing_cell_leaves_the_last_good_book(changed: Path) -> None:
    edit(changed / MONEY, 'charts.get("gap-and-scenarios")', 'charts.get("gap")')
    refused(changed, f"{MONEY} line ", "code cell 1: ChartError: no chart gap")


def test_warnings_are_all_said_and_said_again_the_next_time(changed: Path) -> None:
    edit(changed / MONEY, f"{{fig}}`{GAP}`", "{fig}`money-fyfv-gap-30bm`")
    edit(
        changed / MONEY, "charts.get(", "import sys; print('beware', file=sys.stderr)\ncharts.get("
    )
    edit(changed / "chapters" / "index.md", "(how-to-read.md)", "(how-to-reed.md)")
    for _ in range(2):
        refused(
            changed,
            f"{MONEY}:",
            "money-fyfv-gap-30bm",
            "stderr",
            "chapters/index.md:",
            "how-to-reed",
        )


def test_files_that_change_during_a_build_are_no_book(changed: Path) -> None:
    before = book(changed)
    (changed / "chapters" / "meddling.md").write_text(MEDDLING, encoding="utf-8")
    edit(changed / "_toc.yml", "file: how-to-read", "file: how-to-read\n      - file: meddling")
    result = policy(changed, "build")
    assert result.returncode == 1
    assert "changed while the book was being built" in result.stderr
    assert differing(before, book(changed)) == []


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The build's folders, in an empty place."""
    for name, path in {
        "BUILD": "",
        "BOOK": "html",
        "_SCRATCH": "scratch",
        "_BEFORE": "html-before",
        "_NEW_TREES": "doctrees-scratch",
    }.items():
        monkeypatch.setattr(build, name, tmp_path / path)
    return tmp_path


def test_a_build_killed_between_two_renames_gives_the_book_back(folders: Path) -> None:
    (folders / "html-before").mkdir()
    (folders / "html-before" / "index.html").write_text("good")
    (folders / "scratch").mkdir()
    build._tidy()
    assert (folders / "html" / "index.html").read_text() == "good"
    assert [path.name for path in folders.iterdir()] == ["html"]


def test_a_build_killed_after_the_swap_keeps_the_new_book(folders: Path) -> None:
    for name in ("html", "html-before"):
        (folders / name).mkdir()
        (folders / name / "index.html").write_text(name)
    build._tidy()
    assert (folders / "html" / "index.html").read_text() == "html"
    assert not (folders / "html-before").exists()


def test_swapping_leaves_nothing_of_the_old(folders: Path) -> None:
    for name in ("html", "scratch"):
        (folders / name).mkdir()
        (folders / name / name).touch()
    build._swap(folders / "scratch", folders / "html")
    assert [path.name for path in (folders / "html").iterdir()] == ["scratch"]
    assert [path.name for path in folders.iterdir()] == ["html"]


def test_the_plotly_that_is_served_is_the_installed_one(built_book: Path) -> None:
    import plotly

    installed = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
    assert filecmp.cmp(installed, built_book / "_vendor" / "plotly.min.js", shallow=False)
