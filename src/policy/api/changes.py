"""What the book said otherwise before: changes of status by the day they were put on record.

The second clock. A status may have changed years before anybody here knew of it; what counts is
the day from which the book says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy.tracker import Register, history, on
from policy.tracker.vocabulary import COLUMNS

if TYPE_CHECKING:
    import pandas as pd


def changes(register: Register) -> pd.DataFrame:
    """Every status that differs from what was said on the day of the record before.

    Args:
        register: Everything on record.

    Columns: recorded_on, pledge, plan, class, column (the question), before ("" when the pledge
    is new to the record), after, since (the first day of the present run of that status),
    reason, change, events (ids of what was put on record of the pledge that day, separated by
    spaces; "" when the calendar alone changed it). The earliest day comes first.
    """
    import pandas as pd

    said: dict[tuple[str, str], str] = {}
    rows = []
    for day in sorted({event.recorded for event in register.events}):
        known = register.known_on(day)
        added: dict[str, list[str]] = {}
        for event in known.events:
            if event.recorded == day:
                added.setdefault(event.pledge, []).append(event.id)
        for row in on(history(known, day), day).to_dict("records"):
            named = {name: row[name] for name in ("pledge", "plan", "class")}
            for column in COLUMNS:
                before = said.get((row["pledge"], column), "")
                if row[column] != before:
                    told = {"column": column, "before": before, "after": row[column]}
                    why = {name: row[f"{column}_{name}"] for name in ("since", "reason", "change")}
                    events = {"events": " ".join(added.get(row["pledge"], ()))}
                    rows.append({"recorded_on": day} | named | told | why | events)
                said[row["pledge"], column] = row[column]
    columns = ["recorded_on", "pledge", "plan", "class", "column", "before", "after"]
    columns += ["since", "reason", "change", "events"]
    return pd.DataFrame(rows, columns=columns, dtype=object)
