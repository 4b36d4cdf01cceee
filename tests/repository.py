"""Copies of the repository for tests to build, change and break."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = (
    "_config.yml",
    "_toc.yml",
    "CITATION.cff",
    "requirements.txt",
    "chapters",
    "charts",
    "data",
    "src",
)


def copy_of_the_book(folder: Path) -> Path:
    """Copy what a build reads, and nothing that a build made, to a new folder."""
    folder.mkdir(parents=True)
    skip = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", "*.egg-info")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=skip)
        else:
            shutil.copy2(source, folder / name)
    return folder


def policy(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line on a copy of the repository, as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "policy", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
