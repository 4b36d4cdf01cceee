"""Runs the code cells of chapters, but only of those whose inputs changed.

A chapter's result depends on its cells, on the code in `src/policy`, on the locked
packages and on the tables that the cells read. All of that goes into its key. A chapter
whose key is unchanged keeps the result it has in the cache; every other one runs again.
The cache itself, made for MyST-NB, knows the cells alone: it would serve a result
computed from yesterday's data.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import platform
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from myst_nb.core.read import is_myst_markdown_notebook, read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from policy import tables

CELL_SECONDS = 120
"""Longest time that one cell may take."""

# Leaves the imported libraries in place, which makes the second chapter of a kernel start
# ten times faster, but nothing of the chapter before: no names, and no module of this
# package, so neither cached tables nor the record of which tables were read.
_RESET = """
def _reset(folder):
    import os, sys
    for name in [name for name in sys.modules if name.partition(".")[0] == "policy"]:
        del sys.modules[name]
    os.chdir(folder)
    get_ipython().reset()
_reset({folder!r})
"""
_TABLES_READ = (
    "' '.join(sorted(__import__('sys').modules['policy.tables'].tables_read()))"
    " if 'policy.tables' in __import__('sys').modules else ''"
)

# Errors alone: it would warn of its local connection each time.
_ARGUMENTS = ["--HistoryManager.enabled=False", "--log-level=ERROR"]


@dataclass(frozen=True)
class Chapter:
    """A chapter that can hold code cells: its page name, file and unexecuted notebook."""

    name: str
    file: Path
    notebook: NotebookNode


@dataclass(frozen=True)
class Executed:
    """A notebook with its outputs, and the names of the tables that its cells read."""

    notebook: NotebookNode
    tables: tuple[str, ...]


class ChapterError(Exception):
    """One or more chapters failed; the message has a line for each, with cell and cause."""

    def __init__(self, messages: Sequence[str]) -> None:
        self.messages = tuple(messages)
        super().__init__("\n".join(messages))


def chapters(root: Path = tables.ROOT) -> tuple[Chapter, ...]:
    """Return the chapters that are notebooks, in order of their page names."""
    source = root / "chapters"
    settings = _parser_settings(root)
    found = []
    for file in sorted(source.rglob("*.md")):
        if ".ipynb_checkpoints" in file.parts:
            continue
        text = file.read_text(encoding="utf-8")
        if not is_myst_markdown_notebook(text):
            continue
        notebook = read_myst_markdown_notebook(text, settings, add_source_map=True, path=file)
        name = file.relative_to(source).with_suffix("").as_posix()
        found.append(Chapter(name, file, notebook))
    return tuple(found)


def files_digest(files: Iterable[Path], base: Path) -> str:
    """Return a SHA-256 over the names, relative to `base`, and the bytes of the files."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(f"{file.relative_to(base).as_posix()} {_digest(file)}\n".encode())
    return total.hexdigest()


def code_digest(root: Path = tables.ROOT) -> str:
    """Return a digest of what computes: this package, the locked packages and Python.

    The description of the tables counts as code: it sets the types they are read as.
    """
    files = [
        *(root / "src" / "policy").rglob("*.py"),
        root / "requirements.txt",
        root / "data" / "datapackage.json",
    ]
    present = files_digest((file for file in files if file.exists()), root)
    return hashlib.sha256(f"{present} {platform.python_version()}".encode()).hexdigest()


def update(
    build: Path,
    say: Callable[[str], None],
    root: Path = tables.ROOT,
) -> dict[str, str]:
    """Bring the cache under `build` up to date and return the key of each chapter.

    Args:
        build: The folder that holds the cache.
        say: Is given one line for each chapter that was run.
        root: The repository.

    Raises:
        ChapterError: When a cell fails. The results of the other chapters are kept.
    """
    cache = get_cache(build / ".jupyter_cache")
    ledger = build / "executed.json"
    # Taken before anything runs: a file that changes meanwhile must not look up to date.
    code = code_digest(root)
    data = {file: _digest(file) for file in tables.DATA.rglob("*") if file.is_file()}
    known = _known(ledger)
    # Chapters with the same cells share a record in the cache, so they are one task.
    wanted: dict[str, Chapter] = {}
    record_of: dict[str, str] = {}
    for chapter in chapters(root):
        record = cache.create_hashed_notebook(chapter.notebook)[1]
        wanted.setdefault(record, chapter)
        record_of[chapter.name] = record

    current: dict[str, dict[str, Any]] = {}
    for stored in cache.list_cache_records():
        entry = known.get(stored.hashkey)
        if stored.hashkey in wanted and entry and _is_current(entry, stored.hashkey, code, data):
            current[stored.hashkey] = entry
        else:
            cache.remove_cache(stored.pk)
    _write(ledger, current)

    due = [record for record in wanted if record not in current]
    failures: list[str] = []

    def keep(position: int, outcome: Executed | str) -> None:
        record = due[position]
        chapter = wanted[record]
        if isinstance(outcome, str):
            failures.append(outcome)
            say(f"  failed {chapter.name}")
            return
        bundle = CacheBundleIn(outcome.notebook, chapter.name, data={})
        cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
        current[record] = {
            "key": _key(record, code, outcome.tables, data),
            "tables": list(outcome.tables),
        }
        _write(ledger, current)
        say(f"  ran {chapter.name} ({len(current)} of {len(wanted)})")

    run([wanted[record] for record in due], keep)
    if failures:
        raise ChapterError(failures)
    return {name: current[record]["key"] for name, record in record_of.items()}


