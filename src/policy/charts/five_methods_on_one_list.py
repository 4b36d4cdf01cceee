"""What five other trackers' scales would call the same pledges."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from policy import tables, tracker, units
from policy.charts import pledged
from policy.charts.base import Chart
from policy.charts.catalogue import chart
from policy.charts.marks import Row, read_in, rows
from policy.charts.stacked import Columns, Room, stacked
from policy.charts.theme import Layout
from policy.charts.tiles import Look
from policy.tracker import scales

_SENSES = {
    "kept": ("kept", pledged.DONE),
    "part": ("kept in part", pledged.PART),
    "unfinished": ("unfinished", pledged.ON_THE_WAY),
    "not-kept": ("not kept", pledged.NOT_DONE),
    "blocked": ("blocked by others", pledged.REPLACED),
    scales.NOT_SCORED: ("would not take it up", pledged.ASIDE),
    scales.UNKNOWN: ("rule not found", pledged.UNKNOWN),
}


@chart
def five_methods_on_one_list() -> Chart:
    """Stacked bars, a method a row."""
    register = tracker.read()
    day = register.latest()
    crossed = tracker.crosswalk(pledged.view(register, day), tables.table("scorings"))
    table = _table(crossed)
    parted = tracker.partings(crossed)
    counted = crossed.groupby("method")["sense"].value_counts().unstack(fill_value=0)
    kept, not_kept = counted["kept"], counted["not-kept"]
    return Chart(
        id="five-methods-on-one-list",
        title=(
            f"On {len(parted)} pledges, {units.cardinal(len(counted))} methods: {kept.min()} to "
            f"{kept.max()} kept, {not_kept.min()} to {not_kept.max()} not kept"
        ),
        subtitle=(
            "Pledges of all three plans by what each tracker's published rules would call them, "
            f"England, on what was found up to {units.day(day)}"
        ),
        unit="pledges",
        sources=read_in(table),
        alt=(
            f"Five stacked bars of {len(parted)} pledges. {_told(counted)} They would give "
            f"different answers on {int(parted['parts'].sum())} pledges that two or more of them "
            "score."
        ),
        notes=(
            "Each method's rules were applied by this book, to every pledge alike; these are not "
            "the trackers' own ratings. Most follow the winners of an election and would not take "
            "up a promise of a party that lost; the Comparative Party Pledges Project would, and "
            "scores what came about whoever did it. Where no rule was found the label is not "
            "guessed. The methods' own words are in the table."
        ),
        table=table.drop(columns="heading"),
        draw=lambda layout: _draw(rows(table), layout),
    )


def _table(crossed: pd.DataFrame) -> pd.DataFrame:
    """One row a method and a word of its own, with the sources of its rules."""
    keys = ["method", "sense", "label"]
    found = tracker.grouped(crossed, keys, keys[:1])
    read = crossed.groupby(keys)["source"].agg(lambda cells: " ".join(dict.fromkeys(cells)))
    found = found.merge(read.rename("sources").reset_index(), on=keys)
    methods, words = dict.fromkeys(crossed["method"]), sorted(set(found["label"]))
    found = pledged.in_order(found, method=methods, sense=_SENSES, label=words)
    return pd.DataFrame(
        {
            "heading": "",
            "method": found["method"],
            "its_word": found["label"],
            "which_means": found["sense"].map(lambda sense: _SENSES[sense][0]),
            "n": found["n"],
            "of": found["of"],
            "sources": found["sources"],
            "pledges": found["pledges"],
        }
    )


def _told(counted: pd.DataFrame) -> str:
    """Every bar in words."""
    return " ".join(
        f"{method}: "
        + ", ".join(
            f"{row[sense]} {words}" for sense, (words, _) in _SENSES.items() if row.get(sense)
        )
        + "."
        for method, row in counted.iterrows()
    )


def _draw(table: list[Row], layout: Layout) -> go.Figure:
    columns = Columns("heading", "method", "which_means")
    looks: dict[str, Look] = dict(_SENSES.values())
    room = Room(0, 56, 26) if layout.narrow else Room(246, 42, 28)
    return stacked(table, layout, columns=columns, looks=looks, room=room)
