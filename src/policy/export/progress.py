"""What a person waiting for a build gets to see."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_STATUS = re.compile(r"^(reading sources|writing output)\.\.\. \[ *(\d+)%\] *(\S*)")
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
WIDTH = 78


def plain(text: str) -> str:
    """Return the text without terminal colours."""
    return _ANSI.sub("", text)


class Progress:
    """Prints what is being done and how long each stage took.

    On a terminal a passing line is overwritten by the next one; elsewhere, such as
    in a log file, passing lines are left out.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._live = self._stream.isatty()
        self._passing = False
        self._seconds: dict[str, float] = {}

    def say(self, text: str) -> None:
        """Print a line that stays."""
        self._clear()
        self._stream.write(f"{text}\n")
        self._stream.flush()

    def passing(self, text: str) -> None:
        """Show a line that the next one replaces."""
        if self._live:
            self._clear()
            self._stream.write(text[:WIDTH])
            self._stream.flush()
            self._passing = True

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage of the build under its name."""
        self.passing(f"{name} ...")
        start = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[name] = time.perf_counter() - start
            self._clear()

    def times(self) -> str:
        """Return the stages with their seconds: "data 0.5 s, pages 3.2 s; 3.7 s in all"."""
        stages = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in self._seconds.items())
        return f"{stages}; {sum(self._seconds.values()):.1f} s in all"

    def _clear(self) -> None:
        if self._passing:
            self._stream.write("\r\x1b[K")
            self._passing = False


class SphinxStatus:
    """A text stream that shows Sphinx's page-by-page status as passing lines."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def write(self, text: str) -> int:
        """Show the part of Sphinx's status that tells how far it is."""
        if match := _STATUS.match(plain(text).strip()):
            doing, percent, page = match.groups()
            verb = "read" if doing.startswith("reading") else "write"
            self._progress.passing(f"pages: {verb} {percent}% {page}")
        return len(text)

    def flush(self) -> None:
        """Do nothing: each write is shown at once."""

    def isatty(self) -> bool:
        """Say no, so that Sphinx writes no terminal codes."""
        return False
