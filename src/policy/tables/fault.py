"""Faults as the person who can mend them needs them told, and guesses at what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

BOM = b"\xef\xbb\xbf"
LONGEST_SHOWN = 60
_ENUM_SHOWN = 12
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the data, told to the person who can put it right.

    Attributes:
        file: The file, such as "data/figures.csv".
        row: The row a spreadsheet shows (header is 1), or the line of a .bib file.
        column: The column or field.
        value: What stands there; "" when the cell is blank, None when no one value is at fault.
        expected: What was expected, as a phrase that follows "is not" or "expected".
        nearest: The nearest value that would be accepted, where there is one.
    """

    file: str
    row: int | None
    column: str | None
    value: str | None
    expected: str
    nearest: str | None = None

    def __str__(self) -> str:
        """The fault as one line."""
        where = self.file
        if self.row is not None:
            where += f" row {self.row}"
        if self.column is not None:
            where += f", column {self.column}"
        if self.value is None:
            text = f"{where}: expected {self.expected}"
        elif not self.value.strip():
            text = f"{where}: blank, expected {self.expected}"
        else:
            text = f"{where}: {_shown(self.value)} is not {self.expected}"
        return text if self.nearest is None else f"{text}; nearest: {self.nearest}"


class DataError(Exception):
    """Data that cannot be used; `faults` says why, all of it at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def nearest(value: str, known: Iterable[str]) -> str | None:
    """The known value that is spelled most like `value`, or None when none is close."""
    folded = {name.lower(): name for name in sorted(known, reverse=True)}
    close = get_close_matches(value.strip().lower(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def _shown(value: str) -> str:
    flat = " ".join(value.split())
    if len(flat) > LONGEST_SHOWN:
        flat = flat[: LONGEST_SHOWN - 3].rstrip() + "..."
    return f"'{flat}'"


def choice(options: Sequence[str]) -> str:
    """The options as a phrase, cut short when there are many."""
    if len(options) <= _ENUM_SHOWN:
        return f"one of {', '.join(options)}"
    return f"one of {', '.join(options[:_ENUM_SHOWN])} and {len(options) - _ENUM_SHOWN} more"


def not_one_of(
    file: str, row: int | None, column: str, value: str, options: Sequence[str]
) -> Fault:
    """A value outside a list of options."""
    return Fault(file, row, column, value, choice(options), nearest(value, options))


def tidied(value: str) -> Iterator[str]:
    """Likely meanings of a value in the wrong form: financial years, dates, kebab-case ids."""
    text = " ".join(value.split())
    yield text
    text = text.replace("\N{EN DASH}", "-").replace("\N{EM DASH}", "-")
    yield re.sub(
        r"(?:FY ?)?(?<![0-9])([0-9]{4}) ?[-/] ?(?:[0-9]{2})?([0-9]{2})\b(?!-)",
        r"\1/\2",
        text,
        flags=re.I,
    )
    yield re.sub(r"\b(?:FY ?)?([0-9]{2})[-/]([0-9]{2})\b", r"20\1/\2", text, flags=re.I)
    dated = re.sub(r"\b(?:([0-9]{1,2}) )?([A-Z][a-z]{2})[a-z]* ([0-9]{4})\b", _iso_from_words, text)
    yield dated
    yield re.sub(
        r"\b([0-9]{4})-([0-9]{1,2})(?:-([0-9]{1,2}))?\b",
        lambda m: "-".join(part.zfill(2) for part in m.groups() if part),
        dated,
    )
    yield re.sub(
        r"\b([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})\b",
        lambda m: f"{m[3]}-{m[2].zfill(2)}-{m[1].zfill(2)}",
        text,
    )
    yield text.lower()
    yield re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _iso_from_words(match: re.Match[str]) -> str:
    day, month, year = match.groups()
    if month.lower() not in _MONTHS:
        return match[0]
    number = f"{_MONTHS.index(month.lower()) + 1:02}"
    return f"{year}-{number}" + (f"-{day.zfill(2)}" if day else "")
