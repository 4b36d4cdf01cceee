"""Whose claims the book checks, and how the checks came out."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from policy import balance, stances
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import EDGE, Ink, Row, key, places, read_in, row_label, rows
from policy.charts.theme import BLUE, ORANGE, PLUM, TEAL, Layout, canvas

_PLANS = {
    "labour-review": "Labour's review",
    "stp-programme": "the STPs",
    "reinstatement-bill": "the Bill",
}
_INKS = {
    "holds": Ink(BLUE),
    "in part": Ink(TEAL, "/"),
    "disputed": Ink(ORANGE, "x"),
    "does not hold": Ink(PLUM),
}
_PREMISES = dict(zip(balance.PREMISES, _INKS, strict=True))


@chart
def balance_of_the_book() -> Chart:
    """Stacked bars, a claimant a row."""
    table = _claims(balance.read())
    return Chart(
        id="balance-of-the-book",
        title="Most claims checked come from one of the two documents the book started from",
        subtitle=(
            "Checked claims by who made them and by whether what each takes for granted holds, "
            "with the plan that the claimant supported on 8 June 2017"
        ),
        unit="checks",
        sources=read_in(table),
        alt=(
            "Stacked bars of checked claims. Keep Our NHS Public, which supported the Bill, has "
            "by far the most, with premises that hold, hold in part, are disputed and do not "
            "hold. Labour, the Government, NHS England and others have a few each."
        ),
        notes=(
            "The book began with a paper of Keep Our NHS Public and a report by Sky News of "
            "Labour's pledge, and took their figures one by one. The one argues against the STPs "
            "and the other gives their critics more room than their supporters, so claims by those "
            "who made the STPs had to be sought out. A premise is one of four things that a check "
            "asks of a claim; a sum can be right on a premise that does not hold."
        ),
        table=table,
        draw=lambda layout: _draw(rows(table), layout),
    )


def _claims(held: balance.Evidence) -> pd.DataFrame:
    """One row a claimant and finding; ``stood`` says which plan the claimant supported."""
    backers = {plan: stances.backers(held.stances, plan, stances.ELECTION) for plan in _PLANS}
    known = set(held.stances["who"])
    made = []
    for claimant in balance.findings(held).to_dict("records"):
        backed = [name for plan, name in _PLANS.items() if claimant["who"] in backers[plan]]
        none = (
            "supported none of the three" if claimant["who"] in known else "no stance in the data"
        )
        for premise, words in _PREMISES.items():
            if claimant[premise]:
                made.append(
                    {
                        "who": claimant["who"],
                        "stood": f"supported {' and '.join(backed)}" if backed else none,
                        "finding": words,
                        "checks": claimant[premise],
                        "sources": claimant["sources"],
                    }
                )
    return pd.DataFrame(made)


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    left, right = (EDGE, 40) if layout.narrow else (224, 48)
    top = 104 if layout.narrow else 44
    step, bar, down = (60, 20, 15) if layout.narrow else (44, 24, 0)
    names = list(dict.fromkeys(row["who"] for row in table))
    spots = places([""] * len(names), step=step, head=0, gap=0, top=top)
    sheet = canvas(layout, plot=spots.plot, left=left, right=right)
    sheet.rows()
    sums = {name: sum(row["checks"] for row in table if row["who"] == name) for name in names}
    longest = max(sums.values())
    sheet.figure.update_xaxes(range=[0, longest * 1.005], visible=False)
    sheet.figure.update_layout(barmode="overlay")
    at = {name: y + down for name, y in zip(names, spots.rows, strict=True)}
    reached = dict.fromkeys(names, 0)
    for words, ink in _INKS.items():
        listed = [row for row in table if row["finding"] == words]
        sheet.figure.add_bar(
            x=[row["checks"] for row in listed],
            base=[reached[row["who"]] for row in listed],
            y=[at[row["who"]] for row in listed],
            width=bar,
            orientation="h",
            marker=ink.marker(),
            customdata=[row["row"] for row in listed],
            hovertext=[f"{row['who']}<br><b>{row['checks']}</b>: {words}" for row in listed],
            hoverinfo="text",
            textposition="none",
        )
        for row in listed:
            start = reached[row["who"]]
            reached[row["who"]] += row["checks"]
            if row["checks"] == 1:
                continue
            middle = start + row["checks"] / 2
            sheet.write(
                str(row["checks"]), x=middle, y=at[row["who"]], anchor="center", ground=True
            )
    for name, y in at.items():
        backed = next(row["stood"] for row in table if row["who"] == name)
        row_label(sheet, name, backed, y=y, up=bar / 2 + 3, stacked=not layout.narrow)
        sheet.write(str(sums[name]), x=sums[name], y=y, shift=(8, 0), bold=True)
    unit = longest * 1.005 / (layout.width - left - right)
    key(sheet, _INKS, y=12, unit=unit)
    return sheet.done()
