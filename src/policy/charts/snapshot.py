"""The committed pictures of the charts, and whether they are of the present numbers."""

from __future__ import annotations

from pathlib import Path

from policy.tables import ROOT

FOLDER = ROOT / "charts"
FILES = ("wide.svg", "narrow.svg", "cite.svg", "cite.png")
RECORD = "digest.txt"


def recorded(id: str, folder: Path = FOLDER) -> str | None:
    """The digest that the committed pictures were drawn from; None without a record."""
    record = folder / id / RECORD
    return record.read_text(encoding="ascii").strip() if record.exists() else None


def fresh(id: str, digest: str, folder: Path = FOLDER) -> bool:
    """True if every picture is there and was drawn from this digest."""
    whole = all((folder / id / name).exists() for name in FILES)
    return whole and recorded(id, folder) == digest
