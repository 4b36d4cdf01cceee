"""An amount with its basis: all that must agree before two amounts may be set side by side."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from policy import units

UNSTATED = "not-stated"
UNHEDGED = ("none", UNSTATED)

_TWO_SIDED = {"about", "around", "could"}
_PHRASES = {"could": "a possible {}", "rounded": "a rounded {}"}


@dataclass(frozen=True)
class Amount:
    """A number, or a range, and what it is an amount of.

    The fields are those of a figure in the ledger. Beyond them:

    Attributes:
        places: Decimals to print; None prints what is stored.
        series: The price index by which it was converted, "" when by none of ours.
        average: Whether it is a yearly average, which is said wherever it is printed.
        coverage: What part of the whole was counted, "42 areas"; "" when none is stated.
        origin: The figure it repeats, when that one measures something else; else None.
        drift: How that came about, in the words of the data.
        who: Who says it, "" when nobody but this project.
        id: The figure it is, "" once its number was worked on.
    """

    value: float | None
    unit: str
    period: str
    low: float | None = None
    high: float | None = None
    geography: str = "England"
    body: str = "NHS England"
    price_basis: str = "cash"
    price_year: str = ""
    timing: str = "annual"
    measure: str = "level"
    nature: str = "plan"
    hedge: str = "none"
    places: int | None = None
    series: str = ""
    average: bool = False
    coverage: str = ""
    origin: "Amount | None" = None
    drift: str = ""
    who: str = ""
    id: str = ""

    def __post_init__(self) -> None:
        """Refuse an amount that is nothing, or whose range is no range.

        Raises:
            ValueError: No number, half a range, or not low <= value <= high.
        """
        if (self.low is None) != (self.high is None):
            raise ValueError("a range needs both its ends")
        found = [each for each in (self.low, self.value, self.high) if each is not None]
        if not found:
            raise ValueError("an amount needs a value or a range")
        if not all(map(math.isfinite, found)) or found != sorted(found):
            raise ValueError(f"not low <= value <= high: {found}")

    @property
    def bounds(self) -> tuple[float, float]:
        """The ends of its range; its value twice when it has none."""
        if self.low is not None and self.high is not None:
            return self.low, self.high
        assert self.value is not None
        return self.value, self.value

    @property
    def ranged(self) -> bool:
        """Whether it has a range."""
        return self.low is not None

    @property
    def kind(self) -> str:
        """What it measures by its origin, whatever those who repeat it call it."""
        return self.origin.kind if self.origin else self.measure

    @property
    def money(self) -> bool:
        """Whether it is counted in a currency, in whole or for each person."""
        return bool(units.unit_named(self.unit).sign)


def said(amount: Amount) -> str:
    """The amount as it is printed everywhere: hedge, number, range, and "a year on average"."""
    shown = _hedged(amount, _plain(amount))
    return f"{shown} a year on average" if amount.average else shown


def taken(amount: Amount) -> str:
    """The amount as it stands after a minus sign or a plus sign."""
    return f"({said(amount)})" if amount.bounds[0] < 0 else said(amount)


def of_whom(amount: Amount) -> str:
    """The amount with who says it and its period: "the £119bn (Keep Our NHS Public, 2015/16)"."""
    who = amount.who if amount.id else f"worked out from {amount.who}"
    parts = (who if amount.who else "worked out here", units.period(amount.period))
    return f"the {said(amount)} ({', '.join(filter(None, parts))})"


def sentence(words: str) -> str:
    """The words with a capital at the front."""
    return words[:1].upper() + words[1:]


def mapped(amount: Amount, change: Callable[[float], float], **fields: object) -> Amount:
    """The amount with its value and both ends changed alike, and other fields as given.

    `change` must keep the order of numbers. The result is nobody's figure any more, so it has
    no id, and it prints with the decimals that `fitting` allows.
    """
    value, low, high = (
        None if each is None else change(each) for each in (amount.value, amount.low, amount.high)
    )
    made = replace(amount, value=value, low=low, high=high, id="", **fields)  # type: ignore[arg-type]
    return replace(made, places=fitting(made))


def joined(
    one: Amount, other: Amount, value: Callable[[float, float], float], **fields: object
) -> Amount:
    """What two amounts make together; its range is the widest that their ranges allow.

    The result has the fields of `one` but for those given. If either is hedged, so is it.
    """
    corners = [value(a, b) for a in one.bounds for b in other.bounds]
    ranged = one.ranged or other.ranged
    both = None if one.value is None or other.value is None else value(one.value, other.value)
    made = replace(
        one,
        value=both,
        low=min(corners) if ranged else None,
        high=max(corners) if ranged else None,
        id="",
        who=one.who if one.who == other.who else "",
        series=one.series or other.series,
        **{"hedge": shared_hedge(one, other), **fields},  # type: ignore[arg-type]
    )
    return replace(made, places=fitting(made))


def added(
    one: Amount, other: Amount, value: Callable[[float, float], float], **fields: object
) -> Amount:
    """What `joined` gives for a sum or a difference, printed as finely as its parts allow.

    Stored parts lose no decimal; beside a computed part the result is no finer than that is.
    """
    computed = [each.places for each in (one, other) if each.places is not None]
    stored = [len(units.digits(end).partition(".")[2]) for it in (one, other) for end in it.bounds]
    made = joined(one, other, value, **fields)
    return replace(made, places=min(computed) if computed else max(stored))


def fitting(amount: Amount) -> int:
    """Decimals for a computed amount: one, or as many as two figures that count need."""
    size = max(abs(each) for each in amount.bounds)
    return 1 if size == 0 else max(1, 1 - math.floor(math.log10(size)))


def _plain(amount: Amount) -> str:
    value = None
    if amount.value is not None:
        value = units.amount(amount.value, amount.unit, amount.places)
    if not amount.ranged:
        assert value is not None
        return value
    ends = units.span(*amount.bounds, amount.unit, amount.places)
    return f"{value} ({ends})" if value else ends


def _hedged(amount: Amount, words: str) -> str:
    if amount.hedge in UNHEDGED:
        return words
    return _PHRASES.get(amount.hedge, f"{amount.hedge} {{}}").format(words)


def shared_hedge(*amounts: Amount, added: bool = False) -> str:
    """One caution for what several amounts make together: "about", unless all agree.

    A one-sided caution, such as "at least", holds for a sum but not for a difference or a
    share, so there it becomes "about"; the amounts that went in still print with theirs.
    """
    found = {each.hedge for each in amounts} - set(UNHEDGED)
    if not found:
        return "none"
    return found.pop() if len(found) == 1 and (added or found <= _TWO_SIDED) else "about"
