"""Every figure of the book by its id: what somebody cited, and what is derived from it.

`tables` gives rows; this module gives figures, their checks and who repeated whom. Derived
numbers are figures too, with their working, so the rest of the book needs one kind only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pandas as pd

from policy import derive, tables

TABLES = ("figures", "derivations", "deflators")

_EXACT = ("none", "not-stated")
_CONFIDENCE = ("low", "medium", "high")


class UnknownFigure(KeyError):
    """No figure or derivation has this id; the message names the nearest one."""

    def __init__(self, id: str, nearest: str | None) -> None:
        """Remember the id asked for and the nearest known one, if any is near."""
        super().__init__(id)
        self.id = id
        self.nearest = nearest

    def __str__(self) -> str:
        """The sentence a chapter's author reads."""
        hint = f"; nearest: {self.nearest}" if self.nearest else ""
        return f"no figure has the id {self.id!r}{hint}"


@dataclass(frozen=True)
class Figure:
    """One number and everything the book knows of it.

    The columns are those of `data/figures.csv`, explained in its codebook. `value`, `low` and
    `high` are None when blank. A derived number has `nature` "derived", a `working`, the ids of
    its `inputs` and the decimals (`places`) it is printed with; its confidence is the lowest
    of its inputs'.
    """

    id: str
    plan: str
    actor: str
    statement: str
    value: float | None
    low: float | None
    high: float | None
    when: str
    unit: str
    period: str
    geography: str
    body: str
    price_basis: str
    price_year: str
    timing: str
    measure: str
    nature: str
    hedge: str
    source: str
    locator: str
    confidence: str
    notes: str
    working: str = ""
    inputs: tuple[str, ...] = ()
    places: int | None = None


@dataclass(frozen=True)
class Check:
    """A test of a claimed figure; its columns are those of `data/checks.csv`."""

    id: str
    figure: str
    title: str
    derivations: tuple[str, ...]
    arithmetic: str
    source_found: str
    premise: str
    finding: str
    fairest: str
    best_case: str
    best_case_sources: tuple[str, ...]
    best_rebuttal: str
    best_rebuttal_sources: tuple[str, ...]
    notes: str


@dataclass(frozen=True)
class Link:
    """One step of who repeated whom: `figure` repeats `repeats`, with what changed."""

    figure: str
    repeats: str
    drift: str
    drift_kind: str
    source: str
    locator: str


@dataclass(frozen=True)
class Correction:
    """A cell of `data/figures.csv` that was corrected; its columns are `data/corrections.csv`'s."""

    figure: str
    column: str
    was: str
    now: str
    why: str
    corrected_on: str


def figure(id: str, folder: Path = tables.DATA) -> Figure:
    """The figure or derived number with this id.

    Raises:
        UnknownFigure: No such id.
    """
    known = _ledger(folder)
    if id not in known:
        raise UnknownFigure(id, tables.nearest(id, known))
    return known[id]


def figures(folder: Path = tables.DATA) -> tuple[Figure, ...]:
    """All figures in the order of the tables, cited ones first, then derived ones."""
    return tuple(_ledger(folder).values())


def frame(folder: Path = tables.DATA) -> pd.DataFrame:
    """The whole ledger as a table, one row a figure, columns as `Figure` names them."""
    rows = [vars(each) | {"inputs": " ".join(each.inputs)} for each in figures(folder)]
    columns = [field.name for field in fields(Figure)]
    return pd.DataFrame(rows, columns=columns)


def value(id: str, folder: Path = tables.DATA) -> float:
    """The number itself, unrounded, for charts and arithmetic.

    Raises:
        UnknownFigure: No such id.
        ValueError: The figure is a date or a range and has no single value.
    """
    found = figure(id, folder)
    if found.value is None:
        what = "a date" if found.when else "a range without one value: use low and high"
        raise ValueError(f"figure {id!r} is {what}")
    return found.value


def check(id: str, folder: Path = tables.DATA) -> Check:
    """The check with this id.

    Raises:
        UnknownFigure: No such id.
    """
    known = {each.id: each for each in _checks(folder)}
    if id not in known:
        raise UnknownFigure(id, tables.nearest(id, known))
    return known[id]


def check_of(id: str, folder: Path = tables.DATA) -> tuple[Check, ...]:
    """The checks of a claimed figure, none for most."""
    return tuple(each for each in _checks(folder) if each.figure == id)


def chain_of(id: str, folder: Path = tables.DATA) -> tuple[Link, ...]:
    """The steps from this figure back to the first to say it, nearest step first."""
    links = _links(folder)
    steps: list[Link] = []
    pending, seen = [id], {id}
    while pending:
        current = pending.pop(0)
        for link in links:
            if link.figure == current:
                steps.append(link)
                if link.repeats not in seen:
                    seen.add(link.repeats)
                    pending.append(link.repeats)
    return tuple(steps)


def repeated_by(id: str, folder: Path = tables.DATA) -> tuple[Link, ...]:
    """The steps by which others took this figure up."""
    return tuple(link for link in _links(folder) if link.repeats == id)


