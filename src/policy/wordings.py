"""How Labour's words on the plans, the Bill and what goes with them moved from date to date."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from policy import units

POSITIONS: Mapping[str, Mapping[str, str]] = {
    "plans": {
        "end": "End them",
        "halt": "Halt them",
        "halt-and-review": "Halt and review",
        "keep-with-changes": "Keep, with changes",
        "not-mentioned": "Not mentioned",
    },
    "reinstatement-bill": {
        "backs": "Backs it",
        "in-part": "In part",
        "undecided": "Undecided",
        "withheld": "Held back",
        "not-named": "Not named",
    },
}
"""What a wording may hold on a subject, in words; other subjects have no positions."""

LANES: Mapping[str, str] = {
    "plans": "The plans, and the systems that followed them",
    "reinstatement-bill": "The Reinstatement Bill",
}

VOICES: Mapping[str, str] = {
    "party": "Text of the party",
    "front-bench": "Spokesperson",
    "member": "Another MP",
    "conference": "Conference motion",
    "government": "Labour in government",
    "account": "Told by others",
}


def sequence(wordings: pd.DataFrame) -> pd.DataFrame:
    """The wordings that take a position on the plans or the Bill, lane by lane in order of time.

    Args:
        wordings: the table ``wordings``.

    Returns:
        Columns: about (the lane), when, document, who, voice, position, says, quote, confidence,
        sources (one key).
    """
    frames = [_columns(wordings[wordings["subject"] == subject], subject) for subject in POSITIONS]
    return pd.concat(frames, ignore_index=True)


def _columns(rows: pd.DataFrame, subject: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "about": LANES[subject],
            "when": rows["date"].map(units.period),
            "document": rows["document"],
            "who": rows["speaker"],
            "voice": rows["voice"].map(VOICES),
            "position": rows["position"].map(POSITIONS[subject]),
            "says": rows["paraphrase"],
            "quote": rows["quote"],
            "confidence": rows["confidence"],
            "sources": rows["source"],
        }
    )


def listed(wordings: pd.DataFrame, subject: str) -> pd.DataFrame:
    """What was said on one subject, in order of time.

    Args:
        wordings: the table ``wordings``.
        subject: a value of its column ``subject``.

    Returns:
        Columns: when, document, says, source.

    Raises:
        ValueError: Nothing was said on that subject; the message names those there are.
    """
    rows = wordings[wordings["subject"] == subject]
    if rows.empty:
        known = ", ".join(dict.fromkeys(wordings["subject"]))
        raise ValueError(f"no wording is about {subject!r}; subjects: {known}")
    return pd.DataFrame(
        {
            "when": rows["date"].map(units.period),
            "document": rows["document"],
            "says": rows["paraphrase"],
            "source": rows["source"],
        }
    ).reset_index(drop=True)
