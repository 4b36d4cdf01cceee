"""One clean build of the book, for every test that looks at pages."""

import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from repository import copy_of_the_book, policy


@pytest.fixture(scope="session")
def built_repository(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A copy of the repository with a clean build in it, one for all workers. Do not change it."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    root, done = shared / "built" / "book", shared / "built" / "done"
    with FileLock(shared / "built.lock"):
        if not done.exists():
            shutil.rmtree(root.parent, ignore_errors=True)
            copy_of_the_book(root)
            result = policy(root, "build")
            assert result.returncode == 0, result.stdout + result.stderr
            done.touch()
    return root


@pytest.fixture(scope="session")
def built_book(built_repository: Path) -> Path:
    """The folder with the pages of a clean full build. Do not change it."""
    return built_repository / "_build" / "html"
