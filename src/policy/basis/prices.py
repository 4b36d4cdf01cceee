"""From the prices of one year to those of another, always within one vintage of one index."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from policy import units
from policy.basis import periods
from policy.basis.amounts import UNSTATED, Amount, mapped, of_whom, said, sentence
from policy.basis.refusal import Refusal, refused
from policy.basis.step import Step


@dataclass(frozen=True)
class Index:
    """A price index in one vintage.

    Attributes:
        series: Its name in the data.
        words: What it is, with its vintage, as a reader is told it.
        values: The index by financial year.
        notes: Cautions by financial year, for the years that have one.
    """

    series: str
    words: str
    values: Mapping[str, float]
    notes: Mapping[str, str]


def to_prices(amount: Amount, year: str, index: Index) -> Step | Refusal:
    """The amount in the prices of a financial year.

    Cash of one year is taken to be in the prices of that year. A cash change between two years
    mixes the prices of both, so it is refused: its two ends have to be converted instead.
    """
    own = own_prices(amount)
    if isinstance(own, Refusal):
        return own
    name = f"cash of {own}" if amount.price_basis == "cash" else f"{own} prices"
    return _converted(amount, own, year, index, f"From {name} to {year} prices", year)


def to_cash(amount: Amount, index: Index) -> Step | Refusal:
    """A real amount for one year in the cash of that year."""
    own = own_prices(amount)
    if isinstance(own, Refusal):
        return own
    year = _own_year(amount)
    if isinstance(year, Refusal):
        return year
    name = f"From {own} prices to cash of {year}"
    return _converted(amount, own, year, index, name, "")


def own_prices(amount: Amount) -> str | Refusal:
    """The year in whose prices the amount is, or why that cannot be said."""
    if not amount.money:
        return refused("unit", f"{sentence(of_whom(amount))} is not an amount of money.")
    if amount.price_basis == "real":
        if amount.price_year == UNSTATED:
            words = (
                f"{sentence(of_whom(amount))} is in real terms, and the price year is not stated."
            )
            return refused("prices", words)
        return amount.price_year
    if amount.price_basis == "cash":
        return _own_year(amount)
    words = f"Whether {of_whom(amount)} is in cash or in real terms, and in which year's prices, "
    return refused("prices", f"{words}is not stated.")


def _own_year(amount: Amount) -> str | Refusal:
    """The one financial year whose money it is."""
    whose = of_whom(amount)
    if amount.measure == "change":
        words = f"{sentence(whose)} is a change between two years, each with its own prices. "
        words += "The amounts of both years are needed to take inflation out."
        return refused("prices", words)
    span = periods.span(amount.period)
    if not span.single or amount.timing == "cumulative" or amount.average:
        words = f"{sentence(whose)} is not for one year, so it has no one year's prices."
        return refused("prices", words)
    if span.kind != periods.FINANCIAL:
        words = f"{sentence(whose)} is for a calendar year, and prices are known by financial year."
        return refused("prices", words)
    return span.last


def _converted(
    amount: Amount, own: str, year: str, index: Index, name: str, price_year: str
) -> Step | Refusal:
    basis = "real" if price_year else "cash"
    if amount.series not in ("", index.series):
        words = f"{sentence(of_whom(amount))} was reckoned with one set of price figures "
        return refused("vintage", f"{words}({amount.series}) and cannot be taken on with another.")
    if own == year:
        words = f"{name}: the same prices, so {said(amount)} stays {said(amount)}"
        return Step(
            name, words, (amount,), replace(amount, price_basis=basis, price_year=price_year)
        )
    missing = [each for each in (own, year) if each not in index.values]
    if missing:
        years = f"{min(index.values)} to {max(index.values)}"
        words = f"The price figures ({index.words}) run from {years} and have no {missing[0]}."
        return refused("prices", words)
    have, want = index.values[own], index.values[year]
    after = mapped(
        amount,
        lambda value: value * want / have,
        series=index.series,
        price_basis=basis,
        price_year=price_year,
    )
    sum_ = f"{said(amount)} × {units.digits(want)} / {units.digits(have)} = {said(after)}"
    notes = [f"Price figure of {at}: {index.notes[at]}" for at in (own, year) if at in index.notes]
    if amount.price_basis == "real" and not amount.series:
        words = f"{sentence(of_whom(amount))} was put in {own} prices by its source, whose price "
        notes.append(f"{words}figures may not be these.")
    return Step(name, f"{name} ({index.words}): {sum_}", (amount,), after, tuple(notes))
