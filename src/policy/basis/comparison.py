"""Two figures on one footing, step by step, or a refusal that says why."""

from collections.abc import Callable
from dataclasses import dataclass

from policy import units
from policy.basis import periods
from policy.basis.amounts import Amount, added, joined, said, taken
from policy.basis.nearest import nearest
from policy.basis.prices import Index, to_cash, to_prices
from policy.basis.reading import NO_AMOUNTS, PUBLISHED, Evidence, amount, evidence
from policy.basis.refusal import Refusal, refused
from policy.basis.rules import objections
from policy.basis.step import Step
from policy.basis.steps import average, in_unit

CASH = "cash"


@dataclass(frozen=True)
class Comparison:
    """Two amounts on one footing.

    Attributes:
        first: The first amount as it ended. Where a gap or a change is set against a yearly
            amount, that is the second, whichever was named first.
        second: The other one.
        steps: Every conversion made, in order.
        difference: First less second; None where a share is all that can be said.
        ratio: First as a percentage of second; None where that says nothing.
        cautions: What must be said beside the result.
    """

    first: Amount
    second: Amount
    steps: tuple[Step, ...]
    difference: Amount | None
    ratio: Amount | None
    cautions: tuple[str, ...]

    def __str__(self) -> str:
        """Every step, the result and the cautions, one line each."""
        lines = [each.words for each in self.steps]
        for sign, result in ((units.MINUS, self.difference), ("/", self.ratio)):
            if result:
                lines.append(f"{said(self.first)} {sign} {taken(self.second)} = {said(result)}")
        return "\n".join((*lines, *self.cautions))


def compare(
    one: str | Amount,
    other: str | Amount,
    *,
    prices: str = "",
    series: str = "",
    known: Evidence | None = None,
) -> Comparison | Refusal:
    """Put two figures on one footing, or say why that cannot be done.

    Args:
        one: A figure's id, or an amount.
        other: The same.
        prices: A financial year for both, or "cash". Without it amounts in the same prices
            stay as they are, and others go to the later of the years concerned.
        series: The price index. Without it, the one already used in an amount, or else the
            published one.
        known: The tables, read now when not given.

    Raises:
        UnknownFigure: No figure has the id.
        KeyError: No index has the name.
    """
    known = known or evidence()
    if any(_no_amount(each, known) for each in (one, other)):
        return refused("unit", "A date or a place in a ranking is no amount to compare.")
    asked = [each if isinstance(each, Amount) else amount(each, known) for each in (one, other)]
    # One order for the pair, so that a refusal is the same from either side.
    a, b = sorted(asked, key=repr)
    found = objections(a, b)
    made = _on_one_footing(a, b, prices, series, known)
    if isinstance(made, Refusal):
        reasons = tuple(dict.fromkeys((*made.objections, *found)))
        return Refusal(reasons, nearest(a, b, known, _comparable(prices, series, known)))
    first, second = _in_order(made, turned=a != asked[0])
    notes = [note for step in made.steps for note in step.notes]
    cautions = tuple(dict.fromkeys([*(each.words for each in found), *notes]))
    difference, ratio = _difference(first, second), _ratio(first, second)
    return Comparison(first, second, made.steps, difference, ratio, cautions)


def _comparable(prices: str, series: str, known: Evidence) -> Callable[[Amount, Amount], bool]:
    def fair(a: Amount, b: Amount) -> bool:
        return isinstance(_on_one_footing(a, b, prices, series, known), _Footing)

    return fair


@dataclass(frozen=True)
class _Footing:
    """The two amounts so far, and the steps that were made to get there."""

    a: Amount
    b: Amount
    steps: tuple[Step, ...] = ()


_Convert = Callable[[Amount], Step | Refusal]
_Plan = Callable[[Amount, Amount], _Convert | None]


def _on_one_footing(
    a: Amount, b: Amount, prices: str, series: str, known: Evidence
) -> _Footing | Refusal:
    """Convert each towards the other, one axis after another, if nothing forbids it."""
    barred = tuple(each for each in objections(a, b) if each.grave)
    if barred:
        return Refusal(barred)
    index = known.indices[series or a.series or b.series or PUBLISHED]
    plans: tuple[_Plan, ...] = (_to_unit_of, _to_timing_of, _to_prices_with(prices, index))
    ends = [a, b]
    steps: list[Step] = []
    for plan in plans:
        # Both are planned before either is converted, so that neither chases the other.
        for place, convert in enumerate((plan(ends[0], ends[1]), plan(ends[1], ends[0]))):
            step = convert(ends[place]) if convert else None
            if isinstance(step, Refusal):
                return step
            if step:
                ends[place] = step.after
                steps.append(step)
    return _Footing(ends[0], ends[1], tuple(steps))


def _to_unit_of(each: Amount, beside: Amount) -> _Convert | None:
    """Money goes to the larger unit of the two."""
    have, want = (units.unit_named(it.unit).pounds for it in (each, beside))
    if have is None or want is None or have >= want:
        return None
    return lambda it: in_unit(it, beside.unit)


def _to_timing_of(each: Amount, beside: Amount) -> _Convert | None:
    """A sum over years goes to its yearly average when the other is for one year."""
    summed = each.money and (each.timing, beside.timing) == ("cumulative", "annual")
    return average if summed else None


def _to_prices_with(asked: str, index: Index) -> _Plan:
    def plan(each: Amount, beside: Amount) -> _Convert | None:
        target = (asked or _common_prices(each, beside)) if each.money else ""
        if target == CASH:
            return None if each.price_basis == CASH else lambda it: to_cash(it, index)
        if target in ("", each.price_year):
            return None
        return lambda it: to_prices(it, target, index)

    return plan


def _common_prices(a: Amount, b: Amount) -> str:
    """The year whose prices both should be in, "" when they agree as they are."""
    real = [each.price_year for each in (a, b) if each.price_basis == "real"]
    if real:
        return max(real)
    years = [periods.span(each.period).last for each in (a, b)]
    if "change" in (a.kind, b.kind) or periods.same_year(*years):
        return ""
    return max(years)


def _in_order(made: _Footing, turned: bool) -> tuple[Amount, Amount]:
    """As they were asked for; but a part goes before the yearly amount it is a part of."""
    if made.a.kind != made.b.kind:
        turned = made.a.kind == "level"
    return (made.b, made.a) if turned else (made.a, made.b)


def _difference(first: Amount, second: Amount) -> Amount | None:
    if first.kind != second.kind:
        return None
    unit = first.unit if first.money or first.unit not in units.PERCENTS else "points"
    return added(first, second, lambda a, b: a - b, unit=unit, measure="change")


def _ratio(first: Amount, second: Amount) -> Amount | None:
    if second.bounds[0] <= 0 or first.unit in units.PERCENTS:
        return None
    fields = {"unit": "percent", "measure": "share", "price_basis": "not-applicable"}
    return joined(first, second, lambda a, b: a / b * 100, price_year="", **fields)


def _no_amount(asked: str | Amount, known: Evidence) -> bool:
    figure = known.figures.get(asked) if isinstance(asked, str) else None
    return figure is not None and figure.unit in NO_AMOUNTS