def executed(build: Path, notebook: NotebookNode) -> NotebookNode:
    """Return a copy of the notebook with the outputs that the cache holds for it.

    Raises:
        KeyError: When the cache holds none.
    """
    merged: NotebookNode = get_cache(build / ".jupyter_cache").merge_match_into_notebook(notebook)[
        1
    ]
    return merged


def run(todo: Sequence[Chapter], keep: Callable[[int, Executed | str], None]) -> None:
    """Execute chapters in parallel, each from a clean state.

    Args:
        todo: The chapters; their notebooks are filled with outputs in place.
        keep: Is called, one call at a time, with a chapter's position and either its outcome
            or, when a cell failed, the message.
    """
    if todo:
        # A thread of its own: the caller's may have a running loop (a notebook, a test).
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _run(todo, keep)).result()


async def _run(todo: Sequence[Chapter], keep: Callable[[int, Executed | str], None]) -> None:
    queue = deque(enumerate(todo))

    async def work(sockets: Path) -> None:
        kernel: _Kernel | None = None
        try:
            while queue:
                position, chapter = queue.popleft()
                kernel = kernel or await _Kernel.start(sockets)
                outcome = await kernel.execute(chapter)
                if kernel.broken:
                    await kernel.stop()
                    kernel = None
                keep(position, outcome)
        finally:
            if kernel:
                await kernel.stop()

    with TemporaryDirectory(prefix="policy-") as folder:
        workers = range(min(os.cpu_count() or 1, len(todo)))
        await asyncio.gather(*(work(Path(folder) / str(number)) for number in workers))


class _Kernel:
    """A running Jupyter kernel of this very Python, reused from chapter to chapter."""

    def __init__(self, manager: AsyncKernelManager, client: Any) -> None:
        self._manager = manager
        self._client = client
        self.broken = False

    @classmethod
    async def start(cls, sockets: Path) -> _Kernel:
        """Start a kernel whose sockets are files with names that begin with `sockets`."""
        # No kernel folders: only the native kernel, never one of the same name that a
        # user installed for another Python.
        specs = KernelSpecManager(kernel_dirs=[])
        manager = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs)
        if os.name == "posix":
            # Network ports are picked before they are taken: two builds at once could be
            # given the same one, and one of them would fail.
            manager.transport, manager.ip = "ipc", str(sockets)
        await manager.start_kernel(extra_arguments=_ARGUMENTS)
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        return cls(manager, client)

    async def stop(self) -> None:
        self._client.stop_channels()
        await self._manager.shutdown_kernel(now=True)

    async def execute(self, chapter: Chapter) -> Executed | str:
        reset = _RESET.format(folder=str(chapter.file.parent))
        await self._ask(reset, {})
        notebook = chapter.notebook
        # Times in the cells' metadata would change the hash that the cache finds them by. A
        # kernel sends what is printed in one or more parts, as its clock has it.
        client = NotebookClient(
            notebook,
            km=self._manager,
            timeout=CELL_SECONDS,
            record_timing=False,
            coalesce_streams=True,
        )
        client.kc = self._client
        client.reset_execution_trackers()
        info = await self._client.kernel_info(reply=True)
        notebook.metadata["language_info"] = info["content"]["language_info"]
        number = 0
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type != "code":
                continue
            number += 1
            place = f"{chapter.name}.md line {notebook.metadata.source_map[index] + 1}"
            place = f"chapters/{place}, code cell {number}"
            try:
                await client.async_execute_cell(cell, index, execution_count=number)
            except CellExecutionError as error:
                return f"{place}: {error.ename}: {error.evalue}"
            except CellTimeoutError:
                self.broken = True
                return f"{place}: took longer than {CELL_SECONDS} seconds"
            except DeadKernelError:
                self.broken = True
                return f"{place}: the Python process running it ended"
            _number(cell, number)
        reply = await self._ask("", {"tables": _TABLES_READ})
        answer = reply["content"]["user_expressions"]["tables"]["data"]["text/plain"]
        return Executed(notebook, tuple(answer.strip("'").split()))

    async def _ask(self, code: str, expressions: Mapping[str, str]) -> Any:
        return await self._client.execute(
            code, silent=True, user_expressions=dict(expressions), reply=True, timeout=60
        )


def _number(cell: NotebookNode, number: int) -> None:
    """Count cells from one in each chapter, whichever chapters the kernel ran before."""
    cell.execution_count = number
    for output in cell.outputs:
        if "execution_count" in output:
            output.execution_count = number


def _parser_settings(root: Path) -> MdParserConfig:
    """Read chapters with the Markdown extensions the book is built with."""
    config = root / "_config.yml"
    settings = yaml.safe_load(config.read_text(encoding="utf-8")) if config.exists() else {}
    extensions = (settings.get("parse") or {}).get("myst_enable_extensions") or []
    return MdParserConfig(enable_extensions=set(extensions))


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _is_current(entry: Mapping[str, Any], record: str, code: str, data: Mapping[Path, str]) -> bool:
    try:
        return bool(entry["key"] == _key(record, code, entry["tables"], data))
    except (KeyError, TypeError, tables.DataError):  # not an entry, or a table is gone
        return False


def _key(record: str, code: str, names: Iterable[str], data: Mapping[Path, str]) -> str:
    read = " ".join(f"{name}:{data[tables.path(name)]}" for name in sorted(names))
    return hashlib.sha256(f"{record} {code} {read}".encode()).hexdigest()


def _known(ledger: Path) -> dict[str, Any]:
    try:
        content = json.loads(ledger.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _write(ledger: Path, entries: Mapping[str, Any]) -> None:
    ledger.write_text(json.dumps(entries, indent=1, sort_keys=True) + "\n", encoding="utf-8")
