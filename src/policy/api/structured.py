"""What search engines read: schema.org descriptions in JSON-LD.

A check is described as a ClaimReview where `claim_reviews.csv` names whose claim it tests. The
rating is the check's three answers in words. There is no number to it, because a scale would
have to be made up.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from policy import ledger, tables, text
from policy.api.register import TITLE, State, digest, records
from policy.citation import LICENCE, Book
from policy.entry.words import verdict

_KINDS = {"organisation": "Organization", "person": "Person"}
_CONTEXT = "https://schema.org/"
_TYPES = {"csv": "text/csv", "json": "application/json", "atom": "application/atom+xml"}


def script(data: object) -> str:
    """JSON-LD as an element of a page, which no text in it can close."""
    body = json.dumps(data, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{body}</script>'


def dataset(
    name: str, description: str, identifier: str, work: Book, files: Iterable[str], url: str = ""
) -> dict[str, Any]:
    """A Dataset of this book.

    Args:
        name: What it is called.
        description: What it holds.
        identifier: The hash of its content.
        work: The book.
        files: Addresses at which it can be had, absolute or relative to the page.
        url: The full address of its page, "" when it has none.
    """
    made = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "name": name,
        "description": description,
        "identifier": identifier,
        "version": work.version,
        "datePublished": work.released.isoformat(),
        "license": LICENCE,
        "creator": _organisation(work.author),
        "isPartOf": _book(work),
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": _TYPES[file.rpartition(".")[2]],
                "contentUrl": file,
            }
            for file in files
        ],
    }
    return made | ({"url": url} if url else {})


def register(state: State, work: Book, root: str) -> dict[str, Any]:
    """The register of pledges as a Dataset.

    Args:
        state: The register.
        work: The book.
        root: The book's top from the page, "" or ending in a slash.
    """
    base = f"{work.base_url}/" if work.base_url else root
    description = (
        "Promises, predictions, demands and claims about the NHS in England around the election "
        "of June 2017, with dated evidence on each and a status computed from it. As of "
        f"{state.day.isoformat()}."
    )
    files = [f"{base}api/{name}" for name in ("pledges.csv", "pledges.json", "changes.atom")]
    made = dataset(TITLE, description, digest(records(state)), work, files)
    return made | {"dateModified": state.day.isoformat()}


def claim_reviews(shown: Sequence[str], work: Book, page: str) -> list[dict[str, Any]]:
    """The checks among those shown on a page that test the claim of a named party.

    Args:
        shown: Ids of checks.
        work: The book.
        page: The page's address from the book's top.
    """
    rows = tables.table("claim_reviews").to_dict("records")
    named = {str(row["check"]): row for row in rows}
    return [_review(id, named[id], work, page) for id in shown if id in named]


def _review(id: str, named: dict[Any, Any], work: Book, page: str) -> dict[str, Any]:
    check = ledger.check(id)
    claimed = ledger.figure(check.figure)
    made = {
        "@context": _CONTEXT,
        "@type": "ClaimReview",
        "name": text.resolve(check.title),
        "claimReviewed": text.resolve(claimed.statement),
        "reviewBody": text.resolve(check.finding),
        "reviewRating": {"@type": "Rating", "alternateName": verdict(check)},
        "author": _organisation(work.author),
        "datePublished": work.released.isoformat(),
        "license": LICENCE,
        "isPartOf": _book(work),
        "itemReviewed": {
            "@type": "Claim",
            "author": {
                "@type": _KINDS[named["claimant_kind"]],
                "name": named["claimant"],
            },
            "appearance": _document(claimed.source),
        },
    }
    return made | ({"url": f"{work.base_url}/{page}#check-{id}"} if work.base_url else {})


def _document(key: str) -> dict[str, str]:
    source = tables.sources()[key]
    told = {"name": source.title, "url": source.link}
    if "/" not in source.date:
        told["datePublished"] = source.date
    return {"@type": "CreativeWork"} | {name: words for name, words in told.items() if words}


def _organisation(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name}


def _book(work: Book) -> dict[str, str]:
    return {"@type": "Book", "name": work.title}
