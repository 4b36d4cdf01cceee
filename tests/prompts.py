"""Prompts as a person meets them: answered in this process, or at the command line."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path


class Person:
    """Somebody at the keyboard: first these answers to a column, then the usual one."""

    def __init__(self, usual: Mapping[str, str], answers: Mapping[str, Iterable[str]]) -> None:
        self.usual = usual
        self.answers = {name: [*first] for name, first in answers.items()}
        self.asked: list[str] = []
        self.told: list[str] = []

    def ask(self, prompt: str) -> str:
        column = prompt.removesuffix("> ")
        self.asked.append(column)
        assert len(self.asked) < 100, "the questions do not end"
        waiting = self.answers.get(column)
        answer = waiting.pop(0) if waiting else self.usual[column]
        if answer == "<EOF>":
            raise EOFError
        return answer

    def say(self, line: str) -> None:
        self.told.append(line)

    def complaints(self) -> list[str]:
        found = (re.match(r"  (\w+): ", line) for line in self.told)
        return [each.string.strip() for each in found if each and each[1] in self.usual]


def answered(
    root: Path, *arguments: str, answers: Iterable[str]
) -> subprocess.CompletedProcess[str]:
    """Run a prompt on a copy of the book with answers typed ahead, then Ctrl+D."""
    return subprocess.run(
        [sys.executable, "-m", "policy", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONUTF8": "1"},
        input="".join(f"{answer}\n" for answer in answers),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def begun(root: Path, *arguments: str) -> subprocess.Popen[str]:
    """A prompt on a copy of the book, waiting at its first question."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "policy", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(process, "[1 of ")
    return process


def wait_for(process: subprocess.Popen[str], words: str) -> None:
    """Read what a prompt says up to a line with these words."""
    assert process.stdout is not None
    while words not in (line := process.stdout.readline()):
        assert line, f"it ended before {words!r}"


def contents(root: Path) -> dict[str, bytes]:
    """The data of a copy of the book, file by file."""
    return {path.name: path.read_bytes() for path in (root / "data").iterdir()}
