"""Chapters as notebooks to take away: with outputs, and the numbers of the prose in words.

A chapter's source says ``{fig}`id` `` where a reader sees "nearly £30bn". Outside the book
nothing would turn the one into the other, so a copy that leaves the book carries the words.
"""

from __future__ import annotations

import copy
import re
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from policy import citation, ledger, tables, text
from policy.entry.words import who
from policy.export import execute

_ROLE = re.compile(r"\{([a-z]+)\}`([^`]+)`")
_TITLED = re.compile(r"^(.*?)\s*<[^<>]+>$", re.DOTALL)
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\((?![a-z]+:)[^)\s]+\)")
_FENCE = re.compile(
    r"^(?P<mark>`{3,}|:{3,})\{(?P<name>[a-z-]+)\} *(?P<title>[^\n]*)\n(?P<body>.*?)^(?P=mark)[ ]*$",
    re.MULTILINE | re.DOTALL,
)
_OPTION = re.compile(r"^:[a-z-]+:.*\n", re.MULTILINE)


def write(folder: Path, build: Path | None = None) -> None:
    """Write every chapter as `.ipynb` and as MyST `.md` under a folder.

    Args:
        folder: Where to write; files are named as the pages are.
        build: The folder with the cache of executed cells; without it the notebooks have
            no outputs.

    Raises:
        KeyError: When a chapter has not been executed.
    """
    for chapter in execute.chapters():
        source = chapter.notebook
        notebook = portable(execute.executed(build, source) if build else source, chapter.name)
        place = folder / f"{chapter.name}.ipynb"
        place.parent.mkdir(parents=True, exist_ok=True)
        as_json = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
        place.write_text(f"{as_json}\n", encoding="utf-8")
        markdown = jupytext.writes(notebook, fmt="md:myst")
        place.with_suffix(".md").write_text(markdown, encoding="utf-8")


def portable(notebook: NotebookNode, name: str) -> NotebookNode:
    """Return a copy of a chapter's notebook that reads well outside the book."""
    result = copy.deepcopy(notebook)
    result.cells.insert(0, _markdown(_origin(name)))
    for position, cell in enumerate(result.cells):
        cell["id"] = f"cell-{position}"  # the library would draw one by lot
        if cell.cell_type == "markdown":
            cell.source = in_words(cell.source)
        for output in cell.get("outputs", []):
            if "metadata" in output:
                output.metadata = {}
    result.nbformat_minor = 5
    # The version of Python that ran it is no part of the chapter.
    result.metadata.language_info = {"name": "python"}
    for key in result.metadata.keys() - {"kernelspec", "language_info"}:
        del result.metadata[key]
    return result


def in_words(markdown: str) -> str:
    """Write out the roles and directives of a chapter's Markdown.

    Links to other pages of the book become plain text, since a single file leads nowhere.

    Raises:
        ledger.UnknownFigure: When a role names no figure.
        KeyError: When a role names no source, or a directive no check.
    """
    return _LINK.sub(r"\1", _ROLE.sub(_role, _FENCE.sub(_directive, markdown)))


def _markdown(source: str) -> NotebookNode:
    cell = {"cell_type": "markdown", "metadata": {}, "source": source}
    return nbformat.from_dict(cell)  # type: ignore[no-untyped-call, no-any-return]


def _origin(name: str) -> str:
    book = citation.book()
    title = f"[{book.title}]({book.base_url}/{name}.html)" if book.base_url else book.title
    return (
        f"*From {title}, version {book.version}, chapter {name}. To run it, install the package"
        " `policy` from the book's repository: its README says how.*"
    )


def _role(match: re.Match[str]) -> str:
    role, content = match[1], match[2].replace("\\|", "|")  # as in a cell of a table
    if role == "fig":
        id, _, form = content.partition("|")
        return text.show(ledger.figure(id), form or "full")
    if role == "src":
        return tables.sources()[content].label
    if role == "calc":
        return ledger.figure(content).working
    titled = _TITLED.match(content)
    return titled[1] if titled else content


def _directive(match: re.Match[str]) -> str:
    title, body = match["title"].strip(), _OPTION.sub("", match["body"]).strip()
    if match["name"] == "check":
        check = ledger.check(title)
        title = text.resolve(check.title)
        body = f"{text.resolve(check.finding)}\n\nAt its fairest: {text.resolve(check.fairest)}"
    elif match["name"] == "chain":
        title, body = _chain(title)
    elif not title and not body:
        body = "*In the book this place holds a table or a control made from the data.*"
    paragraphs = [part for part in (title and f"**{title}**", body) if part]
    return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(paragraphs).splitlines())


def _chain(id: str) -> tuple[str, str]:
    """The figure at a chain's end, and each step back to the first to say it."""
    end = ledger.figure(id)
    steps = [
        f"- {who(ledger.figure(link.figure))} repeats {text.show(ledger.figure(link.repeats))}, "
        f"{who(ledger.figure(link.repeats))}. Changed on the way: {text.resolve(link.drift)}"
        for link in ledger.chain_of(id)
    ]
    return f"{text.show(end)}, {who(end)}", "\n".join(steps)
