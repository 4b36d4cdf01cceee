"""Builds the whole book beside the present one and puts it in place only when it is good.

Everything is made in `_build/scratch`. A fault anywhere, a warning among them, ends the
build; the book that was there before stays as it is, and so do the page trees kept from
it, so that a second try fails in the same way until the fault is mended.
"""

from __future__ import annotations

import contextlib
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import plotly
from filelock import FileLock, Timeout

from policy import charts, rules, tables
from policy.export import api, comparison, execute, notebooks, permalinks, pictures
from policy.export.progress import Progress, SphinxStatus, plain
from policy.tables import ROOT

BUILD = ROOT / "_build"
BOOK = BUILD / "html"
_SCRATCH = BUILD / "scratch"
_BEFORE = BUILD / "html-before"
_TREES = BUILD / "doctrees"
_NEW_TREES = BUILD / "doctrees-scratch"
_LOCK = ".lock"

# Files that the theme ships and no page of this book asks for.
_UNUSED = (
    ".buildinfo",
    "**/*.map",
    "**/*.LICENSE.txt",
    "_static/**/*webpack-macros.html",
    "_static/scripts/fontawesome.js",
    "_static/scripts/bootstrap.js",
    "_static/vendor/fontawesome/**/*.ttf",
    "_static/vendor/fontawesome/**/*.woff2",
    "_static/images/logo_*",
)


class BuildError(Exception):
    """The book was not built; the message says where and why, one fault a line."""


def build(progress: Progress, *, clean: bool = False) -> Path:
    """Build the book and return its first page.

    Args:
        progress: Is told what is being done.
        clean: Forget all earlier results first.

    Raises:
        BuildError: When the data, a chapter or a page is at fault. The book built before,
            if any, is untouched.
    """
    with _alone(progress):
        _tidy()
        if clean:
            _remove(_TREES, BUILD / ".jupyter_cache", BUILD / "executed.json")
        try:
            with charts.kept():
                _make(progress)
            _swap(_SCRATCH, BOOK)
            _swap(_NEW_TREES, _TREES)
        finally:
            _remove(_SCRATCH, _NEW_TREES)
    return BOOK / "index.html"


def remove_all(progress: Progress) -> None:
    """Remove everything that builds have made."""
    with _alone(progress):
        _remove(*(path for path in BUILD.iterdir() if path.name != _LOCK))


def _make(progress: Progress) -> None:
    before = _inputs()
    with progress.stage("data"):
        faults = rules.all_faults()
        if faults:
            raise BuildError("\n".join(map(str, faults)))
    with progress.stage("pictures"):
        draw(progress)
    with progress.stage("chapters"):
        try:
            keys = execute.update(BUILD, progress.say)
        except execute.ChapterError as error:
            raise BuildError(str(error)) from error
    with progress.stage("pages"):
        _pages(keys, progress)
    with progress.stage("files"):
        _add_files()
    if _inputs() != before:
        raise BuildError(
            "Files in data, chapters or src changed while the book was being built: build again."
        )


def draw(progress: Progress) -> None:
    """Redraw the chart pictures that no longer show their chart, if a browser is found."""
    stale = pictures.stale(charts.registry())
    drawn = pictures.redraw(stale)
    if drawn:
        progress.say(f"  drew {', '.join(drawn)}")
    elif stale:
        progress.say(
            f"  no Chrome or Chromium found: left out the pictures of {', '.join(stale)}, which"
            " no longer show their chart; their tables are shown"
        )


def _pages(keys: dict[str, str], progress: Progress) -> None:
    # Here, since it takes seconds to import and other commands need this module too.
    from jupyter_book.sphinx import build_sphinx

    stamp = _stamp()
    stamped = _TREES / "made-with.txt"
    if stamped.is_file() and stamped.read_text(encoding="utf-8") == stamp:
        shutil.copytree(_TREES, _NEW_TREES)
    complaints = io.StringIO()
    status = SphinxStatus(progress)
    with contextlib.redirect_stdout(status), contextlib.redirect_stderr(complaints):
        outcome = build_sphinx(
            ROOT / "chapters",
            _SCRATCH,
            noconfig=True,
            path_config=ROOT / "_config.yml",
            confoverrides={
                "external_toc_path": "../_toc.yml",
                "latex_individualpages": False,
                "policy_chapter_keys": keys,
            },
            doctreedir=_NEW_TREES,
            warningiserror=True,
            keep_going=True,
        )
    said = plain(complaints.getvalue()).replace(f"{ROOT}/", "").strip()
    if outcome != 0:
        raise BuildError(said or f"Sphinx ended with {outcome!r}")
    reports = sorted((_SCRATCH / "reports").rglob("*.log"))
    if reports:
        raise BuildError("\n".join(report.read_text(encoding="utf-8") for report in reports))
    (_NEW_TREES / stamped.name).write_text(stamp, encoding="utf-8")


def _add_files() -> None:
    for pattern in _UNUSED:
        for file in _SCRATCH.glob(pattern):
            file.unlink()
    # The theme tells the console what it does; a reader's console is for faults.
    for name in ("_static/scripts/pydata-sphinx-theme.js", "search.html"):
        file = _SCRATCH / name
        words = file.read_text(encoding="utf-8")
        file.write_text(words.replace("console.log(", "void("), encoding="utf-8")
    vendor = _SCRATCH / "_vendor"
    vendor.mkdir()
    package = Path(plotly.__file__).parent / "package_data"
    shutil.copyfile(package / "plotly.min.js", vendor / "plotly.min.js")
    notebooks.write(_SCRATCH / "notebooks", BUILD)
    permalinks.write(_SCRATCH)
    comparison.write(_SCRATCH)
    api.write(_SCRATCH)


def _stamp() -> str:
    """Return a digest of what shapes every page: while it is the same, page trees keep."""
    drawn = execute.files_digest((ROOT / "charts").glob("*/digest.txt"), ROOT)
    return f"{execute.code_digest()} {drawn}"


def _inputs() -> str:
    folders = (tables.DATA, ROOT / "chapters", ROOT / "src" / "policy")
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file())
    kept = (file for file in files if "__pycache__" not in file.parts)
    single = (ROOT / name for name in ("_config.yml", "_toc.yml", "CITATION.cff"))
    return execute.files_digest([*kept, *(file for file in single if file.exists())], ROOT)


@contextlib.contextmanager
def _alone(progress: Progress) -> Iterator[None]:
    BUILD.mkdir(exist_ok=True)
    lock = FileLock(BUILD / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        progress.say("Another build is running: this one starts when it has ended.")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def _tidy() -> None:
    """Clear what a build left that was killed, and put back a book it had set aside."""
    if _BEFORE.exists() and not BOOK.exists():
        _BEFORE.rename(BOOK)
    _remove(_BEFORE, _SCRATCH, _NEW_TREES)


def _swap(new: Path, place: Path) -> None:
    """Put a folder in the place of another by renaming, never by copying."""
    aside = _BEFORE if place == BOOK else place.with_name(f"{place.name}-before")
    _remove(aside)
    if place.exists():
        place.rename(aside)
    new.rename(place)
    _remove(aside)


def _remove(*paths: Path) -> None:
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
