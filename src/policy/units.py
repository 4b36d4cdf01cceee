"""How a stored quantity is written: units, money, counts, ranks, dates and periods.

The lowest floor beside `tables`: it knows words for quantities and nothing of figures,
hedges or sources. Every number in the book passes through `amount` or `span`, so one
unit is written one way everywhere.
"""

import datetime
import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\N{MINUS SIGN}"

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)


@dataclass(frozen=True)
class Unit:
    """How one unit is written around its digits.

    Attributes:
        sign: What goes before the digits, "£" for money.
        scale: What touches the digits on the right: "bn", "m" or "%".
        tail: Words that belong to the unit, such as "per person".
        one: The noun for exactly one of a counted thing.
        many: The noun for any other number of them.
        pounds: How many pounds one unit is, for money that can be added or divided.
    """

    sign: str = ""
    scale: str = ""
    tail: str = ""
    one: str = ""
    many: str = ""
    pounds: float | None = None


UNITS: dict[str, Unit] = {
    "gbp-bn": Unit("£", "bn", pounds=1e9),
    "gbp-m": Unit("£", "m", pounds=1e6),
    "gbp": Unit("£", pounds=1.0),
    "gbp-per-person": Unit("£", tail="per person"),
    "gbp-per-gbp": Unit("£", tail="for each £1"),
    "usd-per-person": Unit("$", tail="per person"),
    "doctors-per-1000": Unit(tail="doctors per 1,000 people"),
    "beds-per-1000": Unit(tail="beds per 1,000 people"),
    "percent": Unit(scale="%"),
    "percent-per-year": Unit(scale="%", tail="a year"),
    "percent-of-gdp": Unit(scale="%", tail="of GDP"),
    "index": Unit(),
    "date": Unit(),
    "rank": Unit(),
}
"""Units that are more than a noun. Any other unit is the plural of what it counts."""

_SINGULAR = {"people": "person", "bodies": "body"}

PERCENTS = frozenset(name for name, unit in UNITS.items() if unit.scale == "%")


def unit_named(name: str) -> Unit:
    """The unit of that name; a plural noun, such as "trusts", is a unit that counts.

    Raises:
        ValueError: The name is neither a known unit nor one word.
    """
    if name in UNITS:
        return UNITS[name]
    if not re.fullmatch("[a-z]+", name):
        raise ValueError(f"unknown unit {name!r}; known: {', '.join(UNITS)}, or a plural noun")
    return Unit(one=_SINGULAR.get(name, name.removesuffix("s")), many=name)


def rounded(value: float, places: int) -> float:
    """The value rounded half up, as a reader would do it on paper."""
    return float(_quantized(value, places))


def _quantized(value: float, places: int) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def digits(value: float, places: int | None = None, pence: bool = False) -> str:
    """A number in digits: thousands in commas, a true minus sign, no exponent.

    Args:
        value: A finite number.
        places: Decimals to print; without it the stored decimals, no more and no fewer.
        pence: Print a part of a pound with two decimals at least.

    Raises:
        ValueError: The value is not finite.
    """
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be written as a number")
    if places is None:
        number = Decimal(repr(value))
        exponent = number.normalize().as_tuple().exponent
        assert isinstance(exponent, int)
        stored = max(0, -exponent)
        number = _quantized(value, max(stored, 2) if pence and stored else stored)
    else:
        number = _quantized(value, places)
    sign = MINUS if number < 0 else ""
    return f"{sign}{abs(number):,f}"


def cardinal(number: int) -> str:
    """A count within a sentence: "seven" to ten, then digits."""
    return _CARDINALS[number - 1] if 1 <= number <= len(_CARDINALS) else digits(number)


def ordinal(number: int) -> str:
    """A rank: "sixth" to ten, then "11th", "22nd"."""
    if 1 <= number <= len(_ORDINALS):
        return _ORDINALS[number - 1]
    last_two = abs(number) % 100
    suffix = "th" if 10 < last_two < 20 else {1: "st", 2: "nd", 3: "rd"}.get(last_two % 10, "th")
    return f"{number:,}{suffix}"


def number(value: float, unit: str, places: int | None = None) -> str:
    """The number with the sign of its unit and no words: "£30bn", "25%", "44"."""
    kind = unit_named(unit)
    if unit == "rank":
        if value != int(value):
            raise ValueError(f"a rank is a whole number, not {value}")
        return ordinal(int(value))
    pence = kind.sign == "£" and not kind.scale
    text = digits(value, places, pence)
    minus = MINUS if text.startswith(MINUS) else ""
    return f"{minus}{kind.sign}{text.removeprefix(MINUS)}{kind.scale}"


def words_after(value: float, unit: str, places: int | None = None) -> str:
    """What follows the number: a noun that agrees with it, or the unit's own words."""
    kind = unit_named(unit)
    shown = value if places is None else rounded(value, places)
    noun = kind.one if abs(shown) == 1 else kind.many
    return noun or kind.tail


def amount(value: float, unit: str, places: int | None = None) -> str:
    """The number with its unit: "£325m", "0.8% a year", "1 plan", "sixth"."""
    return f"{number(value, unit, places)} {words_after(value, unit, places)}".rstrip()


def span(low: float, high: float, unit: str, places: int | None = None) -> str:
    """Both ends of a range, each with its sign: "£5bn to £10bn", "24 to 33 sites"."""
    ends = f"{number(low, unit, places)} to {number(high, unit, places)}"
    return f"{ends} {words_after(high, unit, places)}".rstrip()


def date(when: str) -> str:
    """A partial date in words: "2019", "April 2019", "3 May 2017".

    Raises:
        ValueError: Not YYYY, YYYY-MM or YYYY-MM-DD, or no such month or day.
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", when)
    if match is None:
        raise ValueError(f"{when!r} is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = match.groups()
    if month is None:
        return year
    if not 1 <= int(month) <= 12 or (day is not None and not 1 <= int(day) <= 31):
        raise ValueError(f"{when!r} is no date in the calendar")
    name = f"{MONTHS[int(month) - 1]} {year}"
    return f"{int(day)} {name}" if day else name


def day(of: datetime.date) -> str:
    """A day in words: "3 May 2017"."""
    return date(of.isoformat())


def period(text: str) -> str:
    """A period in words: "by 2020/21", "April 2019 to June 2019", "" when none applies."""
    if text in ("", "not-applicable"):
        return ""
    if text == "not-stated":
        return "period not stated"
    by = "by " if text.startswith("by ") else ""
    ends = text.removeprefix("by ").split(" to ")
    return by + " to ".join(end if "/" in end else date(end) for end in ends)


def years(text: str) -> tuple[int, ...]:
    """The calendar years that a period or a partial date touches, in order."""
    ends: list[int] = []
    for end in re.findall(r"\d{4}(?:/\d\d)?", text):
        first = int(end[:4])
        ends.extend((first, first + 1) if "/" in end else (first,))
    return tuple(range(min(ends), max(ends) + 1)) if ends else ()
