"""What prose may not do: print a number that is not in the ledger, quote at length, load words.

It reads chapters, the text columns of the data and the strings of the charts, and points at
each place with what should stand there. Numbers come from `{fig}` roles and `{fig:id}` marks,
so that a corrected figure changes every sentence that uses it.
"""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from policy import derive, ledger, tables, text, units
from policy.prose import ROLE, blank, blocks
from policy.prose import prose as prose_of
from policy.tables import Fault

CHAPTERS = tables.ROOT / "chapters"
PACKAGE = Path(__file__).resolve().parent

LONGEST_QUOTATION = 8
"""Words of somebody else's text in a row: enough to identify it, too few to copy it."""

# Table, column: the text of these is shown to readers, so no number in it may stand alone.
COLUMNS = (
    ("checks", "title"),
    ("checks", "finding"),
    ("checks", "fairest"),
    ("checks", "best_case"),
    ("checks", "best_rebuttal"),
    ("checks", "notes"),
    ("chains", "drift"),
    ("corrections", "why"),
    ("glossary", "definition"),
    ("milestones", "decided_by"),
    ("milestones", "changed"),
    ("milestones", "notes"),
    ("wordings", "document"),
    ("wordings", "paraphrase"),
    ("wordings", "notes"),
    ("bill_versions", "outcome"),
    ("bill_versions", "notes"),
    ("provisions", "short"),
    ("provisions", "provision"),
    ("provisions", "notes"),
    ("provision_fates", "what"),
    ("provision_fates", "notes"),
    ("bill_stages", "what"),
    ("bill_stages", "notes"),
    ("stances", "position"),
    ("stances", "notes"),
    ("balance_limits", "label"),
    ("balance_limits", "reason"),
    ("dimensions", "title"),
    ("dimensions", "question"),
    ("comparison", "cell"),
    ("comparison", "notes"),
    ("pledges", "words"),
    ("pledges", "weak_test"),
    ("pledges", "strong_test"),
    ("pledges", "condition_words"),
    ("pledges", "deadline_words"),
    ("pledges", "notes"),
    ("pledge_events", "what"),
    ("pledge_events", "notes"),
    ("timeline", "event"),
    ("timeline", "notes"),
    ("status_rules", "reason"),
    ("status_rules", "change"),
    ("statuses", "definition"),
    ("statuses", "counts"),
    ("scorings", "rule"),
)

# Here a number may stand that is the row's own.
OWN = (
    ("figures", "statement"),
    ("figures", "notes"),
    ("derivations", "statement"),
    ("derivations", "notes"),
)


@dataclass(frozen=True)
class TextFault(Fault):
    """A fault in a chapter or a module; `row` is the line."""

    def __str__(self) -> str:
        """The fault as one line, its place as an editor opens it."""
        hint = f"; nearest: {self.nearest}" if self.nearest else ""
        return f"{self.file}:{self.row}: '{self.value}' is not {self.expected}{hint}"


@dataclass(frozen=True)
class Finding:
    """Something in a text: where it starts, what it says, what was expected, a way out."""

    at: int
    said: str
    expected: str
    nearest: str | None = None


# --- numbers ---------------------------------------------------------------------------------

_MONTH = "(?:" + "|".join(f"{month}|{month[:3]}" for month in units.MONTHS) + r")\b"
_SERIES = r"\d+[\w./()]*(?:(?:,\s?|\s?[-\u2013]\s?|\s(?:to|and|or)\s)\d+[\w./()]*)*"
_PLACES = (
    r"sections?|clauses?|schedules?|parts?|articles?|regulations?|paragraphs?|paras?|pages?"
    r"|chapters?|tables?|figures?|charts?|box(?:es)?|annex(?:es)?|columns?|questions?|volumes?"
    r"|version|bill|act|row|step|HC|HL|Cm|CP|SI|ss?\.|cl\.|ch\.|fig\.|pp?\.|vol\.|no\.|c\.|Q"
    r"|Python|CC BY|WCAG|ISO|RFC|NHS"
)

# Numbers that name something and measure nothing. Order matters: dates before years.
ALLOWED = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b\d{4}-(?:0[1-9]|1[0-2])-\d\d\b",
        r"\b(?:1[6-9]|20)\d\d\s?[/\u2013-]\s?\d\d(?:\d\d)?\b",
        rf"\b\d{{1,2}}(?:\s?(?:to|and|-|\u2013)\s?\d{{1,2}})?\s{_MONTH}",
        r"(?<![£$€\d,.\u2212-])\b(?:1[6-9]|20|21)\d\ds?\b"
        r"(?!\s?(?:%|per\s?cent|bn\b|billion|m\b|million)|[,.]\d)",
        rf"(?i:\b(?:{_PLACES})\s?(?:(?:no|number)\.?\s)?{_SERIES})",
        r"\b[A-Za-z]+-?\d+\w*\b",
        r"\b24/7\b|\b999\b|\b38 Degrees\b",
    )
)

