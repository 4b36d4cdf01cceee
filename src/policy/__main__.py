"""The command line: `policy build` and its companions.

Each command imports what it needs when it runs, so that `policy --help` and `policy serve`
answer at once.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import importlib
import importlib.util
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from policy.entry import asked

CLASSIFIED = ("period", "geography", "body", "price_basis", "timing", "measure", "nature", "hedge")
"""Columns of data/figures.csv that are set by reading the source."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code: 0 done, 1 a fault, 2 not understood."""
    parser = _parser()
    options, further = parser.parse_known_args(arguments)
    if further and options.command != "lab":
        parser.error(f"unrecognized arguments: {' '.join(further)}")
    options.further = further
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    except OSError as error:
        print(f"policy {options.command}: {error}", file=sys.stderr)
    except Exception as error:
        # What this package raises is a message to the reader; anything else is a bug in it.
        if not type(error).__module__.startswith("policy."):
            raise
        print(error, file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="policy",
        description="Builds, checks and shows the book Three Plans for the NHS.",
        epilog="Exit codes: 0 done, 1 a fault was found, 2 the command was not understood.",
    )
    commands = parser.add_subparsers(title="commands", dest="command", required=True)

    build = commands.add_parser(
        "build",
        help="build the book into _build/html",
        description="Checks the data, redraws chart pictures that are out of date, runs the "
        "chapters whose inputs changed and builds all pages. Only a build without any fault "
        "or warning replaces the book in _build/html.",
    )
    build.add_argument("--clean", action="store_true", help="use nothing from earlier builds")
    build.set_defaults(run=_build)

    check = commands.add_parser(
        "check",
        help="report every fault in data, text and pictures",
        description="Reports every fault at once: tables and sources against their schema and "
        "rules, numbers and words in chapters and charts, plans on which the book is thinner "
        "than data/balance_limits.csv allows, and pictures that no longer show their chart. "
        "Last, the share of cells in data/figures.csv that say not-stated.",
    )
    check.set_defaults(run=_check)

    draw = commands.add_parser(
        "draw",
        help="redraw chart pictures (needs Chrome or Chromium)",
        description="Redraws the pictures in charts/ that no longer show their chart. The "
        "browser is the one that BROWSER_PATH names, or Chrome or Chromium where installed.",
    )
    draw.add_argument("chart", nargs="*", help="ids of charts; all of them when none is named")
    draw.add_argument("--all", action="store_true", help="redraw also what is up to date")
    draw.set_defaults(run=_draw)

    serve = commands.add_parser(
        "serve",
        help="show the built book at http://localhost:8000",
        description="Serves _build/html on this computer alone, until Ctrl+C.",
    )
    serve.add_argument("--port", type=int, default=8000, help="8000 unless told")
    serve.set_defaults(run=_serve)

    lab = commands.add_parser(
        "lab",
        help="open the chapters in JupyterLab to run and change them",
        description="Writes each chapter as a notebook, the numbers of its prose in words, "
        "into _build/lab and opens JupyterLab there. The notebooks are copies: to change the "
        "book itself, edit chapters/ and data/. Further options, such as --no-browser, are "
        "passed on to JupyterLab.",
    )
    lab.set_defaults(run=_lab)

    _add_figure(commands)
    _add_pledge(commands)

    clean = commands.add_parser(
        "clean",
        help="remove everything that was built",
        description="Empties _build: the book, the results of its cells and the notebooks.",
    )
    clean.set_defaults(run=_clean)
    return parser


