"""Charts by id: a chart exists by being declared with ``@chart``."""

from __future__ import annotations

import contextlib
import difflib
from collections.abc import Callable, Iterator
from types import MappingProxyType

from policy.charts.base import Chart, ChartError

Declaration = Callable[[], Chart]

_CHARTS: dict[str, Declaration] = {}
_KEPT: dict[str, Chart] | None = None


def chart(declare: Declaration) -> Declaration:
    """Register a declaration under its name, with hyphens for underscores.

    Raises:
        ChartError: if two declarations share an id.
    """
    name = declare.__name__.replace("_", "-")
    if name in _CHARTS:
        raise ChartError(f"chart {name} is declared twice")
    _CHARTS[name] = declare
    return declare


def registry() -> MappingProxyType[str, Declaration]:
    """Every declaration by chart id, in the order declared."""
    return MappingProxyType(_CHARTS)


def get(id: str) -> Chart:
    """Declare and return one chart.

    Raises:
        ChartError: if there is no such chart, or its declaration gives another id.
    """
    if id not in _CHARTS:
        near = difflib.get_close_matches(id, _CHARTS, n=1, cutoff=0)
        raise ChartError(f"no chart {id}" + (f"; nearest: {near[0]}" if near else ""))
    if _KEPT is not None and id in _KEPT:
        return _KEPT[id]
    made = _CHARTS[id]()
    if made.id != id:
        raise ChartError(f"chart {id}: its declaration gives the id {made.id}")
    if _KEPT is not None:
        _KEPT[id] = made
    return made


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """Within it each chart is declared and drawn once: for work on data that stay the same."""
    global _KEPT
    before, _KEPT = _KEPT, {}
    try:
        yield
    finally:
        _KEPT = before
