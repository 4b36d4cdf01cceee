"""The files for machines: ``api/`` in the built book."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from policy import api, citation
from policy.api import feed, register
from policy.citation import Book
from policy.export import page

FOLDER = "api"


def write(outdir: Path) -> Path:
    """Write the register, a record for each pledge, the feed and the schemas.

    Args:
        outdir: Top of the built book.

    Returns:
        The folder written.
    """
    work, state = citation.book(), api.read()
    folder = outdir / FOLDER
    (folder / "pledges").mkdir(parents=True, exist_ok=True)
    pledges = api.records(state)
    whole = {"citation": api.cited(state, work), "counts": register.counts(state)}
    whole |= _envelope(state, work, *pledges) | {"pledges": pledges}
    page.put_json(folder / "pledges.json", whole)
    for pledge in pledges:
        one = {"pledge": pledge, "citation": api.cited(state, work, pledge)}
        one |= _envelope(state, work, pledge)
        page.put_json(folder / "pledges" / f"{pledge['id']}.json", one)
    page.put(folder / "pledges.csv", api.frame(state).to_csv(index=False, lineterminator="\n"))
    (folder / feed.NAME).write_bytes(feed.feed(state, work))
    page.put_json(folder / "schema.json", api.schema())
    page.put_json(folder / "pledge.schema.json", api.pledge_schema())
    return folder


def _envelope(state: api.State, work: Book, *pledges: dict[str, Any]) -> dict[str, Any]:
    """What a file with these pledges says besides them."""
    keys = dict.fromkeys(key for pledge in pledges for key in register.sources(pledge))
    return {
        "as_of": state.day.isoformat(),
        "book": page.edition(work),
        "content_sha256": api.digest(pledges),
        "licence": page.LICENCE,
        "sources": page.documents(keys),
    }
