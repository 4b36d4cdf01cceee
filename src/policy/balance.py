"""What the book holds on each plan, counted, and the floors below which it is too thin.

The counts are pure functions of tables and of the words in the plans' chapters. The floors are
data, in data/balance_limits.csv, each with its reason. `faults` is part of `policy check`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from policy import prose, stances, tables
from policy.stances import PLANS
from policy.tables import Fault

TABLES = ("figures", "checks", "stances", "balance_limits", "sources")
CHAPTERS = {plan: f"plans/{plan}" for plan in PLANS}
"""The page of each plan."""
PREMISES = ("holds", "partly", "disputed", "does-not-hold")

_OWN_CAUSE = ("campaign", "seed")
_NONE_FOUND = "none found"
_WORD = re.compile(r"\w[\w'’-]*")


@dataclass(frozen=True)
class Evidence:
    """What is counted.

    Attributes:
        figures: data/figures.csv.
        checks: data/checks.csv.
        stances: data/stances.csv.
        kinds: the kind of each source by its key.
        words: words of prose in the chapter of each plan that has one.
    """

    figures: pd.DataFrame
    checks: pd.DataFrame
    stances: pd.DataFrame
    kinds: Mapping[str, str]
    words: Mapping[str, int]


def read(folder: Path = tables.DATA, chapters: Path = tables.ROOT / "chapters") -> Evidence:
    """The evidence of a data folder and a folder of chapters."""
    files = {plan: chapters / f"{page}.md" for plan, page in CHAPTERS.items()}
    texts = {
        plan: file.read_text(encoding="utf-8") for plan, file in files.items() if file.is_file()
    }
    return Evidence(
        figures=tables.table("figures", folder),
        checks=tables.table("checks", folder),
        stances=tables.table("stances", folder),
        kinds={key: source.kind for key, source in tables.sources(folder).items()},
        words={plan: len(_WORD.findall(prose.prose(text))) for plan, text in texts.items()},
    )


# --- measures, each a number for one plan --------------------------------------------------------


def _figures(held: Evidence, plan: str) -> pd.DataFrame:
    return held.figures[held.figures["plan"] == plan]


def _checks(held: Evidence, plan: str) -> pd.DataFrame:
    return held.checks[held.checks["figure"].isin(_figures(held, plan)["id"])]


def _keys(held: Evidence, plan: str) -> set[str]:
    taken = held.stances.loc[held.stances["plan"] == plan, "source"]
    return {*_figures(held, plan)["source"], *taken} - {""}


def _percent(true: pd.Series) -> float:
    return float(true.mean() * 100) if len(true) else 0.0


def _not_campaign(held: Evidence, plan: str) -> float:
    return _percent(~_figures(held, plan)["source"].map(held.kinds).isin(_OWN_CAUSE))


def _case_words(held: Evidence, plan: str) -> float:
    checks = _checks(held, plan)
    sides = [
        sum(len(text.split()) for text in checks[side]) for side in ("best_case", "best_rebuttal")
    ]
    return 100 * min(sides) / max(sides) if all(sides) else 0.0


def _cases_found(held: Evidence, plan: str) -> float:
    checks = _checks(held, plan)
    both = pd.concat([checks["best_case_sources"], checks["best_rebuttal_sources"]])
    return _percent(both != _NONE_FOUND)


def _backers_checked(held: Evidence, plan: str) -> float:
    backers = stances.backers(held.stances, plan, stances.ELECTION)
    return float(claimants(held)["speaker"].isin(backers).sum())


def _actors(held: Evidence, plan: str, *wanted: str) -> float:
    rows = held.stances[(held.stances["plan"] == plan) & held.stances["stance"].isin(wanted)]
    return float(rows["who"].nunique())


def _chapter_words(held: Evidence, plan: str) -> float:
    return 100 * held.words.get(plan, 0) / max(held.words.values())


MEASURES: Mapping[str, Callable[[Evidence, str], float]] = {
    "figures": lambda held, plan: len(_figures(held, plan)),
    "sources": lambda held, plan: len(_keys(held, plan)),
    "source-kinds": lambda held, plan: len({held.kinds[key] for key in _keys(held, plan)}),
    "not-low": lambda held, plan: _percent(_figures(held, plan)["confidence"] != "low"),
    "high-confidence": lambda held, plan: _percent(_figures(held, plan)["confidence"] == "high"),
    "not-campaign": _not_campaign,
    "checks": lambda held, plan: len(_checks(held, plan)),
    "backers-checked": _backers_checked,
    "case-words": _case_words,
    "cases-found": _cases_found,
    "supporters": lambda held, plan: _actors(held, plan, "supports", "supports-with-conditions"),
    "opponents": lambda held, plan: _actors(held, plan, "opposes"),
    "chapter-words": _chapter_words,
}
"""What is counted for each plan. Shares are in percent, and 0 where there is nothing to share."""


# --- tables of counts ----------------------------------------------------------------------------


def counts(held: Evidence) -> pd.DataFrame:
    """Every measure for every plan: columns measure, plan, value (float).

    Words of chapters are left out until the chapter of some plan exists; from then on a
    missing chapter counts 0.
    """
    wanted = [name for name in MEASURES if held.words or name != "chapter-words"]
    rows = [(name, plan, float(MEASURES[name](held, plan))) for name in wanted for plan in PLANS]
    return pd.DataFrame(rows, columns=["measure", "plan", "value"])


def against(counted: pd.DataFrame, limits: pd.DataFrame) -> pd.DataFrame:
    """The counts beside their floors, in the order of the limits.

    Returns:
        The columns of `limits`, a column for each plan, ``thinnest`` (the first plan with the
        smallest value) and ``met`` (True when that value is not below the floor). A measure
        that was not counted has no row.
    """
    wide = counted.pivot(index="measure", columns="plan", values="value")[list(PLANS)]
    made = limits[limits["measure"].isin(wide.index)].reset_index(drop=True)
    held = wide.loc[made["measure"]].reset_index(drop=True)
    least = held.min(axis="columns")
    return made.join(held).assign(thinnest=held.idxmin(axis="columns"), met=least >= made["floor"])


def claimants(held: Evidence) -> pd.DataFrame:
    """Who made each claim that is checked.

    Returns:
        One row a check: ``check``, ``actor`` as the ledger has it, ``speaker`` (that actor's
        name in the stances, or the actor), ``premise`` and ``source`` of the claim.
    """
    known = set(held.stances["who"])
    claims = held.checks.merge(
        held.figures[["id", "actor", "source"]].rename(columns={"id": "figure"}), on="figure"
    )
    speakers = [speaker(actor, known) for actor in claims["actor"]]
    made = claims[["id", "actor", "premise", "source"]].rename(columns={"id": "check"})
    return made.assign(speaker=speakers)


def speaker(actor: str, known: Iterable[str]) -> str:
    """The actor of the stances that an actor of the ledger is, or the name as it is.

    The ledger may add who reported it or who spoke: "Labour Party, as reported by Sky News".
    """
    for name in known:
        if actor == name or actor.startswith((f"{name},", f"{name} (")):
            return name
    return actor


def findings(held: Evidence) -> pd.DataFrame:
    """How the checks of each claimant came out, most claims first.

    Returns:
        Columns ``who``, one for each of ``PREMISES``, ``checks`` and ``sources`` (keys of the
        claims, separated by a space).
    """
    claims = claimants(held)
    rows = []
    for who, each in claims.groupby("speaker", sort=True):
        came = {premise: int((each["premise"] == premise).sum()) for premise in PREMISES}
        keys = " ".join(sorted(set(each["source"])))
        rows.append({"who": who, **came, "checks": len(each), "sources": keys})
    return pd.DataFrame(rows).sort_values(
        "checks", ascending=False, kind="stable", ignore_index=True
    )


# --- the check -----------------------------------------------------------------------------------


def thin(counted: pd.DataFrame, limits: pd.DataFrame, file: str) -> tuple[Fault, ...]:
    """Every plan below a floor, and every measure without one.

    Args:
        counted: As `counts` gives it.
        limits: data/balance_limits.csv.
        file: The limits' file, as messages name it.
    """
    found = [
        Fault(file, None, "measure", None, f"a floor for the measure {name}")
        for name in MEASURES
        if name not in set(limits["measure"])
    ]
    for row, limit in zip(range(2, len(limits) + 2), limits.to_dict("records"), strict=True):
        for each in counted[counted["measure"] == limit["measure"]].to_dict("records"):
            if each["value"] < limit["floor"]:
                floor, value = (
                    said(number, limit["unit"]) for number in (limit["floor"], each["value"])
                )
                expected = (
                    f"at least {floor} for {each['plan']} in {limit['measure']}; it has {value} "
                    f"({limit['label']})"
                )
                found.append(Fault(file, row, "floor", None, expected))
    return tuple(found)


def said(value: float, unit: str) -> str:
    """A count or a percentage in words; a percentage is cut and not rounded up to its floor."""
    return f"{int(value)}%" if unit == "percent" else f"{int(value)}"


def faults(
    folder: Path = tables.DATA, chapters: Path = tables.ROOT / "chapters"
) -> tuple[Fault, ...]:
    """Where the book is thinner on a plan than data/balance_limits.csv allows."""
    limits = tables.table("balance_limits", folder)
    file = f"{folder.name}/{tables.path('balance_limits', folder).name}"
    return thin(counts(read(folder, chapters)), limits, file)
