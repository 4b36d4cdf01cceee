"""The control "Which £10bn?": one settlement counted in every way, each answer worked out here.

The page carries all answers as data and its script picks one of them: it reckons nothing.
Without the script a table gives the readings that were said in public, with their steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from policy import basis, ledger, tables, text
from policy.basis import Choice, settlement
from policy.basis.rules import spelt
from policy.book import assets, figures
from policy.book.fill import embedded, fill, follow, raw
from policy.entry.words import kind, sentence, stopped
from policy.money import spending

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

NAME = "which-ten"
ANCHOR = "which-ten-control"
TEMPLATE = "which_ten.html"

# Two readings came without a price year: each is shown in one that gives what was said, and
# the page says what other years give.
SHOWN_IN = {"money-hammond-reply": "2020/21", "money-wollaston-6": "2015/16"}

_INFLATION = {
    "sr2015-implied": "assumed in 2015",
    "ons-2026-03": "measured by 2026",
}
_KINDS = {"plan": "Plan of 2015", "outturn": "Outturn"}
_HAPPENED = {"plan": "Planned", "outturn": "Actual"}
_MOST_OFFERS = 4


def setup(app: Sphinx) -> None:
    """Register the directive and the files it needs with Sphinx."""
    app.add_directive(NAME, WhichTenDirective)
    assets.add_files(app, [NAME], "controls.css", "which-ten.css", "which-ten.js")


# --- the choices -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Field:
    """One thing to choose.

    Attributes:
        name: The field of `Choice`.
        label: What it is called on the page.
        options: Its values with their words.
    """

    name: str
    label: str
    options: Mapping[str, str]


def fields() -> tuple[Field, ...]:
    """What there is to choose, in the order of `Choice`."""
    return (
        Field("budget", "Budget", {each: _budget(each) for each in settlement.BUDGETS}),
        Field("start", "From", {year: year for year in settlement.STARTS}),
        Field("end", "To", {year: year for year in settlement.ENDS}),
        Field("prices", "Prices", {each: sentence(_prices(each)) for each in settlement.PRICES}),
        Field(
            "series", "Inflation", {each: sentence(_INFLATION[each]) for each in settlement.SERIES}
        ),
        Field("kind", "Plan or outturn", {each: _KINDS[each] for each in settlement.KINDS}),
    )


def _budget(name: str) -> str:
    return spelt(name).removeprefix("the ")


def _prices(name: str) -> str:
    return name if name == settlement.CASH else f"{name} prices"


def slug(value: str) -> str:
    """A value as it stands in an address."""
    return value.lower().replace("/", "-").replace(" ", "-")


def key(choice: Choice) -> str:
    """A way of counting as it stands in the page's address."""
    return ".".join(map(slug, asdict(choice).values()))


# --- the readings that were said -------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """A size of the rise that somebody gave in public, and the way of counting that gives it."""

    figure: ledger.Figure
    who: str
    choice: Choice


def readings() -> tuple[Reading, ...]:
    """The readings of the Spending Review of 2015, in the order of their chart."""
    rows = spending.readings_of_2015(ledger.frame())
    return tuple(
        _reading(ledger.figure(id), sentence(who))
        for id, who in zip(rows["ledger_id"], rows["who"], strict=True)
    )


def _reading(figure: ledger.Figure, who: str) -> Reading:
    start, end = figure.period.split(" to ")
    prices = SHOWN_IN.get(figure.id, figure.price_year)
    return Reading(figure, who, Choice(figure.body, start, end, prices, "sr2015-implied", "plan"))


# --- the answers as data ---------------------------------------------------------------------


def answers() -> dict[Choice, dict[str, Any]]:
    """Every way of counting with its row of `basis.every_answer`."""
    return dict(zip(basis.choices(), tables.records(basis.every_answer()), strict=True))


