"""Everything that is known of a figure, gathered from tables, charts and chapters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from policy import charts, compare, ledger, lint, prose, tables, text
from policy.entry import chain
from policy.ledger import Check, Correction, Figure, Link

_ROLE = re.compile(r"\{(?:fig|calc)\}`\s*([^`|\s\\]+)\s*(\\?\|[^`]*)?`")
_DRAWN = re.compile(r"^[ \t]*[`:]{3,}\{(check|chain)\}[ \t]*(\S+)", re.MULTILINE)
_COMPARED = re.compile(r"^[ \t]*[`:]{3,}\{comparison\}", re.MULTILINE)
_PLEDGED = re.compile(r"^[ \t]*[`:]{3,}\{pledges\}", re.MULTILINE)
_OTHER_ROLE = re.compile(r"\{[\w:]+\}`([^`<]+?)\s*(?:<[^`]*>)?`")


@dataclass(frozen=True)
class Chapter:
    """A chapter: its page, such as "arguments/money", and its title in words."""

    page: str
    title: str


@dataclass(frozen=True)
class Plotted:
    """A chart: its id and its title."""

    id: str
    title: str


@dataclass(frozen=True)
class Entry:
    """A figure and all that is tied to it.

    Attributes:
        figure: The figure.
        checks: The tests of it, each with the chapters that show the test.
        chain: The steps from it back to the first to say it.
        repeated: The steps by which others took it up.
        used: The derived numbers that rest on it directly.
        conflicts: Figures that the notes of one or the other say disagree with it.
        charts: The charts that plot it.
        chapters: The chapters that show it in their text.
        corrections: What was corrected in its row, the latest first.
    """

    figure: Figure
    checks: tuple[tuple[Check, tuple[Chapter, ...]], ...] = ()
    chain: tuple[Link, ...] = ()
    repeated: tuple[Link, ...] = ()
    used: tuple[Figure, ...] = ()
    conflicts: tuple[Figure, ...] = ()
    charts: tuple[Plotted, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    corrections: tuple[Correction, ...] = ()


def chapters(folder: Path = lint.CHAPTERS) -> dict[str, Path]:
    """The files of all chapters by page."""
    files = sorted(file for file in folder.rglob("*.md") if ".ipynb_checkpoints" not in file.parts)
    return {file.relative_to(folder).with_suffix("").as_posix(): file for file in files}


def entry(id: str, files: Mapping[str, Path]) -> Entry:
    """The entry of one figure.

    Args:
        id: The figure.
        files: The chapters to look for it in, by page.

    Raises:
        ledger.UnknownFigure: No such figure.
    """
    ledger.figure(id)
    return entries(files)[id]


def entries(files: Mapping[str, Path]) -> dict[str, Entry]:
    """The entries of all figures by id, in the order of the ledger.

    Args:
        files: The chapters to look for figures in, by page.

    Raises:
        charts.ChartError: A chart cannot be made.
    """
    figures = {figure.id: figure for figure in ledger.figures()}
    checks = [ledger.check(id) for id in tables.table("checks")["id"]]
    shown, tested = _read(files, checks)
    plotted = _plotted()
    chained = chain.in_chains()
    corrected = ledger.corrections()
    used = _inverse((figure.id, figure.inputs) for figure in figures.values())
    named = {id: list(_conflicts(figure)) for id, figure in figures.items()}
    naming = _inverse(named.items())
    return {
        id: Entry(
            figure=figure,
            checks=tuple((each, tested.get(each.id, ())) for each in checks if each.figure == id),
            chain=ledger.chain_of(id) if id in chained else (),
            repeated=ledger.repeated_by(id) if id in chained else (),
            used=tuple(figures[each] for each in used.get(id, ())),
            conflicts=tuple(
                figures[each] for each in dict.fromkeys([*named[id], *naming.get(id, ())])
            ),
            charts=plotted.get(id, ()),
            chapters=shown.get(id, ()),
            corrections=tuple(each for each in corrected if each.figure == id),
        )
        for id, figure in figures.items()
    }


def _inverse(pairs: Iterable[tuple[str, Iterable[str]]]) -> dict[str, list[str]]:
    """From what each names to what each is named by, every name once."""
    found: dict[str, dict[str, None]] = {}
    for by, names in pairs:
        for name in names:
            found.setdefault(name, {})[by] = None
    return {name: list(by) for name, by in found.items()}


def _conflicts(figure: Figure) -> tuple[str, ...]:
    """Ids that the figure's notes keep as conflicting with it, by the word that they all use."""
    return text.named(re.findall(r"Conflict[^.]*(?:\.|$)", figure.notes))


def _plotted() -> dict[str, tuple[Plotted, ...]]:
    """The charts by the figures in their tables."""
    found: dict[str, dict[Plotted, None]] = {}
    for id in charts.registry():
        made = charts.get(id)
        for figure in made.table.get("ledger_id", ()):
            if figure:
                found.setdefault(figure, {})[Plotted(made.id, made.title)] = None
    return {figure: tuple(each) for figure, each in found.items()}


def _read(
    files: Mapping[str, Path], checks: Iterable[Check]
) -> tuple[dict[str, tuple[Chapter, ...]], dict[str, tuple[Chapter, ...]]]:
    """The chapters by the figures in their text, and by the checks that they show."""
    known = {check.id: check for check in checks}
    shown: dict[str, dict[Chapter, None]] = {}
    tested: dict[str, dict[Chapter, None]] = {}
    for page, file in files.items():
        words = file.read_text(encoding="utf-8")
        chapter = Chapter(page, _title(words, page))
        for id in _shown(words, known):
            shown.setdefault(id, {})[chapter] = None
        for name, id in _DRAWN.findall(words):
            if name == "check":
                tested.setdefault(id, {})[chapter] = None
    return (
        {id: tuple(each) for id, each in shown.items()},
        {id: tuple(each) for id, each in tested.items()},
    )


def _shown(words: str, checks: Mapping[str, Check]) -> Iterator[str]:
    """Ids of the figures in a chapter's text, its check boxes, chains, comparison and pledges."""
    for role in _ROLE.finditer(prose.blocks(words)):
        yield role[1]
    for name, id in _DRAWN.findall(words):
        # A name that nothing has is for the page itself to warn of.
        if name == "check" and id in checks:
            yield from _in_box(checks[id])
        elif name == "chain" and id in chain.in_chains():
            yield from (step.figure.id for step in chain.steps(id))
    if _COMPARED.search(words):
        yield from compare.figures()
    if _PLEDGED.search(words):
        yield from text.named(tables.table("pledges")["words"])


def _in_box(check: Check) -> Iterator[str]:
    yield check.figure
    yield from check.derivations
    words = (check.title, check.finding, check.fairest, check.best_case, check.best_rebuttal)
    yield from text.named(words)


def _title(words: str, page: str) -> str:
    """A chapter's first heading, the numbers in it in words."""
    heading = re.search(r"^# +(.+?) *$", prose.blocks(words), re.MULTILINE)
    if heading is None:
        return page
    marked = _ROLE.sub(lambda role: f"{{fig:{role[1]}{role[2] or ''}}}", heading[1])
    return text.resolve(_OTHER_ROLE.sub(r"\1", marked))
