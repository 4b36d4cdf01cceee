"""What span of time a figure's period names, in years that can be counted and matched."""

import re
from dataclasses import dataclass
from functools import cache

from policy import units

FINANCIAL = "financial"
CALENDAR = "calendar"
UNKNOWN = ""


@dataclass(frozen=True)
class Span:
    """A period read: its first and last year, and which kind of year they are.

    Attributes:
        first: The first year, "2015/16" or "2015"; "" when the period names only its end.
        last: The last year; "" when no period is stated.
        kind: `FINANCIAL`, `CALENDAR` or `UNKNOWN`.
    """

    first: str
    last: str
    kind: str

    @property
    def single(self) -> bool:
        """Whether it is one year and no more."""
        return bool(self.last) and self.first in ("", self.last)

    @property
    def years(self) -> int:
        """How many years it covers, both ends counted; 0 when its start is not stated."""
        return start(self.last) - start(self.first) + 1 if self.first and self.last else 0


@cache
def span(period: str) -> Span:
    """Read a period of the ledger; a month or a day counts as the financial year it is in.

    "by 2021-03" is the last month of 2020/21, so it ends in that year.
    """
    ends = [_year(end) for end in period.removeprefix("by ").split(" to ")]
    kinds = {UNKNOWN if not end else FINANCIAL if "/" in end else CALENDAR for end in ends}
    if UNKNOWN in kinds:
        return Span("", "", UNKNOWN)
    first = "" if period.startswith("by ") and len(ends) == 1 else ends[0]
    return Span(first, ends[-1], FINANCIAL if FINANCIAL in kinds else CALENDAR)


def start(year: str) -> int:
    """The calendar year in which a year begins."""
    return int(year[:4])


def financial(first: int) -> str:
    """The financial year that begins in April of a calendar year: 2015 gives "2015/16"."""
    return f"{first}/{(first + 1) % 100:02}"


def same_year(one: str, other: str) -> bool:
    """Whether two years begin in the same calendar year, so share nine months at least."""
    return bool(one) and bool(other) and start(one) == start(other)


def words(period: str) -> str:
    """The period in words, with something to say when it is not known."""
    return units.period(period) or "no period"


def _year(end: str) -> str:
    if re.fullmatch(r"\d{4}(/\d\d)?", end):
        return end
    if dated := re.fullmatch(r"(\d{4})-(\d\d)(-\d\d)?", end):
        year, month = int(dated[1]), int(dated[2])
        return financial(year if month >= 4 else year - 1)
    return ""
