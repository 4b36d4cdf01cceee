"""Rules over what rests on what: derivations, checks and chains."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from policy import tables
from policy.derive import METHODS
from policy.rules.rows import (
    fault,
    lists,
    over_rows,
    readable,
)
from policy.tables import Contents, Dangling, Fault, Row, Sheet


def inputs_exist(data: Contents) -> Iterable[Fault]:
    """What derivations, checks and pledges name is a figure, derivation or deflator."""
    if not readable(data, "figures", "derivations", "deflators"):
        return ()
    derived = data.sheets["derivations"].values("id")
    numbers = derived | data.sheets["figures"].values("id")
    indices = frozenset(
        f"deflator:{row.cells['series']}:{row.cells['year']}"
        for row in data.sheets["deflators"].rows
    )
    figures, derivations = data.sheets["figures"].file, data.sheets["derivations"].file
    # A figure that is gone may be missed by a chain or check too, which has been told already.
    told = {lost.value for lost in data.dangling}
    used: list[Dangling] = []
    for place, text in lists(data, "derivations", "inputs"):
        for each in text.split():
            if each.startswith("deflator:"):
                kind, known = f"a series and year in {data.sheets['deflators'].file}", indices
            else:
                kind, known = f"an id in {figures} or {derivations}", numbers
            if each not in known and each not in told:
                used.append(Dangling(each, place, kind, known))
    for place, text in lists(data, "pledges", "figures"):
        for each in text.split():
            if each not in numbers and each not in told:
                kind = f"an id in {figures} or {derivations}"
                used.append(Dangling(each, place, kind, numbers))
    for place, text in lists(data, "checks", "derivations"):
        for each in text.split():
            if each not in derived:
                used.append(Dangling(each, place, f"an id in {derivations}", derived))
    return tables.merged(used)


def inputs_fit_the_method(data: Contents) -> Iterator[Fault]:
    """A method is known, and gets as many inputs as it takes."""

    def rule(sheet: Sheet, row: Row) -> Iterator[Fault]:
        name, inputs = row["method"], row["inputs"].split()
        if name not in METHODS:
            near = tables.nearest(name, METHODS)
            yield fault(sheet, row, "method", f"one of {', '.join(METHODS)}", near)
            return
        method = METHODS[name]
        if len(inputs) < method.least or (method.most is not None and len(inputs) > method.most):
            count = f"{method.least}" if method.least == method.most else f"{method.least} or more"
            noun = "input" if count == "1" else "inputs"
            yield fault(sheet, row, "inputs", f"{count} {noun} for {name}: {method.formula}")

    return over_rows(data, ["derivations"], rule)


def chains_end(data: Contents) -> Iterator[Fault]:
    """A figure does not come round to repeating itself."""
    return _circles(data, "chains", "figure", "repeats", "repeats")


def derivations_end(data: Contents) -> Iterator[Fault]:
    """A derivation does not rest on itself."""
    return _circles(data, "derivations", "id", "inputs", "rests on")


def _circles(data: Contents, name: str, start: str, ends: str, verb: str) -> Iterator[Fault]:
    if name not in data.sheets:
        return
    sheet = data.sheets[name]
    arrows: dict[str, dict[str, Row]] = {}
    for row in sheet.rows:
        if {start, ends}.isdisjoint(row.refused):
            for end in row[ends].split():
                arrows.setdefault(row[start], {}).setdefault(end, row)
    for circle in _cycles({here: list(there) for here, there in arrows.items()}):
        steps = [(here, circle[(i + 1) % len(circle)]) for i, here in enumerate(circle)]
        here, there = max(steps, key=lambda step: arrows[step[0]][step[1]].number)
        turn = circle.index(here)
        ring = [*circle[turn:], *circle[:turn], here]
        expected = f"free of a circle: {f' {verb} '.join(ring)}"
        row = arrows[here][there]
        yield Fault(sheet.file, row.number, ends, there, expected)


def _cycles(arrows: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """A circle for each arrow that leads back to a name it came from."""
    circles: list[list[str]] = []
    done: set[str] = set()
    for start in arrows:
        trail: list[str] = []
        # Each level of the stack is the names still to try after the trail's name at that depth.
        stack = [iter([start])]
        while stack:
            name = next(stack[-1], None)
            if name is None:
                stack.pop()
                if trail:
                    done.add(trail.pop())
            elif name in trail:
                circles.append(trail[trail.index(name) :])
            elif name not in done:
                trail.append(name)
                stack.append(iter(arrows.get(name, ())))
    return circles


RULES = (
    inputs_exist,
    inputs_fit_the_method,
    chains_end,
    derivations_end,
)
