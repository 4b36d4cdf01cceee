"""Dates and periods as the data write them, read as days.

A date may be partial: a year, or a month of a year. It then covers all of its days.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Span:
    """The first and last day of a date or period, both included."""

    first: date
    last: date


def span(text: str) -> Span:
    """The days a date or period covers.

    Takes a financial year `2020/21` (1 April to 31 March), a year `2017`, a month `2017-06`, a
    day `2017-05-03`, or two of them joined by ` to `, optionally after `by `.

    Raises:
        ValueError: The text is none of these, or its second date is not after its first.
    """
    whole = text.removeprefix("by ")
    ends = whole.split(" to ")
    if len(ends) > 2:
        raise ValueError(f"{text!r} joins more than two dates")
    spans = [_one_date(end) for end in ends]
    if len(spans) == 2 and spans[0].first >= spans[1].first:
        raise ValueError(f"{text!r} ends before it begins")
    return Span(spans[0].first, max(each.last for each in spans))


def partial_date(text: str) -> Span:
    """The days of a year, a month or a day in ISO form.

    Raises:
        ValueError: The text is none of these.
    """
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    if match is None:
        raise ValueError(f"{text!r} is not a date such as 2017, 2017-06 or 2017-05-03")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return Span(date(year, 1, 1), date(year, 12, 31))
    if day is None:
        if not 1 <= month <= 12:
            raise ValueError(f"{text!r} has no month {month}")
        return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    return Span(date(year, month, day), date(year, month, day))


def financial_year(text: str) -> Span:
    """The days of a financial year such as 2020/21.

    Raises:
        ValueError: The form is another, or the second year does not follow the first.
    """
    match = re.fullmatch(r"([0-9]{4})/([0-9]{2})", text)
    if match is None or int(match[2]) != (int(match[1]) + 1) % 100:
        raise ValueError(f"{text!r} is not a financial year such as 2016/17")
    start = int(match[1])
    return Span(date(start, 4, 1), date(start + 1, 4, 1) - timedelta(days=1))


def _one_date(text: str) -> Span:
    return financial_year(text) if "/" in text else partial_date(text)
