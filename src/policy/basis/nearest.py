"""What may fairly be compared in place of a comparison that was refused, found in the data."""

from collections.abc import Callable, Iterator

from policy.basis import periods
from policy.basis.amounts import Amount
from policy.basis.reading import NO_AMOUNTS, Evidence, amount, repeated
from policy.basis.refusal import Objection, Offer
from policy.basis.rules import objections
from policy.ledger import Figure

# A share of two amounts of one year stands whatever the prices, so long as they are the same;
# where that is not stated the share is offered with the reservation printed.
_FORGIVEN = frozenset({"prices"})


def nearest(
    one: Amount, other: Amount, known: Evidence, fair: Callable[[Amount, Amount], bool]
) -> tuple[Offer, ...]:
    """Shares already worked out for the figures in question; failing those, a like figure.

    `fair` says whether two amounts can be put on one footing.
    """
    cited = (each for each in (one, other) if each.id in known.figures)
    pair = sorted(cited, key=lambda each: each.id)
    if len(pair) < 2:
        return ()
    return _shares(pair[0], pair[1], known) or tuple(_stand_ins(pair[0], pair[1], known, fair))


def _shares(one: Amount, other: Amount, known: Evidence) -> tuple[Offer, ...]:
    """Derived shares of what was asked about, or of what it repeats, in a whole that fits.

    Those that rest on the figures themselves come first, then those that a check of the
    comparison names.
    """
    ids = {one.id, other.id}
    roots = ids.union(*(repeated(id, known) for id in ids))
    checked = {
        id
        for of, derivations in known.checks
        if of in ids or any(ids <= set(known.figures[each].inputs) for each in derivations)
        for id in derivations
    }
    direct: list[Offer] = []
    named: list[Offer] = []
    for figure in known.figures.values():
        if figure.measure != "share" or len(figure.inputs) != 2:
            continue
        close = bool(roots & set(figure.inputs))
        of_figures = all(id in known.figures for id in figure.inputs)
        if not of_figures or not (close or figure.id in checked):
            continue
        part, whole = (amount(id, known) for id in figure.inputs)
        found = objections(part, whole)
        if part.kind in (one.kind, other.kind) and _grave(found) <= _FORGIVEN:
            (direct if close else named).append(
                Offer(
                    (figure.id,),
                    f"{figure.statement.rstrip('.')}: {figure.working}.",
                    tuple(each.words for each in found if each.axis != "measure"),
                )
            )
    return (*direct, *named)


def _stand_ins(
    one: Amount, other: Amount, known: Evidence, fair: Callable[[Amount, Amount], bool]
) -> Iterator[Offer]:
    """For each of the two, the likest cited figure that can be set beside the other one."""
    for kept, lost in ((one, other), (other, one)):
        likely = (
            amount(id, known)
            for id, figure in known.figures.items()
            if id not in (one.id, other.id) and _like(figure, lost)
        )
        fitting = [each for each in likely if each.origin is None and fair(kept, each)]
        best = max(fitting, key=lambda each: _closeness(each, kept, lost), default=None)
        if best:
            statements = (known.figures[each.id].statement for each in (kept, best))
            reservations = tuple(each.words for each in objections(kept, best))
            yield Offer((kept.id, best.id), " Beside it: ".join(statements), reservations)


def _like(figure: Figure, lost: Amount) -> bool:
    """Whether it could answer the same question: the same thing measured, for the same year."""
    return (
        not figure.inputs
        and figure.unit not in NO_AMOUNTS
        and figure.measure == lost.measure
        and periods.span(figure.period) == periods.span(lost.period)
    )


def _closeness(candidate: Amount, kept: Amount, lost: Amount) -> tuple[bool, int]:
    """By one author with the figure kept, then by how much agrees with the figure replaced."""
    fields = ("who", "nature", "price_basis", "price_year", "timing", "hedge", "coverage")
    agree = sum(getattr(candidate, field) == getattr(lost, field) for field in fields)
    return candidate.who == kept.who, agree


def _grave(found: tuple[Objection, ...]) -> frozenset[str]:
    return frozenset(each.axis for each in found if each.grave)
