"""Bars from zero, one reading a row, under headings that say what each group measures."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from policy.charts.marks import Ink, Row, heading, places, row_label, said, worded
from policy.charts.theme import Layout, Sheet, canvas


def worded_percents(table: pd.DataFrame) -> pd.DataFrame:
    """As ``marks.worded``, for a table whose numbers stand in a column ``percent``."""
    return worded(table, "percent")


def grouped_bars(
    table: list[Row],
    layout: Layout,
    *,
    column: str,
    second: str,
    inks: Mapping[str, Ink],
    top: int = 0,
    room: int = 100,
) -> Sheet:
    """Draw a table with the columns ``measure`` and ``who``.

    Args:
        table: the chart's rows, each group's together.
        layout: the space to draw in.
        column: the column with the number.
        second: the column with what more is said of a row.
        inks: how each measure looks.
        top: pixels to leave free above the first group.
        room: pixels to leave for numbers on the right.
    """
    left, right = (8, room) if layout.narrow else (296, room)
    step, bar, down = (54, 18, 14) if layout.narrow else (42, 22, 0)
    groups = [row["measure"] for row in table]
    spots = places(groups, step=step, head=30, gap=16, top=top)
    sheet = canvas(layout, plot=spots.plot, left=left, right=right)
    sheet.rows()
    # A hair more than the longest bar, or its outline is cut.
    longest = max(row[column] for row in table) * 1.005
    sheet.figure.update_xaxes(range=[0, longest], visible=False)
    sheet.figure.update_layout(barmode="stack")
    for number, (measure, y) in enumerate(spots.heads):
        heading(sheet, measure, y, ruled=number > 0, ground=top > 0)
        listed = [row for row in table if row["measure"] == measure]
        at = [spots.rows[row["row"]] + down for row in listed]
        sheet.figure.add_bar(
            x=[row[column] for row in listed],
            y=at,
            width=bar,
            orientation="h",
            marker=inks[measure].marker(),
            customdata=[row["row"] for row in listed],
            hovertext=[
                f"{measure}<br>{row['who']}, {row[second]}<br><b>{said(row)}</b>" for row in listed
            ],
            hoverinfo="text",
            textposition="none",
        )
        for row, place in zip(listed, at, strict=True):
            row_label(
                sheet,
                row["who"],
                row[second],
                y=place,
                up=bar / 2 + 3,
                stacked=not layout.narrow,
                ground=top > 0,
            )
            words = said(row, "size")
            sheet.write(words, x=row[column], y=place, shift=(8, 0), bold=True, ground=top > 0)
    return sheet
