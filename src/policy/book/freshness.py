"""Decides which pages Sphinx must read again, by content and not by file times.

Sphinx compares times of files. A file that is put back from a copy has an old time, and a
chapter whose cells gave another result has not changed at all; either way the page would
keep yesterday's numbers. So the environment also stores a digest of every file that a page
was made from, and the key under which its cells were executed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def setup(app: Sphinx) -> None:
    """Register the setting that carries the chapters' keys, and the comparison."""
    app.add_config_value("policy_chapter_keys", {}, "", dict)
    app.connect("env-get-outdated", _outdated)
    app.connect("env-updated", _remember)


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    known: dict[str, str] = getattr(env, "policy_fingerprints", {})
    return [
        page
        for page in sorted(env.all_docs.keys() - added - changed - removed)
        if known.get(page) != _fingerprint(app, env, page)
    ]


def _remember(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    prints = {page: _fingerprint(app, env, page) for page in sorted(env.all_docs)}
    env.policy_fingerprints = prints  # type: ignore[attr-defined]
    return ()


def _fingerprint(app: Sphinx, env: BuildEnvironment, page: str) -> str:
    total = hashlib.sha256(app.config.policy_chapter_keys.get(page, "").encode())
    files = [Path(env.doc2path(page)), *(Path(app.srcdir) / f for f in env.dependencies[page])]
    for file in sorted(files):
        total.update(file.read_bytes() if file.is_file() else b"missing")
    return total.hexdigest()
