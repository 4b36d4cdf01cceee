"""What a chart is: one declaration from which page, picture, table and citation follow."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import plotly
import plotly.graph_objects as go

from policy import tables, text
from policy.charts.theme import LAYOUTS, MUTED, WIDTHS, Form, Layout, Sheet, wrap

MIME = "application/vnd.plotly.v1+json"
METADATA_KEY = "three-plans-chart"
LONGEST_TITLE = 14
"""Words in a title: a reader takes in a finding of this length at once."""


class ChartError(ValueError):
    """A declaration that cannot be shown; the message names the chart and the field."""


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart and everything said about it.

    Text fields may hold ``{fig:id}``; they are resolved once, when the chart is declared.

    Attributes:
        id: kebab-case, permanent: addresses and citations hold it.
        title: the finding in neutral words.
        subtitle: what is measured, where, when and in which prices.
        unit: unit of the plotted values.
        sources: keys of ``data/sources.bib``; may be empty where every row names pledges.
        alt: what a reader who cannot see the picture should know.
        table: the plotted values, one a row: what readers see and download. Each row says where
            it comes from: in ``ledger_id`` (blank for a row that is no number), in ``sources``,
            keys separated by a space, or, for a count of pledges, in ``pledges``, their ids
            separated by a space. It is the last column, as it is for eyes and links.
        draw: draws the figure into a layout; traces carry the row number as ``customdata``.
        notes: what a careful reader must know besides.

    Raises:
        ChartError: if a field is missing, a source is unknown, the title is too long, a value
            is not a finite number, or a row does not say where it comes from.
    """

    id: str
    title: str
    subtitle: str
    unit: str
    sources: tuple[str, ...]
    alt: str
    table: pd.DataFrame
    draw: Callable[[Layout], go.Figure] = field(repr=False)
    notes: str = ""
    _specs: dict[Form, dict[str, Any]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Check every field and resolve the text."""
        for name in ("id", "title", "subtitle", "unit", "alt"):
            if not getattr(self, name).strip():
                raise ChartError(f"chart {self.id or '?'}: {name} is blank")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.id):
            raise ChartError(f"chart {self.id}: id is not kebab-case")
        for name in ("title", "subtitle", "unit", "alt", "notes"):
            object.__setattr__(self, name, text.resolve(getattr(self, name)))
        words = len(self.title.split())
        if words > LONGEST_TITLE:
            raise ChartError(
                f"chart {self.id}: title has {words} words, at most {LONGEST_TITLE} are allowed"
            )
        if not (self.sources or "pledges" in self.table):
            raise ChartError(f"chart {self.id}: sources is blank")
        known = tables.sources()
        for key in self.sources:
            if key not in known:
                raise ChartError(f"chart {self.id}: sources names {key}, not in sources.bib")
        if self.table.empty:
            raise ChartError(f"chart {self.id}: table is empty")
        if not {"ledger_id", "sources", "pledges"} & set(self.table):
            raise ChartError(f"chart {self.id}: table has neither ledger_id, sources nor pledges")
        for key in sorted({key for cell in self.table.get("sources", ()) for key in cell.split()}):
            if key not in self.sources:
                raise ChartError(f"chart {self.id}: table cites {key}, which sources leaves out")
        if lost := set(self.pledges()).difference(_known_pledges(self.table)):
            raise ChartError(f"chart {self.id}: table names {min(lost)}, not in pledges.csv")
        for column in self.table.select_dtypes("number"):
            if not self.table[column].map(_finite).all():
                raise ChartError(f"chart {self.id}: table column {column} is not finite")

    def figure(self, form: Form) -> go.Figure:
        """The drawing in one of its forms.

        Args:
            form: ``wide`` or ``narrow`` as read in the book, or ``cite``: the wide drawing framed
                with title, sources and content hash, to stand alone in a briefing.
        """
        figure = self.draw(LAYOUTS["narrow" if form == "narrow" else "wide"])
        for number, trace in enumerate(figure.data):
            # Plotly invents a random uid otherwise, and the picture's bytes change with it.
            trace.uid = f"{self.id}-{number}"
        return self._framed(figure) if form == "cite" else figure

    def spec(self, form: Form) -> dict[str, Any]:
        """The Plotly JSON of one form, as plain lists and numbers."""
        if form not in self._specs:
            self._specs[form] = json.loads(self.figure(form).to_json(remove_uids=False))
        return self._specs[form]

    def csv(self) -> str:
        """The table as CSV: UTF-8, comma, line feed."""
        return self.table.to_csv(index=False, lineterminator="\n", float_format="%.12g")

    def digest(self) -> str:
        """SHA-256 of what a reader is shown: words, values and both drawings."""
        said = [self.id, self.title, self.subtitle, self.unit, list(self.sources), self.alt]
        if register := self.register():
            said.append(register)
        return _digest([*said, self.notes, self.csv(), self.spec("wide"), self.spec("narrow")])

    def picture_digest(self) -> str:
        """SHA-256 of what the committed pictures are drawn from."""
        forms: tuple[Form, ...] = ("wide", "narrow", "cite")
        specs = [self.spec(form) for form in forms]
        return _digest([self.id, self.title, self.alt, specs, plotly.__version__])

    def source_labels(self) -> list[str]:
        """Sources in words: the register if rows count pledges, then those declared, in order."""
        known = tables.sources()
        register = [self.register()] if self.pledges() else []
        return [*register, *(known[key].label for key in self.sources)]

    def pledges(self) -> list[str]:
        """Ids of the pledges that rows count, each once, in the order of the table."""
        cells = self.table.get("pledges", ())
        return list(dict.fromkeys(id for cell in cells for id in cell.split()))

    def register(self) -> str:
        """The pledges behind the rows as a source, or nothing.

        The documents behind many pledges are too many for a line. The register names one for
        each pledge and each event.
        """
        ids = self.pledges()
        if not ids:
            return ""
        events = int(tables.table("pledge_events")["pledge"].isin(ids).sum())
        return f"this book's register of pledges ({len(ids)} pledges, {events} events)"

    def metadata(self) -> dict[str, Any]:
        """All that a page needs to show the chart, as JSON values."""
        known = tables.sources()
        return {
            "id": self.id,
            "title": self.title,
            "subtitle": self.subtitle,
            "unit": self.unit,
            "alt": self.alt,
            "notes": self.notes,
            "sources": [{"key": key, "label": known[key].label} for key in self.sources],
            "register": self.register(),
            "columns": list(self.table.columns),
            "rows": json.loads(self.table.to_json(orient="values", double_precision=12)),
            "wide": self.spec("wide"),
            "narrow": self.spec("narrow"),
            "digest": self.digest(),
            "picture": self.picture_digest(),
        }

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Plotly's own MIME type, so that any notebook shows it; the book reads the metadata."""
        return (
            {MIME: self.spec("wide"), "text/plain": f"{self.title} ({self.id})"},
            {MIME: {METADATA_KEY: self.metadata()}},
        )

    def _framed(self, figure: go.Figure) -> go.Figure:
        """Put title and subtitle above a drawing, sources and content hash below it."""
        edge, size = 40, 13
        inside = WIDTHS["cite"] - 2 * edge
        title = wrap(self.title, inside, 22)
        subtitle = wrap(self.subtitle, inside, 15)
        head = 26 + 28 * len(title) + 20 * len(subtitle) + 14
        source = wrap(f"Source: {'; '.join(dict.fromkeys(self.source_labels()))}.", inside, size)
        credit = f"Three Plans for the NHS, chart {self.id}, content {self.digest()[:12]}."
        foot = [*source, *wrap(f"{credit} CC BY 4.0.", inside, size)]
        margin = figure.layout.margin
        left, top, bottom = int(margin.l), int(margin.t), int(margin.b)
        step = 18
        figure.update_layout(
            width=WIDTHS["cite"],
            height=int(figure.layout.height) + head + step * len(foot) + 24,
            margin={
                "l": left + edge,
                "r": int(margin.r) + edge,
                "t": top + head,
                "b": bottom + step * len(foot) + 24,
            },
        )
        sheet = Sheet(figure, LAYOUTS["wide"], left, 0)
        above: dict[str, Any] = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "rise": "top"}
        y = top + head - 26
        for line in title:
            sheet.write(line, size=22, bold=True, shift=(-left, y), **above)
            y -= 28
        for line in subtitle:
            sheet.write(line, size=15, shift=(-left, y), **above)
            y -= 20
        y = -bottom - 14
        for line in foot:
            below = above | {"y": 0}
            sheet.write(line, size=size, colour=MUTED, shift=(-left, y), **below)
            y -= step
        return sheet.done()


def _finite(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < float("inf")


def _known_pledges(table: pd.DataFrame) -> set[str]:
    """Every id of pledges.csv, which is read for charts that count pledges alone."""
    return set(tables.table("pledges")["id"]) if "pledges" in table else set()


def _digest(value: object) -> str:
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
