"""The steps from the plans of 2015 to boards in law: what stood when, how many, on what footing.

Several forms could stand at once: partnerships went on while some of them became systems.
"""

from __future__ import annotations

import pandas as pd

from policy.dates import partial_date

FORMS = {
    "plans": "Plans",
    "partnerships": "Partnerships",
    "accountable-care-systems": "Accountable care systems",
    "integrated-care-systems": "Integrated care systems",
    "boards": "Integrated care boards",
    "clusters": "Clusters of boards",
}
"""Each form of organisation in words, in the order in which they came."""

DONE, DUE = "done", "due"

STANDINGS = {
    "none": "no standing in law",
    "enacted": "law passed, not yet in force",
    "statutory": "bodies in law",
}


def year_of(day: str) -> float:
    """A date as a number of years, for an axis: the last day that a partial date covers.

    Raises:
        ValueError: the text is not a date in ISO form.
    """
    last = partial_date(day).last
    return last.year + (last.timetuple().tm_yday - 1) / 365.25


def steps(milestones: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Every step with its number of areas, in the order of the table.

    Columns: date, form and standing (in words), areas (as digits, "" where no number is
    known), changed, decided_by, state, sources.
    """
    counts = figures.set_index("id")["value"]
    return pd.DataFrame(
        {
            "date": milestones["date"],
            "form": milestones["form"].map(FORMS),
            "areas": [f"{counts[id]:.0f}" if id else "" for id in milestones["figure"]],
            "standing": milestones["standing"].map(STANDINGS),
            "changed": milestones["changed"],
            "decided_by": milestones["decided_by"],
            "state": milestones["state"],
            "sources": [
                " ".join(dict.fromkeys(filter(None, (source, _source(id, figures)))))
                for source, id in zip(milestones["source"], milestones["figure"], strict=True)
            ],
        }
    )


def _source(id: str, figures: pd.DataFrame) -> str:
    return str(figures.set_index("id")["source"][id]) if id else ""


def spans(milestones: pd.DataFrame) -> pd.DataFrame:
    """From when to when each form stood with each standing in law.

    A stretch begins with the first step of that form and standing. It ends where the standing
    changes, with the step that replaced the form, or with the last step that is done.

    Columns: form, standing (both as in the table), start, end (years, as `year_of` gives them).
    """
    done = milestones[milestones["state"] == DONE]
    horizon = max(map(year_of, done["date"]))
    ends = {old: year_of(day) for old, day in zip(done["replaces"], done["date"], strict=True)}
    found = []
    for (form, standing), rows in done.groupby(["form", "standing"], sort=False):
        end = ends.get(str(form), horizon)
        found.append([form, standing, min(map(year_of, rows["date"])), end])
    made = pd.DataFrame(found, columns=["form", "standing", "start", "end"])
    made = made.sort_values("start", kind="stable").reset_index(drop=True)
    following = made.groupby("form")["start"].shift(-1)
    return made.assign(end=following.fillna(made["end"]))


def standing_on(day: str, milestones: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """What stood at the end of a day: each form with its number of areas and footing in law.

    A step whose date is partial counts from its end, and one that is due counts for nothing.

    Args:
        day: a date in ISO form; of a month or year, its last day.
        milestones: the table of steps.
        figures: the ledger.

    Returns:
        Columns form and standing (in words), areas (digits, "" where unknown) and since (the
        date of the latest step that counted). Empty before the first step.

    Raises:
        ValueError: `day` is not a date in ISO form.
    """
    last = partial_date(day).last
    past = milestones["date"].map(lambda each: partial_date(each).last <= last)
    known = milestones[past & (milestones["state"] == DONE)]
    counts = figures.set_index("id")["value"]
    found = []
    for form, rows in known.groupby("form", sort=False):
        if form in set(known["replaces"]):
            continue
        counted = rows[rows["figure"] != ""]
        areas = f"{counts[counted['figure'].iloc[-1]]:.0f}" if len(counted) else ""
        since = (counted if len(counted) else rows)["date"].iloc[-1]
        found.append([FORMS[str(form)], areas, STANDINGS[rows["standing"].iloc[-1]], since])
    return pd.DataFrame(found, columns=["form", "areas", "standing", "since"])
