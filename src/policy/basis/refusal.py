"""Why two amounts cannot be put on one footing, and what may be compared in their place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Objection:
    """One thing that stands between two amounts.

    Attributes:
        axis: What differs: measure, chain, unit, timing, prices, year, place, body, nature,
            coverage or vintage.
        words: The reason as a reader is told it.
        grave: Whether it forbids the comparison; otherwise it is a caution to print beside it.
    """

    axis: str
    words: str
    grave: bool = True


@dataclass(frozen=True)
class Offer:
    """A comparison that can fairly be made in place of the one refused.

    Attributes:
        ids: The derivation that makes it, or the two figures to compare.
        words: What it compares. It may hold `{fig:id}`, which `text.resolve` writes out.
        reservations: What is still to be said beside it.
    """

    ids: tuple[str, ...]
    words: str
    reservations: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """A comparison or a conversion that is not made, with every reason and the nearest fair ones.

    It is the same whichever of the two amounts is named first.
    """

    objections: tuple[Objection, ...]
    nearest: tuple[Offer, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons alone, the one that matters most first."""
        return tuple(each.words for each in self.objections if each.grave)

    @property
    def axes(self) -> frozenset[str]:
        """What the reasons are about."""
        return frozenset(each.axis for each in self.objections if each.grave)

    def __str__(self) -> str:
        """Everything a reader needs, one line each."""
        lines = ["This cannot be put on one footing.", *self.reasons]
        if self.nearest:
            lines.append("The nearest fair comparison:")
            for offer in self.nearest:
                lines.extend((offer.words, *offer.reservations))
        return "\n".join(lines)


def refused(axis: str, words: str) -> Refusal:
    """A refusal for one reason."""
    return Refusal((Objection(axis, words),))
