"""A chain as it is told: every figure after the ones that it repeats."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policy import ledger, tables
from policy.ledger import Figure, Link


@dataclass(frozen=True)
class Step:
    """One figure of a chain and the links to the earlier figures that it repeats."""

    figure: Figure
    links: tuple[Link, ...]


def steps(id: str) -> tuple[Step, ...]:
    """The chain of a figure, first figure first: what it goes back to, it, and what repeats it.

    A figure never stands before one that it repeats; where the chain branches, the one printed
    first comes first. Nothing when the figure is in no chain.

    Raises:
        UnknownFigure: No such figure.
    """
    ledger.figure(id)
    links = [*ledger.chain_of(id), *_taken_up(id)]
    waiting = list(dict.fromkeys([id, *(end for link in links for end in _ends(link))]))
    told: list[Step] = []
    while waiting and links:
        ready = [
            each
            for each in waiting
            if not any(link.figure == each and link.repeats in waiting for link in links)
        ]
        first = min(ready, key=_printed)
        waiting.remove(first)
        own = tuple(link for link in links if link.figure == first)
        told.append(Step(ledger.figure(first), own))
    return tuple(told)


def branches(told: Iterable[Step]) -> tuple[Link, ...]:
    """Links by which figures outside a chain took up one of its steps."""
    inside = [step.figure.id for step in told]
    return tuple(
        link for id in inside for link in ledger.repeated_by(id) if link.figure not in inside
    )


def in_chains() -> frozenset[str]:
    """Ids of all figures that repeat or are repeated."""
    table = tables.table("chains")
    return frozenset(table["figure"]) | frozenset(table["repeats"])


def is_inferred(link: Link) -> bool:
    """Whether a link is inferred and not printed; the text of its drift says so."""
    return "inferred" in link.drift


def _taken_up(id: str) -> list[Link]:
    """Every link from this figure on, to those who repeated it and so forth."""
    found: dict[Link, None] = {}
    pending = [id]
    while pending:
        for link in ledger.repeated_by(pending.pop(0)):
            if link not in found:
                found[link] = None
                pending.append(link.figure)
    return list(found)


def _ends(link: Link) -> tuple[str, str]:
    return link.figure, link.repeats


def _printed(id: str) -> str:
    """The date of the document that a figure was read in, which may not be the first to say it."""
    return tables.sources()[ledger.figure(id).source].date
