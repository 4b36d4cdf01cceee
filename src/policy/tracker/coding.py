"""The rules held against a first coding by hand, which no status rests on.

The first coding gave each event one word and did not ask who could act. So a word agrees if it
is what the rules say of the maker, or of the outcome, on the day from which the event counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from policy.tracker import vocabulary
from policy.tracker.lives import history, on
from policy.tracker.record import Register
from policy.tracker.vocabulary import MAKER, OUTCOME

if TYPE_CHECKING:
    import pandas as pd

_MEANS = {
    "not-started": frozenset({"not-started", "nothing-yet"}),
    "in-progress": frozenset({"in-progress", "open", "under-way"}),
    "stalled": frozenset({"stalled"}),
    "delivered": frozenset({"delivered", "delivered-late", "came-true", "happened"})
    | {"done-by-others"},
    "partly-delivered": frozenset({"partly-delivered", "partly-true", "partly-happened"})
    | {"partly-by-others"},
    "not-delivered": frozenset({"not-delivered", "not-borne-out", "did-not-happen"})
    | {"opposite", "undone"},
    "superseded": frozenset({"superseded", "overtaken"}),
    "withdrawn": frozenset({"withdrawn"}),
    "not-testable": frozenset({"not-tested", "nothing-found"}),
}
"""The statuses, of either column, that a word of the first coding can mean."""

CONTEXT = "The first coding read a status into what is context here and changes nothing."


def compared(register: Register, codes: pd.DataFrame) -> pd.DataFrame:
    """What the first coding said of each event, and what the rules say.

    Args:
        register: Pledges, events and rules.
        codes: The table `hand_codes`.

    Columns: event, pledge, day, code, maker, outcome, agrees (both, maker, outcome or
    neither), why (for neither: the rules' reason).
    """
    import pandas as pd

    events = {event.id: event for event in register.standing()}
    lives = dict(tuple(history(register).groupby("pledge")))
    rows = []
    for id, code in zip(codes["event"], codes["code"], strict=True):
        event = events[id]
        day = max(event.day, lives[event.pledge]["first"].min())
        now = on(lives[event.pledge], day).iloc[0]
        agreeing = [column for column in (MAKER, OUTCOME) if now[column] in _MEANS[code]]
        agrees = "both" if len(agreeing) == 2 else agreeing[0] if agreeing else "neither"
        context = event.effect in vocabulary.RECORD
        why = "" if agreeing else CONTEXT if context else str(now[f"{MAKER}_reason"])
        rows.append((id, event.pledge, day, code, now[MAKER], now[OUTCOME], agrees, why))
    columns = ["event", "pledge", "day", "code", "maker", "outcome", "agrees", "why"]
    return pd.DataFrame(rows, columns=columns, dtype=object)
