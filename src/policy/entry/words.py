"""What a figure measures and how far it is trusted, in words."""

from __future__ import annotations

from policy import ledger, text


def described(figure: ledger.Figure) -> list[tuple[str, str]]:
    """What a figure measures and how far it is trusted, as pairs of label and text.

    Nothing is left out: the text is "" where a label does not apply.
    """
    scope = [part for part in (figure.geography, figure.body) if not part.startswith("not-")]
    return [
        ("Measures", sentence(kind(figure))),
        ("Basis", sentence(text.basis(figure))),
        ("Period", sentence(text.period(figure))),
        ("Where", "; ".join(dict.fromkeys(scope))),
        ("Confidence", sentence(figure.confidence)),
    ]


def kind(figure: ledger.Figure) -> str:
    """What is measured and how the number came to be: "gap; projection"."""
    parts = (text.spoken(figure.measure), text.spoken(figure.nature))
    return "; ".join(dict.fromkeys(parts))


def who(figure: ledger.Figure) -> str:
    """Who says it; the book itself for what it worked out."""
    return figure.actor or "This book"


def verdict(check: ledger.Check) -> str:
    """The three answers of a check in one line."""
    return (
        f"Arithmetic: {text.spoken(check.arithmetic)}. "
        f"Source: {text.spoken(check.source_found)}. "
        f"Premise: {text.spoken(check.premise)}."
    )


def sentence(words: str) -> str:
    """The words with a capital letter first."""
    return words[:1].upper() + words[1:]


def leading(question: str) -> str:
    """The words with the mark that they need before an answer."""
    return question if question.endswith("?") else f"{question}:"


def stopped(words: str) -> str:
    """The words with the full stop that they still need, if any."""
    return words if words.endswith((".", "?", "!")) else f"{words}."
