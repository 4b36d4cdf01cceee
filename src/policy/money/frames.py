"""What every table behind a money chart needs: rows, with values and natures from the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd


def listed(groups: Mapping[str, Iterable[tuple[str, ...]]], *columns: str) -> pd.DataFrame:
    """Rows that stand under groups as one table; the first column names the group."""
    rows = [(group, *row) for group, each in groups.items() for row in each]
    return pd.DataFrame(rows, columns=columns)


def valued(frame: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Add value and nature from the ledger, derived values as they are printed; id goes last."""
    known = figures.set_index("id").loc[frame["ledger_id"]]
    values = [
        value if pd.isna(places) else round(value, int(places))
        for value, places in zip(known["value"], known["places"], strict=True)
    ]
    ids = list(frame["ledger_id"])
    bare = frame.drop(columns="ledger_id").reset_index(drop=True)
    return bare.assign(gbp_bn=values, nature=list(known["nature"]), ledger_id=ids)
