"""What stands between two amounts: one rule an axis, each saying why in plain words.

Every rule takes two amounts and gives its objections. `objections` puts the amounts in one
order first, so what it says does not depend on which was named first.
"""

from collections.abc import Iterator

from policy import units
from policy.basis import periods
from policy.basis.amounts import UNSTATED, Amount, of_whom, said, sentence
from policy.basis.refusal import Objection

PLANNED = frozenset({"plan", "pledge", "projection"})
MEASURED = frozenset({"outturn", "statistic"})

_IS = {
    "gap": "a gap: what was projected to be needed less what was projected to be there, "
    "for the same year",
    "change": "a change from one year to another",
    "level": "an amount for one year",
}
_NATURES = {
    "plan": "is a plan",
    "pledge": "is a promise",
    "projection": "is a projection",
    "outturn": "is what was spent or counted",
    "statistic": "is what was spent or counted",
    "claim": "is a claim whose method was not seen",
    "estimate": "is an estimate",
    UNSTATED: "does not say whether it is a plan or what happened",
}
_PARTS_OF_ONE = frozenset({"NHS England", "NHS in England"})


def objections(one: Amount, other: Amount) -> tuple[Objection, ...]:
    """Everything to be said against comparing two amounts, reasons before cautions.

    Prices that differ but can be converted are no objection; a price basis that nobody
    stated is one.
    """
    pair = sorted((one, other), key=repr)
    found = [each for rule in _RULES for each in rule(*pair)]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: not each.grave))


def _chain(a: Amount, b: Amount) -> Iterator[Objection]:
    for each in (a, b):
        if each.origin:
            was = each.origin.kind
            parts = (
                f"{sentence(of_whom(each))} repeats {of_whom(each.origin)}, which is "
                f"{_IS.get(was, f'a {was}')}.",
                each.drift,
                _NOT_THE_SAME.get(was, "The two measure different things."),
            )
            yield Objection("chain", " ".join(filter(None, parts)))


_NOT_THE_SAME = {"gap": "A gap is not a reduction in spending."}


def _measure(a: Amount, b: Amount) -> Iterator[Objection]:
    kinds = {a.kind: a, b.kind: b}
    if UNSTATED in kinds:
        yield Objection("measure", f"What {of_whom(kinds[UNSTATED])} measures is not stated.")
    elif kinds.keys() == {"gap", "change"}:
        yield Objection(
            "measure",
            f"{_a_gap(kinds['gap'])}, and {of_whom(kinds['change'])} is a change in money from "
            "one year to another. A gap may open while spending rises.",
        )
    elif kinds.keys() == {"gap", "level"}:
        yield from _gap_and_level(kinds["gap"], kinds["level"])
    elif kinds.keys() == {"change", "level"}:
        yield from _change_and_level(kinds["change"], kinds["level"])
    elif len(kinds) > 1:
        said_of = " and ".join(f"{of_whom(each)} is a {kind}" for kind, each in kinds.items())
        yield Objection("measure", f"{sentence(said_of)}.")


def _a_gap(gap: Amount) -> str:
    link = "goes back to" if gap.origin else "is"
    return f"{sentence(of_whom(gap))} {link} a gap between projections for one year"


def _gap_and_level(gap: Amount, level: Amount) -> Iterator[Objection]:
    """A gap has a share in a level only where the level is itself a forecast for that year."""
    ends = [periods.span(each.period).last for each in (gap, level)]
    if level.nature not in PLANNED or not periods.same_year(*ends):
        yield Objection(
            "measure",
            f"{_a_gap(gap)}, and {of_whom(level)} is not a projection or a plan for that same "
            "year. Money that was only projected was never part of that amount.",
        )
    else:
        words = (
            "A gap and a budget are compared as a share; taking one from the other says nothing."
        )
        yield Objection("measure", words, grave=False)


def _change_and_level(change: Amount, level: Amount) -> Iterator[Objection]:
    if periods.span(change.period).first != periods.span(level.period).last:
        yield Objection(
            "measure",
            f"{sentence(of_whom(change))} is a change and {of_whom(level)} is an amount for a "
            "year that it does not start from, so it is no percentage of it.",
        )


