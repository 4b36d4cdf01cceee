"""Where Labour's words stood, date by date: one lane for the plans and one for the Bill."""

from __future__ import annotations

import plotly.graph_objects as go

from policy import tables, text, wordings
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import EDGE, Dot, Row, heading, rows
from policy.charts.theme import (
    BLUE,
    GRID,
    MUTED,
    ORANGE,
    PAPER,
    PLUM,
    TEAL,
    Layout,
    Sheet,
    canvas,
    wrap,
)

_MARKS = {
    wordings.VOICES["party"]: Dot("circle", BLUE, BLUE),
    wordings.VOICES["front-bench"]: Dot("circle", PAPER, BLUE),
    wordings.VOICES["member"]: Dot("triangle-up", ORANGE, ORANGE),
    wordings.VOICES["conference"]: Dot("diamond", PLUM, PLUM),
    wordings.VOICES["government"]: Dot("square", TEAL, TEAL),
    wordings.VOICES["account"]: Dot("x", MUTED, MUTED),
}
"""Whose words."""

_WORDS = 260  # room for the words beside the columns when wide, in pixels as is all below
_KEY = 24  # height of a line of the key
_HEAD = 36  # height of a lane's heading
_LINE = 18  # height of a line of the columns' names


@chart
def labour_wording() -> Chart:
    """Rows in order of time, a mark in the column of the position taken."""
    made = wordings.sequence(tables.table("wordings"))
    table = made.assign(says=made["says"].map(text.resolve))
    return Chart(
        id="labour-wording",
        title="Labour's words on the plans moved between halting, ending and keeping with changes",
        subtitle=(
            "Position in each dated wording found, on the plans and their successors and on the "
            "Reinstatement Bill, Labour Party, England, January 2016 to May 2026, as read by this "
            "project"
        ),
        unit="position taken, by date",
        sources=tuple(dict.fromkeys(table["sources"])),
        alt=(
            "Two lanes of dated marks. On the plans: halt and review on 2 and 3 May 2017, halt "
            "in the leaked draft, halt and review again in the manifesto of 16 May and an "
            "interview after it. In September 2017 a conference motion ends them; of the shadow "
            "health secretary's words that week one account says end and another says fund. In "
            "2019 the systems that followed are kept with changes, in 2021 a conference motion "
            "halts them, in 2024 they are not mentioned in what was read, and in 2025 and 2026 a "
            "Labour government keeps them with changes. On the Bill: undecided, then in part, "
            "then backed in 2016; not named in the manifesto of 2017; backed by conference in "
            "September 2017; held back in June 2018, in part in July and backed in October; not "
            "named in 2019, 2021 and 2024."
        ),
        notes=(
            "The columns are no scale. Positions are this project's reading, and the table has "
            "the words. Not mentioned and not named speak of what was read, in 2019, 2021 and "
            "2024 summaries or reports. Where two accounts of one week differ, both are shown. HSJ "
            "is the Health Service Journal."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    inside = layout.width - 2 * EDGE
    step = 44 if layout.narrow else 42
    key = _KEY * (3 if layout.narrow else 2) + 14
    lanes = [
        _Lane(name, [row for row in table if row["about"] == name], layout, inside, step)
        for name in dict.fromkeys(row["about"] for row in table)
    ]
    plot = key + sum(lane.height for lane in lanes) + 26 * (len(lanes) - 1)
    sheet = canvas(layout, plot=plot, left=EDGE, right=EDGE)
    sheet.rows()
    sheet.figure.update_xaxes(range=[0, inside], visible=False)
    _key(sheet, inside)
    top = key
    for number, lane in enumerate(lanes):
        lane.draw(sheet, top, ruled=number > 0)
        top += lane.height + 26
    return sheet.done()


def _key(sheet: Sheet, room: int) -> None:
    """Whose words the marks stand for, in columns above both lanes."""
    across = 2 if sheet.layout.narrow else 3
    for number, (voice, mark) in enumerate(_MARKS.items()):
        x = 8 + (number % across) * room / across
        y = _KEY * (number // across) + 10
        _mark(sheet, [x], [y], mark, hoverinfo="skip")
        sheet.write(voice, x=x, y=y, shift=(14, 0))


class _Lane:
    """What was said on one thing: a heading, a column for each position, a row for each wording."""

    def __init__(
        self, name: str, listed: list[Row], layout: Layout, inside: int, step: int
    ) -> None:
        self.name, self.listed, self.step = name, listed, step
        (subject,) = (key for key, words in wordings.LANES.items() if words == name)
        positions = list(wordings.POSITIONS[subject].values())
        start = 0 if layout.narrow else _WORDS
        column = (inside - start) / len(positions)
        self.centre = {
            words: start + (number + 0.5) * column for number, words in enumerate(positions)
        }
        self.names = {words: wrap(words, column + 4, layout.size) for words in positions}
        self.head = _HEAD + _LINE * max(map(len, self.names.values())) + 6
        self.height = self.head + step * len(listed)

    def draw(self, sheet: Sheet, top: int, *, ruled: bool) -> None:
        """Put the lane on the sheet, from ``top`` down."""
        heading(sheet, self.name, top + 12, ruled=ruled)
        start, end = top + self.head, top + self.height
        for words, x in self.centre.items():
            broken = "<br>".join(self.names[words])
            sheet.write(broken, x=x, y=start - 4, anchor="center", rise="bottom", colour=MUTED)
            sheet.line(x0=x, x1=x, y0=start, y1=end, line={"color": GRID, "width": 1})
        places = {}
        for number, row in enumerate(self.listed):
            y = start + self.step * (number + 0.5)
            places[row["row"]] = y + 10 if sheet.layout.narrow else y
            _said(sheet, row, y)
        for voice, mark in _MARKS.items():
            spoken = [row for row in self.listed if row["voice"] == voice]
            if spoken:
                _mark(
                    sheet,
                    [self.centre[row["position"]] for row in spoken],
                    [places[row["row"]] for row in spoken],
                    mark,
                    customdata=[row["row"] for row in spoken],
                    hovertext=[_hover(row, sheet.layout) for row in spoken],
                    hoverinfo="text",
                )


def _said(sheet: Sheet, row: Row, y: float) -> None:
    """When and where it was said: beside the columns when wide, above the mark when narrow."""
    when = f"<b>{row['when']}</b>"
    if sheet.layout.narrow:
        sheet.write(f"{when}, {row['document']}", x=0, y=y - 9, ground=True, shift=(-2, 0))
    else:
        sheet.write(when, x=0, y=y - 9)
        sheet.write(row["document"], x=0, y=y + 9, colour=MUTED)


def _mark(sheet: Sheet, xs: list[float], ys: list[float], mark: Dot, **more: object) -> None:
    sheet.figure.add_scatter(
        x=xs,
        y=ys,
        mode="markers",
        marker=mark.marker(13 if mark.symbol != "x" else 10, 2.5 if mark.fill == PAPER else 0),
        cliponaxis=False,
        **more,
    )


def _hover(row: Row, layout: Layout) -> str:
    words = [f"<b>{row['position']}</b>", *wrap(row["says"], 270, layout.size)]
    quote = [f"“{row['quote']}”"] if row["quote"] else []
    first = [f"{row['when']}, {row['document']}", f"{row['who']}: {row['voice'].lower()}"]
    return "<br>".join([*first, *words, *quote])
