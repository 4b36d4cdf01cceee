"""Square marks that say a word: colour, pattern and symbol together, for facts that are no sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policy.charts.theme import Sheet, text_width


@dataclass(frozen=True)
class Look:
    """How a word looks as a tile.

    Attributes:
        fill: colour of the tile.
        edge: colour of its outline.
        symbol: Plotly's name of the mark on it, "?", or "" for none.
        ink: colour of that mark.
        pattern: Plotly's name of a pattern over the fill, drawn in the edge's colour.
    """

    fill: str
    edge: str
    symbol: str
    ink: str
    pattern: str = ""

    def marker(self) -> dict[str, Any]:
        """The tile as a Plotly bar marker."""
        made: dict[str, Any] = {"color": self.fill, "line": {"color": self.edge, "width": 1.5}}
        if self.pattern:
            pattern = {"shape": self.pattern, "bgcolor": self.fill, "fgcolor": self.edge}
            made["pattern"] = {**pattern, "size": 6, "solidity": 0.25}
        return made


@dataclass(frozen=True)
class Tile:
    """One tile: its left edge and middle in pixels, its row in the table, what it says."""

    x: float
    y: float
    row: int
    hover: str


def draw(sheet: Sheet, tiles: Sequence[Tile], look: Look, *, width: float, height: float) -> None:
    """Add tiles of one look; both axes of the sheet count pixels."""
    sheet.figure.add_bar(
        x=[width] * len(tiles),
        base=[tile.x for tile in tiles],
        y=[tile.y for tile in tiles],
        width=height,
        orientation="h",
        marker=look.marker(),
        customdata=[tile.row for tile in tiles],
        hovertext=[tile.hover for tile in tiles],
        hoverinfo="text" if any(tile.hover for tile in tiles) else "skip",
        textposition="none",
    )
    _marks(sheet, [tile.x + width / 2 for tile in tiles], [tile.y for tile in tiles], look)


def key(sheet: Sheet, looks: Mapping[str, Look], *, y: float, inside: float) -> float:
    """What the tiles mean, in as many lines as it takes.

    Args:
        sheet: the sheet to draw on.
        looks: each look by the word for it.
        y: pixel place of the first line.
        inside: pixels from the left edge of the plotting area to its right edge.

    Returns:
        The pixel place of the last line.
    """
    size, step, x = 18, 26, 0.0
    for words, look in looks.items():
        needed = size + 8 + text_width(words, sheet.layout.size)
        if x and x + needed > inside:
            x, y = 0.0, y + step
        sheet.figure.add_bar(
            x=[size],
            base=[x],
            y=[y],
            width=size,
            orientation="h",
            marker=look.marker(),
            hoverinfo="skip",
        )
        _marks(sheet, [x + size / 2], [y], look)
        sheet.write(words, x=x + size + 8, y=y)
        x += needed + 20
    return y


def _marks(sheet: Sheet, x: Sequence[float], y: Sequence[float], look: Look) -> None:
    if not look.symbol:
        return
    if look.symbol == "?":
        sheet.figure.add_scatter(
            x=list(x),
            y=list(y),
            mode="text",
            text=[look.symbol] * len(x),
            textfont={"size": sheet.layout.size, "color": look.ink},
            hoverinfo="skip",
        )
        return
    sheet.figure.add_scatter(
        x=list(x),
        y=list(y),
        mode="markers",
        marker={"symbol": look.symbol, "size": 9, "color": look.ink, "line": {"width": 0}},
        hoverinfo="skip",
    )
