"""An entry as plain text, for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from policy import text
from policy.entry import told
from policy.entry.known import Entry
from policy.entry.told import Line, Ref
from policy.entry.words import kind, who
from policy.ledger import Figure

_WIDTH = 88
_LABEL = 17

# References whose target says more than their words do, to somebody with a keyboard.
_NAMED = ("figure", "chart", "chapter", "check", "address")


def printed(entry: Entry) -> str:
    """The entry as lines of text: number, statement, and everything that the ledger's page has."""
    figure = entry.figure
    lines = [text.show(figure), *textwrap.wrap(_plain(told.statement(figure)), _WIDTH), ""]
    lines += _item("Who", [who(figure)])
    for item in told.items(entry):
        lines += _item(item.label, [_plain(line) for line in item.lines])
    return "\n".join(lines)


def listed(figures: Iterable[Figure]) -> str:
    """Figures one a line: number, kind, who and id."""
    rows = [(text.show(each), kind(each), who(each), each.id) for each in figures]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    padded = ((cell.ljust(width) for cell, width in zip(r, widths, strict=True)) for r in rows)
    return "\n".join("  ".join(row).rstrip() for row in padded)


def _item(label: str, said: Iterable[str]) -> list[str]:
    lines: list[str] = []
    for words in said:
        head = label.ljust(_LABEL) if not lines else " " * _LABEL
        lines += textwrap.wrap(
            words,
            _WIDTH,
            initial_indent=head,
            subsequent_indent=" " * _LABEL,
            break_long_words=False,
            break_on_hyphens=False,
        )
    return lines


def _plain(line: Line) -> str:
    return "".join(part if isinstance(part, str) else _reference(part) for part in line)


def _reference(ref: Ref) -> str:
    return f"{ref.words} [{ref.target}]" if ref.kind in _NAMED else ref.words
