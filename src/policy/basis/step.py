"""One conversion as a value: what went in, what came out, and the sum in words and numbers."""

from dataclasses import dataclass

from policy.basis.amounts import Amount


@dataclass(frozen=True)
class Step:
    """A conversion that was made.

    Attributes:
        name: What it does: "From 2015/16 to 2020/21 prices".
        words: The name, the index used if any, and the sum with its result.
        before: The amounts that went in.
        after: The new amount, unrounded; `words` prints it rounded.
        notes: Cautions that come with the data it used.
    """

    name: str
    words: str
    before: tuple[Amount, ...]
    after: Amount
    notes: tuple[str, ...] = ()