def _add_figure(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    figure = commands.add_parser(
        "figure",
        help="show, find or add a figure of the ledger",
        description="Shows a figure of the ledger with all that is tied to it, finds figures by "
        "words, or adds a new one to data/figures.csv question by question.",
    )
    ways = figure.add_subparsers(title="ways", dest="way", required=True)

    show = ways.add_parser(
        "show",
        help="print one entry of the ledger",
        description="Prints an entry of the ledger as its page in the book tells it: statement, "
        "basis, source, working, checks, chain, charts, chapters and a sentence to quote.",
    )
    show.add_argument("id", help="id of the figure, as policy figure find prints it")
    show.set_defaults(run=_figure_show)

    find = ways.add_parser(
        "find",
        help="list figures that have all of some words",
        description="Lists the figures that have every word in their number, statement, who, "
        "period, kind, source or id. 30bn finds nearly £30bn and not £130bn; figures whose own "
        "number matches come first.",
    )
    find.add_argument("words", nargs="+", help="for example: 30bn gap")
    find.set_defaults(run=_figure_find)

    new = ways.add_parser(
        "new",
        help="add a figure by answering questions",
        description="Asks for each column of a new figure, checks each answer at once by the "
        "rules of policy check, shows the row, and adds it to data/figures.csv if you say yes. "
        "Until then nothing is written.",
    )
    new.set_defaults(run=_figure_new)


def _add_pledge(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    pledge = commands.add_parser(
        "pledge",
        help="add a pledge, or what happened to one",
        description="Adds a pledge with its first event, or an event, question by question. Each "
        "answer is checked at once by the rules of policy check; the rows are shown with the "
        "statuses that follow from them, and added if you say yes. Until then nothing is written.",
    )
    ways = pledge.add_subparsers(title="ways", dest="way", required=True)

    new = ways.add_parser(
        "new",
        help="add a pledge and the first event on it",
        description="Asks for each column of a new pledge and of the first event on it, and adds "
        "them to data/pledges.csv and data/pledge_events.csv. A pledge that nothing was found on "
        "has an event too: the day of the search, with the effect nothing-found.",
    )
    new.set_defaults(run=_pledge_new)

    event = ways.add_parser(
        "event",
        help="add what happened to a pledge",
        description="Asks for each column of a new event and adds it to data/pledge_events.csv. "
        "An event on record is never changed: to correct one, name it at the question corrects.",
    )
    event.set_defaults(run=_pledge_event)


def _build(options: argparse.Namespace) -> int:
    from policy.export import build
    from policy.export.progress import Progress

    progress = Progress()
    page = build.build(progress, clean=options.clean)
    progress.say(f"The book is at {page} ({progress.times()})")
    return 0


def _check(_: argparse.Namespace) -> int:
    from policy import balance, charts, lint, rules, tables
    from policy.export import pictures

    data = [str(fault) for fault in rules.all_faults()]
    faults = data + [str(fault) for fault in lint.faults()]
    if not data:  # the charts and the counts compute with the data
        faults += [str(fault) for fault in balance.faults()]
        stale = pictures.stale(charts.registry())
        faults += [f"charts/{id}: the picture is out of date; redraw: policy draw" for id in stale]
        print(_not_stated(tables.table("figures")))
    print("\n".join(faults or ["No faults."]))
    return 1 if faults else 0


def _not_stated(figures: pd.DataFrame) -> str:
    shares = ((figures[name] == "not-stated").mean() for name in CLASSIFIED)
    listed = ", ".join(f"{n} {s:.0%}" for n, s in zip(CLASSIFIED, shares, strict=True))
    return f"Figures that say not-stated, of {len(figures)}: {listed}."


def _draw(options: argparse.Namespace) -> int:
    from policy import charts
    from policy.export import pictures

    wanted = options.chart or list(charts.registry())
    for id in wanted:
        charts.get(id)
    due = wanted if options.all else pictures.stale(wanted)
    drawn = pictures.redraw(due)
    if due and not drawn:
        print("No Chrome or Chromium found: BROWSER_PATH can name one.", file=sys.stderr)
        return 1
    print(f"Drew {', '.join(drawn)}." if drawn else "Every picture is up to date.")
    return 0


def _serve(options: argparse.Namespace) -> int:
    from policy.export.build import BOOK

    if not (BOOK / "index.html").is_file():
        print("There is no book yet: build it with policy build.", file=sys.stderr)
        return 1
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(BOOK))
    with http.server.ThreadingHTTPServer(("127.0.0.1", options.port), handler) as server:
        print(f"The book is at http://localhost:{server.server_port} until Ctrl+C.", flush=True)
        server.serve_forever()
    return 0


def _lab(options: argparse.Namespace) -> int:
    from policy.export import build, notebooks

    if importlib.util.find_spec("jupyterlab") is None:
        print("JupyterLab is not installed: pip install jupyterlab", file=sys.stderr)
        return 1
    folder = build.BUILD / "lab"
    notebooks.write(folder)
    command = [sys.executable, "-m", "jupyter", "lab", f"--ServerApp.root_dir={folder}"]
    command += options.further
    return subprocess.run(command, check=False).returncode


def _figure_show(options: argparse.Namespace) -> int:
    from policy import ledger
    from policy.entry import known, printed

    try:
        print(printed.printed(known.entry(options.id, known.chapters())))
    except ledger.UnknownFigure as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _figure_find(options: argparse.Namespace) -> int:
    from policy import ledger
    from policy.entry import found, printed

    figures = found.find(" ".join(options.words), ledger.figures())
    if not figures:
        print("No figure has all of these words.", file=sys.stderr)
        return 1
    print(printed.listed(figures))
    return 0


def _figure_new(_: argparse.Namespace) -> int:
    from policy.entry import asked, new_figure

    def filled() -> tuple[asked.Row, asked.Form]:
        blank = asked.form(new_figure.FIGURE)
        return asked.fill(blank, input, print), blank

    return _added(filled, new_figure.shown)


def _pledge_new(_: argparse.Namespace) -> int:
    from policy.entry import asked, new_pledge

    def filled() -> tuple[asked.Row, asked.Form]:
        blank = asked.form(new_pledge.PLEDGE)
        pledge = asked.fill(blank, input, print)
        print("\nNow what bears on it first; nothing-found if a search found nothing.")
        first = blank.then(new_pledge.EVENT, pledge)
        return asked.fill(first, input, print, {"pledge": pledge["id"]}), first

    return _added(filled, new_pledge.shown)


def _pledge_event(_: argparse.Namespace) -> int:
    from policy.entry import asked, new_pledge

    def filled() -> tuple[asked.Row, asked.Form]:
        blank = asked.form(new_pledge.EVENT)
        return asked.fill(blank, input, print), blank

    return _added(filled, new_pledge.shown)


def _added(
    filled: Callable[[], tuple[asked.Row, asked.Form]],
    shown: Callable[[asked.Row, asked.Form], str],
) -> int:
    """Ask, show and, after a yes, add."""
    from policy.entry import asked

    with contextlib.suppress(ImportError):
        # With it, earlier answers come back by the arrow keys, to be mended.
        importlib.import_module("readline")
    try:
        row, blank = filled()
        print(f"\n{shown(row, blank)}\n")
        if input("Add this? [y/N] ").strip().lower() in ("y", "yes"):
            files = " and ".join(map(str, asked.add(row, blank)))
            print(f"Added to {files}. Next: policy check")
            return 0
    except (EOFError, KeyboardInterrupt):
        print()
    print("Nothing was written.", file=sys.stderr)
    return 1


def _clean(_: argparse.Namespace) -> int:
    from policy.export import build
    from policy.export.progress import Progress

    build.remove_all(Progress())
    return 0


if __name__ == "__main__":
    sys.exit(main())
