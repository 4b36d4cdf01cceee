"""The tracker's pages: a summary and a list of all pledges, and a page for each.

The list holds what a reader scans: words, maker, day, type, three answers. Tests, evidence, history
and reasons stand on a page of each pledge under ``pledges/<id>/``, and all of them together in
``pledges/details.js``, which the script fetches when the first pledge is opened.

The days on which each answer changed ride in one block of data. With it the script shows list and
summary as of any day: it looks days up and counts, and decides no status.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from markupsafe import Markup
from sphinx.util.docutils import SphinxDirective

from policy import citation, dossier, ledger, tables, text, units
from policy.book import assets, figures
from policy.book.fill import embedded, fill, follow, raw
from policy.citation import Book, Cited
from policy.dossier import CLASSES, TYPES, Dossier
from policy.entry.told import PLANS
from policy.entry.words import sentence
from policy.tracker.vocabulary import QUESTIONS, kind

if TYPE_CHECKING:
    from sphinx.application import Sphinx

PAGE = "outcomes/pledge-tracker"
"""The chapter that lists the pledges."""

FOLDER = "pledges"
"""Where the pledges' own pages lie in the built book."""

ANCHOR = "pledge-"
"""What stands before a pledge's id in the address of its place in the list."""

LIST = "pledges"
SUMMARY = "pledge-summary"

DAYS = {
    "2017-06-07": "the day before the election",
    "2017-06-09": "the day after it",
    "2022-04-28": "the Health and Care Act 2022 becomes law",
}
"""Days that the control offers besides the last one on record, each with what it is."""

_CONDITIONS = {
    "must-win": "Its maker must win.",
    "must-be-enacted": "A bill must become law.",
    "none": "None.",
}
_TESTS = {"both": "", "weak": "Bears on the weak test.", "strong": "Bears on the strong test."}
_FILES = ("pledges.html", "pledge_summary.html", "pledge_counts.html")


def setup(app: Sphinx) -> None:
    """Register the directives, their files, and the writing of the pledges' pages."""
    app.add_directive(LIST, PledgesDirective)
    app.add_directive(SUMMARY, SummaryDirective)
    assets.add_files(
        app, [LIST, SUMMARY], "controls.css", "pledges.css", "pledge.css", "pledges.js"
    )
    app.connect("html-page-context", _add_data)
    app.connect("build-finished", _write_pages)


