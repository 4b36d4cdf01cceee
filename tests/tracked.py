"""Pledges and events in a few words, as the tables that the tracker reads."""

from collections.abc import Iterable
from datetime import date
from functools import cache

import pandas as pd

from policy import tables, tracker
from policy.tracker import Register, Rulebook

RECORDED = "2026-11-21"


def pledges(**each: str) -> pd.DataFrame:
    """One pledge per name: its type, condition, deadline or strong after a space each.

    For example `a="process must-win 2017-12-31"`.
    """
    rows = []
    for id, words in each.items():
        told = words.split()
        dates = [word for word in told if word[0].isdigit()]
        conditions = [word for word in told if word.startswith("must-")]
        plans = [word for word in told if word.endswith(("-review", "-bill"))]
        rows.append(
            {
                "id": id,
                "plan": plans[0] if plans else "stp-programme",
                "type": told[0],
                "made_on": "2017-05-03",
                "condition": conditions[0] if conditions else "none",
                "deadline": dates[0] if dates else "",
                "strong_test": "a stronger test" if "strong" in told else "",
            }
        )
    return pd.DataFrame(rows)


def event(pledge: str, when: str, effect: str, **more: object) -> dict[str, object]:
    """One event; `more` may give id, order, test, recorded_on or corrects."""
    plain: dict[str, object] = {"id": f"{pledge}-{when}-{effect}", "pledge": pledge, "date": when}
    plain |= {"order": 1, "effect": effect, "test": "both"}
    return plain | {"recorded_on": RECORDED, "corrects": ""} | more


@cache
def book() -> Rulebook:
    """The book's own rules."""
    return tracker.rulebook(tables.table("status_rules"), tables.table("statuses"))


def register(made: pd.DataFrame, events: Iterable[dict[str, object]]) -> Register:
    """The register of these pledges and events under the book's own rules."""
    columns = ["id", "pledge", "date", "order", "effect", "test", "recorded_on", "corrects"]
    return tracker.register(made, pd.DataFrame(list(events), columns=columns), book())


def statuses(words: str, *told: tuple[str, str], day: str, column: str = "maker") -> str | None:
    """The status on a day of one pledge, of which (date, effect) pairs are told.

    An effect may be followed by a test: "done weak".
    """
    events = [
        event("a", when, effect.split()[0], order=number, test=[*effect.split(), "both"][1])
        for number, (when, effect) in enumerate(told)
    ]
    lives = tracker.history(register(pledges(a=words), events))
    return status_on(lives, "a", date.fromisoformat(day), column)


def status_on(lives: pd.DataFrame, pledge: str, day: date, column: str = "maker") -> str | None:
    """The status of one pledge at the end of a day; None before it was made."""
    view = tracker.on(lives[lives["pledge"] == pledge], day)
    return None if view.empty else str(view[column].iloc[0])
