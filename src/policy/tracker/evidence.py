"""How old the evidence on each pledge is, and how far its reading is trusted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from policy.tracker.record import Event, Register

if TYPE_CHECKING:
    import pandas as pd

_SEARCH = "nothing-found"
_YEAR = 365.25


def newest_evidence(register: Register, events: pd.DataFrame, day: date) -> pd.DataFrame:
    """The newest piece of evidence on each pledge at the end of a day.

    A search that found nothing is no evidence. A partial date counts from its end, and what
    ends after the day is left out. A pledge without evidence is not in the table.

    Args:
        register: Pledges, events and rules.
        events: The table `pledge_events`, for what a register leaves out.
        day: The day from which age is counted.

    Columns: pledge, plan, class, event, last (the last day of its date), years (its age, in
    years of 365.25 days), confidence, source.
    """
    import pandas as pd

    told = events.set_index("id")
    newest: dict[str, Event] = {}
    for event in sorted(register.standing(), key=lambda each: (each.when.last, each.order)):
        if event.effect != _SEARCH and event.when.last <= day:
            newest[event.pledge] = event
    rows = [
        {
            "pledge": pledge.id,
            "plan": pledge.plan,
            "class": pledge.kind,
            "event": newest[pledge.id].id,
            "last": newest[pledge.id].when.last,
            "years": (day - newest[pledge.id].when.last).days / _YEAR,
            "confidence": told.loc[newest[pledge.id].id, "confidence"],
            "source": told.loc[newest[pledge.id].id, "source"],
        }
        for pledge in register.pledges
        if pledge.id in newest
    ]
    columns = ["pledge", "plan", "class", "event", "last", "years", "confidence", "source"]
    return pd.DataFrame(rows, columns=columns)
