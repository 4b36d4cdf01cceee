"""What the engine knows: figures as amounts, who repeats whom, the checks, the price indices."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policy import ledger, tables, units
from policy.basis.amounts import Amount
from policy.basis.prices import Index
from policy.basis.rules import MEASURED, PLANNED
from policy.ledger import Figure, Link

PUBLISHED = "ons-2026-03"
"""The price index as published; any other is one that somebody assumed."""

NO_AMOUNTS = ("date", "rank")

_MARK = re.compile(r"\{fig:([^{}|\s]+)")
_DEFLATOR = "deflator:"


@dataclass(frozen=True)
class Evidence:
    """A reading of the tables, so that everything else is a function of it.

    Attributes:
        figures: Every figure and derived number by id, in the order of the ledger.
        links: Every step of who repeats whom.
        checks: For each check, the figure it is of and the derivations it names.
        indices: The price indices by series.
    """

    figures: Mapping[str, Figure]
    links: tuple[Link, ...]
    checks: tuple[tuple[str, tuple[str, ...]], ...]
    indices: Mapping[str, Index]


def evidence(folder: Path = tables.DATA) -> Evidence:
    """Read the tables."""
    checks = tables.table("checks", folder)
    names = (tuple(str(cell).split()) for cell in checks["derivations"])
    return Evidence(
        figures={each.id: each for each in ledger.figures(folder)},
        links=tuple(
            Link(*map(str, row)) for row in tables.table("chains", folder).itertuples(index=False)
        ),
        checks=tuple(zip(map(str, checks["figure"]), names, strict=True)),
        indices=_indices(folder),
    )


def amount(id: str, known: Evidence) -> Amount:
    """The figure with its whole basis.

    Raises:
        ledger.UnknownFigure: No such id.
        ValueError: The figure is a date or a rank, which is no amount.
    """
    if id not in known.figures:
        raise ledger.UnknownFigure(id, tables.nearest(id, known.figures))
    figure = known.figures[id]
    if figure.unit in NO_AMOUNTS:
        raise ValueError(f"figure {id!r} is a {figure.unit}, which is no amount")
    return Amount(
        value=figure.value,
        low=figure.low,
        high=figure.high,
        unit=figure.unit,
        period=figure.period,
        geography=figure.geography,
        body=figure.body,
        price_basis=figure.price_basis,
        price_year=figure.price_year,
        timing=figure.timing,
        measure=figure.measure,
        nature=_nature(figure, known),
        hedge=figure.hedge,
        places=figure.places,
        series=_series(figure, known),
        coverage=_coverage(figure, known),
        **_origin(figure, known),
        who=figure.actor,
        id=id,
    )


def repeated(id: str, known: Evidence) -> tuple[str, ...]:
    """The ids that a figure repeats, directly and further back, nearest first."""
    found: list[str] = []
    pending = [id]
    while pending:
        current = pending.pop(0)
        for link in known.links:
            if link.figure == current and link.repeats not in found:
                found.append(link.repeats)
                pending.append(link.repeats)
    return tuple(found)


def _origin(figure: Figure, known: Evidence) -> dict[str, Any]:
    """The far side of the step at which the measure was lost, and what the data say of it."""
    for id in (figure.id, *repeated(figure.id, known)):
        for link in known.links:
            if link.figure == id and link.drift_kind == "measure":
                source = amount(link.repeats, known)
                if source.measure != figure.measure:
                    return {"origin": source, "drift": link.drift}
    return {}


def _nature(figure: Figure, known: Evidence) -> str:
    """What a derived number rests on: one kind of number, or "derived" from several."""
    if figure.nature != "derived":
        return figure.nature
    inputs = (known.figures[id] for id in figure.inputs if not id.startswith(_DEFLATOR))
    found = {_nature(each, known) for each in inputs}
    for group, name in ((PLANNED, "projection"), (MEASURED, "outturn")):
        if len(found) > 1 and found <= group:
            return name
    return found.pop() if len(found) == 1 else "derived"


def _series(figure: Figure, known: Evidence) -> str:
    """The price index in a derived number, looked for in its inputs too; "" when none or mixed."""
    found = set()
    for id in figure.inputs:
        if id.startswith(_DEFLATOR):
            found.add(id.split(":")[1])
        else:
            found.add(_series(known.figures[id], known))
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def _coverage(figure: Figure, known: Evidence) -> str:
    """How much of the whole was counted, where the statement names a count of it."""
    for id in _MARK.findall(figure.statement):
        counted = known.figures.get(id)
        if counted and counted.measure == "count" and counted.value is not None:
            return units.amount(counted.value, counted.unit)
    return ""


def _indices(folder: Path) -> dict[str, Index]:
    rows = tables.table("deflators", folder)
    found = {}
    for series, own in rows.groupby("series", sort=False):
        years = [str(year) for year in own["year"]]
        notes = dict(zip(years, map(str, own["notes"]), strict=True))
        found[str(series)] = Index(
            series=str(series),
            words=_described(str(own["basis"].iloc[0])),
            values=dict(zip(years, map(float, own["value"]), strict=True)),
            notes={year: note for year, note in notes.items() if note},
        )
    return found


def _described(basis: str) -> str:
    """The index without the year in which it is 100, which drops out of every conversion."""
    return basis.partition(". ")[2].rstrip(".") or basis.rstrip(".")
