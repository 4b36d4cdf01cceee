"""Each chapter runs alone, in a kernel of its own, without Sphinx and its cache."""

import os
from pathlib import Path

import jupytext
import pytest
from nbclient import NotebookClient

CHAPTERS = Path(__file__).resolve().parents[1] / "chapters"


def notebooks() -> list[Path]:
    found = sorted(CHAPTERS.rglob("*.md"))
    return [file for file in found if "{code-cell}" in file.read_text(encoding="utf-8")]


def test_there_are_chapters_to_run() -> None:
    assert notebooks()


@pytest.mark.parametrize(
    "file", notebooks(), ids=lambda file: file.relative_to(CHAPTERS).with_suffix("").as_posix()
)
def test_runs_alone(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PYTHONPATH", str(CHAPTERS.parent / "src"))
    notebook = jupytext.read(file)
    NotebookClient(
        notebook, timeout=120, resources={"metadata": {"path": str(file.parent)}}
    ).execute()
    outputs = [each for cell in notebook.cells for each in cell.get("outputs", [])]
    assert outputs, "the chapter's cells show nothing"
    assert not [each for each in outputs if each.get("name") == "stderr"]
