"""The conversions that need no price index, each giving a step or a refusal."""

from collections.abc import Sequence
from dataclasses import replace

from policy import units
from policy.basis import periods
from policy.basis.amounts import (
    Amount,
    added,
    joined,
    mapped,
    of_whom,
    said,
    sentence,
    shared_hedge,
    taken,
)
from policy.basis.refusal import Refusal, refused
from policy.basis.rules import objections
from policy.basis.step import Step


def in_unit(amount: Amount, unit: str) -> Step | Refusal:
    """Money counted in another unit: £1,824m as £1.824bn."""
    have, want = units.unit_named(amount.unit).pounds, units.unit_named(unit).pounds
    if have is None or want is None:
        return refused("unit", f"{sentence(said(amount))} cannot be counted in {unit}.")
    # Twelve digits, so that a stored number stays as short as it was: 0.859, not 0.85900000001.
    after = mapped(amount, lambda each: float(f"{each * have / want:.12g}"), unit=unit)
    after = after if amount.places is not None else replace(after, places=None)
    words = f"In the same unit: {said(amount)} = {said(after)}"
    return Step("In the same unit", words, (amount,), after)


def average(amount: Amount) -> Step | Refusal:
    """The yearly average of a sum over years. It is an average wherever it is printed."""
    if not amount.money or amount.timing != "cumulative":
        words = f"{sentence(of_whom(amount))} is not a sum of money over years: it has no average."
        return refused("timing", words)
    years = periods.span(amount.period).years
    if not years:
        words = f"{sentence(of_whom(amount))} is a sum, and over how many years is not stated."
        return refused("timing", words)
    after = mapped(amount, lambda each: each / years, timing="annual", average=True)
    name = f"Yearly average over {periods.words(amount.period)}"
    return Step(name, f"{name}: {said(amount)} / {years} = {said(after)}", (amount,), after)


def total(amounts: Sequence[Amount]) -> Step | Refusal:
    """The sum over a run of years, each given, none left out and none twice."""
    spans = [periods.span(each.period) for each in amounts]
    if not amounts or not all(each.money and each.timing == "annual" for each in amounts):
        return refused("timing", "A sum over years needs the money of every single year.")
    if any(each.average or not span.single for each, span in zip(amounts, spans, strict=True)):
        return refused("year", "A sum over years needs the amount of each year by itself.")
    ordered = sorted(amounts, key=lambda each: periods.span(each.period).last)
    ends = [periods.span(each.period).last for each in ordered]
    first = periods.start(ends[0])
    if [periods.start(end) for end in ends] != list(range(first, first + len(ends))):
        return refused("year", "A sum over years needs every year between its ends, once each.")
    if refusal := _not_alike(*ordered):
        return refusal
    after = ordered[0]
    for each in ordered[1:]:
        after = added(after, each, lambda a, b: a + b)
    hedge = shared_hedge(*ordered, added=True)
    period = " to ".join(dict.fromkeys((ends[0], ends[-1])))
    after = replace(after, period=period, timing="cumulative", hedge=hedge, id="")
    name = f"Sum over {periods.words(period)}"
    if after.price_basis == "cash":
        name += ", the cash of each year as it stands"
    words = f"{name}: {' + '.join(map(taken, ordered))} = {said(after)}"
    return Step(name, words, tuple(ordered), after)


def change(start: Amount, end: Amount) -> Step | Refusal:
    """From two levels of one thing, both in cash or in one year's prices, to the change."""
    if start.measure != "level" or end.measure != "level":
        return refused("measure", "A change is reckoned from two amounts, each for one year.")
    first, last = periods.span(start.period), periods.span(end.period)
    if not (first.single and last.single and first.kind == last.kind and first.last < last.last):
        return refused("year", "A change needs an earlier year and a later one, of one kind.")
    if refusal := _not_alike(start, end):
        return refusal
    fields = {"measure": "change", "period": f"{first.last} to {last.last}"}
    after = added(end, start, lambda later, earlier: later - earlier, **fields)
    name = f"Change from {first.last} to {last.last}"
    words = f"{name}: {said(end)} {units.MINUS} {taken(start)} = {said(after)}"
    return Step(name, words, (start, end), after)


def of_base(rise: Amount, base: Amount) -> Step | Refusal:
    """A change as a percentage of the amount that it started from."""
    if rise.measure != "change" or base.measure != "level":
        return refused("measure", "This needs a change and the amount that it started from.")
    if refusal := _not_alike(rise, base):
        return refusal
    if base.bounds[0] <= 0:
        words = f"{sentence(of_whom(base))} is not above zero, so nothing is a percentage of it."
        return refused("measure", words)
    fields = {"unit": "percent", "timing": "cumulative"}
    after = joined(rise, base, lambda part, whole: part / whole * 100, **fields)
    name = "As a percentage of the amount it starts from"
    words = f"{name}: {said(rise)} / {said(base)} = {said(after)}"
    return Step(name, words, (rise, base), after)


def _not_alike(first: Amount, *others: Amount) -> Refusal | None:
    """Why amounts cannot be added, taken away or divided, if they cannot."""
    for other in others:
        found = objections(first, other)
        if any(each.grave for each in found):
            return Refusal(found)
        one, two = ((each.unit, each.price_basis, each.price_year) for each in (first, other))
        if one != two:
            both = f"{sentence(of_whom(first))} and {of_whom(other)}"
            words = f"{both} are not yet in one unit and in the prices of one year."
            return refused("prices", words)
        if first.timing != other.timing or first.average != other.average:
            words = (
                f"Of {of_whom(first)} and {of_whom(other)}, one is summed or averaged over years."
            )
            return refused("timing", words)
    return None
