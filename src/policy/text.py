"""Numbers in words: the one place where a figure becomes text.

Chapters say ``{fig}`id` `` and data and chart text say ``{fig:id}``; both end here. The default
form keeps the hedge of whoever said the number ("nearly £30bn"), because dropping it changes
the claim; a form without it must be asked for by name.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup

from policy import ledger, tables, units
from policy.ledger import Figure

MARK = re.compile(r"\{fig:([^{}|\s]+)((?:\|[^{}|]+)*)\}")

_UNHEDGED = ("none", "not-stated")

# Hedges that read differently before a quantity than the word itself.
_PHRASES = {"could": "a possible {}", "rounded": "a rounded {}"}

_ONE_SIDED = ("nearly", "almost", "over", "more than", "at least", "up to")
_MOVES = ("change", "rate")


class FormError(ValueError):
    """A form that does not exist, or that this figure cannot take."""


@dataclass(frozen=True)
class Shown:
    """A figure inside a text, with the words it is shown as."""

    figure: Figure
    text: str


def hedged(figure: Figure, words: str) -> str:
    """The words with the figure's hedge before them."""
    if figure.hedge in _UNHEDGED:
        return words
    if figure.hedge == "could" and figure.unit in ("date", "rank"):
        return f"possibly {words}"
    return _PHRASES.get(figure.hedge, f"{figure.hedge} {{}}").format(words)


def show(fig: Figure, form: str = "full") -> str:
    """Write a figure.

    Args:
        fig: The figure.
        form: One or more of these, joined by ``|``:
            full: hedge, value and unit, the default: "nearly £30bn", "44 plans".
            bare: without the hedge: "£30bn".
            number: the value with its sign and no words or hedge: "£30bn", "44".
            size: as full, without a minus sign.
            low, high: one end of a range, without the hedge.
            range: both ends, with the hedge.
            annual: as full, followed by "a year"; for yearly amounts only.
            period: the period the figure speaks of: "by 2020/21".
            0dp to 4dp: rounded to so many decimals.

    Raises:
        FormError: No such form, or the figure has nothing to show in it.
    """
    asked = form.split("|")
    places = fig.places
    for name in asked:
        if re.fullmatch(r"[0-4]dp", name):
            places = int(name[0])
    shapes = [name for name in asked if not re.fullmatch(r"[0-4]dp", name)]
    unknown = [name for name in shapes if name not in _SHAPES]
    if unknown:
        raise FormError(f"no form {unknown[0]!r}; known: {', '.join(_SHAPES)}, 0dp to 4dp")
    if len(shapes) > 1:
        raise FormError(f"forms {' and '.join(map(repr, shapes))} exclude each other")
    return _SHAPES[shapes[0] if shapes else "full"](fig, places)


def _need(fig: Figure, name: str) -> float:
    found: float | None = getattr(fig, name)
    if found is None:
        raise FormError(f"figure {fig.id!r} has no {name}")
    return found


def _words(fig: Figure, places: int | None) -> str:
    if fig.unit == "date":
        return units.date(fig.when)
    if fig.value is None:
        return _span(fig, places)
    return units.amount(fig.value, fig.unit, places)


def _span(fig: Figure, places: int | None) -> str:
    return units.span(_need(fig, "low"), _need(fig, "high"), fig.unit, places)


def _full(fig: Figure, places: int | None) -> str:
    if fig.hedge in _ONE_SIDED and fig.value is not None and fig.value < 0:
        # "more than" speaks of the size: before a minus sign it would say the opposite.
        fall = "a fall of" if fig.measure in _MOVES else "minus"
        return f"{fall} {_size(fig, places)}"
    return hedged(fig, _words(fig, places))


def _number(fig: Figure, places: int | None) -> str:
    if fig.unit == "date":
        return units.date(fig.when)
    if fig.value is None:
        ends = (_need(fig, "low"), _need(fig, "high"))
        return " to ".join(units.number(end, fig.unit, places) for end in ends)
    return units.number(fig.value, fig.unit, places)


def _size(fig: Figure, places: int | None) -> str:
    return hedged(fig, units.amount(abs(_need(fig, "value")), fig.unit, places))


def _range(fig: Figure, places: int | None) -> str:
    return hedged(fig, _span(fig, places))


def _end(name: str) -> Callable[[Figure, int | None], str]:
    return lambda fig, places: units.amount(_need(fig, name), fig.unit, places)


