"""What a page says to machines in its head: the register as a Dataset, checks as ClaimReviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from policy import api, citation
from policy.api import structured

if TYPE_CHECKING:
    from sphinx.application import Sphinx

REGISTER = ("outcomes/pledge-tracker", "reference/data")
"""The pages that show the register of pledges, or say what is in it."""

_CHECK = "check-"


def setup(app: Sphinx) -> None:
    """Let each page be described as it is written."""
    app.connect("html-page-context", _describe)


def _describe(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    said = []
    if page in REGISTER:
        said.append(structured.register(api.read(), citation.book(), "../" * page.count("/")))
    if doctree is not None:
        address = app.builder.get_target_uri(page)
        said += structured.claim_reviews(checks(doctree), citation.book(), address)
    tags = "".join(f"{structured.script(each)}\n" for each in said)
    context["metatags"] = context.get("metatags", "") + tags


def checks(doctree: nodes.document) -> list[str]:
    """Ids of the checks that a page shows, in their order."""
    return [
        name.removeprefix(_CHECK)
        for box in doctree.findall(nodes.admonition)
        for name in box["ids"]
        if "check" in box["classes"] and name.startswith(_CHECK)
    ]