def block(known: Mapping[Choice, Mapping[str, Any]], said: Sequence[Reading]) -> dict[str, Any]:
    """What the page's script picks from.

    Returns:
        `lines`, every sentence once, which the rest names by its place; `answers` by key, each
        with `shown`, `by`, `about`, `steps` (pairs of what is done and its sum), `cautions`
        and `rests` (ids of figures, then the price series), or with `refused` and `near` (pairs
        of key and words); `readings` by key, each with `figure` and `words`.
    """
    lines: dict[str, int] = {}

    def place(words: str) -> int:
        return lines.setdefault(words, len(lines))

    made: dict[str, Any] = {}
    answered = [choice for choice, row in known.items() if not row["refused"]]
    for choice, row in known.items():
        if row["refused"]:
            near = [[key(other), _changes(choice, other)] for other in _near(choice, answered)]
            reasons = [place(each) for each in row["refused"].split("\n")]
            made[key(choice)] = {"refused": reasons, "near": near}
            continue
        made[key(choice)] = {
            "shown": row["shown"],
            "by": place(_by(choice)),
            "about": place(_about(choice, row)),
            "steps": [[place(name), place(sum_)] for name, sum_ in _steps(row)],
            "cautions": [place(stopped(each)) for each in _cautions(row)],
            "rests": _rests(choice, row),
        }
    return {
        "answers": made,
        "readings": {
            key(each.choice): {"figure": each.figure.id, "words": _words(each, known)}
            for each in said
        },
        "lines": list(lines),
    }


def _near(choice: Choice, answered: Sequence[Choice]) -> list[Choice]:
    """Ways of counting that have an answer and differ in as little as may be."""
    least = min(_distance(choice, other) for other in answered)
    near = [other for other in answered if _distance(choice, other) == least]
    # Another budget, or a plan in place of what came, is another question.
    near.sort(key=lambda other: (other.budget != choice.budget, other.kind != choice.kind))
    return near[:_MOST_OFFERS]


def _distance(one: Choice, other: Choice) -> int:
    return sum(a != b for a, b in zip(astuple(one), astuple(other), strict=True))


def _changes(choice: Choice, other: Choice) -> str:
    changed = (each for each in fields() if getattr(choice, each.name) != getattr(other, each.name))
    return "; ".join(f"{each.label}: {each.options[getattr(other, each.name)]}" for each in changed)


def _about(choice: Choice, row: Mapping[str, Any]) -> str:
    rise = "rise" if row["gbp_bn"] >= 0 else "change"
    prices = f"in {_prices(choice.prices)}"
    if choice.prices != settlement.CASH:
        prices += f", with inflation as {_INFLATION[choice.series]}"
    whose = f"{spelt(choice.budget)}'s budget"
    return f"{_HAPPENED[choice.kind]} {rise} in {whose} since {choice.start}, {prices}."


def _by(choice: Choice) -> str:
    return f"a year by {choice.end}"