_UNITS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_WORDS = {word: number for number, word in enumerate(_UNITS, 1)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)
}
_BIG = r"hundreds?|thousands?|millions?|billions?|trillions?|dozens?"
_RANKS = (
    r"eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth"
    r"|(?:twen|thir|for|fif|six|seven|eigh|nine)tieth|hundredth|thousandth"
)
_SCALE = r"bn|billion|m(?:illion)?|tn|trillion|k|thousand|%|per\s?cent|st|nd|rd|th"

NUMBER = re.compile(
    rf"[£$€]?(?<![\d.])\d[\d,]*(?<!,)(?:\.\d+)?(?:\s?(?:{_SCALE})(?!\w))?"
    rf"|(?i:\b(?:{'|'.join(_TENS)})(?:-(?:{'|'.join(_UNITS[:9])}))?\b)"
    rf"|(?i:\b(?:{'|'.join(_UNITS[10:])})\b)"
    rf"|(?i:\b(?:{_BIG}|{_RANKS})\b)"
)

_POUNDS = {"bn": 1e9, "billion": 1e9, "m": 1e6, "million": 1e6, "tn": 1e12, "trillion": 1e12}


def parsed(said: str) -> tuple[float, bool] | None:
    """A printed number as its value and whether it is in pounds, or None for vague words.

    Pounds are counted in ones, so "£30bn" is (30e9, True); other scales are left as printed.
    """
    word = said.lower()
    if word[0].isalpha():
        first, _, second = word.partition("-")
        if first not in _WORDS:
            return None
        return float(_WORDS[first] + (_WORDS[second] if second else 0)), False
    match = re.match(r"([£$€]?)([\d,.]+)\s?([a-z%]*)", word)
    assert match is not None
    value, scale = float(match[2].replace(",", "")), match[3]
    if match[1] == "£":
        return value * _POUNDS.get(scale, 1.0), True
    return value * {"million": 1e6, "billion": 1e9, "thousand": 1e3}.get(scale, 1.0), False


def equals(said: str, figure: ledger.Figure) -> bool:
    """Whether a printed number is the figure's value, low or high, whatever the sign."""
    number = parsed(said)
    if number is None:
        return False
    value, pounds = number
    unit = units.unit_named(figure.unit)
    if pounds != (unit.sign == "£"):
        return False
    scale = (unit.pounds or 1.0) if pounds else 1.0
    for own in (figure.value, figure.low, figure.high):
        if own is None:
            continue
        shown = own if figure.places is None else units.rounded(own, figure.places)
        if abs(abs(shown) * scale - value) <= 1e-9 * max(1.0, value):
            return True
    return False


def numbers(prose: str) -> Iterator[tuple[int, str]]:
    """Every number above ten in words or of any size in digits, less the allowed kinds."""
    left = prose
    for pattern in ALLOWED:
        left = pattern.sub(blank, left)
    for match in NUMBER.finditer(left):
        yield match.start(), match[0]


# --- words -----------------------------------------------------------------------------------

_QUOTED = re.compile(
    r"\u201c([^\u201d]*)\u201d"
    r"|\"([^\"\n]*(?:\n[^\"\n]+)*)\""
    r"|\u2018([^\u2018\u2019]*)\u2019(?!\w)"
)

LOADED = re.compile(
    r"(?i)\b(?:"
    r"slash(?:ed|es|ing)?|savag(?:e|ed|ing|ely)|swingeing|draconian|devastat(?:ed|es|ing)"
    r"|crippl(?:ed|ing)|decimat(?:ed|ing)|gutted|ravag(?:ed|es|ing)|raid(?:ed|ing)?"
    r"|wreck(?:ed|s|ing)|wrecking ball|butcher(?:ed|ing)?|ax(?:e|ed|ing)"
    r"|scandal(?:ous)?|disgrace(?:ful)?|shameful|shocking|appalling|outrageous|sinister"
    r"|worst|fail(?:ed|ure|ures|ing|s)|admit(?:ted|s)?|conced(?:ed|es)|confess(?:ed|es)?"
    r"|boast(?:ed|s)?|insist(?:ed|s)?|bogus|blatant(?:ly)?|so-called|myths?|lied"
    r"|debunk(?:ed|s)?|vindicat(?:ed|es|ion)|clearly|obviously|of course|unfortunately|sadly"
    r"|massive(?:ly)?|huge(?:ly)?|soar(?:ed|ing|s)?|plummet(?:ed|s|ing)?|plung(?:ed|es|ing)"
    r"|skyrocket(?:ed|s|ing)?|black hole|bombshell|(?<!-)only(?!-)|best"
    r")\b"
)

