"""Numbers worked out from other numbers, each with its working in one line.

A derivation names a method and its inputs; the method is a pure function here. The working
is what a reader needs to repeat the sum: "£30bn / £119bn = 25.2%".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from policy import units


class DerivationError(ValueError):
    """A derivation that cannot be computed, with the reason."""


@dataclass(frozen=True)
class Term:
    """One input: its value, its unit and the decimals it is printed with (None: as stored)."""

    value: float
    unit: str
    places: int | None = None

    def __str__(self) -> str:
        """The term as it stands in a working."""
        return units.number(self.value, self.unit, self.places)


@dataclass(frozen=True)
class Derived:
    """A computed value, not rounded, and the working that printed to a reader."""

    value: float
    working: str


@dataclass(frozen=True)
class Method:
    """A way to compute: what it says of itself, how many inputs it takes, and the sum.

    `compute` takes the inputs and the unit of the result, and gives the value with the left
    side of the working.
    """

    formula: str
    least: int
    most: int | None
    compute: Callable[[Sequence[Term], str], tuple[float, str]]


def _in(term: Term, unit: str) -> float:
    """The term's value in another unit: money is rescaled, all else must already match."""
    if term.unit == unit:
        return term.value
    have, want = units.unit_named(term.unit).pounds, units.unit_named(unit).pounds
    if have is None or want is None:
        raise DerivationError(f"{term.unit} cannot be counted in {unit}")
    return term.value * (have / want)


def _percent(term: Term) -> float:
    if term.unit not in units.PERCENTS:
        raise DerivationError(f"expected a percentage, got {term.unit}")
    return term.value


def _index(term: Term) -> float:
    if term.unit != "index":
        raise DerivationError(f"expected a price index, got {term.unit}")
    return term.value


def _divisor(value: float) -> float:
    if value == 0:
        raise DerivationError("division by zero")
    return value


def _gives_percent(unit: str) -> None:
    if unit not in units.PERCENTS:
        raise DerivationError(f"the result is a percentage and cannot be in {unit}")


def _ratio_percent(terms: Sequence[Term], unit: str) -> tuple[float, str]:
    part, whole = terms
    _gives_percent(unit)
    value = _in(part, whole.unit) / _divisor(whole.value) * 100
    return value, f"{part} / {whole}"


def _difference(terms: Sequence[Term], unit: str) -> tuple[float, str]:
    first, second = terms
    return _in(first, unit) - _in(second, unit), f"{first} {units.MINUS} {_bracketed(second)}"


def _sum(terms: Sequence[Term], unit: str) -> tuple[float, str]:
    left = " + ".join([str(terms[0]), *map(_bracketed, terms[1:])])
    return sum(_in(term, unit) for term in terms), left


def _growth_percent(terms: Sequence[Term], unit: str) -> tuple[float, str]:
    start, end = terms
    _gives_percent(unit)
    value = (_in(end, start.unit) / _divisor(start.value) - 1) * 100
    return value, f"{end} / {start} {units.MINUS} 1"


def _product_percent(terms: Sequence[Term], unit: str) -> tuple[float, str]:
    whole, share = terms
    return _in(whole, unit) * _percent(share) / 100, f"{share} of {whole}"


def _compound_percent(terms: Sequence[Term], unit: str) -> tuple[float, str]:
    _gives_percent(unit)
    product = 1.0
    factors = []
    for term in terms:
        product *= 1 + _percent(term) / 100
        sign = units.MINUS if term.value < 0 else "+"
        factors.append(f"(1 {sign} {str(term).removeprefix(units.MINUS)})")
    return (product - 1) * 100, f"{' × '.join(factors)} {units.MINUS} 1"


def _reprice(terms: Sequence[Term], unit: str) -> tuple[float, str]:
    money, own, target = terms
    value = _in(money, unit) * _index(target) / _divisor(_index(own))
    return value, f"{money} × {target} / {own}"


def _real_growth_percent(terms: Sequence[Term], unit: str) -> tuple[float, str]:
    start, end, own, target = terms
    _gives_percent(unit)
    cash = _in(end, start.unit) / _divisor(start.value)
    prices = _divisor(_index(target)) / _divisor(_index(own))
    return (cash / prices - 1) * 100, f"({end} / {start}) / ({target} / {own}) {units.MINUS} 1"


def _identity(terms: Sequence[Term], unit: str) -> tuple[float, str]:
    (term,) = terms
    return _in(term, unit), str(term)


def _bracketed(term: Term) -> str:
    return f"({term})" if term.value < 0 else str(term)


METHODS: Mapping[str, Method] = {
    "ratio-percent": Method("a / b, in per cent", 2, 2, _ratio_percent),
    "difference": Method("a - b", 2, 2, _difference),
    "sum": Method("all inputs added", 1, None, _sum),
    "growth-percent": Method("b / a - 1, in per cent", 2, 2, _growth_percent),
    "product-percent": Method("b per cent of a", 2, 2, _product_percent),
    "compound-percent": Method("yearly rates multiplied up", 1, None, _compound_percent),
    "reprice": Method("amount, index of its year, index of the target year", 3, 3, _reprice),
    "real-growth-percent": Method(
        "amount then, amount now, index then, index now", 4, 4, _real_growth_percent
    ),
    "identity": Method("the input itself", 1, 1, _identity),
}


def derive(method: str, terms: Sequence[Term], unit: str, places: int) -> Derived:
    """Compute one derivation.

    Args:
        method: A name in `METHODS`.
        terms: The inputs in the order that the method's formula names them.
        unit: The unit of the result; money inputs are rescaled to it.
        places: Decimals of the result as printed in the working. The value stays unrounded.

    Raises:
        DerivationError: Unknown method, wrong number of inputs, units that do not fit, or a
            division by zero.
    """
    if method not in METHODS:
        raise DerivationError(f"unknown method {method!r}; known: {', '.join(METHODS)}")
    rule = METHODS[method]
    if len(terms) < rule.least or (rule.most is not None and len(terms) > rule.most):
        want = f"{rule.least}" if rule.most == rule.least else f"{rule.least} or more"
        raise DerivationError(f"{method} takes {want} inputs ({rule.formula}), got {len(terms)}")
    value, left = rule.compute(terms, unit)
    return Derived(value, f"{left} = {units.amount(value, unit, places)}")
