"""Bars from zero, one reading a row, under headings that say what each group measures."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from policy.charts.marks import (
    Ink,
    Row,
    from_zero,
    headed,
    places,
    row_label,
    said,
    worded,
)
from policy.charts.theme import Layout, Sheet


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
    longest = max(row[column] for row in table)
    sheet = from_zero(layout, spots, left=left, right=right, longest=longest)
    sheet.figure.update_layout(barmode="stack")
    ground = top > 0
    for measure, listed, at in headed(
        sheet, table, spots, column="measure", down=down, ground=ground
    ):
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
                ground=ground,
            )
            words = said(row, "size")
            sheet.write(words, x=row[column], y=place, shift=(8, 0), bold=True, ground=ground)
    return sheet