# The names of the two halves of a check take no side.
_PLAIN = re.compile(r"(?i)\bbest[- ](?:case|rebuttal)s?\b")


def quotations(prose: str) -> Iterator[Finding]:
    """Quotations of more words in a row than may be copied."""
    for match in _QUOTED.finditer(prose):
        inside = next(group for group in match.groups() if group is not None)
        count = len(re.findall(r"\w[\w'\u2019-]*", inside))
        if count > LONGEST_QUOTATION:
            said = " ".join(inside.split())
            yield Finding(
                match.start(),
                said if len(said) < 60 else f"{said[:57]}...",
                f"a quotation of at most {LONGEST_QUOTATION} words: it has {count}",
            )


def loaded(prose: str) -> Iterator[Finding]:
    """Words that take a side, outside quotations."""
    own = _PLAIN.sub(blank, _QUOTED.sub(blank, prose))
    for match in LOADED.finditer(own):
        yield Finding(match.start(), match[0], "a neutral word")


def findings(
    prose: str, figures: Iterable[ledger.Figure], own: ledger.Figure | None = None
) -> Iterator[Finding]:
    """Everything against one text, its `{fig:id}` marks included.

    Args:
        prose: The text, non-prose already blanked out.
        figures: All figures, to name the one that a number was probably meant to be.
        own: The figure whose statement this is; its numbers may stand.
    """
    figures = tuple(figures)
    known = {figure.id: figure for figure in figures}
    for mark in text.MARK.finditer(prose):
        if known:
            yield from _marked(mark.start(), mark[1], mark[2].lstrip("|"), known)
    plain = text.MARK.sub(blank, prose)
    for at, said in numbers(plain):
        if own is not None and equals(said, own):
            continue
        wanted = "a number of this row, or written as {fig:id}" if own else "written as a figure"
        near = next((figure.id for figure in figures if equals(said, figure)), None)
        yield Finding(at, said, wanted, near)
    yield from quotations(plain)
    yield from loaded(plain)


def _marked(at: int, id: str, form: str, known: Mapping[str, ledger.Figure]) -> Iterator[Finding]:
    if id not in known:
        yield Finding(at, id, "the id of a figure", tables.nearest(id, known))
        return
    try:
        text.show(known[id], form or "full")
    except text.FormError as error:
        yield Finding(at, f"{id}|{form}", f"a form that this figure has ({error})")


# --- chapters --------------------------------------------------------------------------------


def chapter_faults(
    file: str,
    chapter: str,
    figures: Iterable[ledger.Figure],
    sources: Iterable[str] = (),
    checks: Iterable[str] = (),
    pledges: Iterable[str] = (),
) -> Iterator[Fault]:
    """Everything against one chapter.

    Args:
        file: The chapter, as messages name it.
        chapter: Its text.
        figures: All figures; without any, ids are not looked up.
        sources: Known source keys, for `{src}`; without any, they are not looked up.
        checks: Known check ids, for `{check}`; likewise.
        pledges: Known pledge ids, for `{status}`; likewise.
    """
    figures, body = tuple(figures), blocks(chapter)
    found = [
        *findings(prose_of(chapter), figures),
        *_roles(body, {figure.id: figure for figure in figures}, frozenset(sources)),
        *_split_cells(body),
        *_boxes(chapter, "check", "the id of a check", frozenset(checks)),
        *_boxes(chapter, "chain", "the id of a figure", {figure.id for figure in figures}),
        *_boxes(chapter, "status", "the id of a pledge", frozenset(pledges)),
    ]
    for each in sorted(found, key=lambda finding: finding.at):
        line = chapter.count("\n", 0, each.at) + 1
        yield TextFault(file, line, None, each.said, each.expected, each.nearest)


def _roles(
    body: str, known: Mapping[str, ledger.Figure], sources: frozenset[str]
) -> Iterator[Finding]:
    for role in ROLE.finditer(body):
        name, said = role[1], role[3].replace("\\|", "|")
        id, _, form = (part.strip() for part in said.partition("|"))
        if name == "fig" and known:
            yield from _marked(role.start(), id, form, known)
        elif name == "calc" and known:
            if id not in known or not known[id].working:
                derived = {id: figure for id, figure in known.items() if figure.working}
                near = tables.nearest(id, derived)
                yield Finding(role.start(), id, "the id of a derived number", near)
        elif name == "src" and sources and said.strip() not in sources:
            near = tables.nearest(said, sources)
            yield Finding(role.start(), said, "a key in sources.bib", near)


