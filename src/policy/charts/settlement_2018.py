"""The deal of 2018: what was promised, what its cash came to, and what was received."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from policy import ledger
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import (
    Ink,
    Row,
    bars,
    cited,
    from_zero,
    heading,
    places,
    row_label,
    rows,
    said,
    worded,
)
from policy.charts.theme import BLUE, MUTED, ORANGE, PLUM, TEAL, Layout, Sheet
from policy.money import spending

_INKS = {
    spending.SPENT: Ink(BLUE),
    spending.PLANNED: Ink(TEAL, "/"),
    spending.SAID_NEEDED: Ink(PLUM, "."),
}
_BASE = "money-jan19-2018-19"
_RISES = {
    # Level in 2018/19 prices, and the rise over the base that it stands for.
    "jun18-4pc-2023-24": "jun18-4pc-rise",
    "jun18-promised-2023-24": "money-jun18-205",
    "jan19-2023-24-in-2018-19-prices": "jan19-real-rise-at-measured-inflation",
}
_WIDER = ("gap-nhse-2022-23", "gap-nhse-2023-24", "nhse-2023-24-in-2018-19-prices")


@chart
def settlement_2018() -> Chart:
    """Bars from zero in two groups, cash and real, against the budget the deal began from."""
    table = worded(spending.settlement_of_2018(ledger.frame()))
    return Chart(
        id="settlement-2018",
        title=(
            "At measured inflation 2018's promised {fig:money-jun18-205} would have come to "
            "{fig:jan19-real-rise-at-measured-inflation}; cash was added"
        ),
        subtitle=(
            "NHS England's budget under the deal of June 2018, settled in January 2019, England, "
            "£bn a year in cash and in 2018/19 prices, as planned and as received"
        ),
        unit="£bn a year",
        sources=cited(pd.DataFrame({"ledger_id": [*table["ledger_id"], *_RISES.values()]})),
        alt=(
            "Bars from zero against a line at the {fig:money-jan19-2018-19} of 2018/19. In cash "
            "{fig:money-jan19-2022-23|1dp} was agreed for 2022/23 and {fig:money-nhse-2022-23} or "
            "{fig:gap-nhse-2022-23|1dp} received; {fig:money-jan19-2023-24|1dp} was agreed for "
            "2023/24 and {fig:gap-nhse-2023-24|1dp} received. In 2018/19 prices the promise for "
            "2023/24 was {fig:jun18-promised-2023-24}, a rise of {fig:money-jun18-205}; growth of "
            "{fig:money-jun18-4pc} would have given {fig:jun18-4pc-2023-24}; the cash agreed came "
            "to {fig:jan19-2023-24-in-2018-19-prices}, a rise of "
            "{fig:jan19-real-rise-at-measured-inflation}; the cash received to "
            "{fig:nhse-2023-24-in-2018-19-prices}."
        ),
        notes=(
            "Measured inflation is the GDP deflator of March 2026. The cash agreed leaves out "
            "money for pensions; the wider count of cash received seems to hold it and more, so "
            "the two are not of one scope and no rise is given for the cash received. The price "
            "year of the promise is not stated; it is read as 2018/19. The Health Foundation "
            "named a rate; that it is applied to NHS England's budget is a step made here. The "
            "cash of every year is in the chart of plans and outturn."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    left, right = (8, 92) if layout.narrow else (272, 168)
    step, bar, down = (60, 22, 12) if layout.narrow else (36, 22, 0)
    spots = places([row["prices"] for row in table], step=step, head=30, gap=18, top=34)
    longest = max(row["gbp_bn"] for row in table)
    sheet = from_zero(layout, spots, left=left, right=right, longest=longest)
    for number, (prices, head) in enumerate(spots.heads):
        heading(sheet, prices, head, ruled=number > 0, ground=True)
        for kind, ink in _INKS.items():
            listed = [row for row in table if row["prices"] == prices and row["kind"] == kind]
            if not listed:
                continue
            at = [spots.rows[row["row"]] + down for row in listed]
            bars(sheet, listed, at, height=bar, ink=ink, hover=[_hover(row) for row in listed])
            for row, y in zip(listed, at, strict=True):
                row_label(sheet, row["amount"], row["about"], y=y, up=bar / 2 + 3, ground=True)
                _value(sheet, row, y)
    _begun(sheet)
    return sheet.done()


def _value(sheet: Sheet, row: Row, y: float) -> None:
    """The level beside its bar, with the rise where both ends are of one scope."""
    id, aside = row["ledger_id"], ""
    if id in _RISES:
        aside = "+" + said({"ledger_id": _RISES[id]}, "1dp|number")
    elif id in _WIDER:
        aside = "wider count"
    words = f"<b>{said(row, '1dp')}</b>"
    if aside:
        between = "<br>" if sheet.layout.narrow else " "
        words += f'{between}<span style="color:{MUTED}">{aside}</span>'
    sheet.write(words, x=row["gbp_bn"], y=y, shift=(8, 0))


def _hover(row: Row) -> str:
    return f"{row['amount']}, {row['about']}<br>{row['prices']}<br><b>{said(row, '1dp')}</b>"


def _begun(sheet: Sheet) -> None:
    """The budget from which the deal counted, as a line through both groups."""
    base = ledger.value(_BASE)
    line = {"color": ORANGE, "width": 2, "dash": "5px,4px"}
    sheet.line(x0=base, x1=base, y0=26, y1=sheet.plot, line=line)
    words = f"<b>{said({'ledger_id': _BASE})}</b> in 2018/19"
    sheet.write(words, x=base, y=14, anchor="center")