def _thing(a: Amount, b: Amount) -> Iterator[Objection]:
    """What the columns of the ledger cannot tell apart, as far as it shows."""
    lows, highs = zip(a.bounds, b.bounds, strict=True)
    if a.kind == b.kind == "level" and a.money and b.money and min(highs) < 0 < max(lows):
        below, above = sorted((a, b), key=lambda each: each.bounds)
        words = (
            f"{sentence(of_whom(below))} is a deficit and {of_whom(above)} is not: one may be a "
            "balance and the other spending."
        )
        yield Objection("measure", words, grave=False)
    if a.kind == b.kind == "share":
        words = "Two shares say the same only if they are shares of the same whole."
        yield Objection("measure", words, grave=False)
    elif a.who and b.who and a.who != b.who:
        authors = "; ".join(sorted((a.who, b.who)))
        words = f"They come from different authors, who may count differently: {authors}."
        yield Objection("coverage", words, grave=False)


def _unit(a: Amount, b: Amount) -> Iterator[Objection]:
    if a.unit != b.unit and None in (units.unit_named(each.unit).pounds for each in (a, b)):
        words = f"{sentence(of_whom(a))} and {of_whom(b)} are counted in different things."
        yield Objection("unit", words)


def _timing(a: Amount, b: Amount) -> Iterator[Objection]:
    if not (a.money and b.money):
        return
    for each in (a, b):
        if each.timing == UNSTATED:
            words = f"Whether {of_whom(each)} is for one year or summed over years is not stated."
            yield Objection("timing", words)
    timings = {a.timing: a, b.timing: b}
    if timings.keys() == {"annual", "cumulative"}:
        summed = timings["cumulative"]
        if periods.span(summed.period).years:
            words = f"{sentence(of_whom(summed))} is a sum over years: its yearly average is used."
            yield Objection("timing", words, grave=False)
        else:
            yield Objection(
                "timing",
                f"{sentence(of_whom(summed))} is a sum over years and {of_whom(timings['annual'])} "
                "is for one year. Over how many years is not stated, so there is no average.",
            )
    elif len(timings) > 1 and UNSTATED not in timings:
        words = f"{sentence(of_whom(a))} and {of_whom(b)} are not for a like length of time."
        yield Objection("timing", words)


def _prices(a: Amount, b: Amount) -> Iterator[Objection]:
    for each in (a, b):
        priced = each.money or each.measure in ("change", "rate")
        if priced and each.price_basis == UNSTATED:
            words = f"Whether {of_whom(each)} is in cash or in real terms is not stated."
            yield Objection("prices", words)
        elif each.money and each.price_basis == "real" and each.price_year == UNSTATED:
            words = f"{sentence(of_whom(each))} is in real terms, and of which year's prices is "
            yield Objection("prices", f"{words}not stated.")
    if not a.money and {a.price_basis, b.price_basis} == {"cash", "real"}:
        words = f"Of {of_whom(a)} and {of_whom(b)}, one has inflation taken out and one has not."
        yield Objection("prices", words)


def _vintage(a: Amount, b: Amount) -> Iterator[Objection]:
    if a.series and b.series and a.series != b.series:
        words = (
            f"{sentence(of_whom(a))} and {of_whom(b)} have inflation taken out with different "
            f"price figures ({a.series}, {b.series})."
        )
        yield Objection("vintage", words)


