"""Ledger values on one scale, for tables that mix units: pounds in billions, shares in per cent."""

from __future__ import annotations

import pandas as pd

from policy import units
from policy.money.frames import valued

BILLION = 1e9


def billions(frame: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """As ``frames.valued``, with millions of pounds turned into billions.

    Raises:
        ValueError: a figure is not an amount of pounds, or has no single value.
    """
    wanted = figures.set_index("id").loc[list(frame["ledger_id"])]
    for id, figure in wanted.iterrows():
        if not units.unit_named(figure["unit"]).pounds or pd.isna(figure["value"]):
            raise ValueError(f"figure {id} is not an amount of pounds: {figure['unit']}")
    scaled = [
        value * (units.unit_named(unit).pounds or BILLION) / BILLION
        for value, unit in zip(figures["value"], figures["unit"], strict=True)
    ]
    return valued(frame, figures.assign(value=scaled))


def sizes_in_percent(frame: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """As ``frames.valued``, in a column ``percent`` that holds sizes: a fall of 8% is 8.

    Raises:
        ValueError: a figure is not a percentage, or has no single value.
    """
    wanted = figures.set_index("id").loc[list(frame["ledger_id"])]
    for id, figure in wanted.iterrows():
        if figure["unit"] not in units.PERCENTS or pd.isna(figure["value"]):
            raise ValueError(f"figure {id} is not a percentage: {figure['unit']}")
    made = valued(frame, figures)
    return made.assign(gbp_bn=made["gbp_bn"].abs()).rename(columns={"gbp_bn": "percent"})