def _split_cells(body: str) -> Iterator[Finding]:
    """Roles in rows of a table whose bar would end the cell; Markdown says nothing of it."""
    for row in re.finditer(r"^[ \t]*\|.*$", body, re.MULTILINE):
        for role in ROLE.finditer(row[0]):
            if re.search(r"(?<!\\)\|", role[3]):
                mended = role[3].replace("|", "\\|")
                expected = "written with \\| in a table, where | ends a cell"
                yield Finding(row.start() + role.start(), role[3], expected, mended)


def _boxes(chapter: str, name: str, expected: str, known: Collection[str]) -> Iterator[Finding]:
    for box in re.finditer(rf"^\s*[`:]{{3,}}\{{{name}\}}(.*)$", chapter, re.MULTILINE):
        for id in re.finditer(r"\S+", box[1]):
            if known and id[0] not in known:
                at = box.start(1) + id.start()
                yield Finding(at, id[0], expected, tables.nearest(id[0], known))


# --- charts ----------------------------------------------------------------------------------

_SENTENCE = re.compile(r"[A-Za-z]{3}.*\s|\s.*[A-Za-z]{3}", re.DOTALL)
_MARKUP = re.compile(r"=[\"']|\dpx")


def module_faults(file: str, code: str, figures: Iterable[ledger.Figure]) -> Iterator[Fault]:
    """Everything against the sentences that a chart module holds.

    Read from the code, because a chart that has been made no longer shows which of its numbers
    came from the ledger. Only strings with words in them count; docstrings are for programmers.
    """
    tree = ast.parse(code)
    figures = tuple(figures)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) in docstrings or not _SENTENCE.search(node.value) or _MARKUP.search(node.value):
            continue
        for each in findings(node.value, figures):
            yield TextFault(file, node.lineno, None, each.said, each.expected, each.nearest)


# --- the whole book --------------------------------------------------------------------------


def faults(
    folder: Path = tables.DATA, chapters: Path = CHAPTERS, package: Path = PACKAGE
) -> tuple[Fault, ...]:
    """Everything against the words of the book, in the order of its files.

    Data that cannot be read as tables are not reported here again; chapters are still read for
    what can be seen without the ledger.
    """
    found: list[Fault] = []
    figures: tuple[ledger.Figure, ...] = ()
    try:
        figures = ledger.figures(folder)
    except (derive.DerivationError, ledger.UnknownFigure) as error:
        found.append(Fault("data/derivations.csv", None, "inputs", None, f"computable: {error}"))
    except tables.DataError:
        pass
    found.extend(_data_faults(folder, figures))
    keys = _keys(folder)
    for path in sorted(chapters.rglob("*.md")):
        if ".ipynb_checkpoints" in path.parts:
            continue
        label = path.relative_to(chapters.parent).as_posix()
        words = path.read_text(encoding="utf-8")
        found.extend(chapter_faults(label, words, figures, *keys))
    for path in sorted(
        file for room in ("charts", "money") for file in package.glob(f"{room}/*.py")
    ):
        label = f"src/policy/{path.relative_to(package).as_posix()}"
        found.extend(module_faults(label, path.read_text(encoding="utf-8"), figures))
    return tuple(found)


def _keys(folder: Path) -> tuple[frozenset[str], ...]:
    """What chapters name: sources, checks, pledges."""
    try:
        named = (tables.table(name, folder)["id"] for name in ("checks", "pledges"))
        return frozenset(tables.sources(folder)), *map(frozenset, named)
    except tables.DataError:
        return ()


def _data_faults(folder: Path, figures: tuple[ledger.Figure, ...]) -> Iterator[Fault]:
    by_id = {figure.id: figure for figure in figures}
    for name, column in (*(OWN if figures else ()), *COLUMNS):
        try:
            rows = tables.table(name, folder)
        except tables.DataError:
            continue
        file = f"data/{tables.path(name, folder).name}"
        ids = rows["id"] if (name, column) in OWN else [""] * len(rows)
        for number, (id, words) in enumerate(zip(ids, rows[column], strict=True), 2):
            for each in findings(words, figures, by_id.get(id)):
                yield Fault(file, number, column, each.said, each.expected, each.nearest)