def _year(a: Amount, b: Amount) -> Iterator[Objection]:
    spans = [periods.span(each.period) for each in (a, b)]
    for each, span in zip((a, b), spans, strict=True):
        if not span.last and each.money:
            yield Objection("year", f"The year of {of_whom(each)} is not stated.")
        elif each.measure == "change" and not span.first:
            words = f"From which year {of_whom(each)} is counted is not stated."
            yield Objection("year", words)
    if not all(span.last for span in spans):
        return
    if {span.kind for span in spans} == {periods.FINANCIAL, periods.CALENDAR}:
        words = (
            "One is for a calendar year and one for a financial year, April to March. They share "
            "nine months, so the comparison is close and not exact."
        )
        yield Objection("year", words, grave=False)
    if a.measure == b.measure == "change":
        for word, ends in (
            ("start", [span.first for span in spans]),
            ("end", [span.last for span in spans]),
        ):
            if all(ends) and not periods.same_year(*ends):
                words = (
                    f"{sentence(of_whom(a))} and {of_whom(b)} are changes that {word} in "
                    f"different years, {ends[0]} and {ends[1]}."
                )
                yield Objection("year", words)
    elif a.kind == b.kind and not periods.same_year(*(span.last for span in spans)):
        words = f"They are for different years: {' and '.join(_for(each) for each in (a, b))}."
        yield Objection("year", words, grave=False)


def _place(a: Amount, b: Amount) -> Iterator[Objection]:
    yield from _named("place", "place", a, b, a.geography, b.geography)


def _body(a: Amount, b: Amount) -> Iterator[Objection]:
    if {a.body, b.body} == _PARTS_OF_ONE:
        words = (
            "One is for NHS England, which paid for most NHS care, and one for the NHS in "
            "England as a whole."
        )
        yield Objection("body", words, grave=False)
    else:
        yield from _named("body", "budget", a, b, a.body, b.body)


def _named(axis: str, noun: str, a: Amount, b: Amount, of_a: str, of_b: str) -> Iterator[Objection]:
    for each, name in ((a, of_a), (b, of_b)):
        if name == UNSTATED:
            yield Objection(axis, f"The {noun} that {of_whom(each)} is for is not stated.")
    if of_a != of_b and not {of_a, of_b} & {UNSTATED, "not-applicable"}:
        words = (
            f"{sentence(of_whom(a))} is for {spelt(of_a)} and {of_whom(b)} is for {spelt(of_b)}."
        )
        yield Objection(axis, words)


def _nature(a: Amount, b: Amount) -> Iterator[Objection]:
    natures = {a.nature: a, b.nature: b}
    planned, measured = PLANNED & natures.keys(), MEASURED & natures.keys()
    if planned and measured:
        plan, count = natures[min(planned)], natures[min(measured)]
        words = (
            f"{sentence(of_whom(plan))} {_NATURES[plan.nature]} and {of_whom(count)} "
            f"{_NATURES[count.nature]}. The difference between them is not a change in spending."
        )
        yield Objection("nature", words)
    elif len(natures) > 1 and not natures.keys() <= MEASURED:
        said_of = " and ".join(
            f"{of_whom(each)} {_NATURES.get(nature, 'rests on numbers of several kinds')}"
            for nature, each in natures.items()
        )
        yield Objection("nature", f"{sentence(said_of)}.", grave=False)


def _coverage(a: Amount, b: Amount) -> Iterator[Objection]:
    if a.coverage != b.coverage:
        counted = " and ".join(
            f"{of_whom(each)} {f'counts {each.coverage}' if each.coverage else _UNCOUNTED}"
            for each in (a, b)
        )
        yield Objection("coverage", f"{sentence(counted)}.")


_UNCOUNTED = "does not say how much of the whole it counts"


def _for(each: Amount) -> str:
    return f"{said(each)} for {periods.words(each.period)}"


def spelt(name: str) -> str:
    """A body or a place as it stands in a sentence, where that is not its name in the data."""
    return _SPELT.get(name, name)


_SPELT = {
    "DHSC": "the Department of Health",
    "other DHSC budgets": "the department's budgets beside NHS England's",
    "NHS in England": "the NHS in England",
    "UK health": "health across the UK",
    "STP footprints": "the areas of the plans",
    "economy": "the whole economy",
    "UK": "the UK",
    "local area": "one area",
    "international": "several countries",
}

_RULES = (
    _chain,
    _measure,
    _thing,
    _unit,
    _nature,
    _body,
    _place,
    _coverage,
    _timing,
    _prices,
    _vintage,
    _year,
)
