"""How every chart looks: one font, one palette, and helpers that place text to the pixel.

The values follow the Government Analysis Function theme (package ``afcharts``); sizes are set for
the two widths in which a chart is read.
"""

from __future__ import annotations

import functools
import textwrap
from dataclasses import dataclass, field
from typing import Any, Literal

import afcharts.pio_template  # registers the "afcharts" template with Plotly
import plotly.graph_objects as go
import plotly.io as pio
from afcharts.af_colours import get_af_colours

Form = Literal["wide", "narrow", "cite"]

FONT = 'Arial, "Liberation Sans", Helvetica, sans-serif'
INK = "#0b0c0c"
MUTED = "#505a5f"
GRID = str(afcharts.pio_template.af_chart_feature_colour)
PAPER = "#ffffff"
BLUE, TEAL, PLUM, ORANGE = (str(colour) for colour in get_af_colours("categorical")[:4])

WIDTHS: dict[Form, int] = {"wide": 720, "narrow": 360, "cite": 800}

# Average width of a character of Arial as a share of its size, on the safe side, so that wrapped
# text fits where the reader's own fallback font is a little wider.
_CHARACTER = 0.54


@dataclass(frozen=True)
class Layout:
    """The space one drawing is given.

    Attributes:
        form: ``wide`` for screens and print, ``narrow`` for phones.
        width: pixels from edge to edge.
        size: size of ordinary text in pixels; nothing smaller is drawn.
    """

    form: Literal["wide", "narrow"]
    width: int
    size: int

    @property
    def narrow(self) -> bool:
        """True for the phone drawing."""
        return self.form == "narrow"


LAYOUTS: dict[Literal["wide", "narrow"], Layout] = {
    "wide": Layout("wide", WIDTHS["wide"], 14),
    "narrow": Layout("narrow", WIDTHS["narrow"], 13),
}


@functools.cache
def template() -> go.layout.Template:
    """The Analysis Function template with the book's font and without margins that move."""
    base = go.layout.Template(pio.templates["afcharts"])
    axis = {"automargin": False, "ticks": "", "zeroline": False, "showline": False}
    base.layout.update(
        autosize=False,
        font={"family": FONT, "color": INK, "size": 14},
        hoverlabel={"font": {"family": FONT, "size": 13}, "bgcolor": PAPER, "align": "left"},
        hovermode="closest",
        dragmode=False,
        paper_bgcolor=PAPER,
        plot_bgcolor=PAPER,
        showlegend=False,
        # Plotly would hide text that it thinks too small; ours is measured.
        uniformtext={"mode": False, "minsize": 0},
        xaxis=axis,
        yaxis=axis,
    )
    return base


@dataclass
class Sheet:
    """A figure being drawn.

    Words and lines are collected and set at once, since Plotly copies the whole list whenever one
    is added to a figure.

    Attributes:
        figure: takes the traces and axes.
        layout: the space drawn in.
        left: left margin in pixels.
        plot: height of the plotting area in pixels.
    """

    figure: go.Figure
    layout: Layout
    left: int
    plot: int
    _words: list[dict[str, Any]] = field(default_factory=list)
    _lines: list[dict[str, Any]] = field(default_factory=list)

    def write(
        self,
        text: str,
        *,
        x: float,
        y: float,
        xref: str = "x",
        yref: str = "y",
        anchor: Literal["left", "center", "right"] = "left",
        rise: Literal["top", "middle", "bottom"] = "middle",
        size: int | None = None,
        colour: str = INK,
        bold: bool = False,
        ground: bool = False,
        shift: tuple[int, int] = (0, 0),
    ) -> None:
        """Write text; ``ground`` puts it on white, ``shift`` moves it in pixels, right and up."""
        note = {
            "text": f"<b>{text}</b>" if bold else text,
            "x": x,
            "y": y,
            "xref": xref,
            "yref": yref,
            "xanchor": anchor,
            "yanchor": rise,
            "align": anchor,
            "xshift": shift[0],
            "yshift": shift[1],
            "showarrow": False,
            "font": {"size": size or self.layout.size, "color": colour},
        }
        self._words.append(note | ({"bgcolor": PAPER, "borderpad": 2} if ground else {}))

    def line(self, **shape: object) -> None:
        """Add a line behind the marks; takes what a Plotly shape takes."""
        self._lines.append({"type": "line", "layer": "below", **shape})

    def rows(self) -> None:
        """Make one unit of the y axis one pixel, counted from the top, and hide the axis."""
        self.figure.update_yaxes(range=[self.plot, 0], visible=False)

    def done(self) -> go.Figure:
        """The figure with its words and lines, added to those it has."""
        # Set and not updated: Plotly compares an update with what is there, item by item.
        layout = self.figure.layout
        layout.annotations = [*layout.annotations, *self._words]
        layout.shapes = [*layout.shapes, *self._lines]
        return self.figure


def canvas(
    layout: Layout, *, plot: int, left: int, right: int, top: int = 8, bottom: int = 8
) -> Sheet:
    """An empty sheet whose plotting area is exactly ``plot`` pixels high.

    Args:
        layout: the space to draw in.
        plot: height of the plotting area in pixels.
        left: left margin in pixels.
        right: right margin in pixels.
        top: top margin in pixels.
        bottom: bottom margin in pixels.
    """
    figure = go.Figure()
    figure.update_layout(
        template=template(),
        width=layout.width,
        height=plot + top + bottom,
        margin={"l": left, "r": right, "t": top, "b": bottom, "pad": 0},
        font={"size": layout.size},
        hoverlabel={"font": {"size": layout.size}},
    )
    return Sheet(figure, layout, left, plot)


def text_width(text: str, size: int) -> int:
    """About how many pixels a line of text takes, rounded up."""
    return int(len(text) * size * _CHARACTER) + 1


def wrap(text: str, pixels: float, size: int) -> list[str]:
    """Break text into lines that fit ``pixels`` at ``size``."""
    return textwrap.wrap(text, max(8, int(pixels / (size * _CHARACTER))), break_long_words=False)
