"""An entry as a list of items, each a label and lines of words and references.

The ledger's page and the command line both write this list, the one with links, the other
with ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from policy import ledger, tables, text, units
from policy.entry.known import Chapter, Entry
from policy.entry.words import described, stopped, verdict, who
from policy.ledger import Correction, Figure, Link

Kind = Literal["figure", "chart", "chapter", "check", "source", "title", "address"]

PLANS = {
    "labour-review": "Labour's review",
    "stp-programme": "The STPs",
    "reinstatement-bill": "The Reinstatement Bill",
    "context": "Context",
}

QUOTABLE = "To quote"


@dataclass(frozen=True)
class Ref:
    """Words that lead somewhere.

    Attributes:
        words: What is read.
        kind: What it leads to. A title leads nowhere; it is a name to be set apart.
        target: The id of a figure, chart or source; a web address; the page of a chapter,
            for a check with its place there.
    """

    words: str
    kind: Kind
    target: str = ""


Line = tuple[str | Ref, ...]


@dataclass(frozen=True)
class Item:
    """One part of an entry: what it is about and what is said."""

    label: str
    lines: tuple[Line, ...]


ELSEWHERE = ("Measures", "Period", "Confidence")
"""Labels of what the ledger's page has in the row itself."""


def items(entry: Entry) -> list[Item]:
    """What is told of an entry besides number, statement and who, in the order it is read."""
    figure = entry.figure
    found = [Item(label, ((words,),)) for label, words in described(figure)]
    found += [
        Item("Plan", ((PLANS[figure.plan],),)),
        Item("Source", _source(figure)),
        Item("Address", _addresses(figure)),
        Item("Working", ((figure.working,),) if figure.working else ()),
        Item("Worked out from", tuple(_input(name) for name in figure.inputs)),
    ]
    found += [Item("Check", _check(check, shown)) for check, shown in entry.checks]
    found += [
        Item("Repeats", tuple(_repeats(link) for link in entry.chain)),
        Item("Repeated by", tuple(_repeated(link) for link in entry.repeated)),
        Item("Used to work out", _figures(entry.used)),
        Item("In conflict with", _figures(entry.conflicts)),
        Item("In charts", tuple((Ref(each.title, "chart", each.id),) for each in entry.charts)),
        Item(
            "In chapters",
            tuple((Ref(each.title, "chapter", each.page),) for each in entry.chapters),
        ),
        Item("Notes", (_marked(figure.notes),) if figure.notes else ()),
        Item("Corrected", tuple(_correction(each) for each in entry.corrections)),
        Item("Id", ((figure.id,),)),
        Item(QUOTABLE, ((text.quotable(figure.id),),)),
    ]
    return [item for item in found if any(any(line) for line in item.lines)]


def statement(figure: Figure) -> Line:
    """The statement, the other figures in it as references."""
    return _marked(figure.statement)


def _marked(words: str) -> Line:
    return tuple(
        part if isinstance(part, str) else Ref(part.text, "figure", part.figure.id)
        for part in text.parts(words)
    )


def _number(figure: Figure) -> Ref:
    return Ref(text.show(figure), "figure", figure.id)


def source(figure: Figure) -> Line:
    """Label and title of the document that a figure was read in; nothing for a derived one."""
    if not figure.source:
        return ()
    read = tables.sources()[figure.source]
    return (Ref(read.label, "source", read.key), ", ", Ref(stopped(read.title), "title"))


def _source(figure: Figure) -> tuple[Line, ...]:
    if not figure.source:
        return ()
    return ((*source(figure), f" {stopped(figure.locator)}" if figure.locator else ""),)


def _addresses(figure: Figure) -> tuple[Line, ...]:
    """Where the source can be read: at its publisher's, and the copy that was read."""
    if not figure.source:
        return ()
    source = tables.sources()[figure.source]
    copy = source.seen_at if source.seen_at != source.link else ""
    return tuple(
        (Ref(words, "address", address),)
        for words, address in (("Publisher's page", source.link), ("Copy that was read", copy))
        if address
    )


def _input(name: str) -> Line:
    """An input of a derivation: a figure, or a year of a price index."""
    if name.startswith("deflator:"):
        _, series, year = name.split(":")
        return (f"price index {series}, {year}.",)
    figure = ledger.figure(name)
    return (_number(figure), f", {who(figure)}.")


def _check(check: ledger.Check, shown: Iterable[Chapter]) -> tuple[Line, ...]:
    """The question, its three answers, the finding, and where the whole check stands."""
    asked = (*_marked(check.title), f" {verdict(check)}")
    whole = (
        ("In full: ", Ref(each.title, "check", f"{each.page}#check-{check.id}")) for each in shown
    )
    return (asked, _marked(check.finding), *whole)


def _repeats(link: Link) -> Line:
    """A step seen from the figure that repeats."""
    by, other = who(ledger.figure(link.figure)), ledger.figure(link.repeats)
    return (f"{by} repeats ", _number(other), f", {who(other)}. ", *_drift(link))


def _repeated(link: Link) -> Line:
    other = ledger.figure(link.figure)
    return (_number(other), f", {who(other)}. ", *_drift(link))


def _drift(link: Link) -> Line:
    return ("Changed on the way: ", *_marked(stopped(link.drift)))


def _correction(correction: Correction) -> Line:
    column = correction.column.replace("_", " ")
    was, now = (text.spoken(cell) or "blank" for cell in (correction.was, correction.now))
    when = units.date(correction.corrected_on)
    return (f"{when}: {column} was {was}, now {now}. ", *_marked(correction.why))


def _figures(figures: Iterable[Figure]) -> tuple[Line, ...]:
    return tuple((_number(each), f", {each.actor}." if each.actor else ".") for each in figures)
