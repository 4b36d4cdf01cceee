"""Which £10bn? One settlement, and the rise it gives under every way of counting it.

Whose budget, from which year, to which year, in which year's prices, with which price figures,
as planned or as it turned out: each choice has its own true answer, or none in the ledger.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from itertools import product

import pandas as pd

from policy.basis.amounts import Amount, joined, said
from policy.basis.periods import financial, start
from policy.basis.prices import to_prices
from policy.basis.reading import PUBLISHED, Evidence, amount, evidence
from policy.basis.refusal import Refusal, refused
from policy.basis.rules import spelt
from policy.basis.step import Step
from policy.basis.steps import change

CASH = "cash"
BUDGETS = ("NHS England", "DHSC")
STARTS = ("2014/15", "2015/16")
ENDS = ("2019/20", "2020/21")
PRICES = (CASH, *STARTS, *ENDS)
SERIES = ("sr2015-implied", PUBLISHED)
KINDS = ("plan", "outturn")

# For each budget and kind, the ids of the first and the last year, best first, with {} for the
# year. Both come from one publication wherever there is one, since totals of different dates
# count different things.
_LEVELS = {
    ("NHS England", "plan"): (("money-sr15-nhse-{}", "money-sr15-nhse-{}"),),
    ("NHS England", "outturn"): (("gap-nhse-{}", "gap-nhse-{}"),),
    ("DHSC", "plan"): (
        ("money-sr15-dh-{}", "money-sr15-dh-{}"),
        ("money-tdel-{}", "money-sr15-dh-{}"),
    ),
    ("DHSC", "outturn"): (
        ("gap-tdel-pesa-{}", "gap-tdel-pesa-{}"),
        ("money-tdel-out-{}", "money-tdel-{}"),
    ),
}


@dataclass(frozen=True)
class Choice:
    """One way of counting the rise; the values of each field are listed in this module."""

    budget: str
    start: str
    end: str
    prices: str
    series: str
    kind: str


@dataclass(frozen=True)
class Answer:
    """The rise that one way of counting gives.

    Attributes:
        choice: The way of counting.
        rise: The change from the first year to the last, a yearly amount by the last.
        steps: How it was reached.
        figures: The ids of the figures that it rests on.
        cautions: What must be said beside it. They may hold `{fig:id}`, which `text.resolve`
            writes out.
    """

    choice: Choice
    rise: Amount
    steps: tuple[Step, ...]
    figures: tuple[str, ...]
    cautions: tuple[str, ...]


def choices() -> Iterator[Choice]:
    """Every way of counting, in a fixed order."""
    return (Choice(*each) for each in product(BUDGETS, STARTS, ENDS, PRICES, SERIES, KINDS))


def which(choice: Choice, known: Evidence | None = None) -> Answer | Refusal:
    """The rise under one way of counting, or why the ledger gives none.

    Raises:
        KeyError: The choice holds a value that is not on offer.
    """
    known = known or evidence()
    ids = _level_ids(choice, known)
    if ids is None:
        kind = "planned" if choice.kind == "plan" else "actual"
        words = f"The ledger has no {kind} budget of {spelt(choice.budget)}"
        return refused("year", f"{words} for both {choice.start} and {choice.end}.")
    began, last = _start(choice, ids[0], known), amount(ids[1], known)
    ends, steps = [began.level, last], list(began.steps)
    if choice.prices != CASH:
        for place, level in enumerate(ends):
            step = to_prices(level, choice.prices, known.indices[choice.series])
            if isinstance(step, Refusal):
                return step
            ends[place] = step.after
            steps.append(step)
    # A Spending Review starts from a year that is over, so the base of a plan may be an outturn.
    rise = change(replace(ends[0], nature=last.nature), ends[1])
    if isinstance(rise, Refusal):
        return rise
    figures = (*began.figures, ids[1])
    cautions = (
        *_about_the_ends(began.level, last),
        *_about_the_prices(choice),
        *(note for step in steps for note in step.notes),
        *_about_the_figures(figures, known),
    )
    return Answer(choice, rise.after, (*steps, rise), figures, tuple(dict.fromkeys(cautions)))


def every_answer(known: Evidence | None = None) -> pd.DataFrame:
    """All answers, one way of counting a row, for a page that picks rows and reckons nothing.

    Columns: those of `Choice`, then gbp_bn (unrounded, NaN where refused), shown (the rise in
    words, to one decimal), steps and cautions (one a line), figures (ids, space separated) and
    refused (the reasons, "" where there is an answer).
    """
    known = known or evidence()
    return pd.DataFrame([asdict(each) | _row(which(each, known)) for each in choices()])


def _row(answer: Answer | Refusal) -> dict[str, object]:
    if isinstance(answer, Refusal):
        blank = dict.fromkeys(("shown", "steps", "cautions", "figures"), "")
        return {"gbp_bn": float("nan"), **blank, "refused": "\n".join(answer.reasons)}
    return {
        "gbp_bn": answer.rise.value,
        "shown": said(replace(answer.rise, places=1)),
        "steps": "\n".join(step.words for step in answer.steps),
        "cautions": "\n".join(answer.cautions),
        "figures": " ".join(answer.figures),
        "refused": "",
    }


def _level_ids(choice: Choice, known: Evidence) -> tuple[str, str] | None:
    for at_start, at_end in _LEVELS[choice.budget, choice.kind]:
        ids = _id(at_start, choice.start), _id(at_end, choice.end)
        if all(id in known.figures for id in ids):
            return ids
    return None


def _id(template: str, year: str) -> str:
    return template.format(year.replace("/", "-"))


@dataclass(frozen=True)
class _Start:
    """The first year's amount, the steps made to get it, and the figures it rests on."""

    level: Amount
    steps: tuple[Step, ...]
    figures: tuple[str, ...]


