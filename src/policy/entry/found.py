"""Finding figures by words, by the rule that the ledger's page has too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from policy import tables, text
from policy.entry import told
from policy.entry.told import Ref
from policy.entry.words import kind, who
from policy.ledger import Figure

_WAYS = (
    (re.compile(r"(\d)\s*(?:billion|bn)\b"), r"\1bn"),
    (re.compile(r"(\d)\s*(?:million|m)\b"), r"\1m"),
    (re.compile(r"(\d)\s*(?:per ?cent|%)"), r"\1%"),
)


def find(words: str, figures: Iterable[Figure]) -> list[Figure]:
    """Figures that have every word, those whose own number has it first.

    A word with a digit in it has to begin where a number begins: 30bn is in "nearly £30bn" and
    not in "£130bn". £30 billion, 30bn and £30bn are one. What is searched is the number, the
    statement, who, the period, the kind, the source and the id.
    """
    wanted = folded(words).split()
    found = [each for each in figures if _has(searched(each), wanted)]
    numbers = [word for word in wanted if re.search(r"\d", word)]
    return sorted(found, key=lambda each: not (numbers and _has(folded(text.show(each)), numbers)))


def folded(words: str) -> str:
    """The words in small letters, numbers in the one way in which the book prints them."""
    words = " ".join(words.split()).lower()
    for other, own in _WAYS:
        words = other.sub(own, words)
    return words


def searched(figure: Figure) -> str:
    """What a figure is found by."""
    parts = (part.words if isinstance(part, Ref) else part for part in told.statement(figure))
    source = tables.sources()[figure.source] if figure.source else None
    period = text.period(figure) or text.spoken(figure.period)
    said = [text.show(figure), "".join(parts), who(figure), period, kind(figure), figure.confidence]
    return folded(" ".join([*said, f"{source.label} {source.title}" if source else "", figure.id]))


def _has(words: str, wanted: Sequence[str]) -> bool:
    return all(re.search(_pattern(word), words) for word in wanted)


def _pattern(word: str) -> str:
    begins = r"(?<![\d.,])" if re.search(r"\d", word) else ""
    return begins + re.escape(word)