def _add_data(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    if assets.shows(doctree, LIST, SUMMARY):
        context["body"] += data_block(dossier.dossiers())


# --- the page --------------------------------------------------------------------------------


class PledgesDirective(SphinxDirective):
    """``{pledges}``: every pledge with its three answers, and filters where scripts run."""

    def run(self) -> list[nodes.Node]:
        """Write the list."""
        _depend(self)
        shown = dossier.dossiers()
        ledger_page = figures.address(self.env, figures.LEDGER)
        root = "../" * self.env.docname.count("/")
        written = list_html(shown, ledger=ledger_page, root=root)
        linked = text.named(each.words for each in shown)
        return [nodes.container("", raw(written, linked), classes=[LIST])]


class SummaryDirective(SphinxDirective):
    """``{pledge-summary}``: how many pledges stand where, out of how many, and on which day."""

    def run(self) -> list[nodes.Node]:
        """Write the summary, with the choice of day where scripts run."""
        _depend(self)
        return [nodes.container("", raw(summary_html()), classes=[SUMMARY])]


def _depend(directive: SphinxDirective) -> None:
    env = directive.env
    figures.depend(env, *dossier.TABLES)
    follow(env, *_FILES)


def list_html(shown: Sequence[Dossier], *, ledger: str, root: str) -> str:
    """The list with its filters as HTML.

    Args:
        shown: The pledges in the order wanted.
        ledger: Address of the ledger from the page.
        root: The book's top from there, "" or ending in a slash.
    """
    met, labels = _met(shown), dossier.labels()
    offered = {
        column: [(name, sentence(said)) for name, said in listed.items() if name in met[column]]
        for column, listed in labels.items()
    }
    types = {name: [each for each in TYPES if kind(each) == name] for name in CLASSES}
    return fill(
        "pledges.html",
        rows=[(each, text.linked(each.words, ledger)) for each in shown],
        day=dossier.last_day(),
        date=units.day,
        when=units.date,
        sentence=sentence,
        plans={plan: PLANS[plan] for plan in dict.fromkeys(each.plan for each in shown)},
        classes=CLASSES,
        types=types,
        typed=TYPES,
        offered=offered,
        questions=QUESTIONS,
        anchor=ANCHOR,
        folder=f"{root}{FOLDER}",
    )


def summary_html() -> str:
    """The summary as of the last day on record, with the choice of day, as HTML."""
    last, shown = dossier.last_day(), dossier.dossiers()
    first = min(each.lives[column][0].first for each in shown for column in QUESTIONS)
    met, labels = _met(shown), dossier.labels()
    meanings = {
        column: [(labels[column][name], said) for name, said in told.items() if name in met[column]]
        for column, told in dossier.definitions().items()
    }
    return fill(
        "pledge_summary.html",
        groups=dossier.summary(),
        days={last.isoformat(): "the last day on record"} | DAYS,
        first=first,
        last=last,
        date=units.day,
        made=len(shown),
        plans=PLANS,
        classes=CLASSES,
        questions=QUESTIONS,
        meanings=meanings,
    )


def _met(shown: Sequence[Dossier]) -> dict[str, set[str]]:
    """For each question the statuses that any of the pledges ever had."""
    return {
        column: {standing.status for each in shown for standing in each.lives[column]}
        for column in QUESTIONS
    }


def data_block(shown: Sequence[Dossier]) -> str:
    """What the script picks from, as a block that no text in it can close."""
    return f'<script type="application/json" id="pledge-data">{embedded(data(shown))}</script>\n'


def data(shown: Sequence[Dossier]) -> dict[str, Any]:
    """The days on which each answer on each pledge changed.

    Returns:
        `last`, the last day on record; `labels`, for each question its statuses in their order,
        each in words; `pledges`, by id: plan, kind, and for each question pairs of first day and
        status, the first first.
    """
    return {
        "last": dossier.last_day().isoformat(),
        "labels": dossier.labels(),
        "pledges": {
            each.id: {"plan": each.plan, "kind": each.kind}
            | {
                column: [(one.first.isoformat(), one.status) for one in each.lives[column]]
                for column in QUESTIONS
            }
            for each in shown
        },
    }


# --- what is told of one pledge --------------------------------------------------------------


@dataclass(frozen=True)
class Places:
    """Addresses from a page that tells of a pledge."""

    ledger: str
    sources: str


def details_html(pledge: Dossier, places: Places, level: int) -> str:
    """Answers with their reasons, tests, evidence and history of one pledge, as HTML.

    Args:
        pledge: The pledge.
        places: Addresses from the page that it is for.
        level: Of its headings on that page.
    """
    known = tables.sources()

    def linked(words: str) -> Markup:
        # Plain links, since what is fetched later brings no cards.
        link = Markup('<a href="{}#{}">{}</a>')
        return Markup("").join(
            part if isinstance(part, str) else link.format(places.ledger, part.figure.id, part.text)
            for part in text.parts(words)
        )

    return fill(
        "pledge_details.html",
        pledge=pledge,
        level=level,
        events={each.id: each for each in pledge.evidence},
        named=[(id, text.show(ledger.figure(id))) for id in pledge.figures],
        source=known.get,
        places=places,
        linked=linked,
        date=units.day,
        when=units.date,
        conditions=_CONDITIONS,
        tests=_TESTS,
        spoken=text.spoken,
        questions=QUESTIONS,
    )


def page_html(pledge: Dossier, work: Book, day: date) -> str:
    """The page of one pledge as of a day, citable, as HTML."""
    item, root = cited(pledge), "../../"
    places = Places(f"{root}{figures.LEDGER}.html", f"{root}{figures.SOURCES}.html")
    return fill(
        "pledge.html",
        pledge=pledge,
        plain=text.resolve(pledge.words),
        words=text.linked(pledge.words, places.ledger),
        plan=PLANS[pledge.plan],
        type=TYPES[pledge.type],
        made=units.date(pledge.made_on),
        details=Markup(details_html(pledge, places, 2)),
        day=units.day(day),
        anchor=ANCHOR,
        tracker=f"{root}{PAGE}.html",
        root=root,
        book=work,
        item=item,
        citation=citation.plain(item, work),
    )


def cited(pledge: Dossier) -> Cited:
    """A pledge as it is cited."""
    words = text.resolve(pledge.words).rstrip(".")
    return Cited(pledge.id, f"{pledge.maker}: {words}", pledge.digest(), "pledge")


# --- the pages of all pledges ----------------------------------------------------------------


def _write_pages(app: Sphinx, failure: Exception | None) -> None:
    """Write every pledge's page, and all details for the list to fetch."""
    if failure or PAGE not in app.env.all_docs:
        return
    write(Path(app.outdir) / FOLDER, dossier.dossiers())


def write(folder: Path, shown: Sequence[Dossier]) -> None:
    """Write the page and citations of each of these pledges, and `details.js`.

    Args:
        folder: Where to; it lies in the book's top.
        shown: The pledges.
    """
    work, day = citation.book(), dossier.last_day()
    up = "../" * (PAGE.count("/"))
    listed = Places(f"{up}{figures.LEDGER}.html", f"{up}{figures.SOURCES}.html")
    for pledge in shown:
        own, item = folder / pledge.id, cited(pledge)
        own.mkdir(parents=True, exist_ok=True)
        files = {
            "index.html": page_html(pledge, work, day),
            "cite.txt": citation.plain(item, work) + "\n",
            "cite.bib": citation.bibtex(item, work),
            "cite.ris": citation.ris(item, work),
        }
        for name, words in files.items():
            # As bytes: RIS brings its own line ends and none may be changed.
            (own / name).write_bytes(words.encode())
    standing = [one for each in shown for lives in each.lives.values() for one in lives]
    told = {
        "cards": {each.id: details_html(each, listed, 3) for each in shown},
        "rules": {one.rule: [one.reason, one.change] for one in standing},
    }
    # A script and not JSON, since a page opened from disk may load scripts alone.
    body = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (folder / "details.js").write_text(f"window.policyPledges = {body};\n", encoding="utf-8")
