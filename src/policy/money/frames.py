"""What every table behind a money chart needs: values and natures from the ledger."""

from __future__ import annotations

import pandas as pd


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
