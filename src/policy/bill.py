"""The NHS Reinstatement Bill: what each version held, how versions differ, what became of it.

Pure functions over the tables `bill_versions`, `provisions` and `provision_fates`. A version that
was not read on some point says "unknown", and unknown is never taken for no.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from policy import tables

YES, NO, CHANGED, UNKNOWN = "yes", "no", "changed", "unknown"
STATES = (YES, CHANGED, NO, UNKNOWN)
NOTHING_FOUND = "nothing-found"
EFFECTS = (
    "done",
    "partly-done",
    "proposed",
    "already-law",
    "not-done",
    "proposed-opposite",
    "opposite",
    NOTHING_FOUND,
)
"""What later law did with a provision, from all of it to the contrary."""

_MOVES = {
    (NO, YES): "added",
    (NO, CHANGED): "added",
    (YES, NO): "left out",
    (CHANGED, NO): "left out",
    (YES, CHANGED): "reshaped",
    (CHANGED, YES): "reshaped",
    # Two forms that differ from the usual one may differ from each other.
    (CHANGED, CHANGED): "may differ",
}


class UnknownName(KeyError):
    """No version or provision has this id; the message names the nearest one."""

    def __init__(self, kind: str, id: str, known: list[str]) -> None:
        """Remember what was asked for and what there is."""
        super().__init__(id)
        self.kind, self.id = kind, id
        self.nearest = tables.nearest(id, known)

    def __str__(self) -> str:
        """The sentence a chapter's author reads."""
        hint = f"; nearest: {self.nearest}" if self.nearest else ""
        return f"no {self.kind} has the id {self.id!r}{hint}"


@dataclass(frozen=True)
class Fate:
    """What law or policy had done with a provision by some day.

    Attributes:
        provision: its id.
        effect: one of `EFFECTS`.
        when: the day it happened, or None when nothing was found.
        actor: who did it.
        law: the Act, instrument or bill.
        what: what happened; may hold ``{fig:id}``.
        source: key of the document, or "".
    """

    provision: str
    effect: str
    when: date | None = None
    actor: str = ""
    law: str = ""
    what: str = ""
    source: str = ""


def column(version: str) -> str:
    """The column of the provisions that holds a version."""
    return version.replace("-", "_")


def by_version(provisions: pd.DataFrame, versions: pd.DataFrame) -> pd.DataFrame:
    """Every provision in every version, one pair a row, themes and versions in the files' order.

    Columns: theme, provision (its id), short, version, name, state (one of `STATES`), confidence
    and sources of the provision.

    Raises:
        UnknownName: a version has no column among the provisions.
    """
    found = []
    for theme in dict.fromkeys(provisions["theme"]):
        for _, row in provisions[provisions["theme"] == theme].iterrows():
            for version, name in zip(versions["id"], versions["name"], strict=True):
                state = row[_column(provisions, version)]
                place = {"theme": theme, "provision": row["id"], "short": row["short"]}
                held = {"version": version, "name": name, "state": state}
                found.append(
                    {**place, **held, "confidence": row["confidence"], "sources": row["sources"]}
                )
    return pd.DataFrame(found)


def changes(provisions: pd.DataFrame, older: str, newer: str) -> pd.DataFrame:
    """The provisions that two versions hold differently, as far as both were read.

    Columns: provision, short, was, now, change ("added", "left out", "reshaped", "may differ").
    A provision unknown in either version is not in it: `unseen` names those.

    Raises:
        UnknownName: no such version.
    """
    was, now = (provisions[_column(provisions, version)] for version in (older, newer))
    move = [_MOVES.get(pair, "") for pair in zip(was, now, strict=True)]
    made = pd.DataFrame(
        {
            "provision": provisions["id"],
            "short": provisions["short"],
            "was": was,
            "now": now,
            "change": move,
        }
    )
    return made[made["change"] != ""].reset_index(drop=True)


def unseen(provisions: pd.DataFrame, older: str, newer: str) -> list[str]:
    """Ids of the provisions on which two versions cannot be compared.

    Raises:
        UnknownName: no such version.
    """
    was, now = (provisions[_column(provisions, version)] for version in (older, newer))
    return list(provisions["id"][(was == UNKNOWN) | (now == UNKNOWN)])


def _column(provisions: pd.DataFrame, version: str) -> str:
    name = column(version)
    if name not in provisions:
        columns = [str(each).replace("_", "-") for each in provisions]
        raise UnknownName("version", version, columns)
    return name


def fate(provisions: pd.DataFrame, fates: pd.DataFrame, provision: str, on: date) -> Fate:
    """The latest that is known to have happened to a provision by the end of a day.

    Raises:
        UnknownName: no such provision.
    """
    known = list(provisions["id"])
    if provision not in known:
        raise UnknownName("provision", provision, known)
    mine = fates[(fates["provision"] == provision) & (fates["date"] <= on.isoformat())]
    if mine.empty:
        return Fate(provision, NOTHING_FOUND)
    last = mine.sort_values("date", kind="stable").iloc[-1]
    when = date.fromisoformat(last["date"])
    words = (str(last[name]) for name in ("actor", "law", "what", "source"))
    return Fate(provision, str(last["effect"]), when, *words)


def fates_on(provisions: pd.DataFrame, fates: pd.DataFrame, on: date) -> pd.DataFrame:
    """What had become of every provision by the end of a day, grouped in the order of `EFFECTS`.

    Columns: effect, provision, short, when (ISO, "" where nothing was found), law, what, sources
    (those of what happened, or the provision's own where nothing was found).
    """
    found = []
    for _, row in provisions.iterrows():
        said = fate(provisions, fates, row["id"], on)
        found.append(
            {
                "effect": said.effect,
                "provision": row["id"],
                "short": row["short"],
                "when": said.when.isoformat() if said.when else "",
                "law": said.law,
                "what": said.what,
                "sources": said.source or row["sources"],
            }
        )
    made = pd.DataFrame(found)
    order = made["effect"].map({effect: place for place, effect in enumerate(EFFECTS)})
    return made.loc[order.sort_values(kind="stable").index].reset_index(drop=True)


def days_before_parliament(versions: pd.DataFrame) -> pd.DataFrame:
    """How long each bill was before Parliament: from the day it came in to the session's end.

    Drafts are left out. Columns: version, name, came_in, session_ended (ISO days), days (whole
    days from the one to the other).
    """
    bills = versions[versions["kind"] == "bill"]
    days = [
        (date.fromisoformat(end) - date.fromisoformat(start)).days
        for start, end in zip(bills["dated"], bills["session_ended"], strict=True)
    ]
    return pd.DataFrame(
        {
            "version": list(bills["id"]),
            "name": list(bills["name"]),
            "came_in": list(bills["dated"]),
            "session_ended": list(bills["session_ended"]),
            "days": days,
        }
    )
