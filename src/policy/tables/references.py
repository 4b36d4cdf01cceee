"""Values that name something which is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from policy.tables.descriptor import Resource
from policy.tables.fault import Fault, nearest
from policy.tables.sheets import Sheet

_USES_SHOWN = 6


@dataclass(frozen=True)
class Place:
    """A cell: where a value was used."""

    file: str
    row: int
    column: str


@dataclass(frozen=True)
class Dangling:
    """A value that names something which is not there.

    Attributes:
        value: The value.
        place: Where it is used.
        kind: What it should be, such as "an id in data/figures.csv".
        known: The values that would do.
    """

    value: str
    place: Place
    kind: str
    known: frozenset[str]


def merged(lost: Iterable[Dangling]) -> tuple[Fault, ...]:
    """One fault for each missing thing, at its first use, however often it is used."""
    uses: dict[tuple[str, str], list[Dangling]] = {}
    for each in lost:
        uses.setdefault((each.kind, each.value), []).append(each)
    return tuple(_one(kind, value, found) for (kind, value), found in uses.items())


def _one(kind: str, value: str, found: list[Dangling]) -> Fault:
    first = found[0].place
    others = [_elsewhere(each.place, first) for each in found[1:]]
    more = f" and {len(others) - _USES_SHOWN} more" if len(others) > _USES_SHOWN else ""
    shown = f"{', '.join(others[:_USES_SHOWN])}{more}"
    expected = f"{kind} (also used in {shown})" if others else kind
    guess = nearest(value, found[0].known)
    return Fault(first.file, first.row, first.column, value, expected, guess)


def _elsewhere(place: Place, first: Place) -> str:
    return f"row {place.row}" if place.file == first.file else f"{place.file} row {place.row}"


def dangling(resource: Resource, sheets: Mapping[str, Sheet]) -> Iterator[Dangling]:
    """Cells of a table that refer to a row no other table has.

    Of a table that cannot be read nothing is known, so nothing that refers to it is refused.
    """
    sheet = sheets[resource.name]
    for reference in resource.references:
        there = sheets.get(reference.table)
        if there is None or not there.readable:
            continue
        known = there.values(reference.target)
        article = "an" if reference.target[0] in "aeiou" else "a"
        kind = f"{article} {reference.target} in {there.file}"
        for row in sheet.rows:
            value = row.cells[reference.column]
            if value and reference.column not in row.refused and value not in known:
                yield Dangling(value, Place(sheet.file, row.number, reference.column), kind, known)
