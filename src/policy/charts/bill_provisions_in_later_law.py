"""What later law and policy did with each provision of the Reinstatement Bill."""

from __future__ import annotations

from datetime import date

import plotly.graph_objects as go

from policy import bill, tables, text, units
from policy.charts import tiles
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import EDGE, Row, heading, read_in, rows
from policy.charts.theme import BLUE, GRID, MUTED, PAPER, PLUM, TEAL, Layout, canvas, wrap
from policy.charts.tiles import Look, Tile

ON = date(2026, 11, 21)
"""The day to which the evidence was gathered."""

_LOOKS = {
    "done": Look(BLUE, BLUE, "circle", PAPER),
    "partly-done": Look(PAPER, BLUE, "circle", BLUE),
    "proposed": Look(PAPER, TEAL, "", TEAL, "/"),
    "already-law": Look(TEAL, TEAL, "square", PAPER),
    "not-done": Look(PAPER, MUTED, "x", MUTED),
    "proposed-opposite": Look(PAPER, PLUM, "", PLUM, "x"),
    "opposite": Look(PLUM, PLUM, "triangle-left", PAPER),
    bill.NOTHING_FOUND: Look(PAPER, GRID, "?", MUTED),
}
_HEADS = {
    "done": "Done, by others",
    "partly-done": "Done in part, by others",
    "proposed": "In part in a bill not known to be law",
    "already-law": "Law already when the Bill was presented",
    "not-done": "Law or policy left it undone",
    "proposed-opposite": "The opposite is in a bill not known to be law",
    "opposite": "Law went the other way",
    bill.NOTHING_FOUND: "Nothing found",
}


@chart
def bill_provisions_in_later_law() -> Chart:
    """Provisions grouped by what became of them, with the law that did it."""
    provisions, fates = tables.table("provisions"), tables.table("provision_fates")
    found = bill.fates_on(provisions, fates, ON)
    table = found.drop(columns="provision").rename(columns={"short": "provision"})
    table = table[["provision", "effect", "when", "law", "what", "sources"]]
    table["what"] = [text.resolve(words) for words in table["what"]]
    many = {effect: units.cardinal(int((table["effect"] == effect).sum())) for effect in _HEADS}
    groups = [
        f"{_HEADS[effect]}: {', '.join(table['provision'][table['effect'] == effect])}"
        for effect in bill.EFFECTS
        if effect in set(table["effect"])
    ]
    return Chart(
        id="bill-provisions-in-later-law",
        title=(
            f"Later law or policy did {many['done']} provision, part of {many['partly-done']}, "
            f"the opposite of {many['opposite']}"
        ),
        subtitle=(
            "Provisions of the NHS Reinstatement Bill by what law or policy had done with the "
            "same matter, England, to November 2026"
        ),
        unit="provisions",
        sources=read_in(table),
        alt=f"A list in groups. {'. '.join(groups)}.",
        notes=(
            "None of it was done by the Bill, which never passed. The effect is this project's "
            "reading of what happened against the provision's aim: clinical commissioning groups "
            "went, but boards that commission took their place. The Health Bill of 2026 was in "
            "the House of Lords in September 2026; no Royal Assent was found."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    inside = layout.width - 2 * EDGE
    size, head, apart, line = 20, 32, 18, 17
    label, aside = (inside - 32, 32) if layout.narrow else (262, 300)
    said = [wrap(_law(row), inside - aside, layout.size) for row in table]
    steps = [_step(lines, line, narrow=layout.narrow) for lines in said]
    groups = list(dict.fromkeys(row["effect"] for row in table))
    plot = sum(steps) + len(groups) * (head + apart)
    sheet = canvas(layout, plot=plot, left=EDGE, right=EDGE)
    sheet.rows()
    sheet.figure.update_xaxes(range=[0, inside], visible=False)
    sheet.figure.update_layout(barmode="overlay")
    y, effect = 0.0, ""
    found: dict[str, list[Tile]] = {each: [] for each in groups}
    for row, lines, step in zip(table, said, steps, strict=True):
        if row["effect"] != effect:
            y += apart if effect else apart / 2
            effect = row["effect"]
            count = sum(1 for each in table if each["effect"] == effect)
            words = f"{_HEADS[effect]} ({count})"
            heading(sheet, words, y + head / 2, ruled=y > apart)
            y += head
        top = y + 12
        sheet.write("<br>".join(wrap(row["provision"], label, layout.size)), x=32, y=top)
        if lines:
            below = top + line / 2 + 3 if layout.narrow else y + 3
            sheet.write("<br>".join(lines), x=aside, y=below, rise="top", colour=MUTED)
        hover = f"{row['provision']}<br><b>{_HEADS[effect]}</b><br>{_law(row)}"
        found[effect].append(Tile(1, top, row["row"], hover))
        y += step
    for each, listed in found.items():
        tiles.draw(sheet, listed, _LOOKS[each], width=size, height=size)
    return sheet.done()


def _step(lines: list[str], line: int, *, narrow: bool) -> int:
    if narrow:
        return 28 + line * len(lines) + (4 if lines else 0)
    return max(28, 10 + line * len(lines))


def _law(row: Row) -> str:
    """The year and the law that did it; nothing for a provision on which nothing was found."""
    if not row["when"]:
        return ""
    law = row["law"]
    return f"{row['when'][:4]}: {law}" if law != "none" else f"{row['when'][:4]}: no law found"