def corrections(folder: Path = tables.DATA) -> tuple[Correction, ...]:
    """Every correction, the latest first."""
    rows = tables.records(tables.table("corrections", folder))
    made = (Correction(**row) for row in rows)
    return tuple(sorted(made, key=lambda each: each.corrected_on, reverse=True))


# The last ledger built from each folder, with the digests of the tables that it was built from.
_BUILT: dict[Path, tuple[tuple[str, ...], Mapping[str, Figure]]] = {}


def _ledger(folder: Path) -> Mapping[str, Figure]:
    """All figures by id, built anew when a table changed."""
    tables.note_read(*TABLES)
    digests = tuple(tables.digest(name, folder) for name in TABLES)
    if folder not in _BUILT or _BUILT[folder][0] != digests:
        frames = [tables.table(name, folder) for name in TABLES]
        _BUILT[folder] = (digests, _build(*frames))
    return _BUILT[folder][1]


def _build(
    cited: pd.DataFrame, derivations: pd.DataFrame, deflators: pd.DataFrame
) -> Mapping[str, Figure]:
    known = {row["id"]: _cited(row) for row in tables.records(cited)}
    index = {f"deflator:{row['series']}:{row['year']}": row for row in tables.records(deflators)}
    rows = {row["id"]: row for row in tables.records(derivations)}
    for id in rows:
        _add_derived(id, rows, known, index, ())
    return {id: known[id] for id in [*(row["id"] for row in tables.records(cited)), *rows]}


def _add_derived(
    id: str,
    rows: Mapping[str, dict[str, Any]],
    known: dict[str, Figure],
    index: Mapping[str, dict[str, Any]],
    path: tuple[str, ...],
) -> None:
    """Compute one derivation into `known`, its inputs first."""
    if id in known:
        return
    if id in path:
        raise derive.DerivationError(f"derivations in a circle: {' -> '.join([*path, id])}")
    row = rows[id]
    names = tuple(str(row["inputs"]).split())
    terms = []
    for name in names:
        if name in index:
            terms.append(derive.Term(float(index[name]["value"]), "index"))
            continue
        if name in rows:
            _add_derived(name, rows, known, index, (*path, id))
        if name not in known:
            raise UnknownFigure(name, tables.nearest(name, known | dict.fromkeys(index)))
        source = known[name]
        if source.value is None:
            raise derive.DerivationError(f"derivation {id!r}: input {name!r} has no single value")
        terms.append(derive.Term(source.value, source.unit, source.places))
    places = int(row["places"])
    try:
        derived = derive.derive(row["method"], terms, row["unit"], places)
    except derive.DerivationError as error:
        raise derive.DerivationError(f"derivation {id!r}: {error}") from None
    known[id] = _computed(row, names, known, derived, places)


def _computed(
    row: dict[str, Any],
    names: tuple[str, ...],
    known: Mapping[str, Figure],
    derived: derive.Derived,
    places: int,
) -> Figure:
    from_figures = [known[name].confidence for name in names if name in known]
    hedge = _hedge(row["method"], [known[name].hedge for name in names if name in known])
    steps, _, result = derived.working.rpartition(" = ")
    said = result if hedge == "none" else f"{hedge} {result}"
    plain = {f.name: row[f.name] for f in fields(Figure) if f.name in row}
    return Figure(
        **plain
        | {
            "actor": "",
            "value": derived.value,
            "low": None,
            "high": None,
            "when": "",
            "nature": "derived",
            "hedge": hedge,
            "source": "",
            "locator": "",
            "confidence": min(from_figures, key=_CONFIDENCE.index, default="high"),
            "working": f"{steps} = {said}",
            "inputs": names,
            "places": places,
        }
    )


def _hedge(method: str, hedges: Sequence[str]) -> str:
    """A number worked out from a hedged one is no more exact than that one was."""
    found = set(hedges) - set(_EXACT)
    if not found:
        return "none"
    return found.pop() if method == "sum" and len(found) == 1 else "about"


def _cited(row: dict[str, Any]) -> Figure:
    found = Figure(**row)
    numbers = {name: _number(row[name]) for name in ("value", "low", "high")}
    return replace(found, **numbers)  # type: ignore[arg-type]


def _number(cell: object) -> float | None:
    return None if pd.isna(cell) else float(cell)  # type: ignore[arg-type, call-overload]


def _checks(folder: Path) -> tuple[Check, ...]:
    split = ("derivations", "best_case_sources", "best_rebuttal_sources")
    return tuple(
        Check(**row | {name: _keys(row[name]) for name in split})
        for row in tables.records(tables.table("checks", folder))
    )


def _keys(cell: str) -> tuple[str, ...]:
    return () if cell == "none found" else tuple(cell.split())


def _links(folder: Path) -> tuple[Link, ...]:
    return tuple(Link(**row) for row in tables.records(tables.table("chains", folder)))