def _annual(fig: Figure, places: int | None) -> str:
    if fig.timing != "annual":
        raise FormError(f"figure {fig.id!r} is not a yearly amount: its timing is {fig.timing}")
    return f"{_full(fig, places)} a year"


def _period(fig: Figure, places: int | None) -> str:
    words = period(fig)
    if not words:
        raise FormError(f"figure {fig.id!r} has no period")
    return words


_SHAPES: dict[str, Callable[[Figure, int | None], str]] = {
    "full": _full,
    "bare": _words,
    "number": _number,
    "size": _size,
    "low": _end("low"),
    "high": _end("high"),
    "range": _range,
    "annual": _annual,
    "period": _period,
}


def parts(text: str) -> list[str | Shown]:
    """Split a text at its ``{fig:id}`` marks, for writers that link each number.

    Raises:
        ledger.UnknownFigure: A mark names no figure.
        FormError: A mark asks for a form that its figure cannot take.
    """
    found: list[str | Shown] = []
    at = 0
    for mark in MARK.finditer(text):
        if mark.start() > at:
            found.append(text[at : mark.start()])
        figure = ledger.figure(mark[1])
        found.append(Shown(figure, show(figure, mark[2].lstrip("|") or "full")))
        at = mark.end()
    if at < len(text):
        found.append(text[at:])
    return found


def resolve(text: str) -> str:
    """The text with every ``{fig:id}`` or ``{fig:id|form}`` written out.

    Raises:
        ledger.UnknownFigure: A mark names no figure.
        FormError: A mark asks for a form that its figure cannot take.
    """
    return "".join(part if isinstance(part, str) else part.text for part in parts(text))


def named(texts: Iterable[str]) -> tuple[str, ...]:
    """Ids of the figures that texts of the data name, each once, as they come."""
    return tuple(dict.fromkeys(mark[1] for words in texts for mark in MARK.finditer(words)))


def linked(text: str, ledger: str) -> Markup:
    """The text as HTML, each ``{fig:id}`` a link to its row, for pages written from a template.

    Args:
        text: Words of the data.
        ledger: Address of the ledger from the page they are shown on.

    Raises:
        ledger.UnknownFigure: A mark names no figure.
        FormError: A mark asks for a form that its figure cannot take.
    """
    link = Markup('<a class="fig" href="{page}#{id}" data-fig="{id}">{words}</a>')
    return Markup("").join(
        part
        if isinstance(part, str)
        else link.format(page=ledger, id=part.figure.id, words=part.text)
        for part in parts(text)
    )


def spoken(word: str) -> str:
    """A word of a closed vocabulary as it is said: "not-found" as "not found"."""
    return word.replace("-", " ")


def period(fig: Figure) -> str:
    """The period a figure speaks of, "" when none applies."""
    return units.period(fig.period)


def basis(fig: Figure) -> str:
    """What kind of amount it is, in a phrase: "a yearly amount, real terms, 2015/16 prices"."""
    timing = {
        "annual": "a yearly amount",
        "cumulative": "a total over the period",
        "point": "a count or stock at one time",
        "rate": "a rate",
        "not-stated": "yearly or total not stated",
    }
    prices = {
        "cash": "cash terms",
        "real": "real terms",
        "not-stated": "cash or real terms not stated",
    }
    year = {"": "", "not-stated": "price year not stated"}.get(
        fig.price_year, f"{fig.price_year} prices"
    )
    return ", ".join(filter(None, (timing.get(fig.timing), prices.get(fig.price_basis), year)))


def quotable(id: str) -> str:
    """One sentence to copy: who, when, what, hedge, unit, basis, source and page.

    Raises:
        ledger.UnknownFigure: No figure has this id.
    """
    fig = ledger.figure(id)
    scope = [part for part in (fig.geography, fig.body) if not part.startswith("not-")]
    about = "; ".join(part for part in (period(fig), ", ".join(scope), basis(fig)) if part)
    statement = resolve(fig.statement).rstrip(".")
    if fig.working:
        return f"{statement}: {fig.working} ({about}). Worked out by Three Plans for the NHS."
    source = tables.sources()[fig.source]
    place = f", {fig.locator}" if fig.locator else ""
    published = f", {units.date(source.date)}" if source.date else ""
    return (
        f"{statement} ({fig.actor}: {show(fig)}; {about}). "
        f"{source.publisher or source.author}, {source.title}{published}{place}."
    )