def _steps(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for step in row["steps"].split("\n"):
        name, _, sum_ = step.rpartition(": ")
        yield name, sum_


def _cautions(row: Mapping[str, Any]) -> list[str]:
    return [text.resolve(each) for each in row["cautions"].split("\n") if each]


def _rests(choice: Choice, row: Mapping[str, Any]) -> list[str]:
    series = [] if choice.prices == settlement.CASH else [choice.series]
    return [*row["figures"].split(), *series]


def _words(reading: Reading, known: Mapping[Choice, Mapping[str, Any]]) -> str:
    """What was said, and what else it may have meant where its price year is not stated."""
    words = text.resolve(reading.figure.statement)
    if reading.figure.id not in SHOWN_IN:
        return words
    asked = asdict(reading.choice)
    given = [
        f"{known[choice]['shown']} in {_prices(prices)}"
        for prices in settlement.PRICES
        if prices != settlement.CASH
        and not known[choice := Choice(**{**asked, "prices": prices})]["refused"]
    ]
    worked = f"{', '.join(given[:-1])} or {given[-1]}"
    return f"{words} Its price year is not stated; worked out here, it comes to {worked}."


# --- the page --------------------------------------------------------------------------------


class WhichTenDirective(SphinxDirective):
    """``{which-ten}``: the rise in one settlement under every way of counting, to choose from."""

    def run(self) -> list[nodes.Node]:
        """Write the control, what its answers rest on, and the table for a page without it."""
        figures.depend(self.env)
        follow(self.env, TEMPLATE)
        known, said = answers(), readings()
        control = fill(
            TEMPLATE,
            fields=fields(),
            readings=said,
            data=embedded(block(known, said)),
            key=key,
            show=text.show,
            slug=slug,
        )
        rests = nodes.container("", *_basis(self.env, known, said), classes=["which-ten-basis"])
        named = nodes.container("", _table(self.env, known, said), classes=["which-ten-named"])
        return [nodes.container("", raw(control), rests, named, ids=[ANCHOR], classes=[NAME])]


def _basis(
    env: BuildEnvironment, known: Mapping[Choice, Mapping[str, Any]], said: Sequence[Reading]
) -> list[nodes.Node]:
    """Everything that any answer rests on; the script shows what belongs to the one chosen."""
    used = (id for row in known.values() for id in row["figures"].split())
    ids = sorted(set(used), key=lambda id: (ledger.figure(id).period, id))
    listed = nodes.bullet_list()
    for each in said:
        listed += _item(each.figure.id, nodes.Text("As said: "), *_of_figure(env, each.figure))
    for id in ids:
        listed += _item(id, *_of_figure(env, ledger.figure(id)))
    for series in settlement.SERIES:
        listed += _item(series, *_of_series(env, series))
    head = nodes.paragraph("", "What it rests on", classes=["which-ten-head"])
    return [head, listed]


def _item(id: str, *words: nodes.Node) -> nodes.Node:
    return nodes.list_item("", nodes.paragraph("", "", *words), ids=[f"ten-{id}"])


def _of_figure(env: BuildEnvironment, figure: ledger.Figure) -> list[nodes.Node]:
    about = f" {spelt(figure.body)}, {text.period(figure)}: {kind(figure)}; {text.basis(figure)}. "
    return [
        figures.link(env, figure, text.show(figure)),
        nodes.Text(about),
        figures.source_link(env, figure.source),
        nodes.Text(f". {stopped(figure.locator)}"),
    ]


def _of_series(env: BuildEnvironment, series: str) -> list[nodes.Node]:
    rows: pd.DataFrame = tables.table("deflators")
    first = rows[rows["series"] == series].iloc[0]
    words = basis.evidence().indices[series].words
    return [
        nodes.Text(f"Price figures: {stopped(words)} "),
        figures.source_link(env, str(first["source"])),
        nodes.Text("."),
    ]


def _table(
    env: BuildEnvironment, known: Mapping[Choice, Mapping[str, Any]], said: Sequence[Reading]
) -> nodes.Node:
    """The readings that were said, each with its choices, its steps and what they come to."""
    heads = ("What was said", "Worked out here", "Steps")
    body = nodes.tbody("", *(_row(env, each, known) for each in said))
    columns = (nodes.colspec(colwidth=1) for _ in heads)
    head = nodes.thead("", nodes.row("", *(_entry(nodes.Text(words)) for words in heads)))
    group = nodes.tgroup("", *columns, head, body, cols=len(heads))
    caption = nodes.title("", "One Spending Review, as it was read in public")
    return nodes.table("", caption, group, classes=["colwidths-auto"])


def _row(
    env: BuildEnvironment, reading: Reading, known: Mapping[Choice, Mapping[str, Any]]
) -> nodes.Node:
    row = known[reading.choice]
    figure = reading.figure
    was_said = [
        figures.link(env, figure, text.show(figure)),
        nodes.Text(f" ({reading.who}). {_words(reading, known)} "),
        figures.source_link(env, figure.source),
        nodes.Text("."),
    ]
    steps = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
    for name, sum_ in _steps(row):
        steps += nodes.list_item("", nodes.paragraph("", f"{name}: {sum_}"))
    rests: list[nodes.Node] = [nodes.Text("From ")]
    for place, id in enumerate(row["figures"].split()):
        used = ledger.figure(id)
        rests += [nodes.Text("; ")] if place else []
        rests.append(figures.link(env, used, text.show(used)))
    return nodes.row(
        "",
        _entry(*was_said),
        _entry(
            nodes.strong("", row["shown"]),
            nodes.Text(f" {_by(reading.choice)}. {_about(reading.choice, row)}"),
        ),
        nodes.entry("", steps, nodes.paragraph("", "", *rests, nodes.Text("."))),
    )


def _entry(*words: nodes.Node) -> nodes.Node:
    return nodes.entry("", nodes.paragraph("", "", *words))