def _start(choice: Choice, id: str, known: Evidence) -> _Start:
    """The first year, by another way where the price index begins only after it.

    Its source may have put it in later prices itself. Failing that, the publication may give
    the second year with its real growth over the first, and together these say what the first
    was in the prices of the second. Where neither is known the conversion says what is missing.
    """
    as_it_is = _Start(amount(id, known), (), (id,))
    if choice.prices == CASH or choice.start in known.indices[choice.series].values:
        return as_it_is
    restated = f"{id}-real"
    if restated in known.figures:
        return _Start(amount(restated, known), (), (restated,))
    year = financial(start(choice.start) + 1)
    then = _id(_LEVELS[choice.budget, choice.kind][0][0], year)
    growth = f"{then}-growth"
    if growth not in known.figures:
        return as_it_is
    step = _before(choice.start, year, amount(then, known), amount(growth, known))
    return _Start(step.after, (step,), (then, growth))


def _before(first: str, year: str, level: Amount, growth: Amount) -> Step:
    """What the first year was in the prices of the year after it."""
    fields = {"period": first, "price_basis": "real", "price_year": year}
    after = joined(level, growth, lambda each, rate: each / (1 + rate / 100), **fields)
    name = f"{first} in {year} prices, by the real growth that the source states for {year}"
    words = f"{name}: {said(level)} / (1 + {said(growth)}) = {said(after)}"
    return Step(name, words, (level, growth), after)


def _about_the_ends(first: Amount, last: Amount) -> Iterator[str]:
    if first.nature != last.nature:
        words = f"The amount for {first.period} is from the {first.nature}, that for {last.period} "
        yield f"{words}from the {last.nature}."
    if first.who != last.who:
        authors = f"{first.who}; {last.who}"
        yield f"The two years come from different authors, who may count differently: {authors}."


def _about_the_prices(choice: Choice) -> Iterator[str]:
    if choice.prices == CASH:
        return
    if choice.kind == "plan" and choice.series == PUBLISHED:
        yield "Inflation is as it came about, which nobody knew when the plan was made."
    if choice.kind == "outturn" and choice.series != PUBLISHED:
        yield "Inflation is as the plans assumed it, not as it came about."


def _about_the_figures(ids: tuple[str, ...], known: Evidence) -> Iterator[str]:
    for id in ids:
        figure = known.figures[id]
        if figure.notes:
            yield f"{figure.period}: {figure.notes}"
