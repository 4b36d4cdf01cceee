"""What each version of the Reinstatement Bill held: a tile for every provision and version."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from policy import bill, tables, units
from policy.charts import tiles
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import EDGE, Row, read_in, rows
from policy.charts.theme import BLUE, GRID, MUTED, ORANGE, PAPER, PLUM, Layout, Sheet, canvas, wrap
from policy.charts.tiles import Look, Tile

_LOOKS = {
    bill.YES: Look(BLUE, BLUE, "circle", PAPER),
    bill.CHANGED: Look(ORANGE, ORANGE, "diamond", PAPER),
    bill.NO: Look(PAPER, PLUM, "x", PLUM),
    bill.UNKNOWN: Look(PAPER, GRID, "?", MUTED),
}
_WORDS = {
    bill.YES: "In it",
    bill.CHANGED: "In another form",
    bill.NO: "Left out",
    bill.UNKNOWN: "Not seen",
}
_LAST_TWO = ("bill-2016-17", "bill-2017-19")


@chart
def bill_provisions_by_version() -> Chart:
    """A matrix: provisions down, versions across, the state as colour and symbol."""
    versions, provisions = tables.table("bill_versions"), tables.table("provisions")
    reshaped = bill.changes(provisions, *_LAST_TWO)
    table = _table(provisions, versions)
    seen = [f"{name}: {_count(table[name])}" for name in versions["name"]]
    return Chart(
        id="bill-provisions-by-version",
        title=(
            "A minister's duty runs through all versions; "
            f"2018's text reshaped {units.cardinal(len(reshaped))} provisions"
        ),
        subtitle=(
            "Provisions of the NHS Reinstatement Bill in its two drafts and four bills, England, "
            "August 2014 to July 2018, as far as texts and summaries were read"
        ),
        unit="provisions by version",
        sources=read_in(table),
        alt=(
            "A grid of provisions and versions. The minister's duty and the end of the "
            "purchaser-provider split are in all versions. The fullest columns are Bill 187 and "
            "Bill 37 of 2015; in Bill 250 of 2018 Health Boards, the date for the change, local "
            "schemes, public health, social care, private finance and treaties take another form. "
            f"Provisions seen in each version: {'; '.join(seen)}."
        ),
        notes=(
            "No version was read whole, so a provision not seen may still be in it. The second "
            "draft was the basis of Bill 187, with a very small number of changes, its campaign "
            "said. Some tiles of Bill 187 and Bill 37 rest on summaries written by a machine; the "
            "data say which."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), versions, layout),
    )


def _table(provisions: pd.DataFrame, versions: pd.DataFrame) -> pd.DataFrame:
    """One provision a row, one column a version, by its name."""
    pairs = bill.by_version(provisions, versions)
    wide = pairs.pivot(index="provision", columns="name", values="state")
    ids = list(dict.fromkeys(pairs["provision"]))
    plain = provisions.set_index("id").loc[ids]
    states = {name: list(wide.loc[ids, name]) for name in versions["name"]}
    return pd.DataFrame(
        {
            "provision": list(plain["short"]),
            "theme": list(plain["theme"]),
            **states,
            "sources": list(plain["sources"]),
        }
    )


def _count(states: pd.Series) -> int:
    return int(states.isin([bill.YES, bill.CHANGED]).sum())


def _draw(table: list[Row], versions: pd.DataFrame, layout: Layout) -> go.Figure:
    names = list(versions["name"])
    inside = layout.width - 2 * EDGE
    width, gap, label = (27, 3, 164) if layout.narrow else (58, 6, 316)
    height, head, apart = (26, 44, 12) if layout.narrow else (22, 44, 14)
    labels = [wrap(row["provision"], label, layout.size) for row in table]
    steps = [max(height + 6, 17 * len(lines) + 6) for lines in labels]
    lines_of_key = 2 if layout.narrow else 1
    themes = list(dict.fromkeys(row["theme"] for row in table))
    plot = 26 * lines_of_key + 14 + sum(steps) + (head + apart) * len(themes)
    sheet = canvas(layout, plot=plot, left=EDGE, right=EDGE)
    sheet.rows()
    sheet.figure.update_xaxes(range=[0, inside], visible=False)
    sheet.figure.update_layout(barmode="overlay")
    looks = {_WORDS[state]: look for state, look in _LOOKS.items()}
    y = tiles.key(sheet, looks, y=12, inside=inside) + 14
    # A hair from the edge, or the last outline is cut.
    start = inside - len(names) * (width + gap) + gap - 2
    found: dict[str, list[Tile]] = {state: [] for state in bill.STATES}
    theme = None
    for row, lines, step in zip(table, labels, steps, strict=True):
        if row["theme"] != theme:
            theme = row["theme"]
            y += apart
            _head(sheet, theme, versions, y=y, start=start, step=width + gap, width=width)
            y += head
        middle = y + step / 2
        sheet.write("<br>".join(lines), x=0, y=middle)
        for number, name in enumerate(names):
            state = row[name]
            hover = f"{row['provision']}<br>{name}: <b>{_WORDS[state].lower()}</b>"
            found[state].append(Tile(start + number * (width + gap), middle, row["row"], hover))
        y += step
    for state, listed in found.items():
        if listed:
            tiles.draw(sheet, listed, _LOOKS[state], width=width, height=height)
    return sheet.done()


def _head(
    sheet: Sheet,
    theme: str,
    versions: pd.DataFrame,
    *,
    y: float,
    start: float,
    step: float,
    width: float,
) -> None:
    """A theme's name and, over each column, when its version is from and what it is."""
    line = {"color": GRID, "width": 1}
    sheet.line(x0=0, x1=start + len(versions) * step, y0=y, y1=y, line=line)
    sheet.write(theme[0].upper() + theme[1:], x=0, y=y + 22, bold=True)
    for number, version in enumerate(versions.to_dict("records")):
        year, month = version["dated"][:4], units.MONTHS[int(version["dated"][5:7]) - 1][:3]
        print_number = version["bill_number"]
        what = f"Bill {print_number}" if print_number.isdigit() else version["kind"]
        said = f"{month}<br>{year[2:]}" if sheet.layout.narrow else f"{month} {year}<br>{what}"
        at = start + number * step + width / 2
        sheet.write(said, x=at, y=y + 22, anchor="center", colour=MUTED)
